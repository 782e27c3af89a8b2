from email.message import EmailMessage

from odoo.addons.mail.tests.common import MailCase

from ..tools import settings
from .common import DigitSupportCommon

AUTHSERV_ID = "mx.digit.example.com"
TEAM_ADDRESS = "urban-support@digit.example.com"


class DigitMailCommon(DigitSupportCommon, MailCase):
    """The world, with an address for the team and a hand that writes mails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.alias_domain_id = cls.env["mail.alias.domain"].create(
            {"name": "digit.example.com"}
        )
        cls.team.alias_domain_id = cls.env.company.alias_domain_id
        cls.env["ir.config_parameter"].set_param(settings.AUTHSERV_ID, AUTHSERV_ID)
        cls.mail_count = 0

    @classmethod
    def _receive(
        cls,
        sender=None,
        to=TEAM_ADDRESS,
        answers=None,
        files=(),
        is_authentic=False,
        **headers,
    ):
        """Give a mail to the gateway, as a mail server does.

        :param sender: the From header, that of Asha unless told
        :param answers: the Message-ID that the mail refers to
        :param files: names of files to attach
        :param is_authentic: whether our mail server vouches for the sender
        :param headers: more of them, with ``_`` for ``-``
        :return: the Message-ID
        """
        cls.mail_count += 1
        mail = EmailMessage()
        if is_authentic:
            mail["Authentication-Results"] = vouch_for(sender)
        mail["From"] = sender or "Asha <asha@punjab.example.com>"
        mail["To"] = to
        mail["Subject"] = headers.pop("subject", "Payments fail")
        mail["Message-ID"] = f"<{cls.mail_count}@punjab.example.com>"
        if answers:
            mail["References"] = mail["In-Reply-To"] = answers
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content("Citizens cannot pay.")
        for name in files:
            mail.add_attachment(b"Secret", "text", "plain", filename=name)
        cls._deliver(mail.as_bytes())
        return mail["Message-ID"]

    @classmethod
    def _deliver(cls, raw):
        """Give a mail, as bytes, to the gateway."""
        return cls.env["mail.thread"].message_process(None, raw)

    @classmethod
    def _forget(cls):
        """Drop what waits for a commit: it makes each of a thousand mails slower."""
        cls.env.cr.postcommit.clear()
        cls.env.invalidate_all()

    @classmethod
    def _get_held(cls, **values):
        """The held mails with these values."""
        domain = [(name, "=", value) for name, value in values.items()]
        return cls.env["digit.mail.quarantine"].search(domain)

    @classmethod
    def _receive_ticket(cls, *args, **kwargs):
        """The ticket that a mail opened."""
        return cls._get_by_mail(cls._receive(*args, **kwargs))

    @classmethod
    def _get_message(cls, message_id):
        return cls.env["mail.message"].search([("message_id", "=", message_id)])

    @classmethod
    def _get_by_mail(cls, message_id):
        """The ticket on which a mail became a message."""
        message = cls._get_message(message_id)
        return cls.env["helpdesk.ticket"].browse(message.res_id)

    @classmethod
    def _get_acknowledgement(cls, ticket):
        """The acknowledgements of a ticket, as queued mails, when the job has run."""
        receipts = cls.env["digit.mail.receipt"]
        receipts.search([("acknowledgement", "=", "wanted")])._acknowledge()
        return cls.env["mail.mail"].search(
            [
                ("model", "=", "helpdesk.ticket"),
                ("res_id", "=", ticket.id),
                ("message_type", "=", "auto_comment"),
            ]
        )

    @classmethod
    def _reply(cls, ticket, body="We look into it.", subtype="mail.mt_comment"):
        """What the L1 operator writes in the chatter."""
        return ticket.with_user(cls.user_l1).message_post(
            body=body, message_type="comment", subtype_xmlid=subtype
        )


def vouch_for(sender):
    """What our mail server writes into a mail that really is from ``sender``."""
    domain = sender.rpartition("@")[2].strip("> ")
    return f"{AUTHSERV_ID}; dmarc=pass (p=reject) header.from={domain}"
