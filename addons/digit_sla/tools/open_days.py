"""When a schedule is open on each of some days: what a person reads in a table."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .business_hours import BusinessHours

DAY = timedelta(days=1)


def get_open_days(
    hours: BusinessHours, zone: ZoneInfo, first: date, count: int
) -> dict[date, list[tuple[datetime, datetime]]]:
    """The open ``(start, stop)`` pairs of ``count`` local days from ``first``, in UTC.

    A pair belongs to the date in ``zone`` on which it opens; what is open for more than
    a day is cut at each midnight.
    """
    days = {first + number * DAY: [] for number in range(count)}
    # from the day before, so that the end of its night is not taken for a day's own
    begin, end = (
        _get_midnight(first - DAY, zone),
        _get_midnight(max(days) + 2 * DAY, zone),
    )
    for segment in hours.segments(begin, end):
        for start, stop in _cut(*segment, zone):
            day = start.astimezone(zone).date()
            if day in days:
                days[day].append((start, stop))
    return days


def format_window(start: datetime, stop: datetime, zone: ZoneInfo, day: date) -> str:
    """``10:00-02:30 (+1)``: in ``zone``, with the days between it and ``day``."""
    start, stop = start.astimezone(zone), stop.astimezone(zone)
    if stop.time() == time.min and stop.date() > start.date():
        return f"{_format(start, day)}-{_format(stop, day + DAY, '24:00')}"
    return f"{_format(start, day)}-{_format(stop, day)}"


def _format(moment, day, text=None):
    days = (moment.date() - day).days
    return (text or f"{moment:%H:%M}") + (f" ({days:+})" if days else "")


def _cut(start, stop, zone) -> Iterator[tuple[datetime, datetime]]:
    if stop - start <= DAY:
        yield start, stop
        return
    while start < stop:
        midnight = _get_midnight(start.astimezone(zone).date() + DAY, zone)
        yield start, min(midnight, stop)
        start = midnight


def _get_midnight(day, zone):
    """The start of the local date ``day``, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(ZoneInfo("UTC"))
