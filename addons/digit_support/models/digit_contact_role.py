from odoo import fields, models


class DigitContactRole(models.Model):
    """What a contact person is for a deployment: technical SPOC ... (S0, S2)."""

    _name = "digit.contact.role"
    _description = "Contact Role"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
