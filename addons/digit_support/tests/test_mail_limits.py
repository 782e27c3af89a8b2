import os
import time
from datetime import timedelta

from odoo import fields
from odoo.sql_db import Savepoint
from odoo.tests import tagged

from ..tools import settings
from .common_figures import tell
from .common_mail import TEAM_ADDRESS, DigitMailCommon

# `make test-long` does more of everything (scripts/test)
SCALE = int(os.environ.get("DIGIT_SCALE", "1"))
MAILS = 25 * SCALE
BOMB = int(os.environ.get("DIGIT_BOMB", "100"))
BOMB_RATE = 10_000 / 600  # mails a second
RUNS = int(os.environ.get("DIGIT_RUNS", "1"))
PATIENCE = 300  # seconds until the last mail of a bomb is a ticket
STRANGERS = 50 * SCALE
COPIES = 10 * SCALE


@tagged("post_install", "-at_install")
class TestMailLoops(DigitMailCommon):
    """Two machines that answer each other come to an end (S6)."""

    def _get_tickets(self, sender):
        return self.env["helpdesk.ticket"].search([("partner_email", "=", sender)])

    def _answer_all(self, sender, **headers):
        """A machine answers each mail that it gets, and writes by itself too."""
        for _number in range(MAILS):
            self._receive(sender, **headers)
            self._forget()
        return self._get_tickets(sender)

    def assertTamed(self, sender, tickets):
        acknowledged = sum(len(self._get_acknowledgement(t)) for t in tickets)
        self.assertLessEqual(acknowledged, 1)
        self.assertLessEqual(len(tickets), 20)
        held = self._get_held(email_from=sender)
        self.assertEqual(len(tickets) + len(held), MAILS)

    def test_vacation_with_headers(self):
        sender = "away@example.org"
        tickets = self._answer_all(sender, Auto_Submitted="auto-replied")
        self.assertTamed(sender, tickets)
        self.assertFalse(self._get_acknowledgement(tickets[:1]))

    def test_vacation_without_headers(self):
        sender = "away@example.org"
        self.assertTamed(sender, self._answer_all(sender))

    def test_second_helpdesk(self):
        sender = "helpdesk@example.org"
        tickets = self._answer_all(sender, subject="[CASE-1] We have your mail")
        self.assertTamed(sender, tickets)

    def test_bounce_without_report(self):
        sender = "postmaster@example.org"
        tickets = self._answer_all(sender, subject="Undelivered", Return_Path="<>")
        self.assertTamed(sender, tickets)
        self.assertFalse(self._get_acknowledgement(tickets[:1]))

    def test_our_own_address(self):
        self.assertFalse(self._answer_all(TEAM_ADDRESS))
        self.assertEqual(len(self._get_held(cause="own_address")), MAILS)

    def test_answers_to_one_ticket(self):
        first = self._receive()
        ticket = self._get_by_mail(first)
        for _number in range(MAILS):
            self._receive(answers=first)
            self._forget()
        answers = ticket.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertLessEqual(len(answers), 21)
        self.assertEqual(len(answers) + len(self._get_held()), MAILS + 1)

    def test_forty_mails_of_one_address_a_day(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 999)
        for _number in range(42):
            self._receive("busy@example.org")
        self.assertEqual(len(self._get_tickets("busy@example.org")), 40)
        self.assertEqual(len(self._get_held(cause="loop")), 2)

    def test_an_allowed_address_has_no_limit(self):
        self.env["ir.config_parameter"].set_param(settings.MAILS_A_DAY, 1)
        self.env["mail.gateway.allowed"].create({"email": "busy@example.org"})
        for _number in range(3):
            self._receive("busy@example.org")
        self.assertEqual(len(self._get_tickets("busy@example.org")), 3)

    def test_a_confirmed_colleague_has_no_limit(self):
        self.env["ir.config_parameter"].set_param(settings.MAILS_A_DAY, 1)
        for _number in range(3):
            self._receive("l1@egov.example.com", is_authentic=True)
        self.assertEqual(len(self._get_tickets("l1@egov.example.com")), 3)

    def test_one_acknowledgement_a_day(self):
        first, second = self._receive_ticket(), self._receive_ticket()
        self.assertTrue(self._get_acknowledgement(first))
        self.assertFalse(self._get_acknowledgement(second))

    def test_another_one_the_next_day(self):
        first = self._receive_ticket()
        self._get_acknowledgement(first)
        receipt = self.env["digit.mail.receipt"].search([("ticket_id", "=", first.id)])
        receipt.acknowledgement_date = fields.Datetime.now() - timedelta(hours=25)
        self.assertTrue(self._get_acknowledgement(self._receive_ticket()))

    def test_what_a_machine_of_ours_sends_says_so(self):
        ticket = self._receive_ticket()
        template = self.env.ref("digit_support.mail_template_acknowledgement")
        mail = self.env["mail.mail"].browse(template.send_mail(ticket.id))
        self.assertIn("'Auto-Submitted': 'auto-generated'", mail.headers)

    def test_what_a_person_of_ours_sends_does_not(self):
        with self.mock_mail_gateway():
            self._reply(self._receive_ticket())
        mail = self._new_mails.filtered(lambda mail: mail.message_type == "comment")
        self.assertTrue(mail)
        self.assertNotIn("Auto-Submitted", mail.headers or "")

    def test_a_notification_of_ours_says_that_a_machine_wrote_it(self):
        message_id = self._receive()
        with self.mock_mail_gateway():
            self._receive(answers=message_id)
        told = self._new_mails.filtered(lambda m: m.message_type == "user_notification")
        self.assertTrue(told)
        self.assertIn("auto-generated", told[0].headers)


