from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import clock as core
from ..tools.state import AT_RISK
from .helpdesk_ticket_state import WATCHED


class HelpdeskTicketTeam(models.Model):
    """How many open tickets of a team somebody has to do something about."""

    _inherit = "helpdesk.ticket.team"

    sla_breached_count = fields.Integer(
        string="Breached", compute="_compute_sla_counts"
    )
    sla_at_risk_count = fields.Integer(string="At Risk", compute="_compute_sla_counts")

    @api.depends_context("uid")
    def _compute_sla_counts(self):
        groups = self.env["helpdesk.ticket"]._read_group(
            Domain("closed_date", "=", False)
            & Domain("team_id", "in", self.ids)
            & Domain("sla_state", "in", WATCHED),
            ["team_id", "sla_state"],
            ["__count"],
        )
        counts = {(team, state): count for team, state, count in groups}
        for team in self:
            team.sla_breached_count = counts.get((team, core.BREACHED), 0)
            team.sla_at_risk_count = counts.get((team, AT_RISK), 0)
