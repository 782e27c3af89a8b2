from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..hooks import make_numbers_unique
from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestTicketNumber(DigitSupportCommon):
    """A number names one ticket (W8)."""

    def test_two_tickets_have_no_number_in_common(self):
        self._create_ticket(number="A1")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_ticket(number="A1")
            self.env.flush_all()

    def test_an_agent_does_not_choose_it(self):
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.user_l1)
            .create({"name": "By phone", "description": "-", "number": "MINE"})
        )
        self.assertRegex(ticket.number, r"^HT\d+$")

    def test_an_administrator_imports_it(self):
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.user_admin)
            .create({"name": "Old", "description": "-", "number": "OLD-7"})
        )
        self.assertEqual(ticket.number, "OLD-7")

    def test_a_number_that_is_taken_is_passed_over(self):
        sequence = self.env.ref("helpdesk_mgmt.helpdesk_ticket_sequence")
        following = sequence.get_next_char(sequence.number_next_actual)
        self._create_ticket(number=following)
        ticket = self._create_ticket()
        self.assertTrue(ticket.number > following)

    def test_a_copy_has_its_own(self):
        ticket = self._create_ticket()
        self.assertNotEqual(
            ticket.with_user(self.user_admin).copy().number, ticket.number
        )

    def test_numbers_that_are_there_twice_are_put_right(self):
        first, second = self._create_ticket(), self._create_ticket()
        self.env.flush_all()
        self.env.cr.execute("DROP INDEX helpdesk_ticket_number_unique")
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET number = 'X' WHERE id IN %s",
            [(first.id, second.id)],
        )
        make_numbers_unique(self.env)
        self.env.invalidate_all()
        self.assertEqual(first.number, "X")
        self.assertEqual(second.number, f"X-{second.id}")

    def test_several_tickets_are_duplicated_by_the_entry_that_can(self):
        """The web client's own entry calls copy(), which takes one ticket."""
        arch = self.env["helpdesk.ticket"].get_view(view_type="list")["arch"]
        self.assertIn('duplicate="0"', arch)
        tickets = self._create_ticket() | self._create_ticket()
        before = self.env["helpdesk.ticket"].search_count([])
        tickets.with_context(active_ids=tickets.ids).action_duplicate_tickets()
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before + 2)
