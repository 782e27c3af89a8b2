from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import ormcache

from .digit_sla_target import RESOLUTION, RESPONSE, UPDATE

METRICS = (RESPONSE, UPDATE, RESOLUTION)

# What narrows a policy, the most specific first.
CRITERIA = ("deployment_id", "partner_id", "category_id", "kind", "level_id")
# What decides which policy a ticket has.
CHOICE_FIELDS = {
    *CRITERIA,
    "programme_id",
    "active",
    "sequence",
    "date_from",
    "date_to",
}
# What decides which clocks run under a policy, and in which hours.
CLOCK_FIELDS = {"start_on", "start_level_id", "schedule_of"}


class DigitSlaPolicy(models.Model):
    """What a programme promises: how soon, counted in which working hours."""

    _name = "digit.sla.policy"
    _description = "SLA Policy"
    _inherit = ["mail.thread", "digit.sla.scheduled"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    programme_id = fields.Many2one(
        "digit.programme",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
    )
    resource_calendar_id = fields.Many2one(
        required=True,
        tracking=True,
        help="Business hours and days are counted in this schedule, in its own time "
        "zone and without its public holidays. It also says how long a business day "
        "is.",
    )
    schedule_of = fields.Selection(
        [("policy", "This schedule"), ("level", "That of the support level")],
        string="Hours Count In",
        required=True,
        default="policy",
        tracking=True,
        help="The support level that has the ticket: after a hand-over, what is left "
        "counts in the next level's hours, and what was used stays used. A level "
        "without a schedule takes this one.",
    )
    start_on = fields.Selection(
        [
            ("creation", "Ticket reported"),
            ("triage", "Ticket triaged"),
            ("level", "Support level reached"),
        ],
        string="Clocks Start",
        required=True,
        default="creation",
        tracking=True,
        help="Triaged: the ticket has left the stages in which nobody attends to it. "
        "Support level reached: it is there, or at a higher one, for the first time; "
        "until then it shows no deadline.",
    )
    start_level_id = fields.Many2one(
        "digit.support.level",
        string="On Reaching",
        domain="[('programme_id', '=', programme_id)]",
        ondelete="restrict",
        tracking=True,
        help="Clocks that start on another level than those of the policy before are "
        "clocks of their own: the former ones stop, and go on when the ticket comes "
        "back.",
    )
    change_counts_from = fields.Selection(
        [("start", "The start"), ("change", "The change")],
        string="A Change Counts From",
        required=True,
        default="start",
        tracking=True,
        help="When a ticket gets another severity or comes to this policy. The start: "
        "what was used counts against the new promise. The change: the new promise "
        "counts anew from that moment.",
    )
    deployment_id = fields.Many2one(
        "digit.deployment",
        domain="[('programme_id', '=', programme_id)]",
        ondelete="cascade",
        tracking=True,
        help="Only tickets of this deployment.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        domain=[("organisation_type", "!=", False)],
        ondelete="cascade",
        tracking=True,
        help="Only tickets reported by people of this organisation.",
    )
    category_id = fields.Many2one(
        "helpdesk.ticket.category",
        ondelete="cascade",
        tracking=True,
        help="Only tickets of this category and those below it.",
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["helpdesk.ticket"]._fields["kind"]._description_selection(self.env)
        ),
        tracking=True,
        help="Only tickets of this kind.",
    )
    level_id = fields.Many2one(
        "digit.support.level",
        domain="[('programme_id', '=', programme_id)]",
        ondelete="cascade",
        tracking=True,
        help="Only tickets while they are at this support level.",
    )
    date_from = fields.Date(
        string="Reported From",
        tracking=True,
        help="Only tickets reported on this day or later.",
    )
    date_to = fields.Date(
        string="Reported Until",
        tracking=True,
        help="Only tickets reported on this day or before.",
    )
    note = fields.Text(
        translate=True, help="Where the figures come from, for who reviews them."
    )
    target_ids = fields.One2many(
        "digit.sla.target",
        "policy_id",
        string="Targets",
        compute="_compute_target_ids",
        store=True,
        readonly=False,
        copy=True,
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A policy cannot end before it begins."
    )
    _start_level_known = models.Constraint(
        "CHECK (start_on != 'level' OR start_level_id IS NOT NULL)",
        "Choose the support level on which the clocks start.",
    )

    @api.depends("programme_id.scheme_id.severity_ids")
    def _compute_target_ids(self):
        """One target for each severity of the programme and each metric.

        A severity added later takes the times of the one before it, until somebody
        enters others.
        """
        for policy in self:
            severities = policy.programme_id.scheme_id.severity_ids
            foreign = policy.target_ids.filtered(
                lambda target, severities=severities: (
                    target.severity_id not in severities
                )
            )
            policy.target_ids = [Command.delete(target.id) for target in foreign]
            policy._add_missing_targets()

    def _is_dated(self):
        return bool(self.date_from or self.date_to)

    def _add_missing_targets(self):
        for policy in self:
            policy.target_ids = [
                Command.create(vals) for vals in policy._prepare_missing_targets()
            ]

    def _prepare_missing_targets(self):
        """Values of the targets that this policy lacks."""
        self.ensure_one()
        targets = {
            (target.severity_id, target.metric): target for target in self.target_ids
        }
        vals_list = []
        before = {}
        for severity in self.programme_id.scheme_id.severity_ids:
            for metric in METRICS:
                target = targets.get((severity, metric))
                if target:
                    before[metric] = target
                else:
                    model = before.get(metric, self.env["digit.sla.target"])
                    vals_list.append(model._prepare_copy_vals(severity, metric))
        return vals_list

    @api.constrains("target_ids", "programme_id")
    def _check_targets(self):
        for policy in self:
            told = policy.target_ids.filtered(
                lambda target: (
                    target.metric == RESPONSE and target._is_promise() is not None
                )
            )
            missing = policy.programme_id.scheme_id.severity_ids - told.severity_id
            if missing:
                raise ValidationError(
                    self.env._(
                        "The policy %(policy)s has no response time for "
                        "%(severities)s. Enter how soon the partner gets an answer, "
                        "or - for no promise.",
                        policy=policy.name,
                        severities=", ".join(missing.mapped("display_name")),
                    )
                )

    def _get_targets(self, severity):
        """What is promised for a severity: {metric: target}, of no policy nothing."""
        ids = self and self._get_ids_by_severity().get(severity.id)
        targets = self.env["digit.sla.target"].browse(ids or ())
        return {target.metric: target for target in targets if target._is_promise()}

    @ormcache("self.id")
    def _get_ids_by_severity(self):
        """Of this policy's targets: {severity id: target ids}."""
        return {
            severity.id: targets._ids
            for severity, targets in self.target_ids.grouped("severity_id").items()
        }

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        # a data file or an import may give some of the targets only
        policies._add_missing_targets()
        policies._have_tickets_choose()
        return policies

    def write(self, vals):
        programmes = self.programme_id
        result = super().write(vals)
        if vals.keys() & (CHOICE_FIELDS | CLOCK_FIELDS):
            (programmes | self.programme_id).sla_policy_ids._have_tickets_choose()
        return result

    def _have_tickets_choose(self):
        """Have the job look which policy each open ticket has now."""
        if not self:
            return
        self.programme_id.sla_policies_changed = True
        self.env["digit.sla.clock"]._follow_promises()

    # ---------------------------------------------------
    # Which one applies
    # ---------------------------------------------------

    def _choose(self, ticket):
        """The most specific of these policies that is in force for ``ticket``."""
        applicable = self.filtered(lambda policy: policy._is_applicable(ticket))
        # sorting is stable: of equally specific ones the first in sequence stays first
        return applicable.sorted(lambda policy: -policy._get_specificity())[:1]

    def _is_applicable(self, ticket):
        """Whether this policy covers ``ticket``. Extend to add criteria."""
        self.ensure_one()
        return self._is_in_force(ticket) and self._covers_ticket(ticket)

    def _covers_ticket(self, ticket):
        """Whether ``ticket`` meets each criterion of this policy, whenever it came."""
        self.ensure_one()
        return (
            self._covers(self.deployment_id, ticket.deployment_id)
            and self._covers(self.partner_id, ticket.commercial_partner_id)
            and self._covers(self.kind, ticket.kind)
            and self._covers(self.level_id, ticket.level_id)
            and (ticket.category_id.parent_path or "").startswith(
                self.category_id.parent_path or ""
            )
        )

    def _find_start(self, stays):
        """When a ticket first reached the level on which this policy starts.

        :param stays: the ``digit.level.stay`` of the ticket
        :return: False when it has not come there
        """
        self.ensure_one()
        reached = stays.filtered(
            lambda stay: (
                stay.level_id._reaches(self.start_level_id)
                and self._covers(self.level_id, stay.level_id)
            )
        )
        return reached[:1].date_from

    @api.model
    def _covers(self, criterion, value):
        return not criterion or criterion == value

    def _is_in_force(self, ticket):
        """Whether ``ticket`` was reported on one of the policy's days, in its zone."""
        self.ensure_one()
        if not (self.date_from or self.date_to):
            return True
        reported = ticket.sla_start_date or fields.Datetime.now()
        zone = ZoneInfo(self.resource_calendar_id.tz)
        day = reported.replace(tzinfo=timezone.utc).astimezone(zone).date()
        return (self.date_from or day) <= day <= (self.date_to or day)

    def _get_specificity(self):
        """How narrow this policy is: a criterion outweighs all that come after it.

        The days come last: what is for some days goes before what is for always.
        """
        self.ensure_one()
        narrow = [*(bool(self[name]) for name in CRITERIA), self._is_dated()]
        return sum(found * 2**weight for weight, found in enumerate(reversed(narrow)))

    def _find_narrower(self):
        """The policies of the programme that go before this one where both apply."""
        specificity = self._get_specificity()
        return self.programme_id.sla_policy_ids.filtered(
            lambda other: other._get_specificity() > specificity
        )

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%(name)s (copy)", name=policy.name))
            for policy, vals in zip(self, super().copy_data(default), strict=True)
        ]
