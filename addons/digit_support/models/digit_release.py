from odoo import fields, models


class DigitRelease(models.Model):
    """A release package of DIGIT: which version of each service goes together (S1)."""

    _name = "digit.release"
    _description = "Release"
    _inherit = ["mail.thread"]
    _order = "release_date desc, id desc"

    name = fields.Char(required=True, help="As in “DIGIT 2.9 LTS”.")
    product_id = fields.Many2one(
        "digit.product", index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(
        [("planned", "Planned"), ("published", "Published")],
        default="planned",
        required=True,
        copy=False,
        tracking=True,
    )
    release_date = fields.Date(
        tracking=True,
        copy=False,
        help="When it is planned; once published, when it came out.",
    )
    summary = fields.Text(
        translate=True, help="What partners can plan for: shown in the roadmap."
    )
    notes = fields.Html(string="Release Notes", translate=True)
    line_ids = fields.One2many(
        "digit.release.line", "release_id", string="Service Mapping", copy=True
    )
    script_ids = fields.Many2many(
        "ir.attachment",
        string="Migration Scripts",
        help="What carries the data over an upgrade (S1).",
    )
