"""A small model of what an SLA clock is, written apart from the addon.

It knows one kind of schedule: India, Monday to Friday, from one hour to another,
without some holidays. Moments are naive and in UTC, amounts are seconds.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

INDIA = timedelta(hours=5, minutes=30)
OPEN = ("running", "paused", "stopped")


@dataclass(frozen=True)
class Hours:
    """Open on weekdays from ``opens`` to ``closes`` o'clock in India."""

    opens: int = 9
    closes: int = 18
    holidays: frozenset[date] = frozenset()

    def iter_open(self, start, stop=None):
        """The open (from, to) from ``start`` on, for ever without ``stop``."""
        day = (start + INDIA).date()
        while stop is None or datetime.combine(day, time()) - INDIA < stop:
            if day.weekday() < 5 and day not in self.holidays:
                midnight = datetime.combine(day, time()) - INDIA
                opens = max(midnight + timedelta(hours=self.opens), start)
                closes = midnight + timedelta(hours=self.closes)
                closes = closes if stop is None else min(closes, stop)
                if opens < closes:
                    yield opens, closes
            day += timedelta(1)

    def count(self, start, stop):
        pairs = self.iter_open(start, stop)
        return sum((closes - opens).total_seconds() for opens, closes in pairs)

    def reach(self, start, seconds):
        """When ``seconds`` of open time after ``start`` are up."""
        for opens, closes in self.iter_open(start):
            length = (closes - opens).total_seconds()
            if seconds <= length:
                return opens + timedelta(seconds=seconds)
            seconds -= length
        raise AssertionError("There is always a next day.")


@dataclass
class Clock:
    """One promise: ``seconds`` of ``hours``, counted over ``spans``."""

    metric: str
    cycle: int
    seconds: int
    hours: Hours
    spans: list
    status: str = "running"
    deadline: datetime | None = None
    reached: datetime | None = None

    def find_deadline(self):
        """None while it stands with some time left."""
        left = self.seconds
        for start, stop in self.spans:
            if stop is None:
                return self.hours.reach(start, left)
            used = self.hours.count(start, stop)
            if used > left:
                return self.hours.reach(start, left)
            left -= used
        return None

    def look(self):
        if self.status in OPEN:
            self.deadline = self.find_deadline()

    def settle(self, now):
        """A promise that was not kept in time is broken, and stays so."""
        if self.status in ("running", "paused"):
            self.look()
            if self.deadline and self.deadline < now:
                self._stop(self.deadline)
                self.status = "breached"

    def meet(self, now):
        self.settle(now)
        if self.reached is None:
            self.reached = now
            if self.status in OPEN:
                self.look()
                self._stop(now)
                self.status = "met"

    def retarget(self, seconds, hours):
        self.seconds, self.hours = seconds, hours

    def move(self, status, now):
        """To running, paused or stopped."""
        if status == self.status:
            return
        if status == "running":
            self.spans.append([now, None])
        else:
            self._stop(now)
        self.status = status
        self.reached = None

    def _stop(self, now):
        if self.spans[-1][1] is None:
            self.spans[-1][1] = now

    @property
    def is_open(self):
        return self.status in OPEN or (
            self.metric == "resolution" and self.status == "met"
        )


@dataclass
class Ticket:
    """A ticket of one severity out of ``promises``: {severity: {metric: seconds}}."""

    now: datetime
    promises: dict
    severity: str
    hours: Hours = field(default_factory=Hours)
    stage: str = "new"
    clocks: list = field(default_factory=list)

    def __post_init__(self):
        self.start = self.now
        self.sync()

    @property
    def owed(self):
        return self.promises[self.severity]

    @property
    def wanted(self):
        """What its stage asks an open clock to be."""
        return {"waiting": "paused", "done": "stopped"}.get(self.stage, "running")

    def sync(self):
        for clock in self.clocks:
            clock.settle(self.now)
        known = {clock.metric for clock in self.clocks}
        for metric, seconds in self.owed.items():
            if metric not in known and self.stage != "done":
                self._add(metric, 1, seconds, self.start)
        for clock in self.clocks:
            clock.settle(self.now)
            self._follow(clock)
        for clock in self.clocks:
            clock.settle(self.now)
            clock.look()

    def _add(self, metric, cycle, seconds, start):
        clock = Clock(metric, cycle, seconds, self.hours, [[start, None]])
        self.clocks.append(clock)

    def _follow(self, clock):
        if clock.metric == "resolution" and self.stage == "done":
            clock.meet(self.now)
        elif clock.is_open:
            if clock.metric in self.owed:
                clock.retarget(self.owed[clock.metric], self.hours)
                clock.move(self.wanted, self.now)
            else:
                clock.move("stopped", self.now)

    def reply(self):
        """The reporter hears from us."""
        for clock in self.clocks:
            if clock.metric != "resolution":
                clock.meet(self.now)
        updates = [clock for clock in self.clocks if clock.metric == "update"]
        if updates and "update" in self.owed and self.stage != "done":
            cycle = max(clock.cycle for clock in updates) + 1
            self._add("update", cycle, self.owed["update"], self.now)
        if self.stage != "done":
            self.sync()

    def close_on(self, day):
        self.hours = replace(self.hours, holidays=self.hours.holidays | {day})

    def show(self):
        """What each clock is at this moment: {(metric, cycle): ...}."""
        shown = {}
        for clock in self.clocks:
            late = clock.status == "running" and clock.deadline < self.now
            state = "breached" if late else clock.status
            due = clock.deadline if state not in ("paused", "stopped") else None
            shown[clock.metric, clock.cycle] = state, due, clock.reached
        return shown
