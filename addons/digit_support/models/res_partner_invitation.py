from odoo import fields, models
from odoo.tools import email_domain_extract

# Anybody may have an address there: it tells nothing of an organisation.
PUBLIC_DOMAINS = frozenset(
    {
        "aol.com", "fastmail.com", "gmail.com", "gmx.com", "googlemail.com",
        "hotmail.com", "icloud.com", "live.com", "mail.com", "me.com", "msn.com",
        "outlook.com", "outlook.in", "proton.me", "protonmail.com", "rediffmail.com",
        "yahoo.co.in", "yahoo.com", "yahoo.in", "yandex.com", "ymail.com", "zoho.com",
    }
)  # fmt: skip


class ResPartner(models.Model):
    """Who may be invited to the portal as a colleague."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.partner"

    invitation_domains = fields.Char(
        string="E-mail Domains",
        # who is let in from an organisation is not for every agent to say (S4)
        groups="digit_support.digit_support_group_operations",
        help="Contact persons may invite colleagues with an address in one of these "
        "domains, divided by commas. While this is empty, it is the domain of the "
        "organisation's own e-mail, unless that is open to anybody, as gmail.com.",
    )

    def _get_invitation_domains(self):
        """The domains of those whom this organisation's contact persons may invite."""
        self.ensure_one()
        listed = (self.invitation_domains or "").replace(",", " ").casefold().split()
        if listed:
            return [domain.removeprefix("@") for domain in listed]
        own = email_domain_extract(self.email)
        return [own] if own and own not in PUBLIC_DOMAINS else []
