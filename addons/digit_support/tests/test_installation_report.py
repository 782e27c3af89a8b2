from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_portal_registry import PortalRegistryCommon


class InstallationReportCommon(PortalRegistryCommon):
    @classmethod
    def _create_report(cls, **vals):
        """Asha's report: Workflow 3.0.0 in production, unless told."""
        return (
            cls.env["digit.installation.report"]
            .with_user(cls.asha)
            .sudo()
            .create(
                {
                    "environment_id": cls.production.id,
                    "service_id": cls.workflow.id,
                    "version_id": cls.versions["workflow_3"].id,
                    "date": "2026-01-05",  # Monday
                    "reporter_id": cls.asha.partner_id.id,
                    **vals,
                }
            )
            .with_user(cls.user_l2)
        )

    def _get_installed(self, environment=None):
        installations = (environment or self.production).installation_ids
        return sorted(installations.version_id.mapped("display_name"))

    def _get_mails(self):
        return self.env["mail.mail"].search(
            [
                ("model", "=", "digit.installation.report"),
                ("recipient_ids", "in", self.asha.partner_id.ids),
            ]
        )


@tagged("post_install", "-at_install")
class TestConfirm(InstallationReportCommon):
    """What a partner reports changes the registry once eGov confirms it."""

    def test_report_changes_nothing_by_itself(self):
        self._create_report()
        self.assertEqual(self._get_installed(), ["Billing 2.5.56", "Workflow 1.9.0"])

    def test_confirmed_version_is_installed(self):
        report = self._create_report()
        report.action_confirm()
        self.assertEqual(report.state, "confirmed")
        self.assertEqual(self._get_installed(), ["Billing 2.5.56", "Workflow 3.0.0"])

    def test_service_that_was_not_installed_is_added(self):
        self._create_report(
            service_id=self.estimates.id, version_id=self.versions["estimates_1"].id
        ).action_confirm()
        self.assertEqual(
            self._get_installed(),
            ["Billing 2.5.56", "Estimates 1.0.0", "Workflow 1.9.0"],
        )

    def test_modified_source_stays_so(self):
        self.production.installation_ids.source_modified = True
        self._create_report().action_confirm()
        self.assertEqual(
            self.production.installation_ids.mapped("source_modified"), [True, True]
        )

    def test_release_is_installed_as_a_whole(self):
        self._create_report(
            service_id=False, version_id=False, release_id=self.release.id
        ).action_confirm()
        self.assertEqual(self._get_installed(), ["Billing 3.2.15", "Workflow 3.0.0"])
        self.assertEqual(self.production.release_id, self.release)

    def test_several_are_confirmed_at_once_the_latest_last(self):
        latest = self._create_report(version_id=self.versions["workflow_2"].id)
        before = self._create_report(
            service_id=False,
            version_id=False,
            release_id=self.release.id,
            date="2025-12-01",
        )
        (latest | before).action_confirm()
        self.assertEqual(self._get_installed(), ["Billing 3.2.15", "Workflow 2.10.0"])

    def test_unknown_version_is_named_before_anything_is_done(self):
        known = self._create_report()
        unknown = self._create_report(
            service_id=self.billing.id, version_id=False, version_text="3.2.16"
        )
        with self.assertRaisesRegex(UserError, "Billing 3.2.16"):
            (known | unknown).action_confirm()
        self.assertEqual(self._get_installed(), ["Billing 2.5.56", "Workflow 1.9.0"])

    def test_what_is_decided_is_not_decided_again(self):
        report = self._create_report()
        report.action_confirm()
        for decide in (report.action_confirm, report.action_open_reject):
            with self.assertRaises(UserError):
                decide()

    def test_l1_does_not_confirm(self):
        report = self._create_report().with_user(self.user_l1)
        for decide in (report.action_confirm, report.action_open_reject):
            with self.assertRaises(AccessError):
                decide()


