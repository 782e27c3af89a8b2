from odoo.tests import Form, freeze_time, tagged

from .common_escalation import EscalationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestEscalationSimulate(EscalationCommon):
    """A P2 filed Friday 17:30 IST: a business day of 9 hours, so due Monday at 17:30."""

    def _simulate(self, **vals):
        form = Form(
            self.env["digit.escalation.simulate"]
            .with_user(self.user_admin)
            .with_context(default_policy_id=self.escalation.id, tz="Europe/Berlin"),
            view="digit_sla.digit_escalation_simulate_view_form",
        )
        values = {
            "severity_id": self.p2,
            "moment": "2026-11-27 12:00:00",  # Friday, 17:30 in India
            **vals,
        }
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def test_tells_when_steps_act_in_both_zones(self):
        form = self._simulate()
        self.assertEqual(form.local_moment, "Fri 27 Nov 2026, 17:30 IST")
        self.assertEqual(form.sla_policy_id, self.policy)
        # 6 h 45 min: half an hour on Friday, the rest on Monday
        for text in ("Mon 30 Nov 15:15", "Mon 30 Nov 10:45", "lead by inbox"):
            self.assertIn(text, form.agenda)
        # late on Monday at 17:30
        self.assertIn("Mon 30 Nov 17:30", form.agenda)

    def test_picture_has_a_mark_for_each_step(self):
        timeline = self._simulate().response_timeline
        kinds = [mark["kind"] for mark in timeline["marks"]]
        self.assertEqual(kinds.count("step"), 1)
        self.assertIn("deadline", kinds)
        self.assertFalse(self._simulate().resolution_timeline)

    def test_repetitions_are_told_a_few_times(self):
        self.step.repeat_minutes = 60
        timeline = self._simulate().response_timeline
        kinds = [mark["kind"] for mark in timeline["marks"]]
        self.assertEqual(kinds.count("step"), 8)

    def test_new_step_acts_in_it(self):
        self._create_step(share=10, notify_team=True)
        self.assertIn("10 % of the time", self._simulate().agenda)

    def test_step_of_another_severity_does_not_act(self):
        self.step.severity_ids = self.p1
        self.assertNotIn("75 %", self._simulate().agenda)
        self.assertIn("75 %", self._simulate(severity_id=self.p1).agenda)

    def test_no_promise_is_told(self):
        self.policy.active = False
        form = self._simulate()
        self.assertIn("Nothing is promised", form.note)
        self.assertFalse(form.response_timeline)

    def test_clocks_that_start_on_a_level_are_told(self):
        level = self.env["digit.support.level"].create(
            {"name": "L3", "programme_id": self.programme.id}
        )
        self.policy.write({"start_on": "level", "start_level_id": level.id})
        self.assertIn("reaches L3", self._simulate().note)

    def test_nothing_is_written(self):
        before = self.env["helpdesk.ticket"].search_count([])
        clocks = self.env["digit.sla.clock"].search_count([])
        self._simulate().save()
        self.env.flush_all()
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)
        self.assertEqual(self.env["digit.sla.clock"].search_count([]), clocks)
        self.assertFalse(self.env["digit.escalation.task"].search_count([]))
