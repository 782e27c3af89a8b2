from odoo import models


class MailAlias(models.Model):
    _name = "mail.alias"
    _inherit = ["mail.alias", "digit.cached"]  # the address of a team

    def _alias_bounce_incoming_email(self, message, message_dict, set_invalid=True):
        """A mail that fails is held: no answer to a sender who may be forged.

        Nor is the alias to blame: Odoo would mark it after each failure, in another
        transaction, in the way of all other mails to it.
        """
