from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import clock


class DigitSlaClockEvent(models.Model):
    """What happened to a clock, when and why: the ledger, only ever added to."""

    _name = "digit.sla.clock.event"
    _inherit = ["digit.access"]
    _description = "SLA Clock Event"
    _access_field = "clock_id"
    _order = "id"
    # who and when are told by fields of its own
    _log_access = False

    clock_id = fields.Many2one(
        "digit.sla.clock", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            (clock.START, "Started"),
            (clock.PAUSE, "Paused"),
            (clock.RESUME, "Resumed"),
            (clock.RETARGET, "New target"),
            (clock.HANDOVER, "Handed over"),
            (clock.RESTART, "Counted anew"),
            (clock.FREEZE, "Stopped"),
            (clock.MEET, "Reached"),
            (clock.BREACH, "Breached"),
        ],
        required=True,
    )
    moment = fields.Datetime(required=True)
    # a breach may be recorded after its moment
    create_date = fields.Datetime(
        string="Created on", default=fields.Datetime.now, readonly=True
    )
    cause = fields.Char(help="The stage or the target that made it happen.")
    user_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user
    )
    budget = fields.Integer(help="The promise from here on, in seconds.")
    schedule_id = fields.Many2one(
        "digit.sla.schedule",
        ondelete="restrict",
        help="What the promise is counted in; round the clock when empty.",
    )
    level_id = fields.Many2one(
        "digit.support.level",
        ondelete="restrict",
        help="The support level in whose hours the promise counts from here on; none "
        "when it counts in the policy's.",
    )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The history of an SLA clock cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of an SLA clock cannot be deleted."))

    def _to_core(self):
        """These events, the oldest first, for the pure core."""
        return [
            self._make_core(event.kind, event.moment, event.budget, event.schedule_id)
            for event in self
        ]

    @api.model
    def _vals_to_core(self, vals_list):
        """The same of events that are not stored yet."""
        Schedule = self.env["digit.sla.schedule"]
        return [
            self._make_core(
                vals["kind"],
                vals["moment"],
                vals["budget"],
                Schedule.browse(vals["schedule_id"] or ()),
            )
            for vals in vals_list
        ]

    @api.model
    def _make_core(self, kind, moment, budget, schedule):
        return clock.Event(
            kind=kind,
            moment=moment.replace(tzinfo=timezone.utc),
            budget=budget,
            hours=schedule._get_hours(),
        )
