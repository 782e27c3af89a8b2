from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import term as terms

HOUR = 3600

RESPONSE = "response"
UPDATE = "update"
RESOLUTION = "resolution"


class DigitSlaTarget(models.Model):
    """How soon one severity reaches one point of the conversation."""

    _name = "digit.sla.target"
    _inherit = ["digit.cached"]  # those of each policy
    _description = "SLA Target"
    _order = "policy_id, severity_id, id"

    policy_id = fields.Many2one("digit.sla.policy", required=True, ondelete="cascade")
    severity_id = fields.Many2one(
        "digit.severity", required=True, ondelete="cascade", index=True
    )
    metric = fields.Selection(
        [(RESPONSE, "Response"), (UPDATE, "Update"), (RESOLUTION, "Resolution")],
        required=True,
        default=RESPONSE,
        help="Response: the first message of a person on the support side that the "
        "reporter can read. Update: the next one, again and again until the ticket "
        "is resolved. Resolution: the ticket is closed.",
    )
    aim = fields.Float(
        help="What the team aims at, when it is less than what is promised: the 1 in "
        "“1-2 business days”.",
    )
    amount = fields.Float(help="What is promised. A breach is a breach of this.")
    unit = fields.Selection(
        [
            (terms.BUSINESS_HOURS, "business hours"),
            (terms.BUSINESS_DAYS, "business days"),
            (terms.ELAPSED_HOURS, "hours round the clock"),
            (terms.NO_PROMISE, "no promise"),
        ],
        required=True,
        default=terms.BUSINESS_HOURS,
        help="A business day is a working day of the schedule: as many hours as the "
        "schedule has on an average day.",
    )

    term = fields.Char(
        string="Promise",
        compute="_compute_term",
        inverse="_inverse_term",
        help="4 h: business hours. 2 d: business days. 1-2 d: 1 is the aim, 2 the "
        "promise. 24 e: hours round the clock. - for no promise.",
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
        "A policy has one target for each severity and metric.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0 AND aim >= 0)", "A time cannot be negative."
    )
    _aim_within_amount = models.Constraint(
        "CHECK (aim <= amount)",
        "The aim is part of the promise, so it cannot be more than the promise.",
    )

    @api.constrains("amount", "unit")
    def _check_amount(self):
        self.policy_id._check_targets()

    @api.depends("amount", "unit", "policy_id.resource_calendar_id.hours_per_day")
    def _compute_budget(self):
        for target in self:
            hours = target.amount
            if target.unit == terms.BUSINESS_DAYS:
                hours *= target.policy_id.resource_calendar_id.hours_per_day
            target.budget = round(hours * HOUR)

    @api.depends("unit", "policy_id.schedule_id")
    def _compute_schedule_id(self):
        for target in self:
            target.schedule_id = (
                target.unit != terms.ELAPSED_HOURS and target.policy_id.schedule_id
            )

    @api.depends("amount", "aim", "unit")
    def _compute_term(self):
        for target in self:
            target.term = target._is_promise() is not None and str(
                terms.Term(target.unit, target.amount, target.aim)
            )

    def _inverse_term(self):
        for target in self:
            target.write(
                self._parse_term(target.term, target.metric, target.severity_id)
            )
        # read again: "4 hours" is shown as "4 h"
        self.invalidate_recordset(["term"])

    @api.model
    def _parse_term(self, text, metric, severity):
        """Values of what is written in a cell of the table.

        :raises ValidationError: when it says no time
        """
        if not (text or "").strip():
            # a response has to be promised, or not, by somebody
            return self._prepare_term_vals(
                terms.Term(
                    terms.BUSINESS_HOURS if metric == RESPONSE else terms.NO_PROMISE
                )
            )
        try:
            return self._prepare_term_vals(terms.parse(text))
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "“%(term)s” for %(severity)s is not a time. Write 4 h for business "
                    "hours, 2 d for business days, 1-2 d when 1 is the aim, 24 e for "
                    "hours round the clock, or - for no promise.",
                    term=text,
                    severity=severity.display_name,
                )
            ) from error

    @api.model
    def _prepare_term_vals(self, term):
        return {"unit": term.unit, "amount": term.amount, "aim": term.aim}

    @api.depends("severity_id", "metric", "amount", "unit")
    def _compute_display_name(self):
        units = dict(self._fields["unit"]._description_selection(self.env))
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        for target in self:
            promise = units.get(target.unit)
            if target._is_promise():
                promise = self._tell_time(target.unit, target.amount)
            target.display_name = (
                f"{target.severity_id.code} {metrics.get(target.metric)}: {promise}"
            )

    @api.model
    def _tell_time(self, unit, amount):
        """``amount`` of a unit of time, in words."""
        if amount == 1:
            return {
                terms.BUSINESS_DAYS: self.env._("1 business day"),
                terms.BUSINESS_HOURS: self.env._("1 business hour"),
                terms.ELAPSED_HOURS: self.env._("1 hour round the clock"),
            }[unit]
        number = f"{amount:g}"
        return {
            terms.BUSINESS_DAYS: self.env._("%(number)s business days", number=number),
            terms.BUSINESS_HOURS: self.env._(
                "%(number)s business hours", number=number
            ),
            terms.ELAPSED_HOURS: self.env._(
                "%(number)s hours round the clock", number=number
            ),
        }[unit]

    def _is_promise(self):
        """Whether something is promised; None while nobody has said so or not."""
        self.ensure_one()
        if self.unit == terms.NO_PROMISE:
            return False
        return True if self.amount > 0 else None

    def _prepare_copy_vals(self, severity, metric):
        """Values of a target for ``severity`` like this one, which may be empty.

        A response has to be promised, or not, by somebody; the rest is not promised
        unless somebody does.
        """
        unit = terms.BUSINESS_HOURS if metric == RESPONSE else terms.NO_PROMISE
        return {
            "severity_id": severity.id,
            "metric": metric,
            "aim": self.aim,
            "amount": self.amount,
            "unit": self.unit or unit,
        }

    @api.model_create_multi
    def create(self, vals_list):
        # the policy's check comes before an inverse: what is written in the table has
        # to be an amount by then
        return super().create([self._prepare_create_vals(vals) for vals in vals_list])

    @api.model
    def _prepare_create_vals(self, vals):
        if "term" not in vals:
            return vals
        vals = dict(vals)
        severity = self.env["digit.severity"].browse(vals.get("severity_id"))
        metric = vals.get("metric") or RESPONSE
        return vals | self._parse_term(vals.pop("term"), metric, severity)

    def write(self, vals):
        promised = self.filtered(lambda target: target._is_promise())
        result = super().write(vals)
        if vals.keys() & {"amount", "unit"}:
            self.env["digit.sla.clock"]._follow_promises()
        # of what is promised now, or no more, no clock tells
        moved = self.filtered(
            lambda target: bool(target._is_promise()) != (target in promised)
        )
        moved.policy_id._have_tickets_choose()
        return result

    def unlink(self):
        policies = self.policy_id
        result = super().unlink()
        policies._have_tickets_choose()
        return result

    def _follows_level(self):
        """Whether this counts in the hours of the level that has the ticket."""
        self.ensure_one()
        return (
            self.policy_id.schedule_of == "level" and self.unit != terms.ELAPSED_HOURS
        )

    def _get_schedule(self, level):
        """What this counts in while ``level`` has the ticket."""
        return self._follows_level() and level.schedule_id or self.schedule_id

    def _get_outdated_domain(self):
        """The clocks of these targets that do not count as they would have them now.

        It grows with the promises that differ, not with the targets.
        """
        alike = self.grouped(
            lambda target: (
                target.budget,
                target.schedule_id,
                target._follows_level() and target.policy_id.programme_id,
            )
        )
        return Domain.OR(
            Domain("target_id", "in", targets.ids) & targets[0]._get_difference_domain()
            for targets in alike.values()
        )

    def _get_difference_domain(self):
        """The clocks that do not count as this target would have them now."""
        self.ensure_one()
        outdated = Domain("budget", "!=", self.budget)
        if not self._follows_level():
            outdated |= Domain("hours_level_id", "!=", False)
            return outdated | Domain("schedule_id", "!=", self.schedule_id.id)
        levels = self.policy_id.programme_id.with_context(active_test=False).level_ids
        outdated |= Domain("hours_level_id", "=", False) & (
            Domain("ticket_id.level_id", "!=", False)
            | Domain("schedule_id", "!=", self.schedule_id.id)
        )
        return outdated | Domain.OR(
            Domain("hours_level_id", "=", level.id)
            & Domain("schedule_id", "!=", self._get_schedule(level).id)
            for level in levels
        )

    def _prepare_promise_vals(self, level):
        """The promise of this target now, as an event of a clock records it.

        :param level: the support level that has the ticket, perhaps none
        """
        self.ensure_one()
        return {
            "budget": self.budget,
            "schedule_id": self._get_schedule(level).id,
            "level_id": self._follows_level() and level.id,
        }

    def _get_deadline(self, start, level):
        """When this target is due on a ticket of ``level`` reported at ``start``, if
        nothing pauses.

        :param start: a naive UTC datetime, as is what is returned
        """
        hours = self._get_schedule(level)._get_hours()
        start = start.replace(tzinfo=timezone.utc)
        return hours.add(start, self.budget).replace(tzinfo=None)
