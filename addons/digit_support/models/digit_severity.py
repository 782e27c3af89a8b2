from odoo import api, fields, models


class DigitSeverity(models.Model):
    """One severity of a scheme, such as P1 "Business Halted" (S1)."""

    _name = "digit.severity"
    _description = "Severity"
    _order = "scheme_id, sequence, id"
    _rec_names_search = ["code", "name"]

    scheme_id = fields.Many2one(
        "digit.severity.scheme", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10, help="The most severe comes first.")
    code = fields.Char(required=True, help="Short name, as in P1.")
    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    examples = fields.Text(translate=True)
    priority = fields.Selection(
        selection=lambda self: (
            self.env["helpdesk.ticket"]
            ._fields["priority"]
            ._description_selection(self.env)
        ),
        required=True,
        default="1",
        help="What the helpdesk sorts and counts by.",
    )

    _code_unique = models.UniqueIndex(
        "(scheme_id, code)", "This scheme already has a severity with this code."
    )

    @api.depends("code", "name")
    @api.depends_context("digit_short_severity")
    def _compute_display_name(self):
        is_short = self.env.context.get("digit_short_severity")
        for severity in self:
            severity.display_name = (
                severity.code if is_short else f"{severity.code} {severity.name}"
            )
