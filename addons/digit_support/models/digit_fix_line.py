from odoo import fields, models


class DigitFixLine(models.Model):
    """The fix of a bug in one supported major line: 2.5.x, 3.2.x (S1)."""

    _name = "digit.fix.line"
    _description = "Fix in a Supported Line"
    _order = "fix_id, major desc, id"

    fix_id = fields.Many2one("digit.fix", required=True, ondelete="cascade")
    service_id = fields.Many2one(related="fix_id.service_id", store=True)
    major = fields.Integer(required=True, help="The major version of the line.")
    state = fields.Selection(
        [
            ("owed", "Owed"),
            ("in_progress", "In Progress"),
            ("delivered", "Delivered"),
            ("dropped", "Not Needed"),
        ],
        default="owed",
        required=True,
    )
    version_id = fields.Many2one(
        "digit.service.version",
        string="Fixed in",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('service_id', '=', service_id), ('major', '=', major)]",
        help="The version that brings the fix.",
    )
    date_planned = fields.Date(string="Planned for")
    date_delivered = fields.Date(string="Delivered on", readonly=True)

    _major_unique = models.UniqueIndex(
        "(fix_id, major)", "A fix is owed once in each line."
    )
