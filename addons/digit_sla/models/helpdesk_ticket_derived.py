from odoo import api, models


class HelpdeskTicket(models.Model):
    """When a ticket is due, and how it stands, is told by its clocks alone."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    @api.model
    def _get_imported_fields(self):
        return super()._get_imported_fields() | {"sla_start_date"}

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {"sla_start_date"}
