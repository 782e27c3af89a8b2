"""A small model of what an SLA clock is, written apart from the addon.

It knows one kind of schedule: India, Monday to Friday, from one hour to another,
without some holidays; and three support levels, l1 to l3. Moments are naive and in UTC,
amounts are seconds.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

INDIA = timedelta(hours=5, minutes=30)
REOPENED = timedelta(30)  # after closing, by an answer of the partner
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

    def without(self, day):
        return replace(self, holidays=self.holidays | {day})

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
class Shift:
    """The time in which a clock counted in the hours of one level."""

    hours: Hours
    spans: list

    def spend(self, left):
        """Whether the deadline is in here: its moment, else what is left."""
        for start, stop in self.spans:
            if stop is None:
                return self.hours.reach(start, left), 0
            used = self.hours.count(start, stop)
            if used > left:
                return self.hours.reach(start, left), 0
            left -= used
        return None, left


@dataclass
class Clock:
    """One promise: ``seconds``, counted over ``shifts``.

    ``place`` is the level whose hours count, if a level's do; ``key`` the level that
    started it, if one did; ``made_by`` the policy and the severity.
    """

    metric: str
    key: str | None
    cycle: int
    seconds: int
    shifts: list
    place: str | None
    made_by: tuple
    status: str = "running"
    deadline: datetime | None = None
    reached: datetime | None = None

    def find_deadline(self):
        """None while it stands with some time left."""
        left = self.seconds
        for shift in self.shifts:
            deadline, left = shift.spend(left)
            if deadline:
                return deadline
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

    def retarget(self, seconds, hours, place):
        self.seconds, self.place = seconds, place
        self.shifts[-1].hours = hours

    def hand_over(self, seconds, hours, place, now):
        """What was consumed stays so; the rest counts in other hours."""
        self.seconds, self.place = seconds, place
        runs = bool(self.spans) and self.spans[-1][1] is None
        self._stop(now)
        self.shifts.append(Shift(hours, [[now, None]] if runs else []))

    def restart(self, seconds, hours, place, now):
        """Nothing was consumed."""
        self.hand_over(seconds, hours, place, now)
        del self.shifts[:-1]

    @property
    def spans(self):
        return self.shifts[-1].spans

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
        if self.spans and self.spans[-1][1] is None:
            self.spans[-1][1] = now

    @property
    def is_open(self):
        return self.status in OPEN or (
            self.metric == "resolution" and self.status == "met"
        )


@dataclass
class Policy:
    """What is promised: {severity: {metric: seconds}}, perhaps only at one level.

    ``starts_on`` is the level on reaching which the clocks start, ``by_level`` whether
    they count in the hours of the level that has the ticket, ``restarts`` whether they
    count anew when they get to another promise.
    """

    promises: dict
    level: str | None = None
    starts_on: str | None = None
    by_level: bool = False
    restarts: bool = False


@dataclass
class Ticket:
    """A ticket at a level, of one severity; the first policy that covers it counts."""

    now: datetime
    policies: list
    severity: str
    hours: Hours = field(default_factory=Hours)
    # the levels that have hours of their own
    level_hours: dict = field(default_factory=dict)
    level: str = "l1"
    stage: str = "new"
    closed: datetime | None = None
    clocks: list = field(default_factory=list)

    def __post_init__(self):
        self.start = self.now
        self.arrivals = [(self.now, self.level)]
        self.sync()

    @property
    def policy(self):
        return next(p for p in self.policies if p.level in (None, self.level))

    @property
    def owed(self):
        return self.policy.promises[self.severity]

    @property
    def here(self):
        """The clocks that may run under the policy of now."""
        return [clock for clock in self.clocks if clock.key == self.policy.starts_on]

    @property
    def begin(self):
        """When the clocks of the policy start; None before."""
        policy = self.policy
        if not policy.starts_on:
            return self.start
        return next(
            (
                moment
                for moment, level in self.arrivals
                if level >= policy.starts_on and policy.level in (None, level)
            ),
            None,
        )

    def get_hours(self, level):
        """The hours that count while ``level`` has it, and whose they are."""
        if not self.policy.by_level:
            return self.hours, None
        return self.level_hours.get(level, self.hours), level

    @property
    def wanted(self):
        """What its stage asks an open clock to be."""
        return {"waiting": "paused", "done": "stopped"}.get(self.stage, "running")

    def move_to(self, stage):
        if stage == "done":
            self.closed = self.now
        if stage != self.stage:
            self.stage = stage
            self.sync()

    def move(self, level):
        if level != self.level:
            self.level = level
            self.arrivals.append((self.now, level))
            self.sync()

    def sync(self):
        for clock in self.clocks:
            clock.settle(self.now)
        known = {clock.metric for clock in self.here}
        for metric, seconds in self.owed.items():
            if metric not in known and self.stage != "done" and self.begin:
                self._add(metric, 1, seconds, self.begin)
        for clock in self.clocks:
            clock.settle(self.now)
            self._follow(clock)
        for clock in self.clocks:
            clock.settle(self.now)
            clock.look()

    def _add(self, metric, cycle, seconds, start):
        before = [level for moment, level in self.arrivals if moment <= start]
        hours, place = self.get_hours(before[-1])
        clock = Clock(
            metric,
            self.policy.starts_on,
            cycle,
            seconds,
            [Shift(hours, [[start, None]])],
            place,
            (self.policy.level, self.severity),
        )
        for moment, level in self.arrivals:
            if place and moment > start:
                clock.hand_over(seconds, *self.get_hours(level), moment)
        self.clocks.append(clock)

    def _follow(self, clock):
        if clock.metric == "resolution" and self.stage == "done":
            clock.meet(self.now)
        elif clock.is_open:
            if clock in self.here and clock.metric in self.owed:
                self._promise(clock)
                clock.move(self.wanted, self.now)
            else:
                clock.move("stopped", self.now)

    def _promise(self, clock):
        """What is promised now, in the hours that count now."""
        made_by = self.policy.level, self.severity
        promise = self.owed[clock.metric], *self.get_hours(self.level)
        place = promise[-1]
        if self.policy.restarts and clock.made_by != made_by:
            clock.restart(*promise, self.now)
        elif clock.place and place and clock.place != place:
            clock.hand_over(*promise, self.now)
        else:
            clock.retarget(*promise)
        clock.made_by = made_by

    def reply(self):
        """The reporter hears from us."""
        for clock in self.clocks:
            if clock.metric != "resolution":
                clock.meet(self.now)
        updates = [clock for clock in self.here if clock.metric == "update"]
        if updates and "update" in self.owed and self.stage != "done":
            cycle = max(clock.cycle for clock in updates) + 1
            self._add("update", cycle, self.owed["update"], self.now)
        if self.stage != "done":
            self.sync()

    def answer(self):
        """We hear from the partner, who may still reopen what was closed."""
        if self.stage == "done" and self.closed >= self.now - REOPENED:
            self.move_to("progress")

    def close_on(self, day):
        self.hours = self.hours.without(day)

    def close_level_on(self, level, day):
        self.level_hours[level] = self.level_hours[level].without(day)

    def show(self):
        """What each clock is at this moment: {(metric, level, cycle): ...}."""
        shown = {}
        for clock in self.clocks:
            late = clock.status == "running" and clock.deadline < self.now
            state = "breached" if late else clock.status
            due = clock.deadline if state not in ("paused", "stopped") else None
            shown[clock.metric, clock.key, clock.cycle] = state, due, clock.reached
        return shown
