from odoo import api, fields, models

REPORTER = "reporter"
US = "us"


class HelpdeskTicket(models.Model):
    """Who had the last word on the ticket, so that a queue tells who waits."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    last_word = fields.Selection(
        [(REPORTER, "Reporter"), (US, "Us")],
        default=REPORTER,
        readonly=True,
        copy=False,
        help="Who wrote last that both sides can read. What a machine writes does not "
        "count; the report itself does.",
    )
    last_word_date = fields.Datetime(
        string="Last Word on",
        default=fields.Datetime.now,
        readonly=True,
        copy=False,
    )

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if self._is_word(message):
            # sudo: who may write a message may not be one who changes the ticket
            self.sudo()._keep_last_word(message)
        return result

    @api.model
    def _is_word(self, message):
        """Whether a person wrote this for the other side to read."""
        message = message.sudo()  # whoever posts
        return (
            message.message_type in ("comment", "email")
            and message.subtype_id == self.env.ref("mail.mt_comment")
            and not message.is_internal
            and message.author_id != self.env.ref("base.partner_root")
        )

    def _keep_last_word(self, message):
        self.ensure_one()
        author = message.author_id
        is_ours = author and not author.partner_share and author != self.partner_id
        self.write(
            {"last_word": US if is_ours else REPORTER, "last_word_date": message.date}
        )
