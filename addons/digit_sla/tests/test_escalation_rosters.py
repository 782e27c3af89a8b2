import os
import random
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common_escalation import EscalationCommon

ROSTERS = int(os.environ.get("DIGIT_ROSTERS", "40"))
SEED = 20261128
MONDAY = date(2026, 11, 23)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 07:30:00")  # Monday, 13:00 in India
class TestEscalationRosters(EscalationCommon):
    """Whoever is away, somebody is told (R12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dice = random.Random(SEED)
        cls.group = cls.env.ref("digit_support.digit_support_group_operations")
        cls.people = cls.env["res.users"].concat(
            *(
                new_test_user(
                    cls.env,
                    f"roster{number}",
                    groups="digit_support.digit_support_group_l1",
                    email=f"roster{number}@egov.example.org",
                )
                for number in range(6)
            )
        )
        cls.activity = cls.env.ref("digit_sla.mail_activity_type_escalation")
        cls.ticket = cls._create_p1(team_id=cls.team.id)
        cls.contact = cls.env["digit.escalation.contact"].create(
            {"programme_id": cls.programme.id, "rank": 1, "name": "Lead"}
        )

    def _draw(self, chance, of=None):
        """Some of the people, or of ``of``; often nobody."""
        people = of or self.people
        return people.filtered(lambda user: self.dice.random() < chance)

    def _arrange(self):
        """A roster as bad as it may get: who is named, and who of them is away."""
        people, dice = self.people, self.dice
        people.write({"active": True, "out_of_office_from": False})
        people.write({"out_of_office_to": False})
        for number, user in enumerate(people):
            user.email = f"roster{number}@egov.example.org"
        one = self._draw(0.3)[:1]
        self.ticket.user_id = one
        self.team.write(
            {
                "user_id": self._draw(0.3)[:1].id,
                "user_ids": [Command.set(self._draw(0.2).ids)],
            }
        )
        self.contact.user_id = self._draw(0.5)[:1]
        self.escalation.last_resort_id = dice.choice(people)
        self.step.write(
            {
                "notify_assignee": dice.random() < 0.5,
                "notify_team": dice.random() < 0.5,
                "notify_team_lead": True,
                "matrix_rank": dice.choice([0, 1, 7]),
                "user_ids": [Command.set(self._draw(0.2).ids)],
                # a loop: it hands over to who is away, who has nobody but themselves
                "reassign_user_id": dice.choice([False, dice.choice(people.ids)]),
                "by_inbox": dice.random() < 0.5,
                "by_mail": dice.random() < 0.5,
                "by_activity": dice.random() < 0.3,
            }
        )
        away = self._draw(dice.choice([0.3, 0.7, 1]))
        for user in away:
            self._send_away(user)
        for user in self._draw(0.3):
            user.email = False

    def _send_away(self, user):
        if self.dice.random() < 0.5:
            user.active = False
        else:
            user.out_of_office_from = MONDAY - timedelta(days=1)
            user.out_of_office_to = MONDAY + timedelta(days=1)

    def _act(self):
        task = self.env["digit.escalation.task"].create(
            {
                "ticket_id": self.ticket.id,
                "clock_id": self.ticket.clock_ids.id,
                "step_id": self.step.id,
                "cycle": self.env["digit.escalation.task"].search_count([]) + 1,
                "due": "2026-11-23 07:30:00",
            }
        )
        task._run(task.due)
        return task

    def test_somebody_is_told_whoever_is_away(self):
        for number in range(ROSTERS):
            with self.subTest(seed=SEED, roster=number):
                self._arrange()
                self._check(self._act())

    def _check(self, task):
        told = task.notified_user_ids.with_context(active_test=False)
        self.assertEqual((task.state, task.error), ("done", False))
        self.assertTrue(told)
        self._check_reached(told)
        named = task._get_named_users().filtered(lambda user: user._is_there())
        if named:
            self.assertEqual(told, named)
            return
        resort = self.escalation.last_resort_id
        managers = self.group.all_user_ids.filtered(lambda user: user._is_there())
        if resort._is_there():
            self.assertEqual(told, resort)
        else:
            self.assertTrue(managers)
            self.assertIn(told, managers)

    def _check_reached(self, told):
        """Each of them has a message or an activity, not just a name on a list."""
        activities = self.ticket.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id == self.activity and activity.user_id in told
            )
        )
        reached = [partner for partner, _way in self._get_told(self.ticket)]
        for user in told - activities.user_id:
            self.assertIn(user.partner_id, reached)
        self.env["mail.message"].search(
            [("model", "=", "helpdesk.ticket"), ("res_id", "=", self.ticket.id)]
        ).unlink()
        activities.unlink()
