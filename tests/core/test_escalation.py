"""When the steps of an escalation act: tables of cases on a Monday in India."""

from datetime import datetime, timedelta, timezone
from itertools import islice

import pytest
from digit_sla_tools import clock, escalation
from digit_sla_tools.business_hours import BusinessHours
from digit_sla_tools.escalation import AFTER, BEFORE, SHARE, Past, Step

HOUR = 3600
OFFICE = BusinessHours("Asia/Kolkata", {day: [(540, 1080)] for day in range(5)})


def at(text):
    """A moment of November 2026 on the wall clock of India, as in "23 10:00"."""
    local = datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M")
    return (local - timedelta(minutes=330)).replace(tzinfo=timezone.utc)


def live(*events, budget=4 * HOUR):
    """A clock of four business hours that starts on Monday the 23rd at 10:00."""
    start = clock.Event(clock.START, at("23 10:00"), budget, OFFICE)
    return clock.live([start, *(clock.Event(*event) for event in events)])


def find(life, step, past=None):
    act = escalation.find_next(life, [step], {step.id: past} if past else {})
    return act and act.moment


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step(1, SHARE, 50), "23 12:00"),
        (Step(1, SHARE, 75), "23 13:00"),
        (Step(1, SHARE, 100), "23 14:00"),
        (Step(1, SHARE, 150), "23 16:00"),
        (Step(1, SHARE, 300), "24 13:00"),  # overnight
        (Step(1, BEFORE, HOUR), "23 13:00"),
        (Step(1, BEFORE, 9 * HOUR), "23 10:00"),  # not before the start
        (Step(1, BEFORE, 6 * HOUR, elapsed=True), "23 08:00"),
        (Step(1, AFTER, 0), "23 14:00"),
        (Step(1, AFTER, 6 * HOUR), "24 11:00"),
        (Step(1, AFTER, 6 * HOUR, elapsed=True), "23 20:00"),
    ],
)
def test_moment_of_a_step(step, expected):
    assert find(live(), step) == at(expected)


def test_pause_suspends_and_resuming_dates_anew():
    step = Step(1, SHARE, 75)
    paused = (clock.PAUSE, at("23 11:00"))
    assert find(live(paused), step) is None
    assert find(live(paused, (clock.RESUME, at("23 15:00"))), step) == at("23 17:00")


def test_paused_clock_does_not_act_on_what_was_due_before():
    assert find(live((clock.PAUSE, at("23 13:30"))), Step(1, SHARE, 75)) is None


@pytest.mark.parametrize("kind", [clock.MEET, clock.FREEZE])
def test_nothing_acts_when_nothing_is_waited_for(kind):
    for step in (Step(1, SHARE, 75), Step(1, AFTER, HOUR)):
        assert find(live((kind, at("23 11:00"))), step) is None


def test_new_target_replaces_the_moment():
    retarget = (clock.RETARGET, at("23 11:00"), 2 * HOUR, OFFICE)
    assert find(live(retarget), Step(1, SHARE, 50)) == at("23 11:00")


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step(1, SHARE, 75), "23 13:00"),
        (Step(1, SHARE, 100), "23 14:00"),
        (Step(1, SHARE, 150), "23 16:00"),
        (Step(1, BEFORE, HOUR), "23 13:00"),
        (Step(1, AFTER, 6 * HOUR), "24 11:00"),
    ],
)
def test_late_clock_acts_as_if_nobody_had_noted_the_breach(step, expected):
    assert find(live((clock.BREACH, at("23 14:00"))), step) == at(expected)


def test_late_answer_ends_it():
    life = live((clock.BREACH, at("23 14:00")), (clock.MEET, at("23 15:00")))
    assert find(life, Step(1, AFTER, 6 * HOUR)) is None


def test_step_acts_once_unless_it_repeats():
    past = Past(1, at("23 13:02"))
    assert find(live(), Step(1, SHARE, 75), past) is None
    repeated = Step(1, SHARE, 75, repeat=HOUR)
    assert find(live(), repeated, past) == at("23 14:02")


@pytest.mark.parametrize(
    ("elapsed", "expected"), [(False, "24 09:30"), (True, "23 18:30")]
)
def test_repetition_counts_in_working_time_or_round_the_clock(elapsed, expected):
    step = Step(1, SHARE, 75, elapsed=elapsed, repeat=HOUR)
    assert find(live(), step, Past(3, at("23 17:30"))) == at(expected)


def test_repetition_ends_when_somebody_takes_care():
    step = Step(1, SHARE, 75, repeat=HOUR)
    assert find(live(), step, Past(1, at("23 13:00"), is_over=True)) is None


def test_new_step_does_not_act_on_what_was_before_it():
    step = Step(1, SHARE, 75, since=at("23 13:30"))
    assert find(live(), step) is None
    assert find(live(), Step(1, SHARE, 100, since=at("23 13:30"))) == at("23 14:00")


def test_hours_that_end_have_no_step_after_them():
    closing = [(at("23 15:00"), datetime(9999, 12, 31, tzinfo=timezone.utc))]
    campaign = BusinessHours(
        "Asia/Kolkata", {day: [(540, 1080)] for day in range(5)}, closures=closing
    )
    life = clock.live([clock.Event(clock.START, at("23 10:00"), 4 * HOUR, campaign)])
    assert find(life, Step(1, SHARE, 100)) == at("23 14:00")
    assert find(life, Step(1, AFTER, 2 * HOUR)) is None
    assert find(life, Step(1, SHARE, 75, repeat=9 * HOUR), Past(1, at("23 13:00"))) is (
        None
    )


def test_first_of_several_steps_is_next():
    steps = [Step(1, SHARE, 100), Step(2, SHARE, 50), Step(3, SHARE, 50)]
    act = escalation.find_next(live(), steps, {})
    assert (act.step.id, act.cycle) == (2, 1)


def test_forecast_tells_all_in_order_and_what_is_late_acts_now():
    steps = [Step(1, SHARE, 50), Step(2, SHARE, 100, repeat=2 * HOUR)]
    acts = escalation.forecast(live(), steps, {}, at("23 13:00"))
    found = [(act.moment, act.step.id, act.cycle) for act in islice(acts, 4)]
    assert found == [
        (at("23 13:00"), 1, 1),
        (at("23 14:00"), 2, 1),
        (at("23 16:00"), 2, 2),
        (at("23 18:00"), 2, 3),
    ]
