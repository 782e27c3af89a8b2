from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.digit_sla.tools import clock as core

from .base_automation import AT_RISK, BREACHED, MET


class DigitSlaClock(models.Model):
    """What happens to a clock is a trigger of automation rules, each time once."""

    _inherit = "digit.sla.clock"

    is_risk_told = fields.Boolean(
        string="Risk Told",
        readonly=True,
        copy=False,
        help="The automation rules of what is at risk were run.",
    )

    # of all clocks, few are at risk and not told
    _risk_idx = models.Index(
        "(risk_date) WHERE reached_date IS NULL AND is_risk_told IS NOT TRUE"
    )

    def _on_breached(self):
        result = super()._on_breached()
        self._trigger_at_the_end(BREACHED)
        return result

    def _on_met(self):
        result = super()._on_met()
        self._trigger_at_the_end(MET)
        return result

    def _trigger_at_the_end(self, trigger):
        """Run the rules when all that goes on now with the clocks is done.

        What a rule changes on a ticket moves its clocks again.
        """
        waiting = self.env.cr.precommit.data.setdefault("digit_sla_automation", {})
        if not waiting:
            self.env.cr.precommit.add(self._run_waiting)
        known = waiting.get(trigger, self.ticket_id.browse())
        waiting[trigger] = known | self.ticket_id

    @api.model
    def _run_waiting(self):
        waiting = self.env.cr.precommit.data.pop("digit_sla_automation", {})
        for trigger, tickets in waiting.items():
            self.env["base.automation"]._run_on_tickets(trigger, tickets.exists())

    @api.model
    def _cron_tell_risk(self):
        """Run the rules of what has come to be at risk, once for each clock.

        One that was missed while no job ran is told late, unless it has ended.
        """
        domain = (
            Domain("reached_date", "=", False)
            & Domain("is_risk_told", "=", False)
            & Domain("risk_date", "<=", fields.Datetime.now())
            & Domain("status", "in", (core.RUNNING, core.BREACHED))
        )
        self._process_due(domain, "risk_date", lambda clocks: clocks._tell_risk())

    def _tell_risk(self):
        self.is_risk_told = True
        self.env["base.automation"]._run_on_tickets(AT_RISK, self.ticket_id)
