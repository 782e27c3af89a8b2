import os
import unittest
from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from . import oracle
from .common import DigitSlaCommon

try:
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st
except ImportError:  # a tool of the project's tests, not of the addon
    given = None

SEQUENCES = int(os.environ.get("DIGIT_SEQUENCES", "12"))
START = datetime(2026, 11, 20, 4, 30)  # Friday, 10:00 in India
SEVERITIES = {"P1": ("high", "high"), "P2": ("high", "low"), "P3": ("low", "low")}
PROMISES = {
    "P1": {"response": "4 h", "update": "2 h", "resolution": "1 d"},
    "P2": {"response": "1 d", "resolution": "3 d"},
    "P3": {"response": "2 d"},
}
# What eGov promises where it has a policy of its own.
PROMISES_L3 = {
    "P1": {"response": "2 h", "resolution": "9 h"},
    "P2": {"response": "1 d", "update": "5 h"},
    "P3": {"resolution": "3 d"},
}
SECONDS = {"h": 3600, "d": 9 * 3600}
LEVELS = ("l1", "l2", "l3")
LEVEL_HOURS = {"l2": (11, 20), "l3": (8, 14)}
# In which ways clocks may depend on levels: what the policy of all levels says, and
# that of the last level if there is one.
BY_LEVEL = {"schedule_of": "level"}
ANEW = {"change_counts_from": "change"}
WORLDS = (
    ({}, None),
    (ANEW, None),
    (BY_LEVEL, None),
    ({**BY_LEVEL, **ANEW}, None),
    ({"start_on": "level"}, None),
    ({"start_on": "level", **BY_LEVEL}, None),
    ({}, {}),
    ({}, {"start_on": "level"}),
    (BY_LEVEL, {**BY_LEVEL, **ANEW}),
    (BY_LEVEL, {"start_on": "level", **BY_LEVEL}),
    ({"start_on": "level"}, {"start_on": "level", **BY_LEVEL}),
)


def to_seconds(term):
    amount, letter = term.split()
    return int(amount) * SECONDS[letter]


def to_promises(terms):
    return {
        severity: {metric: to_seconds(term) for metric, term in of_severity.items()}
        for severity, of_severity in terms.items()
    }


if given:
    ACTIONS = st.lists(
        st.one_of(
            st.tuples(st.just("wait"), st.integers(1, 40 * 60)),  # minutes
            st.tuples(st.just("wait"), st.integers(1, 90)),
            st.tuples(st.just("stage"), st.sampled_from(["new", "waiting", "done"])),
            st.tuples(st.just("stage"), st.sampled_from(["progress", "waiting"])),
            st.tuples(st.just("severity"), st.sampled_from(list(SEVERITIES))),
            st.tuples(st.just("reply"), st.just(None)),
            st.tuples(st.just("note"), st.just(None)),
            st.tuples(st.just("partner"), st.just(None)),
            st.tuples(st.just("holiday"), st.integers(0, 14)),  # days ahead
            st.tuples(st.just("closes"), st.integers(12, 20)),  # o'clock
            st.tuples(st.just("promise"), st.integers(1, 12)),  # hours of a P1
            st.tuples(st.just("level"), st.sampled_from(LEVELS)),
            st.tuples(st.just("level"), st.sampled_from(LEVELS)),
            st.tuples(st.just("level_holiday"), st.integers(0, 7)),  # days ahead
            st.tuples(st.just("level_closes"), st.integers(12, 22)),  # o'clock
            st.tuples(st.just("job"), st.just(None)),
        ),
        min_size=30,
        max_size=40,
    )


