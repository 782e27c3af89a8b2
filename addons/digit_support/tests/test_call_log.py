from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestCallLog(DigitSupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asha.partner_id.phone = "+91 98765 43210"
        cls.env.company.country_id = cls.env.ref("base.in")

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

    def test_a_new_caller_is_found_by_the_number_next_time(self):
        ticket = self._log(
            partner_id=False, partner_name="Ravi", partner_phone="98111 22233"
        )
        self.assertEqual(ticket.partner_name, "Ravi")
        self.assertEqual(ticket.partner_phone, "98111 22233")
        found = self.env["res.partner"].with_user(self.user_l1)
        self.assertEqual(
            found.name_search("+919811122233"), [(ticket.partner_id.id, "Ravi")]
        )

    def test_a_new_caller_of_an_organisation_reports_for_its_deployment(self):
        form = Form(self.env["digit.call.log"].with_user(self.user_l1))
        form.partner_name = "Ravi"
        form.organisation_id = self.odisha
        form.name = "No sync"
        ticket = form.save()._create_ticket()
        self.assertEqual(ticket.deployment_id, self.deployment_odisha)

    def test_another_number_of_a_known_caller_stays_on_the_ticket(self):
        ticket = self._log(partner_phone="98111 22233")
        self.assertEqual(ticket.partner_phone, "98111 22233")
        self.assertEqual(self.asha.partner_id.phone, "+91 98765 43210")

    def test_somebody_calls(self):
        with self.assertRaises(ValidationError):
            self._log(partner_id=False)

    def test_what_is_solved_on_the_line_is_closed_for_good(self):
        ticket = self._log(outcome="solved", answer="Logged out and in again.")
        self.assertEqual(ticket.stage_outcome, "confirmed")
        self.assertEqual(ticket.resolution_kind, "clarification")
        self.assertIn("Logged out", "".join(ticket.message_ids.mapped("body")))

    def test_who_works_on_it_has_it(self):
        ticket = self._log(outcome="mine")
        self.assertEqual(ticket.user_id, self.user_l1)
        self.assertFalse(ticket.unattended)

    def test_what_somebody_else_works_on_waits_to_be_sorted(self):
        self.assertTrue(self._log().unattended)

    def test_the_reference_is_told(self):
        call = (
            self.env["digit.call.log"]
            .with_user(self.user_l1)
            .create({"partner_id": self.asha.partner_id.id, "name": "No sync"})
        )
        shown = call.action_log()
        self.assertEqual(shown["res_id"], call.id)
        self.assertEqual(call.number, call.ticket_id.number)
        self.assertIn("P3", call.told)

    def test_what_is_told_cannot_bring_markup_along(self):
        self.programme.name = "<img src=x>"
        call = (
            self.env["digit.call.log"]
            .with_user(self.user_l1)
            .create({"partner_id": self.asha.partner_id.id, "name": "No sync"})
        )
        call.action_log()
        self.assertNotIn("<img", call.told)

    def test_the_answer_by_whatsapp_has_the_number_and_the_reference(self):
        ticket = self._log(name="No sync & no login")
        self.assertEqual(
            ticket.whatsapp_url,
            "https://wa.me/919876543210?text="
            f"%5B{ticket.number}%5D%20No%20sync%20%26%20no%20login%3A%20",
        )

    def test_a_number_without_its_country_is_one_of_the_clients(self):
        self.odisha.country_id = self.env.ref("base.mz")
        ticket = self._log(
            partner_id=False,
            partner_name="Ana",
            partner_phone="84 123 4567",
            organisation_id=self.odisha.id,
        )
        self.assertIn("https://wa.me/258841234567?", ticket.whatsapp_url)

    def test_what_is_no_number_has_no_link(self):
        ticket = self._log(
            partner_id=False, partner_name="Ana", partner_phone="the post office"
        )
        self.assertFalse(ticket.whatsapp_url)

    def test_who_logged_it_calls_back_whom_no_mail_reaches(self):
        ticket = self._log(partner_id=False, partner_name="Ana", partner_phone="98111")
        ticket.with_user(self.user_l2)._resolve("data_fix", "<p>Mended.</p>")
        self.assertEqual(ticket.activity_ids.user_id, self.user_l1)
        self.assertIn("Tell Ana", ticket.activity_ids.summary)

    def test_nobody_calls_back_whom_the_mail_reaches(self):
        ticket = self._log()
        ticket.with_user(self.user_l2)._resolve("data_fix", "<p>Mended.</p>")
        self.assertFalse(ticket.activity_ids)

    def test_a_partner_does_not_log_calls(self):
        with self.assertRaises(AccessError):
            self.env["digit.call.log"].with_user(self.asha).create({"name": "x"})
