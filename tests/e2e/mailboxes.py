"""Mailboxes that Odoo fetches from: as much of POP3 and IMAP as it speaks.

A connection that dies leaves a POP mailbox as it was; an IMAP flag stays set.
"""

import re
import socketserver
import threading


class Mailbox:
    """Mails by their number, and which of them have been handled.

    ``with Mailbox(mails, Pop3) as box``: it listens on ``box.port``.
    """

    def __init__(self, mails, protocol):
        self.mails = dict(enumerate(mails, 1))
        self.handled = set()
        self.protocol = protocol
        self.port = 0
        self.server = None

    def __enter__(self):
        self.open()
        return self

    def __exit__(self, *exception):
        self.close()

    def open(self):
        """Listen, on the same port as before."""
        self.server = Server(("127.0.0.1", self.port), self.protocol)
        self.server.box = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        """Be out of reach."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None

    @property
    def waiting(self):
        """The numbers of the mails that were not handled."""
        return sorted(set(self.mails) - self.handled)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class Protocol(socketserver.StreamRequestHandler):
    """One connection: a line in, an answer out."""

    greeting = b""

    def handle(self):
        try:
            self.say(self.greeting)
            while line := self.rfile.readline():
                if not self.answer(line.decode("latin-1").strip()):
                    return
        except OSError:
            pass  # Odoo was killed

    def say(self, *lines):
        self.wfile.write(b"".join(line + b"\r\n" for line in lines))

    @property
    def box(self):
        return self.server.box


class Pop3(Protocol):
    """What is deleted is gone once the client says good-bye (RFC 1939)."""

    greeting = b"+OK ready"

    def setup(self):
        super().setup()
        self.numbers = dict(enumerate(self.box.waiting, 1))
        self.deleted = set()

    def answer(self, line):
        command, *words = line.split()
        method = getattr(self, f"do_{command.lower()}", self.do_agree)
        is_about_one = command in ("RETR", "DELE")
        return method(self.numbers[int(words[0])] if is_about_one else None)

    def do_agree(self, _number):
        self.say(b"+OK")
        return True

    def do_stat(self, _number):
        size = sum(len(self.box.mails[number]) for number in self.numbers.values())
        self.say(f"+OK {len(self.numbers)} {size}".encode())
        return True

    def do_list(self, _number):
        lines = [
            f"{place} {len(self.box.mails[number])}".encode()
            for place, number in self.numbers.items()
        ]
        self.say(b"+OK", *lines, b".")
        return True

    def do_retr(self, number):
        lines = self.box.mails[number].replace(b"\r\n", b"\n").split(b"\n")
        stuffed = [b"." + line if line.startswith(b".") else line for line in lines]
        self.say(b"+OK", *stuffed, b".")
        return True

    def do_dele(self, number):
        self.deleted.add(number)
        self.say(b"+OK")
        return True

    def do_quit(self, _number):
        self.box.handled |= self.deleted
        self.say(b"+OK")
        return False


class Imap(Protocol):
    """A mail is handled once it has the flag \\Seen (RFC 3501)."""

    greeting = b"* OK [CAPABILITY IMAP4rev1] ready"

    def answer(self, line):
        tag, command, *words = line.split()
        lines = getattr(self, f"do_{command.lower()}", lambda *_words: [])(*words)
        self.say(*lines, f"{tag} OK {command} done".encode())
        return command.upper() != "LOGOUT"

    def do_capability(self):
        return [b"* CAPABILITY IMAP4rev1"]

    def do_select(self, *_words):
        return [f"* {len(self.box.mails)} EXISTS".encode()]

    def do_search(self, *_words):
        found = " ".join(map(str, self.box.waiting))
        return [f"* SEARCH {found}".encode()]

    def do_fetch(self, number, *_words):
        mail = self.box.mails[int(number)]
        literal = f"* {number} FETCH (RFC822 {{{len(mail)}}}".encode()
        return [literal, mail + b")"]

    def do_store(self, number, action, flags):
        if re.search("seen", flags, re.IGNORECASE):
            change = self.box.handled.add if action[0] == "+" else self.forget
            change(int(number))
        return []

    def forget(self, number):
        self.box.handled.discard(number)

    def do_logout(self, *_words):
        return [b"* BYE"]