@tagged("post_install", "-at_install")
@unittest.skipUnless(given, "hypothesis is not installed")
class TestStateful(DigitSlaCommon):
    """Whatever happens to a ticket, its clocks are what a small model says.

    Random sequences of at least 30 actions; after each one every clock of the ticket
    has the state and the deadline of the model, to the second, and replaying its
    events gives the figures that are stored.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={"digit_no_acknowledgement": True, "tracking_disable": True}
        )
        cls._enter_promises(cls.policy, PROMISES)
        cls._create_levels()
        cls.stages = {
            "new": cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new"),
            "progress": cls.stage_progress,
            "waiting": cls.stage_waiting,
            "done": cls.stage_done,
        }

    @classmethod
    def _enter_promises(cls, policy, terms):
        for target in policy.target_ids:
            of_severity = terms[target.severity_id.code]
            target.term = of_severity.get(target.metric, "-")

    @classmethod
    def _create_levels(cls):
        cls.calendars = {
            level: cls._create_calendar(
                level, "Asia/Kolkata", [(day, *hours) for day in range(5)]
            )
            for level, hours in LEVEL_HOURS.items()
        }
        cls.levels = {}
        for rank, name in enumerate(LEVELS):
            team = cls.team if name == "l1" else cls.team.copy({"name": name})
            team.user_ids = cls.user_l1
            cls.levels[name] = cls.env["digit.support.level"].create(
                {
                    "name": name,
                    "programme_id": cls.programme.id,
                    "sequence": rank,
                    "team_id": team.id,
                    "resource_calendar_id": name in cls.calendars
                    and cls.calendars[name].id,
                }
            )

    def test_any_sequence(self):
        @settings(
            max_examples=SEQUENCES,
            phases=(__import__("hypothesis").Phase.generate,),
            deadline=None,
            derandomize=SEQUENCES < 100,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.sampled_from(WORLDS), ACTIONS)
        def run(world, actions):
            with self.env.cr.savepoint() as savepoint, self._without_commits():
                self._play(world, actions)
                savepoint.rollback()
                self.env.invalidate_all()

        run()

    def _without_commits(self):
        # a job commits as it goes, which a test must not
        return patch.object(
            self.env.registry["ir.cron"], "_commit_progress", lambda *_, **__: 60
        )

    def _play(self, world, actions):
        # the clock is moved, not stopped anew: that looks at every module each time
        with freeze_time(START) as frozen:
            self._play_at(frozen, world, actions)

    def _play_at(self, frozen, world, actions):
        policies = self._build(*world)
        ticket = self._create_p1(partner_email=False)
        model = oracle.Ticket(
            now=START,
            policies=policies,
            severity="P1",
            level_hours={
                level: oracle.Hours(*hours) for level, hours in LEVEL_HOURS.items()
            },
        )
        self._compare(ticket, model, ())
        for number, (name, value) in enumerate(actions, 1):
            if name == "wait":
                model.now += timedelta(minutes=value)
                frozen.move_to(model.now)
            getattr(self, f"_do_{name}")(ticket, model, value)
            self.env.flush_all()
            self._compare(ticket, model, actions[:number])

    def _build(self, everywhere, at_l3):
        """The policies of a world, here and in the model."""
        if everywhere.get("start_on"):
            everywhere = {**everywhere, "start_level_id": self.levels["l2"].id}
        self.policy.write(everywhere)
        policies = [self._to_model(PROMISES, everywhere, starts_on="l2")]
        if at_l3 is not None:
            values = {"level_id": self.levels["l3"].id, **at_l3}
            if at_l3.get("start_on"):
                values["start_level_id"] = self.levels["l3"].id
            base = {"start_on": "creation", "schedule_of": "policy"}
            policy = self.policy.copy({**base, "start_level_id": False, **values})
            self._enter_promises(policy, PROMISES_L3)
            policies.insert(
                0, self._to_model(PROMISES_L3, at_l3, level="l3", starts_on="l3")
            )
        return policies

    def _to_model(self, terms, options, starts_on, level=None):
        return oracle.Policy(
            to_promises(terms),
            level=level,
            starts_on=starts_on if options.get("start_on") else None,
            by_level="schedule_of" in options,
            restarts="change_counts_from" in options,
        )

    def _compare(self, ticket, model, actions):
        clocks = ticket.clock_ids
        clocks.invalidate_recordset(["state"])
        shown = {
            (clock.metric, clock.level_id.name or None, clock.cycle): self._show(clock)
            for clock in clocks
        }
        self.assertEqual(shown, model.show(), f"at {model.now} after {actions}")
        stored = clocks.read(["status", "deadline", "consumed", "reached_date"])
        clocks._compute_figures()
        self.assertEqual(
            clocks.read(["status", "deadline", "consumed", "reached_date"]), stored
        )

    def _show(self, clock):
        state = clock.state
        if clock.status == "stopped":
            state = "stopped"
        elif state == "at_risk":
            state = "running"
        due = clock.deadline if state not in ("paused", "stopped") else False
        return state, due or None, clock.reached_date or None

    # actions

    def _do_wait(self, ticket, model, minutes):
        """Time passes: nothing else."""

    def _do_stage(self, ticket, model, stage):
        ticket.stage_id = self.stages[stage]
        model.move_to(stage)

    def _do_severity(self, ticket, model, severity):
        impact, urgency = SEVERITIES[severity]
        ticket.write(
            {
                "impact_id": self.impacts[impact].id,
                "urgency_id": self.urgencies[urgency].id,
            }
        )
        if severity != model.severity:
            model.severity = severity
            model.sync()

    def _do_level(self, ticket, model, level):
        ticket.level_id = self.levels[level]
        model.move(level)

    def _do_reply(self, ticket, model, _value):
        self._reply(ticket, self.user_l1)
        model.reply()

    def _do_note(self, ticket, model, _value):
        self._reply(ticket, self.user_l1, subtype_xmlid="mail.mt_note")

    def _do_partner(self, ticket, model, _value):
        self._reply(ticket, self.asha)
        model.answer()

    def _do_holiday(self, ticket, model, days):
        model.close_on(self._create_holiday(self.calendar, model.now, days))
        self._do_job(ticket, model, None)

    def _do_level_holiday(self, ticket, model, days):
        day = self._create_holiday(self.calendars["l3"], model.now, days)
        model.close_level_on("l3", day)
        self._do_job(ticket, model, None)

    def _create_holiday(self, calendar, now, days):
        day = (now + oracle.INDIA).date() + timedelta(days)
        midnight = datetime.combine(day, datetime.min.time()) - oracle.INDIA
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": midnight,
                "date_to": midnight + timedelta(hours=24, seconds=-1),
            }
        )
        return date(day.year, day.month, day.day)

    def _do_level_closes(self, ticket, model, hour):
        self.calendars["l2"].attendance_ids.write({"hour_to": hour})
        hours = model.level_hours["l2"]
        model.level_hours["l2"] = oracle.replace(hours, closes=hour)
        self._do_job(ticket, model, None)

    def _do_closes(self, ticket, model, hour):
        # the days do not grow longer: a business day stays what it was
        self.calendar.attendance_ids.write({"hour_to": hour})
        self.calendar.hours_per_day = 9
        model.hours = oracle.replace(model.hours, closes=hour)
        self._do_job(ticket, model, None)

    def _do_promise(self, ticket, model, hours):
        self._get_target(self.p1).term = f"{hours} h"
        model.policies[-1].promises["P1"]["response"] = hours * 3600
        self._do_job(ticket, model, None)

    def _do_job(self, ticket, model, _value):
        self.env["digit.sla.clock"]._cron_follow_promises()
        self.env["digit.sla.clock"]._cron_settle()
        self.env.invalidate_all()
        model.sync()
