from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..tools.open_days import format_window, get_open_days

PREVIEW_DAYS = 14


class ResourceCalendar(models.Model):
    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
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
        definition = self._get_sla_definitions()[self]
        days = self._get_sla_open_days(definition)
        names = self._get_sla_holiday_names(definition)
        zones = self._get_sla_preview_zones()
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

    def _get_sla_preview_zones(self):
        """The zone of this calendar, and the reader's where its clocks differ.

        One zone may have two names: Asia/Kolkata, and Asia/Calcutta in browsers.
        """
        own, reader = ZoneInfo(self.tz), ZoneInfo(str(self.env.tz))
        now = datetime.now(timezone.utc)
        days = [now + timedelta(days=number) for number in range(PREVIEW_DAYS + 1)]
        differs = any(
            day.astimezone(own).utcoffset() != day.astimezone(reader).utcoffset()
            for day in days
        )
        return [own, reader] if differs else [own]

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

    @api.model
    def _get_sla_open_days(self, definition):
        """The windows of the next two weeks: {local date: [(start, stop)]} in UTC."""
        hours = self.env["digit.sla.schedule"]._compile(definition)
        zone = ZoneInfo(definition["tz"])
        return get_open_days(hours, zone, datetime.now(zone).date(), PREVIEW_DAYS)

    def _get_sla_holiday_names(self, definition):
        """What takes hours away from the next two weeks: {local date: [name]}."""
        leaves = self._get_sla_leaves()[self]
        always = {**definition, "holidays": [], "closures": []}
        return {
            day: [
                leave.name or self.env._("Closed")
                for leave in leaves
                if leave._closes_sla_day(day, windows, self.tz)
            ]
            for day, windows in self._get_sla_open_days(always).items()
        }

    def action_open_sla_holidays(self):
        """The public holidays that close this calendar, its company's among them."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_sla.resource_calendar_leaves_action"
        )
        action["domain"] = [
            ("resource_id", "=", False),
            "|",
            ("calendar_id", "=", self.id),
            "&",
            ("calendar_id", "=", False),
            ("company_id", "=", self.company_id.id),
        ]
        action["context"] = {"default_calendar_id": self.id}
        return action
