from odoo import api, models
from odoo.tools import email_normalize
from odoo.tools.mail import email_split_tuples

# Headers of what a machine sends in answer to a machine (RFC 3834).
AUTOMATIC_HEADERS = {
    "Auto-Submitted": "auto-replied",
    "X-Auto-Response-Suppress": "All",
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"
    # Lets the mail gateway count what one sender opened, and stop a loop (W6).
    _primary_email = "partner_email"

    def _on_reported(self):
        super()._on_reported()
        self._subscribe_reporter()
        if not self.env.context.get("digit_no_acknowledgement"):
            self._send_acknowledgement()

    def write(self, vals):
        former = {ticket: ticket.partner_id for ticket in self}
        result = super().write(vals)
        if "partner_id" in vals:
            for ticket in self.filtered(lambda ticket: former[ticket]):
                if former[ticket] != ticket.partner_id:
                    ticket.message_unsubscribe(former[ticket].ids)
            self._subscribe_reporter()
        return result

    def _subscribe_reporter(self):
        """The reporter follows, so that each public reply reaches them by mail."""
        for ticket in self.filtered("partner_id"):
            ticket.message_subscribe(ticket.partner_id.ids)

    # ---------------------------------------------------
    # Acknowledgement
    # ---------------------------------------------------

    def _send_acknowledgement(self):
        """Queue a mail with the reference number to each reporter (S1)."""
        template = self.env.ref(
            "digit_support.mail_template_acknowledgement", raise_if_not_found=False
        )
        if not template:
            return
        tickets = self.filtered(
            lambda ticket: ticket.partner_id.email or ticket.partner_email
        )
        # sudo: an agent may log a ticket without the right to use templates
        template.sudo().send_mail_batch(
            tickets.ids,
            email_values={
                "headers": repr(AUTOMATIC_HEADERS),
                "message_type": "auto_comment",
            },
        )

    @api.private
    def get_acknowledgement_facts(self):
        """What the acknowledgement tells, in order. Extend to tell more.

        :return: a list of (label, text) in the language of the environment
        """
        self.ensure_one()
        facts = [(self.env._("Reference"), self.number)]
        if self.programme_id:
            facts.append((self.env._("Programme"), self.programme_id.name))
        if self.severity_id:
            facts.append((self.env._("Severity"), self.severity_id.display_name))
        return facts

    # ---------------------------------------------------
    # Mail gateway
    # ---------------------------------------------------

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A mail's ticket belongs to nobody yet: not to the user who sent it."""
        name, email = (email_split_tuples(msg_dict.get("email_from")) or [("", "")])[0]
        values = {"user_id": False, "partner_name": name or email}
        channel = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_email", raise_if_not_found=False
        )
        if channel:
            values["channel_id"] = channel.id
        msg_dict = self._without_recipients(msg_dict)
        msg_dict["email_from"] = email or msg_dict.get("email_from")
        return super().message_new(msg_dict, {**values, **(custom_values or {})})

    def message_update(self, msg_dict, update_vals=None):
        return super().message_update(self._without_recipients(msg_dict), update_vals)

    @api.model
    def _without_recipients(self, msg_dict):
        """The mail as if sent to us alone: being named in To or Cc gives no access.

        The base would subscribe every known partner in these headers (W5).
        """
        return {**msg_dict, "to": "", "cc": ""}

    def _is_party(self, author, email_from):
        """Whether a mail from this sender may speak on this ticket.

        The reporter and their organisation, the organisations of the deployment,
        who already follows, and the support side do; a stranger who learnt a
        Message-ID does not (O2).

        :param author: the sender as a ``res.partner``, perhaps empty
        :param email_from: the sender's address as received
        """
        self.ensure_one()
        if author.user_ids.filtered(lambda user: not user.share):
            return True
        organisations = (
            self.commercial_partner_id
            | self.deployment_id.client_id
            | self.deployment_id.implementer_id
        )
        if author.commercial_partner_id & organisations:
            return True
        if author & self.message_partner_ids:
            return True
        email = email_normalize(email_from)
        return bool(email) and email == email_normalize(self.partner_email)

    def _hold_for_agent(self):
        """Ask the assignee, or else the team's leader, to read a held mail."""
        for ticket in self:
            responsible = ticket.user_id or ticket.team_id.user_id
            if responsible:
                ticket.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Read a mail from somebody else"),
                    note=self.env._(
                        "Somebody who is no party of this ticket answered it. The "
                        "mail is kept as an internal note; the partner does not "
                        "see it."
                    ),
                    user_id=responsible.id,
                )
