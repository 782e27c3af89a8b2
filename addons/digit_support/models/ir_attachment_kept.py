from odoo import api, models
from odoo.exceptions import UserError

TICKET = "helpdesk.ticket"
# what Odoo writes to show a file
NOT_KEPT = {"access_token"}


class IrAttachment(models.Model):
    """A file that a partner has sent or received stays as it is, as messages do.

    Jobs and Odoo itself, in sudo, do as ever: a deleted ticket leaves no file behind.
    """

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "ir.attachment"

    def write(self, vals):
        if not self.env.su and vals.keys() - NOT_KEPT:
            self._check_not_told()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        if not self.env.su:
            self._check_not_told()

    def _delete_and_notify(self, message=None):
        # somebody asks for it, though in sudo
        self._check_not_told()
        return super()._delete_and_notify(message)

    def _check_not_told(self):
        told = self._filter_told()
        if told:
            raise UserError(
                self.env._(
                    "A partner has sent or received “%(name)s”: it stays as it is. "
                    "Send another file to correct it.",
                    name=told[0].name,
                )
            )

    def _filter_told(self):
        """Those of tickets that a partner has sent, in a message or not, or got."""
        # sudo: these decide whether the user may write
        files = self.sudo()
        messages = self.env["mail.message"].sudo()
        messages = messages.search(
            [("model", "=", TICKET), ("attachment_ids", "in", self.ids)]
        )
        told = messages._filter_told().attachment_ids
        told |= files.filtered(
            lambda file: file.res_model == TICKET and file.create_uid.share
        )
        return files & told
