"""The life of an SLA clock as a picture: what each stretch of time was to it.

Pure Python, and about the same events as ``clock.replay``: within the events, what is
``OPEN`` here adds up to what is consumed there, to the second.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import groupby, pairwise

from . import clock
from .business_hours import BusinessHours

# What a stretch of time was. Of working time that counts:
OPEN = "open"
CLOSED = "closed"
HOLIDAY = "holiday"
# and of time that does not count, be it working time or not:
PAUSED = "paused"
STOPPED = "stopped"
LATE = "late"
# Working time before the deadline that was not needed any more:
SPARE = "spare"
TO_SCALE = (OPEN, SPARE)

DEADLINE = "deadline"

# What an event begins. From its breach on a clock counts no more: it is late. A promise
# begins nothing, but its hours may be others.
PHASES = {
    clock.START: OPEN,
    clock.RESUME: OPEN,
    clock.PAUSE: PAUSED,
    clock.FREEZE: STOPPED,
    clock.MEET: STOPPED,
    clock.BREACH: LATE,
}

# The events that get a mark of their own, beside what starts and meets a clock.
MARKED = (clock.RETARGET, clock.HANDOVER, clock.RESTART, clock.BREACH)

# All that does not count gets at most so much of the picture beside what does.
SQUEEZED = 1 / 2
# and nothing gets less than this part of it, as long as there are few stretches.
LEAST = 1 / 60


@dataclass(frozen=True, slots=True)
class Segment:
    """``kind`` from ``start`` to before ``stop`` (UTC)."""

    start: datetime
    stop: datetime
    kind: str

    @property
    def seconds(self):
        return (self.stop - self.start).total_seconds()


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment worth a mark: an event of a clock, or its ``DEADLINE``."""

    kind: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Timeline:
    """``segments`` without gaps, no two neighbours alike; ``marks`` in order of time.

    Without segments when it ended as it began.
    """

    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]


def explain(
    events: Iterable[clock.Event],
    now: datetime,
    regular: Mapping[BusinessHours, BusinessHours],
) -> Timeline:
    """What became of a clock from its start to its deadline, or to ``now`` if later.

    ``now`` counts only while the clock waits for something; else the last event does.
    Hours count as they do in ``replay``: those of the last promise from the start, or
    from the last hand-over on.

    :param regular: {hours: the same without their holidays, as they would have been}
    """
    events = _add_breach(list(events), now)
    figures = clock.replay(events)
    stop = max(filter(None, (figures.deadline, _find_end(events, figures, now))))
    segments = []
    for start, end, phase, hours in _iter_phases(events, stop):
        if figures.status == clock.MET and start >= figures.reached:
            phase = SPARE
        if phase in TO_SCALE:
            segments += _iter_open(start, end, hours, regular[hours], phase)
        else:
            segments.append(Segment(start, end, phase))
    return Timeline(_merge(segments), _get_marks(events, figures))


def get_shares(segments: Iterable[Segment]) -> list[float]:
    """How much of the picture each segment gets, in percent.

    Working time is to scale; a weekend or a long pause is not, so that it leaves room.
    """
    segments = list(segments)
    counted = sum(s.seconds for s in segments if s.kind in TO_SCALE)
    others = sum(1 for s in segments if s.kind not in TO_SCALE)
    limit = counted * SQUEEZED / others if counted and others else None
    widths = [
        segment.seconds
        if segment.kind in TO_SCALE or not limit
        else min(segment.seconds, limit)
        for segment in segments
    ]
    least = sum(widths) * min(LEAST, SQUEEZED / max(len(widths), 1))
    widths = [max(width, least) for width in widths]
    total = sum(widths)
    return [100 * width / total for width in widths]


def locate(moment: datetime, segments: Iterable[Segment]) -> float:
    """Where in the picture ``moment`` is, in percent."""
    position = 0
    for segment, share in zip(segments, get_shares(segments), strict=True):
        passed = (moment - segment.start) / (segment.stop - segment.start)
        position += share * min(max(passed, 0), 1)
    return position


def _add_breach(events, now):
    """``events`` with the breach that no job has recorded yet."""
    figures = clock.replay(events)
    late = (
        figures.status == clock.RUNNING and figures.deadline and figures.deadline < now
    )
    return [*events, clock.Event(clock.BREACH, figures.deadline)] if late else events


def _find_end(events, figures, now):
    last = max(event.moment for event in events).astimezone(timezone.utc)
    waiting = not figures.reached and figures.status != clock.STOPPED
    return max(last, now.astimezone(timezone.utc)) if waiting else last


def _iter_phases(events, stop):
    """``(start, stop, phase, hours)`` between the events that begin one."""
    steps = _get_steps(events)
    moments = [start for start, _phase, _hours in steps]
    for (start, end), (_start, phase, hours) in zip(
        pairwise([*moments, stop]), steps, strict=True
    ):
        if start < end:
            yield start, end, phase, hours


def _get_steps(events):
    """``(start, phase, hours)`` of each phase, oldest first."""
    steps, handed = [], 0
    for event in events:
        moment = event.moment.astimezone(timezone.utc)
        # a promise cut short was broken before it was cut
        moment = max([moment, *(start for start, _phase, _hours in steps[-1:])])
        if event.kind in PHASES:
            hours = event.hours if event.kind == clock.START else steps[-1][2]
            steps.append((moment, PHASES[event.kind], hours))
        elif event.kind == clock.RETARGET:
            steps[handed:] = [(*step[:2], event.hours) for step in steps[handed:]]
        else:
            phase, handed = steps[-1][1], len(steps)
            if event.kind == clock.RESTART:
                steps = [_discount(step) for step in steps]
            steps.append((moment, phase, event.hours))
    return steps


def _discount(step):
    """What does not count any more, since the clock counts anew."""
    start, phase, hours = step
    return start, STOPPED if phase == OPEN else phase, hours


def _iter_open(start, stop, hours, regular, kind) -> Iterator[Segment]:
    """Working time, as ``kind``, and why the rest of ``[start, stop)`` is none."""
    for opens, closes in hours.segments(start, stop):
        yield from _iter_closed(start, opens, regular)
        yield Segment(opens, closes, kind)
        start = closes
    yield from _iter_closed(start, stop, regular)


def _iter_closed(start, stop, regular) -> Iterator[Segment]:
    for opens, closes in regular.segments(start, stop):
        if start < opens:
            yield Segment(start, opens, CLOSED)
        yield Segment(opens, closes, HOLIDAY)
        start = closes
    if start < stop:
        yield Segment(start, stop, CLOSED)


def _merge(segments):
    """``segments`` with neighbours of one kind made one."""
    # pylint: disable-next=bad-builtin-groupby
    groups = (list(group) for _kind, group in groupby(segments, lambda s: s.kind))
    return tuple(
        Segment(group[0].start, group[-1].stop, group[0].kind) for group in groups
    )


def _get_marks(events, figures):
    marks = [(clock.START, figures.started), (DEADLINE, figures.deadline)]
    marks += [(event.kind, event.moment) for event in events if event.kind in MARKED]
    marks.append((clock.MEET, figures.reached))
    return tuple(
        Mark(kind, moment.astimezone(timezone.utc))
        for kind, moment in sorted(
            (mark for mark in marks if mark[1]), key=lambda mark: mark[1]
        )
    )
