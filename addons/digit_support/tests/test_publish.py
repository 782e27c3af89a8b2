from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_fix import DigitFixCommon


@tagged("post_install", "-at_install")
class TestPublish(DigitFixCommon):
    """What publishing means is shown first, then done and told, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.v4 = cls._create_version("4.0.0", date(2026, 9, 1))
        cls.release = cls.env["digit.release"].create(
            {
                "name": "DIGIT 4",
                "notes": "<p>Faster bills.</p>",
                "line_ids": [Command.create({"version_id": cls.v4.id})],
            }
        )

    def _open(self, **vals):
        return (
            self.env["digit.release.publish"]
            .with_user(self.user_operations)
            .create(vals or {"release_id": self.release.id})
        )

    def _publish(self, **vals):
        self._open(**vals).action_publish()

    # ---- shown before

    def test_wizard_names_who_falls_out_of_support(self):
        wizard = self._open(version_id=self.v4.id)
        self.assertEqual(
            wizard.ending_message,
            "Publishing Billing 4.0.0 ends support for this deployment: Punjab Urban.",
        )
        self.assertEqual(wizard.ending_ids.version_id, self.v2)

    def test_wizard_counts_who_falls_out_of_support(self):
        self._create_environment(self.deployment_odisha, self.v2)
        self.assertEqual(
            self._open().ending_message,
            "Publishing DIGIT 4 ends support for these 2 deployments: Odisha Urban, "
            "Punjab Urban.",
        )

    def test_minor_version_ends_nothing(self):
        version = self._create_version("3.3.0", date(2026, 9, 1))
        wizard = self._open(version_id=version.id)
        self.assertFalse(wizard.ending_message)
        self.assertFalse(wizard.ending_ids)

    def test_pre_release_ends_nothing(self):
        version = self._create_version("5.0.0-rc.1", date(2026, 9, 1))
        self.assertFalse(self._open(version_id=version.id).ending_ids)

    def test_what_is_out_already_is_not_named(self):
        self.v2.eosl_date = date(2026, 3, 1)
        self.assertFalse(self._open().ending_ids)

    def test_wizard_tells_who_gets_a_mail(self):
        self.assertEqual(
            self._open().deployment_ids, self.deployment | self.deployment_odisha
        )

    def test_wizard_tells_who_cannot_be_reached(self):
        (self.chitra | self.tejas).active = False
        wizard = self._open()
        self.assertEqual(wizard.deployment_ids, self.deployment)
        self.assertEqual(wizard.unreachable_ids, self.deployment_odisha)

    def test_form_that_is_not_saved_tells_the_same(self):
        (self.chitra | self.tejas).active = False
        wizard = (
            self.env["digit.release.publish"]
            .with_user(self.user_operations)
            .new({"release_id": self.release.id})
        )
        self.assertEqual(wizard.deployment_ids._origin, self.deployment)
        self.assertEqual(wizard.unreachable_ids._origin, self.deployment_odisha)

    def test_wizard_names_the_fixes(self):
        fix = self._confirm(self._create_bug(self.v2))
        version = self._create_version("2.5.57", date(2026, 9, 1))
        line = self._get_line(fix, 2)
        line.version_id = version
        wizard = self._open(version_id=version.id)
        self.assertEqual(wizard.fix_line_ids, line)
        self.assertIn(self.deployment, wizard.deployment_ids)

    def test_engineer_does_not_publish(self):
        with self.assertRaises(AccessError):
            self.env["digit.release.publish"].with_user(self.user_l3).create(
                {"release_id": self.release.id}
            )

    # ---- done

    def test_release_and_its_versions_are_dated_today(self):
        self._publish()
        self.assertEqual(self.release.state, "published")
        self.assertEqual(self.release.release_date, date(2026, 3, 10))
        self.assertEqual(self.v4.release_date, date(2026, 3, 10))
        self.assertEqual(self.v2.support_end_date, date(2026, 3, 9))

    def test_versions_that_are_out_keep_their_date(self):
        self.release.line_ids.version_id = self.v3
        self._publish()
        self.assertEqual(self.v3.release_date, date(2025, 9, 1))

    def test_fixes_that_it_contains_are_delivered(self):
        line = self._get_line(self._confirm(self._create_bug(self.v2)), 3)
        version = self._create_version("3.2.16", date(2026, 9, 1))
        line.version_id = version
        self.release.line_ids.version_id = version
        self._publish()
        self.assertEqual(line.state, "delivered")
        self.assertEqual(line.date_delivered, date(2026, 3, 10))

    def test_release_is_published_once(self):
        self._publish()
        with self.assertRaises(UserError):
            self._publish()

    # ---- told

    def test_each_deployment_gets_one_mail(self):
        self._publish()
        notices = self.release.notice_ids
        self.assertEqual(
            notices.deployment_id, self.deployment | self.deployment_odisha
        )
        self.assertEqual(len(notices), 2)
        self._send_notices()
        self.assertEqual(set(notices.mapped("state")), {"sent"})
        self.assertFalse(self._send_notices())

    def test_deployment_without_its_services_gets_none(self):
        self.production_odisha.installation_ids.unlink()
        self._publish()
        self.assertEqual(self.release.notice_ids.deployment_id, self.deployment)

    def test_mail_tells_what_changes_for_them(self):
        self._publish()
        self._send_notices()
        rows = {
            notice.deployment_id: notice.get_release_rows()
            for notice in self.release.notice_ids
        }
        row = {
            "service": "Billing",
            "environment": "Production",
            "new": "4.0.0",
            "is_breaking": True,
        }
        self.assertEqual(rows[self.deployment], [{**row, "installed": "2.5.56"}])
        self.assertEqual(rows[self.deployment_odisha], [{**row, "installed": "3.2.15"}])

    def test_minor_change_does_not_break(self):
        self.release.line_ids.version_id = self._create_version("3.3.0")
        self._publish()
        notice = self.release.notice_ids.filtered(
            lambda notice: notice.deployment_id == self.deployment_odisha
        )
        self.assertFalse(notice.get_release_rows()[0]["is_breaking"])

    def test_mail_has_notes_and_scripts(self):
        script = self.env["ir.attachment"].create(
            {
                "name": "migrate.sql",
                "raw": b"SELECT 1",
                "res_model": "digit.release",
                "res_id": self.release.id,
            }
        )
        self.release.script_ids = script
        self._publish()
        for mail in self._send_notices():
            self.assertIn("Faster bills", mail.body_html)
            self.assertEqual(mail.attachment_ids, script)
            self.assertIn("auto-generated", mail.headers)

    def test_who_falls_out_reads_it_in_the_same_mail(self):
        self._publish()
        mails = self._send_notices()
        of_punjab = mails.filtered(
            lambda mail: self.asha.partner_id in mail.recipient_ids
        )
        self.assertIn("support ends for versions", of_punjab.body_html)
        of_odisha = mails - of_punjab
        self.assertNotIn(
            "support ends for versions", "".join(of_odisha.mapped("body_html"))
        )

    def test_version_alone_tells_who_falls_out(self):
        self._publish(version_id=self.v4.id)
        notice = self.env["digit.notice"].search([])
        self.assertEqual(notice.deployment_id, self.deployment)
        self.assertEqual(notice.eosl_notice_ids.version_id, self.v2)
        self.assertEqual(notice.eosl_notice_ids.days, 0)

    def test_no_mail_names_another_organisation(self):
        self._publish()
        for mail in self._send_notices():
            of_odisha = self.chitra.partner_id in mail.recipient_ids
            other = "Punjab" if of_odisha else "Odisha"
            if self.tejas.partner_id not in mail.recipient_ids:
                self.assertNotIn(other, mail.body_html + mail.subject)

    def test_a_hundred_deployments_are_sent_in_batches(self):
        for number in range(100):
            deployment = self.deployment.copy({"name": f"Number {number}"})
            self._create_environment(deployment, self.v3)
        self._publish()
        self.assertEqual(len(self.release.notice_ids), 102)
        commits = []
        cron = self.env.registry["ir.cron"]
        self.patch(
            cron, "_commit_progress", lambda *args, **kwargs: commits.append(1) or 60
        )
        self.env["digit.notice"]._cron_send()
        self.assertEqual(set(self.release.notice_ids.mapped("state")), {"sent"})
        self.assertEqual(len(commits), 4)
