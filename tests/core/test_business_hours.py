"""Business hours by example: each table is read as the rule in its title.

A local time is written as on the wall clock of the schedule's zone, and UTC otherwise.
"""

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from digit_sla_tools import business_hours
from digit_sla_tools.business_hours import (
    BusinessHours,
    BusinessHoursError,
    InvalidSchedule,
    NoWorkingTime,
)

MINUTE = 60
HOUR = 3600
DAY = 24 * HOUR
WEEKDAYS = range(5)
EVERY_DAY = range(7)

OFFICE = {day: [(9 * 60, 18 * 60)] for day in WEEKDAYS}
LUNCH = {day: [(9 * 60, 13 * 60), (14 * 60, 18 * 60)] for day in WEEKDAYS}
# The helpdesk in India works from 10:00 to 02:30, in one piece or as Odoo stores it.
HELPDESK = {day: [(10 * 60, 26 * 60 + 30)] for day in EVERY_DAY}
HELPDESK_SPLIT = {day: [(0, 150), (10 * 60, 24 * 60)] for day in EVERY_DAY}
AROUND_THE_CLOCK = {day: [(0, 24 * 60)] for day in EVERY_DAY}
NIGHT = {day: [(0, 4 * 60)] for day in EVERY_DAY}


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def at(tz, text, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz), fold=fold)


def check_add(hours, tz, start, seconds, expected):
    due = hours.add(at(tz, start), seconds)
    assert due == at(tz, expected)
    assert due.tzinfo is timezone.utc


# 2025-03-03 is a Monday.


@pytest.mark.parametrize(
    ("start", "seconds", "expected"),
    [
        ("2025-03-03 10:00:00", 4 * HOUR, "2025-03-03 14:00:00"),
        ("2025-03-03 16:00:00", 4 * HOUR, "2025-03-04 11:00:00"),
        ("2025-03-07 16:30:15", 4 * HOUR, "2025-03-10 11:30:15"),
        ("2025-03-03 10:00:00", 18 * HOUR, "2025-03-05 10:00:00"),
        ("2025-03-03 10:00:00", 45 * HOUR, "2025-03-10 10:00:00"),
        ("2025-03-03 17:59:59", 2, "2025-03-04 09:00:01"),
    ],
)
def test_an_amount_is_spent_in_working_time(start, seconds, expected):
    hours = BusinessHours("Asia/Kolkata", OFFICE)
    check_add(hours, "Asia/Kolkata", start, seconds, expected)


@pytest.mark.parametrize(
    ("start", "seconds", "expected"),
    [
        ("2025-03-03 09:00:00", 9 * HOUR, "2025-03-03 18:00:00"),
        ("2025-03-03 17:59:59", 1, "2025-03-03 18:00:00"),
        ("2025-03-07 12:00:00", 6 * HOUR, "2025-03-07 18:00:00"),
        ("2025-03-03 09:00:00", 45 * HOUR, "2025-03-07 18:00:00"),
    ],
)
def test_an_amount_used_up_at_closing_is_due_at_closing(start, seconds, expected):
    hours = BusinessHours("Asia/Kolkata", OFFICE)
    check_add(hours, "Asia/Kolkata", start, seconds, expected)


def test_an_amount_used_up_at_the_break_is_due_at_the_break():
    hours = BusinessHours("Asia/Kolkata", LUNCH)
    start = "2025-03-03 09:00:00"
    check_add(hours, "Asia/Kolkata", start, 4 * HOUR, "2025-03-03 13:00:00")
    check_add(hours, "Asia/Kolkata", start, 4 * HOUR + 1, "2025-03-03 14:00:01")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2025-03-03 09:00:00", "2025-03-03 09:00:00"),
        ("2025-03-03 17:59:59", "2025-03-03 17:59:59"),
        ("2025-03-03 18:00:00", "2025-03-04 09:00:00"),
        ("2025-03-03 08:59:59", "2025-03-03 09:00:00"),
        ("2025-03-08 12:00:00", "2025-03-10 09:00:00"),
    ],
)
def test_zero_is_due_at_once_when_open_else_at_the_next_opening(start, expected):
    hours = BusinessHours("Asia/Kolkata", OFFICE)
    check_add(hours, "Asia/Kolkata", start, 0, expected)
    start, expected = at("Asia/Kolkata", start), at("Asia/Kolkata", expected)
    assert hours.next_open(start) == expected
    assert hours.is_open(start) is (start == expected)


