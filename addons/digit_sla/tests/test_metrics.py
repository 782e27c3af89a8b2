from datetime import datetime

from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestMetrics(DigitSlaCommon):
    """P1: answered within 4 hours, then heard of every hour, solved within 8 hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._get_target(cls.p1, "update").term = "1 h"
        cls._get_target(cls.p1, "resolution").term = "8 h"
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00 in India
            cls.ticket = cls._create_p1()

    def _get_clock(self, metric, cycle=1):
        return self.ticket.clock_ids.filtered(
            lambda clock: clock.metric == metric and clock.cycle == cycle
        )

    def _get_kinds(self, metric):
        return self._get_clock(metric).event_ids.mapped("kind")

    def test_each_metric_has_its_clock(self):
        self.assertEqual(
            {clock.metric: clock.deadline for clock in self.ticket.clock_ids},
            {
                "response": datetime(2026, 11, 23, 8, 30),
                "update": datetime(2026, 11, 23, 5, 30),
                "resolution": datetime(2026, 11, 23, 12, 30),
            },
        )

    def test_ticket_shows_the_nearest_deadline(self):
        self.assertEqual(self.ticket.sla_deadline, datetime(2026, 11, 23, 5, 30))
        self._get_clock("update")._meet(datetime(2026, 11, 23, 5), "test")
        self.assertEqual(self.ticket.sla_deadline, datetime(2026, 11, 23, 8, 30))

    def test_no_promise_no_clock(self):
        self._get_target(self.p1, "update").term = "-"
        ticket = self._create_p1()
        self.assertEqual(
            set(ticket.clock_ids.mapped("metric")), {"response", "resolution"}
        )

    def test_update_is_owed_again_after_each_message(self):
        with freeze_time("2026-11-23 05:00:00"):  # Monday, 10:30 in India
            self._reply(self.ticket, self.user_l1)
        self.assertEqual(self._get_clock("update").status, "met")
        self.assertEqual(self._get_clock("response").status, "met")
        second = self._get_clock("update", 2)
        self.assertEqual(second.deadline, datetime(2026, 11, 23, 6, 0))
        with freeze_time("2026-11-23 06:30:00"):  # Monday, 12:00 in India: late
            self._reply(self.ticket, self.user_l2)
        self.assertEqual(second.status, "breached")
        self.assertEqual(second.reached_date, datetime(2026, 11, 23, 6, 30))
        self.assertEqual(
            self._get_clock("update", 3).deadline, datetime(2026, 11, 23, 7, 30)
        )

    def test_update_starts_paused_while_waiting(self):
        self.ticket.stage_id = self.stage_waiting
        self._reply(self.ticket, self.user_l1)
        self.assertEqual(self._get_clock("update", 2).status, "paused")

    def test_no_update_is_owed_of_a_closed_ticket(self):
        self.ticket.stage_id = self.stage_done
        self._reply(self.ticket, self.user_l1)
        self.assertFalse(self._get_clock("update", 2))

    def test_resolution_is_met_by_closing(self):
        with freeze_time("2026-11-23 06:30:00"):  # Monday, 12:00 in India
            self.ticket.stage_id = self.stage_done
        clock = self._get_clock("resolution")
        self.assertEqual(clock.status, "met")
        self.assertEqual(clock.reached_date, datetime(2026, 11, 23, 6, 30))
        self.assertEqual(clock.consumed, 2 * 3600)

    def test_closing_stops_what_is_owed_no_more(self):
        with freeze_time("2026-11-23 05:00:00"):  # Monday, 10:30 in India
            self._reply(self.ticket, self.user_l1)
            self.ticket.stage_id = self.stage_done
        self.assertEqual(self._get_clock("update", 2).status, "stopped")
        self.assertEqual(self.ticket.sla_state, "met")

    def test_reopening_resumes_with_what_it_had_consumed(self):
        with freeze_time("2026-11-23 06:30:00"):  # Monday, 12:00 in India
            self.ticket.stage_id = self.stage_done
        with freeze_time("2026-11-25 04:30:00"):  # Wednesday, 10:00 in India
            self.ticket.stage_id = self.stage_progress
        clock = self._get_clock("resolution")
        self.assertEqual(clock.status, "running")
        self.assertFalse(clock.reached_date)
        self.assertEqual(
            clock.deadline,
            datetime(2026, 11, 25, 10, 30),  # Wednesday, 16:00: 6 hours were left
        )
        self.assertEqual(
            self._get_kinds("resolution"),
            ["start", "meet", "resume"],
        )

    def test_resolution_too_late_stays_so_when_reopened(self):
        with freeze_time("2026-11-24 04:30:00"):  # Tuesday, 10:00 in India
            self.ticket.stage_id = self.stage_done
            self.ticket.stage_id = self.stage_progress
            self.ticket.stage_id = self.stage_done
        clock = self._get_clock("resolution")
        self.assertEqual(clock.status, "breached")
        self.assertEqual(self._get_kinds("resolution"), ["start", "breach", "meet"])

    def test_cancelling_settles_the_resolution_too(self):
        self.ticket.stage_id = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_stage_cancelled"
        )
        self.assertEqual(self._get_clock("resolution").status, "met")

    def test_lowering_a_solved_ticket_leaves_its_result(self):
        # S3 lowers a P1 after the fix
        with freeze_time("2026-11-24 04:30:00"):  # Tuesday, 10:00 in India
            self.ticket.stage_id = self.stage_done
            self.ticket.impact_id = self.impacts["low"]
            self.env.flush_all()
        clock = self._get_clock("resolution")
        self.assertEqual((clock.status, clock.budget), ("breached", 8 * 3600))

    def test_promise_that_is_not_made_any_more_stops(self):
        self.ticket.impact_id = self.impacts["low"]  # P2 has a response only
        self.env.flush_all()
        self.assertEqual(self._get_clock("resolution").status, "stopped")
        self.ticket.impact_id = self.impacts["high"]
        self.env.flush_all()
        self.assertEqual(self._get_clock("resolution").status, "running")

    def test_partner_is_told_each_deadline(self):
        facts = dict(self.ticket.get_acknowledgement_facts())
        self.assertEqual(facts["Answer due"], "Mon 23 Nov 2026, 14:00 IST")
        self.assertEqual(facts["Solution due"], "Mon 23 Nov 2026, 18:00 IST")
