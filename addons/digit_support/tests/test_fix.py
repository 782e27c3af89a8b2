from datetime import date

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models.helpdesk_ticket_mail import AUTOMATIC_HEADERS
from .common_fix import DigitFixCommon


@tagged("post_install", "-at_install")
class TestFixOwed(DigitFixCommon):
    """Which lines a confirmed bug is owed in (S1)."""

    def assertOwed(self, fix, majors):
        self.assertEqual(fix.line_ids.sorted("major").mapped("major"), majors)
        self.assertEqual(set(fix.line_ids.mapped("state")), {"owed"})

    def test_bug_of_2_5_56_is_owed_in_3_and_2(self):
        self.assertOwed(self._confirm(self._create_bug(self.v2)), [2, 3])

    def test_bug_of_3_2_15_is_owed_in_3_and_2(self):
        self.assertOwed(self._confirm(self._create_bug(self.v3)), [2, 3])

    def test_bug_of_unsupported_1_9_0_is_owed_in_3_and_2(self):
        self.assertOwed(self._confirm(self._create_bug(self.v1)), [2, 3])

    def test_line_past_its_end_of_service_life_is_owed_nothing(self):
        self.v2.eosl_date = date(2026, 3, 9)
        self.assertOwed(self._confirm(self._create_bug(self.v2)), [3])

    def test_planned_major_version_is_owed_nothing(self):
        self._create_version("4.0.0", date(2026, 6, 1))
        self.assertOwed(self._confirm(self._create_bug(self.v2)), [2, 3])

    def test_pre_release_of_a_major_version_is_owed_nothing(self):
        self._create_version("4.0.0-rc.1", date(2026, 3, 1))
        self.assertOwed(self._confirm(self._create_bug(self.v2)), [2, 3])

    def test_new_major_version_is_owed_an_open_fix(self):
        fix = self._confirm(self._create_bug(self.v2))
        self._create_version("4.0.0", date(2026, 3, 10))
        self.assertOwed(fix, [2, 3, 4])

    def test_new_major_version_is_not_owed_a_fix_that_is_done(self):
        fix = self._confirm(self._create_bug(self.v2))
        fix.line_ids.state = "dropped"
        self._create_version("4.0.0", date(2026, 3, 10))
        self.assertEqual(fix.line_ids.mapped("major"), [3, 2])

    def test_known_bug_gets_the_ticket_and_its_version(self):
        fix = self._confirm(self._create_bug(self.v2))
        again = self._create_bug(self.v3, self.chitra)
        self._confirm(again, fix_id=fix.id)
        self.assertEqual(again.fix_id, fix)
        self.assertEqual(fix.affected_version_ids, self.v2 | self.v3)
        self.assertEqual(fix.line_ids.mapped("major"), [3, 2])

    def test_wizard_names_the_lines(self):
        ticket = self._create_bug(self.v1)
        wizard = self.env["digit.bug.confirm"].create({"ticket_id": ticket.id})
        self.assertEqual(wizard.lines_summary, "3.x, 2.x")
        self.assertFalse(wizard.is_supported)

    def test_bug_without_a_version_cannot_be_confirmed(self):
        ticket = self._create_ticket(kind="bug", team_id=self.team.id)
        with self.assertRaises(UserError):
            ticket.action_confirm_bug()

    def test_deployments_with_an_affected_version_are_at_risk(self):
        self._create_environment(self.deployment_odisha, self.v2)
        fix = self._confirm(self._create_bug(self.v2))
        self.assertEqual(fix.at_risk_deployment_ids, self.deployment_odisha)
        self.assertEqual(fix.at_risk_count, 1)

    def test_archived_environments_are_not_at_risk(self):
        environment = self._create_environment(self.deployment_odisha, self.v2)
        environment.active = False
        fix = self._confirm(self._create_bug(self.v2))
        self.assertFalse(fix.at_risk_deployment_ids)

    def test_many_fixes_cost_no_more_queries_than_one(self):
        fixes = self.env["digit.fix"].create(
            [
                {
                    "name": str(number),
                    "service_id": self.billing.id,
                    "affected_version_ids": [Command.set(self.v2.ids)],
                }
                for number in range(20)
            ]
        )
        for records in (fixes[:1], fixes):
            self.env.flush_all()
            self.env.invalidate_all()
            records.mapped("affected_version_ids")
            records.mapped("ticket_ids.deployment_id")
            with self.assertQueryCount(2):
                records.mapped("at_risk_count")


