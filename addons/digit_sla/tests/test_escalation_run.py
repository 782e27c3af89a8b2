from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from odoo.addons.base.models import ir_cron

from ..models import digit_escalation_run
from .common_escalation import EscalationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestEscalationRun(EscalationCommon):
    """Two P1 reported Monday at 10:00: the step is due at 13:00, 7:30 UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._create_p1(team_id=cls.team.id)
        cls.second = cls._create_p1(team_id=cls.team.id)
        batch = patch.object(digit_escalation_run, "BATCH", 1)
        cls.startClassPatcher(batch)

    def test_a_run_ends_when_nothing_is_due(self):
        with patch.object(ir_cron, "MIN_TIME_PER_JOB", -1):
            self._run_job("07:30:00")
        tasks = self._get_tasks(self.first) + self._get_tasks(self.second)
        self.assertEqual(tasks.mapped("state"), ["done", "done"])

    def test_a_run_whose_time_is_over_is_called_again(self):
        cron = self.env.ref("digit_sla.ir_cron_escalate")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        with patch.object(digit_escalation_run, "RUN_SECONDS", -1):
            self._run_job("07:30:00")
        found = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertEqual(len(found - triggers), 1)

    def test_a_run_with_nothing_due_is_not_called_again(self):
        cron = self.env.ref("digit_sla.ir_cron_escalate")
        self._run_job("07:29:00")
        found = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertFalse(found)

    def test_a_broken_clock_does_not_keep_the_others_waiting(self):
        self.env.cr.execute(
            "DELETE FROM digit_sla_clock_event WHERE clock_id = %s",
            [self.first.clock_ids.id],
        )
        self.first.clock_ids.invalidate_recordset(["event_ids"])
        with self.assertLogs(digit_escalation_run.__name__, "ERROR"):
            self._run_job("07:30:00")
        self.assertFalse(self._get_tasks(self.first))
        self.assertEqual(self._get_tasks(self.second).state, "done")
        # its moment stays, so that whoever looks for what is late finds it
        self.assertEqual(
            str(self.first.clock_ids.escalation_date), "2026-11-23 07:30:00"
        )
