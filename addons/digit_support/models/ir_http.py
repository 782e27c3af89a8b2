from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        # the form of the portal speaks the partner's language
        return [*super()._get_translation_frontend_modules_name(), "digit_support"]
