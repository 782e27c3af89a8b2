from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 11:00:00")  # Monday, 16:30 in India
class TestTimeline(DigitSlaCommon):
    """A response clock of 4 business hours: due Tuesday 11:30 in India."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-23 11:00:00"):  # Monday, 16:30 in India
            cls.ticket = cls._create_p1()
        cls.clock = cls.ticket.clock_ids.with_user(cls.user_l1)

    def _explain(self, moment, clock=None):
        with freeze_time(moment):
            self.env.invalidate_all()
            return (clock or self.clock)._explain()

    def _create_holiday(self, name, start, stop):
        self.env["resource.calendar.leaves"].create(
            {
                "name": name,
                "calendar_id": self.calendar.id,
                "date_from": f"2026-11-{start}",
                "date_to": f"2026-11-{stop}",
            }
        )

    # the sentence

    def test_running(self):
        self.assertEqual(
            self._explain("2026-11-23 11:30:00"),
            "due Tue 24 Nov 11:30 IST: 4 business hours from Mon 23 Nov 16:30; "
            "closed 18:00-09:00",
        )

    def test_late(self):
        self.assertIn("was due Tue 24 Nov 11:30", self._explain("2026-11-25 11:00:00"))

    def test_met(self):
        with freeze_time("2026-11-23 11:30:00"):  # Monday, 17:00 in India
            self._reply(self.ticket, self.user_l1)
        self.assertEqual(
            self._explain("2026-11-30 11:00:00"),
            "met Mon 23 Nov 17:00 IST, due Tue 24 Nov 11:30 IST: 4 business hours from "
            "Mon 23 Nov 16:30; closed 18:00-09:00",
        )

    def test_reached_late(self):
        with freeze_time("2026-11-24 11:00:00"):  # Tuesday, 16:30 in India
            self._reply(self.ticket, self.user_l1)
        self.assertIn(
            "was due Tue 24 Nov 11:30 IST, reached Tue 24 Nov 16:30 IST",
            self._explain("2026-11-30 11:00:00"),
        )

    def test_paused(self):
        with freeze_time("2026-11-23 12:00:00"):  # Monday, 17:30 in India
            self.ticket.stage_id = self.stage_waiting
        self.assertIn("paused with 3 h left", self._explain("2026-11-24 11:00:00"))

    def test_working_time_that_is_left_is_told_in_hours(self):
        self._get_target(self.p1).term = "30 h"
        with freeze_time("2026-11-23 11:00:00"):  # Monday, 16:30 in India
            ticket = self._create_p1(stage_id=self.stage_waiting.id)
        self.assertIn("paused with 30 h left", ticket.clock_ids._explain())

    def test_pause_is_told_by_the_wall_clock(self):
        with freeze_time("2026-11-23 12:00:00"):  # Monday, 17:30 in India
            self.ticket.stage_id = self.stage_waiting
        with freeze_time("2026-11-25 06:30:00"):  # Wednesday, 12:00 in India
            self.ticket.stage_id = self.stage_progress
        self.assertEqual(
            self._explain("2026-11-25 07:00:00"),
            "due Wed 25 Nov 15:00 IST: 4 business hours from Mon 23 Nov 16:30; "
            "paused 1 d 18 h while waiting",
        )

    def test_closed_hours_after_a_pause(self):
        self.ticket.stage_id = self.stage_waiting
        self.ticket.stage_id = self.stage_progress
        self.assertIn("closed 18:00-09:00", self._explain("2026-11-23 11:30:00"))

    def test_weekend_and_late_start(self):
        with freeze_time("2026-11-20 16:00:00"):  # Friday, 21:30 in India
            clock = self._create_p1().clock_ids
        self.assertEqual(
            self._explain("2026-11-20 16:00:00", clock),
            "due Mon 23 Nov 13:00 IST: 4 business hours from Fri 20 Nov 21:30; "
            "closed until Mon 09:00",
        )

    def test_days_over_a_weekend(self):
        with freeze_time("2026-11-26 11:00:00"):  # Thursday, 16:30 in India
            clock = self._create_ticket().clock_ids  # P3
        self.assertEqual(
            self._explain("2026-11-26 11:00:00", clock),
            "due Mon 30 Nov 16:30 IST: 2 business days from Thu 26 Nov 16:30; "
            "closed 18:00-09:00, Fri 18:00-Mon 09:00",
        )

    def test_holiday_is_named(self):
        self._create_holiday("Gurpurab", "23 18:30:00", "24 18:29:59")
        clock = self._create_p1().clock_ids
        self.assertEqual(
            self._explain("2026-11-23 11:00:00", clock),
            "due Wed 25 Nov 11:30 IST: 4 business hours from Mon 23 Nov 16:30; "
            "closed 18:00-09:00; Tue 24 Nov is a holiday",
        )

    def test_closed_part_of_a_day_is_named(self):
        self._create_holiday("Fire drill", "24 04:30:00", "24 05:30:00")
        clock = self._create_p1().clock_ids
        self.assertIn(
            "Tue 24 Nov is closed 10:00-11:00",
            self._explain("2026-11-23 11:00:00", clock),
        )

    def test_round_the_clock(self):
        self._get_target(self.p1).term = "1 e"
        clock = self._create_p1().clock_ids
        self.assertEqual(
            self._explain("2026-11-23 11:00:00", clock),
            "due Mon 23 Nov 17:30 IST: 1 hour round the clock from Mon 23 Nov 16:30",
        )

    # the picture

    def test_segments(self):
        self.assertEqual(
            [
                (segment["kind"], segment["stop"] - segment["start"])
                for segment in self.clock.timeline["segments"]
            ],
            [("open", 1.5 * 3600), ("closed", 15 * 3600), ("open", 2.5 * 3600)],
        )

    def test_marks(self):
        self.assertEqual(
            [(mark["kind"], mark["place"]) for mark in self.clock.timeline["marks"]],
            [("start", 0), ("deadline", 100)],
        )

    def test_holiday_is_told_from_a_night(self):
        self._create_holiday("Gurpurab", "23 18:30:00", "24 18:29:59")
        kinds = [s["kind"] for s in self._create_p1().clock_ids.timeline["segments"]]
        self.assertEqual(kinds, ["open", "closed", "holiday", "closed", "open"])

    def test_partner_is_told_neither_causes_nor_persons(self):
        with freeze_time("2026-11-23 11:30:00"):  # Monday, 17:00 in India
            self._reply(self.ticket, self.user_l1)
        told = str(self.clock.with_user(self.asha).timeline)
        self.assertIn("business hours", told)
        for word in (self.user_l1.name, self.ticket.stage_id.name, self.policy.name):
            self.assertNotIn(word, told)

    def test_stranger_is_told_nothing(self):
        clocks = self.env["digit.sla.clock"].with_user(self.balbir)
        self.assertNotIn(self.clock, clocks.search([]))

    def test_pictures_cost_no_query_for_each_clock(self):
        clocks = self.clock
        for _number in range(11):
            clocks |= self._create_p1().clock_ids.with_user(self.user_l1)
        counts = []
        for batch in (clocks, clocks[:2], clocks):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.mapped("timeline")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])  # the first one warms up

    def test_portal_has_a_picture_without_what_is_internal(self):
        with freeze_time("2026-11-23 12:00:00"):  # Monday, 17:30 in India
            self.ticket.urgency_id = self.urgencies["low"]
            self.env.flush_all()
            picture = self.ticket.with_user(self.asha)._get_portal_timeline()
        self.assertIn("retarget", self._get_history(self.ticket))
        self.assertEqual([m["kind"] for m in picture["marks"]], ["start", "deadline"])
        self.assertEqual(
            picture["segments"][0]["title"],
            "Working time: Mon 23 Nov 16:30 – Mon 23 Nov 18:00",
        )
