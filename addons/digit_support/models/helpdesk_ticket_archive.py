from odoo import models
from odoo.exceptions import AccessError


class HelpdeskTicket(models.Model):
    """An archived ticket is in no list and runs no clock: as good as deleted (S4)."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    def write(self, vals):
        if "active" in vals:
            self._check_may_archive()
        return super().write(vals)

    def _check_may_archive(self):
        """:raises AccessError: when the user may not archive or restore tickets"""
        operations = "digit_support.digit_support_group_operations"
        if not (self.env.su or self.env.user.has_group(operations)):
            raise AccessError(self.env._("Only an operations manager does this."))
