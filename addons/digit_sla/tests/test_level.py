from datetime import datetime
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, mute_logger, tagged

from .common import DigitSlaCommon


class SlaLevelCommon(DigitSlaCommon):
    """Three levels: the helpdesk in the office's hours, the trainers in theirs, eGov.

    The office works from 9:00 to 18:00, the trainers from 12:00 to 21:00, eGov from
    7:00 to 16:00. A P1 is answered within 4 hours.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late_shift, cls.early_shift = (
            cls._create_calendar(
                name, "Asia/Kolkata", [(day, start, stop) for day in range(5)]
            )
            for name, start, stop in (("Trainers", 12, 21), ("eGov", 7, 16))
        )
        cls.l1, cls.l2, cls.l3 = cls.env["digit.support.level"].create(
            [
                {
                    "name": name,
                    "programme_id": cls.programme.id,
                    "sequence": rank,
                    "team_id": cls.team.copy({"name": name}).id
                    if rank
                    else cls.team.id,
                    "resource_calendar_id": calendar.id,
                    "is_egov": name == "L3",
                }
                for rank, (name, calendar) in enumerate(
                    (
                        ("L1", cls.calendar.browse()),
                        ("L2", cls.late_shift),
                        ("L3", cls.early_shift),
                    )
                )
            ]
        )
        (cls.l2 | cls.l3).team_id.user_ids = cls.user_l1

    @classmethod
    def _create_egov_policy(cls, **vals):
        """A policy of the last level, whose P1 is answered within 2 hours."""
        policy = cls.policy.copy({"name": "eGov", "level_id": cls.l3.id, **vals})
        cls._get_target_of(policy, cls.p1).term = "2 h"
        return policy

    @classmethod
    def _get_target_of(cls, policy, severity):
        return policy.target_ids.filtered(
            lambda t: t.severity_id == severity and t.metric == "response"
        )

    def _move(self, moment, level, ticket=None):
        with freeze_time(moment):
            (ticket or self.ticket).level_id = level
            self.env.flush_all()

    def _run_job(self):
        # a job commits as it goes, which a test must not
        with patch.object(
            self.env.registry["ir.cron"], "_commit_progress", lambda *_, **__: 60
        ):
            self.env["digit.sla.clock"]._cron_follow_promises()
        self.env.invalidate_all()

    def assertReplays(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.ticket.clock_ids._find_mismatches())


@tagged("post_install", "-at_install")
class TestLevelHours(SlaLevelCommon):
    """The clock counts in the hours of the level that has the ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.schedule_of = "level"
        with freeze_time("2026-11-23 03:30:00"):  # Monday, 9:00 in India
            cls.ticket = cls._create_p1()
            cls.env.flush_all()
        cls.clock = cls.ticket.clock_ids

    def test_level_without_a_schedule_counts_in_the_policys(self):
        self.assertEqual(self.clock.schedule_id, self.policy.schedule_id)
        self.assertEqual(self.clock.hours_level_id, self.l1)

    def test_next_level_is_not_charged_for_the_time_of_the_one_before(self):
        self._move("2026-11-23 04:30:00", self.l2)  # Monday, 10:00: 1 h used
        # 3 hours from 12:00 on
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 23, 9, 30))
        self.assertEqual(self.clock.consumed, 3600)
        self.assertEqual(self._get_history(self.ticket), ["start", "handover"])
        self.assertReplays()

    def test_handed_back(self):
        self._move("2026-11-23 04:30:00", self.l2)  # 10:00: 1 h used
        self._move("2026-11-23 07:30:00", self.l1)  # 13:00: 2 h used
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 23, 9, 30))
        self.assertReplays()

    def test_handed_over_while_paused(self):
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00: 1 h used
            self.ticket.stage_id = self.stage_waiting
        self._move("2026-11-23 05:30:00", self.l2)
        with freeze_time("2026-11-23 07:30:00"):  # Monday, 13:00
            self.ticket.stage_id = self.stage_progress
        self.assertEqual(
            self._get_history(self.ticket), ["start", "pause", "handover", "resume"]
        )
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 23, 10, 30))
        self.assertReplays()

    def test_met_clock_is_not_handed_over(self):
        with freeze_time("2026-11-23 04:00:00"):  # Monday, 9:30
            self._reply(self.ticket, self.user_l1)
        self._move("2026-11-23 04:30:00", self.l2)
        self.assertEqual(self._get_history(self.ticket), ["start", "meet"])

    def test_many_tickets_are_handed_over_at_once(self):
        with freeze_time("2026-11-23 03:30:00"):  # Monday, 9:00
            tickets = self.ticket | self._create_p1() | self._create_p1()
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00
            tickets.level_id = self.l2
        self.assertEqual(
            set(tickets.clock_ids.mapped("deadline")), {datetime(2026, 11, 23, 9, 30)}
        )

    def test_team_of_another_level_hands_over(self):
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00
            self.ticket.team_id = self.l2.team_id
            self.env.flush_all()
        self.assertEqual(self.clock.hours_level_id, self.l2)

    def test_promise_round_the_clock_has_no_level(self):
        self._get_target(self.p1).term = "6 e"
        with freeze_time("2026-11-23 04:00:00"):  # Monday, 9:30
            self._run_job()
        self._move("2026-11-23 04:30:00", self.l2)
        self.assertFalse(self.clock.hours_level_id)
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 23, 9, 30))

    def test_holiday_of_a_level_moves_its_clocks(self):
        self._move("2026-11-23 04:30:00", self.l2)
        with freeze_time("2026-11-23 05:00:00"):  # Monday, 10:30
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Holiday",
                    "calendar_id": self.late_shift.id,
                    "date_from": "2026-11-22 18:30:00",
                    "date_to": "2026-11-23 18:29:59",
                }
            )
            self._run_job()
        # Tuesday, 3 hours from 12:00 on
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 24, 9, 30))
        self.assertEqual(self.clock.consumed, 3600)

    def test_other_schedule_of_a_level_moves_its_clocks(self):
        self._move("2026-11-23 04:30:00", self.l2)
        self.l2.resource_calendar_id = self.early_shift
        with freeze_time("2026-11-23 05:00:00"):  # Monday, 10:30
            self._run_job()
        # since 10:00 in the early shift: 1 h + 3 h
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 23, 7, 30))

    def test_hours_before_a_hand_over_stay_when_a_holiday_is_added(self):
        self._move("2026-11-23 04:30:00", self.l2)
        with freeze_time("2026-11-23 05:00:00"):  # Monday, 10:30
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Holiday",
                    "calendar_id": self.calendar.id,
                    "date_from": "2026-11-22 18:30:00",
                    "date_to": "2026-11-23 18:29:59",
                }
            )
            self._run_job()
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 23, 9, 30))

    def test_policy_that_counts_in_its_own_hours_again_moves_its_clocks(self):
        self._move("2026-11-23 04:30:00", self.l2)
        self.policy.schedule_of = "policy"
        with freeze_time("2026-11-23 05:00:00"):  # Monday, 10:30
            self._run_job()
        self.assertFalse(self.clock.hours_level_id)
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 23, 7, 30))
        self.assertReplays()

    def test_promise_that_is_made_late_counts_each_level_in_its_hours(self):
        self._move("2026-11-23 04:30:00", self.l2)  # Monday, 10:00
        with freeze_time("2026-11-23 05:00:00"):  # Monday, 10:30
            self._get_target(self.p1, "resolution").term = "5 h"
            self.ticket._sync_clocks()
        resolution = self.ticket.clock_ids - self.clock
        self.assertEqual(resolution.deadline, datetime(2026, 11, 23, 10, 30))

    def test_programmes_last_day_ends_a_levels_hours(self):
        self.programme.date_end = "2026-11-23"
        window = self.l2.schedule_id.definition["window"]
        self.assertEqual(window[1], "2026-11-23")

    def test_working_time_of_each_stay(self):
        self._move("2026-11-23 04:30:00", self.l2)  # Monday, 10:00
        self._move("2026-11-23 08:30:00", self.l1)  # Monday, 14:00
        with freeze_time("2026-11-23 09:00:00"):  # Monday, 14:30
            stays = self.ticket.with_user(self.user_l1).level_stay_ids
            self.assertEqual(stays.mapped("working_hours"), [1, 2, 0.5])

    def test_working_time_ends_with_the_ticket(self):
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00
            self.ticket.stage_id = self.stage_done
            self.env.flush_all()
        with freeze_time("2026-11-23 09:00:00"):  # Monday, 14:30
            self.assertEqual(self.ticket.level_stay_ids.working_hours, 1)

    def test_hand_over_is_in_the_picture(self):
        self._move("2026-11-23 04:30:00", self.l2)
        with freeze_time("2026-11-23 05:00:00"):  # Monday, 10:30
            timeline = self.clock._get_timeline(datetime(2026, 11, 23, 5, 0))
            sentence = self.clock._explain()
        self.assertIn("handover", [mark["kind"] for mark in timeline["marks"]])
        self.assertEqual(
            [segment["kind"] for segment in timeline["segments"]],
            ["open", "closed", "open"],
        )
        self.assertIn("handed over Mon 23 Nov 10:00", sentence)

    def test_policy_is_tested_on_the_levels_of_the_past(self):
        self._move("2026-11-23 04:30:00", self.l2)  # 1 h used
        with freeze_time("2026-11-23 09:00:00"):  # Monday, 14:30: 3.5 h used
            self._reply(self.ticket, self.user_l1)
        self._get_target(self.p1).term = "3 h"
        with freeze_time("2026-11-24 09:00:00"):  # Tuesday
            test = self.env["digit.sla.policy.test"].create(
                {"policy_id": self.policy.id}
            )
            test.action_test()
        line = test.line_ids.filtered(lambda line: line.clock_id == self.clock)
        self.assertEqual((line.before, line.after), ("met", "breached"))


