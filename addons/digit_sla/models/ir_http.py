from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        # the countdown of the portal speaks the partner's language
        return [*super()._get_translation_frontend_modules_name(), "digit_sla"]

    def session_info(self):
        info = super().session_info()
        # who has the counts in the top bar, without asking again
        group = "helpdesk_mgmt.group_helpdesk_user_own"
        info["groups"][group] = self.env.user.has_group(group)
        return info
