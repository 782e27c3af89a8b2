import logging
import poplib
import random
import time
from functools import partial

from odoo import api, models
from odoo.exceptions import AccessError, ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import email_normalize

from ..tools import settings
from ..tools.incoming_mail import MAX_SIZE, IncomingMail, MailHeld, get_skeleton
from ..tools.mail_pictures import link_pictures

_logger = logging.getLogger(__name__)

# As Odoo sets it, but for any mail that we take: one longer line stops a mailbox.
poplib._MAXLINE = MAX_SIZE

TRIES = 8
RETRIED = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)


class MailThread(models.AbstractModel):
    """Every mail becomes a message, or is held for an agent: none is lost (O1, O3)."""

    # the gateway's door here, what a ticket makes of a mail in its own file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Odoo's gateway, which never fails because of the mail.

        A transaction in which nothing happened yet is ours: then the mail is
        committed before this returns, and tried again when another transaction
        interfered. Otherwise that is left to the caller.
        """
        self._check_may_deliver()
        mail = IncomingMail(self._get_bytes(message))

        def process(thread):
            # not the super() of self: the thread has a context of its own
            return super(MailThread, thread).message_process(  # noqa: UP008
                model,
                mail.raw,
                custom_values,
                save_original=save_original,
                strip_attachments=strip_attachments,
                thread_id=thread_id,
            )

        take_in = partial(self._take_in, mail, process)
        return self._retry(mail, take_in) if self._is_transaction_new() else take_in()

    @api.model
    def _check_may_deliver(self):
        """Whoever delivers a mail may write anything into it."""
        if not (self.env.su or self.env.user._is_internal()):
            raise AccessError(self.env._("Only mail servers deliver mail."))

    @api.model
    def _get_bytes(self, message):
        if isinstance(message, str):
            return message.encode("utf-8", "surrogateescape")
        return bytes(getattr(message, "data", message))

    @api.model
    def _is_transaction_new(self):
        """Whether this transaction has written nothing so far."""
        self.env.flush_all()
        self.env.cr.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
        return self.env.cr.fetchone()[0]

    # ---------------------------------------------------
    # A transaction of its own
    # ---------------------------------------------------

    @api.model
    def _retry(self, mail, take_in):
        """Take a mail in and commit; hold it if that goes wrong time after time."""
        for number in range(1, TRIES + 1):
            try:
                return self._commit(take_in)
            except RETRIED as error:
                failure = error
                self._roll_back()
                time.sleep(random.uniform(0, 0.05 * 2**number))
            except Exception as error:
                failure = error
                self._roll_back()
                break
        _logger.info("A mail is held after %s tries", number, exc_info=failure)
        return self._hold_or_refuse(mail, failure)

    @api.model
    def _commit(self, action):
        result = action()
        # the fetcher takes a mail for handled whatever comes after this (O3)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return result

    @api.model
    def _roll_back(self):
        self.env.cr.rollback()
        self.env.transaction.reset()
        self.env.registry.reset_changes()

    @api.model
    def _hold_or_refuse(self, mail, failure):
        """Hold a mail, or leave it with the mail server if not even that works."""
        try:
            return self._commit(partial(self._take_in, mail, partial(_fail, failure)))
        except Exception:
            _logger.exception("A mail can neither be taken in nor held")
            # The fetcher marks a mail as handled after any exception that leaves it
            # its connection (O3). Without, it stops, and fetches the mail again.
            self.env.cr.connection.close()
            raise

    # ---------------------------------------------------
    # Take in
    # ---------------------------------------------------

    @api.model
    def _take_in(self, mail, process):
        """Make a message of a mail, or hold it.

        :param process: what Odoo does with it, given ``self``
        :return: the id of the record, or False
        """
        is_authentic = mail.is_authentic(self._get_authserv_id())
        # sudo: the user of the mail gateway needs no right on what is ours
        receipts = self.env["digit.mail.receipt"].sudo()
        receipt = receipts._claim(mail, is_authentic)
        if not receipt and receipts._is_same_mail(mail):
            return False
        thread = self.with_context(
            digit_receipt_id=receipt.id,
            digit_proven_sender=mail.sender if is_authentic else False,
        )
        try:
            with self.env.cr.savepoint():
                thread._check_mail(mail, receipt)
                return process(thread)
        except RETRIED:
            raise
        except Exception as error:
            self._hold(mail, error)
        return False

    @api.model
    def _get_authserv_id(self):
        """The name of our mail server, if what it wrote into the mail can be trusted.

        An internal user who delivers a mail by hand is no mail server.
        """
        if self.env.su or self.env.user._is_system():
            return settings.get_text(self.env, settings.AUTHSERV_ID)
        return ""

    @api.model
    def _hold(self, mail, error):
        if not isinstance(error, MailHeld):
            _logger.info("A mail could not be processed", exc_info=error)
            error = MailHeld("error", f"{type(error).__name__}: {error}")
        _logger.info("A mail is held: %s %s", error.cause, error.detail)
        # sudo: as above
        self.env["digit.mail.quarantine"].sudo()._hold(mail, error)

    # ---------------------------------------------------
    # What is held before anything is made of it
    # ---------------------------------------------------

    @api.model
    def _check_mail(self, mail, receipt):
        """Refuse, by ``MailHeld``, what an agent should see first."""
        mail.check_size()
        if not receipt or self._is_known_message(mail):
            raise MailHeld("duplicate")
        self._check_sender(mail)

    @api.model
    def _is_known_message(self, mail):
        # sudo: as above
        messages = self.env["mail.message"].sudo()
        return bool(
            messages.search_count([("message_id", "=", mail.message_id)], limit=1)
        )

    @api.model
    def _check_sender(self, mail):
        internal = self._get_internal_emails()
        claimed = mail.claims & internal
        if claimed and claimed != {self.env.context["digit_proven_sender"]}:
            raise MailHeld("impersonation", ", ".join(sorted(claimed)))
        if not mail.has_one_sender:
            raise MailHeld("sender")
        # sudo: as above
        if self.env["mail.alias.domain"].sudo()._find_aliases(list(mail.claims)):
            raise MailHeld("own_address")
        if not claimed and get_skeleton(mail.sender) in map(get_skeleton, internal):
            raise MailHeld("lookalike", mail.sender)

    @api.model
    def _get_internal_emails(self):
        """The addresses of those who may write as one of us, also formerly."""
        # sudo: as above
        users = self.env["res.users"].sudo().with_context(active_test=False)
        users = users.search_fetch(
            [("share", "=", False), ("email", "!=", False)], ["email_normalized"]
        )
        return set(filter(None, users.mapped("email_normalized")))

    # ---------------------------------------------------
    # What Odoo would drop, or answer to an address that may be forged
    # ---------------------------------------------------

    @api.model
    def _routing_create_bounce_email(
        self, email_from, body_html, message, **mail_values
    ):
        """No answer by a machine: the mail is held, and an agent decides (S7)."""

    @api.model
    def message_parse(self, message, save_original=False):
        """PostgreSQL takes no NUL, in whichever way it was written.

        A picture that is fetched from elsewhere is a link: who only reads a mail tells
        nobody (S9).
        """
        values = super().message_parse(message, save_original=save_original)
        values = {
            name: value.replace("\0", "") if isinstance(value, str) else value
            for name, value in values.items()
        }
        return {**values, "body": link_pictures(values.get("body"))}

    @api.model
    def message_route(self, *args, **kwargs):
        try:
            return super().message_route(*args, **kwargs)
        except ValueError as error:
            raise MailHeld("undeliverable", str(error)) from error

    @api.model
    def _detect_loop_headers(self, msg_dict):
        if super()._detect_loop_headers(msg_dict):
            raise MailHeld("loop")
        return False

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        if super()._detect_loop_sender(message, message_dict, routes):
            raise MailHeld("loop")
        if self._is_over_daily_limit(message_dict):
            raise MailHeld("loop")
        return False

    @api.model
    def _is_over_daily_limit(self, message_dict):
        """Whether this address sends too much, unless it is proven to be one of us or
        is on Odoo's own list of those who may."""
        sender = email_normalize(message_dict.get("email_from"))
        # sudo: as above
        allowed = self.env["mail.gateway.allowed"].sudo()
        if not sender or allowed.search_count(
            [("email_normalized", "=", sender)], limit=1
        ):
            return False
        if self.env.context.get("digit_proven_sender") in self._get_internal_emails():
            return False
        return self.env["digit.mail.receipt"].sudo()._is_over_limit(sender)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        if message_dict.get("is_bounce") and not message_dict.get("bounced_message"):
            raise MailHeld("bounce")
        if not routes and not message_dict.get("is_bounce"):
            raise MailHeld("undeliverable")
        self._check_author(message_dict)
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def _check_author(self, message_dict):
        """Whatever was made of the headers: nobody becomes one of us unproven."""
        author = self.env["res.partner"].sudo().browse(message_dict.get("author_id"))
        users = author.with_context(active_test=False).user_ids
        proven = self.env.context.get("digit_proven_sender")
        is_proven = proven and proven == email_normalize(message_dict["email_from"])
        if users.filtered(lambda user: not user.share) and not is_proven:
            raise MailHeld("impersonation", author.email or "")


def _fail(error, _thread):
    """For once not to be tried again."""
    raise MailHeld("error", f"{type(error).__name__}: {error}") from error
