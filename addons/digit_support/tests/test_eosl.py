from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from ..tools import notice_days
from .common_fix import DigitFixCommon


@tagged("post_install", "-at_install")
class TestNoticeDays(DigitFixCommon):
    """Which notice is due, and how its days are written."""

    def test_nearest_notice_is_due(self):
        days = (180, 90, 30)
        for left, expected in (
            (181, None),
            (180, 180),
            (91, 180),
            (90, 90),
            (31, 90),
            (30, 30),
            (0, 30),
            (-1, None),
        ):
            self.assertEqual(notice_days.get_due(days, left), expected, left)

    def test_days_are_read_in_any_order(self):
        self.assertEqual(notice_days.parse("30, 180;90"), (180, 90, 30))

    def test_settings_refuse_what_is_no_list_of_days(self):
        for text in ("soon", "", "0", "-3", "1.5", "90, ,30", "100000"):
            with self.assertRaisesRegex(ValidationError, "180, 90, 30"):
                self.env["res.config.settings"].create({"digit_eosl_notice_days": text})

    def test_settings_keep_the_days(self):
        with Form(self.env["res.config.settings"]) as form:
            form.digit_eosl_notice_days = "60, 7"
        form.save().execute()
        self.assertEqual(self.env["digit.eosl.notice"]._get_days(), (60, 7))


@tagged("post_install", "-at_install")
class TestRadar(DigitFixCommon):
    """Who falls out of support, when and why."""

    def _get_row(self, version):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["digit.eosl.radar"].search([("version_id", "=", version.id)])

    def test_version_without_an_end_is_not_there(self):
        self.assertFalse(self._get_row(self.v2))

    def test_end_of_service_life(self):
        self.v2.eosl_date = date(2026, 6, 30)
        self.assertRecordValues(
            self._get_row(self.v2),
            [
                {
                    "deployment_id": self.deployment.id,
                    "environment_id": self.production.id,
                    "support_end_date": date(2026, 6, 30),
                    "cause": "eosl",
                    "days_left": 112,
                    "upgrade_version_id": self.v3.id,
                }
            ],
        )

    def test_planned_major_version(self):
        self._create_version("4.0.0", date(2026, 6, 1))
        row = self._get_row(self.v2)
        self.assertEqual(row.cause, "major")
        self.assertEqual(row.support_end_date, date(2026, 5, 31))

    def test_the_earlier_one_is_the_cause(self):
        self._create_version("4.0.0", date(2026, 6, 1))
        for day, cause in ((date(2026, 5, 30), "eosl"), (date(2026, 6, 2), "major")):
            self.v2.eosl_date = day
            self.assertEqual(self._get_row(self.v2).cause, cause)

    def test_already_out(self):
        self.v2.eosl_date = date(2026, 3, 9)
        self.assertEqual(self._get_row(self.v2).days_left, -1)

    def test_archived_environment_is_not_there(self):
        self.v2.eosl_date = date(2026, 6, 30)
        self.production.active = False
        self.assertFalse(self._get_row(self.v2))

    def test_upgrades_of_many_cost_one_query(self):
        self.v2.eosl_date = self.v3.eosl_date = date(2026, 6, 30)
        self.env.flush_all()
        rows = self.env["digit.eosl.radar"].search([])
        rows.mapped("version_id.precedence")
        rows.mapped("version_id.service_id")
        with self.assertQueryCount(1):
            rows.mapped("upgrade_version_id")

    def test_agents_read_it(self):
        radar = self.env["digit.eosl.radar"]
        self.assertTrue(radar.with_user(self.user_l1).has_access("read"))
        self.assertFalse(radar.with_user(self.asha).has_access("read"))


