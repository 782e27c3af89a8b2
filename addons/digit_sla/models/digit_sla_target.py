from datetime import timezone

from odoo import api, fields, models

HOUR = 3600


class DigitSlaTarget(models.Model):
    """How soon one severity reaches one point of the conversation."""

    _name = "digit.sla.target"
    _description = "SLA Target"
    _order = "policy_id, severity_id, metric"

    policy_id = fields.Many2one("digit.sla.policy", required=True, ondelete="cascade")
    severity_id = fields.Many2one(
        "digit.severity", required=True, ondelete="cascade", index=True
    )
    metric = fields.Selection(
        [("response", "Response")],
        required=True,
        default="response",
        help="Response: the first message of a person on the support side that the "
        "reporter can read.",
    )
    aim = fields.Float(
        help="What the team aims at, when it is less than what is promised: the 1 in "
        "“1-2 business days”.",
    )
    amount = fields.Float(help="What is promised. A breach is a breach of this.")
    unit = fields.Selection(
        [
            ("business_hours", "business hours"),
            ("business_days", "business days"),
            ("elapsed_hours", "hours round the clock"),
        ],
        required=True,
        default="business_hours",
        help="A business day is a working day of the schedule: as many hours as the "
        "schedule has on an average day.",
    )

    budget = fields.Integer(
        compute="_compute_budget",
        store=True,
        help="What is promised, in seconds of working time.",
    )
    schedule_id = fields.Many2one(
        "digit.sla.schedule",
        compute="_compute_schedule_id",
        store=True,
        help="What the promise is counted in now; round the clock when empty.",
    )

    _severity_unique = models.UniqueIndex(
        "(policy_id, severity_id, metric)",
        "A policy has one target for each severity.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0 AND aim >= 0)", "A time cannot be negative."
    )
    _aim_within_amount = models.Constraint(
        "CHECK (aim <= amount)",
        "The aim is part of the promise, so it cannot be more than the promise.",
    )

    @api.constrains("amount")
    def _check_amount(self):
        self.policy_id._check_targets()

    @api.depends("amount", "unit", "policy_id.resource_calendar_id.hours_per_day")
    def _compute_budget(self):
        for target in self:
            hours = target.amount
            if target.unit == "business_days":
                hours *= target.policy_id.resource_calendar_id.hours_per_day
            target.budget = round(hours * HOUR)

    @api.depends("unit", "policy_id.resource_calendar_id.sla_schedule_id")
    def _compute_schedule_id(self):
        for target in self:
            target.schedule_id = (
                target.unit != "elapsed_hours"
                and target.policy_id.resource_calendar_id.sla_schedule_id
            )

    @api.depends("severity_id", "amount", "unit")
    def _compute_display_name(self):
        units = dict(self._fields["unit"]._description_selection(self.env))
        for target in self:
            target.display_name = (
                f"{target.severity_id.code}: {target.amount:g} {units.get(target.unit)}"
            )

    def _prepare_copy_vals(self, severity):
        """Values of a target for ``severity`` like this one, which may be empty."""
        return {
            "severity_id": severity.id,
            "aim": self.aim,
            "amount": self.amount,
            "unit": self.unit or "business_hours",
        }

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"amount", "unit"}:
            self.env["digit.sla.clock"]._follow_promises()
        return result

    def _prepare_promise_vals(self):
        """The promise of this target now, as an event of a clock records it."""
        self.ensure_one()
        return {"budget": self.budget, "schedule_id": self.schedule_id.id}

    def _get_deadline(self, start):
        """When this target is due on a ticket reported at ``start``, if nothing pauses.

        :param start: a naive UTC datetime, as is what is returned
        """
        self.ensure_one()
        start = start.replace(tzinfo=timezone.utc)
        return (
            self.schedule_id._get_hours().add(start, self.budget).replace(tzinfo=None)
        )
