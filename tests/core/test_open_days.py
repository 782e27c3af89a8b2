"""The table of open days. Nov 2026: the 23rd is a Monday."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from digit_sla_tools.business_hours import BusinessHours
from digit_sla_tools.open_days import format_window, get_open_days

INDIA, BRUSSELS = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/Brussels")
MONDAY = date(2026, 11, 23)
EVERY_DAY = range(7)


def read(hours, zone, first=MONDAY, count=2, reader=None):
    """The texts of each day."""
    return [
        [format_window(start, stop, reader or zone, day) for start, stop in windows]
        for day, windows in get_open_days(hours, zone, first, count).items()
    ]


def test_a_night_belongs_to_its_evening():
    night = BusinessHours("Asia/Kolkata", {day: [(600, 1590)] for day in EVERY_DAY})
    assert read(night, INDIA) == [["10:00-02:30 (+1)"]] * 2


def test_the_end_of_the_night_before_is_not_a_window_of_the_first_day():
    sunday = BusinessHours("Asia/Kolkata", {6: [(600, 1590)]})
    assert read(sunday, INDIA) == [[], []]


def test_midnight_is_24():
    late = BusinessHours("Asia/Kolkata", {0: [(1080, 1440)]})
    assert read(late, INDIA) == [["18:00-24:00"], []]


def test_round_the_clock_is_cut_at_midnight():
    always = BusinessHours("Asia/Kolkata", {day: [(0, 1440)] for day in EVERY_DAY})
    assert read(always, INDIA) == [["00:00-24:00"]] * 2


def test_another_zone_tells_its_distance_from_the_day():
    early = BusinessHours("Asia/Kolkata", {0: [(0, 240)]})
    assert read(early, INDIA, reader=BRUSSELS) == [["19:30 (-1)-23:30 (-1)"], []]


def test_a_day_of_25_hours_is_whole():
    always = BusinessHours("Europe/Brussels", {day: [(0, 1440)] for day in EVERY_DAY})
    sunday = date(2026, 10, 25)  # clocks go back
    [(start, stop)] = get_open_days(always, BRUSSELS, sunday, 1)[sunday]
    assert stop - start == timedelta(hours=25)
    assert start == datetime(2026, 10, 24, 22, tzinfo=timezone.utc)


def test_a_holiday_closes_its_day():
    office = BusinessHours("Asia/Kolkata", {0: [(540, 1080)]}, [MONDAY])
    assert read(office, INDIA) == [[], []]
