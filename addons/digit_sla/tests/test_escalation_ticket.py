from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common_escalation import EscalationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 08:00:00")  # Monday, 13:30 in India
class TestEscalationTicket(EscalationCommon):
    """What an agent sees and does: a P1 of 10:00, due at 14:00, escalated at 13:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-23 04:30:00"):  # 10:00
            cls.ticket = cls._create_p1(team_id=cls.team.id)
        cls.agent = cls.ticket.with_user(cls.user_l1).with_context(tz="Asia/Kolkata")

    def _run_step(self):
        self._run_job("07:30:00")
        return self._get_tasks(self.ticket)

    def _open(self, model, user, **vals):
        return (
            self.env[model]
            .with_user(user)
            .create({"ticket_id": self.ticket.id, **vals})
        )

    # ---------------------------------------------------
    # What it shows
    # ---------------------------------------------------

    def test_nothing_escalated_no_alert(self):
        self.assertFalse(self.agent.escalation_alert)

    def test_alert_tells_what_acted_and_whom_it_told(self):
        self._run_step()
        self.assertEqual(
            self.agent.escalation_alert,
            "Mon 23 Nov 13:00 · Response: 75 % of the time used · told "
            f"{self.user_l3.name}",
        )

    def test_taken_care_of_no_alert(self):
        task = self._run_step()
        self.assertTrue(task.is_waiting)
        self.agent.action_acknowledge()
        self.assertFalse(self.agent.escalation_alert)
        self.assertFalse(task.is_waiting)
        self.assertEqual(task.taking_minutes, 30)

    def test_answered_or_closed_no_alert(self):
        self._run_step()
        self._reply(self.ticket, self.user_l2)
        self.assertFalse(self.agent.escalation_alert)

    def test_what_waits_is_found_as_it_is_shown(self):
        task = self._run_step()
        Task = self.env["digit.escalation.task"].with_user(self.user_operations)
        waiting = [("is_waiting", "=", True), ("id", "=", task.id)]
        self.assertEqual(Task.search(waiting), task)
        tickets = self.env["helpdesk.ticket"].with_user(self.user_l1)
        domain = [("escalation_task_ids", "any", [("is_waiting", "=", True)])]
        self.assertIn(self.ticket, tickets.search(domain))
        task._acknowledge(self.user_l1)
        self.assertFalse(Task.search(waiting))
        self.assertTrue(Task.search([("is_waiting", "=", False), ("id", "=", task.id)]))

    def test_tells_what_comes_next_if_nobody_acts(self):
        with freeze_time("2026-11-23 05:30:00"):  # 11:00
            text = self.agent.sla_next_text
        self.assertIn(
            "Mon 23 Nov 2026, 13:00 IST: Response, 75 % of the time used: tells the "
            "team's lead by inbox.",
            text,
        )

    def test_what_is_repeated_is_told_a_few_times(self):
        self.step.repeat_minutes = 30
        with freeze_time("2026-11-23 05:30:00"):
            self.assertEqual(self.agent.sla_next_text.count("75 %"), 3)

    def test_tells_nothing_when_nothing_comes(self):
        self._reply(self.ticket, self.user_l2)
        self.assertFalse(self.agent.sla_next_text)

    # ---------------------------------------------------
    # Escalate
    # ---------------------------------------------------

    def test_agent_escalates_with_a_reason(self):
        wizard = self._open("digit.ticket.escalate", self.user_l1, reason="They queue.")
        self.assertIn("last resort", wizard.called_text)
        action = wizard.action_escalate()
        task = self._get_tasks(self.ticket)
        self.assertRecordValues(
            task,
            [
                {
                    "origin": "agent",
                    "reason": "They queue.",
                    "requested_by_id": self.user_l1.id,
                    "notified_user_ids": self.user_operations.ids,
                }
            ],
        )
        self.assertIn(self.user_operations.name, action["params"]["message"])
        self.assertIn("They queue.", self.agent.escalation_alert)

    def test_wizard_tells_who_is_called(self):
        self.env["digit.escalation.contact"].create(
            {"programme_id": self.programme.id, "name": "Support Lead"}
        )
        wizard = self._open("digit.ticket.escalate", self.user_l1, reason="-")
        self.assertEqual(
            wizard.called_text, f"Level 1: Support Lead ({self.user_l3.name})"
        )

    def test_reason_is_noted_and_no_partner_reads_it(self):
        self.agent._escalate("canary")
        note = self.ticket.message_ids.filtered(lambda m: "canary" in (m.body or ""))
        self.assertTrue(note)
        for message in note:
            self.assertTrue(message.is_internal)
            with self.assertRaises(AccessError):
                message.with_user(self.asha).read(["body"])

    def test_agent_of_another_team_does_not_escalate(self):
        other = self.env["helpdesk.ticket.team"].create(
            {"name": "Other", "programme_id": self.programme.id}
        )
        self.ticket.team_id = other
        with self.assertRaises(AccessError):
            self._open(
                "digit.ticket.escalate", self.user_l1, reason="-"
            ).action_escalate()

    # ---------------------------------------------------
    # Call back
    # ---------------------------------------------------

    def _call_back(self, user=None, **vals):
        wizard = self._open(
            "digit.ticket.recall",
            user or self.user_operations,
            **{"reason": "I take it.", **vals},
        )
        wizard.action_call_back()
        return self._get_tasks(self.ticket).filtered(lambda t: t.origin == "recall")

    def test_manager_takes_it_and_takes_care(self):
        self.ticket.user_id = self.user_l2
        step_task = self._run_step()
        task = self._call_back()
        self.assertEqual(self.ticket.user_id, self.user_operations)
        self.assertEqual(task.notified_user_ids, self.user_l2)
        self.assertEqual((step_task | task).acknowledged_by_id, self.user_operations)
        self.assertIn("Reassigned to", task.outcome)
        self.assertFalse(self.agent.escalation_alert)

    def test_manager_gives_it_to_somebody_else_who_is_told(self):
        task = self._call_back(user_id=self.user_l3.id)
        self.assertEqual(self.ticket.user_id, self.user_l3)
        self.assertEqual(task.notified_user_ids, self.user_l3)
        self.assertTrue(task.is_waiting)

    def test_manager_hands_it_back_a_level(self):
        teams = self.team | self.env["helpdesk.ticket.team"].create(
            {"name": "Second", "programme_id": self.programme.id}
        )
        levels = self.env["digit.support.level"].create(
            [
                {
                    "name": f"L{number}",
                    "programme_id": self.programme.id,
                    "sequence": number,
                    "team_id": team.id,
                }
                for number, team in enumerate(teams, 1)
            ]
        )
        self.ticket.level_id = levels[1]
        task = self._call_back(user_id=False, level_id=levels[0].id)
        self.assertEqual(self.ticket.level_id, levels[0])
        self.assertIn("Handed to L1", task.outcome)

    def test_calling_back_calls_nobody_of_the_matrix(self):
        self.env["digit.escalation.contact"].create(
            {"programme_id": self.programme.id, "name": "Support Lead"}
        )
        task = self._call_back()
        self.assertFalse(task.notified_user_ids)
        self.assertFalse(task.rank)
        self.assertEqual(self.ticket._get_next_rank(), 1)

    def test_only_the_operations_manager_calls_back(self):
        for role in ("l1", "l2", "l3"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._call_back(getattr(self, f"user_{role}"))

    # ---------------------------------------------------
    # Who sees what
    # ---------------------------------------------------

    def test_agent_sees_the_escalations_of_their_teams(self):
        task = self._run_step()
        other = self.env["helpdesk.ticket.team"].create(
            {"name": "Other", "programme_id": self.programme.id}
        )
        Task = self.env["digit.escalation.task"].with_user(self.user_l1)
        self.assertIn(task, Task.search([]))
        self.ticket.team_id = other
        self.assertNotIn(task, Task.search([]))

    def test_wall_and_report_open_for_the_manager(self):
        self._run_step()
        Task = self.env["digit.escalation.task"].with_user(self.user_operations)
        groups = Task.formatted_read_group(
            [("due", ">=", "2026-11-23")],
            ["programme_id", "commercial_partner_id", "origin"],
            ["__count", "taking_minutes:avg"],
        )
        self.assertEqual(
            [
                (g["commercial_partner_id"][0], g["__count"])
                for g in groups
                if g["programme_id"][0] == self.programme.id
            ],
            [(self.punjab.id, 1)],
        )
        for view in ("list", "kanban", "form", "pivot", "graph", "search"):
            self.assertTrue(Task.get_views([(False, view)]))

    def test_wizards_are_for_the_support_side(self):
        for model in (
            "digit.ticket.escalate",
            "digit.ticket.recall",
            "digit.escalation.simulate",
        ):
            with self.subTest(model):
                self.assertFalse(
                    self.env[model].with_user(self.asha).has_access("create")
                )
        Simulate = self.env["digit.escalation.simulate"]
        self.assertFalse(Simulate.with_user(self.user_operations).has_access("create"))
