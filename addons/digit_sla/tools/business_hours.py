"""Business hours: when working time is open, and how to count it.

Pure Python on the standard library. Moments come in as aware datetimes of any time
zone and go out in UTC; a fraction of a second is dropped on the way in. Inside, a
moment is a whole number of seconds since 1970 (UTC) and an interval is half-open.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from itertools import accumulate, chain, pairwise
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MINUTE = 60
DAY = 86_400
DAY_MINUTES = 1_440
WEEK_MINUTES = 7 * DAY_MINUTES

# Nothing is open outside these bounds: local time must remain a valid datetime.
FIRST = (date(1, 1, 3).toordinal() - EPOCH.toordinal()) * DAY
LAST = (date(9999, 12, 30).toordinal() - EPOCH.toordinal()) * DAY

# Open time is tabulated a span at a time; the tables kept cover some thirty years.
SPAN = 128 * DAY
MAX_TABLES = 96

# No zone of the tz database ever took a change of its offset back within six days.
OFFSET_STEP = 4 * DAY

# Making a timedelta was a quarter of the cost of an answer: these are made once.
MINUTES = [timedelta(minutes=minutes) for minutes in range(DAY_MINUTES)]
SECONDS = [timedelta(seconds=seconds) for seconds in range(MINUTE)]

DAY_NAMES = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


class BusinessHoursError(ValueError):
    """What was asked for has no answer; the text says why."""


class InvalidSchedule(BusinessHoursError):
    """The schedule is malformed or contradicts itself."""


class NoWorkingTime(BusinessHoursError):
    """The schedule has no, or not enough, working time ahead."""


class BusinessHours:
    """The working time of a schedule, read on the wall clock of its own time zone.

    :param tz: IANA name of the zone
    :param week: weekday (0 is Monday) to windows ``(from, to)`` in whole minutes from
        local midnight; ``to`` may run into the next day (past 1440), a window lasts 24
        hours at most, and windows may touch but not overlap
    :param holidays: local dates on which no window opens
    :param closures: pairs of aware datetimes between which nothing is open
    :raises InvalidSchedule: when one of these is malformed

    A moment is open when its local wall clock reads inside a window, so nothing is open
    in an hour that is skipped and an hour that is repeated counts twice.

    A window belongs to the date on which it opens, also its part after midnight: only
    a holiday on that date closes it. It may be given in two pieces, as Odoo stores it:
    a window that opens at 0:00 is the tail of one that ends at 24:00 the day before,
    unless its own day is open around the clock. Such a day keeps to its own date; so in
    a week that never closes, a holiday is its date from midnight to midnight.

    Instances do not change, apart from a bounded cache that threads may share.
    """

    __slots__ = ("_end", "_holidays", "_tables", "_unclosed", "_week", "_zone")

    def __init__(
        self,
        tz: str,
        week: Mapping[int, Iterable[tuple[int, int]]],
        holidays: Iterable[date] = (),
        closures: Iterable[tuple[datetime, datetime]] = (),
    ):
        self._zone = _read_zone(tz)
        self._week = _read_week(week)
        self._holidays = frozenset(map(_read_holiday, holidays))
        self._unclosed = _read_unclosed(closures)
        # Nothing is open from here on, which keeps every search finite.
        ever_open = any(self._week) and self._unclosed
        self._end = self._unclosed[-1][1] if ever_open else FIRST
        self._tables = {}

    def add(self, start: datetime, seconds: int) -> datetime:
        """The moment (UTC) at which ``seconds`` of working time from ``start`` are up.

        An amount used up exactly at closing is due at closing; zero is due at ``start``
        when open, else at the next opening.

        :raises NoWorkingTime: when the schedule ends before
        """
        if not isinstance(seconds, int) or seconds < 0:
            raise BusinessHoursError(
                f"An amount must be a whole number of seconds, not {seconds!r}."
            )
        if not seconds:
            return self.next_open(start)
        moment = _to_epoch(start)
        # Working time never passes faster than time does.
        while moment + seconds <= self._end:
            table = self._get_table(moment)
            count = table.count(moment) + seconds
            if count <= table.total:
                return table.reach(count)
            seconds = count - table.total
            moment = table.stop
        raise NoWorkingTime(f"There is not enough working time after {start}.")

    def between(self, start: datetime, end: datetime) -> int:
        """Seconds of working time from ``start`` to ``end``; 0 if ``end`` is first."""
        moment, stop = _to_epoch(start), min(_to_epoch(end), self._end)
        seconds = 0
        while moment < stop:
            table = self._get_table(moment)
            seconds += table.count(min(stop, table.stop)) - table.count(moment)
            moment = table.stop
        return seconds

    def segments(
        self, start: datetime, end: datetime
    ) -> Iterator[tuple[datetime, datetime]]:
        """The open ``(start, stop)`` pairs (UTC) within ``[start, end)``, in order.

        No two of them touch. They are worked out as they are read.
        """
        pairs = _merge(self._iter_open(_to_epoch(start), _to_epoch(end)))
        return ((_to_datetime(opens), _to_datetime(closes)) for opens, closes in pairs)

    def is_open(self, moment: datetime) -> bool:
        """Whether ``moment`` is working time."""
        second = _to_epoch(moment)
        return any(True for _pair in self._iter_open(second, second + 1))

    def next_open(self, moment: datetime) -> datetime:
        """``moment`` itself (UTC) when it is open, else the next opening.

        :raises NoWorkingTime: when there is none
        """
        for opens, _closes in self._iter_open(_to_epoch(moment), self._end):
            return _to_datetime(opens)
        raise NoWorkingTime(f"There is no working time after {moment}.")

    def _iter_open(self, begin, stop):
        """Open pairs within ``[begin, stop)``, cut where spans meet."""
        stop = min(stop, self._end)
        while begin < stop:
            table = self._get_table(begin)
            yield from table.iter_open(begin, stop)
            begin = table.stop

    def _get_table(self, moment):
        """The table of the span that holds ``moment``, made when it is missing."""
        index = moment // SPAN
        table = self._tables.get(index)
        if table is None:
            table = _Table(index * SPAN, self._iter_windows(index * SPAN))
            if len(self._tables) >= MAX_TABLES:
                self._tables.clear()
            self._tables[index] = table
        return table

    def _iter_windows(self, begin):
        """What is open of each window (UTC) in the span at ``begin``.

        Shifting the wall clock by each offset in turn is what drops a skipped hour and
        doubles a repeated one.
        """
        for first, last in _clip(self._unclosed, begin, begin + SPAN):
            for start, stop, offset in self._iter_offsets(first, last):
                for opens, closes in self._iter_local(start + offset, stop + offset):
                    yield opens - offset, closes - offset

    def _iter_local(self, begin, stop):
        """The windows within ``[begin, stop)``, as seconds of the wall clock."""
        # A window that opened the day before may still be open.
        for day in range(begin // DAY - 1, (stop - 1) // DAY + 1):
            if day not in self._holidays:
                midnight = day * DAY
                windows = self._week[(day + EPOCH.weekday()) % 7]
                pairs = ((midnight + opens, midnight + end) for opens, end in windows)
                yield from _clip(pairs, begin, stop)

    def _iter_offsets(self, begin, stop):
        """``[begin, stop)`` cut at each change: ``(start, stop, UTC offset)``."""
        start, offset = begin, self._get_offset(begin)
        for probe in (*range(begin + OFFSET_STEP, stop, OFFSET_STEP), stop):
            while self._get_offset(probe) != offset:
                change = self._find_change(start, probe, offset)
                yield start, change, offset
                start, offset = change, self._get_offset(change)
        yield start, stop, offset

    def _find_change(self, start, probe, offset):
        """The first moment, ``probe`` at the latest, that has not this ``offset``."""
        moments = range(max(start, probe - OFFSET_STEP), probe)
        return moments.start + bisect_left(
            moments, True, key=lambda moment: self._get_offset(moment) != offset
        )

    def _get_offset(self, moment):
        offset = _to_datetime(moment).astimezone(self._zone).utcoffset()
        return offset.days * DAY + offset.seconds


class _Table:
    """Open seconds counted along the open pairs of the span at ``begin``.

    ``starts[i]`` is where a pair opens, ``moments[i]`` the same as a datetime, and
    ``counts[i]`` the open seconds before it. An empty pair at ``begin``, which may not
    be a datetime, spares every look-up the question whether there is one.
    """

    __slots__ = ("counts", "moments", "pairs", "starts", "stop", "total")

    def __init__(self, begin, pairs):
        self.stop = begin + SPAN
        self.pairs = [(begin, begin), *_merge(pairs)]
        self.starts = [opens for opens, _closes in self.pairs]
        self.moments = [None, *map(_to_datetime, self.starts[1:])]
        lengths = (closes - opens for opens, closes in self.pairs)
        self.counts = list(accumulate(lengths, initial=0))
        self.total = self.counts[-1]

    def count(self, moment):
        """Open seconds of the span before ``moment``."""
        index = bisect_right(self.starts, moment)
        count = self.counts[index - 1] + moment - self.starts[index - 1]
        limit = self.counts[index]
        return count if count < limit else limit

    def reach(self, count):
        """When (UTC) the first ``count`` (1 to total) open seconds have passed."""
        index = bisect_left(self.counts, count) - 1
        minutes, seconds = divmod(count - self.counts[index], MINUTE)
        if minutes < DAY_MINUTES:
            return self.moments[index] + MINUTES[minutes] + SECONDS[seconds]
        return self.moments[index] + timedelta(minutes=minutes, seconds=seconds)

    def iter_open(self, begin, stop):
        """The open pairs within ``[begin, stop)``."""
        first = bisect_right(self.starts, begin) - 1
        last = bisect_left(self.starts, stop)
        return _clip(self.pairs[first:last], begin, stop)


def _to_epoch(moment):
    """Whole seconds since 1970 (UTC)."""
    try:
        elapsed = moment - EPOCH
    except TypeError:
        raise BusinessHoursError(
            f"A moment must be a datetime with a time zone, not {moment!r}."
        ) from None
    return elapsed.days * DAY + elapsed.seconds


def _to_datetime(moment):
    return EPOCH + timedelta(0, moment)


def _clip(pairs, begin, stop):
    """The parts of ``pairs`` within ``[begin, stop)``."""
    for opens, closes in pairs:
        opens, closes = max(opens, begin), min(closes, stop)
        if opens < closes:
            yield opens, closes


def _merge(pairs):
    """Sorted ``pairs`` with those that touch or overlap made one."""
    merged = None
    for opens, closes in pairs:
        if merged and opens <= merged[1]:
            merged = merged[0], max(merged[1], closes)
            continue
        if merged:
            yield merged
        merged = opens, closes
    if merged:
        yield merged


def _read_zone(tz):
    try:
        return ZoneInfo(tz)
    except (AttributeError, KeyError, OSError, TypeError, ValueError):
        raise InvalidSchedule(f"{tz!r} is not the name of a time zone.") from None


def _read_holiday(day):
    """Days since 1970."""
    if not isinstance(day, date) or isinstance(day, datetime):
        raise InvalidSchedule(f"A holiday must be a date, not {day!r}.")
    return day.toordinal() - EPOCH.toordinal()


def _read_unclosed(closures):
    """What ``closures`` leave of all time, as sorted pairs."""
    merged = _merge(sorted(map(_read_closure, closures)))
    bounds = [FIRST, *chain.from_iterable(merged), LAST]
    return list(_clip(zip(bounds[::2], bounds[1::2], strict=True), FIRST, LAST))


def _read_closure(closure):
    start, end = closure
    begin, stop = _to_epoch(start), _to_epoch(end)
    if stop < begin:
        raise InvalidSchedule(f"The closure from {start} ends before, at {end}.")
    return begin, stop


def _read_week(week):
    """Seven sorted lists of windows, in seconds from the midnight of their weekday."""
    for weekday in week:
        if weekday not in range(7):
            raise InvalidSchedule(f"A weekday is 0 (Monday) to 6, not {weekday!r}.")
    days = [sorted(map(_read_window, week.get(weekday, ()))) for weekday in range(7)]
    _check_overlaps(days)
    return [
        [(start * MINUTE, end * MINUTE) for start, end in windows]
        for windows in _join_tails(days)
    ]


def _read_window(window):
    start, end = window
    if not (isinstance(start, int) and isinstance(end, int)):
        raise InvalidSchedule(f"The window {window!r} is not in whole minutes.")
    if not 0 <= start < DAY_MINUTES:
        raise InvalidSchedule(f"The window {window!r} does not open on its own day.")
    if end <= start:
        raise InvalidSchedule(f"The window {window!r} ends before it opens.")
    if end - start > DAY_MINUTES:
        raise InvalidSchedule(f"The window {window!r} is longer than 24 hours.")
    return start, end


def _check_overlaps(days):
    """Refuse a window that opens before the one before it has ended."""
    windows = [
        (weekday * DAY_MINUTES + start, weekday * DAY_MINUTES + end)
        for weekday, windows in enumerate(days)
        for start, end in windows
    ]
    # The first window of the week comes after the last one, too.
    windows += [(start + WEEK_MINUTES, end) for start, end in windows[:1]]
    for (_start, end), (start, _end) in pairwise(windows):
        if start < end:
            weekday, minute = divmod(start % WEEK_MINUTES, DAY_MINUTES)
            raise InvalidSchedule(
                f"The hours on {DAY_NAMES[weekday]} from "
                f"{minute // 60}:{minute % 60:02} overlap the ones before them."
            )


def _join_tails(days):
    """``days`` with the windows that were given in two pieces made whole."""
    joined = [list(windows) for windows in days]
    for weekday, windows in enumerate(days):
        if _opens_at_midnight(windows) and _ends_at_midnight(days[weekday - 1]):
            _midnight, end = joined[weekday].pop(0)
            start, midnight = joined[weekday - 1].pop()
            joined[weekday - 1].append((start, midnight + end))
    return joined


def _opens_at_midnight(windows):
    """Whether sorted ``windows`` open at 0:00 and do not fill the day."""
    full_until = 0
    for start, end in windows:
        if start == full_until:
            full_until = end
    return 0 < full_until < DAY_MINUTES


def _ends_at_midnight(windows):
    return bool(windows) and windows[-1][1] == DAY_MINUTES