@tagged("post_install", "-at_install")
class TestStartOnLevel(SlaLevelCommon):
    """The clock starts once the ticket reaches eGov (S2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"start_on": "level", "start_level_id": cls.l3.id})
        with freeze_time("2026-11-23 03:30:00"):  # Monday, 9:00 in India
            cls.ticket = cls._create_p1()
            cls.env.flush_all()

    def test_no_clock_before(self):
        self._move("2026-11-23 04:30:00", self.l2)
        self.assertFalse(self.ticket.clock_ids)
        self.assertEqual(self.ticket.sla_state, "none")

    def test_starts_on_arrival(self):
        self._move("2026-11-23 04:30:00", self.l3)  # Monday, 10:00
        clock = self.ticket.clock_ids
        self.assertEqual(clock.started, datetime(2026, 11, 23, 4, 30))
        self.assertEqual(clock.deadline, datetime(2026, 11, 23, 8, 30))
        self.assertEqual(clock.level_id, self.l3)

    def test_goes_on_when_handed_back_and_up_again(self):
        self._move("2026-11-23 04:30:00", self.l3)
        self._move("2026-11-23 05:30:00", self.l1)
        self._move("2026-11-23 06:30:00", self.l3)
        self.assertEqual(len(self.ticket.clock_ids), 1)
        self.assertEqual(self.ticket.clock_ids.deadline, datetime(2026, 11, 23, 8, 30))

    def test_higher_level_starts_it_too(self):
        self.policy.start_level_id = self.l2
        self._move("2026-11-23 04:30:00", self.l3)
        self.assertEqual(self.ticket.clock_ids.level_id, self.l2)

    def test_new_ticket_at_the_level_starts_it(self):
        with freeze_time("2026-11-23 03:30:00"):  # Monday, 9:00
            ticket = self._create_p1(level_id=self.l3.id)
        self.assertEqual(ticket.clock_ids.deadline, datetime(2026, 11, 23, 7, 30))

    def test_level_must_be_chosen(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.policy.start_level_id = False
            self.env.flush_all()

    def test_partner_is_promised_nothing_before(self):
        values = {
            "partner_id": self.asha.partner_id.id,
            "deployment_id": self.deployment.id,
            "impact_id": self.impacts["high"].id,
            "urgency_id": self.urgencies["high"].id,
        }
        ticket = self.env["helpdesk.ticket"].new(values)
        labels = [label for label, _text in ticket._get_portal_preview_facts()]
        self.assertNotIn("Answer due", labels)

    def test_promise_of_mukta_counts_once_it_reaches_egov(self):
        policy = self.env.ref("digit_sla.digit_sla_policy_mukta")
        mukta = policy.programme_id
        self.assertTrue(policy.start_level_id.is_egov)
        first = mukta.level_ids[:1]
        ticket = self._create_ticket(
            deployment_id=False, programme_id=mukta.id, team_id=first.team_id.id
        )
        self.assertFalse(ticket.clock_ids)
        ticket.level_id = policy.start_level_id
        self.assertEqual(ticket.clock_ids.metric, "response")

    def test_a_change_request_of_hcm_leaves_the_sla(self):
        policy = self.env.ref("digit_sla.digit_sla_policy_hcm_change")
        hcm = policy.programme_id
        ticket = self._create_ticket(
            deployment_id=False,
            programme_id=hcm.id,
            team_id=hcm.team_ids[:1].id,
            kind="change_request",
        )
        self.assertEqual(ticket.sla_policy_id, policy)
        self.assertFalse(ticket.clock_ids)


@tagged("post_install", "-at_install")
class TestPolicyOfLevel(SlaLevelCommon):
    """eGov has a policy of its own, whose clock starts when the ticket gets there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.egov = cls._create_egov_policy(start_on="level", start_level_id=cls.l3.id)
        with freeze_time("2026-11-23 03:30:00"):  # Monday, 9:00 in India
            cls.ticket = cls._create_p1()
            cls.env.flush_all()
        cls.former = cls.ticket.clock_ids

    def _get_own(self):
        return self.ticket.clock_ids - self.former

    def test_policy_follows_the_level(self):
        self.assertEqual(self.ticket.sla_policy_id, self.policy)
        self._move("2026-11-23 04:30:00", self.l3)
        self.assertEqual(self.ticket.sla_policy_id, self.egov)

    def test_former_clock_stops_and_the_levels_own_starts(self):
        self._move("2026-11-23 04:30:00", self.l3)  # Monday, 10:00
        self.assertEqual(self.former.status, "stopped")
        self.assertIn("L3", self.former.event_ids[-1].cause)
        self.assertEqual(self._get_own().deadline, datetime(2026, 11, 23, 6, 30))
        self.assertEqual(self.ticket.sla_deadline, datetime(2026, 11, 23, 6, 30))
        self.assertReplays()

    def test_handed_back_the_former_clock_goes_on(self):
        self._move("2026-11-23 04:30:00", self.l3)  # Monday, 10:00: 1 h used
        self._move("2026-11-23 05:30:00", self.l1)
        self.assertEqual(self._get_own().status, "stopped")
        self.assertEqual(self.former.deadline, datetime(2026, 11, 23, 8, 30))
        self.assertReplays()

    def test_breached_clock_stays_so(self):
        self._move("2026-11-23 09:30:00", self.l3)  # Monday, 15:00
        self.assertEqual(self.former.status, "breached")
        self.assertEqual(self._get_own().status, "running")

    def test_answer_is_that_of_each_level(self):
        self._move("2026-11-23 04:30:00", self.l3)
        with freeze_time("2026-11-23 05:30:00"):  # Monday, 11:00
            self._reply(self.ticket, self.user_l1)
        self.assertEqual(self.ticket.clock_ids.mapped("status"), ["met", "met"])

    def test_criterion_weighs_least(self):
        of_kind = self.policy.copy({"kind": "incident"})
        self._move("2026-11-23 04:30:00", self.l3)
        self.assertEqual(self.ticket.sla_policy_id, of_kind)

    def test_criterion_is_told(self):
        self._move("2026-11-23 04:30:00", self.l3)
        ticket = self.ticket.with_user(self.user_l1)
        self.assertIn("“L3”", ticket.sla_policy_reason)

    def test_analysis_tells_the_level_of_each_clock(self):
        self._move("2026-11-23 04:30:00", self.l3)
        self._move("2026-11-23 05:30:00", self.l1)
        self.env.flush_all()
        rows = self.env["digit.sla.report"].search(
            [("ticket_id", "=", self.ticket.id)], order="id"
        )
        self.assertEqual(rows.mapped("level_id.name"), ["L1", "L3"])


