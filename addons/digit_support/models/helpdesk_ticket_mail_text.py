import html
import re

from odoo import api, models
from odoo.tools import plaintext2html

# how Odoo's mail gateway wraps what a mail says without any markup
PLAIN = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)


class HelpdeskTicket(models.Model):
    # what a mail says is a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Describe the ticket in paragraphs: a plain mail is no block of code."""
        body = self._flow_plain_text(msg_dict.get("body") or "")
        return super().message_new({**msg_dict, "body": body}, custom_values)

    @api.model
    def _flow_plain_text(self, body):
        """``body`` in paragraphs when it is the text of a plain mail, else as it is."""
        if PLAIN.sub("", body).strip():
            return body
        return PLAIN.sub(
            lambda text: plaintext2html(html.unescape(text[1]).strip()), body
        )
