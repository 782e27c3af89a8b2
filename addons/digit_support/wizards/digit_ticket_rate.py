from odoo import fields, models
from odoo.exceptions import UserError


class DigitTicketRate(models.TransientModel):
    """An operator writes down how satisfied the reporter says to be on the phone."""

    _name = "digit.ticket.rate"
    _description = "Enter Rating"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    answer = fields.Selection(
        selection=lambda self: (
            self.env["digit.rating"]._fields["answer"]._description_selection(self.env)
        ),
        string="Satisfaction",
        required=True,
    )
    comment = fields.Text(help="In the reporter's words.")

    def action_rate(self):
        self.ensure_one()
        self.ticket_id.check_access("write")
        if not self.ticket_id._can_be_rated():
            raise UserError(self.env._("Only a ticket that was solved can be rated."))
        self.ticket_id._rate(self.answer, self.comment, entered_by=self.env.user)
        return {"type": "ir.actions.act_window_close"}
