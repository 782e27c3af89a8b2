"""What would have become of a clock under another promise. Nothing is changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from .business_hours import BusinessHours
from .clock import BREACH, BREACHED, MET, RETARGET, START, Event
from .clock import replay as replay_events


def judge(
    events: Iterable[Event], budget: int, hours: BusinessHours, now: datetime
) -> str | None:
    """``MET`` or ``BREACHED`` under ``budget`` seconds of ``hours``.

    None while it would not be decided at ``now``. A pause after the breach that
    happened is not in the ledger, so a longer promise is judged without it.
    """
    promised = [
        replace(event, budget=budget, hours=hours)
        if event.kind in (START, RETARGET)
        else event
        for event in events
        if event.kind != BREACH
    ]
    figures = replay_events(promised)
    if figures.deadline and figures.deadline < (figures.reached or now):
        return BREACHED
    return MET if figures.reached else None
