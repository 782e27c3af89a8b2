from datetime import datetime

from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestChangedSetup(DigitSlaCommon):
    """An administrator changes what tickets that are open already hang on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00 in India
            cls.ticket = cls._create_p1(stage_id=cls.stage_progress.id)
        # the job has seen the new policy
        cls.programme.sla_policies_changed = False

    def _run_job(self):
        cron = self.env.ref("digit_sla.ir_cron_follow_promises")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _get_clock(self, metric):
        return self.ticket.clock_ids.filtered(lambda clock: clock.metric == metric)

    # ---------------------------------------------------
    # Promises
    # ---------------------------------------------------

    def test_promise_that_is_made_starts_clocks_of_open_tickets(self):
        self._get_target(self.p1, "resolution").term = "8 h"
        self._run_job()
        self.assertEqual(
            self._get_clock("resolution").deadline,
            datetime(2026, 11, 23, 12, 30),  # Monday, 18:00 in India
        )

    def test_promise_that_is_unmade_stops_and_goes_on_when_it_is_made_again(self):
        self._get_target(self.p1).term = "-"
        self._run_job()
        self.assertEqual(self._get_clock("response").status, "stopped")
        self._get_target(self.p1).term = "4 h"
        self._run_job()
        self.assertEqual(self._get_clock("response").status, "running")

    def test_promise_that_is_deleted_stops(self):
        self._get_target(self.p1, "resolution").term = "8 h"
        self._run_job()
        self._get_target(self.p1, "resolution").unlink()
        self._run_job()
        self.assertEqual(self._get_clock("resolution").status, "stopped")

    def test_promise_made_in_the_table_starts_clocks_too(self):
        target = self._get_target(self.p1, "resolution")
        self.policy.write({"target_ids": [(1, target.id, {"term": "8 h"})]})
        self._run_job()
        self.assertEqual(self._get_clock("resolution").status, "running")

    def test_same_promise_of_another_length_has_no_ticket_choose(self):
        self._get_target(self.p1).term = "6 h"
        self.assertFalse(self.programme.sla_policies_changed)

    # ---------------------------------------------------
    # Stages
    # ---------------------------------------------------

    def test_stage_that_waits_from_now_on_pauses(self):
        self.stage_progress.waiting = True
        self._run_job()
        self.assertEqual(self.ticket.sla_state, "paused")
        self.stage_progress.waiting = False
        self._run_job()
        self.assertEqual(self.ticket.sla_state, "running")

    def test_stage_that_is_closed_from_now_on_stops(self):
        self.stage_progress.closed = True
        self._run_job()
        self.assertEqual(self.ticket.sla_state, "none")
        self.stage_progress.closed = False
        self._run_job()
        self.assertEqual(self.ticket.sla_state, "running")

    def test_resolution_is_met_when_its_stage_is_closed_and_goes_on_after(
        self,
    ):
        self._get_target(self.p1, "resolution").term = "8 h"
        self._run_job()
        self.stage_progress.closed = True
        self._run_job()
        self.assertEqual(self._get_clock("resolution").status, "met")
        self.stage_progress.closed = False
        self._run_job()
        self.assertEqual(self._get_clock("resolution").status, "running")

    def test_late_resolution_is_reached_by_a_stage_that_is_closed(self):
        self._get_target(self.p1, "resolution").term = "8 h"
        self._run_job()
        with freeze_time("2026-11-24 04:30:00"):  # Tuesday, 10:00 in India
            self.ticket.clock_ids._settle(datetime(2026, 11, 24, 4, 30))
            self.stage_progress.closed = True
            self._run_job()
        self.assertEqual(
            self._get_clock("resolution").reached_date, datetime(2026, 11, 24, 4, 30)
        )

    def test_stage_with_another_name_has_nothing_follow(self):
        self.stage_progress.write({"name": "At Work", "waiting": False})
        self.assertFalse(self.stage_progress.sla_changed)

    def test_ledger_matches_after_stages_have_changed(self):
        for vals in ({"waiting": True}, {"closed": True}, {"closed": False}):
            self.stage_progress.write(vals)
            self._run_job()
        self.assertFalse(self.env["digit.sla.clock"]._audit()[1])
