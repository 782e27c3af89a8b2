from odoo import fields, models


class DigitProduct(models.Model):
    """A product or module of DIGIT: Property Tax, Works, HCM ... (S1, S2, S4)."""

    _name = "digit.product"
    _description = "Product"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="The short name, as PT or PGR.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
    programme_ids = fields.Many2many(
        "digit.programme", help="The programmes that support this product."
    )
    service_ids = fields.Many2many(
        "digit.service", string="Services", help="The services it is made of."
    )

    _code_unique = models.UniqueIndex("(code)", "Two products cannot share a code.")
