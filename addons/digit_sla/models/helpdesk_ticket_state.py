from odoo import fields, models

from ..tools import clock as core
from ..tools.state import AT_RISK, NONE


class HelpdeskTicket(models.Model):
    """How a ticket stands at the moment, and how many do."""

    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "digit.sla.state"]
    _state_field = "sla_state"
    _state_prefix = "sla_"

    sla_state = fields.Selection(
        [
            (core.BREACHED, "Breached"),
            (AT_RISK, "At risk"),
            (core.RUNNING, "On track"),
            (core.PAUSED, "Paused"),
            (core.MET, "Met"),
            (NONE, "No SLA"),
        ],
        string="SLA",
        compute="_compute_state",
        search="_search_state",
        group_expand=True,
    )
