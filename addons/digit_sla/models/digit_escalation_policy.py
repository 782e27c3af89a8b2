from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What decides which steps act on a clock, and when.
CHOICE_FIELDS = {"active", "sequence", "programme_id", "deployment_id"}


class DigitEscalationPolicy(models.Model):
    """What happens before and after the deadlines of a programme's tickets."""

    _name = "digit.escalation.policy"
    _description = "Escalation Policy"
    _inherit = ["mail.thread"]
    _order = "programme_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    programme_id = fields.Many2one(
        "digit.programme", required=True, index=True, ondelete="cascade", tracking=True
    )
    deployment_id = fields.Many2one(
        "digit.deployment",
        domain="[('programme_id', '=', programme_id)]",
        ondelete="cascade",
        tracking=True,
        help="Only tickets of this deployment, which then has these steps and not "
        "those of its programme.",
    )
    last_resort_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        tracking=True,
        domain=[("share", "=", False)],
        help="Who is told when nobody of those that a step names is there: the role is "
        "empty, the person has left or is out of office. Also told of steps that fail.",
    )
    last_resort_active = fields.Boolean(
        related="last_resort_id.active", string="Last Resort Is Active"
    )
    note = fields.Text(
        translate=True, help="Where the steps come from, for who reviews them."
    )
    step_ids = fields.One2many(
        "digit.escalation.step", "policy_id", string="Steps", copy=True
    )

    @api.constrains("last_resort_id")
    def _check_last_resort(self):
        for policy in self:
            if policy.last_resort_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s is a portal user. The last resort has to be somebody "
                        "on the support side.",
                        user=policy.last_resort_id.name,
                    )
                )

    @api.constrains("programme_id", "deployment_id")
    def _check_deployment(self):
        for policy in self:
            policy.deployment_id._raise_unless_of(policy.programme_id)

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._have_clocks_plan()
        return policies

    def write(self, vals):
        programmes = self.programme_id
        result = super().write(vals)
        if vals.keys() & CHOICE_FIELDS:
            (programmes | self.programme_id)._have_clocks_plan()
        return result

    def unlink(self):
        programmes = self.programme_id
        result = super().unlink()
        programmes._have_clocks_plan()
        return result

    def _have_clocks_plan(self):
        self.programme_id._have_clocks_plan()

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%(name)s (copy)", name=policy.name))
            for policy, vals in zip(self, super().copy_data(default), strict=True)
        ]

    @api.model
    def _choose(self, programme, deployment):
        """The policy of a ticket: the deployment's, else the programme's."""
        policies = programme.escalation_policy_ids
        return (
            policies.filtered(lambda p: deployment and p.deployment_id == deployment)
            or policies.filtered(lambda p: not p.deployment_id)
        )[:1]