@tagged("post_install", "-at_install")
class TestReject(InstallationReportCommon):
    """What is not so is rejected, with a reason that the partner reads."""

    def _reject(self, reports, reason="The health check tells 1.9.0."):
        action = reports.action_open_reject()
        wizard = (
            self.env["digit.installation.reject"]
            .with_user(self.user_l2)
            .with_context(**action["context"])
            .create({"reason": reason})
        )
        wizard.action_reject()

    def test_rejected_changes_nothing(self):
        report = self._create_report()
        self._reject(report)
        self.assertEqual(report.state, "rejected")
        self.assertEqual(self._get_installed(), ["Billing 2.5.56", "Workflow 1.9.0"])

    def test_several_are_rejected_with_one_reason(self):
        reports = self._create_report() | self._create_report(
            service_id=self.billing.id, version_id=self.versions["billing_3"].id
        )
        self._reject(reports)
        self.assertEqual(
            reports.mapped("answer"), ["The health check tells 1.9.0."] * 2
        )

    def test_it_can_be_reported_again(self):
        self._reject(self._create_report())
        self.env.flush_all()
        self.assertEqual(self._create_report().state, "reported")


@tagged("post_install", "-at_install")
class TestAnswer(InstallationReportCommon):
    """Somebody of ours is asked, and the partner is answered."""

    def test_the_team_leader_is_asked(self):
        self.team.user_id = self.user_l3
        self.assertEqual(self._create_report().activity_ids.user_id, self.user_l3)

    def test_without_a_leader_an_operations_manager_is(self):
        user = self._create_report().activity_ids.user_id
        self.assertTrue(user.has_group("digit_support.digit_support_group_operations"))

    def test_nothing_is_left_to_do_once_it_is_decided(self):
        report = self._create_report()
        report.action_confirm()
        self.assertFalse(report.activity_ids)

    def test_reporter_is_told_that_it_is_confirmed(self):
        self._create_report().action_confirm()
        mail = self._get_mails()
        self.assertEqual(mail.recipient_ids, self.asha.partner_id)
        self.assertIn("Workflow 3.0.0", mail.body_html)
        self.assertIn("01/05/2026", mail.body_html)

    def test_reporter_is_told_why_it_is_rejected(self):
        self._create_report()._reject("It runs <1.9.0>.")
        self.assertIn("It runs &lt;1.9.0&gt;.", self._get_mails().body_html)

    def test_reporter_is_told_in_their_language(self):
        self.env["res.lang"]._activate_lang("pt_PT")
        self.asha.lang = "pt_PT"
        self.env.ref("digit_support.mail_template_installation_report").with_context(
            lang="pt_PT"
        ).subject = "Versão: {{ object.display_name }}"
        self._create_report().action_confirm()
        self.assertEqual(self._get_mails().subject, "Versão: Workflow 3.0.0")

    def test_reporter_is_no_follower(self):
        report = self._create_report()
        self.assertNotIn(self.asha.partner_id, report.message_partner_ids)

    @mute_logger("odoo.sql_db")
    def test_service_and_release_exclude_each_other(self):
        for vals in (
            {"release_id": self.release.id},
            {"service_id": False, "version_id": False},
        ):
            with self.assertRaises(CheckViolation), self.cr.savepoint():
                self._create_report(**vals)

    @mute_logger("odoo.sql_db")
    def test_one_report_of_a_service_waits_at_a_time(self):
        self._create_report()
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._create_report()


