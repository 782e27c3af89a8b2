from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import settings

# Odoo itself knows the Message-ID of each mail that became a message.
KEPT_DAYS = 90


class DigitMailReceipt(models.Model):
    """A mail that came in: so that it counts once, and is answered once."""

    _name = "digit.mail.receipt"
    _description = "Receipt of a Mail"
    _order = "id"

    digest = fields.Char(required=True, help="Of the Message-ID.")
    fingerprint = fields.Char(required=True)
    sender = fields.Char()
    is_authentic = fields.Boolean(
        help="Our mail server found that the sender's domain sent it."
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket", string="New Ticket", ondelete="cascade", index=True
    )
    acknowledgement = fields.Selection(
        [("wanted", "Wanted"), ("sent", "Sent"), ("withheld", "Withheld")]
    )
    acknowledgement_date = fields.Datetime()

    _digest_unique = models.UniqueIndex("(digest)")
    _sender_index = models.Index("(sender, create_date)")
    _wanted_index = models.Index("(id) WHERE acknowledgement = 'wanted'")
    _acknowledged_index = models.Index(
        "(acknowledgement_date) WHERE acknowledgement = 'sent'"
    )

    # ---------------------------------------------------
    # Intake
    # ---------------------------------------------------

    @api.model
    def _claim(self, mail, is_authentic):
        """The receipt of a mail that has none yet, else nothing.

        SQL, because of two transactions with the same mail the later one has to
        wait, and then to fail in a way that is retried: the second try sees the
        receipt of the first (O6). When the first one dies, the second goes on.
        """
        self.env.cr.execute(
            """
            INSERT INTO digit_mail_receipt (
                digest, fingerprint, sender, is_authentic,
                create_date, write_date, create_uid, write_uid
            ) VALUES (
                %(digest)s, %(fingerprint)s, %(sender)s, %(is_authentic)s,
                now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', %(uid)s, %(uid)s
            ) ON CONFLICT (digest) DO NOTHING RETURNING id
            """,
            {
                "digest": mail.digest,
                "fingerprint": mail.fingerprint,
                "sender": mail.sender,
                "is_authentic": is_authentic,
                "uid": self.env.uid,
            },
        )
        return self.browse([receipt_id for (receipt_id,) in self.env.cr.fetchall()])

    @api.model
    def _is_same_mail(self, mail):
        """Whether a mail whose Message-ID is known is the one that we have."""
        return bool(
            self.search_count(
                [("digest", "=", mail.digest), ("fingerprint", "=", mail.fingerprint)],
                limit=1,
            )
        )

    @api.model
    def _is_over_limit(self, sender):
        """Whether an address has sent more mails in a day than we take from one."""
        since = fields.Datetime.now() - timedelta(days=1)
        count = self.search_count(
            [("sender", "=", sender), ("create_date", ">=", since)]
        )
        return count > settings.get_number(self.env, settings.MAILS_A_DAY)

    # ---------------------------------------------------
    # Acknowledgement
    # ---------------------------------------------------

    @api.model
    def _cron_acknowledge(self):
        """One job decides, so that however many mails come in at once, no limit is
        passed."""
        wanted = Domain("acknowledgement", "=", "wanted")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(wanted))
        while receipts := self.search(wanted, limit=50):
            receipts._acknowledge()
            if not cron._commit_progress(len(receipts)):
                break

    def _acknowledge(self):
        """Acknowledge the tickets of these receipts, within the limits."""
        now = fields.Datetime.now()
        recent = Domain("acknowledgement", "=", "sent")
        by_sender = dict(
            self._read_group(
                recent
                & Domain("sender", "in", self.mapped("sender"))
                & Domain("acknowledgement_date", ">", now - timedelta(days=1)),
                ["sender"],
                ["__count"],
            )
        )
        unproven = self.search_count(
            recent
            & Domain("is_authentic", "=", False)
            & Domain("acknowledgement_date", ">", now - timedelta(hours=1))
        )
        for receipt in self:
            sent = receipt._acknowledge_one(by_sender.get(receipt.sender, 0), unproven)
            by_sender[receipt.sender] = by_sender.get(receipt.sender, 0) + sent
            unproven += sent and not receipt.is_authentic

    def _acknowledge_one(self, sent_to_sender, sent_unproven):
        """Acknowledge one ticket, unless too many have been.

        :return: whether that was done
        """
        self.ensure_one()
        a_day = settings.get_number(self.env, settings.ACKNOWLEDGEMENTS_A_DAY)
        an_hour = settings.get_number(self.env, settings.ACKNOWLEDGEMENTS_AN_HOUR)
        allowed = sent_to_sender < a_day and (
            self.is_authentic or sent_unproven < an_hour
        )
        if allowed:
            self.ticket_id._send_acknowledgement()
        self.acknowledgement = "sent" if allowed else "withheld"
        self.acknowledgement_date = fields.Datetime.now()
        return allowed

    @api.autovacuum
    def _gc_receipts(self):
        before = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        old = self.search([("create_date", "<", before)], limit=10_000)
        old.unlink()
        return len(old), len(old) == 10_000
