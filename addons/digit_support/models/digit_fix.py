from odoo import fields, models


class DigitFix(models.Model):
    """A confirmed bug of a service, and what is owed for it in each supported line."""

    _name = "digit.fix"
    _description = "Fix Owed"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(required=True, tracking=True)
    service_id = fields.Many2one(
        "digit.service", required=True, index=True, ondelete="restrict"
    )
    affected_version_ids = fields.Many2many(
        "digit.service.version",
        string="Affected Versions",
        domain="[('service_id', '=', service_id)]",
        help="The versions in which the bug was seen.",
    )
    ticket_ids = fields.One2many("helpdesk.ticket", "fix_id", string="Tickets")
    line_ids = fields.One2many("digit.fix.line", "fix_id", string="Supported Lines")
