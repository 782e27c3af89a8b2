from odoo import fields, models


class DigitTicketRedirect(models.TransientModel):
    """Asks to whom a ticket goes that is not for this helpdesk (S4)."""

    _name = "digit.ticket.redirect"
    _description = "Redirect a Ticket"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner",
        string="Redirect to",
        required=True,
        ondelete="cascade",
        help="Who takes care of it. They get the ticket by mail.",
    )
    template_id = fields.Many2one(
        "mail.template",
        string="Standard Answer",
        required=True,
        ondelete="cascade",
        domain="[('model', '=', 'helpdesk.ticket')]",
        default=lambda self: self.env.ref(
            "digit_support.mail_template_redirected", raise_if_not_found=False
        ),
        help="What the reporter is told.",
    )

    def action_redirect(self):
        self.ensure_one()
        self.ticket_id._redirect(self.partner_id, self.template_id)
        return self.ticket_id._go_on()
