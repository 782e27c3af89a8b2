from odoo import fields, models


class DigitTicketResolve(models.TransientModel):
    """Asks how a ticket was resolved, and what its reporter is told."""

    _name = "digit.ticket.resolve"
    _description = "Resolve Tickets"

    ticket_ids = fields.Many2many("helpdesk.ticket", string="Tickets", required=True)
    resolution_kind = fields.Selection(
        selection=lambda self: (
            self.env["helpdesk.ticket"]
            ._fields["resolution_kind"]
            ._description_selection(self.env)
        ),
        string="Resolution",
        required=True,
        default="clarification",
    )
    answer = fields.Html(
        string="Answer to the Reporter",
        help="Sent to the reporter, who then confirms or reopens. Leave it empty if "
        "the answer was given already.",
    )

    def action_resolve(self):
        self.ensure_one()
        self.ticket_ids._resolve(self.resolution_kind, self.answer)
        return {"type": "ir.actions.act_window_close"}
