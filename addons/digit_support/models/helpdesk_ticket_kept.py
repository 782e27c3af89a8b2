from odoo import models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """An answer that was given is corrected by another one."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    def _check_can_update_message_content(self, messages):
        result = super()._check_can_update_message_content(messages)
        if messages._filter_told():
            raise UserError(
                self.env._(
                    "A partner has read or written this: it stays as it is. Write "
                    "another message to correct it."
                )
            )
        return result
