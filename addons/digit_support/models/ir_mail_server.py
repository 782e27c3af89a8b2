from odoo import models


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    def send_email(self, message, *args, **kwargs):
        """As Odoo, but what happened is kept for whoever asked: see ``Attempt``.

        Odoo turns the server's reply into a text in the user's language.
        """
        attempt = self.env.context.get("digit_attempt")
        if attempt is None:
            return super().send_email(message, *args, **kwargs)
        try:
            result = super().send_email(message, *args, **kwargs)
        except Exception as error:
            attempt.error = error.__context__ or error
            raise
        attempt.reached += self.env.context.get("send_validated_to") or []
        return result
