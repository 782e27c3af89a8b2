"""A mail server that has its moods: away, busy, hanging, refusing."""

import asyncio
import threading
from email import message_from_bytes

from aiosmtpd.controller import Controller
from digit_env import server

GONE = "gone-"  # whoever's address begins so is unknown here, in every mood


class MoodyServer:
    """Takes mail while its ``mood`` is well; keeps who got which Message-ID.

    ``refuse``: nobody answers the phone; ``421``, ``450``, ``451``: come later, when
    greeted, told the recipient or the mail; ``hang``: silent for ``patience`` seconds,
    then gone; ``well``.
    """

    def __init__(self):
        self.mood = "well"
        self.patience = 0.2
        self.taken = []  # (recipient, Message-ID)
        self.on_taken = None  # called once, when a mail was taken
        self.lock = threading.Lock()
        self.port = server.free_port()
        self.controller = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    def be(self, mood):
        """Change the mood."""
        self.mood = mood
        if mood == "refuse":
            self.stop()
        elif not self.controller:
            self.start()

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802
        if self.mood == "421":
            return "421 closing for today"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 ok"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address.startswith(GONE):
            return "550 no such user"
        if self.mood == "450":
            return "450 mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, smtp, _session, envelope):  # noqa: N802
        if self.mood == "451":
            return "451 try again later"
        if self.mood == "hang":
            await asyncio.sleep(self.patience)
            smtp.transport.abort()
            return "451 too late"
        identity = message_from_bytes(envelope.content)["Message-ID"]
        with self.lock:
            self.taken += [(recipient, identity) for recipient in envelope.rcpt_tos]
            act, self.on_taken = self.on_taken, None
        if act:
            act()
        return "250 accepted"
