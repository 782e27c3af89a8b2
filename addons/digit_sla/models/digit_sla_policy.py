from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from .digit_sla_target import RESOLUTION, RESPONSE, UPDATE

METRICS = (RESPONSE, UPDATE, RESOLUTION)


class DigitSlaPolicy(models.Model):
    """What a programme promises: how soon, counted in which working hours."""

    _name = "digit.sla.policy"
    _description = "SLA Policy"
    _inherit = ["mail.thread"]
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
        "resource.calendar",
        string="Working Schedule",
        required=True,
        ondelete="restrict",
        tracking=True,
        help="Business hours and days are counted in this schedule, in its own time "
        "zone and without its public holidays.",
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

    @api.constrains("resource_calendar_id")
    def _check_resource_calendar_id(self):
        # says what is wrong with a schedule that cannot drive a clock
        self.resource_calendar_id._ensure_sla_schedule()

    def _get_targets(self, severity):
        """What is promised for a severity: {metric: target}, of no policy nothing."""
        return {
            target.metric: target
            for target in self.target_ids
            if target.severity_id == severity and target._is_promise()
        }

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        # a data file or an import may give some of the targets only
        policies._add_missing_targets()
        return policies

    def write(self, vals):
        result = super().write(vals)
        if "resource_calendar_id" in vals:
            self.env["digit.sla.clock"]._follow_promises()
        return result

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%(name)s (copy)", name=policy.name))
            for policy, vals in zip(self, super().copy_data(default), strict=True)
        ]
