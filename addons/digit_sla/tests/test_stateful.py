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
SECONDS = {"h": 3600, "d": 9 * 3600}


def to_seconds(term):
    amount, letter = term.split()
    return int(amount) * SECONDS[letter]


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
        for severity in (cls.p1, cls.p2, cls.p3):
            for metric in ("response", "update", "resolution"):
                term = PROMISES[severity.code].get(metric, "-")
                cls._get_target(severity, metric).term = term
        cls.stages = {
            "new": cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new"),
            "progress": cls.stage_progress,
            "waiting": cls.stage_waiting,
            "done": cls.stage_done,
        }

    def test_any_sequence(self):
        @settings(
            max_examples=SEQUENCES,
            deadline=None,
            derandomize=SEQUENCES < 100,
            suppress_health_check=list(HealthCheck),
        )
        @given(ACTIONS)
        def run(actions):
            with self.env.cr.savepoint() as savepoint, self._without_commits():
                self._play(actions)
                savepoint.rollback()
                self.env.invalidate_all()

        run()

    def _without_commits(self):
        # a job commits as it goes, which a test must not
        return patch.object(
            self.env.registry["ir.cron"], "_commit_progress", lambda *_, **__: 60
        )

    def _play(self, actions):
        with freeze_time(START):
            ticket = self._create_p1(partner_email=False)
        model = oracle.Ticket(
            now=START,
            promises={
                severity: {m: to_seconds(term) for m, term in terms.items()}
                for severity, terms in PROMISES.items()
            },
            severity="P1",
        )
        self._compare(ticket, model, ())
        for number, (name, value) in enumerate(actions, 1):
            if name == "wait":
                model.now += timedelta(minutes=value)
            with freeze_time(model.now):
                getattr(self, f"_do_{name}")(ticket, model, value)
                self.env.flush_all()
                self._compare(ticket, model, actions[:number])

    def _compare(self, ticket, model, actions):
        with freeze_time(model.now):
            clocks = ticket.clock_ids
            clocks.invalidate_recordset(["state"])
            shown = {(clock.metric, clock.cycle): self._show(clock) for clock in clocks}
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
        if stage != model.stage:
            model.stage = stage
            model.sync()

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

    def _do_reply(self, ticket, model, _value):
        self._reply(ticket, self.user_l1)
        model.reply()

    def _do_note(self, ticket, model, _value):
        self._reply(ticket, self.user_l1, subtype_xmlid="mail.mt_note")

    def _do_partner(self, ticket, model, _value):
        self._reply(ticket, self.asha)

    def _do_holiday(self, ticket, model, days):
        day = (model.now + oracle.INDIA).date() + timedelta(days)
        midnight = datetime.combine(day, datetime.min.time()) - oracle.INDIA
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": midnight,
                "date_to": midnight + timedelta(hours=24, seconds=-1),
            }
        )
        model.close_on(date(day.year, day.month, day.day))
        self._do_job(ticket, model, None)

    def _do_closes(self, ticket, model, hour):
        # the days do not grow longer: a business day stays what it was
        self.calendar.attendance_ids.write({"hour_to": hour})
        self.calendar.hours_per_day = 9
        model.hours = oracle.replace(model.hours, closes=hour)
        self._do_job(ticket, model, None)

    def _do_promise(self, ticket, model, hours):
        self._get_target(self.p1).term = f"{hours} h"
        model.promises["P1"]["response"] = hours * 3600
        self._do_job(ticket, model, None)

    def _do_job(self, ticket, model, _value):
        self.env["digit.sla.clock"]._cron_follow_promises()
        self.env["digit.sla.clock"]._cron_settle()
        self.env.invalidate_all()
        model.sync()