@pytest.mark.parametrize(
    "start",
    ["2025-03-07 18:00:00", "2025-03-08 03:00:00", "2025-03-10 08:59:59"],
)
def test_a_start_outside_hours_counts_from_the_next_opening(start):
    hours = BusinessHours("Asia/Kolkata", OFFICE)
    check_add(hours, "Asia/Kolkata", start, 1, "2025-03-10 09:00:01")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2025-03-03 10:00:00", "2025-03-03 14:00:07", 4 * HOUR + 7),
        ("2025-03-03 16:00:00", "2025-03-04 11:00:00", 4 * HOUR),
        ("2025-03-03 00:00:00", "2025-03-10 00:00:00", 45 * HOUR),
        ("2025-03-08 00:00:00", "2025-03-10 09:00:00", 0),
        ("2025-03-03 10:00:00", "2025-03-03 10:00:00", 0),
        ("2025-03-04 10:00:00", "2025-03-03 10:00:00", 0),
    ],
)
def test_between_counts_working_seconds(start, end, expected):
    hours = BusinessHours("Asia/Kolkata", OFFICE)
    counted = hours.between(at("Asia/Kolkata", start), at("Asia/Kolkata", end))
    assert counted == expected
    assert isinstance(counted, int)


def test_a_fraction_of_a_second_is_dropped():
    hours = BusinessHours("UTC", OFFICE)
    start, end = utc("2025-03-03 10:00:00.900000"), utc("2025-03-03 10:00:02.100000")
    assert hours.add(start, 1) == utc("2025-03-03 10:00:01")
    assert hours.between(start, end) == 2
    assert hours.is_open(utc("2025-03-03 17:59:59.999999"))
    assert not hours.is_open(utc("2025-03-03 08:59:59.999999"))
    assert hours.add(utc("1969-12-31 10:00:00.5"), 1) == utc("1969-12-31 10:00:01")


def test_moments_may_come_in_any_zone():
    hours = BusinessHours("Asia/Kolkata", OFFICE)
    expected = utc("2025-03-03 08:30:00")
    for tz in ("Asia/Kolkata", "Africa/Maputo", "America/New_York", "UTC"):
        start = utc("2025-03-03 04:30:00").astimezone(ZoneInfo(tz))
        assert hours.add(start, 4 * HOUR) == expected


# Windows past midnight


@pytest.mark.parametrize("week", [HELPDESK, HELPDESK_SPLIT])
@pytest.mark.parametrize(
    ("start", "seconds", "expected"),
    [
        ("2025-03-03 23:00:00", 2 * HOUR, "2025-03-04 01:00:00"),
        ("2025-03-03 23:00:00", 3 * HOUR + 30 * MINUTE, "2025-03-04 02:30:00"),
        ("2025-03-03 23:00:00", 4 * HOUR, "2025-03-04 10:30:00"),
        ("2025-03-03 23:59:59", 1, "2025-03-04 00:00:00"),
        ("2025-03-09 23:30:00", HOUR, "2025-03-10 00:30:00"),
    ],
)
def test_a_window_runs_past_midnight(week, start, seconds, expected):
    hours = BusinessHours("Asia/Kolkata", week)
    check_add(hours, "Asia/Kolkata", start, seconds, expected)


@pytest.mark.parametrize("week", [HELPDESK, HELPDESK_SPLIT])
def test_a_holiday_closes_what_opens_on_it_to_its_end(week):
    hours = BusinessHours("Asia/Kolkata", week, [date(2025, 3, 4)])
    start, end = at("Asia/Kolkata", "2025-03-03"), at("Asia/Kolkata", "2025-03-06")
    assert list(hours.segments(start, end)) == [
        (at("Asia/Kolkata", opens), at("Asia/Kolkata", closes))
        for opens, closes in [
            ("2025-03-03 00:00", "2025-03-03 02:30"),
            ("2025-03-03 10:00", "2025-03-04 02:30"),
            ("2025-03-05 10:00", "2025-03-06 00:00"),
        ]
    ]


def test_a_holiday_on_sunday_closes_its_tail_on_monday():
    week = {6: [(22 * 60, 24 * 60)], 0: [(0, 6 * 60), (9 * 60, 18 * 60)]}
    hours = BusinessHours("Europe/London", week, [date(2025, 1, 12)])
    begin, stop = utc("2025-01-12"), utc("2025-01-14")
    assert list(hours.segments(begin, stop)) == [
        (utc("2025-01-13 09:00"), utc("2025-01-13 18:00"))
    ]


