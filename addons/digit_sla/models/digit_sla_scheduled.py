from odoo import api, fields, models


class DigitSlaScheduled(models.AbstractModel):
    """What counts in a working schedule, within the first and last day of its
    programme."""

    _name = "digit.sla.scheduled"
    _description = "Counts in a Working Schedule"

    resource_calendar_id = fields.Many2one(
        "resource.calendar", string="Working Schedule", ondelete="restrict"
    )
    schedule_id = fields.Many2one(
        "digit.sla.schedule",
        readonly=True,
        copy=False,
        help="The working schedule as clocks count it now, within the programme's "
        "first and last day.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._refresh_schedule()
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"resource_calendar_id", "programme_id"}:
            self._refresh_schedule()
        return result

    def _refresh_schedule(self):
        """Take the calendars as they are, and tell the clocks that follow.

        :raises ValidationError: when a calendar cannot drive a clock
        """
        self.resource_calendar_id._ensure_sla_schedule()
        changed = False
        for record in self:
            schedule = record._find_schedule()
            if record.schedule_id != schedule:
                # sudo: who edits holidays need not own the policies
                record.sudo().schedule_id = schedule
                changed = True
        if changed:
            self.env["digit.sla.clock"]._follow_promises()

    def _find_schedule(self):
        """The snapshot of the calendar within the programme's window."""
        self.ensure_one()
        schedule = self.resource_calendar_id.sla_schedule_id
        window = self.programme_id._get_sla_window()
        if not (schedule and window):
            return schedule
        # sudo: nobody else writes snapshots
        return schedule.sudo()._get_or_create(
            self.resource_calendar_id, {**schedule.definition, "window": window}
        )
