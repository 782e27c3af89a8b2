from odoo import models


class MailMessage(models.Model):
    """What was said on a ticket stays as it was said."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "mail.message"

    def _get_forbidden_access(self, operation):
        """Nobody writes on a ticket's messages, nor deletes them.

        The base lets all do so who may write on the ticket. Editing goes another way,
        past this: see ``_check_can_update_message_content``.
        """
        forbidden = super()._get_forbidden_access(operation)
        if operation in ("write", "unlink"):
            # sudo: the model decides who may write
            forbidden |= (self - forbidden).filtered(
                lambda message: message.sudo().model == "helpdesk.ticket"
            )
        return forbidden

    def _filter_told(self):
        """Those that a partner has read or written; a note is ours alone."""
        notes = self._filter_internal_of_tickets()
        return self.filtered(
            lambda message: (
                message.id not in notes.ids
                or message.author_id.partner_share
                or any(
                    (message.partner_ids | message.notified_partner_ids).mapped(
                        "partner_share"
                    )
                )
            )
        )
