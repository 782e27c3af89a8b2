"""Who may do what: the expectations of the access matrix (S1)."""

# Of each model: read, write, create, unlink. The columns are the roles of
# ``common_matrix``: public, partner, internal, own, L1, L2, L3, operations, admin.
MODELS = """
model                             publ part inte own  l1   l2   l3   oper admi
digit.agent                       ---- ---- ---- ---- ---- ---- ---- rwc- rwc-
digit.api.call                    ---- ---- ---- ---- ---- ---- ---- ---- r---
digit.api.client                  ---- ---- ---- ---- ---- ---- ---- ---- rwc-
digit.api.key                     ---- ---- ---- ---- ---- ---- ---- ---- r---
digit.api.key.create              ---- ---- ---- ---- ---- ---- ---- ---- rwc-
digit.api.receipt                 ---- ---- ---- ---- ---- ---- ---- ---- r---
digit.bug.confirm                 ---- ---- ---- ---- ---- rwc- rwc- rwc- rwc-
digit.call.log                    ---- ---- ---- ---- rwcu rwcu rwcu rwcu rwcu
digit.contact.role                ---- ---- r--- r--- r--- r--- r--- rwc- rwcu
digit.deployment                  ---- ---- r--- r--- r--- r--- r--- rwc- rwcu
digit.deployment.stage            ---- ---- r--- r--- r--- r--- r--- rwcu rwcu
digit.environment                 ---- ---- r--- r--- r--- r--- r--- rwc- rwcu
digit.eosl.notice                 ---- ---- r--- r--- r--- r--- r--- r--- r---
digit.eosl.radar                  ---- ---- r--- r--- r--- r--- r--- r--- r---
digit.fix                         ---- ---- r--- r--- r--- r--- rwc- rwc- rwcu
digit.fix.line                    ---- ---- r--- r--- r--- r--- rwc- rwc- rwcu
digit.form.rate                   ---- ---- ---- ---- ---- ---- ---- ---- r---
digit.impact                      ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.installation                ---- ---- r--- r--- r--- rwc- rwc- rwcu rwcu
digit.installation.reject         ---- ---- ---- ---- ---- rwc- rwc- rwc- rwc-
digit.installation.report         ---- ---- r--- r--- r--- rwc- rwc- rwc- rwcu
digit.level.handover              ---- ---- ---- ---- rwc- rwc- rwc- rwc- rwc-
digit.level.stay                  ---- ---- ---- r--- r--- r--- r--- r--- r---
digit.mail.attach                 ---- ---- ---- ---- ---- rwc- rwc- rwc- rwc-
digit.mail.discard                ---- ---- ---- ---- ---- rwc- rwc- rwc- rwc-
digit.mail.quarantine             ---- ---- ---- ---- ---- r--- r--- r--- r---
digit.mail.receipt                ---- ---- ---- ---- ---- ---- ---- ---- r---
digit.notice                      ---- ---- r--- r--- r--- r--- r--- rw-- rw--
digit.product                     ---- ---- r--- r--- r--- r--- r--- rwc- rwcu
digit.programme                   ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.rating                      ---- ---- r--- r--- r--- r--- r--- r--- r---
digit.release                     ---- ---- r--- r--- r--- r--- r--- rwc- rwcu
digit.release.install             ---- ---- ---- ---- ---- rwc- rwc- rwc- rwc-
digit.release.line                ---- ---- r--- r--- r--- r--- r--- rwcu rwcu
digit.release.publish             ---- ---- ---- ---- ---- ---- ---- rwc- rwc-
digit.routing.rule                ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.service                     ---- ---- r--- r--- r--- r--- r--- rwc- rwcu
digit.service.import              ---- ---- ---- ---- ---- ---- ---- rwc- rwc-
digit.service.import.line         ---- ---- ---- ---- ---- ---- ---- rwcu rwcu
digit.service.version             ---- ---- r--- r--- r--- r--- r--- rwc- rwcu
digit.severity                    ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.severity.rule               ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.severity.scheme             ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.support.level               ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.ticket.ask                  ---- ---- ---- ---- rwcu rwcu rwcu rwcu rwcu
digit.ticket.link                 ---- ---- r--- r--- rwcu rwcu rwcu rwcu rwcu
digit.ticket.rate                 ---- ---- ---- ---- rwc- rwc- rwc- rwc- rwc-
digit.ticket.redirect             ---- ---- ---- ---- rwcu rwcu rwcu rwcu rwcu
digit.ticket.resolve              ---- ---- ---- ---- rwcu rwcu rwcu rwcu rwcu
digit.time.entry                  ---- ---- r--- r--- rwcu rwcu rwcu rwcu rwcu
digit.urgency                     ---- ---- r--- r--- r--- r--- r--- r--- rwcu
digit.health.check                ---- ---- ---- ---- ---- ---- ---- r--- rw--
helpdesk.ticket                   ---- r--- r--- rwc- rwc- rwc- rwc- rwc- rwcu
helpdesk.ticket.category          r--- r--- r--- r--- r--- r--- r--- r--- rwcu
helpdesk.ticket.channel           ---- ---- r--- r--- r--- r--- r--- r--- rwcu
helpdesk.ticket.duplicate.wizard  ---- ---- ---- ---- rwcu rwcu rwcu rwcu rwcu
helpdesk.ticket.stage             r--- r--- r--- r--- r--- r--- r--- r--- rwcu
helpdesk.ticket.tag               ---- ---- r--- r--- r--- r--- r--- r--- rwcu
helpdesk.ticket.team              ---- r--- r--- r--- r--- r--- r--- r--- rwcu
"""

# Of records: read, write, create, unlink, attach, image, post, subscribe. The first
# ticket is Punjab's, the second one is another company's.
RECORDS = """
record             publ cust coll othe inte own team     mana
helpdesk.ticket-0  -    ri   ri   -    -    -   rwcaips  rwcuaips
helpdesk.ticket-1  -    -    -    -    -    -   -        -
"""
