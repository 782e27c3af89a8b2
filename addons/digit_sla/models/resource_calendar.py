from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.business_hours import BusinessHoursError

HOURS = 24
MIDNIGHT = HOURS * 60


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    sla_schedule_id = fields.Many2one(
        "digit.sla.schedule",
        readonly=True,
        copy=False,
        help="The schedule as clocks count it now.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        calendars = super().create(vals_list)
        calendars._refresh_sla_schedule()
        return calendars

    def write(self, vals):
        # hours that are replaced in one write are looked at when all are there
        writing = self.with_context(sla_refresh_later=True)
        result = super(ResourceCalendar, writing).write(vals)
        if not vals.keys() <= {"sla_schedule_id"}:
            self._refresh_sla_schedule()
        return result

    def _ensure_sla_schedule(self):
        """Let clocks follow these calendars from now on.

        :raises ValidationError: when a calendar cannot drive a clock
        """
        self.filtered(
            lambda calendar: not calendar.sla_schedule_id
        )._take_sla_snapshot()

    def _get_sla_hours(self):
        """The business hours of this calendar, as clocks count them now."""
        self.ensure_one()
        self._ensure_sla_schedule()
        return self.sla_schedule_id._get_hours()

    def _refresh_sla_schedule(self):
        """Take new snapshots of those that clocks follow, and tell the clocks."""
        if self.env.context.get("sla_refresh_later"):
            return
        followed = self.filtered("sla_schedule_id")
        changed = followed and followed._take_sla_snapshot()
        if changed:
            for name in ("digit.sla.policy", "digit.support.level"):
                # sudo: whoever edits hours or holidays, policies and levels follow
                Model = self.env[name].sudo().with_context(active_test=False)
                Model.search(
                    [("resource_calendar_id", "in", changed.ids)]
                )._refresh_schedule()

    def _take_sla_snapshot(self):
        """Store what these calendars are now.

        :return: the calendars that are not as they were before
        """
        Schedule = self.env["digit.sla.schedule"].sudo()  # nobody else writes there
        changed = self.browse()
        for calendar, definition in self._get_sla_definitions().items():
            schedule = Schedule._get_or_create(calendar, definition)
            if schedule != calendar.sla_schedule_id:
                # who edits attendances or holidays need not own the calendar
                calendar.sudo().sla_schedule_id = schedule
                changed |= calendar
        return changed

    def _get_sla_definitions(self):
        """The content of these calendars, for snapshots.

        :return: {calendar: {"tz": IANA name, "week": {weekday: [[from, to]]} in
            minutes, "holidays": [date], "closures": [[from, to]] in UTC}}
        :raises ValidationError: when a calendar cannot drive a clock
        """
        leaves = self._get_sla_leaves()
        definitions = {}
        for calendar in self:
            calendar._check_sla_kind()
            holidays, closures = leaves[calendar]._get_sla_closures(calendar.tz)
            definitions[calendar] = {
                "tz": calendar.tz,
                "week": calendar._get_sla_week(),
                "holidays": holidays,
                "closures": closures,
            }
            calendar._check_sla_definition(definitions[calendar])
        return definitions

    def _get_sla_week(self):
        week = defaultdict(list)
        for attendance in self.attendance_ids.sorted(
            lambda attendance: (attendance.dayofweek, attendance.hour_from)
        ):
            if attendance.day_period != "lunch" and not attendance.display_type:
                week[attendance.dayofweek].append(
                    [
                        round(attendance.hour_from * 60),
                        min(round(attendance.hour_to * 60), MIDNIGHT),
                    ]
                )
        return dict(week)

    def _get_days_per_week(self):
        """Without the dates that have nothing but the end of the night before.

        What is entered once, 22:00 to 6:00, is one working day and not two dates, or a
        business day would be shorter than what is worked in it.
        """
        if self.two_weeks_calendar:
            return super()._get_days_per_week()
        attendances = self._get_global_attendances()
        until_midnight = attendances.filtered(lambda line: line.hour_to >= HOURS)
        nights = set(until_midnight.mapped("dayofweek"))
        opening = attendances.filtered(lambda line: not line._is_sla_tail(nights))
        return len(set(opening.mapped("dayofweek")))

    def _get_sla_leaves(self):
        """The public holidays of each calendar, whoever reads.

        Those of the calendar itself, and those of its company without a calendar.

        :return: {calendar: leaves}
        """
        # sudo and explicit companies: the record rules of the reader must not decide
        # on what counts as working time
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id", "=", False)
                & Domain("time_type", "=", "leave")
                & (
                    Domain("calendar_id", "in", self.ids)
                    | Domain("calendar_id", "=", False)
                    & Domain("company_id", "in", self.company_id.ids)
                )
            )
        )
        return {
            calendar: leaves.filtered(
                lambda leave, calendar=calendar: (
                    leave.calendar_id == calendar._origin
                    or (
                        not leave.calendar_id
                        and leave.company_id == calendar.company_id
                    )
                )
            )
            for calendar in self
        }

    def _check_sla_kind(self):
        if self.flexible_hours or self.schedule_type != "fully_fixed":
            raise ValidationError(
                self.env._(
                    "The working schedule %(name)s is flexible: it does not say when "
                    "working time is. Choose a fixed schedule for deadlines.",
                    name=self.name,
                )
            )
        if self.two_weeks_calendar:
            raise ValidationError(
                self.env._(
                    "The working schedule %(name)s alternates between two weeks. "
                    "Choose a weekly schedule for deadlines.",
                    name=self.name,
                )
            )

    def _check_sla_definition(self, definition):
        if not definition["week"]:
            raise ValidationError(
                self.env._(
                    "The working schedule %(name)s has no working hours, so no "
                    "deadline could ever be reached. Add the hours of at least one "
                    "day.",
                    name=self.name,
                )
            )
        try:
            self.env["digit.sla.schedule"]._compile(definition)
        except BusinessHoursError as error:
            raise ValidationError(
                self.env._(
                    "Deadlines cannot follow the working schedule %(name)s: %(error)s",
                    name=self.name,
                    error=error,
                )
            ) from error
