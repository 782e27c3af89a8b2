"""The picture of a clock by example, and against its figures.

Nov 2026: the 23rd is a Monday; the office is in India, 9:00 to 18:00.
"""

import os
import random
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from digit_sla_tools import clock, timeline
from digit_sla_tools.business_hours import BusinessHours
from digit_sla_tools.clock import ROUND_THE_CLOCK, Event, replay
from digit_sla_tools.timeline import Segment, explain, get_shares, locate

HOUR = 3600
CASES = int(os.environ.get("DIGIT_CASES", "5000")) // 10
SEED = os.environ.get("DIGIT_SEED", "2025")
INDIA = ZoneInfo("Asia/Kolkata")
WEEK = {day: [(540, 1080)] for day in range(5)}
OFFICE = BusinessHours("Asia/Kolkata", WEEK)
LATE_SHIFT = BusinessHours("Asia/Kolkata", {day: [(720, 1260)] for day in range(5)})
# Thursday is a holiday, and Friday is closed from 11:00 to 13:00.
HOLIDAYS = BusinessHours(
    "Asia/Kolkata",
    WEEK,
    [datetime(2026, 11, 26).date()],
    [
        (
            datetime(2026, 11, 27, 11, tzinfo=INDIA),
            datetime(2026, 11, 27, 13, tzinfo=INDIA),
        )
    ],
)


