from datetime import timezone

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..tools import escalation as core

MINUTE = 60
# Whom a step tells, how, and what else it does.
DEED_FIELDS = (
    "notify_assignee",
    "notify_team",
    "notify_team_lead",
    "user_ids",
    "matrix_rank",
    "contact_role_ids",
    "by_inbox",
    "by_mail",
    "by_activity",
    "channel_id",
    "reassign_user_id",
    "hand_up",
    "raise_severity",
    "partner_message",
)
# What decides when a step acts: changed, it acts on what comes from then on.
MOMENT_FIELDS = {"trigger", "share", "minutes", "time_kind"}
# What clocks have to look at again.
PLAN_FIELDS = MOMENT_FIELDS | {
    "active",
    "policy_id",
    "metric",
    "severity_ids",
    "repeat_minutes",
}


class DigitEscalationStep(models.Model):
    """When something happens on a clock, and what."""

    _name = "digit.escalation.step"
    _description = "Escalation Step"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one(
        "digit.escalation.policy", required=True, index=True, ondelete="cascade"
    )
    programme_id = fields.Many2one(related="policy_id.programme_id")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    # when
    metric = fields.Selection(
        selection=lambda self: (
            self.env["digit.sla.target"]
            ._fields["metric"]
            ._description_selection(self.env)
        ),
        string="Promise",
        help="Which promise it is about; any when empty.",
    )
    severity_ids = fields.Many2many(
        "digit.severity",
        string="Severities",
        domain="[('scheme_id.programme_ids', '=', programme_id)]",
        help="Only tickets of these severities; any when empty.",
    )
    trigger = fields.Selection(
        [
            (core.SHARE, "At a share of the time"),
            (core.BEFORE, "Before the deadline"),
            (core.AFTER, "After the deadline"),
        ],
        string="When",
        required=True,
        default=core.SHARE,
    )
    share = fields.Integer(
        string="Share (%)",
        default=75,
        help="How much of the promised time is used up: 100 is the deadline.",
    )
    minutes = fields.Integer(help="So long before or after the deadline.")
    time_kind = fields.Selection(
        [("working", "Working time"), ("elapsed", "Round the clock")],
        string="Minutes Count",
        required=True,
        default="working",
        help="In the schedule of the promise, or round the clock.",
    )
    repeat_minutes = fields.Integer(
        string="Repeat Every (Minutes)",
        help="It acts again and again until somebody acknowledges; once when 0.",
    )
    since = fields.Datetime(
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
        help="It acts on what comes from this moment on: a new step does not act on "
        "what was long ago.",
    )

    # whom it tells, and how
    notify_assignee = fields.Boolean(string="Assignee")
    notify_team = fields.Boolean(string="Team")
    notify_team_lead = fields.Boolean(string="Team's Lead")
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        domain=[("share", "=", False)],
        # who has left is still named: the last resort stands in, and a warning tells
        context={"active_test": False},
        help="Anybody on the support side.",
    )
    matrix_rank = fields.Integer(
        string="Escalation Level",
        help="Who stands at this level of the escalation matrix; 0 for nobody.",
    )
    contact_role_ids = fields.Many2many(
        "digit.contact.role",
        string="Deployment's Roles",
        help="Contact persons of the ticket's deployment. They are told by mail that "
        "it is escalated, never what is written inside.",
    )
    by_inbox = fields.Boolean(string="Inbox", default=True)
    by_mail = fields.Boolean(string="Mail")
    by_activity = fields.Boolean(string="Activity")
    channel_id = fields.Many2one(
        "discuss.channel",
        string="Discuss Channel",
        domain=[("channel_type", "=", "channel")],
        ondelete="set null",
    )

    # what else it does
    reassign_user_id = fields.Many2one(
        "res.users",
        string="Reassign to",
        domain=[("share", "=", False)],
        ondelete="set null",
    )
    hand_up = fields.Boolean(help="To the next support level of the programme.")
    raise_severity = fields.Boolean(help="To the next more severe one.")
    partner_message = fields.Text(
        string="Tell the Reporter",
        translate=True,
        help="Posted to the ticket for the reporter to read, as it stands here.",
    )
    action_ids = fields.Many2many(
        "ir.actions.server",
        string="Server Actions",
        domain=[("model_id.model", "=", "helpdesk.ticket")],
        groups="base.group_system",
        help="Run on the ticket: anything that Odoo can do.",
    )

    _share_positive = models.Constraint(
        "CHECK (trigger != 'share' OR share > 0)",
        "A share of the time is more than 0 %.",
    )
    _minutes_positive = models.Constraint(
        "CHECK (minutes >= 0 AND repeat_minutes >= 0)",
        "A number of minutes cannot be negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._have_clocks_plan()
        return steps

    def write(self, vals):
        if vals.keys() & MOMENT_FIELDS:
            vals = {"since": fields.Datetime.now(), **vals}
        programmes = self.policy_id.programme_id
        result = super().write(vals)
        if vals.keys() & PLAN_FIELDS:
            (programmes | self.policy_id.programme_id)._have_clocks_plan()
        return result

    def unlink(self):
        programmes = self.policy_id.programme_id
        # what has acted stays on record; what was to be tried again is not
        tasks = self.env["digit.escalation.task"].search(
            Domain("step_id", "in", self.ids) & Domain("state", "=", "planned")
        )
        tasks.sudo()._cancel()  # sudo: nobody writes tasks by hand
        result = super().unlink()
        programmes._have_clocks_plan()
        return result

    def _have_clocks_plan(self):
        self.policy_id.programme_id._have_clocks_plan()

    # ---------------------------------------------------
    # For the core
    # ---------------------------------------------------

    def _to_core(self):
        """This step as the pure core takes it."""
        self.ensure_one()
        is_share = self.trigger == core.SHARE
        return core.Step(
            id=self.id,
            trigger=self.trigger,
            amount=self.share if is_share else self.minutes * MINUTE,
            elapsed=self.time_kind == "elapsed",
            repeat=self.repeat_minutes * MINUTE,
            since=self.since and self.since.replace(tzinfo=timezone.utc),
        )

    @api.model
    @ormcache("programme_id", "deployment_id")
    def _get_compiled(self, programme_id, deployment_id):
        """What may act on a ticket of these, perhaps none.

        :return: a tuple of (step of the core, metric or False, severity ids)
        """
        # sudo: whoever changes a ticket need not read its policy
        sudo = self.sudo()
        policy = sudo.env["digit.escalation.policy"]._choose(
            sudo.env["digit.programme"].browse(programme_id or []),
            sudo.env["digit.deployment"].browse(deployment_id or []),
        )
        return tuple(
            (step._to_core(), step.metric, frozenset(step.severity_ids.ids))
            for step in policy.step_ids
        )

    @api.model
    def _get_for(self, ticket, metric):
        """The steps of the core that may act on a clock of ``ticket``."""
        return [
            step
            for step, of_metric, severity_ids in self._get_compiled(
                ticket.programme_id.id, ticket.deployment_id.id
            )
            if of_metric in (False, metric)
            and (not severity_ids or ticket.severity_id.id in severity_ids)
        ]
