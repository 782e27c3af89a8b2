from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.digit_support.models.digit_health_check import MOST

from .digit_escalation_task import PLANNED


class DigitHealthCheck(models.Model):
    _inherit = "digit.health.check"

    code = fields.Selection(
        selection_add=[("escalations", "Escalations that are late")],
        ondelete={"escalations": "cascade"},
    )

    @api.model
    def _find_escalations(self, before):
        """The tickets of which a step should have acted, or been tried again."""
        clocks = self.env["digit.sla.clock"].search(
            [("escalation_date", "<", before)], order="escalation_date, id", limit=MOST
        )
        tasks = self.env["digit.escalation.task"].search(
            Domain("state", "=", PLANNED) & Domain("run_date", "<", before),
            order="run_date, id",
            limit=MOST,
        )
        return clocks.ticket_id | tasks.ticket_id
