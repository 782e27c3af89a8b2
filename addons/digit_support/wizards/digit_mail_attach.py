from odoo import api, fields, models
from odoo.exceptions import UserError


class DigitMailAttach(models.TransientModel):
    """Asks to which ticket a held mail belongs, and whose word it is."""

    _name = "digit.mail.attach"
    _description = "Held Mail to a Ticket"

    mail_id = fields.Many2one(
        "digit.mail.quarantine", required=True, ondelete="cascade", readonly=True
    )
    claimed_id = fields.Many2one(related="mail_id.claimed_id")
    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    author = fields.Selection(
        [("outside", "Somebody outside"), ("claimed", "The claimed author")],
        string="Written by",
        default="outside",
        required=True,
        help="From somebody outside it is an internal note, unless they may speak on "
        "this ticket. From the claimed author it is a public answer of ours.",
    )
    is_confirmed = fields.Boolean(
        string="I asked them, and they wrote it",
        help="By phone or chat; not by answering the mail.",
    )

    @api.onchange("mail_id")
    def _onchange_mail_id(self):
        self.ticket_id = self.ticket_id or self.mail_id._find_ticket()

    def action_attach(self):
        self.ensure_one()
        as_claimed = self.author == "claimed"
        if as_claimed and not (self.claimed_id and self.is_confirmed):
            raise UserError(
                self.env._("Ask the colleague first whether they wrote this mail.")
            )
        self.mail_id._attach(self.ticket_id, as_claimed)
        return self.mail_id.action_open_ticket()