@tagged("post_install", "-at_install")
class TestFixAccess(DigitFixCommon):
    """An executive confirms, an engineer plans."""

    def test_l1_cannot_confirm(self):
        with self.assertRaises(AccessError):
            self._confirm(self._create_bug(), self.user_l1)

    def test_l1_cannot_link_a_ticket_by_hand(self):
        fix = self._confirm(self._create_bug())
        with self.assertRaises(AccessError):
            self._create_bug().with_user(self.user_l1).fix_id = fix

    def test_l2_confirms_and_changes_no_line(self):
        fix = self._confirm(self._create_bug(), self.user_l2)
        with self.assertRaises(AccessError):
            fix.line_ids.with_user(self.user_l2).write({"state": "dropped"})

    def test_l3_plans_a_line(self):
        fix = self._confirm(self._create_bug(), self.user_l3)
        line = self._get_line(fix, 2).with_user(self.user_l3)
        line.write({"state": "in_progress", "date_planned": date(2026, 4, 1)})
        self.assertEqual(fix.state, "in_progress")
        self.assertEqual(fix.next_date, date(2026, 4, 1))

    def test_partner_reads_no_fix(self):
        ticket = self._create_bug()
        self._confirm(ticket)
        ticket = ticket.with_user(self.asha)
        self.assertFalse(self.env["digit.fix"].with_user(self.asha).has_access("read"))
        with self.assertRaises(AccessError):
            ticket.read(["fix_id"])

    def test_partner_reads_when_they_are_served(self):
        ticket = self._create_bug()
        self._confirm(ticket)
        self.assertIn("2.x", ticket.with_user(self.asha).fix_message)


