from odoo import api, fields, models


class DigitSeverityRule(models.Model):
    """One cell of a scheme's matrix: impact x urgency -> severity.

    A cell without a severity is a hole; a scheme in use has none.
    """

    _name = "digit.severity.rule"
    _inherit = ["digit.cached"]  # the matrices
    _description = "Severity Matrix Cell"
    _order = "scheme_id, impact_id, urgency_id"

    scheme_id = fields.Many2one(
        "digit.severity.scheme", required=True, ondelete="cascade"
    )
    impact_id = fields.Many2one("digit.impact", required=True, ondelete="restrict")
    urgency_id = fields.Many2one("digit.urgency", required=True, ondelete="restrict")
    severity_id = fields.Many2one(
        "digit.severity",
        domain="[('scheme_id', '=', scheme_id)]",
        ondelete="restrict",
    )

    _cell_unique = models.UniqueIndex(
        "(scheme_id, impact_id, urgency_id)",
        "A severity matrix has one cell for each impact and urgency.",
    )

    @api.constrains("severity_id", "scheme_id")
    def _check_scheme(self):
        self.scheme_id._check_complete()
