from odoo import models

from .base_automation import ESCALATED


class DigitEscalationTask(models.Model):
    _inherit = "digit.escalation.task"

    def _finish(self, now):
        result = super()._finish(now)
        self.env["base.automation"]._run_on_tickets(ESCALATED, self.ticket_id)
        return result
