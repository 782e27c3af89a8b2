import smtplib
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import DigitSupportCommon

MONDAY = "2026-03-16 06:30:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)  # Monday
class TestMailRetry(DigitSupportCommon):
    """What an outage of the mail server stopped is sent after it (O4, O5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(user_id=cls.user_l2.id)
        cls.env["mail.mail"].search([]).unlink()

    def setUp(self):
        super().setUp()
        self.sent = []  # (addresses, Message-ID)
        for name in (
            "odoo.addons.mail.models.mail_mail",
            "odoo.addons.base.models.ir_mail_server",
        ):
            self.enterContext(mute_logger(name))

    def _queue(self, *addresses, **vals):
        """A mail about the ticket for each address."""
        return self.env["mail.mail"].create(
            [
                {
                    "subject": "We look into it",
                    "body_html": "<p>Soon.</p>",
                    "email_from": "support@egov.example.com",
                    "email_to": address,
                    "model": "helpdesk.ticket",
                    "res_id": self.ticket.id,
                    "auto_delete": False,
                    **vals,
                }
                for address in addresses
            ]
        )

    @contextmanager
    def _server(self, refuse_connection=None, answers=()):
        """A mail server.

        :param refuse_connection: what it raises when called
        :param answers: {address: what it raises for a mail to it}
        """
        test = self

        class Session:
            from_filter = smtp_from = None

            def __init__(self, *args, **kwargs):
                if refuse_connection:
                    raise refuse_connection

            def __getattr__(self, name):
                return lambda *args, **kwargs: None

            def send_message(self, message, smtp_from, smtp_to_list):
                for address in smtp_to_list:
                    if address in answers:
                        raise answers[address]
                test.sent.append((*smtp_to_list, message["Message-Id"]))

        servers = type(self.env["ir.mail_server"])
        with (
            patch.object(servers, "_disable_send", lambda _: False),
            patch("smtplib.SMTP", Session),
            patch("smtplib.SMTP_SSL", Session),
        ):
            yield

    def _run(self, at, **server):
        """Run the queue at a moment."""
        with freeze_time(at), self._server(**server):
            self.env["mail.mail"].process_email_queue()

    def _get_activities(self):
        return self.ticket.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref("digit_support.mail_activity_type_refused")
            )
        )

    # ---------------------------------------------------
    # What passes
    # ---------------------------------------------------

    def test_the_queue_runs_each_minute(self):
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "minutes"))

    def test_what_a_server_that_is_away_stopped_is_sent_after_it(self):
        mails = self._queue("a@example.org", "b@example.org")
        identities = set(mails.mapped("message_id"))
        self._run("2026-03-16 06:31:00", refuse_connection=ConnectionRefusedError())
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})
        self._run("2026-03-16 06:32:00")
        self.assertEqual(set(mails.mapped("state")), {"sent"})
        self.assertEqual({identity for *_to, identity in self.sent}, identities)

    def test_it_waits_longer_and_longer_and_never_longer_than_two_minutes(self):
        mail = self._queue("a@example.org")
        pauses = []
        for minute in range(10, 50, 5):
            at = f"2026-03-16 07:{minute}:00"
            self._run(at, refuse_connection=TimeoutError())
            with freeze_time(at):
                now = mail.env["mail.mail"]._fields["scheduled_date"].now()
            pauses.append(int((mail.scheduled_date - now).total_seconds()))
        self.assertEqual(pauses, [30, 60, 120, 120, 120, 120, 120, 120])

    def test_it_is_not_tried_before_its_time(self):
        mail = self._queue("a@example.org")
        self._run("2026-03-16 06:31:00", refuse_connection=ConnectionRefusedError())
        self._run("2026-03-16 06:31:20")
        self.assertEqual(mail.state, "outgoing")
        self.assertFalse(self.sent)

    def test_no_person_is_asked_about_what_passes(self):
        self._queue("a@example.org")
        self._run(
            "2026-03-16 06:31:00",
            answers={"a@example.org": smtplib.SMTPDataError(451, b"later")},
        )
        self.assertFalse(self._get_activities())

    def test_a_server_that_asks_to_come_later_is_asked_later(self):
        later = (
            smtplib.SMTPDataError(451, b"greylisted"),
            smtplib.SMTPSenderRefused(421, b"closing", "support@egov.example.com"),
            smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"mailbox busy")}),
            smtplib.SMTPServerDisconnected("timed out"),
        )
        for error in later:
            mail = self._queue("a@example.org")
            self._run("2026-03-16 06:31:00", answers={"a@example.org": error})
            self.assertEqual((mail.state, mail.digit_tries), ("outgoing", 1), error)
            mail.unlink()

    def test_a_connection_that_is_refused_for_good_says_nothing_of_the_mail(self):
        mail = self._queue("a@example.org")
        wrong = smtplib.SMTPAuthenticationError(535, b"who are you")
        self._run("2026-03-16 06:31:00", refuse_connection=wrong)
        self.assertEqual(mail.state, "outgoing")

    def test_a_mail_that_the_server_hangs_up_on_stops_no_other_for_good(self):
        poison, good = self._queue("poison@example.org", "good@example.org")
        hangs_up = {"poison@example.org": smtplib.SMTPServerDisconnected("bye")}
        self._run("2026-03-16 06:31:00", answers=hangs_up)
        self.assertFalse(self.sent)
        self._run("2026-03-16 06:32:00", answers=hangs_up)
        self.assertEqual((poison.state, good.state), ("outgoing", "sent"))

    def test_who_got_it_does_not_get_it_again(self):
        partners = self.asha.partner_id | self.chitra.partner_id
        mail = self._queue(False, recipient_ids=partners.ids)
        later = {self.chitra.email: smtplib.SMTPDataError(451, b"later")}
        self._run("2026-03-16 06:31:00", answers=later)
        self._run("2026-03-16 06:33:00")
        self.assertEqual(mail.state, "sent")
        self.assertEqual(
            sorted(to for to, _id in self.sent), [self.asha.email, self.chitra.email]
        )
        self.assertEqual(len({identity for _to, identity in self.sent}), 1)

    def test_after_five_days_a_person_looks_at_it(self):
        mail = self._queue("a@example.org")
        full = {"a@example.org": smtplib.SMTPDataError(452, b"mailbox full")}
        self._run("2026-03-16 06:31:00", answers=full)
        self._run("2026-03-21 06:30:00", answers=full)
        self.assertEqual(mail.state, "outgoing")
        self._run("2026-03-21 06:40:00", answers=full)
        self.assertEqual(mail.state, "exception")
        self.assertTrue(self._get_activities())

    # ---------------------------------------------------
    # What does not pass
    # ---------------------------------------------------

    def _refuse(self, at="2026-03-16 06:31:00"):
        mail = self._queue("gone@example.org")
        unknown = smtplib.SMTPRecipientsRefused(
            {"gone@example.org": (550, b"no such user")}
        )
        self._run(at, answers={"gone@example.org": unknown})
        return mail

    def test_what_is_refused_for_good_is_not_tried_again(self):
        mail = self._refuse()
        self.assertEqual(mail.state, "exception")
        self._run("2026-03-16 07:31:00")
        self.assertFalse(self.sent)

    def test_who_has_the_ticket_is_asked_to_reach_them_otherwise(self):
        self._refuse()
        activity = self._get_activities()
        self.assertEqual(activity.user_id, self.user_l2)
        self.assertIn("gone@example.org", activity.note)
        self.assertIn("550 no such user", activity.note)

    def test_an_operations_manager_is_asked_when_nobody_has_it(self):
        self.ticket.user_id = self.ticket.team_id.user_id = False
        self.ticket.team_id.user_ids = False
        self._refuse()
        self.assertTrue(
            self._get_activities().user_id.has_group(
                "digit_support.digit_support_group_operations"
            )
        )

    def test_asking_sends_no_mail_and_is_done_once(self):
        self._refuse()
        self._refuse("2026-03-16 06:32:00")
        self.assertEqual(len(self._get_activities()), 1)
        self.assertFalse(self.env["mail.mail"].search([("state", "=", "outgoing")]))

    def test_a_missing_address_is_raised_too(self):
        self.asha.partner_id.email = False
        mail = self._queue(False, recipient_ids=self.asha.partner_id.ids)
        self._run("2026-03-16 06:31:00")
        self.assertEqual(mail.state, "exception")
        self.assertIn(self.asha.name, self._get_activities().note)

    def test_retrying_by_hand_starts_anew(self):
        mail = self._refuse()
        mail.action_retry()
        self.assertFalse(mail.digit_refused_date)
        self._run("2026-03-16 06:32:00")
        self.assertEqual(mail.state, "sent")

    def test_a_mail_about_nothing_is_kept_for_the_health_check(self):
        mail = self._queue("gone@example.org", model=False, res_id=False)
        gone = {"gone@example.org": smtplib.SMTPDataError(550, b"no")}
        self._run("2026-03-16 06:31:00", answers=gone)
        self.assertTrue(mail.digit_refused_date)
        self.assertFalse(self._get_activities())