@tagged("post_install", "-at_install")
class TestNotices(DigitFixCommon):
    """180, 90 and 30 days before, each once, to the deployment's own people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.v2.eosl_date = date(2026, 9, 30)

    def _run(self, day):
        """The daily job on ``day``; the mails that it made."""
        self.env.flush_all()
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref("digit_support.ir_cron_notify_eosl").method_direct_trigger()
        with freeze_time(day):
            return self._send_notices()

    def _get_days(self):
        return self.env["digit.eosl.notice"].search([]).mapped("days")

    def test_nobody_is_told_too_early(self):
        self.assertFalse(self._run("2026-04-02 01:00:00"))  # 181 days before

    def test_each_notice_is_sent_once(self):
        for day, expected in (
            ("2026-04-03 01:00:00", [180]),
            ("2026-04-04 01:00:00", [180]),
            ("2026-07-02 01:00:00", [90, 180]),
            ("2026-08-30 01:00:00", [90, 180]),
            ("2026-08-31 01:00:00", [30, 90, 180]),
            ("2026-09-30 01:00:00", [30, 90, 180]),
            ("2026-10-01 01:00:00", [30, 90, 180]),
        ):
            self._run(day)
            self.assertEqual(sorted(self._get_days()), sorted(expected), day)

    def test_first_run_on_an_old_registry_sends_the_nearest_alone(self):
        mails = self._run("2026-09-10 01:00:00")
        self.assertEqual(self._get_days(), [30])
        self.assertEqual(len(mails), 1)
        self.assertFalse(self._run("2026-09-11 01:00:00"))

    def test_what_is_out_already_is_not_told(self):
        self.assertFalse(self._run("2026-10-01 01:00:00"))

    def test_own_people_are_told_and_nobody_else(self):
        mails = self._run("2026-04-03 01:00:00")
        self.assertEqual(mails.recipient_ids, (self.asha | self.tejas).partner_id)

    def test_one_mail_lists_all_services_of_a_deployment(self):
        workflow = self.env["digit.service"].create({"name": "Workflow"})
        version = self._create_version(
            "1.2.0", date(2024, 1, 1), workflow, eosl_date=date(2026, 9, 1)
        )
        self.env["digit.installation"].create(
            {"environment_id": self.production.id, "version_id": version.id}
        )
        mails = self._run("2026-04-03 01:00:00")
        self.assertEqual(len(mails), 1)
        self.assertIn("Billing", mails.body_html)
        self.assertIn("Workflow", mails.body_html)

    def test_mail_tells_last_day_and_way_forward(self):
        mail = self._run("2026-04-03 01:00:00")
        for words in ("2.5.56", "09/30/2026", "3.2.15", "Production"):
            self.assertIn(words, mail.body_html)
        self.assertIn("auto-generated", mail.headers)
        self.assertEqual(mail.state, "outgoing")

    def test_each_recipient_reads_their_language(self):
        self.tejas.lang = "hi_IN"
        template = self.env.ref("digit_support.mail_template_notice_eosl")
        template.with_context(lang="hi_IN").subject = "समर्थन समाप्त"
        mails = self._run("2026-04-03 01:00:00")
        subjects = {mail.recipient_ids.name: mail.subject for mail in mails}
        self.assertEqual(subjects["Tejas"], "समर्थन समाप्त")
        self.assertIn("falling out of support", subjects["Asha"])

    def test_organisation_without_people_gets_the_mail_itself(self):
        self.tejas.active = False
        self.tek.email = "office@tek.example.com"
        mails = self._run("2026-04-03 01:00:00")
        self.assertEqual(mails.recipient_ids, self.asha.partner_id | self.tek)

    def test_person_with_a_support_role_is_told(self):
        role = self.env["digit.contact.role"].create({"name": "Technical SPOC"})
        person = self.env["res.partner"].create(
            {
                "name": "Dev",
                "email": "dev@punjab.example.com",
                "parent_id": self.punjab.id,
                "contact_role_ids": [Command.link(role.id)],
            }
        )
        self.assertIn(person, self._run("2026-04-03 01:00:00").recipient_ids)

    def test_member_without_a_role_is_not_told(self):
        recipients = self._run("2026-04-03 01:00:00").recipient_ids
        self.assertNotIn(self.balbir.partner_id, recipients)

    def test_deployment_that_cannot_be_reached_asks_operations(self):
        (self.asha | self.tejas).active = False
        self.assertFalse(self._run("2026-04-03 01:00:00"))
        notice = self.env["digit.notice"].search([])
        self.assertEqual(notice.state, "unreachable")
        user = self.deployment.activity_ids.user_id
        self.assertTrue(user.has_group("digit_support.digit_support_group_operations"))

    def test_notice_that_fails_stops_no_other(self):
        self._create_environment(self.deployment_odisha, self.v2)
        real = type(self.deployment)._get_parties

        def get_parties(deployment):
            if deployment == self.deployment:
                raise ValueError("broken")
            return real(deployment)

        self.patch(type(self.deployment), "_get_parties", get_parties)
        with self.assertLogs("odoo.addons.digit_support.models.digit_notice"):
            mails = self._run("2026-04-03 01:00:00")
        self.assertIn(self.chitra.partner_id, mails.recipient_ids)
        failed = self.env["digit.notice"].search([("state", "=", "failed")])
        self.assertEqual(failed.deployment_id, self.deployment)
        self.assertEqual(failed.error, "broken")

    def test_looking_for_what_is_due_costs_the_same_for_many(self):
        for number in range(20):
            deployment = self.deployment.copy({"name": str(number)})
            self._create_environment(deployment, self.v2)
        Notice = self.env["digit.eosl.notice"]
        self.env.flush_all()
        with self.assertQueryCount(4):
            due = Notice._get_due(date(2026, 4, 3))
        self.assertEqual(len(due), 21)
