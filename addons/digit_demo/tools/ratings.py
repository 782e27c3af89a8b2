"""What the reporters of the week say of the help that they got."""

from dataclasses import replace

from .steps import rate

# By the key of the report; who has no login says it to an operator on the phone.
RATINGS = {
    "pt_receipts": rate(
        22, "harjit", "satisfied", "The corrected receipts were there in two days."
    ),
    "tl_renewal_fee": rate(29, "gurpreet", "satisfied"),
    "login_down": rate(
        19, "harjit", "partly", "Solved soon, but we had to ring twice to be heard."
    ),
    "edcr_scale": rate(18, "neha", "satisfied"),
    "ws_bill": rate(8, "priya", "satisfied", "Thanks, the household has a new bill."),
    "muster_wage": rate(26, "lipika", "satisfied"),
    "cbo_login": rate(
        35, "sunita", "partly", "Our other groups still ask how to log in."
    ),
    "training": rate(
        30, "lipika", "dissatisfied", "We asked for a training and got an address."
    ),
    "device_no_login": rate(70, "celeste", "satisfied", "All twelve can work."),
    "sync_stuck": rate(
        55, "celeste", "dissatisfied", "The team waited a day in the field."
    ),
    "map_wrong": rate(10, "lurdes", "satisfied"),
}


def add_ratings(week):
    """``week``, with what its reporters said last."""
    return [
        replace(report, steps=(*report.steps, RATINGS[report.key]))
        if report.key in RATINGS
        else report
        for report in week
    ]
