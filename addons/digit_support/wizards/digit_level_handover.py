from odoo import fields, models


class DigitLevelHandover(models.TransientModel):
    """Asks to which level a ticket goes, and why."""

    _name = "digit.level.handover"
    _description = "Hand-over to a Support Level"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    programme_id = fields.Many2one(related="ticket_id.programme_id")
    current_level_id = fields.Many2one(related="ticket_id.level_id", string="From")
    level_id = fields.Many2one(
        "digit.support.level",
        string="To",
        required=True,
        ondelete="cascade",
        domain="[('programme_id', '=', programme_id), ('id', '!=', current_level_id)]",
    )
    level_description = fields.Text(related="level_id.description")
    team_id = fields.Many2one(related="level_id.team_id")
    reason = fields.Char(
        required=True, help="For the next level: what was found, and what is needed."
    )

    def action_hand_over(self):
        self.ensure_one()
        ticket = self.ticket_id
        ticket._hand_over(self.level_id, self.reason)
        if self.env.context.get("digit_triage"):
            return ticket.action_accept()
        return ticket._go_on()