def ist(text):
    """A moment of November 2026 on the wall clock in India: "23 16:30"."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=INDIA)


def start(text, hours=4, schedule=OFFICE):
    return Event(clock.START, ist(text), hours * HOUR, schedule)


def on(kind, text, hours=None, schedule=OFFICE):
    budget = hours and hours * HOUR
    return Event(kind, ist(text), budget, schedule if hours else None)


def with_regular(hours):
    """Whatever the hours are: ``hours`` is what they would be without holidays."""
    return defaultdict(lambda: hours)


REGULAR = with_regular(OFFICE)


def tell(events, now, regular=OFFICE):
    """The segments as a list of (start, kind), with (stop, None) at the end."""
    segments = explain(events, ist(now), with_regular(regular)).segments
    moments = [*(segment.start for segment in segments), segments[-1].stop]
    kinds = [*(segment.kind for segment in segments), None]
    texts = (moment.astimezone(INDIA).strftime("%d %H:%M") for moment in moments)
    return list(zip(texts, kinds, strict=True))


def tell_marks(events, now):
    return [
        (mark.moment.astimezone(INDIA).strftime("%d %H:%M"), mark.kind)
        for mark in explain(events, ist(now), REGULAR).marks
    ]


CASES_BY_EXAMPLE = {
    "a night in between": (
        [start("23 16:30")],
        "23 17:00",
        [
            ("23 16:30", "open"),
            ("23 18:00", "closed"),
            ("24 09:00", "open"),
            ("24 11:30", None),
        ],
    ),
    "started in the evening": (
        [start("23 20:00")],
        "23 21:00",
        [("23 20:00", "closed"), ("24 09:00", "open"), ("24 13:00", None)],
    ),
    "due at closing time": (
        [start("23 14:00")],
        "23 15:00",
        [("23 14:00", "open"), ("23 18:00", None)],
    ),
    "started on a Saturday: one stretch until Monday": (
        [start("21 12:00")],
        "21 13:00",
        [("21 12:00", "closed"), ("23 09:00", "open"), ("23 13:00", None)],
    ),
    "a holiday": (
        [start("25 16:00", 4, HOLIDAYS)],
        "25 17:00",
        [
            ("25 16:00", "open"),
            ("25 18:00", "closed"),
            ("26 09:00", "holiday"),
            ("26 18:00", "closed"),
            ("27 09:00", "open"),
            ("27 11:00", None),
        ],
    ),
    "closed for some hours": (
        [start("27 10:00", 2, HOLIDAYS)],
        "27 10:30",
        [
            ("27 10:00", "open"),
            ("27 11:00", "holiday"),
            ("27 13:00", "open"),
            ("27 14:00", None),
        ],
    ),
    "a pause, over a night": (
        [
            start("23 10:00"),
            on(clock.PAUSE, "23 12:00"),
            on(clock.RESUME, "24 10:00"),
        ],
        "24 10:30",
        [
            ("23 10:00", "open"),
            ("23 12:00", "paused"),
            ("24 10:00", "open"),
            ("24 12:00", None),
        ],
    ),
    "paused until now": (
        [start("23 10:00"), on(clock.PAUSE, "23 12:00")],
        "23 15:00",
        [("23 10:00", "open"), ("23 12:00", "paused"), ("23 15:00", None)],
    ),
    "met: what was not needed": (
        [start("23 10:00"), on(clock.MEET, "23 11:00")],
        "30 12:00",
        [("23 10:00", "open"), ("23 11:00", "spare"), ("23 14:00", None)],
    ),
    "met: nights are nights after it": (
        [start("23 16:30"), on(clock.MEET, "23 17:00")],
        "30 12:00",
        [
            ("23 16:30", "open"),
            ("23 17:00", "spare"),
            ("23 18:00", "closed"),
            ("24 09:00", "spare"),
            ("24 11:30", None),
        ],
    ),
    "late, and no job has told yet": (
        [start("23 10:00")],
        "23 16:00",
        [("23 10:00", "open"), ("23 14:00", "late"), ("23 16:00", None)],
    ),
    "late, answered, looked at a week later": (
        [
            start("23 10:00"),
            on(clock.BREACH, "23 14:00"),
            on(clock.MEET, "23 15:00"),
        ],
        "30 12:00",
        [("23 10:00", "open"), ("23 14:00", "late"), ("23 15:00", None)],
    ),
    "met and reopened": (
        [
            start("23 10:00"),
            on(clock.MEET, "23 12:00"),
            on(clock.RESUME, "24 09:00"),
        ],
        "24 10:00",
        [
            ("23 10:00", "open"),
            ("23 12:00", "stopped"),
            ("24 09:00", "open"),
            ("24 11:00", None),
        ],
    ),
    "stopped: nothing after it": (
        [start("23 10:00"), on(clock.FREEZE, "23 12:00")],
        "30 12:00",
        [("23 10:00", "open"), ("23 12:00", None)],
    ),
    "other hours count from the start": (
        [
            start("23 10:00", 4, LATE_SHIFT),
            on(clock.RETARGET, "23 13:00", 4, OFFICE),
        ],
        "23 13:00",
        [("23 10:00", "open"), ("23 14:00", None)],
    ),
    "cut short while paused: broken before": (
        [
            start("23 10:00", 9),
            on(clock.PAUSE, "23 16:00"),
            on(clock.RETARGET, "23 16:30", 4),
            on(clock.BREACH, "23 14:00"),
        ],
        "23 17:00",
        [("23 10:00", "open"), ("23 16:00", "late"), ("23 17:00", None)],
    ),
    "only a promise brings hours": (
        [start("23 16:30"), Event(clock.RESUME, ist("23 16:30"), 0, ROUND_THE_CLOCK)],
        "23 17:00",
        [
            ("23 16:30", "open"),
            ("23 18:00", "closed"),
            ("24 09:00", "open"),
            ("24 11:30", None),
        ],
    ),
    "round the clock": (
        [start("21 22:00", 8, ROUND_THE_CLOCK)],
        "21 23:00",
        [("21 22:00", "open"), ("22 06:00", None)],
    ),
}


@pytest.mark.parametrize("case", CASES_BY_EXAMPLE)
def test_segments(case):
    events, now, expected = CASES_BY_EXAMPLE[case]
    assert tell(events, now) == expected


def test_no_time_no_segments():
    events = [start("23 10:00"), on(clock.FREEZE, "23 10:00")]
    assert explain(events, ist("24 10:00"), REGULAR).segments == ()


def test_marks():
    events = [
        start("23 10:00", 9),
        on(clock.RETARGET, "23 11:00", 4),
        on(clock.BREACH, "23 14:00"),
        on(clock.MEET, "23 15:00"),
    ]
    assert tell_marks(events, "23 16:00") == [
        ("23 10:00", "start"),
        ("23 11:00", "retarget"),
        ("23 14:00", "deadline"),
        ("23 14:00", "breach"),
        ("23 15:00", "meet"),
    ]


def test_marks_of_a_pause_have_no_deadline():
    events = [start("23 10:00"), on(clock.PAUSE, "23 12:00")]
    assert tell_marks(events, "23 16:00") == [("23 10:00", "start")]


def test_each_level_counts_in_its_hours():
    events = [start("23 10:00"), on(clock.HANDOVER, "23 11:00", 4, LATE_SHIFT)]
    assert tell(events, "23 11:30", LATE_SHIFT) == [
        ("23 10:00", "open"),
        ("23 11:00", "closed"),
        ("23 12:00", "open"),
        ("23 15:00", None),
    ]
    assert tell_marks(events, "23 11:30") == [
        ("23 10:00", "start"),
        ("23 11:00", "handover"),
        ("23 15:00", "deadline"),
    ]


def test_new_target_changes_the_hours_since_the_last_hand_over():
    events = [
        start("23 10:00"),
        on(clock.HANDOVER, "23 11:00", 4),
        on(clock.RETARGET, "23 11:30", 4, LATE_SHIFT),
    ]
    assert tell(events, "23 11:30", LATE_SHIFT)[:3] == [
        ("23 10:00", "open"),
        ("23 11:00", "closed"),
        ("23 12:00", "open"),
    ]


def test_what_was_before_counting_anew_does_not_count():
    events = [start("23 10:00"), on(clock.RESTART, "23 12:00", 2)]
    assert tell(events, "23 13:00") == [
        ("23 10:00", "stopped"),
        ("23 12:00", "open"),
        ("23 14:00", None),
    ]


def test_what_counts_is_to_scale_and_a_weekend_leaves_room():
    # 2 h on Friday, a weekend, 4 h on Monday
    segments = explain([start("20 16:00", 6)], ist("20 17:00"), REGULAR).segments
    friday, weekend, monday = get_shares(segments)
    assert monday == pytest.approx(2 * friday)
    assert weekend == pytest.approx((friday + monday) / 2)


def test_places_follow_the_shares():
    # 1 h 30 on Monday, a night, 2 h 30 on Tuesday
    segments = explain([start("23 16:30")], ist("23 17:00"), REGULAR).segments
    monday, night, _tuesday = get_shares(segments)
    for text, place in (
        ("23 12:00", 0),
        ("23 17:15", monday / 2),
        ("24 01:30", monday + night / 2),
        ("24 11:30", 100),
        ("25 09:00", 100),
    ):
        assert locate(ist(text), segments) == pytest.approx(place)


def test_answered_soon_looks_so():
    events = [start("23 10:00"), on(clock.MEET, "23 11:00")]
    shares = get_shares(explain(events, ist("23 12:00"), REGULAR).segments)
    assert shares == pytest.approx([25, 75])


def test_short_stretches_can_be_seen():
    segments = explain([start("23 17:59", 9)], ist("23 17:59"), REGULAR).segments
    assert min(get_shares(segments)) > 1


def test_nothing_counted_is_to_scale():
    moments = [ist(text).astimezone(timezone.utc) for text in ("23 10:00", "23 12:00")]
    assert get_shares([Segment(*moments, timeline.PAUSED)]) == [100]
    assert get_shares([]) == []


def make_events(rng):
    """A life as the shell records it: a breach as soon as something happens after."""
    schedules = (OFFICE, LATE_SHIFT, HOLIDAYS, ROUND_THE_CLOCK)
    moment = ist("20 00:00") + timedelta(seconds=rng.randrange(6 * 86400))
    promise = rng.randrange(1, 30 * HOUR), rng.choice(schedules)
    events = [Event(clock.START, moment, *promise)]
    for _step in range(rng.randrange(12)):
        moment += timedelta(seconds=rng.choice((0, 1, rng.randrange(36 * HOUR))))
        settle(events, moment)
        status = replay(events).status
        if status == clock.BREACHED:
            return [*events, *[Event(clock.MEET, moment)][: rng.randrange(2)]]
        events.append(make_event(rng, status, moment, schedules))
        settle(events, moment)
    return events


def settle(events, now):
    figures = replay(events)
    waiting = figures.status in (clock.RUNNING, clock.PAUSED)
    if waiting and figures.deadline and figures.deadline < now:
        events.append(Event(clock.BREACH, figures.deadline))


def make_event(rng, status, moment, schedules):
    if rng.random() < 0.3:
        promise = rng.randrange(1, 30 * HOUR), rng.choice(schedules)
        return Event(rng.choice(clock.PROMISES[1:]), moment, *promise)
    kinds = {
        clock.RUNNING: (clock.PAUSE, clock.FREEZE, clock.MEET),
        clock.PAUSED: (clock.RESUME, clock.FREEZE, clock.MEET),
        clock.STOPPED: (clock.RESUME, clock.PAUSE),
        clock.MET: (clock.RESUME,),
    }
    return Event(rng.choice(kinds[status]), moment)


@pytest.mark.parametrize("case", range(CASES))
def test_picture_agrees_with_figures(case):
    rng = random.Random(f"{SEED} timeline {case}")
    events = make_events(rng)
    last = max(event.moment for event in events)
    now = last + timedelta(seconds=rng.randrange(100 * HOUR))
    picture = explain(events, now, REGULAR)
    counted = sum(
        (min(segment.stop, last) - segment.start).total_seconds()
        for segment in picture.segments
        if segment.kind == timeline.OPEN and segment.start < last
    )
    assert counted == replay(events).consumed
    check_contiguous(picture.segments, events[0].moment)
    assert sum(get_shares(picture.segments)) == pytest.approx(
        100 if picture.segments else 0
    )


def check_contiguous(segments, started):
    assert all(segment.start < segment.stop for segment in segments)
    assert not segments or segments[0].start == started
    for segment, following in pairwise(segments):
        assert segment.stop == following.start
        assert segment.kind != following.kind
