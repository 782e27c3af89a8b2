from datetime import datetime, time, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import format_date


class DigitScheduleHolidaysLine(models.TransientModel):
    _name = "digit.schedule.holidays.line"
    _description = "Public Holiday to Import"
    _order = "date, id"

    wizard_id = fields.Many2one(
        "digit.schedule.holidays", required=True, ondelete="cascade"
    )
    date = fields.Date(required=True)
    weekday = fields.Char(compute="_compute_weekday")
    name = fields.Char(required=True)
    is_estimated = fields.Boolean(
        string="Estimated", help="Hangs on the sight of the moon: check it in its year."
    )
    is_present = fields.Boolean(
        string="Already there", help="The schedule is closed on that day already."
    )
    is_selected = fields.Boolean(string="Import")

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_weekday(self):
        for line in self:
            line.weekday = line.date and format_date(
                self.env, line.date, date_format="EEEE"
            )

    def _prepare_leave(self):
        """Values of the public holiday: the whole local day of the schedule."""
        self.ensure_one()
        calendar = self.wizard_id.calendar_id
        start, stop = self._get_whole_day(self.date, calendar.tz)
        return {
            "name": self.name,
            "calendar_id": calendar.id,
            "date_from": start,
            "date_to": stop,
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
