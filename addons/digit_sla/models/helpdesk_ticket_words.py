from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..tools import clock as core
from ..tools.state import AT_RISK


class HelpdeskTicket(models.Model):
    """The clocks of a ticket in words, for a mail or the portal."""

    _inherit = "helpdesk.ticket"

    def _format_sla_deadline(self):
        """The deadline for a person, in the zone of the schedule.

        :return: as in "Tue 24 Nov 2026, 11:30 IST", in the language of the
            environment; empty without a deadline
        """
        self.ensure_one()
        if not self.sla_deadline:
            return ""
        clock = self.sudo()._get_leading_clock()  # also for who has no clocks to read
        return self._format_sla_moment(self.sla_deadline, clock._get_tz())

    @api.model
    def _format_sla_moment(self, moment, tz):
        """A naive UTC ``moment`` on the wall clock of ``tz``."""
        text = format_datetime(self.env, moment, tz=tz, dt_format="EEE d MMM y, HH:mm")
        local = moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(tz))
        return f"{text} {local.tzname()}"

    @api.private
    def get_acknowledgement_facts(self):
        facts = super().get_acknowledgement_facts()
        if self.sla_deadline:
            facts.append((self.env._("Answer due"), self._format_sla_deadline()))
        return facts

    def _get_portal_preview_facts(self):
        facts = super()._get_portal_preview_facts()
        target = self.sla_policy_id._get_targets(self.severity_id).get("response")
        if target:
            deadline = target._get_deadline(fields.Datetime.now())
            tz = target.policy_id.resource_calendar_id.tz
            due = self._format_sla_moment(deadline, tz)
            facts.append((self.env._("Answer due"), due))
        return facts

    def _get_portal_sla_text(self):
        """What became of the promise, for the reporter; empty where none was made."""
        self.ensure_one()
        due = self._format_sla_deadline()
        if self.sla_state in (core.RUNNING, AT_RISK):
            return self.env._("You get an answer by %(due)s.", due=due)
        if self.sla_state == core.PAUSED:
            return self.env._("The time for our answer stands still until you answer.")
        if self.sla_state == core.MET:
            return self.env._("We answered in the time that was promised.")
        if self.sla_state == core.BREACHED and due:
            return self.env._(
                "Our answer was due %(due)s. We are late, and sorry for it.", due=due
            )
        if self.sla_state == core.BREACHED:
            return self.env._("We answered later than was promised.")
        return ""
