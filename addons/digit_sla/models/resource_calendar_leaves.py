from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    sla_warning = fields.Char(
        string="Closes",
        compute="_compute_sla_warning",
        groups="digit_support.digit_support_group_admin",
    )

    @api.depends("calendar_id", "resource_id", "company_id", "time_type")
    @api.depends_context("lang")
    def _compute_sla_warning(self):
        everywhere = self.filtered(lambda leave: leave._is_sla_everywhere())
        self.sla_warning = False
        for company, leaves in everywhere.grouped("company_id").items():
            leaves.sla_warning = company._get_sla_closing_warning()

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._get_sla_calendars()._refresh_sla_schedule()
        return leaves

    def write(self, vals):
        calendars = self._get_sla_calendars()
        result = super().write(vals)
        (calendars | self._get_sla_calendars())._refresh_sla_schedule()
        return result

    def unlink(self):
        calendars = self._get_sla_calendars()
        result = super().unlink()
        calendars.exists()._refresh_sla_schedule()
        return result

    def _get_sla_calendars(self):
        """The calendars that clocks follow and that these public holidays close."""
        public = self.filtered(lambda leave: not leave.resource_id)
        everywhere = public.filtered(lambda leave: not leave.calendar_id)
        # sudo: a holiday counts for every calendar of its company
        return public.calendar_id | self.env["resource.calendar"].sudo().search(
            [
                ("company_id", "in", everywhere.company_id.ids),
                ("sla_schedule_id", "!=", False),
            ]
        ).with_env(self.env)

    def _get_sla_closures(self, tz):
        """These leaves as whole local dates, and as moments where they are not.

        :param tz: IANA name of the zone of the calendar that they close
        :return: (list of ISO dates, list of [from, to] as ISO moments in UTC)
        """
        zone = ZoneInfo(tz)
        holidays, closures = set(), []
        for leave in self:
            start, stop = (
                moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
                for moment in (leave.date_from, leave.date_to)
            )
            if start.time().isoformat("minutes") == "00:00" and (
                stop.time().isoformat("minutes") == "23:59"
            ):
                days = (stop.date() - start.date()).days + 1
                holidays.update(start.date() + timedelta(day) for day in range(days))
            else:
                closures.append(
                    [leave.date_from.isoformat(), leave.date_to.isoformat()]
                )
        return sorted(day.isoformat() for day in holidays), sorted(closures)

    def _is_sla_everywhere(self):
        """Whether this stops the clocks of each schedule of its company."""
        return (
            not self.resource_id and not self.calendar_id and self.time_type == "leave"
        )

    def _closes_sla_day(self, day, windows, tz):
        """Whether this takes away from the ``windows`` (UTC) that open on a local date.

        :param tz: IANA name of the zone of ``day``
        """
        holidays, closures = self._get_sla_closures(tz)
        if not closures:
            return day.isoformat() in holidays
        begin, end = (
            moment.replace(tzinfo=timezone.utc)
            for moment in (self.date_from, self.date_to)
        )
        return any(start < end and begin < stop for start, stop in windows)
