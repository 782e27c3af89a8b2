from odoo import api, fields, models
from odoo.fields import Domain

# From how many digits on a text is taken for a phone number.
MIN_DIGITS = 5


class ResPartner(models.Model):
    _inherit = "res.partner"

    organisation_type = fields.Selection(
        [
            ("client", "State / Client"),
            ("ulb", "ULB"),
            ("implementation_partner", "Implementation Partner"),
            ("egov", "eGov"),
            ("support_party", "Support Party"),
        ],
        index="btree_not_null",
        help="The organisation's part in a support programme.",
    )
    contact_role_ids = fields.Many2many(
        "digit.contact.role",
        string="Support Roles",
        help="What this person is for the organisation's deployments.",
    )
    deployment_count = fields.Integer(compute="_compute_deployment_count")

    @api.model
    def _search_display_name(self, operator, value):
        """A caller is found by the number, too, however it is written."""
        domain = super()._search_display_name(operator, value)
        if operator == "ilike" and isinstance(value, str):
            digits = sum(character.isdigit() for character in value)
            if digits >= MIN_DIGITS:
                domain |= Domain("phone_mobile_search", operator, value)
        return domain

    def _compute_deployment_count(self):
        deployments = self.env["digit.deployment"]._get_by_reporter(self)
        for partner in self:
            partner.deployment_count = len(deployments[partner])

    def write(self, vals):
        result = super().write(vals)
        if {"parent_id", "is_company"} & vals.keys() and self._has_portal_users():
            # the rules keep what a contact person may see in this cache
            self.env.registry.clear_cache()
        return result

    def _has_portal_users(self):
        """Whether one of these, or of those below them, has a login to the portal."""
        domain = [("partner_id", "child_of", self.ids), ("share", "=", True)]
        # sudo: who edits a contact may not see the users
        return bool(self.env["res.users"].sudo().search_count(domain, limit=1))

    def _get_organisations(self):
        """The organisation of this partner and those above it."""
        organisation = organisations = self.commercial_partner_id
        while organisation.parent_id:
            organisation = organisation.parent_id.commercial_partner_id
            organisations |= organisation
        return organisations

    def action_open_deployments(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.digit_deployment_action"
        )
        deployments = self.env["digit.deployment"]._get_by_reporter(self)[self]
        action["domain"] = [("id", "in", deployments.ids)]
        return action
