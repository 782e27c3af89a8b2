from odoo import api, fields, models

RESOLVED = "resolved"
CONFIRMED = "confirmed"
REDIRECTED = "redirected"
CANCELLED = "cancelled"


class HelpdeskTicketStage(models.Model):
    _name = "helpdesk.ticket.stage"
    _inherit = ["helpdesk.ticket.stage", "digit.cached"]  # those of each team

    waiting = fields.Boolean(
        string="Waiting for Partner",
        help="In this stage the ticket waits for the reporter, not for us.",
    )
    outcome = fields.Selection(
        [
            (RESOLVED, "Resolved, to be confirmed"),
            (CONFIRMED, "Closed for good"),
            (REDIRECTED, "Redirected to somebody else"),
            (CANCELLED, "Cancelled"),
        ],
        help="How a ticket ended that is closed in this stage. A resolved one is "
        "confirmed or reopened by its reporter, or closes by itself.",
    )

    @api.onchange("closed")
    def _onchange_closed(self):
        result = super()._onchange_closed()
        if not self.closed:
            self.outcome = False
        return result

    def _get_first(self, outcome):
        """The first of these stages, in their order, with that outcome."""
        return self.filtered(lambda stage: stage.closed and stage.outcome == outcome)[
            :1
        ]

    def _get_working(self):
        """The first of these stages in which somebody works on a ticket."""
        return self.filtered(
            lambda stage: not (stage.closed or stage.unattended or stage.waiting)
        )[:1]
