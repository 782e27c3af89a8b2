"""When the steps of an escalation act on a clock.

Pure Python; moments are aware datetimes, amounts are whole seconds. What has acted is
told by ``Past``; when a step acts next follows from the clock's life and from that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .business_hours import NoWorkingTime
from .clock import BREACHED, RUNNING, Life

# What the moment of a step is counted from.
SHARE = "share"
BEFORE = "before"
AFTER = "after"

WHOLE = 100  # percent


@dataclass(frozen=True, slots=True)
class Step:
    """When a step acts.

    :param trigger: ``SHARE`` of the promise used up (``amount`` in percent, may be more
        than 100), or ``amount`` seconds ``BEFORE`` or ``AFTER`` the deadline
    :param elapsed: whether seconds count round the clock, not in working time
    :param repeat: after how many seconds it acts again; 0 for never
    :param since: a moment before this has passed for it: a step that is added to a
        policy does not act on what was long ago
    """

    id: int
    trigger: str
    amount: int
    elapsed: bool = False
    repeat: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What a step did on a clock: how often, when last, and whether that is enough."""

    cycle: int
    moment: datetime
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """A step that acts at ``moment`` (UTC), for the ``cycle``-th time."""

    moment: datetime
    step: Step
    cycle: int


def find_next(
    life: Life, steps: Iterable[Step], past: Mapping[int, Past]
) -> Act | None:
    """What acts next on a clock, perhaps long ago; None when nothing does.

    Nothing does while the clock stands or when what it waits for has happened.

    :param past: {step id: what it did so far}
    """
    found = [act for step in steps if (act := _find_act(life, step, past.get(step.id)))]
    return min(found, key=lambda act: (act.moment, act.step.id), default=None)


def forecast(
    life: Life, steps: Iterable[Step], past: Mapping[int, Past], now: datetime
) -> Iterator[Act]:
    """What acts from ``now`` on if nobody does anything, in order, perhaps for ever."""
    past, steps = dict(past), list(steps)
    while act := find_next(life, steps, past):
        # what is late acts now
        act = replace(act, moment=max(act.moment, now))
        yield act
        past[act.step.id] = Past(act.cycle, act.moment)


def _find_act(life, step, past):
    if not is_waiting(life):
        return None
    moment = _find_again(life, step, past) if past else _find_first(life, step)
    return moment and Act(moment, step, past.cycle + 1 if past else 1)


def is_waiting(life: Life) -> bool:
    """Whether a clock runs, or is late, and what it waits for has not happened."""
    return life.status in (RUNNING, BREACHED) and not life.reached


def _find_first(life, step):
    try:
        moment = _FINDERS[step.trigger](life, step)
    except NoWorkingTime:
        return None
    if moment and step.since and moment < step.since:
        return None
    return moment


def _find_again(life, step, past):
    if past.is_over or not step.repeat:
        return None
    try:
        return _add(life, past.moment, step.repeat, step.elapsed)
    except NoWorkingTime:
        return None


def _find_share(life, step):
    if step.amount > WHOLE:
        more = life.budget * (step.amount - WHOLE) // WHOLE
        deadline = _find_deadline(life)
        return deadline and _add(life, deadline, more, elapsed=False)
    if step.amount == WHOLE:
        return _find_deadline(life)
    return life.find_due(life.budget * step.amount // WHOLE)


def _find_before(life, step):
    deadline = _find_deadline(life)
    if step.elapsed:
        return deadline and deadline - timedelta(seconds=step.amount)
    return life.find_due(max(life.budget - step.amount, 0))


def _find_after(life, step):
    deadline = _find_deadline(life)
    return deadline and _add(life, deadline, step.amount, step.elapsed)


_FINDERS = {SHARE: _find_share, BEFORE: _find_before, AFTER: _find_after}


def _find_deadline(life):
    return life.settled[0] if life.settled else life.find_due(life.budget)


def _add(life, moment, seconds, elapsed):
    if elapsed:
        return moment + timedelta(seconds=seconds)
    return life.hours.add(moment, seconds)
