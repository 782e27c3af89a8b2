"""What would have become of a clock under another promise. Nothing is changed."""

from collections.abc import Iterable
from datetime import datetime

from .business_hours import BusinessHours
from .clock import BREACH, BREACHED, HANDOVER, MET, PROMISES, START, Event
from .clock import replay as replay_events


def judge(
    events: Iterable[Event],
    budget: int,
    starts: Iterable[tuple[datetime, BusinessHours]],
    now: datetime,
) -> str | None:
    """``MET`` or ``BREACHED`` under ``budget`` seconds.

    None while it would not be decided at ``now``. A pause after the breach that
    happened is not in the ledger, so a longer promise is judged without it.

    :param starts: from when on which hours count; the first from the start
    """
    first, *others = events
    (_moment, hours), *handovers = starts
    start = Event(START, first.moment, budget, hours)
    lived = [event for event in others if event.kind not in (BREACH, *PROMISES)]
    lived += [Event(HANDOVER, moment, budget, hours) for moment, hours in handovers]
    figures = replay_events([start, *sorted(lived, key=lambda event: event.moment)])
    if figures.deadline and figures.deadline < (figures.reached or now):
        return BREACHED
    return MET if figures.reached else None
