"""Whether a version of a service is supported on a day, and why (S1).

eGov supports the major versions n and n-1 of each service, n being the highest one
released; never a version past its end of service life, nor modified sources, nor
outside of the agreed support window (S0). Pure Python; dates are whole days, the
first and the last one included.
"""

from dataclasses import dataclass
from datetime import date

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
