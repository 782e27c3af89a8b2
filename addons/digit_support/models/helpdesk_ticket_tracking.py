from contextlib import suppress

from odoo import models
from odoo.exceptions import MissingError


class HelpdeskTicket(models.Model):
    """Many fields are tracked, and few change at a time."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    def _message_track(self, fields_iter, initial_values_dict):
        """The base describes every tracked field to find those that have changed."""
        changed = set()
        for ticket in self:
            with suppress(MissingError):  # deleted since
                changed |= {
                    name
                    for name, value in initial_values_dict[ticket.id].items()
                    if ticket[name] != value
                }
        return super()._message_track(changed or fields_iter, initial_values_dict)
