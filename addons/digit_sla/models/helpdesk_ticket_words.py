from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import format_datetime

from odoo.addons.digit_support.tools import api_schema

from ..tools import clock as core
from .digit_sla_target import RESOLUTION, RESPONSE, UPDATE


class HelpdeskTicket(models.Model):
    """The clocks of a ticket in words, for a mail or the portal."""

    _inherit = "helpdesk.ticket"

    sla_next_text = fields.Text(
        string="If Nobody Acts",
        compute="_compute_sla_next_text",
        groups="base.group_user",
    )

    @api.depends("clock_ids.status", "clock_ids.deadline", "clock_ids.risk_date")
    def _compute_sla_next_text(self):
        now = fields.Datetime.now()
        for ticket in self:
            lines = (clock._tell_next(now) for clock in ticket.clock_ids)
            ticket.sla_next_text = "\n".join(filter(None, lines))

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
        labels = self._get_sla_labels()
        for clock in self.sudo().clock_ids.filtered("deadline"):  # as above
            if clock.metric in labels and clock.status == core.RUNNING:
                due = self._format_sla_moment(clock.deadline, clock._get_tz())
                facts.append((labels[clock.metric], due))
        return facts

    def _get_api_deadlines(self):
        deadlines = super()._get_api_deadlines()
        labels = self._get_sla_labels()
        for clock in self.sudo().clock_ids.filtered("deadline"):  # as above
            if clock.metric in labels and clock.status == core.RUNNING:
                deadlines.append(
                    {
                        "metric": clock.metric,
                        "label": labels[clock.metric],
                        "due_at": api_schema.to_text(clock.deadline),
                    }
                )
        return deadlines

    def _get_portal_preview_facts(self):
        facts = super()._get_portal_preview_facts()
        policy, level = self.sla_policy_id, self.level_id
        if policy.start_on == "level" and not level._reaches(policy.start_level_id):
            return facts
        targets = policy._get_targets(self.severity_id)
        for metric, label in self._get_sla_labels().items():
            if metric in targets:
                deadline = targets[metric]._get_deadline(fields.Datetime.now(), level)
                tz = policy.resource_calendar_id.tz
                facts.append((label, self._format_sla_moment(deadline, tz)))
        return facts

    @api.model
    def _get_sla_labels(self):
        """What a reporter is told the deadlines of: {metric: label}, in order."""
        return {
            RESPONSE: self.env._("Answer due"),
            RESOLUTION: self.env._("Solution due"),
        }

    def _get_portal_sla_text(self):
        """What became of the promise, for the reporter; empty where none was made."""
        self.ensure_one()
        if self.sla_closed_text and self.sla_state not in core.SETTLED:
            return self._get_portal_closed_text()
        if self.sla_state == core.PAUSED:
            return self.env._("The time stands still until you answer.")
        due = self._format_sla_deadline()
        metric = self.sudo()._get_leading_clock().metric  # as above
        if due and self.sla_state == core.BREACHED:
            return self._get_portal_late_text(metric, due)
        if due:
            return self._get_portal_due_text(metric, due)
        return self._get_portal_kept_text(metric)

    def _get_portal_timeline(self):
        """The picture of the clock that the text is about; empty without one."""
        self.ensure_one()
        clock = self.sudo()._get_leading_clock()  # as above
        return clock and clock._get_portal_timeline()

    def _get_portal_closed_text(self):
        """Why no time runs, and when the promise is due where it begins later."""
        due = self._format_sla_deadline()
        if not due:
            return self.sla_closed_text
        metric = self.sudo()._get_leading_clock().metric  # as above
        return f"{self.sla_closed_text} {self._get_portal_due_text(metric, due)}"

    def _get_portal_due_text(self, metric, due):
        return {
            RESPONSE: self.env._("You get an answer by %(due)s.", due=due),
            UPDATE: self.env._("You hear from us again by %(due)s.", due=due),
            RESOLUTION: self.env._("It is to be solved by %(due)s.", due=due),
        }[metric]

    def _get_portal_late_text(self, metric, due):
        return {
            RESPONSE: self.env._(
                "Our answer was due %(due)s. We are late, and sorry for it.", due=due
            ),
            UPDATE: self.env._(
                "You were to hear from us by %(due)s. We are late, and sorry for it.",
                due=due,
            ),
            RESOLUTION: self.env._(
                "It was to be solved by %(due)s. We are late, and sorry for it.",
                due=due,
            ),
        }[metric]

    def _get_portal_kept_text(self, metric):
        """What became of the last promise, when nothing is owed any more."""
        kept = self.sla_state == core.MET
        if self.sla_state not in core.SETTLED:
            return ""
        if metric == RESOLUTION and kept:
            return self.env._("It was solved in the time that was promised.")
        if metric == RESOLUTION:
            return self.env._("It was solved later than was promised.")
        if kept:
            return self.env._("We answered in the time that was promised.")
        return self.env._("We answered later than was promised.")
