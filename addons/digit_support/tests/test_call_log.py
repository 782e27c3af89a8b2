from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestCallLog(DigitSupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asha.partner_id.phone = "+91 98765 43210"

    def _log(self, **vals):
        call = (
            self.env["digit.call.log"]
            .with_user(self.user_l1)
            .create({"partner_id": self.asha.partner_id.id, "name": "No sync", **vals})
        )
        return call._create_ticket()

    def test_a_caller_is_found_by_the_number_as_it_is_shown_on_the_phone(self):
        for number in ("9876543210", "+919876543210", "98765 43210"):
            found = self.env["res.partner"].with_user(self.user_l1).name_search(number)
            self.assertIn(self.asha.partner_id.id, [id_ for id_, _name in found])

    def test_a_name_is_still_found(self):
        found = self.env["res.partner"].with_user(self.user_l1).name_search("Asha")
        self.assertIn(self.asha.partner_id.id, [id_ for id_, _name in found])

    def test_the_programme_is_that_of_the_callers_deployment(self):
        form = Form(self.env["digit.call.log"].with_user(self.user_l1))
        form.partner_id = self.asha.partner_id
        self.assertEqual(form.programme_id, self.programme)

    def test_the_programme_of_an_unknown_caller_is_that_of_the_operators_team(self):
        form = Form(self.env["digit.call.log"].with_user(self.user_l1))
        self.assertEqual(form.programme_id, self.programme)

    def test_the_callers_open_tickets_are_shown(self):
        ticket = self._create_ticket(team_id=self.team.id)
        form = Form(self.env["digit.call.log"].with_user(self.user_l1))
        form.partner_id = self.asha.partner_id
        self.assertEqual(form.open_ticket_ids[:], ticket)

    def test_the_ticket_knows_the_channel_and_the_deployment(self):
        ticket = self._log()
        self.assertEqual(ticket.channel_id.name, "Phone")
        self.assertEqual(ticket.deployment_id, self.deployment)
        self.assertEqual(ticket.severity_id, self.p3)

    def test_a_new_caller_is_kept_by_name_and_number(self):
        ticket = self._log(
            partner_id=False, partner_name="Ravi", partner_phone="98111 22233"
        )
        self.assertEqual(ticket.partner_name, "Ravi")
        self.assertIn("98111 22233", ticket.description)

    def test_somebody_calls(self):
        with self.assertRaises(ValidationError):
            self._log(partner_id=False)

    def test_what_is_solved_on_the_line_is_closed_for_good(self):
        ticket = self._log(outcome="solved", answer="Logged out and in again.")
        self.assertEqual(ticket.stage_outcome, "confirmed")
        self.assertEqual(ticket.resolution_kind, "clarification")
        self.assertIn("Logged out", "".join(ticket.message_ids.mapped("body")))

    def test_who_works_on_it_has_it(self):
        self.assertEqual(self._log(outcome="mine").user_id, self.user_l1)

    def test_the_reference_is_told(self):
        call = (
            self.env["digit.call.log"]
            .with_user(self.user_l1)
            .create({"partner_id": self.asha.partner_id.id, "name": "No sync"})
        )
        shown = call.action_log()["params"]
        ticket = self.env["helpdesk.ticket"].search([], order="id desc", limit=1)
        self.assertIn(ticket.number, shown["title"])

    def test_a_partner_does_not_log_calls(self):
        with self.assertRaises(AccessError):
            self.env["digit.call.log"].with_user(self.asha).create({"name": "x"})
