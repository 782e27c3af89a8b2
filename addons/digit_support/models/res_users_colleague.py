from odoo import models
from odoo.fields import Command, Domain
from odoo.tools import email_domain_extract, email_normalize

MEMBER = "digit_support.digit_support_group_partner_member"
CONTACT = "digit_support.digit_support_group_partner_contact"


class ResUsers(models.Model):
    """A contact person invites and removes colleagues of their own organisation."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.users"

    def _get_invited_organisation(self):
        """The organisation for which this user invites, as superuser; or none."""
        self.ensure_one()
        # sudo: which domains it lists is not for who is outside to read
        return self.sudo().contact_organisation_ids.filtered("is_company")

    def _get_colleagues(self):
        """Who has access to the portal in this user's organisation, as superuser.

        Apps and internal users have none to the portal; there is always this user.
        """
        organisation = self._get_invited_organisation()
        portal = self.env.ref("base.group_portal")
        # sudo: nobody outside reads users; these are their own organisation's
        return self.sudo().search(
            Domain("commercial_partner_id", "in", organisation.ids)
            & Domain("share", "=", True)
            & Domain("all_group_ids", "in", portal.ids),
            order="name, id",
        )

    def _get_removable_colleagues(self):
        """The colleagues without themselves and other contact persons."""
        return self._get_colleagues().filtered(
            lambda colleague: colleague != self and not colleague.has_group(CONTACT)
        )

    def _remove_colleague(self, colleague):
        """Take ``colleague``'s access away: one of ``_get_removable_colleagues``.

        The person stays, with what they reported.
        """
        self.ensure_one()
        colleague.active = False
        colleague.partner_id.signup_cancel()
        text = self.env._(
            "%(user)s removed %(colleague)s from the portal.",
            user=self.name,
            colleague=colleague.email_formatted,
        )
        self._get_invited_organisation()._message_log(body=text)

    # ---------------------------------------------------
    # Invite
    # ---------------------------------------------------

    def _get_invitation_problem(self, email):
        """Why this user cannot invite the owner of ``email``; empty if they can.

        It is told alike of all whom we know elsewhere: who they are stays with us.
        """
        self.ensure_one()
        organisation = self._get_invited_organisation()
        domains = organisation._get_invitation_domains()
        if not email_normalize(email):
            return self.env._("Enter one e-mail address, such as name@example.org.")
        if not domains:
            return self.env._(
                "We do not know yet which e-mail addresses are your organisation's. "
                "Write to support, and we enter it."
            )
        if email_domain_extract(email) not in domains:
            return self.env._(
                "You can invite addresses that end in %(domains)s. For another one, "
                "write to support.",
                domains=", ".join(f"@{domain}" for domain in domains),
            )
        if email_normalize(email) in self._get_colleagues().mapped("email_normalized"):
            return self.env._("They have access already: see the list.")
        if self._find_elsewhere(email):
            return self.env._("Support has to do this one: please write to us.")
        return ""

    def _find_elsewhere(self, email):
        """Whether ``email`` belongs to somebody who is not ours to invite."""
        organisation = self._get_invited_organisation()
        users, partners = self._find_by_email(email)
        foreign = partners.filtered(
            lambda partner: (
                partner.is_company or partner.commercial_partner_id != organisation
            )
        )
        return foreign or users.filtered(lambda user: not user.share)

    def _find_by_email(self, email):
        """:return: the users and the people with this address, archived ones, too"""
        normalized = email_normalize(email)
        is_same = Domain("email_normalized", "=", normalized)
        # sudo: whoever it is, there must not be two of them
        everybody = self.sudo().with_context(active_test=False)
        users = everybody.search(is_same | Domain("login", "=", normalized))
        return users, everybody.env["res.partner"].search(is_same) | users.partner_id

    def _invite_colleague(self, name, email, lang):
        """Give the owner of ``email`` access as a member, and tell them by mail.

        ``_get_invitation_problem`` was asked before. Who was removed once gets the
        same login again.

        :return: the user
        """
        self.ensure_one()
        users, partners = self._find_by_email(email)
        colleague = users[:1] or self._create_colleague(
            partners[:1], name, email_normalize(email)
        )
        colleague.write(
            {
                "active": True,
                "lang": lang,
                "group_ids": [Command.set(self.env.ref(MEMBER).ids)],
            }
        )
        self._send_invitation(colleague)
        text = self.env._(
            "%(user)s invited %(colleague)s to the portal.",
            user=self.name,
            colleague=colleague.email_formatted,
        )
        self._get_invited_organisation()._message_log(body=text)
        return colleague

    def _create_colleague(self, partner, name, email):
        organisation = self._get_invited_organisation()
        partner = partner or organisation.create(
            {"name": name, "email": email, "parent_id": organisation.id}
        )
        company = organisation.company_id or self.env.company
        # sudo: as Odoo's own invitation to the portal does
        users = self.sudo().with_context(no_reset_password=True)
        return users._create_user_from_template(
            {
                "login": email,
                "email": email,
                "partner_id": partner.id,
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
            }
        )

    def _send_invitation(self, colleague):
        """Odoo's own invitation, in the colleague's language and by the queue."""
        colleague.partner_id.signup_prepare()
        template = self.env.ref("auth_signup.portal_set_password_email").sudo()
        here = self.with_context(lang=colleague.lang)
        welcome = here.env._(
            "%(user)s of %(organisation)s has invited you: report what does not work, "
            "and follow what becomes of it.",
            user=self.name,
            organisation=self._get_invited_organisation().name,
        )
        template.with_context(
            lang=colleague.lang, welcome_message=welcome, medium="portalinvite"
        ).send_mail(colleague.id)
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