def test_a_shift_that_follows_the_night_shift_keeps_to_its_own_date():
    week = {0: [(22 * 60, 24 * 60)], 1: [(0, 6 * 60), (6 * 60, 14 * 60)]}
    monday_off = BusinessHours("UTC", week, [date(2025, 3, 3)])
    tuesday_off = BusinessHours("UTC", week, [date(2025, 3, 4)])
    begin, stop = utc("2025-03-03"), utc("2025-03-05")
    assert list(monday_off.segments(begin, stop)) == [
        (utc("2025-03-04 06:00"), utc("2025-03-04 14:00"))
    ]
    assert list(tuesday_off.segments(begin, stop)) == [
        (utc("2025-03-03 22:00"), utc("2025-03-04 06:00"))
    ]


@pytest.mark.parametrize(
    "day", [[(0, 1440)], [(0, 720), (720, 1440)], [(0, 1), (1, 1439), (1439, 1440)]]
)
def test_in_a_week_that_never_closes_a_holiday_is_its_date(day):
    week = {weekday: day for weekday in EVERY_DAY}
    hours = BusinessHours("Asia/Kolkata", week, [date(2025, 3, 4)])
    start, end = at("Asia/Kolkata", "2025-03-01"), at("Asia/Kolkata", "2025-03-10")
    assert list(hours.segments(start, end)) == [
        (at("Asia/Kolkata", "2025-03-01"), at("Asia/Kolkata", "2025-03-04")),
        (at("Asia/Kolkata", "2025-03-05"), at("Asia/Kolkata", "2025-03-10")),
    ]


@pytest.mark.parametrize(
    ("holiday", "expected"),
    [
        (date(2025, 3, 3), [("2025-03-04 00:00", "2025-03-05 02:30")]),
        (
            date(2025, 3, 4),
            [("2025-03-03 10:00", "2025-03-04 00:00")],
        ),
        (date(2025, 3, 5), [("2025-03-03 10:00", "2025-03-05 02:30")]),
    ],
)
def test_in_a_chain_a_full_day_keeps_its_date_and_owns_the_tail(holiday, expected):
    week = {0: [(600, 1440)], 1: [(0, 1440)], 2: [(0, 150)]}
    hours = BusinessHours("UTC", week, [holiday])
    found = list(hours.segments(utc("2025-03-03"), utc("2025-03-08")))
    assert found == [(utc(opens), utc(closes)) for opens, closes in expected]


def test_touching_windows_are_one():
    hours = BusinessHours("UTC", {0: [(780, 1080), (540, 780)]})
    found = list(hours.segments(utc("2025-03-03"), utc("2025-03-04")))
    assert found == [(utc("2025-03-03 09:00"), utc("2025-03-03 18:00"))]


def test_around_the_clock_has_no_gap_at_midnight_over_the_years():
    hours = BusinessHours("Europe/London", AROUND_THE_CLOCK)
    start, end = utc("2020-01-01"), utc("2030-01-01")
    assert hours.between(start, end) == int((end - start).total_seconds())
    assert list(hours.segments(start, end)) == [(start, end)]


# Changes of the clock


@pytest.mark.parametrize(
    ("tz", "day", "worked"),
    [
        ("Asia/Kolkata", "2025-03-30", 4 * HOUR),
        ("Europe/London", "2025-03-30", 3 * HOUR),
        ("Europe/London", "2025-10-26", 5 * HOUR),
        ("America/New_York", "2025-03-09", 3 * HOUR),
        ("America/New_York", "2025-11-02", 5 * HOUR),
        ("Australia/Lord_Howe", "2025-10-05", 4 * HOUR - 30 * MINUTE),
        ("Australia/Lord_Howe", "2025-04-06", 4 * HOUR + 30 * MINUTE),
        # Clocks go forward at midnight: the day begins at 1:00 ...
        ("America/Sao_Paulo", "2018-11-04", 3 * HOUR),
        ("Asia/Beirut", "2025-03-30", 3 * HOUR),
        ("Africa/Cairo", "2025-04-25", 3 * HOUR),
        # ... or back at midnight: 23:00 to 24:00 is what comes twice.
        ("America/Sao_Paulo", "2019-02-17", 4 * HOUR),
        ("Asia/Beirut", "2025-10-26", 4 * HOUR),
        ("Antarctica/Troll", "2025-03-30", 2 * HOUR),
        ("Pacific/Apia", "2011-12-31", 4 * HOUR),
    ],
)
def test_a_skipped_hour_is_closed_and_a_repeated_one_counts_twice(tz, day, worked):
    hours = BusinessHours(tz, NIGHT)
    day = date.fromisoformat(day)
    start = at(tz, f"{day} 00:00")
    end = at(tz, f"{day} 12:00")
    assert hours.between(start, end) == worked


