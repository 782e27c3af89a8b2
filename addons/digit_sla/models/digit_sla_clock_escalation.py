from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import clock as core
from ..tools import escalation
from .digit_escalation_task import PLANNED
from .digit_sla_clock import aware, naive


class DigitSlaClock(models.Model):
    """When the next step of an escalation acts on a clock."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.sla.clock"

    escalation_date = fields.Datetime(
        string="Next Step",
        compute="_compute_escalation_date",
        store=True,
        readonly=False,  # given with the events that start a clock
        help="When the next step of the escalation policy acts, if nobody does.",
    )
    acknowledged_date = fields.Datetime(
        readonly=True,
        help="When somebody last took care of its escalation. A step that acts at that "
        "very moment finds the clock changed, and looks again.",
    )
    task_ids = fields.One2many("digit.escalation.task", "clock_id", readonly=True)

    _escalation_idx = models.Index(
        "(escalation_date, id) WHERE escalation_date IS NOT NULL"
    )

    @api.depends(
        "task_ids.state",
        "task_ids.acknowledged_date",
        "ticket_id.active",
        "ticket_id.severity_id",
        "ticket_id.programme_id",
        "ticket_id.deployment_id",
    )
    def _compute_escalation_date(self):
        for clock in self:
            act = clock._find_next_act()
            clock.escalation_date = act and naive(act.moment)

    def _record(self, vals_list):
        events = super()._record(vals_list)
        events.clock_id._plan()
        return events

    def _find_next_act(self):
        """The step that acts next on this clock, or None."""
        self.ensure_one()
        steps = self._get_steps()
        return steps and escalation.find_next(
            core.live(self.event_ids.sorted("id")._to_core()), steps, self._get_past()
        )

    def _get_steps(self):
        """What may act on this clock now: steps of the core."""
        self.ensure_one()
        if self.reached_date:
            return []
        return self.ticket_id._get_escalation_steps(self.metric)

    def _get_past(self):
        """What acted on this clock so far: {step id: past}."""
        self.ensure_one()
        return {
            task.step_id.id: escalation.Past(
                cycle=task.cycle,
                moment=aware(task.done_date or task.due),
                is_over=task.state == PLANNED or bool(task.acknowledged_date),
            )
            for task in self.task_ids.sorted("cycle")
        }

    def _get_metric_label(self):
        """What this clock is about, as in "Response"; empty for no clock."""
        labels = dict(self._fields["metric"]._description_selection(self.env))
        return labels.get(self.metric, "")

    def _get_due_line(self):
        """When this clock is due, in words for the support side."""
        self.ensure_one()
        if not self.deadline:
            return ""
        due = self._format_moment(self.deadline)
        if self.deadline < fields.Datetime.now():
            return self.env._("It was due %(due)s.", due=due)
        return self.env._("It is due %(due)s.", due=due)

    def _plan(self):
        """Look again when the next step acts on these clocks."""
        self.env.add_to_compute(self._fields["escalation_date"], self)

    @api.model
    def _cron_follow_promises(self):
        result = super()._cron_follow_promises()
        self._plan_changed()
        return result

    @api.model
    def _plan_changed(self):
        """Look again at the clocks of programmes whose escalation has changed."""
        for programme in self.env["digit.programme"].search(
            [("escalations_changed", "=", True)]
        ):
            domain = Domain("ticket_id.programme_id", "=", programme.id) & Domain(
                "status", "in", (core.RUNNING, core.BREACHED)
            )
            domain &= Domain("reached_date", "=", False)
            if self._process_in_batches(domain, lambda clocks: clocks._plan()):
                programme.escalations_changed = False
                self.env["ir.cron"]._commit_progress()
