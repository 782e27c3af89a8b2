from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import clock as core
from ..tools.state import AT_RISK, NONE

# What somebody has to do something about.
WATCHED = (core.BREACHED, AT_RISK)


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

    # of all tickets, few are open
    _sla_open_idx = models.Index("(sla_status, sla_deadline) WHERE closed_date IS NULL")

    @api.model
    @api.readonly
    def get_sla_counts(self):
        """How many open tickets the reader has to watch.

        Those of the reader's teams; all that they see when they belong to no team.

        :return: {"breached", "at_risk", "due_today": numbers as the search filters of
            these names give, "in_my_teams": whether those of the reader's teams}
        """
        domain = Domain("closed_date", "=", False)
        teams = self.env.user.helpdesk_team_ids
        if teams:
            domain &= Domain("team_id", "in", teams.ids)
        groups = self._read_group(
            domain
            & (Domain("sla_state", "in", WATCHED) | self._get_due_today_domain()),
            ["sla_state", "sla_deadline:day"],
            ["__count"],
        )
        today = fields.Date.context_today(self)
        return {
            **{
                watched: sum(count for state, _day, count in groups if state == watched)
                for watched in WATCHED
            },
            "due_today": sum(
                count for _state, day, count in groups if day and day.date() == today
            ),
            "in_my_teams": bool(teams),
        }

    @api.model
    def _get_due_today_domain(self):
        """What is due on the reader's day, as the search filter has it."""
        return Domain("sla_deadline", ">=", "today") & Domain(
            "sla_deadline", "<", "today +1d"
        )