def test_the_evening_that_comes_twice_counts_twice():
    hours = BusinessHours("Asia/Beirut", {day: [(1380, 1440)] for day in EVERY_DAY})
    start, end = utc("2025-10-25 19:59"), utc("2025-10-26 03:00")
    assert list(hours.segments(start, end)) == [
        (utc("2025-10-25 20:00"), utc("2025-10-25 22:00"))
    ]


def test_a_repeated_half_window_opens_twice():
    hours = BusinessHours("Europe/London", {6: [(60, 90)]})
    found = list(hours.segments(utc("2025-10-26"), utc("2025-10-27")))
    assert found == [
        (utc("2025-10-26 00:00"), utc("2025-10-26 00:30")),
        (utc("2025-10-26 01:00"), utc("2025-10-26 01:30")),
    ]


def test_the_fold_of_a_start_is_heeded():
    hours = BusinessHours("Europe/London", {6: [(60, 120)]})
    tz, text = "Europe/London", "2025-10-26 01:30"
    assert hours.add(at(tz, text), HOUR) == utc("2025-10-26 01:30")
    week_later = at(tz, "2025-11-02 01:30")
    assert hours.add(at(tz, text, fold=1), HOUR) == week_later


def test_a_window_within_the_skipped_hour_waits_for_the_next_week():
    hours = BusinessHours("Europe/London", {6: [(60, 120)]})
    start = utc("2025-03-30 00:00")
    assert hours.next_open(start) == at("Europe/London", "2025-04-06 01:00")
    assert hours.add(start, HOUR) == at("Europe/London", "2025-04-06 02:00")


def test_nothing_is_open_on_a_skipped_date():
    hours = BusinessHours("Pacific/Apia", AROUND_THE_CLOCK)
    start = at("Pacific/Apia", "2011-12-29 12:00")
    assert hours.add(start, DAY) == at("Pacific/Apia", "2011-12-31 12:00")


def test_a_skipped_date_may_be_a_holiday():
    hours = BusinessHours("Pacific/Apia", OFFICE, [date(2011, 12, 30)])
    start = at("Pacific/Apia", "2011-12-29 17:00")
    assert hours.add(start, 2 * HOUR) == at("Pacific/Apia", "2012-01-02 10:00")


def test_the_helpdesk_of_two_countries_keeps_the_same_hours():
    maputo = BusinessHours("Africa/Maputo", {d: [(480, 1380)] for d in EVERY_DAY})
    india = BusinessHours("Asia/Kolkata", {d: [(690, 1590)] for d in EVERY_DAY})
    start, end = utc("2025-01-01"), utc("2025-12-31")
    assert list(maputo.segments(start, end)) == list(india.segments(start, end))


# Holidays and closures


def test_a_closure_is_half_open_and_to_the_second():
    closure = utc("2025-03-03 10:00:10"), utc("2025-03-03 11:00:20")
    hours = BusinessHours("UTC", OFFICE, closures=[closure])
    assert not hours.is_open(closure[0])
    assert hours.is_open(closure[1])
    assert hours.between(utc("2025-03-03"), utc("2025-03-04")) == 8 * HOUR - 10
    assert hours.add(utc("2025-03-03 10:00:00"), 11) == utc("2025-03-03 11:00:21")
    assert hours.add(utc("2025-03-03 10:00:00"), 10) == closure[0]


def test_closures_may_overlap_and_come_in_any_order():
    closures = [
        (utc("2025-03-03 14:00"), utc("2025-03-03 16:00")),
        (utc("2025-03-03 10:00"), utc("2025-03-03 15:00")),
        (utc("2025-03-03 11:00"), utc("2025-03-03 11:00")),
        (utc("2025-03-03 10:30"), utc("2025-03-03 12:00")),
    ]
    hours = BusinessHours("UTC", OFFICE, closures=closures)
    assert list(hours.segments(utc("2025-03-03"), utc("2025-03-04"))) == [
        (utc("2025-03-03 09:00"), utc("2025-03-03 10:00")),
        (utc("2025-03-03 16:00"), utc("2025-03-03 18:00")),
    ]


