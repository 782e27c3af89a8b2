from odoo import api, fields, models
from odoo.tools import email_normalize
from odoo.tools.mail import email_split_tuples

from ..tools.mail_headers import AUTOMATIC_HEADERS


class HelpdeskTicket(models.Model):
    # three responsibilities, three files
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"
    # Lets the mail gateway count what one sender opened, and stop a loop (W6).
    _primary_email = "partner_email"

    _partner_email_index = models.Index("(partner_email, create_date)")

    # They bypass the rules of messages: searching by them would find internal notes.
    message_ids = fields.One2many(groups="base.group_user")
    website_message_ids = fields.One2many(groups="base.group_user")

    def _on_reported(self):
        result = super()._on_reported()
        # sudo: who logs a ticket for another team may not work on it afterwards
        self.sudo()._subscribe_reporter()
        if self.env.context.get("digit_receipt_id"):
            self._note_receipt()
        elif not self.env.context.get("digit_no_acknowledgement"):
            self.sudo()._send_acknowledgement()
        return result

    def _note_receipt(self):
        """A mail's ticket is acknowledged later, by a job that counts."""
        # sudo: the user of the mail gateway needs no right on what is ours
        receipt = self.env["digit.mail.receipt"].sudo()
        receipt = receipt.browse(self.env.context["digit_receipt_id"])
        receipt.ticket_id = self[:1]
        if not self.env.context.get("digit_no_acknowledgement"):
            receipt.acknowledgement = "wanted"
            self.env.ref("digit_support.ir_cron_acknowledge").sudo()._trigger()

    def write(self, vals):
        former = {}
        if "partner_id" in vals:
            former = {ticket: ticket.partner_id for ticket in self}
        result = super().write(vals)
        for ticket, partner in former.items():
            # sudo: the same write may have handed the ticket to another team
            ticket.sudo()._replace_subscribed_reporter(partner)
        return result

    def _subscribe_reporter(self):
        """The reporter follows, so that each public reply reaches them by mail."""
        for partner, tickets in (
            self.filtered("partner_id").grouped("partner_id").items()
        ):
            tickets.message_subscribe(partner.ids)

    def _replace_subscribed_reporter(self, former):
        """Subscribe the reporter instead of ``former``.

        Who may read the ticket for another reason than having reported it, such as
        an agent or their organisation's contact person, goes on following it.
        """
        self.ensure_one()
        if former == self.partner_id:
            return
        if not any(self.with_user(user).has_access("read") for user in former.user_ids):
            self.message_unsubscribe(former.ids)
        self._subscribe_reporter()

    # ---------------------------------------------------
    # Acknowledgement
    # ---------------------------------------------------

    def _send_acknowledgement(self):
        """Queue a mail with the reference number to each reporter (S1)."""
        template = self.env.ref(
            "digit_support.mail_template_acknowledgement", raise_if_not_found=False
        )
        tickets = self._filter_acknowledged()
        if template and tickets:
            template.send_mail_batch(
                tickets.ids,
                email_values={
                    # not the sender, as whom the mail gateway creates the ticket
                    "author_id": self.env.ref("base.partner_root").id,
                    "headers": repr(AUTOMATIC_HEADERS),
                    "message_type": "auto_comment",
                },
            )
            # by itself the queue runs once an hour
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _filter_acknowledged(self):
        """The tickets whose reporter has an address, and not one of our own."""
        emails = {ticket: ticket._get_reporter_email() for ticket in self}
        own = set(
            self.env["mail.alias.domain"]._find_aliases(
                list(filter(None, emails.values()))
            )
        )
        return self.filtered(
            lambda ticket: emails[ticket] and emails[ticket] not in own
        )

    def _get_reporter_email(self):
        """The address that answers to the reporter go to, normalised, or False."""
        self.ensure_one()
        return self.partner_id.email_normalized or email_normalize(self.partner_email)

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
        msg_dict["email_from"] = email_normalize(email) or msg_dict.get("email_from")
        return super().message_new(msg_dict, {**values, **(custom_values or {})})

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """By the whole address, which ``message_new`` stores normalised."""
        return [("partner_email", "=", email_from_normalized)]

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
        if author._get_organisations() & organisations:
            return True
        if author & self.message_partner_ids:
            return True
        email = email_normalize(email_from)
        return bool(email) and email == email_normalize(self.partner_email)

    def _hold_for_agent(self):
        """Ask somebody of the team to read a mail that is held; once for several."""
        summary = self.env._("Read a mail from somebody else")
        for ticket in self:
            if summary in ticket.activity_ids.mapped("summary"):
                continue
            ticket.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=self.env._(
                    "Somebody who is no party of this ticket answered it. The mail "
                    "is kept as an internal note; the partner does not see it."
                ),
                user_id=ticket._get_responsible().id,
            )

    def _get_responsible(self):
        """Whom to turn to about a ticket: the assignee, the leader, a member."""
        self.ensure_one()
        return self.user_id or self.team_id.user_id or self.team_id.user_ids[:1]

    # ---------------------------------------------------
    # Answers
    # ---------------------------------------------------

    def _message_add_suggested_recipients(self, force_primary_email=False):
        suggested = super()._message_add_suggested_recipients(force_primary_email)
        for ticket in self:
            suggested[ticket.id]["partners"] |= ticket._get_last_author()
        return suggested

    def _sort_suggested_messages(self, messages):
        """Suggest no reply to all: whom a mail named has no access by that (W5)."""
        return messages.browse()

    def _get_last_author(self):
        """Who spoke last in public: the reporter, or a colleague of theirs."""
        self.ensure_one()
        comment = self.env.ref("mail.mt_comment")
        comments = self.message_ids.filtered(
            lambda message: (
                message.subtype_id == comment
                and message.message_type in ("comment", "email")
            )
        )
        return comments[:1].author_id.filtered("active")

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """A reporter who is no contact of ours gets the public replies, too."""
        if self._is_reply_to_unknown_reporter(message):
            msg_vals = {**(msg_vals or {}), "outgoing_email_to": self.partner_email}
        return super()._notify_get_recipients(message, msg_vals, **kwargs)

    def _is_reply_to_unknown_reporter(self, message):
        """Whether a person of ours wrote this to a reporter known by address only."""
        message = message.sudo()
        email = self and not self.partner_id and email_normalize(self.partner_email)
        return (
            email
            and message.subtype_id == self.env.ref("mail.mt_comment")
            and message.message_type in ("comment", "email")
            and message.author_id
            and not message.author_id.partner_share
            and email not in message.partner_ids.mapped("email_normalized")
        )
