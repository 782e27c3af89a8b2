from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


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
        """One target for each severity of the programme.

        A severity added later takes the time of the one before it, until somebody
        enters another.
        """
        for policy in self:
            severities = policy.programme_id.scheme_id.severity_ids
            targets = {target.severity_id: target for target in policy.target_ids}
            commands = [
                Command.delete(target.id)
                for severity, target in targets.items()
                if severity not in severities
            ]
            before = self.env["digit.sla.target"]
            for severity in severities:
                if severity in targets:
                    before = targets[severity]
                else:
                    commands.append(Command.create(before._prepare_copy_vals(severity)))
            policy.target_ids = commands

    @api.constrains("target_ids", "programme_id")
    def _check_targets(self):
        for policy in self:
            promised = policy.target_ids.filtered(lambda target: target.amount > 0)
            missing = policy.programme_id.scheme_id.severity_ids - promised.severity_id
            if missing:
                raise ValidationError(
                    self.env._(
                        "The policy %(policy)s has no response time for "
                        "%(severities)s. Enter how soon the partner gets an answer.",
                        policy=policy.name,
                        severities=", ".join(missing.mapped("display_name")),
                    )
                )

    @api.constrains("resource_calendar_id")
    def _check_resource_calendar_id(self):
        # says what is wrong with a schedule that cannot drive a clock
        self.resource_calendar_id._ensure_sla_schedule()

    def _get_targets(self, severity):
        """The targets for a severity: {metric: target}, of no policy none."""
        return {
            target.metric: target
            for target in self.target_ids
            if target.severity_id == severity
        }

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
