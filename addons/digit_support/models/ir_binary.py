import re

from odoo import models


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _get_stream_from(self, *args, **kwargs):
        # whoever sent a file named it: a path would lead out of the folder into which
        # a ZIP of the files of a ticket is unpacked (S10)
        stream = super()._get_stream_from(*args, **kwargs)
        if stream.download_name:
            stream.download_name = re.sub(r"[/\\]", "_", stream.download_name)
        return stream
