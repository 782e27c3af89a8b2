"""A small mail server for the tests: what our partners' and our own one do."""

import asyncio
import smtplib
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr

from aiosmtpd.controller import Controller
from digit_env import server

PATIENCE = 30  # seconds that a mail may take


class PostOffice:
    """Mail to ``domain`` is piped into a program, all other is kept in mailboxes.

    :param domain: the domain whose mail belongs to Odoo
    """

    def __init__(self, domain):
        self.domain = domain
        self.gateway = None  # the program, a list: set it before the first mail
        self.mails = []  # (recipient, mail), as they arrived
        self.arrival = threading.Condition()
        self.port = server.free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *exception):
        self.controller.stop()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        """aiosmtpd's hook: a mail has come in."""
        for recipient in envelope.rcpt_tos:
            if recipient.endswith(f"@{self.domain}"):
                if await self.pipe(envelope.content):
                    return "554 the gateway refused this mail"
            else:
                self.keep(recipient, envelope.content)
        return "250 accepted"

    async def pipe(self, content):
        """Run the gateway on a mail; returns its exit code."""
        process = await asyncio.create_subprocess_exec(
            *self.gateway,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
        )
        await process.communicate(content)
        return process.returncode

    def keep(self, recipient, content):
        """Put a mail into a mailbox."""
        with self.arrival:
            mail = message_from_bytes(content, policy=policy.default)
            self.mails.append((recipient, mail))
            self.arrival.notify_all()

    def mailbox(self, address):
        """The mails of somebody, oldest first."""
        with self.arrival:
            return [mail for recipient, mail in self.mails if recipient == address]

    def wait_for(self, address, text):
        """The first mail in somebody's mailbox that contains ``text``."""

        def found():
            mails = [mail for to, mail in self.mails if to == address]
            return next((mail for mail in mails if text in read(mail)), None)

        with self.arrival:
            mail = self.arrival.wait_for(found, PATIENCE)
        assert mail, f"{address} got no mail with “{text}”"
        return mail

    def send(self, sender, to, subject, text, answers=None, **headers):
        """Send a mail as a partner does; when this returns it has been delivered.

        :param answers: the mail that this one answers
        :param headers: more of them, with ``_`` for ``-``
        :return: the Message-ID
        """
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].split("@")[1])
        if answers:
            mail["In-Reply-To"] = answers["Message-ID"]
            mail["References"] = (
                f"{answers.get('References', '')} {answers['Message-ID']}".strip()
            )
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.port, timeout=PATIENCE) as client:
            client.send_message(mail)
        return mail["Message-ID"]


def read(mail):
    """The text of a mail, as its reader sees it."""
    return mail.get_body(("plain", "html")).get_content()
