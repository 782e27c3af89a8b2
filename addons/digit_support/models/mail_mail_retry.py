import smtplib
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import fields, models
from odoo.tools import exception_to_unicode

from ..tools.smtp_failure import Attempt, get_pause

# So long a server may be away, or refuse for now, before a person has to look (RFC
# 5321, 4.5.4.1).
PATIENCE = timedelta(days=5)


class MailMail(models.Model):
    """Mail that an outage stopped is sent after it (O4), none twice knowingly (O5).

    A mail that may pass later stays *outgoing*, with the time of the next try in
    Odoo's own ``scheduled_date``. One that was refused for good is raised to a person.
    """

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "mail.mail"

    digit_tries = fields.Integer(string="Failed Tries", readonly=True, copy=False)
    digit_failing_date = fields.Datetime(
        string="Failing since", readonly=True, copy=False
    )
    digit_refused_date = fields.Datetime(
        string="Refused on",
        readonly=True,
        copy=False,
        help="When it was refused for good, until somebody has looked at it.",
    )
    digit_reached = fields.Text(
        string="Reached Already",
        readonly=True,
        copy=False,
        help="The addresses that got it before it failed for others: they do not get "
        "it again.",
    )

    # of all mails, few wait or were refused
    _digit_waiting_idx = models.Index("(create_date) WHERE state = 'outgoing'")
    _digit_refused_idx = models.Index(
        "(digit_refused_date) WHERE digit_refused_date IS NOT NULL"
    )

    # ---------------------------------------------------
    # One after another, each by one sender only
    # ---------------------------------------------------

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        """As Odoo, but each mail locked, and what never failed first.

        The queue and somebody's click may want the same mail; and a mail at which the
        server hangs up holds up none of the others for good.
        """
        waiting = self.sorted(lambda mail: (mail.digit_tries, mail.id))
        for place, mail in enumerate(waiting, 1):
            attempt = Attempt()
            locked = mail._lock_to_send().with_context(digit_attempt=attempt)
            try:
                super(MailMail, locked)._send(
                    auto_commit=auto_commit,
                    raise_exception=raise_exception,
                    smtp_session=smtp_session,
                    alias_domain_id=alias_domain_id,
                    mail_server=mail_server,
                    post_send_callback=post_send_callback,
                )
            except smtplib.SMTPServerDisconnected as error:
                if raise_exception:
                    raise
                mail.with_context(digit_attempt=attempt)._fail(error)
                waiting[place:]._put_off()
                break
        if post_send_callback:
            post_send_callback(self.ids)
        return True

    def _lock_to_send(self):
        """This mail, or none when somebody else sends it or has just done so.

        Nothing fails for that: what was sent already in this transaction would be
        forgotten, and sent again.
        """
        try:
            with self.env.cr.savepoint(flush=False):
                return self.try_lock_for_update(allow_referencing=True)
        except SerializationFailure:
            return self.browse()

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Whom the mail reached in an earlier try does not get it again."""
        emails = super()._prepare_outgoing_list(mail_server, doc_to_followers)
        reached = set((self.digit_reached or "").split())
        return [
            email
            for email in emails
            if not reached or set(email["email_to_normalized"]) - reached
        ]

    def _fail(self, error):
        """The server hung up on this mail: what Odoo does for any other failure."""
        reason = exception_to_unicode(error)
        self.write({"state": "exception", "failure_reason": reason})
        self._postprocess_sent_message([], [], reason, "unknown")

    def _put_off(self):
        """Do not try these now: the server is in no state for it."""
        now = fields.Datetime.now()
        for date, mails in self.grouped("digit_failing_date").items():
            mails.write(
                {
                    "scheduled_date": now + timedelta(seconds=get_pause(1)),
                    "digit_failing_date": date or now,
                }
            )

    # ---------------------------------------------------
    # Afterwards
    # ---------------------------------------------------

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        if failure_type:
            # sudo: whoever sends a mail does not keep the books of the queue
            self.sudo()._on_failure(failure_type, failure_reason)
        else:
            self.filtered("digit_failing_date").sudo().write(
                {
                    "digit_tries": 0,
                    "digit_failing_date": False,
                    "digit_refused_date": False,
                    "digit_reached": False,
                }
            )
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )

    def _on_failure(self, failure_type, reason):
        """Try these again later, or have a person look at them."""
        attempt = self.env.context.get("digit_attempt") or Attempt()
        now = fields.Datetime.now()
        # no connection: whatever the server said, it did not say it of the mail
        if failure_type == "mail_smtp" or attempt.is_passing:
            patient = self.filtered(
                lambda mail: (mail.digit_failing_date or now) > now - PATIENCE
            )
            patient._try_again(attempt, now)
        else:
            patient = self.browse()
        (self - patient)._raise_refusal(attempt.replies or reason or "", now)

    def _try_again(self, attempt, now):
        groups = self.grouped(lambda mail: (mail.digit_tries, mail.digit_failing_date))
        for (tries, failing_date), mails in groups.items():
            pause = timedelta(seconds=get_pause(tries + 1))
            mails.write(
                {
                    "state": "outgoing",
                    "scheduled_date": now + pause,
                    "digit_tries": tries + 1,
                    "digit_failing_date": failing_date or now,
                }
            )
        for mail in self if attempt.reached else ():
            known = (mail.digit_reached or "").split()
            mail.digit_reached = "\n".join([*known, *attempt.reached])

    def _raise_refusal(self, reason, now):
        """Nobody would look at these in the mail queue (O4)."""
        self.write({"digit_refused_date": now})
        of_tickets = self.filtered(lambda mail: mail.model == "helpdesk.ticket")
        # Odoo would delete the one that had no address
        (self - of_tickets).write({"auto_delete": False})
        for mail in of_tickets:
            ticket = self.env["helpdesk.ticket"].browse(mail.res_id).exists()
            ticket._tell_of_refused_mail(mail, reason)

    def mark_outgoing(self):
        """By hand: at once, and as if it had never failed."""
        self.write({"scheduled_date": False, "digit_tries": 0})
        self._mark_seen()
        return super().mark_outgoing()

    def cancel(self):
        self._mark_seen()
        return super().cancel()

    def _mark_seen(self):
        """Somebody has looked at these, or does something about them."""
        self.write({"digit_refused_date": False, "digit_failing_date": False})
