"""Whether a version of a service is supported, and why (S1).

For each service, n is the highest major version released by a day. A version is
supported when its major is n or n-1 and its EOSL date has not passed, when nobody
changed its source, and within the deployment's window of support. Days are UTC dates,
the first and the last one included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

UNKNOWN = "unknown"
SUPPORTED = "supported"
UPGRADE_REQUIRED = "upgrade_required"
NOT_SUPPORTED = "not_supported"

# Why, in the order in which they are looked at: the first that holds is told.
NO_VERSION = "no_version"
MODIFIED = "modified"
BEFORE_WINDOW = "before_window"
AFTER_WINDOW = "after_window"
EOSL = "eosl"
UNRELEASED = "unreleased"
OLD_MAJOR = "old_major"
CURRENT = "current"

VERDICTS = {
    NO_VERSION: UNKNOWN,
    MODIFIED: NOT_SUPPORTED,
    BEFORE_WINDOW: NOT_SUPPORTED,
    AFTER_WINDOW: NOT_SUPPORTED,
    EOSL: NOT_SUPPORTED,
    UNRELEASED: NOT_SUPPORTED,
    OLD_MAJOR: UPGRADE_REQUIRED,
    CURRENT: SUPPORTED,
}
# Where another version is the way forward.
UPGRADABLE = (EOSL, UNRELEASED, OLD_MAJOR)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the registry knows of a version where it runs.

    ``opened`` is the first day on which its major version, or a later one, is
    released; ``superseded`` the first on which two later ones are, so that it is older
    than n-1. ``None`` is never.
    """

    opened: date | None
    superseded: date | None = None
    eosl: date | None = None
    is_modified: bool = False
    window_start: date | None = None
    window_end: date | None = None


@dataclass(frozen=True, slots=True)
class Sibling:
    """A version that was, or will be, released of a service; no pre-release.

    ``precedence`` sorts as versions do.
    """

    id: int
    major: int
    precedence: str
    released: date
    eosl: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict, and what a sentence about it needs.

    ``limit`` is the day that the cause is about: the first day of support for
    ``BEFORE_WINDOW``, the first without it for ``OLD_MAJOR``, the one planned for
    ``UNRELEASED``, else the last one with it. ``latest_major`` is n. ``upgrade`` is the
    newest version to go to, ``minimum`` that of the line before, each ``None`` when
    there is none.
    """

    cause: str
    limit: date | None = None
    latest_major: int | None = None
    upgrade: int | None = None
    minimum: int | None = None


def judge(facts: Facts | None, day: date) -> str:
    """The cause of the verdict on ``day``; no facts means that no version is known."""
    if facts is None:
        return NO_VERSION
    causes = (
        (MODIFIED, facts.is_modified),
        (BEFORE_WINDOW, facts.window_start and day < facts.window_start),
        (AFTER_WINDOW, facts.window_end and day > facts.window_end),
        (EOSL, facts.eosl and day > facts.eosl),
        (UNRELEASED, not facts.opened or day < facts.opened),
        (OLD_MAJOR, facts.superseded and day >= facts.superseded),
    )
    return next((cause for cause, holds in causes if holds), CURRENT)


def decide(
    facts: Facts | None, precedence: str, siblings: Sequence[Sibling], day: date
) -> Verdict:
    """The verdict on ``day`` about the version with this ``precedence``."""
    cause = judge(facts, day)
    if facts is None:
        return Verdict(cause)
    upgrade = minimum = None
    if cause in UPGRADABLE:
        # who runs what is not released yet goes back to what is
        after = "" if cause == UNRELEASED else precedence
        upgrade, minimum = get_upgrades(siblings, day, after)
    return Verdict(
        cause=cause,
        limit=get_limit(facts, cause),
        latest_major=get_latest_major(siblings, day),
        upgrade=upgrade and upgrade.id,
        minimum=minimum and minimum.id,
    )


def get_limit(facts: Facts, cause: str) -> date | None:
    """The day that ``cause`` is about, see ``Verdict``."""
    return {
        BEFORE_WINDOW: facts.window_start,
        AFTER_WINDOW: facts.window_end,
        EOSL: facts.eosl,
        UNRELEASED: facts.opened,
        OLD_MAJOR: facts.superseded,
        CURRENT: _get_last_day(facts),
    }.get(cause)


def _get_last_day(facts):
    last_of_line = facts.superseded and facts.superseded - timedelta(1)
    ends = (facts.eosl, last_of_line, facts.window_end)
    return min(filter(None, ends), default=None)


def get_latest_major(siblings: Sequence[Sibling], day: date) -> int | None:
    """n: the highest major version released by ``day``, if there is one."""
    majors = (sibling.major for sibling in siblings if sibling.released <= day)
    return max(majors, default=None)


def get_upgrades(
    siblings: Sequence[Sibling], day: date, after: str = ""
) -> tuple[Sibling | None, Sibling | None]:
    """Where to go from ``after``: the newest supported version of the newest line that
    has one, and the newest of the line before. Never back."""
    latest = get_latest_major(siblings, day)
    lines = {}
    for sibling in siblings:
        if _is_supported(sibling, latest, day) and sibling.precedence > after:
            known = lines.get(sibling.major, sibling)
            lines[sibling.major] = max(known, sibling, key=lambda s: s.precedence)
    newest = [lines[major] for major in sorted(lines, reverse=True)]
    return tuple((newest + [None, None])[:2])


def _is_supported(sibling, latest, day):
    return (
        sibling.released <= day
        and sibling.major >= latest - 1
        and not (sibling.eosl and day > sibling.eosl)
    )
