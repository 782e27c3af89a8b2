from odoo.tests import Form, freeze_time, tagged

from .common_entitlement import EntitlementCommon

TODAY = "2026-03-16"  # Monday


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestEntitlement(EntitlementCommon):
    """What a ticket says about its version."""

    def _report(self, version="2.5.56", **vals):
        return self._create_ticket(version_id=self.versions[version].id, **vals)

    def test_version_is_what_is_installed_in_production(self):
        ticket = self._create_ticket(service_id=self.workflow.id)
        self.assertEqual(ticket.environment_id, self.production)
        self.assertEqual(ticket.version_id, self.versions["2.5.56"])
        self.assertEqual(ticket.entitlement, "supported")

    def test_version_tells_the_service(self):
        self.assertEqual(self._report().service_id, self.workflow)

    def test_unknown_version_is_asked_for(self):
        ticket = self._create_ticket()
        self.assertEqual(ticket.entitlement, "unknown")
        self.assertEqual(
            ticket.entitlement_reason,
            "Tell us which version of which service is affected: that decides what is "
            "owed.",
        )

    def test_reporter_does_not_know_the_version(self):
        ticket = self._create_ticket(service_id=self.workflow.id, version_id=False)
        self.assertFalse(ticket.version_id)
        self.assertIn("which version of Workflow", ticket.entitlement_reason)

    def test_old_major_with_the_way_forward(self):
        ticket = self._report("1.9.0")
        self.assertEqual(ticket.entitlement, "upgrade_required")
        self.assertEqual(
            ticket.entitlement_reason,
            "1.9.0 is older than the supported major versions 2 and 3 of Workflow. "
            "Upgrade to 3.2.15 (at least 2.5.56).",
        )

    def test_modified_service(self):
        self.installation.source_modified = True
        ticket = self._report()
        self.assertEqual(ticket.entitlement, "not_supported")
        self.assertIn("was changed by the partner", ticket.entitlement_reason)

    def test_modified_deployment(self):
        self.deployment.source_modified = True
        self.assertEqual(self._report().entitlement_cause, "modified")

    def test_modified_service_of_another_environment(self):
        uat = self.production.copy({"name": "UAT", "kind": "uat"})
        self.env["digit.installation"].create(
            {
                "environment_id": uat.id,
                "version_id": self.versions["2.5.56"].id,
                "source_modified": True,
            }
        )
        self.assertEqual(self._report().entitlement, "supported")
        ticket = self._report(environment_id=uat.id)
        self.assertEqual(ticket.entitlement, "not_supported")

    def test_window_is_over(self):
        self.deployment.support_start_date = "2025-11-01"
        ticket = self._report()
        self.assertEqual(
            ticket.entitlement_reason,
            "Support for this deployment ended on 01/31/2026. Ask eGov to extend it.",
        )

    def test_window_has_not_begun(self):
        self.deployment.support_start_date = "2026-04-01"
        ticket = self._report()
        self.assertEqual(ticket.entitlement_cause, "before_window")
        self.assertIn("begins on 04/01/2026", ticket.entitlement_reason)

    def test_planned_version(self):
        planned = self._create_version("4.0.0", "2026-06-01")
        ticket = self._create_ticket(version_id=planned.id)
        self.assertEqual(
            ticket.entitlement_reason,
            "4.0.0 of Workflow is not released yet: its major version is planned for "
            "06/01/2026. Until then, 3.2.15 is supported.",
        )

    def test_supported_until_the_next_major(self):
        self._create_version("4.0.0", "2026-06-01")
        self.assertEqual(
            self._report().entitlement_reason,
            "2.5.56 of Workflow is supported until 05/31/2026.",
        )

    def test_pre_release_is_no_n(self):
        self._create_version("4.0.0-rc.1", "2026-03-01")
        self.assertEqual(self._report().entitlement, "supported")

    def test_reason_speaks_the_readers_language(self):
        self.env["res.lang"]._activate_lang("pt_BR")
        self.deployment.support_start_date = "2025-11-01"
        ticket = self._report().with_context(lang="pt_BR")
        self.assertIn("31/01/2026", ticket.entitlement_reason)

    def test_fix_is_told(self):
        ticket = self._report()
        fix = self.env["digit.fix"].create(
            {"name": "Loop", "service_id": self.workflow.id}
        )
        ticket.fix_id = fix
        self.assertNotIn("Fixed", ticket.entitlement_reason)
        line = fix.line_ids.filtered(lambda line: line.major == 2)
        line.version_id = self._create_version("2.5.57", "2026-03-15")
        self.assertIn("Fixed in 2.5.57.", ticket.entitlement_reason)

    def test_form_shows_the_verdict_before_saving(self):
        with Form(self.env["helpdesk.ticket"].with_user(self.user_l1)) as form:
            form.name, form.description = "By phone", "-"
            form.partner_id = self.chitra.partner_id
            form.service_id = self.workflow
            self.assertEqual(form.version_id, self.versions["1.9.0"])
            self.assertEqual(form.entitlement, "upgrade_required")
            self.assertIn("Upgrade to 3.2.15", form.entitlement_reason)

    def test_verdicts_cost_the_same_for_many(self):
        environments = self.production | self.production_odisha
        deployments = self.deployment | self.deployment_odisha
        places = [
            (version, deployment, environment)
            for version in self.workflow.version_ids
            for deployment, environment in zip(deployments, environments, strict=True)
        ]
        self.env.flush_all()
        counts = []
        for some in (places[:1], places):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["helpdesk.ticket"]._judge(some)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestServiceChoice(EntitlementCommon):
    """Services near the ticket come first; none is out of reach."""

    def _choose(self, limit=100, **context):
        Service = self.env["digit.service"].with_context(**context)
        return [id_ for id_, _name in Service.name_search(limit=limit)]

    def test_installed_service_comes_first(self):
        self.env["digit.service"].create({"name": "AAA"})
        found = self._choose(digit_environment_id=self.production.id)
        self.assertEqual(found[0], self.workflow.id)
        self.assertEqual(len(found), len(set(found)))
        self.assertCountEqual(found, self._choose())

    def test_service_of_the_programme_comes_second(self):
        near = self.env["digit.service"].create({"name": "ZZZ"})
        self.env["digit.product"].create(
            {
                "name": "Product",
                "programme_ids": self.programme.ids,
                "service_ids": near.ids,
            }
        )
        found = self._choose(
            limit=2,
            digit_environment_id=self.production.id,
            digit_programme_id=self.programme.id,
        )
        self.assertEqual(found, [self.workflow.id, near.id])
