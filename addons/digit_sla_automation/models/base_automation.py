import logging

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

AT_RISK = "on_sla_at_risk"
BREACHED = "on_sla_breached"
MET = "on_sla_met"
ESCALATED = "on_sla_escalated"
TRIGGERS = (AT_RISK, BREACHED, MET, ESCALATED)
TICKET = "helpdesk.ticket"
ACTIVITY = "digit_sla_automation.mail_activity_type_failed_rule"


class BaseAutomation(models.Model):
    _inherit = "base.automation"

    trigger = fields.Selection(
        selection_add=[
            (AT_RISK, "SLA at risk"),
            (BREACHED, "SLA breached"),
            (MET, "SLA met"),
            (ESCALATED, "Escalated"),
        ],
        ondelete=dict.fromkeys(TRIGGERS, "cascade"),
    )

    @api.constrains("trigger", "model_id")
    def _check_sla_trigger(self):
        for rule in self:
            if rule.trigger in TRIGGERS and rule.model_id.model != TICKET:
                raise ValidationError(
                    self.env._(
                        "“%(trigger)s” happens to tickets only: choose Helpdesk Ticket "
                        "as the model.",
                        trigger=dict(
                            self._fields["trigger"]._description_selection(self.env)
                        )[rule.trigger],
                    )
                )

    @api.model
    def _run_on_tickets(self, trigger, tickets):
        """Run the rules of a trigger on these tickets.

        A rule that fails stops neither another rule nor another ticket, nor what has
        happened to the ticket: whom the rule belongs to is asked to look at it.
        """
        for rule in self._get_actions(tickets, [trigger]):
            rule = rule.with_context(old_values=None)
            if not rule._try_on(tickets):
                for ticket in tickets if len(tickets) > 1 else ():
                    rule._try_on(ticket)

    def _try_on(self, tickets):
        """Run this rule on all of these tickets, or on none.

        :return: whether it was run; why not is kept when it is a single ticket
        """
        try:
            with self.env.cr.savepoint():
                self._process(self._filter_post(tickets))
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # noqa: BLE001  whatever a rule does
            if len(tickets) == 1:
                self._keep_failure(tickets, error)
            return False
        return True

    def _keep_failure(self, ticket, error):
        """Keep why this rule failed on a ticket, and ask its author to look at it."""
        _logger.info("Automation rule %s failed", self.id, exc_info=True)
        rule = self.sudo()  # sudo: whoever caused it need not know of rules
        text = self.env._(
            "This rule failed on %(ticket)s: %(error)s",
            ticket=ticket.sudo().number,
            error=str(error),
        )
        rule._message_log(body=text)
        if self.env.ref(ACTIVITY) not in rule.activity_ids.activity_type_id:
            rule.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY, note=text, user_id=rule.create_uid.id
            )
