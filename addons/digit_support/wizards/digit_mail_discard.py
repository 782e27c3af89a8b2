from odoo import fields, models


class DigitMailDiscard(models.TransientModel):
    """Asks why held mails need nobody's answer."""

    _name = "digit.mail.discard"
    _description = "Discarding of Held Mails"

    mail_ids = fields.Many2many(
        "digit.mail.quarantine", string="Mails", required=True, readonly=True
    )
    reason = fields.Char(required=True)

    def action_discard(self):
        self.ensure_one()
        self.mail_ids._discard(self.reason)
        return {"type": "ir.actions.act_window_close"}
