from odoo import api, fields, models

# What an operations manager gives; the administrator's is given in Odoo's settings.
SUPPORT_ROLES = ("l1", "l2", "l3", "operations")


def get_role_group(env, role):
    """The group of a role."""
    return env.ref(f"digit_support.digit_support_group_{role}")


class ResUsers(models.Model):
    _inherit = "res.users"

    contact_organisation_ids = fields.Many2many(
        "res.partner",
        compute="_compute_contact_organisation_ids",
        help="The organisations whose tickets a portal user follows as their contact "
        "person.",
    )
    support_role = fields.Selection(
        [
            ("l1", "L1 Operator"),
            ("l2", "L2 Executive"),
            ("l3", "L3 Engineer"),
            ("operations", "Operations Manager"),
            ("admin", "Administrator"),
        ],
        compute="_compute_support_role",
        compute_sudo=True,
        help="What a person does in the support operation (S4).",
    )

    def _get_invalidation_fields(self):
        # the rules keep the teams whose tickets somebody sees in a cache
        return {*super()._get_invalidation_fields(), "helpdesk_team_ids"}

    @api.depends("group_ids", "partner_id.commercial_partner_id")
    def _compute_contact_organisation_ids(self):
        for user in self:
            user.contact_organisation_ids = (
                user.has_group("digit_support.digit_support_group_partner_contact")
                and user.commercial_partner_id
            )

    @api.depends("all_group_ids")
    def _compute_support_role(self):
        groups = [
            (role, get_role_group(self.env, role)) for role in (*SUPPORT_ROLES, "admin")
        ]
        for user in self:
            held = [role for role, group in groups if group in user.all_group_ids]
            user.support_role = held[-1] if held else False

    def _is_managed_by(self, manager):
        """Whether ``manager`` may change this person: one of the helpdesk, of the same
        companies, with no rights that the manager has not.
        """
        self.ensure_one()
        return bool(
            self.support_role in SUPPORT_ROLES
            and not self.share
            and self.all_group_ids <= manager.sudo().all_group_ids
            and self.company_ids <= manager.company_ids
        )

    def action_open_agent(self):
        """The window in which an operations manager changes this person."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.digit_agent_action"
        )
        return {**action, "context": {"default_user_id": self.id}}
