from datetime import datetime, time, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..tools.open_days import format_window, get_open_days

PREVIEW_DAYS = 14


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    sla_hint = fields.Char(
        string="Why deadlines cannot follow", compute="_compute_sla_preview"
    )
    sla_preview = fields.Html(
        string="Open Hours", compute="_compute_sla_preview", sanitize=False
    )

    @api.depends(
        "name",
        "tz",
        "flexible_hours",
        "schedule_type",
        "two_weeks_calendar",
        "attendance_ids.dayofweek",
        "attendance_ids.hour_from",
        "attendance_ids.hour_to",
        "attendance_ids.day_period",
        "leave_ids.date_from",
        "leave_ids.date_to",
    )
    @api.depends_context("lang", "tz", "uid")
    def _compute_sla_preview(self):
        for calendar in self:
            calendar.sla_hint = calendar.sla_preview = False
            try:
                calendar.sla_preview = calendar._render_sla_preview()
            except ValidationError as error:
                calendar.sla_hint = error.args[0]

    def _render_sla_preview(self):
        """The open hours of the next two weeks in two time zones, as HTML.

        :raises ValidationError: when this calendar cannot drive a clock
        """
        self.ensure_one()
        hours = self._get_sla_draft_hours()
        own, reader = ZoneInfo(self.tz), ZoneInfo(str(self.env.tz))
        today = datetime.now(own).date()
        days = get_open_days(hours, own, today, PREVIEW_DAYS)
        names = self._get_sla_holiday_names(days)
        zones = [own] if own == reader else [own, reader]
        return self.env["ir.qweb"]._render(
            "digit_sla.resource_calendar_preview",
            {
                "zones": zones,
                "rows": [
                    self._prepare_sla_preview_row(day, windows, zones, names[day])
                    for day, windows in days.items()
                ],
            },
        )

    @api.model
    def _prepare_sla_preview_row(self, day, windows, zones, names):
        """The texts of a day: its windows once for each zone."""
        return {
            "day": format_date(self.env, day, date_format="EEE d MMM"),
            "columns": [
                [format_window(start, stop, zone, day) for start, stop in windows]
                for zone in zones
            ],
            "note": ", ".join(names),
        }

    def _get_sla_draft_hours(self):
        """The business hours of this calendar as the form has it, saved or not.

        :raises ValidationError: when it cannot drive a clock
        """
        definition = self._get_sla_definitions()[self]
        return self.env["digit.sla.schedule"]._compile(definition)

    def _get_sla_holiday_names(self, days):
        """What closes this calendar on each of ``days``: {date: [name]}."""
        zone = ZoneInfo(self.tz)
        spans = [
            (
                leave.name or self.env._("Closed"),
                *(
                    moment.replace(tzinfo=timezone.utc).astimezone(zone).date()
                    for moment in (leave.date_from, leave.date_to)
                ),
            )
            for leave in self._get_sla_leaves()[self]
        ]
        return {
            day: [name for name, first, last in spans if first <= day <= last]
            for day in days
        }

    @api.model
    def _get_whole_day(self, day, tz):
        """The first and the last second of a local date, in UTC without a zone."""
        return tuple(
            datetime.combine(day, moment, ZoneInfo(tz))
            .astimezone(timezone.utc)
            .replace(tzinfo=None)
            for moment in (time.min, time(23, 59, 59))
        )