@tagged("post_install", "-at_install")
class TestPortalReport(InstallationReportCommon):
    """The form in the portal."""

    def setUp(self):
        super().setUp()
        self._login(self.asha)
        self.url = f"/my/deployments/{self.deployment.id}/report"

    def _get_reports(self):
        return self.env["digit.installation.report"].search([])

    def _send(self, **data):
        values = {
            "service": self.workflow.id,
            "version": "3.0.0",
            "date": "2026-01-05",  # Monday
            **data,
        }
        return self._post(self.url, **values)

    def assertRefused(self, field, **data):
        response = self._send(**data)
        self.assertEqual(response.status_code, 422)
        self.assertIn(f'id="error_{field}"', response.text)
        self.assertFalse(self._get_reports())

    def test_service_is_reported(self):
        response = self._send(note="Since the weekend")
        self.assertEqual(response.status_code, 303)
        self.assertRecordValues(
            self._get_reports(),
            [
                {
                    "environment_id": self.production.id,
                    "service_id": self.workflow.id,
                    "version_id": self.versions["workflow_3"].id,
                    "version_text": False,
                    "note": "Since the weekend",
                    "reporter_id": self.asha.partner_id.id,
                    "state": "reported",
                }
            ],
        )

    def test_release_is_reported(self):
        self._send(what="release", release=self.release.id, service="", version="")
        self.assertEqual(self._get_reports().release_id, self.release)

    def test_page_thanks_and_shows_what_waits(self):
        page = self._get_page(self._send().headers["Location"])
        self.assertTrue(page.xpath("//*[@role='status']"))
        [report] = self._get_texts(page, "installation_report")
        self.assertIn("Workflow 3.0.0", report)
        self.assertIn("Waiting for eGov", report)

    def test_page_shows_why_it_was_rejected(self):
        self._create_report()._reject("The health check tells 1.9.0.")
        page = self._get_page(f"/my/deployments/{self.deployment.id}")
        self.assertEqual(
            self._get_texts(page, "answer"), ["The health check tells 1.9.0."]
        )

    def test_version_that_we_do_not_know_is_kept_in_words(self):
        self._send(version="3.0.1-punjab")
        report = self._get_reports()
        self.assertFalse(report.version_id)
        self.assertEqual(report.version_text, "3.0.1-punjab")

    def test_planned_version_is_as_unknown_as_any_other(self):
        self._send(version="4.0.0")
        self.assertFalse(self._get_reports().version_id)
        self.assertNotIn("4.0.0", self._get(f"{self.url}?service={self.workflow.id}"))

    def test_versions_of_the_chosen_service_are_offered(self):
        page = self._get_page(f"{self.url}?service={self.workflow.id}")
        self.assertEqual(
            page.xpath("//datalist/option/@value"), ["3.0.0", "2.10.0", "1.9.0"]
        )

    def test_the_letter_v_is_no_part_of_a_version(self):
        self._send(version="v3.0.0")
        self.assertEqual(self._get_reports().version_id, self.versions["workflow_3"])

    def test_what_waits_is_not_reported_twice(self):
        self._send()
        self.assertEqual(self._send().status_code, 422)
        self.assertEqual(len(self._get_reports()), 1)

    def test_environment_of_another_deployment(self):
        # Punjab has one environment: what is sent makes no difference
        self._send(environment=self.production_odisha.id)
        self.assertEqual(self._get_reports().environment_id, self.production)
        self.env["digit.environment"].create(
            {"name": "UAT", "deployment_id": self.deployment.id}
        )
        self._get_reports().unlink()
        self.assertRefused("environment", environment=self.production_odisha.id)

    def test_service_of_another_programme(self):
        self.assertRefused("service", service=self.estimates.id)

    def test_planned_or_foreign_release(self):
        for release in (self.planned, self.foreign):
            self.assertRefused("release", what="release", release=release.id)

    def test_nothing_chosen(self):
        self.assertRefused("service", service="")
        self.assertRefused("version", version="")

    def test_too_long(self):
        self.assertRefused("version", version="3" * 65)
        self.assertRefused("note", note="x" * 2001)

    def test_day(self):
        for date in ("2099-01-01", "1999-12-31", "yesterday", "2026-02-30"):
            self.assertRefused("date", date=date)

    def test_what_was_typed_is_not_lost(self):
        page = self._send(service="", version="3.0.9", note="A <b>note</b>").text
        self.assertIn('value="3.0.9"', page)
        self.assertIn("A &lt;b&gt;note&lt;/b&gt;", page)

    def test_get_stores_nothing(self):
        self._get(f"{self.url}?service={self.workflow.id}&version=3.0.0")
        self.assertFalse(self._get_reports())

    def test_without_a_token_it_is_refused(self):
        response = self._post(self.url, token=False, version="3.0.0")
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._get_reports())

    def test_nothing_else_is_taken(self):
        self._send(
            state="confirmed",
            answer="Yes",
            reporter_id=self.chitra.partner_id.id,
            environment_id=self.production_odisha.id,
            version_id=self.versions["workflow_planned"].id,
            deployment_id=self.deployment_odisha.id,
        )
        self.assertRecordValues(
            self._get_reports(),
            [
                {
                    "state": "reported",
                    "answer": False,
                    "reporter_id": self.asha.partner_id.id,
                    "environment_id": self.production.id,
                    "version_id": self.versions["workflow_3"].id,
                }
            ],
        )

    def test_member_and_stranger_get_no_form(self):
        for user in (self.balbir, self.chitra, self.passer_by, self.user_admin):
            self._login(user)
            self.assertEqual(self._get(self.url).status_code, 404, user.name)
            self.assertEqual(self._send().status_code, 404, user.name)
        self.assertFalse(self._get_reports())
