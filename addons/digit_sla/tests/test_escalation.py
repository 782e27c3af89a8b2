from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


class EscalationCommon(DigitSlaCommon):
    """A P1 is answered within 4 business hours, 9:00 to 18:00 in India.

    Its policy has one step, at 75 % of a response, that tells the team's lead.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.user_id = cls.user_l3
        with freeze_time("2026-11-02 03:30:00"):  # Monday, three weeks before
            cls.escalation = cls.env["digit.escalation.policy"].create(
                {
                    "name": "Urban",
                    "programme_id": cls.programme.id,
                    "last_resort_id": cls.user_operations.id,
                }
            )
            cls.step = cls._create_step(
                metric="response", share=75, notify_team_lead=True
            )

    @classmethod
    def _create_step(cls, **vals):
        return cls.env["digit.escalation.step"].create(
            {"policy_id": cls.escalation.id, **vals}
        )

    def _escalate(self):
        with self.enter_registry_test_mode():
            self.env.ref("digit_sla.ir_cron_escalate").method_direct_trigger()

    def _get_tasks(self, ticket):
        return ticket.escalation_task_ids.sorted("id")


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestEscalation(EscalationCommon):
    """A P1 reported Monday at 10:00 is due at 14:00, three quarters at 13:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_p1(team_id=cls.team.id)
        cls.clock = cls.ticket.clock_ids

    def test_the_clock_tells_when_the_next_step_acts(self):
        self.assertEqual(str(self.clock.escalation_date), "2026-11-23 07:30:00")

    def test_nothing_acts_before_its_moment(self):
        with freeze_time("2026-11-23 07:29:59"):  # 12:59:59
            self._escalate()
        self.assertFalse(self._get_tasks(self.ticket))

    def test_a_step_acts_once(self):
        for moment in ("07:30:00", "07:31:00", "09:00:00"):  # 13:00 in India
            with freeze_time(f"2026-11-23 {moment}"):
                self._escalate()
        self.assertRecordValues(
            self._get_tasks(self.ticket),
            [
                {
                    "step_id": self.step.id,
                    "clock_id": self.clock.id,
                    "cycle": 1,
                    "state": "done",
                    "delay": 0,
                    "notified_user_ids": self.user_l3.ids,
                }
            ],
        )
        self.assertFalse(self.clock.escalation_date)
