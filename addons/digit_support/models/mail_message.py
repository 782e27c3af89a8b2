from odoo import models


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _get_forbidden_access(self, operation):
        """Who is outside reads no internal message of a ticket, nor writes unseen.

        The base hides internal *comments* only: a note that came by mail, or a
        logged change, could be read by its id. It also lets every follower post.
        """
        forbidden = super()._get_forbidden_access(operation)
        if not self.env.user._is_internal():
            allowed = self - forbidden
            if operation == "read":
                forbidden |= allowed._filter_internal_of_tickets()
            elif operation == "create":
                forbidden |= allowed._filter_of_hidden_tickets()
        return forbidden

    def _filter_internal_of_tickets(self):
        # sudo: these fields decide whether the user may read
        internal = self.sudo().filtered(
            lambda message: (
                message.model == "helpdesk.ticket"
                and (
                    message.is_internal
                    or not message.subtype_id
                    or message.subtype_id.internal
                )
            )
        )
        return self.browse(internal.ids)

    def _filter_of_hidden_tickets(self):
        # sudo: these fields decide whether the user may write
        return self.filtered(
            lambda message: (
                message.sudo().model == "helpdesk.ticket"
                and not self.env["helpdesk.ticket"]
                .browse(message.sudo().res_id)
                .has_access("read")
            )
        )
