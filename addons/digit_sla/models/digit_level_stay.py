from odoo import fields, models

from .digit_sla_clock import aware

HOUR = 3600


class DigitLevelStay(models.Model):
    _inherit = "digit.level.stay"

    working_hours = fields.Float(
        string="Working Time",
        compute="_compute_working_hours",
        compute_sudo=True,
        help="In the working schedule of the level as it is now; in that of the SLA "
        "policy when the level has none. Pauses are not taken off; it ends when the "
        "ticket is closed.",
    )

    def _compute_working_hours(self):
        now = fields.Datetime.now()
        for stay in self:
            schedule = (
                stay.level_id.schedule_id or stay.ticket_id.sla_policy_id.schedule_id
            )
            end = stay.date_to or stay.ticket_id.closed_date or now
            hours = schedule._get_hours()
            stay.working_hours = schedule and (
                hours.between(aware(stay.date_from), aware(end)) / HOUR
            )
