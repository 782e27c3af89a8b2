from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _is_there(self):
        """Whether this is somebody of the support side who can take care now."""
        return bool(
            self and self.active and not self.share and not self.is_out_of_office
        )
