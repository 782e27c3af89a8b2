from odoo.tests import HttpCase, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
class TestTour(DigitSlaCommon, HttpCase):
    def test_agent(self):
        """From the list of what is due to a ticket that is worse than it looked."""
        ticket = self._create_ticket(user_id=self.user_l1.id, team_id=self.team.id)
        self.assertEqual(ticket.severity_id, self.p3)
        deadline = ticket.sla_deadline
        self.start_tour(
            "/odoo/my-tickets-by-urgency", "digit_sla_agent", login="digit_l1"
        )
        self.assertEqual(ticket.severity_id, self.p2)
        self.assertLess(ticket.sla_deadline, deadline)
