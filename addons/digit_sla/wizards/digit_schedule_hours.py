from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import format_duration

# The names that the web client's widget for weekdays asks for, Monday first.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24


class DigitScheduleHours(models.TransientModel):
    """Hours for many days of a working schedule, entered once, also past midnight."""

    _name = "digit.schedule.hours"
    _description = "Add Hours to a Working Schedule"

    calendar_id = fields.Many2one("resource.calendar", required=True)
    mon = fields.Boolean(default=True)
    tue = fields.Boolean(default=True)
    wed = fields.Boolean(default=True)
    thu = fields.Boolean(default=True)
    fri = fields.Boolean(default=True)
    sat = fields.Boolean()
    sun = fields.Boolean()
    hour_from = fields.Float(string="From", default=9)
    hour_to = fields.Float(
        string="To",
        default=18,
        help="At or before the time in From: on the next day.",
    )
    is_replacing = fields.Boolean(
        string="Replace the present hours",
        help="Remove every line that the schedule has now.",
    )
    summary = fields.Char(compute="_compute_summary")
    problem = fields.Char(compute="_compute_problem")

    @api.depends("hour_from", "hour_to")
    def _compute_summary(self):
        for wizard in self:
            wizard.summary = wizard._get_summary()

    @api.depends("calendar_id", "hour_from", "hour_to", "is_replacing", *WEEKDAYS)
    def _compute_problem(self):
        for wizard in self:
            wizard.problem = wizard._find_problem()

    def _get_summary(self):
        hours = format_duration(self._get_duration())
        if not self._is_overnight():
            return self.env._("%(hours)s hours a day.", hours=hours)
        return self.env._(
            "%(hours)s hours a day, until %(to)s of the next day. What comes after "
            "midnight becomes a line of that day.",
            hours=hours,
            to=format_duration(self.hour_to),
        )

    def _get_duration(self):
        return self.hour_to - self.hour_from + MIDNIGHT * self._is_overnight()

    def _is_overnight(self):
        return self.hour_to <= self.hour_from

    def _find_problem(self):
        """Why these hours cannot be added, in a sentence; False when they can."""
        if not any(self[day] for day in WEEKDAYS):
            return self.env._("Choose at least one day.")
        if not (0 <= self.hour_from < MIDNIGHT and 0 <= self.hour_to <= MIDNIGHT):
            return self.env._(
                "Enter times of day from 00:00 to 24:00. An end at or before the "
                "start is on the next day."
            )
        return self._find_overlap()

    def _find_overlap(self):
        """The first of the present hours that is in the way, in a sentence."""
        if self.is_replacing:
            return False
        present = self.calendar_id.attendance_ids.filtered(lambda a: not a.display_type)
        for vals in self._prepare_attendances():
            for attendance in present:
                if self._overlaps(vals, attendance):
                    return self.env._(
                        "The schedule already has %(day)s %(from)s-%(to)s. Choose "
                        "other hours or days, or replace the present hours.",
                        **{
                            "day": self._get_day_name(attendance.dayofweek),
                            "from": format_duration(attendance.hour_from),
                            "to": format_duration(attendance.hour_to),
                        },
                    )
        return False

    @api.model
    def _overlaps(self, vals, attendance):
        return (
            attendance.dayofweek == vals["dayofweek"]
            and attendance.hour_from < vals["hour_to"]
            and vals["hour_from"] < attendance.hour_to
        )

    def _prepare_attendances(self):
        """Values of the lines: one for each day, and one for what is past midnight."""
        self.ensure_one()
        vals_list = []
        for number, day in enumerate(WEEKDAYS):
            if self[day]:
                stop = MIDNIGHT if self._is_overnight() else self.hour_to
                vals_list.append(self._prepare_attendance(number, self.hour_from, stop))
                if self._is_overnight() and self.hour_to:
                    morrow = (number + 1) % len(WEEKDAYS)
                    vals_list.append(self._prepare_attendance(morrow, 0, self.hour_to))
        return vals_list

    def _prepare_attendance(self, number, hour_from, hour_to):
        """:param number: the weekday, Monday being 0"""
        name = self._get_day_name(str(number))
        if self._is_overnight() and not hour_from:
            name = self.env._(
                "%(day)s until %(to)s", day=name, to=format_duration(hour_to)
            )
        return {
            "name": name,
            "dayofweek": str(number),
            "hour_from": hour_from,
            "hour_to": hour_to,
            "day_period": "full_day",
        }

    def _get_day_name(self, dayofweek):
        field = self.env["resource.calendar.attendance"]._fields["dayofweek"]
        return dict(field._description_selection(self.env))[dayofweek]

    def action_add(self):
        """Add the lines to the schedule.

        :raises ValidationError: when the hours cannot be added
        """
        self.ensure_one()
        problem = self._find_problem()
        if problem:
            raise ValidationError(problem)
        self.calendar_id.attendance_ids = [
            *([Command.clear()] if self.is_replacing else []),
            *map(Command.create, self._prepare_attendances()),
        ]
        return {"type": "ir.actions.act_window_close"}
