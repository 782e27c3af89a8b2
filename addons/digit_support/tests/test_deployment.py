from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .common_entitlement import EntitlementCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-16")  # Monday
class TestDeployment(EntitlementCommon):
    """The page of a deployment."""

    def _get_notes(self):
        self._flush_tracking()
        bodies = self.deployment.message_ids.mapped("body")
        return [body for body in bodies if "Installed versions" in body]

    def test_first_day_of_a_stage(self):
        self.assertRecordValues(self.deployment_odisha.stage_ids, [{"stage": "0"}])
        with freeze_time("2026-03-18"):  # Wednesday
            self.deployment.with_user(self.user_operations).stage = "2"
        self.assertEqual(
            [(s.stage, str(s.date_start)) for s in self.deployment.stage_ids],
            [("0", "2026-03-16"), ("2", "2026-03-18")],
        )

    def test_stage_that_comes_again_keeps_its_first_day(self):
        with freeze_time("2026-03-18"):  # Wednesday
            self.deployment.stage = "1"
            self.deployment.stage = "0"
        first = self.deployment.stage_ids.filtered(lambda stage: stage.stage == "0")
        self.assertEqual(str(first.date_start), "2026-03-16")

    def test_first_day_can_be_corrected(self):
        stage = self.deployment.stage_ids.with_user(self.user_operations)
        stage.date_start = "2026-01-05"
        self.assertEqual(str(self.deployment.stage_ids.date_start), "2026-01-05")

    def test_support_takes_three_months(self):
        # S0: 3 months, but may vary
        with Form(self.deployment.with_user(self.user_operations)) as form:
            form.support_start_date = "2026-03-01"
            self.assertEqual(str(form.support_end_date), "2026-05-31")

    def test_out_of_support_is_counted(self):
        deployments = self.deployment | self.deployment_odisha
        self.assertEqual(deployments.mapped("unsupported_count"), [0, 1])
        self.deployment.source_modified = True
        self.env.invalidate_all()
        self.assertEqual(deployments.mapped("unsupported_count"), [1, 1])

    def test_next_end_of_support(self):
        self._create_version("4.0.0", "2026-06-01")
        self.assertEqual(str(self.deployment.next_end_date), "2026-05-31")
        self.assertFalse(self.deployment_odisha.next_end_date)

    def test_contact_persons_have_a_role(self):
        role = self.env.ref("digit_support.digit_contact_role_technical_spoc")
        city = self.env["res.partner"].create(
            {
                "name": "Jalandhar",
                "is_company": True,
                "organisation_type": "ulb",
                "parent_id": self.punjab.id,
            }
        )
        clerk = self.env["res.partner"].create({"name": "Clerk", "parent_id": city.id})
        people = clerk | (self.asha | self.tejas | self.chitra).partner_id
        people.contact_role_ids = role
        self.assertEqual(
            self.deployment.contact_ids,
            clerk | (self.asha | self.tejas).partner_id,
        )

    def test_installed_versions_leave_one_trace(self):
        self._flush_tracking()
        other = self.env["digit.service"].create({"name": "User"})
        version = self._create_version("1.0.0", "2024-01-08", other)
        self.deployment.installation_ids = [
            Command.update(
                self.installation.id, {"version_id": self.versions["3.2.15"].id}
            ),
            Command.create(
                {"environment_id": self.production.id, "version_id": version.id}
            ),
        ]
        note = self._get_notes()[0]
        self.assertIn("Production · Workflow: 2.5.56 → 3.2.15", note)
        self.assertIn("Production · User: 1.0.0", note)

    def test_removed_and_modified_services_leave_a_trace(self):
        self._flush_tracking()
        self.installation.source_modified = True
        self.assertIn("2.5.56 → 2.5.56, modified", self._get_notes()[0])
        self.installation.unlink()
        self.assertIn("2.5.56, modified → removed", self._get_notes()[0])

    def test_what_did_not_change_leaves_no_trace(self):
        count = len(self._get_notes())
        self.installation.version_id = self.versions["3.2.15"]
        self.installation.version_id = self.versions["2.5.56"]
        self.assertEqual(len(self._get_notes()), count)

    def test_who_still_runs_2(self):
        groups = self.env["digit.installation"].formatted_read_group(
            [("major", "=", 2)], ["service_id", "major", "version_id"], ["__count"]
        )
        [group] = [g for g in groups if g["service_id"][0] == self.workflow.id]
        self.assertEqual((group["major"], group["__count"]), (2, 1))

    def test_counts_cost_the_same_for_many(self):
        counts = []
        deployments = self.deployment | self.deployment_odisha
        self.env.flush_all()
        for some in (self.deployment, deployments):
            self.env.invalidate_all()
            some.mapped("name")
            before = self.env.cr.sql_log_count
            some.mapped("unsupported_count")
            some.mapped("next_end_date")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