def test_a_closure_of_many_years_is_stepped_over():
    closure = utc("2025-03-03"), utc("2125-03-05")  # a Monday
    hours = BusinessHours("UTC", OFFICE, closures=[closure])
    assert hours.add(utc("2025-03-03"), HOUR) == utc("2125-03-05 10:00")


# What cannot be answered


@pytest.mark.parametrize("week", [{}, {0: []}, {day: () for day in EVERY_DAY}])
def test_a_schedule_without_windows_has_no_working_time(week):
    hours = BusinessHours("Asia/Kolkata", week)
    start = utc("2025-03-03")
    for ask in (lambda: hours.add(start, 1), lambda: hours.next_open(start)):
        with pytest.raises(NoWorkingTime, match="2025-03-03"):
            ask()
    assert hours.between(start, utc("2026-03-03")) == 0
    assert not hours.is_open(start)
    assert list(hours.segments(start, utc("2026-03-03"))) == []


def test_a_schedule_closed_for_good_has_no_working_time():
    for_good = datetime.max.replace(tzinfo=timezone.utc)
    hours = BusinessHours("UTC", OFFICE, closures=[(utc("2025-03-03 12:00"), for_good)])
    assert hours.add(utc("2025-03-03"), 3 * HOUR) == utc("2025-03-03 12:00")
    assert hours.add(utc("2025-03-03 11:00"), HOUR) == utc("2025-03-03 12:00")
    for seconds in (0, 1):
        with pytest.raises(NoWorkingTime):
            hours.add(utc("2025-03-03 12:00"), seconds)
    with pytest.raises(NoWorkingTime):
        hours.add(utc("2025-03-03"), 3 * HOUR + 1)


def test_a_schedule_always_closed_has_no_working_time():
    always = [datetime.min, datetime.max]
    closure = [moment.replace(tzinfo=timezone.utc) for moment in always]
    hours = BusinessHours("UTC", OFFICE, closures=[closure])
    with pytest.raises(NoWorkingTime):
        hours.add(utc("2025-03-03"), 1)


def test_time_ends_with_the_calendar():
    for tz in ("Pacific/Kiritimati", "UTC", "Etc/GMT+12"):
        hours = BusinessHours(tz, AROUND_THE_CLOCK)
        last = datetime.max.replace(tzinfo=timezone.utc)
        first = datetime.min.replace(tzinfo=timezone.utc)
        assert not hours.is_open(last)
        assert hours.next_open(first) == utc("0001-01-03")
        for ask in (
            lambda hours=hours, last=last: hours.add(last, 1),
            lambda hours=hours, last=last: hours.next_open(last),
            lambda hours=hours, first=first: hours.add(first, 10**12),
        ):
            with pytest.raises(NoWorkingTime):
                ask()


@pytest.mark.parametrize(
    ("week", "sentence"),
    [
        ({7: [(540, 1080)]}, "weekday is 0 .Monday. to 6, not 7"),
        ({"0": [(540, 1080)]}, "weekday"),
        ({0: [(540, 540)]}, "ends before it opens"),
        ({0: [(540, 480)]}, "ends before it opens"),
        ({0: [(-60, 480)]}, "does not open on its own day"),
        ({0: [(1440, 1500)]}, "does not open on its own day"),
        ({0: [(540, 540 + 1441)]}, "longer than 24 hours"),
        ({0: [(9.5, 18)]}, "whole minutes"),
        ({0: [(540, 1080), (1079, 1200)]}, "on Monday from 17:59 overlap"),
        ({0: [(540, 1080), (540, 600)]}, "overlap"),
        ({0: [(600, 1590)], 1: [(149, 200)]}, "on Tuesday from 2:29 overlap"),
        ({6: [(600, 1590)], 0: [(0, 200)]}, "on Monday from 0:00 overlap"),
    ],
)
def test_a_week_that_makes_no_sense_is_refused(week, sentence):
    with pytest.raises(InvalidSchedule, match=sentence):
        BusinessHours("UTC", week)


@pytest.mark.parametrize(
    "week",
    [
        {0: [(600, 1590)], 1: [(150, 200)]},
        {6: [(600, 1590)], 0: [(150, 200)]},
        {day: [(600, 600 + 1440)] for day in EVERY_DAY},
        {0: [(540, 1080)]},
    ],
)
def test_windows_may_touch(week):
    BusinessHours("UTC", week)