@tagged("post_install", "-at_install")
class TestFixDelivered(DigitFixCommon):
    """A line is delivered by the release of the version that brings it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_bug(cls.v2)
        cls.fix = cls._confirm(cls.ticket)
        cls.line = cls._get_line(cls.fix, 2)

    def assertDelivered(self, version, day):
        self.assertRecordValues(
            self.line,
            [
                {
                    "state": "delivered",
                    "version_id": version.id,
                    "date_delivered": fields.Date.to_date(day),
                }
            ],
        )

    def _plan(self, name="2.5.57", day=date(2026, 4, 1)):
        version = self._create_version(name, day)
        self.line.version_id = version
        return version

    def test_planned_version_plans_the_line(self):
        self._plan()
        self.assertEqual(self.line.date_planned, date(2026, 4, 1))
        self.assertEqual(self.line.state, "owed")

    def test_released_version_delivers_at_once(self):
        version = self._plan(day=date(2026, 3, 2))
        self.assertDelivered(version, "2026-03-02")

    def test_version_that_comes_earlier_delivers(self):
        version = self._plan()
        version.release_date = date(2026, 3, 10)
        self.assertDelivered(version, "2026-03-10")

    def test_later_version_of_the_line_delivers(self):
        self._plan()
        later = self._create_version("2.6.0", date(2026, 3, 10))
        self.assertDelivered(later, "2026-03-10")

    def test_earlier_version_of_the_line_does_not_deliver(self):
        self._plan("2.6.0")
        self._create_version("2.5.57", date(2026, 3, 10))
        self.assertEqual(self.line.state, "owed")

    def test_version_of_another_line_does_not_deliver(self):
        self._plan()
        self._create_version("3.3.0", date(2026, 3, 10))
        self.assertEqual(self.line.state, "owed")

    def test_pre_release_does_not_deliver(self):
        self._plan()
        self._create_version("2.6.0-rc.1", date(2026, 3, 10))
        self.assertEqual(self.line.state, "owed")

    @freeze_time("2026-03-31 23:50:00")  # Tuesday
    def test_job_delivers_nothing_before_the_planned_day(self):
        self._plan()
        self.line._deliver_released()
        self.assertEqual(self.line.state, "owed")

    def test_job_delivers_on_the_planned_day(self):
        version = self._plan()
        with (
            freeze_time("2026-04-01 00:10:00"),  # Wednesday
            self.enter_registry_test_mode(),
        ):
            self.env.ref("digit_support.ir_cron_deliver_fixes").method_direct_trigger()
        self.assertDelivered(version, "2026-04-01")

    def test_line_cannot_be_called_delivered_without_a_version(self):
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.line.state = "delivered"
            self.line.flush_recordset()

    def test_fix_is_delivered_with_its_last_line(self):
        self._plan(day=date(2026, 3, 2))
        self.assertEqual(self.fix.state, "in_progress")
        self._get_line(self.fix, 3).state = "dropped"
        self.assertEqual(self.fix.state, "delivered")

    # ---- what the ticket says

    def test_ticket_says_that_a_fix_is_owed(self):
        self.assertEqual(
            self.ticket.fix_message,
            "The fix for 2.x is owed. Its date is not known yet.",
        )

    def test_ticket_says_when_it_is_planned(self):
        self._plan()
        self.assertEqual(
            self.ticket.fix_message,
            "The fix for 2.x is planned for 2.5.57 on 04/01/2026.",
        )

    def test_day_that_has_passed_is_not_told(self):
        self._plan()
        self.line.date_planned = date(2026, 3, 1)
        self.assertIn("Its date is not known", self.ticket.fix_message)

    def test_ticket_says_when_it_was_delivered(self):
        self._plan(day=date(2026, 3, 2))
        self.assertEqual(
            self.ticket.fix_message,
            "The fix for 2.x was delivered in 2.5.57 on 03/02/2026.",
        )

    def test_later_version_that_runs_contains_the_fix(self):
        self._plan(day=date(2026, 3, 2))
        self.production.installation_ids.version_id = self._create_version(
            "2.6.0", date(2026, 3, 9)
        )
        self.ticket.version_id = self.v2
        self.assertIn("runs 2.6.0, which contains it", self.ticket.fix_message)

    def test_unsupported_version_gets_the_fix_with_an_upgrade(self):
        ticket = self._create_bug(self.v1)
        self._confirm(ticket, fix_id=self.fix.id)
        self.assertEqual(
            ticket.fix_message,
            "1.9.0 is out of support: you get the fix when you upgrade to 2.x. "
            "The fix for 2.x is owed. Its date is not known yet.",
        )

    def test_ticket_without_a_fix_says_nothing(self):
        self.assertFalse(self._create_bug(self.v2).fix_message)

    def test_line_that_is_not_needed_says_nothing(self):
        self.line.state = "dropped"
        self.assertFalse(self.ticket.fix_message)


@tagged("post_install", "-at_install")
class TestFixTold(DigitFixCommon):
    """Who is told that a fix is delivered, in which language, and how often."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_environment(cls.deployment_odisha, cls.v2)
        cls.ticket = cls._create_bug(cls.v2, cls.balbir)
        cls.fix = cls._confirm(cls.ticket)
        cls.line = cls._get_line(cls.fix, 2)
        cls.version = cls._create_version("2.5.57", date(2026, 4, 1))
        cls.line.version_id = cls.version

    def _deliver(self):
        self.version.release_date = date(2026, 3, 10)

    def test_reporter_is_told_in_public(self):
        self._deliver()
        message = self._get_told(self.ticket)
        self.assertIn("was delivered in 2.5.57", message.body)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertFalse(message.is_internal)

    def test_reporter_gets_a_mail_through_the_queue(self):
        self._deliver()
        mail = self.env["mail.mail"].search(
            [("mail_message_id", "=", self._get_told(self.ticket).id)]
        )
        self.assertIn(self.balbir.partner_id, mail.recipient_ids)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("Auto-Submitted", mail.headers)
        self.assertIn("urban-support@digit.example.com", mail.email_from)

    def test_addresses_of_one_mail_are_not_in_the_next(self):
        headers = dict(AUTOMATIC_HEADERS)
        self._deliver()
        self.assertEqual(AUTOMATIC_HEADERS, headers)

    def test_reporter_is_told_once(self):
        self._deliver()
        self.version.release_date = date(2026, 3, 9)
        self.line._deliver_released()
        self.line._tell()
        self.assertEqual(len(self._get_told(self.ticket)), 1)

    def test_reporter_is_told_in_their_language(self):
        ticket = self._create_bug(self.v2, self.chitra)
        self._confirm(ticket, fix_id=self.fix.id)
        hindi = "2.5.57 में आ गया"
        line_in_hindi = type(self.line)._get_message

        def get_message(line):
            return hindi if line.env.lang == "hi_IN" else line_in_hindi(line)

        self.patch(type(self.line), "_get_message", get_message)
        self._deliver()
        self.assertIn(hindi, self._get_told(ticket).body)
        self.assertIn("was delivered", self._get_told(self.ticket).body)

    def test_reporter_without_a_contact_gets_a_mail(self):
        ticket = self._create_bug(
            self.v2, partner_id=False, partner_email="nobody@example.com"
        )
        self._confirm(ticket, fix_id=self.fix.id)
        self._deliver()
        mail = self.env["mail.mail"].search([("email_to", "ilike", "nobody@")])
        self.assertIn("was delivered in 2.5.57", mail[:1].body_html)

    def test_ticket_that_comes_later_is_told_at_once(self):
        self._deliver()
        ticket = self._create_bug(self.v2, self.asha)
        self._confirm(ticket, fix_id=self.fix.id)
        self.assertEqual(len(self._get_told(ticket)), 1)

    def test_contact_persons_of_affected_deployments_are_told(self):
        self._deliver()
        mails = self._send_notices()
        self.assertEqual(
            mails.recipient_ids,
            (self.asha | self.chitra | self.tejas).partner_id,
        )

    def test_contact_person_who_reported_gets_no_second_mail(self):
        self._confirm(self._create_bug(self.v2, self.asha), fix_id=self.fix.id)
        self._deliver()
        self.assertNotIn(self.asha.partner_id, self._send_notices().recipient_ids)

    def test_deployments_on_another_line_are_not_told(self):
        self.env["digit.installation"].search(
            [
                ("deployment_id", "=", self.deployment_odisha.id),
                ("version_id", "=", self.v2.id),
            ]
        ).unlink()
        self._deliver()
        self.assertNotIn(self.chitra.partner_id, self._send_notices().recipient_ids)

    def test_contact_persons_are_told_once(self):
        self._deliver()
        self.assertTrue(self._send_notices())
        self.line._tell()
        self.assertFalse(self._send_notices())

    def test_mail_tells_no_title_and_no_other_partner(self):
        self.fix.name = "Punjab: secret words"
        self._deliver()
        for mail in self._send_notices():
            self.assertNotIn("secret", mail.body_html + mail.subject)

    def test_fix_taken_back_is_told_again_with_its_next_version(self):
        self._deliver()
        self.line.state = "in_progress"
        self.assertFalse(self.line.version_id)
        self.line.version_id = self._create_version("2.5.58", date(2026, 3, 10))
        self.assertEqual(self.line.state, "delivered")
        self.assertEqual(len(self._get_told(self.ticket)), 2)

    def test_stage_stays(self):
        stage = self.ticket.stage_id
        self._deliver()
        self.assertEqual(self.ticket.stage_id, stage)
