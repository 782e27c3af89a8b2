from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestDerived(DigitSlaCommon):
    """What the clocks tell, nobody writes: neither by import nor over RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_p1(team_id=cls.team.id)

    def test_nobody_writes_what_the_clocks_tell(self):
        for user in (self.user_l1, self.user_admin):
            for vals in (
                {"sla_deadline": "2030-01-01 00:00:00"},
                {"sla_status": "met"},
                {"sla_policy_id": False},
                {"sla_start_date": "2030-01-01 00:00:00"},
                {"closed_date": "2026-11-20 00:00:00"},
                {"latest_major": 9},
                {"matrix_severity_id": False},
            ):
                with self.subTest(user=user.login, vals=vals):
                    with self.assertRaises(AccessError):
                        self.ticket.with_user(user).write(vals)

    def test_import_does_not_either(self):
        result = (
            self.env["helpdesk.ticket"]
            .with_user(self.user_operations)
            .load(
                [".id", "sla_deadline"], [[str(self.ticket.id), "2030-01-01 00:00:00"]]
            )
        )
        self.assertFalse(result["ids"])
        self.assertIn("Leave it out", result["messages"][0]["message"])

    def test_new_ticket_does_not_start_its_clocks_later(self):
        Ticket = self.env["helpdesk.ticket"].with_user(self.user_l1)
        vals = {"name": "Test", "description": "Test", "team_id": self.team.id}
        with self.assertRaises(AccessError):
            Ticket.create({**vals, "sla_start_date": "2030-01-01 00:00:00"})
        with self.assertRaises(AccessError):
            Ticket.with_context(default_sla_start_date="2030-01-01 00:00:00").create(
                vals
            )
        self.assertEqual(
            Ticket.create(vals).sla_start_date, datetime(2026, 11, 23, 4, 30)
        )

    def test_administrator_brings_tickets_of_a_former_system(self):
        vals = {
            "name": "Test",
            "description": "Test",
            "team_id": self.team.id,
            "stage_id": self.stage_done.id,
            "sla_start_date": "2026-03-02 04:30:00",  # a Monday
            "closed_date": "2026-03-04 04:30:00",
        }
        Ticket = self.env["helpdesk.ticket"]
        ticket = Ticket.with_user(self.user_admin).create(vals)
        self.assertEqual(ticket.sla_start_date, datetime(2026, 3, 2, 4, 30))
        self.assertEqual(ticket.closed_date, datetime(2026, 3, 4, 4, 30))
        self.assertFalse(ticket.clock_ids)
        with self.assertRaises(AccessError):
            Ticket.with_user(self.user_operations).create(vals)

    def test_agent_still_closes_and_reopens(self):
        ticket = self.ticket.with_user(self.user_l1)
        ticket.stage_id = self.stage_done
        self.assertTrue(ticket.closed_date)
        ticket.stage_id = self.stage_progress
        self.assertFalse(ticket.closed_date)
