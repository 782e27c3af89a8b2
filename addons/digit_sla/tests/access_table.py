"""Who may do what: the expectations of the access matrix (S1).

The columns are those of ``digit_support``'s tables.
"""

MODELS = """
model                             publ part inte own  l1   l2   l3   oper admi
digit.escalation.contact          ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.escalation.policy           ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.escalation.simulate         ---- ---- ---- ---- ---- ---- ---- ---- rwcu
digit.escalation.step             ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.escalation.task             ---- ---- ---- r--- r--- r--- r--- r--- r---
digit.schedule.holidays           ---- ---- ---- ---- ---- ---- ---- ---- rwcu
digit.schedule.holidays.line      ---- ---- ---- ---- ---- ---- ---- ---- rwcu
digit.schedule.hours              ---- ---- ---- ---- ---- ---- ---- ---- rwcu
digit.sla.clock                   ---- r--- ---- r--- r--- r--- r--- r--- r---
digit.sla.clock.event             ---- ---- ---- r--- r--- r--- r--- r--- r---
digit.sla.policy                  ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.sla.policy.test             ---- ---- ---- ---- ---- ---- ---- ---- rwcu
digit.sla.policy.test.line        ---- ---- ---- ---- ---- ---- ---- ---- rwcu
digit.sla.report                  ---- ---- ---- r--- r--- r--- r--- r--- r---
digit.sla.retarget                ---- ---- ---- ---- ---- ---- ---- r--- r---
digit.sla.retarget.line           ---- ---- ---- ---- ---- ---- ---- r--- r---
digit.sla.schedule                ---- ---- r--- r--- r--- r--- r--- r--- r---
digit.sla.target                  ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.ticket.escalate             ---- ---- ---- ---- rwcu rwcu rwcu rwcu rwcu
digit.ticket.recall               ---- ---- ---- ---- ---- ---- ---- rwcu rwcu
"""

CALLS = {
    "/my/ticket/<int:ticket_id>/escalate": (
        "POST",
        {"ticket_id": "{ticket}", "reason": "Nobody answers."},
    ),
    "/ticket/escalation/<string:token>": ("POST", {"token": "{token_of_role}"}),
}

OUTCOMES = """
route                               publ link cust coll othe inte own team mana
/my/ticket/<int:ticket_id>/escalate -    -    w    w    -    -    -   -    -
"""
