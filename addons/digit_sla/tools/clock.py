"""The life of an SLA clock, replayed from its events.

A clock is nothing but its events: the same events give the same figures, to the
second. Pure Python; moments are aware datetimes, amounts are whole seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .business_hours import BusinessHours, NoWorkingTime

# What a clock is, as far as its events tell. A running clock past its deadline is
# breached, whether or not an event says so yet: see ``state.py``.
RUNNING = "running"
PAUSED = "paused"
STOPPED = "stopped"
MET = "met"
BREACHED = "breached"
OPEN = (RUNNING, PAUSED, STOPPED)
SETTLED = (MET, BREACHED)

START = "start"
PAUSE = "pause"
RESUME = "resume"
RETARGET = "retarget"
HANDOVER = "handover"
RESTART = "restart"
FREEZE = "freeze"
MEET = "meet"
BREACH = "breach"

# The events that carry a promise.
PROMISES = (START, RETARGET, HANDOVER, RESTART)

# A clock is at risk when this share of its amount is used up.
RISK_SHARE = 75

ROUND_THE_CLOCK = BusinessHours("UTC", {day: [(0, 1440)] for day in range(7)})


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a clock at ``moment``.

    ``PROMISES`` carry ``budget`` seconds of ``hours``. ``RETARGET``: they count from
    the start, or from the last hand-over on. ``HANDOVER``: they count from now on, and
    what was consumed in other hours stays so. ``RESTART``: all begins anew.
    """

    kind: str
    moment: datetime
    budget: int | None = None
    hours: BusinessHours | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a clock shows: moments in UTC, ``consumed`` in seconds of its hours.

    ``deadline`` and ``risk`` are None while the clock does not run; ``consumed`` is
    what its last event left.
    """

    status: str
    started: datetime
    deadline: datetime | None
    risk: datetime | None
    reached: datetime | None
    consumed: int


class Life:
    """The state of a clock between two events."""

    def __init__(self, start: Event):
        self.status = RUNNING
        # of former levels: (start, stop, hours)
        self.handed = []
        self.spans = [(start.moment, None)]
        self.budget, self.hours = start.budget, start.hours
        self.reached = None
        # what a settled clock keeps, whatever happens after
        self.settled = None

    def apply(self, event):
        getattr(self, f"_apply_{event.kind}")(event)

    def _apply_pause(self, event):
        self._stand(PAUSED, event)

    def _apply_freeze(self, event):
        self._stand(STOPPED, event)

    def _apply_resume(self, event):
        self.spans.append((event.moment, None))
        self._open(RUNNING)

    def _apply_retarget(self, event):
        self.budget, self.hours = event.budget, event.hours

    def _apply_handover(self, event):
        self._break(event.moment)
        self.budget, self.hours = event.budget, event.hours

    def _apply_restart(self, event):
        self._break(event.moment)
        self.handed = []
        self.budget, self.hours = event.budget, event.hours

    def _break(self, moment):
        """Keep what was until ``moment`` in its hours."""
        is_running = self.spans and self.spans[-1][1] is None
        self._close(moment)
        self.handed += [(*span, self.hours) for span in self.spans]
        self.spans = [(moment, None)] if is_running else []

    def _apply_meet(self, event):
        self.reached = event.moment
        if self.status != BREACHED:
            self._settle(MET, event)

    def _apply_breach(self, event):
        self._settle(BREACHED, event)

    def _settle(self, status, event):
        self.settled = self.find_due(self.budget), self.find_due(self.risk_budget)
        self._close(event.moment)
        self.status = status

    def _stand(self, status, event):
        self._close(event.moment)
        self._open(status)

    def _open(self, status):
        """What was reached is open again, with what it had consumed."""
        self.status = status
        self.reached = self.settled = None

    def _close(self, moment):
        if self.spans and self.spans[-1][1] is None:
            self.spans[-1] = (self.spans[-1][0], moment)

    @property
    def risk_budget(self):
        return self.budget * RISK_SHARE // 100

    def find_due(self, budget):
        """When ``budget`` is used up; None while the clock stands with some left.

        It stands, too, when its hours end before: a campaign is over.
        """
        for start, stop, hours in self.iter_spans():
            if stop is None:
                try:
                    return hours.add(start, budget)
                except NoWorkingTime:
                    return None
            used = hours.between(start, stop)
            if used > budget:
                return hours.add(start, budget)
            budget -= used
        return None

    def count_consumed(self, now):
        return sum(
            hours.between(start, stop or now)
            for start, stop, hours in self.iter_spans()
        )

    def iter_spans(self):
        """``(start, stop, hours)`` of what counts; the last ``stop`` may be None."""
        yield from self.handed
        for start, stop in self.spans:
            yield start, stop, self.hours


def live(events: Iterable[Event]) -> Life:
    """The state of a clock after ``events``, the first of which starts it."""
    first, *others = events
    clock = Life(first)
    for event in others:
        clock.apply(event)
    return clock


def replay(events: Iterable[Event]) -> Figures:
    """The figures of a clock after ``events``, the first of which starts it."""
    events = list(events)
    clock = live(events)
    deadline, risk = clock.settled or (
        clock.find_due(clock.budget),
        clock.find_due(clock.risk_budget),
    )
    return Figures(
        status=clock.status,
        started=events[0].moment,
        deadline=deadline,
        risk=risk,
        reached=clock.reached,
        consumed=clock.count_consumed(max(event.moment for event in events)),
    )
