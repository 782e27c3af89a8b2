from odoo import api, fields, models
from odoo.fields import Domain


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    mail_message_ids = fields.Many2many(
        "mail.message",
        "message_attachment_rel",
        "attachment_id",
        "message_id",
        string="Messages",
        readonly=True,
        groups="base.group_user",
    )
    is_internal = fields.Boolean(
        compute="_compute_is_internal",
        search="_search_is_internal",
        compute_sudo=True,
        groups="base.group_user",
        help="Attached to internal notes only: whoever is outside does not see it.",
    )

    @api.depends("mail_message_ids.is_internal", "mail_message_ids.subtype_id.internal")
    def _compute_is_internal(self):
        internal = self.filtered_domain(self._get_internal_domain())
        for attachment in self:
            attachment.is_internal = attachment in internal

    @api.model
    def _search_is_internal(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_internal_domain()

    @api.model
    def _get_internal_domain(self):
        """Attached to messages, none of which somebody outside may read."""
        shared = self.env["mail.message"]._get_search_domain_share()
        return Domain("mail_message_ids", "!=", False) & ~Domain(
            "mail_message_ids", "any", shared
        )
