import base64

from odoo import models

from ..tools.pictures import UNREADABLE, is_openable


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _postprocess_contents(self, values):
        """A picture that is too large to be opened, or is none, stays as it is (S10).

        The base opens it to make it smaller, and fails.
        """
        values["mimetype"] = self._compute_mimetype(values)
        content = values.get("raw") or base64.b64decode(values.get("datas") or b"")
        is_picture = content and values["mimetype"].startswith("image/")
        if is_picture and not is_openable(content):
            return values
        try:
            return super()._postprocess_contents(values)
        except UNREADABLE:
            return values
