from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_mail import TEAM_ADDRESS, DigitMailCommon

AGENT = "l1@egov.example.com"


@tagged("post_install", "-at_install")
class TestMailQuarantine(DigitMailCommon):
    """An agent decides what becomes of a held mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._receive()
        cls.ticket = cls._get_by_mail(cls.first)

    def _hold(self, sender=AGENT, **kwargs):
        before = self._get_held()
        self._receive(sender, **kwargs)
        held = self._get_held() - before
        return held.with_user(self.user_l2)

    def _hold_copy(self):
        """A mail of Asha that is held because its Message-ID is known."""
        before = self._get_held()
        self._deliver(
            f"From: asha@punjab.example.com\r\nTo: {TEAM_ADDRESS}\r\n"
            f"Subject: Again\r\nMessage-ID: {self.first}\r\n\r\nStill.".encode()
        )
        return (self._get_held() - before).with_user(self.user_l2)

    def _attach(self, held, **values):
        wizard = Form(
            self.env["digit.mail.attach"]
            .with_user(self.user_l2)
            .with_context(default_mail_id=held.id)
        )
        wizard.ticket_id = self.ticket
        for name, value in values.items():
            setattr(wizard, name, value)
        wizard.save().action_attach()
        return self.ticket.message_ids[:1]

    # ---------------------------------------------------
    # Who sees it
    # ---------------------------------------------------

    def test_l2_sees_the_mail_and_its_source(self):
        held = self._hold()
        self.assertIn(b"Citizens cannot pay.", held._get_incoming_mail().raw)

    def test_nobody_else_sees_it(self):
        held = self._hold()
        for user in (self.user_l1, self.asha, self.env.ref("base.public_user")):
            self.assertFalse(held.with_user(user).has_access("read"), user.name)

    def test_nobody_else_sees_its_source(self):
        held = self._hold()
        source = self.env["ir.attachment"].search(
            [
                ("res_model", "=", held._name),
                ("res_id", "=", held.id),
                ("res_field", "=", "mail"),
            ]
        )
        self.assertTrue(source)
        for user in (self.user_l1, self.asha, self.env.ref("base.public_user")):
            self.assertFalse(source.with_user(user).has_access("read"), user.name)

    def test_l2_of_another_team_does_not_see_it(self):
        held = self._hold()
        self.team.user_ids = self.user_l1
        self.assertFalse(held.has_access("read"))

    def test_operations_manager_sees_each(self):
        held = self._hold()
        self.assertTrue(held.with_user(self.user_operations).has_access("read"))

    def test_nobody_changes_it(self):
        held = self._hold()
        for user in (self.user_l2, self.user_operations):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(held.with_user(user).has_access(operation))

    def test_l1_cannot_decide(self):
        held = self._hold().with_user(self.user_l1)
        with self.assertRaises(AccessError):
            held.action_make_ticket()

    def test_the_team_shows_how_many_wait(self):
        team = self.team.with_user(self.user_l2)
        before = team.held_mail_count
        self._hold()
        team.invalidate_recordset()
        self.assertEqual(team.held_mail_count, before + 1)

    # ---------------------------------------------------
    # Make it a ticket
    # ---------------------------------------------------

    def test_it_becomes_a_ticket_of_somebody_outside(self):
        held = self._hold(files=["log.txt"])
        held.action_make_ticket()
        self.assertRecordValues(
            held.ticket_id.sudo(),
            [
                {
                    "name": "Payments fail",
                    "team_id": self.team.id,
                    "partner_id": False,
                    "partner_email": AGENT,
                    "user_id": False,
                }
            ],
        )
        self.assertIn("Citizens cannot pay.", held.ticket_id.sudo().description)
        messages = held.ticket_id.sudo().message_ids
        self.assertEqual(messages.attachment_ids.mapped("name"), ["log.txt"])
        self.assertNotIn(self.user_l1.partner_id, messages.author_id)

    def test_it_says_who_decided(self):
        held = self._hold()
        held.action_make_ticket()
        self.assertRecordValues(
            held, [{"state": "released", "handled_id": self.user_l2.id}]
        )

    def test_who_is_forged_gets_no_acknowledgement(self):
        held = self._hold()
        held.action_make_ticket()
        self.assertFalse(self._get_acknowledgement(held.ticket_id))

    def test_reporter_keeps_a_ticket_made_of_their_mail(self):
        held = self._hold_copy()
        held.action_make_ticket()
        self.assertEqual(held.cause, "duplicate")
        self.assertEqual(held.ticket_id.sudo().partner_id, self.asha.partner_id)
        self.assertTrue(self._get_acknowledgement(held.ticket_id))

    def test_it_is_decided_once(self):
        held = self._hold()
        held.action_make_ticket()
        with self.assertRaisesRegex(UserError, "already"):
            held.action_make_ticket()

    def test_several_become_tickets(self):
        held = self._hold() | self._hold()
        held.action_make_ticket()
        self.assertEqual(len(held.ticket_id), 2)

    def test_it_becomes_a_ticket_even_if_nobody_can_read_it(self):
        held = self._hold(X_Padding="x" * 200_000)
        self.assertEqual(held.cause, "too_large")
        held.action_make_ticket()
        files = held.ticket_id.sudo().message_ids.attachment_ids
        self.assertEqual(files.mapped("name"), [held.mail_name])

    # ---------------------------------------------------
    # Add to a ticket
    # ---------------------------------------------------

    def test_from_outside_it_is_an_internal_note_of_nobody(self):
        message = self._attach(self._hold(answers=self.first))
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_note"))
        self.assertFalse(message.author_id)
        self.assertIn("Citizens cannot pay.", message.body)

    def test_the_reporter_speaks_in_public(self):
        message = self._attach(self._hold_copy())
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertEqual(message.author_id, self.asha.partner_id)

    def test_the_claimed_author_speaks_once_confirmed(self):
        held = self._hold(answers=self.first)
        message = self._attach(held, author="claimed", is_confirmed=True)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertEqual(message.author_id, self.user_l1.partner_id)
        self.assertEqual(held.ticket_id, self.ticket)

    def test_the_claimed_author_does_not_speak_unconfirmed(self):
        held = self._hold(answers=self.first)
        with self.assertRaisesRegex(UserError, "Ask the colleague"):
            self._attach(held, author="claimed")
        self.assertEqual(held.state, "held")

    def test_the_ticket_that_it_answers_is_suggested(self):
        held = self._hold(answers=self.first)
        wizard = Form(
            self.env["digit.mail.attach"]
            .with_user(self.user_l2)
            .with_context(default_mail_id=held.id)
        )
        self.assertEqual(wizard.ticket_id, self.ticket)

    # ---------------------------------------------------
    # Discard
    # ---------------------------------------------------

    def _discard(self, held):
        self.env["digit.mail.discard"].with_user(self.user_l2).create(
            {"mail_ids": held.ids, "reason": "Spam"}
        ).action_discard()

    def test_it_is_discarded_for_a_reason(self):
        held = self._hold() | self._hold()
        self._discard(held)
        self.assertEqual(set(held.mapped("state")), {"discarded"})
        self.assertEqual(set(held.mapped("discard_reason")), {"Spam"})

    def test_what_was_discarded_long_ago_is_deleted(self):
        old, new, waiting = self._hold(), self._hold(), self._hold()
        self._discard(old | new)
        for held, days in ((old, 91), (new, 89)):
            held.sudo().handled_date = fields.Datetime.now() - timedelta(days=days)
        waiting.sudo().create_date = fields.Datetime.now() - timedelta(days=900)
        self.env["digit.mail.quarantine"]._gc_discarded()
        self.assertFalse(old.exists())
        self.assertTrue(new.exists() and waiting.exists())

    # ---------------------------------------------------
    # What is held
    # ---------------------------------------------------

    def test_the_same_mail_is_held_once(self):
        raw = self._hold()._get_incoming_mail().raw
        before = len(self._get_held())
        self._deliver(raw)
        self.assertEqual(len(self._get_held()), before)

    def test_the_same_mail_is_one_ticket(self):
        raw = b"From: x@example.org\nTo: urban-support@digit.example.com\n\nHelp"
        self._deliver(raw)
        self._deliver(raw)
        domain = [("partner_email", "=", "x@example.org")]
        self.assertEqual(self.env["helpdesk.ticket"].search_count(domain), 1)

    def test_another_mail_with_a_known_message_id_is_held(self):
        self.assertEqual(self._hold_copy().cause, "duplicate")

    def test_mail_to_nobody_is_held(self):
        held = self._hold("x@example.org", to="nobody@digit.example.com")
        self.assertEqual(held.cause, "undeliverable")

    def test_mail_that_an_alias_refuses_is_held(self):
        self.team.alias_contact = "partners"
        held = self._hold("x@example.org")
        self.assertEqual(held.cause, "undeliverable")

    def test_nobody_is_told_by_mail_that_theirs_was_refused(self):
        self.team.alias_contact = "partners"
        with self.mock_mail_gateway():
            self._hold("x@example.org")
        self.assertFalse(self._new_mails)

    def test_bounce_of_an_unknown_mail_is_held(self):
        self.assertEqual(self._hold("mailer-daemon@example.org").cause, "bounce")

    def test_mail_from_our_own_address_is_held(self):
        held = self._hold("urban-support@digit.example.com")
        self.assertEqual(held.cause, "own_address")

    def test_mail_that_makes_odoo_fail_is_held(self):
        def fail(*_args):
            raise ZeroDivisionError("once")

        self.patch(type(self.env["helpdesk.ticket"]), "message_update", fail)
        held = self._hold("asha@punjab.example.com", answers=self.first)
        self.assertEqual(held.cause, "error")
        self.assertIn("ZeroDivisionError", held.detail)
