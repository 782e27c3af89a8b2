from odoo import api, fields, models

from ..models.digit_escalation_task import DONE


class DigitTicketEscalate(models.TransientModel):
    """Asks why a ticket is escalated, and tells who is called."""

    _name = "digit.ticket.escalate"
    _description = "Escalation of a Ticket"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    called_text = fields.Char(string="Who Is Called", compute="_compute_called_text")
    reason = fields.Text(
        required=True, help="For the support side: why it cannot wait, what is needed."
    )

    @api.depends("ticket_id")
    def _compute_called_text(self):
        for wizard in self:
            wizard.called_text = wizard.ticket_id._tell_next_called()

    def action_escalate(self):
        self.ensure_one()
        self.ticket_id.check_access("write")
        task = self.ticket_id._escalate(self.reason)
        is_done = task.state == DONE
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if is_done else "warning",
                "message": task.outcome
                if is_done
                else self.env._(
                    "Nobody could be told yet. It is tried again within a minute."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
