from datetime import timedelta

from odoo import api, fields, models

PLANNED = "planned"
DONE = "done"
FAILED = "failed"
CANCELLED = "cancelled"

STEP = "step"
AGENT = "agent"
PARTNER = "partner"
RECALL = "recall"

# A task that failed is tried again after so many minutes, then twice that, and so on.
FIRST_RETRY = 1
LAST_RETRY = 60
# After so many tries somebody is told, after so many it is given up.
TRIES_TO_TELL = 3
TRIES = 12


class DigitEscalationTask(models.Model):
    """Something that an escalation did, or tries again to do: once for each clock,
    step and cycle."""

    _name = "digit.escalation.task"
    _description = "Escalation"
    _inherit = ["digit.access"]
    _access_field = "ticket_id"
    _order = "due desc, id desc"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    programme_id = fields.Many2one(related="ticket_id.programme_id", store=True)
    clock_id = fields.Many2one(
        "digit.sla.clock",
        index="btree_not_null",
        ondelete="cascade",
        help="The promise that it is about; none when somebody escalated.",
    )
    step_id = fields.Many2one(
        "digit.escalation.step", index="btree_not_null", ondelete="set null"
    )
    cycle = fields.Integer(default=1, help="Which repetition of its step it is.")
    name = fields.Char(compute="_compute_name", help="What acted, in words.")
    origin = fields.Selection(
        [
            (STEP, "Step of the policy"),
            (AGENT, "An agent"),
            (PARTNER, "The partner"),
            (RECALL, "Called back"),
        ],
        required=True,
        default=STEP,
    )
    reason = fields.Text(help="Why somebody escalated.")
    requested_by_id = fields.Many2one("res.users", string="Escalated by")
    rank = fields.Integer(
        string="Escalation Level", help="Of the escalation matrix; 0 for none."
    )
    state = fields.Selection(
        [
            (PLANNED, "To be done"),
            (DONE, "Done"),
            (FAILED, "Given up"),
            (CANCELLED, "Not needed any more"),
        ],
        required=True,
        default=PLANNED,
    )
    due = fields.Datetime(required=True, help="When it was to act.")
    run_date = fields.Datetime(help="When it is tried next.")
    done_date = fields.Datetime(string="Done")
    delay = fields.Integer(
        compute="_compute_delay",
        store=True,
        aggregator="max",
        help="How long after its moment it acted, in seconds.",
    )
    attempts = fields.Integer(string="Tries")
    error = fields.Text(help="Why the last try failed.")
    outcome = fields.Text(help="What it did, in words.")
    notified_user_ids = fields.Many2many("res.users", string="Told")
    acknowledged_by_id = fields.Many2one("res.users", string="Taken by")
    acknowledged_date = fields.Datetime(string="Taken")

    _once = models.UniqueIndex(
        "(clock_id, step_id, cycle)", "A step acts once on a clock."
    )
    _run_idx = models.Index("(run_date, id) WHERE state = 'planned'")
    _done_idx = models.Index("(done_date) WHERE done_date IS NOT NULL")

    @api.depends("step_id", "clock_id", "origin")
    @api.depends_context("lang")
    def _compute_name(self):
        origins = dict(self._fields["origin"]._description_selection(self.env))
        for task in self:
            # sudo: the steps are the administrator's, their names are everybody's
            step, clock = task.sudo().step_id, task.sudo().clock_id
            task.name = ": ".join(
                filter(
                    None,
                    [clock._get_metric_label(), step.display_name]
                    if task.origin == STEP
                    else [origins.get(task.origin)],
                )
            )

    @api.depends("name")
    def _compute_display_name(self):
        for task in self:
            task.display_name = task.name

    @api.depends("due", "done_date")
    def _compute_delay(self):
        for task in self:
            task.delay = task.done_date and (task.done_date - task.due).total_seconds()

    # ---------------------------------------------------
    # The life of a task
    # ---------------------------------------------------

    def _finish(self, now):
        """These acted. Extend for what follows from an escalation."""
        self.write({"state": DONE, "done_date": now, "run_date": False, "error": False})

    def _fail(self, error, now):
        """Keep why these failed, and when they are tried again."""
        for task in self:
            attempts = task.attempts + 1
            minutes = min(FIRST_RETRY * 2 ** (attempts - 1), LAST_RETRY)
            gives_up = attempts >= TRIES
            task.write(
                {
                    "attempts": attempts,
                    "error": str(error),
                    "state": FAILED if gives_up else PLANNED,
                    "run_date": not gives_up and now + timedelta(minutes=minutes),
                }
            )
        self.filtered(lambda task: task.attempts == TRIES_TO_TELL)._tell_failure()

    def _cancel(self):
        self.write({"state": CANCELLED, "run_date": False})
