from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DigitSupportCommon
from .common_health import NOW, HealthCase


@tagged("post_install", "-at_install")
class TestHealth(HealthCase, DigitSupportCommon):
    """What would go wrong in silence is noticed (R11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(user_id=cls.user_l2.id)
        cls.env["mail.mail"].search([]).unlink()
        cls.job = cls.env.ref("digit_support.ir_cron_acknowledge")

    def _queue(self, created="2026-03-16 06:20:00", **vals):
        mail = self.env["mail.mail"].create(
            {
                "subject": "Of a secret",
                "email_to": "asha@punjab.example.com",
                "model": "helpdesk.ticket",
                "res_id": self.ticket.id,
                **vals,
            }
        )
        self._set_date(mail, "create_date", created)
        return mail

    def _fetch_from(self, **vals):
        return self.env["fetchmail.server"].create(
            {"name": "Mail", "server_type": "imap", "state": "done", **vals}
        )

    def _hold(self):
        held = self.env["digit.mail.quarantine"].create(
            {"cause": "sender", "digest": "1", "fingerprint": "1"}
        )
        self._set_date(held, "create_date", "2026-03-16 02:29:00")
        return held

    # ---------------------------------------------------
    # What is found
    # ---------------------------------------------------

    def test_when_all_is_well_nothing_is_found(self):
        self._fetch_from(date="2026-03-16 06:29:30")
        self._run_jobs_at(NOW)
        report = self._get_report()
        self.assertEqual(report["status"], "ok", report)

    def test_mail_that_waits_longer_than_five_minutes(self):
        mail = self._queue()
        self.assertEqual(self._find("mail_waiting"), mail)

    def test_mail_that_waits_four_minutes_is_nothing(self):
        self._queue(created="2026-03-16 06:26:00")
        self.assertFalse(self._find("mail_waiting"))

    def test_mail_that_is_to_leave_later_is_nothing(self):
        self._queue(scheduled_date="2026-03-16 08:00:00")
        self.assertFalse(self._find("mail_waiting"))
        self.assertTrue(self._find("mail_waiting", "2026-03-16 08:06:00"))

    def test_mail_that_is_tried_in_vain_is_found_though_a_try_is_near(self):
        mail = self._queue(
            scheduled_date="2026-03-16 06:31:00",
            digit_failing_date="2026-03-16 06:24:00",
        )
        self.assertEqual(self._find("mail_waiting"), mail)

    def test_mail_that_was_sent_or_cancelled_is_nothing(self):
        self._queue(state="sent")
        self._queue(state="cancel")
        self.assertFalse(self._find("mail_waiting"))

    def test_mail_that_was_refused_until_it_is_seen(self):
        mail = self._queue(state="exception", digit_refused_date=NOW)
        self.assertEqual(self._find("mail_refused"), mail)
        check = self._get_check("mail_refused").with_user(self.user_operations)
        check.action_mark_seen()
        self.assertFalse(self._find("mail_refused"))

    def test_what_was_refused_before_we_looked_is_nothing(self):
        self._queue(state="exception")
        self.assertFalse(self._find("mail_refused"))

    def test_a_server_that_is_not_fetched_from(self):
        server = self._fetch_from(date="2026-03-16 06:30:00")
        self.assertFalse(self._find("mail_fetch", "2026-03-16 06:35:30"))
        self.assertEqual(self._find("mail_fetch", "2026-03-16 06:36:30"), server)

    def test_a_server_that_was_never_fetched_from(self):
        server = self._fetch_from()
        self._set_date(server, "write_date", "2026-03-16 06:23:00")
        self.assertEqual(self._find("mail_fetch"), server)

    def test_a_server_that_fails_for_six_minutes(self):
        server = self._fetch_from(date=NOW, error_date="2026-03-16 06:24:00")
        self.assertEqual(self._find("mail_fetch"), server)

    def test_a_server_that_failed_once_is_nothing(self):
        self._fetch_from(date=NOW, error_date="2026-03-16 06:28:00")
        self.assertFalse(self._find("mail_fetch"))

    def test_a_server_that_odoo_gave_up(self):
        server = self._fetch_from(state="draft", error_date="2026-03-11 06:00:00")
        self.assertEqual(self._find("mail_fetch"), server)

    def test_a_server_that_is_being_set_up_is_nothing(self):
        self._fetch_from(state="draft")
        self._fetch_from(server_type="local")
        self.assertFalse(self._find("mail_fetch"))

    def test_a_job_of_ours_that_was_switched_off(self):
        self.job.active = False
        self.assertEqual(self._find("jobs"), self.job)

    def test_a_job_that_is_six_minutes_late(self):
        self.job.nextcall = "2026-03-16 06:24:00"
        self.assertEqual(self._find("jobs"), self.job)

    def test_a_job_that_fails_for_six_minutes(self):
        self.job.write(
            {"failure_count": 3, "first_failure_date": "2026-03-16 06:24:00"}
        )
        self.assertEqual(self._find("jobs"), self.job)

    def test_the_jobs_of_mail_are_watched(self):
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        queue.active = False
        self.assertEqual(self._find("jobs"), queue)

    def test_the_job_that_fetches_is_watched_where_there_is_a_server(self):
        fetching = self.env.ref("mail.ir_cron_mail_gateway_action")
        self._fetch_from()
        fetching.active = False
        self.assertEqual(self._find("jobs"), fetching)
        self.env["fetchmail.server"].search([]).unlink()
        self.assertFalse(self._find("jobs"))

    def test_a_job_of_others_is_theirs(self):
        self.env.ref("base.autovacuum_job").active = False
        self.assertFalse(self._find("jobs"))

    def test_held_mail_that_nobody_decides_on(self):
        held = self._hold()
        self.assertEqual(self._find("mail_held"), held)
        held._decide("discarded")
        self.assertFalse(self._find("mail_held"))

    # ---------------------------------------------------
    # Who is told
    # ---------------------------------------------------

    def _get_told(self, code):
        messages = self._get_check(code).message_ids
        return messages.filtered("notified_partner_ids")

    def test_the_late_are_named_exactly(self):
        late = self._queue()
        self._queue(created="2026-03-16 06:29:00", res_id=self._create_ticket().id)
        self._look()
        check = self._get_check("mail_waiting")
        self.assertEqual(check.detail, f"Mail about tickets: {self.ticket.number}")
        self.assertEqual((check.state, check.number), ("bad", len(late)))

    def test_a_mail_of_no_ticket_is_named_by_its_subject(self):
        self._queue()
        for subject in ("Welcome", False):
            self._queue(model=False, res_id=False, subject=subject)
        self._look()
        self.assertEqual(
            self._get_check("mail_waiting").detail,
            f"Mail about tickets: {self.ticket.number}\n"
            "Other mail: Welcome, asha@punjab.example.com",
        )

    def test_the_operations_managers_are_told_once_an_incident(self):
        self._queue()
        self._look()
        self._queue()
        self._look("2026-03-16 06:31:00")
        told = self._get_told("mail_waiting")
        self.assertEqual(len(told), 1)
        self.assertIn(self.user_operations.partner_id, told.notified_partner_ids)
        self.assertNotIn(self.user_l1.partner_id, told.notified_partner_ids)

    def test_somebody_is_asked_without_a_mail(self):
        self.env.ref("base.user_admin").email = "admin@egov.example.com"
        self._queue()
        self._look()
        activity = self._get_check("mail_waiting").activity_ids
        self.assertEqual(len(activity), 1)
        self.assertTrue(
            activity.user_id.has_group("digit_support.digit_support_group_operations")
        )

    def test_a_manager_without_an_address_is_asked_and_sent_no_mail(self):
        self.env.ref("base.user_admin").email = "admin@egov.example.com"
        self.user_operations.email = False
        self._queue()
        self._look()
        check = self._get_check("mail_waiting")
        self.assertIn(self.user_operations, check.activity_ids.user_id)
        mails = self.env["mail.mail"].search([("model", "=", check._name)])
        self.assertNotIn(self.user_operations.partner_id, mails.recipient_ids)

    def test_a_manager_without_an_address_is_told_in_the_inbox(self):
        self.user_operations.write({"email": False, "notification_type": "inbox"})
        self._queue()
        self._look()
        told = self._get_told("mail_waiting").notified_partner_ids
        self.assertIn(self.user_operations.partner_id, told)

    def test_they_are_told_when_it_is_well_again(self):
        mail = self._queue()
        self._look()
        mail.state = "sent"
        self._look("2026-03-16 06:40:00")
        check = self._get_check("mail_waiting")
        self.assertRecordValues(
            check, [{"state": "well", "number": 0, "bad_date": False, "detail": False}]
        )
        self.assertEqual(len(self._get_told("mail_waiting")), 2)
        self.assertFalse(check.activity_ids)

    def test_nobody_is_told_while_all_is_well(self):
        self._look()
        self._look("2026-03-16 06:30:30")
        self.assertFalse(
            self.env["digit.health.check"].search([]).message_ids.notified_partner_ids
        )

    @mute_logger("odoo.addons.digit_support.models.digit_health_check")
    def test_a_check_that_fails_is_told_and_stops_no_other(self):
        mail = self._queue()
        checks = type(self.env["digit.health.check"])
        with patch.object(checks, "_find_jobs", side_effect=ValueError):
            self._look()
            report = self._get_report()
        self.assertEqual(self._get_check("jobs").state, "bad")
        self.assertEqual(self._get_check("mail_waiting").number, len(mail))
        self.assertEqual(report["checks"]["jobs"], {"status": "failing", "count": None})

    # ---------------------------------------------------
    # For monitoring
    # ---------------------------------------------------

    def test_the_report_needs_no_job(self):
        self._queue()
        report = self._get_report()
        self.assertEqual(report["status"], "failing")
        self.assertEqual(
            report["checks"]["mail_waiting"], {"status": "failing", "count": 1}
        )

    def test_the_report_tells_within_ten_minutes_that_its_own_job_is_dead(self):
        self._get_check("jobs").active = False
        report = self._get_report("2026-03-16 06:38:00")
        self.assertEqual(report["status"], "ok")
        report = self._get_report("2026-03-16 06:39:30")
        self.assertEqual(report["checks"]["health_job"]["status"], "failing")
        self.assertEqual(report["last_run"], "2026-03-16T06:30:00Z")

    def test_what_is_no_alarm_is_told_and_fails_nothing(self):
        self._hold()
        report = self._get_report()
        self.assertEqual(report["checks"]["mail_held"]["status"], "attention")
        self.assertEqual(report["status"], "ok")

    # ---------------------------------------------------
    # Who sees it
    # ---------------------------------------------------

    def test_an_operations_manager_looks_and_changes_nothing(self):
        checks = self.env["digit.health.check"].with_user(self.user_operations)
        check = checks.search([], limit=1)
        self.assertTrue(check.read()[0]["looked_date"])
        check.action_look()
        with self.assertRaises(AccessError):
            check.minutes = 60

    def test_an_administrator_sets_the_minutes(self):
        check = self._get_check("mail_waiting").with_user(self.user_admin)
        check.minutes = 20
        self._queue()
        self.assertFalse(self._find("mail_waiting"))

    def test_nobody_else_sees_it(self):
        for user in (self.user_l1, self.user_l2, self.user_l3, self.asha, self.tejas):
            with self.assertRaises(AccessError):
                self.env["digit.health.check"].with_user(user).search([])

    def test_what_is_found_opens_for_who_may_see_it(self):
        check = self._get_check("mail_waiting").with_user(self.user_operations)
        self.assertFalse(check.can_open)
        self._hold()
        held = self._get_check("mail_held").with_user(self.user_operations)
        self.assertTrue(held.can_open)
        self.assertEqual(held.action_open()["res_model"], "digit.mail.quarantine")

    def test_the_settings_show_each_check(self):
        settings = self.env["res.config.settings"].create({})
        self.assertIn(self._get_check("jobs"), settings.digit_health_check_ids)
