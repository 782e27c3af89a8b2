import base64
import email
import email.policy
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, plaintext2html

from ..tools import settings
from ..tools.incoming_mail import EXCERPT, IncomingMail

_logger = logging.getLogger(__name__)

MAX_HEADERS = 20_000  # characters that are shown; the mail itself is complete
# What these mails say of their sender cannot be believed.
UNTRUSTED = ("impersonation", "lookalike", "sender", "own_address")
# An answer by a machine would go to another machine, or to somebody else.
UNANSWERED = (*UNTRUSTED, "loop", "bounce")
UNREAD = ("too_large", "error")


class DigitMailQuarantine(models.Model):
    """A mail that we do not trust or could not read, until an agent decides."""

    _name = "digit.mail.quarantine"
    _description = "Held Mail"
    _order = "id desc"

    name = fields.Char(string="Subject", readonly=True)
    state = fields.Selection(
        [("held", "To decide"), ("released", "Released"), ("discarded", "Discarded")],
        default="held",
        required=True,
        readonly=True,
        index=True,
    )
    cause = fields.Selection(
        [
            ("impersonation", "Claims to be one of us"),
            ("lookalike", "Looks like one of us"),
            ("sender", "No single sender"),
            ("own_address", "Our own address"),
            ("loop", "Too many mails"),
            ("duplicate", "Known Message-ID"),
            ("bounce", "Unknown bounce"),
            ("undeliverable", "No team takes it"),
            ("too_large", "Too large"),
            ("error", "Could not be read"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Text(compute="_compute_reason")
    detail = fields.Char(readonly=True)
    email_from = fields.Char(string="From", readonly=True)
    email_to = fields.Char(string="To", readonly=True)
    date = fields.Datetime(
        string="Written on", readonly=True, help="As the mail says; it may be wrong."
    )
    create_date = fields.Datetime(string="Held since")
    headers = fields.Text(readonly=True)
    excerpt = fields.Text(string="Text", readonly=True)
    mail = fields.Binary(attachment=True, readonly=True)
    mail_name = fields.Char(compute="_compute_mail_name")
    digest = fields.Char(required=True, readonly=True)
    fingerprint = fields.Char(required=True, readonly=True)
    claimed_id = fields.Many2one(
        "res.partner",
        string="Claimed Author",
        readonly=True,
        ondelete="set null",
        help="The colleague of ours as whom this mail presents its sender.",
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The team to whose address it was sent.",
    )
    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True, ondelete="set null")
    handled_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    handled_date = fields.Datetime(string="Decided on", readonly=True)
    discard_reason = fields.Char(readonly=True)

    _mail_unique = models.UniqueIndex("(digest, fingerprint)")

    @api.depends("cause", "email_from")
    @api.depends_context("lang")
    def _compute_reason(self):
        reasons = self._get_reasons()
        for held in self:
            held.reason = reasons.get(held.cause, "")

    def _compute_mail_name(self):
        for held in self:
            held.mail_name = f"mail-{held.id}.eml"

    @api.model
    def _get_reasons(self):
        """For each cause what happened, and what to look at, in plain words."""
        return {
            "impersonation": self.env._(
                "The sender writes as one of us, and our mail server does not confirm "
                "it. Ask the colleague, by phone or chat, before you believe it."
            ),
            "lookalike": self.env._(
                "The sender's address looks like one of ours, but is another one."
            ),
            "sender": self.env._(
                "The mail names no sender, or several, so that nobody knows who wrote."
            ),
            "own_address": self.env._(
                "The mail says that it comes from an address of ours: a loop, or a "
                "forgery."
            ),
            "loop": self.env._(
                "This sender wrote so much in so short a time that it may be a machine."
            ),
            "duplicate": self.env._(
                "Another mail came with the same Message-ID. It may be a copy, a "
                "program that counts badly, or a forgery."
            ),
            "bounce": self.env._(
                "A mail server says that a mail did not arrive, and not which of ours."
            ),
            "undeliverable": self.env._(
                "No team has the address that this was sent to, or the team's address "
                "does not take mail from this sender."
            ),
            "too_large": self.env._(
                "The mail is larger, or has more parts, than we process by ourselves."
            ),
            "error": self.env._("The mail could not be processed."),
        }

    # ---------------------------------------------------
    # Hold
    # ---------------------------------------------------

    @api.model
    def _hold(self, mail, error):
        """Keep a mail, once.

        :param mail: an ``IncomingMail``
        :param error: a ``MailHeld``
        """
        known = [("digest", "=", mail.digest), ("fingerprint", "=", mail.fingerprint)]
        held = self.search(known)
        return held or self.create(self._prepare_vals(mail, error))

    @api.model
    def _prepare_vals(self, mail, error):
        recipients = ", ".join(mail.get_all("Delivered-To") + mail.get_all("To"))
        return {
            "name": clean(mail.get("Subject"), 500),
            "cause": error.cause,
            "detail": clean(error.detail, 500),
            "email_from": clean(", ".join(mail.get_decoded("From")), 500),
            "email_to": clean(recipients, 500),
            "date": mail.date,
            "headers": clean(mail.headers_text, MAX_HEADERS),
            "excerpt": self._get_excerpt(mail, error),
            "digest": mail.digest,
            "fingerprint": mail.fingerprint,
            "claimed_id": self._get_claimed(mail).id,
            "team_id": self._get_team(mail).id,
            "mail": base64.b64encode(mail.raw),
        }

    @api.model
    def _get_excerpt(self, mail, error):
        if error.cause in UNREAD:
            return ""
        text, kind = mail.excerpt
        if kind == "text/html":
            text = html2plaintext(text)
        return clean(text.strip(), EXCERPT)

    @api.model
    def _get_claimed(self, mail):
        users = self.env["res.users"].with_context(active_test=False)
        return users.search(
            [("share", "=", False), ("email_normalized", "in", list(mail.claims))],
            limit=1,
        ).partner_id

    @api.model
    def _get_team(self, mail):
        return self.env["helpdesk.ticket.team"].search(
            [("alias_id.alias_full_name", "in", mail.recipients)], limit=1
        )

    # ---------------------------------------------------
    # Decide
    # ---------------------------------------------------

    def action_make_ticket(self):
        """Each of these mails becomes a ticket, as if from somebody outside."""
        self._check_undecided()
        for held in self:
            ticket = held._make_ticket()
            held._decide("released", ticket_id=ticket.id)
        return self._get_ticket_action()

    def action_open_ticket(self):
        return self._get_ticket_action()

    def _attach(self, ticket, as_claimed):
        """Add the mail to a ticket.

        :param as_claimed: as a public message of the colleague whom the mail names;
            else as what it would be from somebody outside
        """
        self.ensure_one()
        self._check_undecided()
        ticket.check_access("write")
        author = self.claimed_id if as_claimed else self._get_outside_author()
        values = self._parse()
        # sudo: the message is the sender's, not the agent's
        self._post(ticket.sudo(), values, author, as_claimed)
        self._decide("released", ticket_id=ticket.id)

    def _discard(self, reason):
        self._check_undecided()
        self._decide("discarded", discard_reason=reason)

    def _check_undecided(self):
        self.check_access("read")
        decided = self.filtered(lambda held: held.state != "held")
        if decided:
            raise UserError(
                self.env._(
                    "%(name)s decided on “%(subject)s” already.",
                    name=decided[0].handled_id.name,
                    subject=decided[0].name,
                )
            )

    def _decide(self, state, **values):
        # sudo: nobody writes on a held mail but by a decision
        self.sudo().write(
            {
                "state": state,
                "handled_id": self.env.uid,
                "handled_date": fields.Datetime.now(),
                **values,
            }
        )

    def _get_ticket_action(self):
        action = {"type": "ir.actions.act_window", "res_model": "helpdesk.ticket"}
        if len(self) == 1:
            return {**action, "view_mode": "form", "res_id": self.ticket_id.id}
        return {
            **action,
            "name": self.env._("Tickets"),
            "view_mode": "list,form",
            "domain": [("id", "in", self.ticket_id.ids)],
        }

    # ---------------------------------------------------
    # Release
    # ---------------------------------------------------

    def _get_outside_author(self):
        """The contact who wrote the mail, if that can be believed; never one of us."""
        self.ensure_one()
        partners = self.env["res.partner"]
        sender = self._get_incoming_mail().sender
        if self.cause in UNTRUSTED or not sender:
            return partners
        found = partners.search([("email_normalized", "=", sender)])
        return found.filtered("partner_share")[:1]

    def _find_ticket(self):
        """The ticket that the mail answers, as far as its headers tell."""
        references = self._get_incoming_mail().references
        message = self.env["mail.message"].search(
            [("model", "=", "helpdesk.ticket"), ("message_id", "in", references)],
            order="id desc",
            limit=1,
        )
        return self.env["helpdesk.ticket"].browse(message.res_id)

    def _get_incoming_mail(self):
        return IncomingMail(base64.b64decode(self.with_context(bin_size=False).mail))

    def _parse(self):
        """The mail as the gateway reads it, or as one file if it cannot."""
        self.ensure_one()
        raw = self._get_incoming_mail().raw
        if self.cause not in UNREAD:
            try:
                message = email.message_from_bytes(raw, policy=email.policy.SMTP)
                return self.env["mail.thread"].sudo().message_parse(message)
            except Exception:
                _logger.info("A held mail cannot be read", exc_info=True)
        return {
            "body": plaintext2html(self.excerpt or self.name or ""),
            "attachments": [(self.mail_name, raw)],
        }

    def _make_ticket(self):
        self.ensure_one()
        values = self._parse()
        # sudo: its team may be another one than the agent's
        tickets = self.env["helpdesk.ticket"].sudo()
        if self.cause in UNANSWERED:
            tickets = tickets.with_context(digit_no_acknowledgement=True)
        author = self._get_outside_author()
        ticket = tickets.create(self._prepare_ticket_vals(values, author))
        self._post(ticket, {**values, "body": ""}, author, False)
        return ticket

    def _prepare_ticket_vals(self, values, author):
        sender = self._get_incoming_mail().sender
        channel = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_email", raise_if_not_found=False
        )
        return {
            "name": self.name or self.env._("No Subject"),
            "description": values["body"] or self.name or "-",
            "partner_id": author.id,
            "partner_name": author.name or self.email_from,
            "partner_email": sender,
            "team_id": self.team_id.id,
            "user_id": False,
            "channel_id": channel and channel.id,
        }

    def _post(self, ticket, values, author, as_claimed):
        """Post the mail, in public if its author may speak on this ticket."""
        mail = self._get_incoming_mail()
        is_public = as_claimed or (
            self.cause not in UNTRUSTED and ticket._is_party(author, mail.sender)
        )
        subtype = "mail.mt_comment" if is_public else "mail.mt_note"
        return ticket.with_user(self.env.ref("base.user_root")).message_post(
            author_id=author.id,
            email_from=self.email_from,
            subject=self.name,
            body=values["body"] or self.env._("A mail that was held. Its files:"),
            attachments=values["attachments"],
            message_type="email",
            subtype_xmlid=subtype,
            # answers to it find the ticket
            message_id=None if self.cause == "duplicate" else mail.message_id,
        )

    # ---------------------------------------------------
    # Clean up
    # ---------------------------------------------------

    @api.autovacuum
    def _gc_discarded(self):
        days = settings.get_number(self.env, settings.HELD_DAYS)
        old = self.search(
            [
                ("state", "=", "discarded"),
                ("handled_date", "<", fields.Datetime.now() - timedelta(days=days)),
            ],
            limit=1000,
        )
        old.unlink()
        return len(old), len(old) == 1000


def clean(text, length):
    """Text that PostgreSQL takes."""
    text = (text or "").encode("utf-8", "replace").decode("utf-8")
    return text.replace("\0", "")[:length]
