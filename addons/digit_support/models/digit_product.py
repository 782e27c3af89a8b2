from odoo import api, fields, models


class DigitProduct(models.Model):
    """A product or module of DIGIT: Property Tax, Works, HCM ... (S1, S2, S4)."""

    _name = "digit.product"
    _description = "Product"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]

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

    service_count = fields.Integer(compute="_compute_service_count")

    _code_unique = models.UniqueIndex("(code)", "Two products cannot share a code.")

    @api.depends("service_ids")
    def _compute_service_count(self):
        for product in self:
            product.service_count = len(product.service_ids)

    def action_open_mapping(self):
        """The service mapping matrix of this product's services."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.digit_service_mapping_action"
        )
        return {**action, "context": {"default_product_id": self.id}}
