from odoo import fields, models


class DigitApiKeyShow(models.AbstractModel):
    """Shows a key that is kept nowhere."""

    _name = "digit.api.key.show"
    _description = "Show API Key"

    # the form asks for the default values of a record, which has an id
    id = fields.Id()
    key = fields.Char(readonly=True)
