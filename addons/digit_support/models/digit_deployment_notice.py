from odoo import api, fields, models
from odoo.fields import Domain


class DigitDeployment(models.Model):
    """Whom to tell what concerns a deployment."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _name = "digit.deployment"
    _inherit = ["digit.deployment", "mail.activity.mixin"]

    told_partner_ids = fields.Many2many(
        "res.partner",
        string="Gets the Notices",
        compute="_compute_told_partner_ids",
        help="Who gets the notices about this deployment: the contact persons of the "
        "client and of the implementation partner, else the organisation's own "
        "address.",
    )

    def _compute_told_partner_ids(self):
        people = self._get_contact_people()
        for deployment in self:
            parties = deployment._get_parties()
            deployment.told_partner_ids = parties.browse().union(
                *(
                    people.get(party) or party.filtered("email_normalized")
                    for party in parties
                )
            )

    def _get_parties(self):
        """The organisations whose deployment this is."""
        return self.client_id | self.implementer_id

    def _get_contact_people(self):
        """The contact persons that have an address: {organisation: partners}.

        Those who follow the organisation's deployments in the portal, and those who
        have a support role there.
        """
        own = Domain("commercial_partner_id", "in", self._get_parties().ids)
        reachable = Domain("email_normalized", "!=", False) & Domain(
            "is_company", "=", False
        )
        # sudo: who plans a release need not see the users
        users = self.env["res.users"].sudo()
        contact = self.env.ref("digit_support.digit_support_group_partner_contact")
        logins = users.search(
            Domain("share", "=", True)
            & Domain("all_group_ids", "in", contact.ids)
            & Domain("partner_id", "any", own)
        )
        people = self.env["res.partner"].search(
            own
            & reachable
            & (
                Domain("id", "in", logins.partner_id.ids)
                | Domain("contact_role_ids", "!=", False)
            )
        )
        return people.grouped("commercial_partner_id")

    def _ask_to_tell(self, summary):
        """Nobody of these can be reached by mail: somebody of ours has to call."""
        for deployment in self:
            deployment.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=self.env._(
                    "No contact person of this deployment has an e-mail address, nor "
                    "have its organisations. Tell them, and add the address."
                ),
                user_id=deployment._get_responsible().id,
            )

    def _get_responsible(self):
        """An internal follower, else an operations manager."""
        self.ensure_one()
        followers = self.message_partner_ids.user_ids.filtered(
            lambda user: not user.share and user.active
        )
        return followers[:1] or self._get_operations_manager()

    @api.model
    def _get_operations_manager(self):
        """The operations manager who is no administrator, if there is one."""
        group = self.env.ref("digit_support.digit_support_group_operations")
        managers = group.sudo().all_user_ids.filtered("active").sorted("id")
        admin = self.env.ref("digit_support.digit_support_group_admin")
        return (managers - admin.sudo().all_user_ids)[:1] or managers[:1]
