"""The life of a clock by example. Nov 2026: the 23rd is a Monday; the office is IST."""

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from digit_sla_tools import clock
from digit_sla_tools.business_hours import BusinessHours
from digit_sla_tools.clock import Event, replay

HOUR = 3600
OFFICE = BusinessHours("Asia/Kolkata", {day: [(540, 1080)] for day in range(5)})
LATE_SHIFT = BusinessHours("Asia/Kolkata", {day: [(720, 1260)] for day in range(5)})


def ist(day, time):
    """A moment of November 2026 on the wall clock in India."""
    return datetime.fromisoformat(f"2026-11-{day:02} {time}").replace(
        tzinfo=ZoneInfo("Asia/Kolkata")
    )


def start(day, time, hours=4, schedule=OFFICE):
    return Event(clock.START, ist(day, time), hours * HOUR, schedule)


def on(kind, day, time, hours=None, schedule=OFFICE):
    budget = hours and hours * HOUR
    return Event(kind, ist(day, time), budget, schedule if hours else None)


def test_starts_running():
    figures = replay([start(23, "16:30")])
    assert figures.status == clock.RUNNING
    # 1 h 30 on Monday, 2 h 30 on Tuesday
    assert figures.deadline == ist(24, "11:30")
    assert figures.risk == ist(24, "10:30")
    assert figures.consumed == 0
    assert figures.deadline.tzinfo == timezone.utc


def test_pause_keeps_what_is_left():
    paused = [start(23, "10:00"), on(clock.PAUSE, 23, "12:00")]
    figures = replay(paused)
    assert (figures.status, figures.deadline) == (clock.PAUSED, None)
    assert figures.consumed == 2 * HOUR
    resumed = replay([*paused, on(clock.RESUME, 25, "17:00")])
    assert resumed.status == clock.RUNNING
    assert resumed.deadline == ist(26, "10:00")


def test_pause_outside_hours_costs_nothing():
    events = [start(23, "10:00"), on(clock.PAUSE, 23, "20:00")]
    # 4 hours were used up at 14:00: paused too late
    assert replay(events).deadline == ist(23, "14:00")
    events = [start(23, "17:00"), on(clock.PAUSE, 23, "20:00")]
    assert replay(events).consumed == HOUR


def test_retarget_counts_from_the_original_start():
    events = [start(23, "10:00", 9), on(clock.RETARGET, 23, "11:00", 4)]
    assert replay(events).deadline == ist(23, "14:00")


def test_retarget_keeps_pauses():
    events = [
        start(23, "10:00", 9),
        on(clock.PAUSE, 23, "11:00"),
        on(clock.RESUME, 24, "11:00"),
        on(clock.RETARGET, 24, "12:00", 4),
    ]
    assert replay(events).deadline == ist(24, "14:00")


def test_retarget_to_other_hours_recounts_from_the_start():
    events = [start(23, "10:00"), on(clock.RETARGET, 23, "11:00", 4, LATE_SHIFT)]
    assert replay(events).deadline == ist(23, "16:00")


def test_met_in_time():
    figures = replay([start(23, "10:00"), on(clock.MEET, 23, "14:00")])
    assert figures.status == clock.MET
    assert figures.reached == ist(23, "14:00")
    assert figures.deadline == ist(23, "14:00")
    assert figures.consumed == 4 * HOUR


def test_breach_stands_when_reached_late():
    events = [
        start(23, "10:00"),
        on(clock.BREACH, 23, "14:00"),
        on(clock.MEET, 23, "15:00"),
    ]
    figures = replay(events)
    assert figures.status == clock.BREACHED
    assert figures.deadline == ist(23, "14:00")
    assert figures.reached == ist(23, "15:00")
    assert figures.consumed == 4 * HOUR


def test_met_while_paused():
    events = [
        start(23, "10:00"),
        on(clock.PAUSE, 23, "11:00"),
        on(clock.MEET, 24, "16:00"),
    ]
    figures = replay(events)
    assert figures.status == clock.MET
    assert figures.consumed == HOUR


def test_stopped_and_reopened_resumes():
    stopped = [start(23, "10:00"), on(clock.FREEZE, 23, "12:00")]
    assert replay(stopped).status == clock.STOPPED
    reopened = replay([*stopped, on(clock.RESUME, 26, "09:00")])
    assert reopened.deadline == ist(26, "11:00")


def test_reached_and_reopened_resumes_with_what_it_had_consumed():
    met = [start(23, "10:00"), on(clock.MEET, 23, "12:00")]
    reopened = replay([*met, on(clock.RESUME, 26, "09:00")])
    assert reopened.status == clock.RUNNING
    assert reopened.reached is None
    assert reopened.deadline == ist(26, "11:00")
    again = replay([*met, on(clock.RESUME, 26, "09:00"), on(clock.MEET, 26, "10:00")])
    assert again.status == clock.MET
    assert again.consumed == 3 * HOUR


