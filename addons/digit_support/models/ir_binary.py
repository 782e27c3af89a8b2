import re

from odoo import models
from odoo.exceptions import UserError

from ..tools.pictures import UNREADABLE


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _get_stream_from(self, *args, **kwargs):
        # whoever sent a file named it: a path would lead out of the folder into which
        # a ZIP of the files of a ticket is unpacked (S10)
        stream = super()._get_stream_from(*args, **kwargs)
        if stream.download_name:
            stream.download_name = re.sub(r"[/\\]", "_", stream.download_name)
        return stream

    def _get_image_stream_from(self, *args, **kwargs):
        # what cannot be shown as a picture has a picture of its own instead (S10)
        try:
            return super()._get_image_stream_from(*args, **kwargs)
        except UNREADABLE as error:
            raise UserError(self.env._("This is no picture.")) from error
