from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.tools import format_date


class DigitProgramme(models.Model):
    _name = "digit.programme"
    _inherit = ["digit.programme", "digit.sla.adherence"]
    _report_field = "programme_id"

    sla_policy_ids = fields.One2many(
        "digit.sla.policy", "programme_id", string="SLA Policies"
    )
    sla_policies_changed = fields.Boolean(
        readonly=True,
        help="The job has still to look which policy each open ticket has.",
    )

    escalation_policy_ids = fields.One2many(
        "digit.escalation.policy", "programme_id", string="Escalation Policies"
    )
    escalation_contact_ids = fields.One2many(
        "digit.escalation.contact", "programme_id", string="Escalation Matrix"
    )
    partner_escalation_hours = fields.Float(
        string="Hours Between Escalations",
        default=4,
        help="After a partner has escalated a ticket, how long it takes until they can "
        "do so again; 0 for no limit.",
    )
    escalations_changed = fields.Boolean(
        readonly=True,
        help="The job has still to look when steps act on the open clocks.",
    )

    def _have_clocks_plan(self):
        """Have the job look when the steps of escalation policies act."""
        self.env.registry.clear_cache()
        # sudo: the flag is no part of what an administrator edits
        self.sudo().escalations_changed = True
        self.env["digit.sla.clock"]._follow_promises()

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date_start", "date_end"}:
            programmes = self.with_context(active_test=False)
            programmes.sla_policy_ids._refresh_schedule()
            programmes.level_ids._refresh_schedule()
        return result

    def _get_sla_window(self):
        """The first and last day of operation as ISO dates; None when always open."""
        self.ensure_one()
        if not (self.date_start or self.date_end):
            return None
        return [day and day.isoformat() for day in (self.date_start, self.date_end)]

    def _get_closed_text(self, tz):
        """Why no clock runs today, in a sentence; empty within the window.

        :param tz: IANA name of the zone in which today is today
        """
        self.ensure_one()
        now = fields.Datetime.now().replace(tzinfo=timezone.utc)
        today = now.astimezone(ZoneInfo(tz)).date()
        if self.date_start and today < self.date_start:
            return self.env._(
                "%(programme)s begins on %(day)s; the time does not run before.",
                programme=self.name,
                day=format_date(self.env, self.date_start),
            )
        if self.date_end and today > self.date_end:
            return self.env._(
                "%(programme)s ended on %(day)s; the time does not run any more.",
                programme=self.name,
                day=format_date(self.env, self.date_end),
            )
        return ""
