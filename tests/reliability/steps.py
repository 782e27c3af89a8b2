"""Steps that the tests use, and what they tell whom."""

import journal

INBOX = {"metric": "response", "share": 50, "tells": ["asha"]}
MAIL = {
    "metric": "response",
    "share": 50,
    "by_inbox": False,
    "by_mail": True,
    "tells": ["bala"],
}
BOTH = [INBOX, MAIL]


def get_seconds(steps):
    """When each is due, in seconds after the start of its clock."""
    return [journal.BUDGET * step["share"] // 100 for step in steps]


def get_told(steps, ids):
    """``{step id: (login, way)}`` of those that tell somebody."""
    return {
        step_id: (step["tells"][0], "email" if step.get("by_mail") else "inbox")
        for step, step_id in zip(steps, ids, strict=True)
        if step.get("tells")
    }
