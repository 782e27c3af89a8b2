from dateutil.relativedelta import relativedelta

from odoo import fields, models


class DigitApiKeyCreate(models.TransientModel):
    """Asks what a new key is for, and how long it holds."""

    _name = "digit.api.key.create"
    _description = "New API Key"

    client_id = fields.Many2one(
        "digit.api.client", string="App", required=True, ondelete="cascade"
    )
    name = fields.Char(
        string="What It Is For",
        required=True,
        help="As “Tablets, first campaign”: to know it when it is to be revoked.",
    )
    months = fields.Selection(
        [("3", "3 months"), ("12", "1 year"), ("24", "2 years")],
        string="Valid for",
        default="12",
        required=True,
    )

    def action_create_key(self):
        """Make the key and show it, this once."""
        self.ensure_one()
        expiration_date = fields.Datetime.now() + relativedelta(months=int(self.months))
        key = self.client_id._make_key(self.name, expiration_date)
        return {
            "type": "ir.actions.act_window",
            "res_model": "digit.api.key.show",
            "name": self.env._("Your Key"),
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": key},
        }
