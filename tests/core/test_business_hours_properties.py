"""Business hours against a slow oracle, and against the laws they must obey.

The cases are random but the same on every run; ``DIGIT_CASES`` sets how many (5000),
``DIGIT_SEED`` which.
"""

import os
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from digit_sla_tools.business_hours import BusinessHours, NoWorkingTime
from slow_oracle import SlowHours

CASES = int(os.environ.get("DIGIT_CASES", "5000"))
SEED = os.environ.get("DIGIT_SEED", "2025")
CASES_A_WORLD = 32
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
HOUR = 3600
DAY_MINUTES = 1440
WEEK_MINUTES = 7 * DAY_MINUTES

# Zones with a date near which to look: where the clock changes, if it does.
PLACES = [
    ("Asia/Kolkata", date(2025, 3, 30)),
    ("Asia/Kathmandu", date(2025, 8, 15)),
    ("Africa/Maputo", date(2024, 2, 29)),
    ("Europe/London", date(2025, 3, 30)),
    ("Europe/London", date(2025, 10, 26)),
    ("America/New_York", date(2025, 3, 9)),
    ("America/New_York", date(2025, 11, 2)),
    ("America/St_Johns", date(2011, 3, 13)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Sao_Paulo", date(2019, 2, 17)),
    ("Asia/Beirut", date(2025, 3, 30)),
    ("Asia/Beirut", date(2025, 10, 26)),
    ("Africa/Cairo", date(2025, 4, 25)),
    ("Africa/Cairo", date(2025, 10, 31)),
    ("Africa/Casablanca", date(2025, 2, 23)),
    ("Australia/Lord_Howe", date(2025, 4, 6)),
    ("Australia/Lord_Howe", date(2025, 10, 5)),
    ("Antarctica/Troll", date(2025, 3, 30)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Pacific/Kiritimati", date(1994, 12, 31)),
]


@dataclass(frozen=True)
class World:
    """A schedule, and the days of which the oracle has looked at every step."""

    tz: str
    week: dict
    holidays: list
    closures: list
    first: datetime
    last: datetime
    step: int = 60

    @cached_property
    def hours(self):
        return BusinessHours(self.tz, self.week, self.holidays, self.closures)

    @cached_property
    def oracle(self):
        return SlowHours(
            self.tz,
            self.week,
            self.holidays,
            self.closures,
            first=self.first,
            last=self.last,
            step=self.step,
        )

    def pick_moment(self, dice):
        """A moment in some zone, often at an opening or a closing."""
        seconds = int((self.last - self.first).total_seconds())
        moment = self.first + dice.randrange(seconds) * SECOND
        if dice.random() < 0.4:
            moment = self.first + self._pick_edge(dice) * self.oracle.step * SECOND
            moment += dice.choice((-1, 0, 0, 1)) * SECOND
        moment = min(max(moment, self.first), self.last - SECOND)
        return moment.astimezone(dice.choice((timezone.utc, ZoneInfo(self.tz))))

    def _pick_edge(self, dice):
        steps = self.oracle.steps
        start = dice.randrange(len(steps))
        return max(start, steps.find(1 - steps[start], start))

    def pick_amount(self, dice, start):
        """An amount that is mostly used up before ``last``, often just at an edge."""
        if dice.random() < 0.3:
            return self.oracle.between(start, self.pick_moment(dice))
        if dice.random() < 0.05:
            return 0
        days = dice.choice((0.2, 1, 1, 3, 10))
        return dice.choice((1, 60, HOUR)) * dice.randrange(1, int(days * 24))


def make_dice(*names):
    """Random numbers that are the same on every run."""
    return random.Random("-".join([SEED, *map(str, names)]))


def make_world(dice, tz, day, days=30, step=60):
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc)
    first = noon - dice.randrange(days // 3, 2 * days // 3 + 1) * DAY
    week = make_week(dice, step)
    if dice.random() < 0.5:
        week = split_at_midnight(week)
    dates = [day + dice.randint(-days // 2, days // 2) * DAY for _ in range(4)]
    holidays = [day, *dates][dice.randrange(2) :][: dice.randrange(5)]
    closures = [make_closure(dice, first, days, step) for _ in range(dice.randrange(4))]
    return World(tz, week, holidays, closures, first, first + days * DAY, step)


def make_closure(dice, first, days, step):
    minutes = dice.randrange(days * DAY_MINUTES)
    length = dice.choice((0, 45, 600, 1440, 4000))
    start = first + timedelta(minutes=minutes // 15 * 15)
    end = start + timedelta(minutes=dice.randint(0, length) // 15 * 15)
    if step == 1:
        end += dice.randrange(60) * SECOND
    return start, end


def make_week(dice, step):
    make = dice.choice((make_regular_week, make_regular_week, make_patchwork_week))
    return make(dice, grain=dice.choice((1, 15, 60)) if step <= 60 else step // 60)


def make_regular_week(dice, grain):
    """The same windows on some days of the week."""
    day = dice.choice(
        (
            [(540, 1080)],
            [(540, 780), (840, 1080)],
            [(600, 1590)],
            [(480, 1380)],
            [(0, 240)],
            [(1380, 1440)],
            [(0, 60), (1380, 1440)],
            [(0, 1440)],
            [(0, 720), (720, 1440)],
            [(0, 360), (360, 840), (840, 1320), (1320, 1440)],
            [(360, 840), (840, 1320), (1320, 1800)],
            [(720, 2160)],
            [(0, grain), (60, 60 + grain), (120, 120 + grain)],
        )
    )
    first, count = dice.randrange(7), dice.randint(1, 7)
    return {(first + i) % 7: list(day) for i in range(count)}


def make_patchwork_week(dice, grain):
    """Windows between random points of the week, some of which touch."""
    count = dice.randint(2, 30)
    points = sorted(dice.sample(range(0, WEEK_MINUTES, grain), count))
    points.append(points[0] + WEEK_MINUTES)
    week = {}
    for start, end in pairwise(points):
        weekday, opens = divmod(start, DAY_MINUTES)
        length = min(end - start, DAY_MINUTES)
        if dice.random() < 0.5:
            week.setdefault(weekday, []).append((opens, opens + length))
    return week or {0: [(540, 1080)]}


def split_at_midnight(week):
    """Windows past midnight in two pieces, as Odoo stores them."""
    pieces = {weekday: [] for weekday in range(7)}
    for weekday, windows in week.items():
        for start, end in windows:
            pieces[weekday].append((start, min(end, DAY_MINUTES)))
            if end > DAY_MINUTES:
                pieces[(weekday + 1) % 7].append((0, end - DAY_MINUTES))
    return pieces


def check_against_oracle(world, dice):
    start, end = world.pick_moment(dice), world.pick_moment(dice)
    case = f"{world!r}\nfrom {start}"
    between = world.oracle.between(start, end)
    assert world.hours.between(start, end) == between, f"{case} to {end}"
    assert world.hours.is_open(start) is world.oracle.is_open(start), case

    seconds = world.pick_amount(dice, start)
    expected = world.oracle.add(start, seconds)
    case = f"{case} for {seconds} s"
    if expected is not None:
        assert world.hours.add(start, seconds) == expected, case
        return
    try:
        assert world.hours.add(start, seconds) >= world.last, case
    except NoWorkingTime:
        assert not any(world.week.values()), case


@pytest.mark.parametrize(("tz", "day"), PLACES)
def test_not_a_second_differs_from_the_oracle(tz, day):
    dice = make_dice(tz, day)
    cases = -(-CASES // len(PLACES))
    for number in range(cases):
        if number % CASES_A_WORLD == 0:
            world = make_world(dice, tz, day)
        check_against_oracle(world, dice)


@pytest.mark.parametrize(
    ("tz", "day"),
    [
        *PLACES[3:8:2],
        # Its offset was -0:44:30 until then.
        ("Africa/Monrovia", date(1972, 1, 7)),
    ],
)
def test_not_a_second_differs_where_bounds_have_seconds(tz, day):
    dice = make_dice("seconds", tz, day)
    for _ in range(3):
        world = make_world(dice, tz, day, days=2, step=1)
        for _ in range(50):
            check_against_oracle(world, dice)


@pytest.mark.parametrize("tz", ["Europe/London", "Asia/Kathmandu", "Africa/Casablanca"])
def test_not_a_second_differs_over_years(tz):
    dice = make_dice("years", tz)
    for _ in range(2):
        world = make_world(dice, tz, date(2025, 1, 1), days=2400, step=900)
        for _ in range(100):
            check_against_oracle(world, dice)
            start, seconds = world.pick_moment(dice), dice.randrange(400 * 9 * HOUR)
            expected = world.oracle.add(start, seconds)
            if expected is not None:
                assert world.hours.add(start, seconds) == expected


def make_instance(dice):
    """A schedule and a moment anywhere in some fifty years."""
    tz, _day = dice.choice(PLACES)
    day = date(dice.randint(1980, 2030), dice.randint(1, 12), dice.randint(1, 28))
    world = make_world(dice, tz, day)
    seconds = int((world.last - world.first).total_seconds())
    start = world.first + dice.randrange(seconds) * SECOND
    return world, start


def each_instance(name):
    dice = make_dice(name)
    for _ in range(CASES // 10):
        world, start = make_instance(dice)
        if any(world.week.values()):
            yield dice, world, start


def test_what_was_added_lies_between():
    for dice, world, start in each_instance("inverse"):
        for top in (10, HOUR, 100 * HOUR, 800 * HOUR):
            seconds = dice.randint(1, top)
            due = world.hours.add(start, seconds)
            assert world.hours.between(start, due) == seconds, (world, start)
            # The last second is worked: nothing earlier would do.
            assert world.hours.is_open(due - SECOND), (world, start)


def test_zero_leads_to_the_next_opening():
    for _dice, world, start in each_instance("zero"):
        due = world.hours.add(start, 0)
        assert due == world.hours.next_open(start) >= start
        assert world.hours.is_open(due)
        assert world.hours.between(start, due) == 0
        assert (due == start) is world.hours.is_open(start)


def test_more_is_never_due_earlier():
    for dice, world, start in each_instance("monotone"):
        later = start + dice.randrange(3 * 86_400) * SECOND
        some = dice.randrange(1, 50 * HOUR)
        more = some + dice.choice((1, 60, HOUR))
        assert world.hours.add(start, some) < world.hours.add(start, more)
        assert world.hours.add(start, some) <= world.hours.add(later, some)


def test_amounts_add_up():
    for dice, world, start in each_instance("sum"):
        first, second = (dice.randrange(1, 60 * HOUR) for _ in range(2))
        halfway = world.hours.add(start, first)
        due = world.hours.add(start, first + second)
        assert world.hours.add(halfway, second) == due, (world, start)


def test_segments_are_the_open_time():
    for dice, world, start in each_instance("segments"):
        end = start + dice.randrange(40 * 86_400) * SECOND
        segments = list(world.hours.segments(start, end))
        worked = sum((stop - begin for begin, stop in segments), timedelta())
        assert worked // SECOND == world.hours.between(start, end), (world, start)
        for begin, stop in segments:
            assert start <= begin < stop <= end
            assert begin == start or not world.hours.is_open(begin - SECOND)
            assert world.hours.is_open(begin) and world.hours.is_open(stop - SECOND)
            assert stop == end or not world.hours.is_open(stop)
        for (_begin, stop), (begin, _stop) in pairwise(segments):
            assert stop < begin


def test_a_window_in_two_pieces_is_the_window():
    checked = 0
    for _dice, world, start in each_instance("pieces"):
        pieces = split_at_midnight(world.week)
        if any(map(is_full_day, pieces.values())):
            continue  # such a day keeps to its own date instead
        other = BusinessHours(world.tz, pieces, world.holidays, world.closures)
        span = start, start + 40 * DAY
        assert list(other.segments(*span)) == list(world.hours.segments(*span)), world
        checked += 1
    assert checked > CASES // 30


def is_full_day(windows):
    return {m for window in windows for m in range(*window)} >= set(range(DAY_MINUTES))