def test_reopened_into_a_stage_that_waits_stands():
    met = [start(23, "10:00"), on(clock.MEET, 23, "12:00")]
    waiting = replay([*met, on(clock.PAUSE, 26, "09:00")])
    assert (waiting.status, waiting.deadline, waiting.reached) == (
        clock.PAUSED,
        None,
        None,
    )


def test_paused_with_nothing_left_is_due_on_resuming():
    events = [
        start(23, "10:00"),
        on(clock.PAUSE, 23, "14:00"),
        on(clock.RESUME, 24, "10:15"),
    ]
    assert replay(events[:2]).deadline is None
    assert replay(events).deadline == ist(24, "10:15")


def test_shorter_promise_while_paused_may_be_broken():
    events = [
        start(23, "10:00", 9),
        on(clock.PAUSE, 23, "16:00"),
        on(clock.RETARGET, 23, "16:30", 4),
    ]
    figures = replay(events)
    assert figures.status == clock.PAUSED
    assert figures.deadline == ist(23, "14:00")


def test_round_the_clock():
    events = [start(21, "22:00", 8, clock.ROUND_THE_CLOCK)]  # a Saturday
    assert replay(events).deadline == ist(22, "06:00")


# Hand-overs: hours from 12:00 to 21:00 are those of the next level.


def hand_over(day, time, hours=4, schedule=LATE_SHIFT):
    return on(clock.HANDOVER, day, time, hours, schedule)


def test_handed_over_keeps_what_was_consumed_in_the_hours_of_the_level_before():
    # 1 of 4 hours until 10:00, and nothing before the next level opens
    figures = replay([start(23, "09:00"), hand_over(23, "10:00")])
    assert figures.deadline == ist(23, "15:00")
    assert figures.consumed == HOUR
    assert figures.status == clock.RUNNING


def test_handed_over_with_another_promise_counts_what_was_consumed():
    figures = replay([start(23, "09:00"), hand_over(23, "10:00", 6)])
    assert figures.deadline == ist(23, "17:00")


def test_handed_back():
    events = [
        start(23, "09:00"),
        hand_over(23, "10:00"),  # 1 h used
        hand_over(23, "14:00", schedule=OFFICE),  # 3 h used
    ]
    assert replay(events).deadline == ist(23, "15:00")
    assert replay(events).consumed == 3 * HOUR


def test_handed_over_while_paused_counts_from_resuming():
    events = [
        start(23, "09:00"),
        on(clock.PAUSE, 23, "10:00"),
        hand_over(23, "10:30"),
        on(clock.RESUME, 23, "11:00"),
    ]
    assert replay(events[:3]).status == clock.PAUSED
    assert replay(events[:3]).deadline is None
    assert replay(events).deadline == ist(23, "15:00")


def test_new_target_after_a_hand_over_leaves_the_hours_before_it():
    noon = BusinessHours("Asia/Kolkata", {day: [(840, 1260)] for day in range(5)})
    events = [
        start(23, "09:00"),
        hand_over(23, "10:00"),
        on(clock.RETARGET, 23, "11:00", 5, noon),
    ]
    # 1 hour until 10:00, 4 from 14:00 on
    assert replay(events).deadline == ist(23, "18:00")


def test_handed_over_after_too_much_was_consumed_was_late_before():
    events = [start(23, "09:00"), hand_over(23, "12:00", 2)]
    assert replay(events).deadline == ist(23, "11:00")


def test_handed_over_with_nothing_left_is_due_when_the_next_level_opens():
    events = [
        start(23, "09:00"),
        on(clock.PAUSE, 23, "13:00"),
        hand_over(23, "13:00"),
        on(clock.RESUME, 24, "10:00"),
    ]
    assert replay(events).deadline == ist(24, "12:00")


def test_met_keeps_its_deadline_when_handed_over_later():
    events = [
        start(23, "09:00"),
        on(clock.MEET, 23, "10:00"),
        hand_over(23, "11:00", 1),
    ]
    assert replay(events).deadline == ist(23, "13:00")
    assert replay(events).status == clock.MET


def test_restarted_counts_anew():
    events = [
        start(23, "09:00"),
        hand_over(23, "10:00"),
        on(clock.RESTART, 23, "14:00", 2, OFFICE),
    ]
    assert replay(events).deadline == ist(23, "16:00")
    assert replay(events).consumed == 0
    assert replay(events).started == ist(23, "09:00")


def test_restarted_while_paused_counts_from_resuming():
    events = [
        start(23, "09:00"),
        on(clock.PAUSE, 23, "10:00"),
        on(clock.RESTART, 23, "14:00", 2, OFFICE),
        on(clock.RESUME, 23, "15:00"),
    ]
    assert replay(events[:3]).deadline is None
    assert replay(events).deadline == ist(23, "17:00")
