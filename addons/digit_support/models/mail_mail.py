from ast import literal_eval

from odoo import api, models

from ..tools.mail_headers import AUTOMATIC_HEADERS

GENERATED = {**AUTOMATIC_HEADERS, "Auto-Submitted": "auto-generated"}


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        for mail in mails.filtered(lambda mail: mail._is_automatic_of_ticket()):
            headers = literal_eval(mail.headers or "{}")
            mail.headers = repr({**GENERATED, **headers})
        return mails

    def _is_automatic_of_ticket(self):
        """Whether no person wrote this mail about a ticket (S6)."""
        # sudo: who causes a mail need not read its message
        mail = self.sudo()
        return mail.model == "helpdesk.ticket" and mail.message_type not in (
            "comment",
            "email",
        )
