from odoo.tests import freeze_time, tagged

from .common_escalation import EscalationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestEscalation(EscalationCommon):
    """When steps act: a P1 reported Monday at 10:00 is due at 14:00.

    Three quarters of its time are used up at 13:00, which is 7:30 UTC.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_p1(team_id=cls.team.id)
        cls.clock = cls.ticket.clock_ids

    def _get_next(self):
        self.env.flush_all()
        return str(self.clock.escalation_date or "")

    def test_the_clock_tells_when_the_next_step_acts(self):
        self.assertEqual(self._get_next(), "2026-11-23 07:30:00")

    def test_nothing_acts_before_its_moment(self):
        self._run_job("07:29:59")  # 12:59:59 in India
        self.assertFalse(self._get_tasks(self.ticket))

    def test_a_step_acts_once(self):
        for moment in ("07:30:00", "07:31:00", "09:00:00"):
            self._run_job(moment)
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
        self.assertEqual(self._get_next(), "")

    def test_after_an_hour_without_jobs_it_acts_late_but_once(self):
        self._create_step(share=100, notify_team_lead=True)
        self._run_job("09:00:00")
        self.assertEqual(
            self._get_tasks(self.ticket).mapped("delay"), [90 * 60, 30 * 60]
        )
        self._run_job("09:01:00")
        self.assertEqual(len(self._get_tasks(self.ticket)), 2)

    def test_an_answer_in_time_ends_it(self):
        self._reply(self.ticket, self.user_l1)
        self.assertEqual(self._get_next(), "")
        self._run_job("09:00:00")
        self.assertFalse(self._get_tasks(self.ticket))

    def test_a_pause_suspends_the_step_and_resuming_dates_it_anew(self):
        with freeze_time("2026-11-23 05:30:00"):  # 11:00
            self.ticket.stage_id = self.stage_waiting
        self.assertEqual(self._get_next(), "")
        self._run_job("08:00:00")
        with freeze_time("2026-11-23 08:30:00"):  # 14:00: three hours later
            self.ticket.stage_id = self.stage_progress
        self.assertEqual(self._get_next(), "2026-11-23 10:30:00")
        self.assertFalse(self._get_tasks(self.ticket))

    def test_late_ticket_that_waits_for_the_partner_is_left_alone_until_it_goes_on(
        self,
    ):
        self._create_step(trigger="after", minutes=60, notify_team_lead=True)
        self._run_job("08:31:00")  # 14:01: late
        self._run_job("08:31:00", "settle")
        with freeze_time("2026-11-23 09:00:00"):
            self.ticket.stage_id = self.stage_waiting
        self._run_job("09:40:00")  # 15:10
        self.assertEqual(len(self._get_tasks(self.ticket)), 1)
        with freeze_time("2026-11-23 10:00:00"):
            self.ticket.stage_id = self.stage_progress
        self._run_job("10:00:00")
        self.assertEqual(len(self._get_tasks(self.ticket)), 2)

    def test_a_lower_severity_moves_the_step(self):
        self.ticket.write({"urgency_id": self.urgencies["low"].id})  # P2: a day
        # 6 h 45 min from Monday, 10:00
        self.assertEqual(self._get_next(), "2026-11-23 11:15:00")

    def test_a_step_of_other_severities_does_not_act(self):
        self.step.severity_ids = self.p2
        self._run_job("04:31:00", "follow_promises")
        self.assertEqual(self._get_next(), "")
        self.ticket.write({"urgency_id": self.urgencies["low"].id})
        self.assertEqual(self._get_next(), "2026-11-23 11:15:00")

    def test_a_step_of_another_promise_does_not_act(self):
        self.step.metric = "resolution"
        self._run_job("04:31:00", "follow_promises")
        self.assertEqual(self._get_next(), "")

    def test_a_resolved_ticket_does_not_escalate_and_a_reopened_one_does(self):
        self._run_job("08:31:00", "settle")  # 14:01: late, and nobody answered
        self._create_step(trigger="after", minutes=60, notify_team_lead=True)
        self.ticket.stage_id = self.stage_done
        self._run_job("10:00:00")
        self.assertFalse(self._get_tasks(self.ticket))
        self.ticket.stage_id = self.stage_progress
        self._run_job("10:01:00")
        self.assertEqual(len(self._get_tasks(self.ticket)), 2)

    def test_archived_ticket_does_not_escalate(self):
        self.ticket.active = False
        self._run_job("09:00:00")
        self.assertFalse(self._get_tasks(self.ticket))
        self.ticket.active = True
        self.assertEqual(self._get_next(), "2026-11-23 07:30:00")

    def test_deployment_has_steps_of_its_own(self):
        own = self.escalation.copy({"deployment_id": self.deployment.id})
        own.step_ids.write({"share": 50, "since": "2026-11-02 03:30:00"})
        self._run_job("04:31:00", "follow_promises")
        self.assertEqual(self._get_next(), "2026-11-23 06:30:00")

    def test_ticket_of_another_programme_does_not_escalate(self):
        self.escalation.programme_id = self.programme.copy()
        self._run_job("04:31:00", "follow_promises")
        self.assertEqual(self._get_next(), "")

    def test_archived_policy_has_no_steps(self):
        self.escalation.active = False
        self._run_job("04:31:00", "follow_promises")
        self.assertEqual(self._get_next(), "")

    def test_new_step_does_not_act_on_what_was_before_it(self):
        with freeze_time("2026-11-23 07:45:00"):  # 13:15
            self._create_step(share=50, notify_team_lead=True)
            self._create_step(share=100, notify_team_lead=True)
        self._run_job("07:46:00", "follow_promises")
        self._run_job("07:47:00")
        self.assertEqual(self._get_tasks(self.ticket).step_id, self.step)
        self.assertEqual(self._get_next(), "2026-11-23 08:30:00")

    def test_a_step_whose_moment_is_edited_acts_on_what_comes(self):
        with freeze_time("2026-11-23 07:00:00"):  # 12:30
            self.step.share = 50  # 12:00
        self._run_job("07:01:00", "follow_promises")
        self.assertEqual(self._get_next(), "")

    def test_removed_step_leaves_what_it_did(self):
        self._run_job("07:30:00")
        self.step.unlink()
        task = self._get_tasks(self.ticket)
        self.assertEqual((task.state, len(task.step_id)), ("done", 0))
        self._run_job("08:00:00")
        self.assertEqual(self._get_tasks(self.ticket), task)

    def test_repeats_until_somebody_takes_care(self):
        self.step.repeat_minutes = 30
        self._run_job("07:30:00")
        self._run_job("07:59:00")
        self._run_job("08:00:00")
        tasks = self._get_tasks(self.ticket)
        self.assertEqual(tasks.mapped("cycle"), [1, 2])
        tasks[-1].with_user(self.user_l3).action_acknowledge()
        self._run_job("08:30:00")
        self._run_job("09:30:00")
        self.assertEqual(self._get_tasks(self.ticket), tasks)
        self.assertEqual(tasks.acknowledged_by_id, self.user_l3)

    def test_repetition_after_an_outage_comes_once(self):
        self.step.repeat_minutes = 10
        self._run_job("07:30:00")
        self._run_job("09:00:00")
        self.assertEqual(len(self._get_tasks(self.ticket)), 2)
        self.assertEqual(self._get_next(), "2026-11-23 09:10:00")

    def test_taking_care_stops_no_later_step(self):
        self._create_step(share=100, notify_team_lead=True)
        self._run_job("07:30:00")
        self._get_tasks(self.ticket)._acknowledge(self.user_l3)
        self._run_job("08:30:00")
        self.assertEqual(len(self._get_tasks(self.ticket)), 2)

    def test_creating_a_ticket_asks_no_more_than_without_steps(self):
        def count(**vals):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._create_p1(team_id=self.team.id, **vals)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count()
        with_steps = count()
        self.escalation.active = False
        count()
        self.assertEqual(with_steps, count())

    def test_a_run_with_nothing_due_asks_twice(self):
        Task = self.env["digit.escalation.task"]
        self.env.flush_all()
        with self.assertQueryCount(2):
            Task._cron_escalate()

    def test_due_clocks_run_in_one_batch(self):
        self._create_p1(team_id=self.team.id)
        self._create_p1(team_id=self.team.id)
        self._run_job("07:30:00")
        tasks = self.env["digit.escalation.task"].search(
            [("step_id", "=", self.step.id)]
        )
        self.assertEqual(tasks.mapped("state"), ["done"] * 3)
