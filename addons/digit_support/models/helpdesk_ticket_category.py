from odoo import fields, models


class HelpdeskTicketCategory(models.Model):
    _inherit = "helpdesk.ticket.category"

    programme_id = fields.Many2one(
        "digit.programme",
        index="btree_not_null",
        ondelete="cascade",
        help="Only for tickets of this programme; for all of them when empty.",
    )
    description = fields.Text(
        translate=True, help="What belongs here, for who sorts and who reports."
    )
