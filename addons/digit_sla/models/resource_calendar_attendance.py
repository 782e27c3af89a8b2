from odoo import api, models


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.calendar_id._refresh_sla_schedule()
        return attendances

    def write(self, vals):
        calendars = self.calendar_id
        result = super().write(vals)
        (calendars | self.calendar_id)._refresh_sla_schedule()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars.exists()._refresh_sla_schedule()
        return result

    def _is_sla_tail(self, nights):
        """Whether this is the end of a night that began on the date before.

        :param nights: weekdays ("0" for Monday) that are open until midnight
        """
        self.ensure_one()
        day_before = str((int(self.dayofweek) - 1) % 7)
        # open around the clock, a date is a day of its own
        return not self.hour_from and self.hour_to < 24 and day_before in nights
