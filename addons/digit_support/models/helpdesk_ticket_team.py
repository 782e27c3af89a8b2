from odoo import fields, models


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    programme_id = fields.Many2one(
        "digit.programme",
        index="btree_not_null",
        ondelete="restrict",
        help="The programme of tickets that reach this team from somebody whose "
        "deployment is not known.",
    )
