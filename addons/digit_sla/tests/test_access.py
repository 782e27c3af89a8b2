from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DigitSlaCommon

MODELS = (
    "digit.sla.policy",
    "digit.sla.target",
    "digit.sla.clock",
    "digit.sla.clock.event",
    "digit.sla.schedule",
)


@tagged("post_install", "-at_install")
class TestAccess(DigitSlaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_p1()

    def test_only_the_administrator_sets_promises(self):
        for role in ("l1", "l2", "l3", "operations", "admin"):
            user = getattr(self, f"user_{role}")
            for model in ("digit.sla.policy", "digit.sla.target"):
                with self.subTest(role=role, model=model):
                    records = self.env[model].with_user(user)
                    self.assertTrue(records.has_access("read"))
                    for operation in ("write", "create", "unlink"):
                        self.assertEqual(records.has_access(operation), role == "admin")

    def test_nobody_writes_the_ledger(self):
        for role in ("l1", "operations", "admin"):
            user = getattr(self, f"user_{role}")
            for model in MODELS[2:]:
                with self.subTest(role=role, model=model):
                    records = self.env[model].with_user(user)
                    for operation in ("write", "create", "unlink"):
                        self.assertFalse(records.has_access(operation))

    def test_partner_sees_the_clocks_of_the_tickets_they_see(self):
        for user, sees in (
            (self.asha, True),
            (self.tejas, True),
            (self.balbir, False),
            (self.chitra, False),
        ):
            with self.subTest(user.login):
                clocks = self.env["digit.sla.clock"].with_user(user).search([])
                self.assertEqual(self.ticket.clock_ids in clocks, sees)

    def test_partner_reads_nothing_else(self):
        for model in MODELS:
            if model != "digit.sla.clock":
                with self.subTest(model), self.assertRaises(AccessError):
                    self.env[model].with_user(self.asha).search([])

    def test_agent_sees_the_clocks_of_their_teams(self):
        other = self.env["helpdesk.ticket.team"].create(
            {"name": "Other", "programme_id": self.programme.id}
        )
        foreign = self._create_p1(team_id=other.id)
        seen = self.env["digit.sla.clock"].with_user(self.user_l1).search([])
        self.assertIn(self.ticket.clock_ids, seen)
        self.assertNotIn(foreign.clock_ids, seen)

    def test_agent_works_without_rights_on_the_ledger(self):
        ticket = self.ticket.with_user(self.user_l1)
        ticket.stage_id = self.stage_waiting
        self.assertEqual(ticket.sla_state, "paused")
        self.assertEqual(ticket.clock_ids.event_ids[-1].user_id, self.user_l1)

    def test_agent_and_partner_read_the_countdown(self):
        for user in (self.user_l1, self.asha):
            ticket = self.ticket.with_user(user)
            self.env.invalidate_all()
            self.assertEqual(ticket.sla_countdown["metric"], "response")
            self.assertTrue(ticket._format_sla_deadline())
