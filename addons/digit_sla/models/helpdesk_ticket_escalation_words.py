from itertools import islice

from odoo import api, fields, models

from ..tools import clock as core
from ..tools import escalation
from .digit_sla_clock import aware, naive

# How many steps ahead are told for each clock: what is repeated never ends.
MAX_TOLD = 3


class HelpdeskTicket(models.Model):
    """What of an escalation an agent sees on the ticket."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    escalation_alert = fields.Text(
        compute="_compute_escalation_alert",
        groups="base.group_user",
        help="What has escalated and waits for somebody to take care.",
    )

    @api.depends("escalation_task_ids.is_waiting", "clock_ids.reached_date")
    @api.depends_context("lang", "tz")
    def _compute_escalation_alert(self):
        for ticket in self:
            # sudo: who sees the ticket sees what waits on it
            tasks = ticket.sudo()._origin.escalation_task_ids.filtered("is_waiting")
            # of what is repeated, the last time is enough
            last = {
                (task.clock_id, task.step_id) if task.step_id else task: task
                for task in tasks.sorted("done_date")
            }
            ticket.escalation_alert = "\n".join(task._tell() for task in last.values())

    @api.depends("clock_ids.escalation_date")
    def _compute_sla_next_text(self):
        result = super()._compute_sla_next_text()
        now = fields.Datetime.now()
        for ticket in self:
            # sudo: the ledger is not for everybody who sees the ticket; a ticket that
            # an open form only thinks of has no history of its own
            steps = ticket.sudo()._origin.clock_ids._tell_next_steps(now)
            lines = [ticket.sla_next_text, *steps]
            ticket.sla_next_text = "\n".join(filter(None, lines))
        return result

    def _tell_next_called(self):
        """Who is called when somebody escalates now, as in "Level 1: Lead (Ravi)"."""
        self.ensure_one()
        ticket = self.sudo()  # the matrix is everybody's who may escalate
        rank = ticket._get_next_rank()
        contacts = ticket._get_escalation_matrix().filtered(
            lambda contact: contact.rank == rank
        )
        if not contacts:
            return self.env._("Nobody is named: the last resort is told.")
        names = ", ".join(contact._get_label(ticket.team_id) for contact in contacts)
        return self.env._("Level %(rank)s: %(names)s", rank=rank, names=names)


class DigitSlaClock(models.Model):
    """What acts next on clocks, in words."""

    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.sla.clock"

    def _tell_next_steps(self, now):
        """What acts on these clocks from now on if nobody does: lines, in order."""
        acts = [(act, clock) for clock in self for act in clock._forecast(now)]
        return [
            self.env._(
                "%(moment)s: %(sentence)s",
                moment=clock.ticket_id._format_sla_moment(
                    naive(act.moment), clock._get_tz()
                ),
                sentence=self.env["digit.escalation.step"].browse(act.step.id).sentence,
            )
            for act, clock in sorted(acts, key=lambda found: found[0].moment)
        ]

    def _forecast(self, now):
        """The next few acts on this clock, see ``tools/escalation.py``."""
        self.ensure_one()
        steps = self._get_steps()
        if not steps:
            return []
        life = core.live(self.event_ids._to_core())
        acts = escalation.forecast(life, steps, self._get_past(), aware(now))
        return list(islice(acts, MAX_TOLD))
