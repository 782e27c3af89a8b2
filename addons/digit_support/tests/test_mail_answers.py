from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..tools import settings
from .common_mail import DigitMailCommon


@tagged("post_install", "-at_install")
class TestMailAnswers(DigitMailCommon):
    """An answer from outside reopens, goes on, and reaches somebody (W10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._receive()
        cls.ticket = cls._get_by_mail(cls.first)
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.in_progress = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")

    def _close(self, days=0):
        self.ticket.stage_id = self.done
        self.ticket.closed_date = fields.Datetime.now() - timedelta(days=days)

    def _answer(self, *args, **kwargs):
        return self._get_by_mail(self._receive(*args, answers=self.first, **kwargs))

    def _get_told(self):
        """Who was told something about the ticket by a machine."""
        return (
            self.env["mail.message"]
            .search(
                [
                    ("message_type", "=", "user_notification"),
                    ("model", "=", "helpdesk.ticket"),
                    ("res_id", "=", self.ticket.id),
                ]
            )
            .notified_partner_ids
        )

    def test_it_reopens_what_was_closed_lately(self):
        self._close(days=29)
        self.assertEqual(self._answer(), self.ticket)
        self.assertEqual(self.ticket.stage_id, self.in_progress)

    def test_it_reopens_in_the_portal_too(self):
        self._close()
        self.ticket.with_user(self.asha).message_post(
            body="No.", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(self.ticket.stage_id, self.in_progress)

    def test_the_assignee_is_told_of_the_reopening(self):
        self.ticket.user_id = self.user_l2
        self._close()
        self._answer()
        self.assertEqual(self._get_told(), self.user_l2.partner_id)

    def test_the_team_is_told_of_the_reopening(self):
        self._close()
        self._answer()
        self.assertEqual(self._get_told(), self.team.user_ids.partner_id)

    def test_a_machines_answer_reopens_nothing(self):
        self._close()
        self._answer(Auto_Submitted="auto-replied")
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_a_strangers_answer_reopens_nothing(self):
        self._close()
        self._answer("mallory@example.org")
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_an_agents_answer_reopens_nothing(self):
        self._close()
        self._answer("l1@egov.example.com", is_authentic=True)
        self._reply(self.ticket)
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_a_note_reopens_nothing(self):
        self._close()
        self._reply(self.ticket, subtype="mail.mt_note")
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_it_continues_in_a_new_ticket_what_was_closed_long_ago(self):
        self._close(days=31)
        ticket = self._answer()
        self.assertRecordValues(
            ticket,
            [
                {
                    "previous_id": self.ticket.id,
                    "partner_id": self.asha.partner_id.id,
                    "deployment_id": self.deployment.id,
                    "team_id": self.team.id,
                    "closed": False,
                }
            ],
        )
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_the_next_answer_goes_to_the_continuation(self):
        self._close(days=31)
        ticket = self._answer()
        self.assertEqual(self._answer(), ticket)

    def test_a_machines_late_answer_makes_no_ticket(self):
        self._close(days=31)
        self.assertEqual(self._answer(Auto_Submitted="auto-replied"), self.ticket)

    def test_the_number_of_days_is_a_setting(self):
        self.env["ir.config_parameter"].set_param(settings.REOPEN_DAYS, 3)
        self._close(days=4)
        self.assertNotEqual(self._answer(), self.ticket)

    def test_the_team_is_told_of_an_answer_that_nobody_would_read(self):
        self._answer()
        self.assertEqual(self._get_told(), self.team.user_ids.partner_id)

    def test_the_team_is_told_of_an_unknown_reporters_answer(self):
        self.first = self._receive("zoya@example.org")
        self.ticket = self._get_by_mail(self.first)
        self._answer("zoya@example.org")
        self.assertEqual(self._get_told(), self.team.user_ids.partner_id)

    def test_the_team_is_left_alone_when_somebody_has_the_ticket(self):
        self.ticket.user_id = self.user_l2
        told = self._get_told()
        self._answer()
        self.assertEqual(self._get_told(), told)

    def test_the_new_ticket_itself_tells_nobody_by_this(self):
        self.assertFalse(self._get_told())
