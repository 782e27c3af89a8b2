from urllib.parse import quote

from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """The answer to who has a telephone alone: WhatsApp, or a call (S4)."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    whatsapp_url = fields.Char(
        string="WhatsApp",
        compute="_compute_whatsapp_url",
        groups="base.group_user",
        help="Opens the conversation with the reporter, with the reference written.",
    )

    @api.depends("partner_phone", "partner_id.phone", "number", "name")
    def _compute_whatsapp_url(self):
        for ticket in self:
            number = ticket._get_international_phone()
            text = quote(f"[{ticket.number}] {ticket.name}: ")
            ticket.whatsapp_url = number and f"https://wa.me/{number}?text={text}"

    def _get_international_phone(self):
        """The digits of the reporter's number with those of the country; or nothing.

        A number without them is one of the reporter's country, else of the client's.
        """
        self.ensure_one()
        country = (
            self.partner_id.country_id
            or self.commercial_partner_id.country_id
            or self.deployment_id.client_id.country_id
            or self.env.company.country_id
        )
        number = self._phone_format_number(
            self.partner_phone or self.partner_id.phone, country
        )
        return number and number.lstrip("+")

    def _close_as(self, outcome):
        result = super()._close_as(outcome)
        if outcome == "resolved":
            for ticket in self.filtered(lambda ticket: ticket._is_out_of_mail_reach()):
                ticket._have_reporter_called()
        return result

    def _is_out_of_mail_reach(self):
        """Whether nobody learns by mail that this ticket is resolved."""
        return not (self.partner_email or self.partner_id.email)

    def _have_reporter_called(self):
        """Whoever logged it tells the reporter how it ended (S4)."""
        self.ensure_one()
        reporter = self.partner_name or self.partner_id.name or self.env._("reporter")
        logged_by = self.create_uid
        if not (logged_by.active and logged_by._is_internal()):
            logged_by = self._get_responsible()
        if logged_by:
            self.activity_schedule(
                "mail.mail_activity_data_call",
                user_id=logged_by.id,
                summary=self.env._(
                    "Tell %(reporter)s that it is resolved: no e-mail address is known",
                    reporter=reporter,
                ),
            )
