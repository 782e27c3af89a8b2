from odoo import models


class MailMail(models.Model):
    _inherit = "mail.mail"

    def send(self, *args, **kwargs):
        """What is written while the week is played reaches nobody."""
        if self.env.context.get("digit_demo_playing"):
            return True
        return super().send(*args, **kwargs)
