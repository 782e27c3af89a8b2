from odoo import fields, models


class DigitSeverityAxis(models.AbstractModel):
    """A step on one of the two axes of a severity matrix (ITIL)."""

    _name = "digit.severity.axis"
    _description = "Severity Axis"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Char(
        translate=True,
        help="In the words of the reporter, who reads it while reporting.",
    )
    active = fields.Boolean(default=True)


class DigitImpact(models.Model):
    """How much of the service, and how many people, are affected."""

    _name = "digit.impact"
    _inherit = "digit.severity.axis"
    _description = "Impact"


class DigitUrgency(models.Model):
    """How soon the effect is felt, and whether there is a way around it."""

    _name = "digit.urgency"
    _inherit = "digit.severity.axis"
    _description = "Urgency"