@tagged("post_install", "-at_install")
class TestChangeCountsFrom(SlaLevelCommon):
    """Another severity or policy may count anew."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.change_counts_from = "change"
        with freeze_time("2026-11-23 03:30:00"):  # Monday, 9:00 in India
            cls.ticket = cls._create_ticket()
            cls.env.flush_all()
        cls.clock = cls.ticket.clock_ids

    def _make_p1(self):
        high = self.impacts["high"].id, self.urgencies["high"].id
        self.ticket.write(dict(zip(("impact_id", "urgency_id"), high, strict=True)))
        self.env.flush_all()

    def test_other_severity_counts_from_the_change(self):
        with freeze_time("2026-11-23 07:30:00"):  # Monday, 13:00
            self._make_p1()
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 23, 11, 30))
        self.assertEqual(self._get_history(self.ticket), ["start", "restart"])
        self.assertReplays()

    def test_sentence_begins_with_the_change(self):
        with freeze_time("2026-11-23 07:30:00"):  # Monday, 13:00
            self._make_p1()
            self.assertIn("from Mon 23 Nov 13:00", self.clock._explain())

    def test_other_promise_of_the_same_severity_counts_from_the_start(self):
        self._get_target(self.p3).term = "4 h"
        with freeze_time("2026-11-23 05:30:00"):  # Monday, 11:00
            self._run_job()
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 23, 7, 30))

    def test_level_with_another_policy_counts_anew(self):
        self._create_egov_policy()
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00
            self._make_p1()
        self._move("2026-11-23 06:30:00", self.l3)  # Monday, 12:00
        self.assertEqual(self.clock.deadline, datetime(2026, 11, 23, 8, 30))

    def test_settled_clock_does_not_count_anew(self):
        with freeze_time("2026-11-23 05:30:00"):  # Monday, 11:00
            self._reply(self.ticket, self.user_l1)
        with freeze_time("2026-11-23 07:30:00"):  # Monday, 13:00
            self._make_p1()
        self.assertEqual(self._get_history(self.ticket), ["start", "meet"])


@tagged("post_install", "-at_install")
class TestRetargetReport(SlaLevelCommon):
    """What the job moved is told on the policy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-23 03:30:00"):  # Monday, 9:00 in India
            cls.ticket = cls._create_p1()
            cls.other = cls._create_ticket()
            cls.env.flush_all()

    def _change(self, term):
        self._get_target(self.p1).term = term
        with freeze_time("2026-11-23 06:00:00"):  # Monday, 11:30
            self._run_job()
        return self.env["digit.sla.retarget"].search(
            [("policy_id", "=", self.policy.id)], limit=1
        )

    def test_later(self):
        run = self._change("5 h")
        self.assertRecordValues(
            run,
            [
                {
                    "clock_count": 1,
                    "earlier_count": 0,
                    "later_count": 1,
                    "late_count": 0,
                    "is_done": True,
                }
            ],
        )
        self.assertRecordValues(
            run.line_ids,
            [
                {
                    "clock_id": self.ticket.clock_ids.id,
                    "before": datetime(2026, 11, 23, 7, 30),
                    "after": datetime(2026, 11, 23, 8, 30),
                    "cause": "promise",
                }
            ],
        )

    def test_earlier_and_late(self):
        run = self._change("2 h")
        self.assertEqual((run.earlier_count, run.late_count), (1, 1))

    def test_note_tells_it(self):
        self._change("2 h")
        self.assertIn(
            "1 clocks have another target: 1 are due earlier",
            self.policy.message_ids[0].body,
        )

    def test_holiday_is_told_as_the_cause(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": "2026-11-22 18:30:00",
                "date_to": "2026-11-23 18:29:59",
            }
        )
        with freeze_time("2026-11-23 06:00:00"):  # Monday, 11:30
            self._run_job()
        run = self.env["digit.sla.retarget"].search([], limit=1)
        self.assertEqual(run.line_ids.mapped("cause"), ["schedule"] * 2)
        self.assertEqual(run.later_count, 2)

    def test_other_policy_is_told_as_the_cause(self):
        policy = self.policy.copy({"name": "Incidents", "kind": "incident"})
        with freeze_time("2026-11-23 06:00:00"):  # Monday, 11:30
            self._run_job()
        run = self.env["digit.sla.retarget"].search([("policy_id", "=", policy.id)])
        self.assertEqual(set(run.line_ids.mapped("cause")), {"policy"})

    def test_nothing_moved_tells_nothing(self):
        before = len(self.policy.message_ids)
        self._run_job()
        self.assertEqual(len(self.policy.message_ids), before)

    def test_report_is_for_operations(self):
        run = self._change("5 h")
        self.assertTrue(run.with_user(self.user_operations).line_ids.ticket_id)
        with self.assertRaises(AccessError):
            run.with_user(self.user_l3).read(["is_done"])
        for operation in ("create", "write", "unlink"):
            self.assertFalse(run.with_user(self.user_admin).has_access(operation))


@tagged("post_install", "-at_install")
class TestLevelSetup(SlaLevelCommon):
    """An administrator gives a level its schedule."""

    def test_schedule_is_entered_on_the_programme(self):
        programme = self.programme.with_user(self.user_admin)
        programme.level_ids = [
            Command.update(self.l1.id, {"resource_calendar_id": self.late_shift.id})
        ]
        self.assertEqual(self.l1.schedule_id, self.late_shift.sla_schedule_id)

    def test_holiday_everywhere_tells_the_schedules_of_levels(self):
        warning = self.env.company._get_sla_closing_warning()
        self.assertIn("Trainers (Urban)", warning)
