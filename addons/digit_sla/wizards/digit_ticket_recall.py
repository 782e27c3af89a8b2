from odoo import fields, models


class DigitTicketRecall(models.TransientModel):
    """Asks to whom a manager calls a ticket back, and why."""

    _name = "digit.ticket.recall"
    _description = "Ticket Called Back"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    programme_id = fields.Many2one(related="ticket_id.programme_id")
    current_user_id = fields.Many2one(related="ticket_id.user_id", string="Who Has It")
    current_level_id = fields.Many2one(related="ticket_id.level_id", string="Level Now")
    user_id = fields.Many2one(
        "res.users",
        string="Give It to",
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
        ondelete="cascade",
        help="Yourself, to work on it; empty to leave it to who has it.",
    )
    level_id = fields.Many2one(
        "digit.support.level",
        string="At Level",
        ondelete="cascade",
        domain="[('programme_id', '=', programme_id)]",
        help="Where it is worked on from now on; empty to leave it where it is.",
    )
    reason = fields.Text(required=True, help="For who had it.")

    def action_call_back(self):
        self.ensure_one()
        self.ticket_id._call_back(self.reason, self.user_id, self.level_id)
        return {"type": "ir.actions.act_window_close"}
