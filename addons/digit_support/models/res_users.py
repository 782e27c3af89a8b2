from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    contact_organisation_ids = fields.Many2many(
        "res.partner",
        compute="_compute_contact_organisation_ids",
        help="The organisations whose tickets a portal user follows as their contact "
        "person.",
    )

    @api.depends("group_ids", "partner_id.commercial_partner_id")
    def _compute_contact_organisation_ids(self):
        for user in self:
            user.contact_organisation_ids = (
                user.has_group("digit_support.digit_support_group_partner_contact")
                and user.commercial_partner_id
            )
