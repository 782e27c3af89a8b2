"""The words in which the week is written down."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """Something that a person did to a ticket.

    ``ago`` is counted in working hours of the ticket's programme, back from now: so
    the week looks the same whenever it is played, and nobody works at night.
    """

    ago: float
    who: str
    verb: str
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """A ticket from the moment in which it was reported.

    ``who`` is a person's external id, or a mail address that nobody knows.
    """

    key: str
    programme: str
    ago: float
    who: str
    channel: str
    title: str
    text: str
    values: dict = field(default_factory=dict)
    steps: tuple = ()


def take(ago, who, user=None):
    """Begin to work, or have ``user`` do so."""
    return Step(ago, who, "take", {"user": user or who})


def say(ago, who, text):
    """A message that the reporter can read, or that the reporter wrote."""
    return Step(ago, who, "say", {"text": text})


def note(ago, who, text):
    """A message for the support side only."""
    return Step(ago, who, "note", {"text": text})


def move(ago, who, stage):
    """Into another stage: in_progress, awaiting, cancelled or rejected."""
    return Step(ago, who, "move", {"stage": stage})


def resolve(ago, who, kind):
    """Resolve it, the answer being given: by a workaround, data_fix ..."""
    return Step(ago, who, "resolve", {"kind": kind})


def agree(ago, who):
    """The reporter confirms that it is solved."""
    return Step(ago, who, "agree")


def rate(ago, who, answer, comment=""):
    """The reporter is satisfied, partly or dissatisfied; or told an agent so."""
    return Step(ago, who, "rate", {"answer": answer, "comment": comment})


def confirm_bug(ago, who, summary, seen_in=()):
    """Confirm the bug, seen as well in ``seen_in``, the keys of other versions."""
    return Step(ago, who, "confirm_bug", {"summary": summary, "seen_in": seen_in})


def plan_fix(ago, who, *versions):
    """Say which versions bring the fix, by their keys."""
    return Step(ago, who, "plan_fix", {"versions": versions})


def publish(ago, who, version):
    """Publish the version with this key."""
    return Step(ago, who, "publish", {"version": version})


def hand_up(ago, who, level, reason):
    """To another support level, such as mukta_l3."""
    return Step(ago, who, "hand_up", {"level": level, "reason": reason})


def triage(ago, who, **values):
    """Set ``kind``, ``impact`` and ``urgency``, ``deployment``, ``service`` or
    ``category``."""
    return Step(ago, who, "triage", values)


def overrule(ago, who, severity, reason):
    """Another severity than the matrix gives."""
    return Step(ago, who, "overrule", {"severity": severity, "reason": reason})


def escalate(ago, who, reason):
    """Call who stands next in the escalation matrix, as an agent or as a partner."""
    return Step(ago, who, "escalate", {"reason": reason})


def acknowledge(ago, who):
    """Take care of what has escalated."""
    return Step(ago, who, "acknowledge")