@tagged("post_install", "-at_install")
class TestMailBomb(DigitMailCommon):
    """Forged senders make us flood nobody (S7)."""

    def test_acknowledgements_have_a_cap(self):
        for number in range(RUNS):
            savepoint = Savepoint(self.env.cr)
            self._explode(f"victim-{number}")
            savepoint.rollback()
            savepoint.close()
            self.env.invalidate_all()

    def _explode(self, victim):
        """A bomb, of which one processor makes tickets as mail comes in."""
        self.env["ir.config_parameter"].set_param(settings.ACKNOWLEDGEMENTS_AN_HOUR, 20)
        start = time.monotonic()
        for number in range(BOMB):
            self._receive(f"{victim}-{number}@example.org")
            self._forget()
        seconds = time.monotonic() - start
        # whatever came in with the last of them, such as a P1, waited so long
        waited = seconds - BOMB / BOMB_RATE
        tell(f"{BOMB} mails in {seconds:.0f} s, the last one waited {waited:.0f} s")
        self.assertLessEqual(waited, PATIENCE)
        receipts = self.env["digit.mail.receipt"]
        while wanted := receipts.search([("acknowledgement", "=", "wanted")], limit=50):
            wanted._acknowledge()
        sent = receipts.search_count([("acknowledgement", "=", "sent")])
        self.assertEqual(sent, 20)
        domain = [("partner_email", "like", f"{victim}-")]
        self.assertEqual(self.env["helpdesk.ticket"].search_count(domain), BOMB)

    def test_a_confirmed_sender_is_acknowledged_during_it(self):
        self.env["ir.config_parameter"].set_param(settings.ACKNOWLEDGEMENTS_AN_HOUR, 0)
        forged = self._receive_ticket("victim@example.org")
        ticket = self._receive_ticket("asha@punjab.example.com", is_authentic=True)
        self.assertFalse(self._get_acknowledgement(forged))
        self.assertTrue(self._get_acknowledgement(ticket))


@tagged("post_install", "-at_install")
class TestMailHijack(DigitMailCommon):
    """Who learnt or guessed what names a ticket appends nothing public (S4)."""

    def test_strangers_append_nothing_public(self):
        first = self._receive()
        ticket = self._get_by_mail(first)
        public = self.env.ref("mail.mt_comment")
        guesses = (
            {"answers": first},
            {"subject": f"Re: [{ticket.number}] Payments fail"},
            {"answers": f"<1.2-openerp-{ticket.id}-helpdesk.ticket@digit.example.com>"},
            {"X_Odoo_Objects": f"helpdesk.ticket-{ticket.id}"},
        )
        for number in range(STRANGERS):
            self._receive(
                f"mallory-{number}@example.org", **guesses[number % len(guesses)]
            )
            self._forget()
        self.assertFalse(ticket.message_ids.filtered(lambda m: m.subtype_id == public))
        self.assertEqual(len(ticket.activity_ids), 1)


@tagged("post_install", "-at_install")
class TestMailCopies(DigitMailCommon):
    """Who is in copy gains nothing, however often and wherever they are named (S5)."""

    def test_copies_gain_nothing(self):
        first = self._receive()
        outside = self.chitra | self.tejas | self.balbir
        followers = self.env["mail.followers"]
        before = followers.search_count([("partner_id", "in", outside.partner_id.ids)])
        addresses = ", ".join(user.email for user in outside)
        forms = (
            {"Cc": addresses},
            {"to": f"{TEAM_ADDRESS}, {addresses}"},
            {"Cc": addresses, "answers": first},
            {"to": f"{TEAM_ADDRESS}, {addresses}", "answers": first},
        )
        tickets = self._get_by_mail(first)
        for number in range(COPIES):
            sender = None if number % 8 < 4 else f"mallory-{number}@example.org"
            self.env["digit.mail.receipt"].search([]).sender = False  # no limit
            tickets |= self._get_by_mail(
                self._receive(sender, **forms[number % len(forms)])
            )
        self.assertEqual(
            followers.search_count([("partner_id", "in", outside.partner_id.ids)]),
            before,
        )
        self.assertFalse(tickets.with_user(self.chitra)._filtered_access("read"))
