from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestClock(DigitSlaCommon):
    """A response clock of 4 business hours: due Monday 14:00 (08:30 UTC)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00 in India
            cls.ticket = cls._create_p1()
        cls.clock = cls.ticket.clock_ids

    def test_starts_with_the_ticket(self):
        self.assertRecordValues(
            self.clock,
            [
                {
                    "metric": "response",
                    "status": "running",
                    "started": datetime(2026, 11, 23, 4, 30),
                    "deadline": datetime(2026, 11, 23, 8, 30),
                    "risk_date": datetime(2026, 11, 23, 7, 30),
                    "budget": 4 * 3600,
                }
            ],
        )
        self.assertEqual(self.ticket.sla_state, "running")
        self.assertEqual(self.ticket.sla_deadline, datetime(2026, 11, 23, 8, 30))

    def test_friday_evening_is_due_on_monday(self):
        with freeze_time("2026-11-20 11:30:00"):  # Friday, 17:00 in India
            ticket = self._create_p1()
        self.assertEqual(
            ticket.sla_deadline,
            datetime(2026, 11, 23, 6, 30),  # Monday, 12:00 in India
        )

    def test_business_day_is_a_day_of_the_schedule(self):
        ticket = self._create_ticket(
            impact_id=self.impacts["high"].id, urgency_id=self.urgencies["low"].id
        )
        self.assertEqual(ticket.severity_id, self.p2)
        self.assertEqual(
            ticket.sla_deadline,
            datetime(2026, 11, 24, 4, 30),  # Tuesday, 10:00 in India
        )

    def test_no_policy_no_clock(self):
        self.policy.active = False
        ticket = self._create_p1()
        self.assertFalse(ticket.clock_ids)
        self.assertEqual(ticket.sla_state, "none")
        self.assertFalse(ticket.sla_countdown)

    def test_clock_starts_when_the_programme_is_found(self):
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "?", "description": "?", "user_id": False}
        )
        self.assertFalse(ticket.clock_ids)
        with freeze_time("2026-11-23 06:30:00"):  # Monday, 12:00 in India
            ticket.partner_id = self.asha.partner_id
            self.env.flush_all()
        self.assertEqual(ticket.clock_ids.started, datetime(2026, 11, 23, 4, 30))
        self.assertEqual(self._get_history(ticket), ["start"])

    def test_closed_from_the_start_no_clock(self):
        self.assertFalse(self._create_p1(stage_id=self.stage_done.id).clock_ids)

    # what meets it

    def test_public_reply_of_an_agent_meets_it(self):
        with freeze_time("2026-11-23 07:00:00"):  # Monday, 12:30 in India
            self._reply(self.ticket, self.user_l1)
        self.assertEqual(self.clock.status, "met")
        self.assertEqual(self.clock.reached_date, datetime(2026, 11, 23, 7, 0))
        self.assertEqual(self.clock.consumed, 2.5 * 3600)
        self.assertEqual(self.ticket.sla_state, "met")
        self.assertFalse(self.ticket.sla_deadline)

    def test_reply_at_the_deadline_is_in_time(self):
        with freeze_time("2026-11-23 08:30:00"):  # Monday, 14:00 in India
            self._reply(self.ticket, self.user_l1)
        self.assertEqual(self.ticket.sla_state, "met")

    def test_second_reply_changes_nothing(self):
        self._reply(self.ticket, self.user_l1)
        self._reply(self.ticket, self.user_l2)
        self.assertEqual(self._get_history(self.ticket), ["start", "meet"])

    def test_note_does_not_meet_it(self):
        self._reply(self.ticket, self.user_l1, subtype_xmlid="mail.mt_note")
        self.assertEqual(self.ticket.sla_state, "running")

    def test_reporter_does_not_meet_it(self):
        self._reply(self.ticket, self.asha)
        self.assertEqual(self.ticket.sla_state, "running")

    def test_reporter_who_works_here_does_not_meet_it(self):
        ticket = self._create_p1(
            partner_id=self.user_l2.partner_id.id, deployment_id=self.deployment.id
        )
        self._reply(ticket, self.user_l2)
        self.assertEqual(ticket.sla_state, "running")
        self._reply(ticket, self.user_l1)
        self.assertEqual(ticket.sla_state, "met")

    def test_machine_does_not_meet_it(self):
        self._reply(self.ticket, self.env.ref("base.user_root"))
        self._reply(self.ticket, self.user_l1, message_type="auto_comment")
        self._reply(self.ticket, self.user_l1, message_type="notification")
        self.assertEqual(self.ticket.sla_state, "running")

    # the state follows from the time alone

    def test_at_risk_breached_without_any_job(self):
        for moment, state in (
            ("2026-11-23 07:29:59", "running"),
            ("2026-11-23 07:30:00", "at_risk"),
            ("2026-11-23 08:30:00", "at_risk"),
            ("2026-11-23 08:30:01", "breached"),
        ):
            with self.subTest(moment), freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(self.ticket.sla_state, state)
                self.assertEqual(self.clock.state, state)

    def test_search_agrees_with_what_is_shown(self):
        tickets = self.ticket | self._create_p1() | self._create_p1()
        self._reply(tickets[1], self.user_l1)
        tickets[2].stage_id = self.stage_waiting
        tickets |= self._create_ticket(partner_id=self.stranger.id)
        states = ("none", "running", "paused", "at_risk", "breached", "met")
        for moment in ("2026-11-23 05:00:00", "2026-11-23 08:00", "2026-11-24 08:00"):
            with freeze_time(moment):
                self.env.invalidate_all()
                for state in states:
                    shown = tickets.filtered(lambda t, s=state: t.sla_state == s)
                    own = [("id", "in", tickets.ids)]
                    found = tickets.search([("sla_state", "=", state), *own])
                    self.assertEqual(found, shown.sorted(), (moment, state))
                    others = tickets.search([("sla_state", "!=", state), *own])
                    self.assertEqual(others | found, tickets.sorted() | found)
                    self.assertFalse(others & found)
                    clocks = tickets.clock_ids
                    self.assertEqual(
                        clocks.search(
                            [("state", "=", state), ("id", "in", clocks.ids)]
                        ),
                        clocks.filtered(lambda c, s=state: c.state == s).sorted(),
                    )

    def test_late_reply_leaves_it_breached(self):
        with freeze_time("2026-11-23 09:00:00"):  # Monday, 14:30 in India
            self._reply(self.ticket, self.user_l1)
        self.assertEqual(self.ticket.sla_state, "breached")
        self.assertEqual(self._get_history(self.ticket), ["start", "breach", "meet"])
        self.assertEqual(self.clock.reached_date, datetime(2026, 11, 23, 9, 0))
        breach = self.clock.event_ids[1]
        self.assertEqual(breach.moment, datetime(2026, 11, 23, 8, 30))

    def test_job_records_the_breach_once(self):
        with freeze_time("2026-11-23 12:00:00"):  # Monday, 17:30 in India
            for _run in range(2):
                with self.enter_registry_test_mode():
                    self.env.ref("digit_sla.ir_cron_settle").method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(self._get_history(self.ticket), ["start", "breach"])
            self.assertEqual(self.ticket.sla_state, "breached")
            # still owed, and shown so
            self.assertEqual(self.ticket.sla_deadline, datetime(2026, 11, 23, 8, 30))

    # pause, stop, reopen

    def test_waiting_pauses_and_keeps_what_is_left(self):
        with freeze_time("2026-11-23 06:30:00"):  # Monday, 12:00 in India
            self.ticket.stage_id = self.stage_waiting
        self.assertEqual(self.ticket.sla_state, "paused")
        self.assertFalse(self.ticket.sla_deadline)
        self.assertEqual(self.clock.consumed, 2 * 3600)
        with freeze_time("2026-11-25 11:30:00"):  # Wednesday, 17:00 in India
            self.ticket.stage_id = self.stage_progress
        self.assertEqual(
            self.ticket.sla_deadline,
            datetime(2026, 11, 26, 4, 30),  # Thursday, 10:00 in India
        )

    def test_paused_beyond_its_deadline_is_not_breached(self):
        self.ticket.stage_id = self.stage_waiting
        with freeze_time("2026-11-30 08:00:00"):  # a week later
            self.env.invalidate_all()
            self.assertEqual(self.ticket.sla_state, "paused")

    def test_closing_unanswered_stops_it_and_reopening_resumes(self):
        with freeze_time("2026-11-23 06:30:00"):  # Monday, 12:00 in India
            self.ticket.stage_id = self.stage_done
        self.assertEqual(self.clock.status, "stopped")
        self.assertEqual(self.ticket.sla_state, "none")
        with freeze_time("2026-11-24 04:30:00"):  # Tuesday, 10:00 in India
            self.ticket.stage_id = self.stage_progress
            self.assertEqual(self.ticket.sla_state, "running")
        self.assertEqual(self.ticket.sla_deadline, datetime(2026, 11, 24, 6, 30))

    def test_stage_that_follows_the_team_pauses_too(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        self.stage_waiting.team_ids = team
        (self.stage_waiting | self.stage_progress).sequence = 0
        self.ticket.stage_id.team_ids = self.team
        self.ticket.team_id = team
        self.env.flush_all()
        self.assertNotEqual(self.ticket.stage_id.team_ids, self.team)
        self.assertEqual(
            self.ticket.sla_state,
            "paused" if self.ticket.stage_id.waiting else "running",
        )

    # another severity

    def test_severity_retargets_from_the_start(self):
        with freeze_time("2026-11-23 05:30:00"):  # Monday, 11:00 in India
            self.ticket.urgency_id = self.urgencies["low"]
            self.env.flush_all()
        self.assertEqual(self.ticket.severity_id, self.p2)
        self.assertEqual(
            self.ticket.sla_deadline,
            datetime(2026, 11, 24, 4, 30),  # Tuesday, 10:00 in India
        )
        self.assertEqual(self._get_history(self.ticket), ["start", "retarget"])
        self.assertIn("P2", self.clock.event_ids[-1].cause)

    def test_raised_too_late_is_breached_at_once(self):
        ticket = self._create_ticket()  # P3: 2 days
        with freeze_time("2026-11-23 09:30:00"):  # Monday, 15:00 in India
            ticket.write(
                {
                    "impact_id": self.impacts["high"].id,
                    "urgency_id": self.urgencies["high"].id,
                }
            )
            self.env.flush_all()
            self.assertEqual(ticket.sla_state, "breached")
        self.assertEqual(ticket.clock_ids.event_ids[-1].kind, "breach")

    def test_settled_clock_is_frozen(self):
        self._reply(self.ticket, self.user_l1)
        self.ticket.impact_id = self.impacts["low"]
        self.ticket.stage_id = self.stage_waiting
        self.ticket.stage_id = self.stage_done
        self.env.flush_all()
        self.assertEqual(self._get_history(self.ticket), ["start", "meet"])
        self.assertEqual(self.clock.budget, 4 * 3600)

    def test_archived_policy_leaves_the_promise_standing(self):
        self.policy.active = False
        self.ticket.stage_id = self.stage_progress
        self.assertEqual(self.ticket.sla_state, "running")

    # the ledger

    def test_history_cannot_be_changed(self):
        event = self.clock.event_ids
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            event.moment = datetime(2026, 1, 1)
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            event.unlink()

    def test_history_names_who_did_it(self):
        self._reply(self.ticket, self.user_l1)
        self.assertEqual(self.clock.event_ids[-1].user_id, self.user_l1)

    def test_deleted_ticket_takes_its_clocks_along(self):
        clock = self.clock
        self.ticket.unlink()
        self.assertFalse(clock.exists())

    # many at once

    def test_cost_of_a_stage_change_does_not_grow_by_ticket(self):
        tickets = self.env["helpdesk.ticket"].create(
            [
                {
                    "name": str(number),
                    "description": "-",
                    "partner_id": self.stranger.id,
                    "programme_id": self.programme.id,
                    "user_id": False,
                }
                for number in range(12)
            ]
        )
        self.assertEqual(len(tickets.clock_ids), 12)
        self.env.flush_all()
        counts = []
        for batch in (tickets[:1], tickets[1:3], tickets[3:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch._sync_clocks()
            batch.clock_ids._meet(datetime(2026, 11, 23, 5), "test")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])  # the first one warms up


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestSchedule(DigitSlaCommon):
    def _run_job(self):
        cron = self.env.ref("digit_sla.ir_cron_follow_promises")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _create_holiday(self, day, calendar):
        """A whole day in India, without a calendar when that is empty."""
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "company_id": self.env.company.id,
                "date_from": f"2026-11-{day - 1:02} 18:30:00",
                "date_to": f"2026-11-{day:02} 18:29:59",
            }
        )

    def test_holiday_moves_running_clocks(self):
        with freeze_time("2026-11-23 11:00:00"):  # Monday, 16:30 in India
            ticket = self._create_p1()
            self._create_holiday(24, self.calendar)
            self._run_job()
        self.assertEqual(
            ticket.sla_deadline,
            datetime(2026, 11, 25, 6, 0),  # Wednesday, 11:30 in India
        )
        self.assertEqual(self._get_history(ticket), ["start", "retarget"])

    def test_holiday_leaves_settled_clocks_alone(self):
        ticket = self._create_p1()
        self._reply(ticket, self.user_l1)
        self._create_holiday(23, self.calendar)
        self._run_job()
        self.assertEqual(self._get_history(ticket), ["start", "meet"])

    def test_holiday_of_the_company_counts(self):
        self._create_holiday(23, self.env["resource.calendar"])
        self.assertEqual(
            self._create_p1().sla_deadline,
            datetime(2026, 11, 24, 7, 30),  # Tuesday, 13:00 in India
        )

    def test_holiday_of_another_company_does_not_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        holiday = self._create_holiday(23, self.env["resource.calendar"])
        holiday.company_id = other
        self.calendar._refresh_sla_schedule()
        self.assertEqual(self._create_p1().sla_deadline, datetime(2026, 11, 23, 8, 30))

    def test_half_a_day_off(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed from 11:00 to 13:00",
                "calendar_id": self.calendar.id,
                "date_from": "2026-11-23 05:30:00",
                "date_to": "2026-11-23 07:30:00",
            }
        )
        self.assertEqual(self._create_p1().sla_deadline, datetime(2026, 11, 23, 10, 30))

    def test_time_off_of_a_person_does_not_count(self):
        resource = self.env["resource.resource"].create(
            {"name": "Somebody", "calendar_id": self.calendar.id}
        )
        before = self.calendar.sla_schedule_id
        self._create_holiday(23, self.calendar).resource_id = resource
        self.assertEqual(self.calendar.sla_schedule_id, before)

    def test_changed_hours_move_running_clocks(self):
        ticket = self._create_p1()
        self.calendar.attendance_ids.hour_to = 13
        self._run_job()
        self.assertEqual(
            ticket.sla_deadline,
            datetime(2026, 11, 24, 4, 30),  # Tuesday, 10:00 in India
        )

    def test_changed_promise_moves_running_clocks(self):
        ticket = self._create_p1()
        answered = self._create_p1()
        self._reply(answered, self.user_l1)
        self._get_target(self.p1).amount = 6
        self._run_job()
        self.assertEqual(ticket.sla_deadline, datetime(2026, 11, 23, 10, 30))
        self.assertEqual(self._get_history(answered), ["start", "meet"])

    def test_another_schedule_of_the_policy_moves_running_clocks(self):
        ticket = self._create_p1()
        self.policy.resource_calendar_id = self._create_calendar(
            "Evening", "Asia/Kolkata", [(day, 12, 21) for day in range(5)]
        )
        self._run_job()
        self.assertEqual(
            ticket.sla_deadline,
            datetime(2026, 11, 23, 10, 30),  # Monday, 16:00 in India
        )

    def test_round_the_clock_ignores_the_schedule(self):
        self._get_target(self.p1).unit = "elapsed_hours"
        with freeze_time("2026-11-20 16:00:00"):  # Friday, 21:30 in India
            ticket = self._create_p1()
        self.assertEqual(ticket.sla_deadline, datetime(2026, 11, 20, 20, 0))

    def test_replay_is_right_after_the_schedule_has_changed(self):
        ticket = self._create_p1()
        self._reply(ticket, self.user_l1)
        before = ticket.clock_ids.read(["deadline", "consumed", "status"])
        self.calendar.attendance_ids.hour_to = 13
        self._run_job()
        ticket.clock_ids._compute_figures()
        self.assertEqual(
            ticket.clock_ids.read(["deadline", "consumed", "status"]), before
        )

    def test_overnight_hours(self):
        night = self._create_calendar(
            "Night",
            "Asia/Kolkata",
            [w for day in range(7) for w in ((day, 0, 2.5), (day, 10, 24))],
        )
        self.policy.resource_calendar_id = night
        with freeze_time("2026-11-23 17:30:00"):  # Monday, 23:00 in India
            ticket = self._create_p1()
        # 3 h 30 until 2:30, and half an hour from 10:00
        self.assertEqual(
            ticket.sla_deadline,
            datetime(2026, 11, 24, 5, 0),  # Tuesday, 10:30 in India
        )

    def test_reference_hours_of_s4(self):
        """Mozambique 8:00-23:00 CAT is 11:30-2:30 in India; the team there 10-2:30."""
        schedules = {
            name: calendar._get_sla_hours()
            for name in ("mozambique", "hcm_india")
            for calendar in self.env.ref(f"digit_sla.resource_calendar_{name}")
        }
        day = datetime.fromisoformat("2026-11-23T12:00:00+00:00")
        later = datetime.fromisoformat("2026-11-24T12:00:00+00:00")
        for name, hours in (("mozambique", 15), ("hcm_india", 16.5)):
            self.assertEqual(schedules[name].between(day, later), hours * 3600)
        close = datetime.fromisoformat("2026-11-23T21:00:00+00:00")
        for hours in schedules.values():
            self.assertEqual(list(hours.segments(day, later))[0][1], close)


@tagged("post_install", "-at_install")
class TestReferenceData(DigitSlaCommon):
    """What S1 and S2 promise, as installed."""

    def test_s1_and_s2(self):
        for policy, promises in (
            ("urban", {"P1": 4, "P2": 9, "P3": 18}),
            ("mukta", {"P1": 9, "P2": 18, "P3": 18, "P4": 18}),
        ):
            policy = self.env.ref(f"digit_sla.digit_sla_policy_{policy}")
            promised = policy.target_ids.filtered(lambda t: t._is_promise())
            self.assertEqual(set(promised.mapped("metric")), {"response"})
            self.assertEqual(
                {t.severity_id.code: t.budget / 3600 for t in promised}, promises
            )

    def test_s2_keeps_aim_and_promise(self):
        targets = self.env.ref("digit_sla.digit_sla_policy_mukta").target_ids
        self.assertEqual(
            [(t.severity_id.code, t.term) for t in targets if t._is_promise()],
            [("P1", "1 d"), ("P2", "1-2 d"), ("P3", "1-2 d"), ("P4", "1-2 d")],
        )

    def test_holidays_of_india_close_the_office(self):
        hours = self.env.ref("digit_sla.resource_calendar_ist")._get_sla_hours()
        for day in ("2026-01-26", "2026-10-02", "2027-01-26"):  # Mon, Fri, Tue
            noon = datetime.fromisoformat(f"{day}T06:30:00+00:00")
            self.assertFalse(hours.is_open(noon), day)
        noon = datetime.fromisoformat("2026-11-23T06:30:00+00:00")  # Monday
        self.assertTrue(hours.is_open(noon))


@tagged("post_install", "-at_install")
class TestCreation(DigitSlaCommon):
    def _count_queries(self, count, team):
        """How many queries it takes to create so many tickets for ``team``."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["helpdesk.ticket"].create(
            [
                {
                    "name": str(number),
                    "description": "-",
                    "user_id": False,
                    "team_id": team.id,
                }
                for number in range(count)
            ]
        )
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_clocks_cost_no_query_for_each_ticket(self):
        bare = self.env["helpdesk.ticket.team"].create({"name": "No programme"})
        growth = {}
        for team in (bare, self.team):
            self._count_queries(2, team)  # warms up
            few, many = (self._count_queries(count, team) for count in (2, 12))
            growth[team] = many - few
        self.assertEqual(growth[self.team], growth[bare])
        clocks = self.env["digit.sla.clock"].search_count(
            [("ticket_id.team_id", "=", self.team.id)]
        )
        self.assertEqual(clocks, 16)
