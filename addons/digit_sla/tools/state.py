"""What an SLA clock, or a ticket, is at a given moment: the one rule.

Deadlines are stored, the state is not: it is read from the deadline and the time, so
that it is right without any job having run.
"""

from . import clock

NONE = "none"
AT_RISK = "at_risk"
# No record is in two of them. Most are met: what looks for the one that fits finds
# it first.
STATES = (clock.MET, clock.BREACHED, AT_RISK, clock.RUNNING, clock.PAUSED, NONE)

# The stored fields that the rule reads.
FACTS = ("status", "deadline", "risk_date")


def state_domain(state, now, prefix=""):
    """The domain of records that are in ``state`` at ``now``.

    The record has three stored fields, the ``FACTS``: ``status`` (as its events left
    it), ``deadline`` and ``risk_date``, their names behind ``prefix``.

    :param state: one of ``STATES``
    :param now: a naive UTC datetime
    """
    status, deadline, risk = (f"{prefix}{fact}" for fact in FACTS)
    running = (status, "=", clock.RUNNING)
    late = (deadline, "<", now)
    if state == clock.BREACHED:
        return ["|", (status, "=", clock.BREACHED), "&", running, late]
    if state == AT_RISK:
        return [running, (deadline, ">=", now), (risk, "<=", now)]
    if state == clock.RUNNING:
        return [running, (deadline, ">=", now), (risk, ">", now)]
    if state == clock.PAUSED:
        # one without a deadline stands: its hours have come to an end
        return ["|", (status, "=", clock.PAUSED), "&", running, (deadline, "=", False)]
    if state == NONE:
        return [(status, "in", (NONE, clock.STOPPED))]
    return [(status, "=", state)]
