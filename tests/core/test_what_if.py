"""What would have become of a clock. Nov 2026: the 23rd is a Monday."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from digit_sla_tools import clock
from digit_sla_tools.business_hours import BusinessHours
from digit_sla_tools.clock import Event
from digit_sla_tools.what_if import judge

HOUR = 3600
OFFICE = BusinessHours("Asia/Kolkata", {day: [(540, 1080)] for day in range(5)})
EVENING = BusinessHours("Asia/Kolkata", {day: [(720, 1260)] for day in range(5)})


def ist(day, time):
    return datetime.fromisoformat(f"2026-11-{day} {time}").replace(
        tzinfo=ZoneInfo("Asia/Kolkata")
    )


START = Event(clock.START, ist(23, "10:00"), 4 * HOUR, OFFICE)
MET_AT_12 = Event(clock.MEET, ist(23, "12:00"))
LATE = [Event(clock.BREACH, ist(23, "14:00")), Event(clock.MEET, ist(23, "15:00"))]
WAITED = [
    Event(clock.PAUSE, ist(23, "10:30")),
    Event(clock.RESUME, ist(23, "11:30")),
    MET_AT_12,
]


@pytest.mark.parametrize(
    "events, hours_promised, schedule, expected",
    [
        ([START, MET_AT_12], 4, OFFICE, clock.MET),
        ([START, MET_AT_12], 1, OFFICE, clock.BREACHED),
        ([START, MET_AT_12], 2, OFFICE, clock.MET),  # at the deadline is in time
        ([START, MET_AT_12], 1, EVENING, clock.MET),
        ([START, *LATE], 4, OFFICE, clock.BREACHED),
        ([START, *LATE], 6, OFFICE, clock.MET),
        ([START, *WAITED], 1, OFFICE, clock.MET),  # half an hour before, half after
        ([START], 4, OFFICE, clock.BREACHED),
        ([START], 40, OFFICE, None),
        ([START, WAITED[0]], 4, OFFICE, None),
    ],
)
def test_judges(events, hours_promised, schedule, expected):
    now = ist(24, "18:00")
    starts = [(ist(23, "10:00"), schedule)]
    assert judge(events, hours_promised * HOUR, starts, now) == expected


def test_judges_in_the_hours_of_each_level():
    starts = [(ist(23, "10:00"), OFFICE), (ist(23, "11:00"), EVENING)]
    events = [START, Event(clock.MEET, ist(23, "14:00"))]
    # 1 hour until 11:00, 2 from 12:00 on
    assert judge(events, 3 * HOUR, starts, ist(24, "18:00")) == clock.MET
    assert judge(events, 3 * HOUR - 1, starts, ist(24, "18:00")) == clock.BREACHED
