from odoo import fields, models
from odoo.fields import Domain

from ..tools import clock as core
from .digit_sla_target import RESOLUTION

# What of a stage the clocks of its tickets follow.
CLOCK_FIELDS = ("waiting", "closed")


class HelpdeskTicketStage(models.Model):
    """A stage that begins or ceases to wait, or to be closed, moves clocks."""

    _inherit = "helpdesk.ticket.stage"

    sla_changed = fields.Boolean(
        string="SLA Changed",
        readonly=True,
        copy=False,
        help="The job has still to look at the clocks of the tickets in this stage.",
    )

    def write(self, vals):
        before = {stage: stage._get_clock_facts() for stage in self}
        result = super().write(vals)
        changed = self.filtered(lambda stage: stage._get_clock_facts() != before[stage])
        if changed:
            # sudo: the flag is no part of what an administrator edits
            changed.sudo().sla_changed = True
            self.env["digit.sla.clock"]._follow_promises()
        return result

    def _get_clock_facts(self):
        self.ensure_one()
        return [self[name] for name in CLOCK_FIELDS]

    def _get_moved_domain(self):
        """The clocks of tickets in this stage that are not what it asks them to be."""
        self.ensure_one()
        resolution = Domain("metric", "=", RESOLUTION)
        if self.closed:
            moved = Domain("status", "in", (core.RUNNING, core.PAUSED))
            # what was late is reached now
            moved |= resolution & Domain("reached_date", "=", False)
        else:
            status = core.PAUSED if self.waiting else core.RUNNING
            moved = Domain("status", "in", {*core.OPEN} - {status})
            # its ticket is open again
            moved |= resolution & Domain("status", "=", core.MET)
        return Domain("ticket_id.stage_id", "=", self.id) & moved
