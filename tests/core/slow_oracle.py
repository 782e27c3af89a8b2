"""Business hours the slow way: read the wall clock at every step and look it up.

It shares no code with the core, and is exact as long as all bounds (windows, closures
and offsets of the zone) fall on a step.
"""

from datetime import timedelta, timezone
from itertools import accumulate
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60


class SlowHours:
    """The same schedule as ``BusinessHours``, looked at within ``[first, last)``.

    ``step`` is in seconds, ``first`` and ``last`` are aware and fall on a step.
    """

    def __init__(self, tz, week, holidays, closures, *, first, last, step=60):
        self.zone = ZoneInfo(tz)
        self.ages = _list_ages(week)
        self.holidays = set(holidays)
        self.closures = closures
        self.first = first.astimezone(timezone.utc)
        self.step = step
        count = (last - first) // timedelta(seconds=step)
        moments = (self.first + timedelta(seconds=step * i) for i in range(count))
        self.steps = bytearray(map(self.is_open, moments))
        self.sums = list(accumulate(self.steps, initial=0))

    def is_open(self, moment):
        local = moment.astimezone(self.zone)
        age = self.ages[local.weekday()][local.hour * 60 + local.minute]
        if age is None or (local - timedelta(days=age)).date() in self.holidays:
            return False
        for start, end in self.closures:
            if start <= moment < end:
                return False
        return True

    def between(self, start, end):
        if end < start:
            return 0
        return self._count(end) - self._count(start)

    def add(self, start, seconds):
        """None when the answer is not before ``last``."""
        index, into = self._locate(start)
        left = seconds
        while index < len(self.steps):
            if self.steps[index]:
                if left <= self.step - into:
                    return self._moment(index, into + left)
                left -= self.step - into
            index, into = index + 1, 0
        return None

    def _count(self, moment):
        """Open seconds from ``first`` to ``moment``."""
        index, into = self._locate(moment)
        return self.sums[index] * self.step + (into and self.steps[index] * into)

    def _locate(self, moment):
        return divmod((moment - self.first) // timedelta(seconds=1), self.step)

    def _moment(self, index, into):
        return self.first + timedelta(seconds=index * self.step + into)


def _list_ages(week):
    """For each minute of each weekday, how many days ago its window opened, or None."""
    ages = [[None] * MINUTES_A_DAY for _weekday in range(7)]
    for weekday, windows in week.items():
        for start, end in windows:
            tail = int(_is_tail(week, weekday, start))
            for minute in range(start, end):
                days, minute_of_day = divmod(minute, MINUTES_A_DAY)
                ages[(weekday + days) % 7][minute_of_day] = days + tail
    return ages


def _is_tail(week, weekday, start):
    """Whether the window at ``start`` continues the one of the evening before."""
    if start != 0:
        return False
    evening = week.get((weekday - 1) % 7, ())
    own = {m for window in week[weekday] for m in range(*window)}
    return any(end == MINUTES_A_DAY for _start, end in evening) and not own.issuperset(
        range(MINUTES_A_DAY)
    )
