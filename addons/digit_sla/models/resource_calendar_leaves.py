from datetime import timezone

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