@pytest.mark.parametrize("tz", ["Mars/Olympus", "", "../etc/passwd", "America", None])
def test_an_unknown_zone_is_refused(tz):
    with pytest.raises(InvalidSchedule, match="not the name of a time zone"):
        BusinessHours(tz, OFFICE)


def test_a_holiday_must_be_a_date():
    for holiday in (datetime(2025, 3, 3), "2025-03-03"):
        with pytest.raises(InvalidSchedule, match="holiday must be a date"):
            BusinessHours("UTC", OFFICE, [holiday])


def test_a_closure_must_not_end_before_it_starts():
    with pytest.raises(InvalidSchedule, match="ends before"):
        BusinessHours(
            "UTC", OFFICE, closures=[(utc("2025-03-04"), utc("2025-03-03 23:59:59"))]
        )


def test_a_moment_must_have_a_zone():
    naive, aware = datetime(2025, 3, 3, 10), utc("2025-03-03 10:00")
    hours = BusinessHours("UTC", OFFICE)
    for ask in (
        lambda: hours.add(naive, 1),
        lambda: hours.add(naive, 0),
        lambda: hours.between(naive, aware),
        lambda: hours.between(aware, naive),
        lambda: hours.segments(naive, aware),
        lambda: hours.is_open(naive),
        lambda: hours.next_open(naive),
        lambda: hours.next_open(date(2025, 3, 3)),
        lambda: BusinessHours("UTC", OFFICE, closures=[(naive, aware)]),
    ):
        with pytest.raises(BusinessHoursError, match="datetime with a time zone"):
            ask()


@pytest.mark.parametrize("seconds", [-1, 1.0, "60", None, timedelta(hours=1)])
def test_an_amount_must_be_whole_seconds(seconds):
    hours = BusinessHours("UTC", OFFICE)
    with pytest.raises(BusinessHoursError, match="whole number of seconds"):
        hours.add(utc("2025-03-03"), seconds)


def test_every_error_is_a_value_error():
    assert issubclass(BusinessHoursError, ValueError)
    assert issubclass(InvalidSchedule, BusinessHoursError)
    assert issubclass(NoWorkingTime, BusinessHoursError)


# Instances


def test_later_changes_of_the_arguments_change_nothing():
    week, holidays = {0: [(540, 1080)]}, [date(2025, 3, 10)]
    hours = BusinessHours("UTC", week, holidays)
    week[0].append((1080, 1200))
    holidays.clear()
    assert hours.between(utc("2025-03-01"), utc("2025-03-16")) == 9 * HOUR


def test_iterators_are_accepted():
    hours = BusinessHours(
        "UTC",
        {0: iter([(540, 1080)])},
        iter([date(2025, 3, 10)]),
        iter([(utc("2025-03-03 10:00"), utc("2025-03-03 11:00"))]),
    )
    assert hours.between(utc("2025-03-01"), utc("2025-03-16")) == 8 * HOUR


def test_the_cache_stays_bounded_over_a_thousand_years():
    hours = BusinessHours("Europe/London", OFFICE)
    before = hours.add(utc("2025-03-03"), HOUR)
    # From a Saturday to a Tuesday, 52177 weeks later.
    worked = (52_177 * 5 + 2) * 9 * HOUR
    assert hours.between(utc("1600-01-01"), utc("2600-01-01")) == worked
    assert len(hours._tables) <= business_hours.MAX_TABLES
    assert hours.add(utc("2025-03-03"), HOUR) == before


def test_segments_are_worked_out_as_they_are_read():
    hours = BusinessHours("UTC", OFFICE)
    segments = hours.segments(
        utc("2025-03-03"), datetime.max.replace(tzinfo=timezone.utc)
    )
    assert next(segments) == (utc("2025-03-03 09:00"), utc("2025-03-03 18:00"))
    assert len(hours._tables) == 1


def test_threads_may_share_an_instance():
    shared = BusinessHours("Europe/London", OFFICE)
    alone = BusinessHours("Europe/London", OFFICE)
    starts = [utc("1990-01-01") + timedelta(days=11 * i) for i in range(2000)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda start: shared.add(start, 30 * HOUR), starts))
    assert found == [alone.add(start, 30 * HOUR) for start in starts]


def test_an_instance_can_be_pickled():
    hours = BusinessHours("Europe/London", OFFICE, [date(2025, 3, 3)])
    copy = pickle.loads(pickle.dumps(hours))
    assert copy.add(utc("2025-03-03"), HOUR) == hours.add(utc("2025-03-03"), HOUR)
