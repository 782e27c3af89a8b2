from odoo import fields, models


class HelpdeskTicketStage(models.Model):
    _inherit = "helpdesk.ticket.stage"

    waiting = fields.Boolean(
        string="Waiting for Partner",
        help="In this stage the ticket waits for the reporter, not for us.",
    )
