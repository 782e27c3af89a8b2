import os
import random
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from odoo.tests import tagged

from .common_figures import FiguresMixin
from .common_mail import TEAM_ADDRESS, DigitMailCommon

SCALE = int(os.environ.get("DIGIT_SCALE", "1"))

ALPHABETS = (
    "Citizens cannot pay their property tax.",
    "नागरिक संपत्ति कर का भुगतान नहीं कर सकते।",
    "ਨਾਗਰਿਕ ਟੈਕਸ ਨਹੀਂ ਭਰ ਸਕਦੇ।",
    "Os cidadãos não conseguem pagar.",
    "المواطنون لا يستطيعون الدفع",
    "🚰 no water 🚱",
)
CHARSETS = ("utf-8", "utf-16", "iso-8859-1", "windows-1252", "koi8-r", "big5")


def head(number, *lines):
    """The headers of a mail as bytes, open for more."""
    text = "".join(f"{line}\r\n" for line in lines)
    return (
        f"From: sender-{number}@example.org\r\nTo: {TEAM_ADDRESS}\r\n"
        f"Subject: Number {number}\r\nMessage-ID: <{number}@hostile.example.org>\r\n"
        f"{text}"
    ).encode()


def nest(depth, kind="multipart/mixed"):
    parts = [
        f'Content-Type: {kind}; boundary="b{level}"\r\n\r\n--b{level}\r\n'
        for level in range(depth)
    ]
    return "".join(parts).encode() + b"Content-Type: text/plain\r\n\r\nHello\r\n"


def forward(depth):
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + b"\r\nHello"


def attach(count):
    part = (
        b"--b\r\nContent-Type: text/plain\r\n"
        b"Content-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n"
    )
    return b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + part * count


def write_html(text):
    return b"Content-Type: text/html; charset=utf-8\r\n\r\n" + text.encode()


def get_hostile():
    """What is made to keep us busy, or to make us fail: (name, the rest of a mail)."""
    yield from get_heavy()
    yield from get_odd_charsets()
    yield from get_odd_headers()
    yield from get_odd_texts()
    for raw in (b"\r\n", b"\r\n\x00\x00", b"no colon\r\n\r\nx", b"\xff: x\r\n\r\n"):
        yield f"raw {raw!r}", raw


def get_heavy():
    for depth in (20, 100, 900, 3000):
        yield f"nested {depth}", nest(depth)
        yield f"forwarded {depth}", forward(depth)
    for size in (100_000, 1_000_000, 10_000_000):
        yield f"line of {size}", b"\r\n" + b"x" * size
        yield f"words of {size}", b"\r\n" + b"word " * (size // 5)
        yield f"html line of {size}", write_html("x" * size)
        yield (
            f"base64 of {size}",
            (
                b"Content-Type: application/pdf\r\n"
                b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUJD" * (size // 4)
            ),
        )
    for count in (100, 1000, 5000):
        yield f"{count} parts", attach(count)
    for count in (32, 1000, 100_000):
        references = " ".join(f"<{n}@example.org>" for n in range(count))
        yield f"{count} references", f"References: {references}\r\n\r\nHi".encode()


def get_odd_charsets():
    for charset in ("x-unknown", "utf-7", "utf-99", "hex", "rot13", "\u0000", "idna"):
        content = f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode()
        yield f"charset {charset!r}", content + b"\xff\xfe\x00\x80caf\xe9"
        yield f"subject in {charset!r}", f"X: =?{charset}?q?=FF?=\r\n\r\n".encode()


def get_odd_headers():
    for name, value in (
        ("To", "a@example.org, " * 4000),
        ("Cc", "(" * 5000),
        ("Cc", '"' * 5001),
        ("Cc", "<" * 5000),
        ("Date", "9" * 1000),
        ("Date", "Mon, 99 Foo 99999 99:99:99 +9999"),
        ("Content-Type", "multipart/mixed"),
        ("Content-Type", "multipart/mixed; boundary="),
        ("Content-Type", "text/plain; charset*=utf-8''%ff"),
        ("Content-Type", "*/*"),
        ("Content-Type", "text/" + "x" * 5000),
        ("Content-Type", ";" * 5000),
        ("Content-Transfer-Encoding", "x-uuencode"),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", "attachment; filename=../../etc/passwd"),
        ("Content-Disposition", "attachment; filename*0*=a; filename*1*=b"),
        ("In-Reply-To", "<" + "a" * 50_000),
        ("Auto-Submitted", "\x00"),
        ("X-Null", "a\x00b"),
        ("Subject", "=?utf-8?b?" + "A" * 50_000 + "?="),
        ("Subject", "=?utf-8?q?=ED=A0=80?="),
        ("Return-Path", "<" * 1000),
        ("Authentication-Results", "(" * 20_000),
        ("Authentication-Results", ";" * 20_000),
        ("Sender", "a@" * 20_000),
    ):
        yield f"{name}: {value[:20]!r}", f"{name}: {value}\r\n\r\nHello".encode()


def get_odd_texts():
    for text in (
        "http://" + "a." * 50_000,
        "http://a/" + "?" * 50_000,
        "www." * 25_000,
        "a@" * 50_000,
        "[" * 50_000,
        "(http://" * 10_000,
        " " * 100_000,
        "\t\n" * 50_000,
    ):
        yield f"text {text[:10]!r}", b"\r\n" + text.encode()
        yield f"html {text[:10]!r}", write_html(f"<p>{text}</p>")
    for text in (
        "<div>" * 5000,
        "<" * 50_000,
        "<a href='" + "x" * 50_000,
        "<!--" * 10_000,
        "<style>" + "{" * 50_000,
        "<p style='" + "a:b;" * 20_000 + "'>x</p>",
        "&" * 50_000,
        "<![CDATA[" * 5000,
        "<table>" + "<tr><td>" * 3000,
        "<blockquote>" * 3000,
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        "<?xml version='1.0' encoding='utf-8'?><html><body>x</body></html>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;</p>",
        "<img src='cid:a'>" * 5000,
        "",
    ):
        yield f"html {text[:14]!r}", write_html(text)


def mutate(count):
    """An ordinary mail with bytes changed, cut and doubled, the same each time."""
    chance = random.Random(19)
    source = bytes(write_ordinary(0))
    for number in range(count):
        mail = bytearray(source.replace(b"<0@", f"<m{number}@".encode()))
        for _change in range(chance.randint(1, 20)):
            place = chance.randrange(len(mail))
            kind = chance.choice(("set", "cut", "double"))
            if kind == "set":
                mail[place] = chance.randrange(256)
            elif kind == "cut":
                del mail[place : place + chance.randint(1, 30)]
            else:
                mail[place:place] = mail[place : place + chance.randint(1, 300)]
        yield bytes(mail)


def write_ordinary(number):
    """A plausible mail of a partner; each combination of these comes up."""
    mail = EmailMessage()
    mail["From"] = f"Reporter {number} <reporter-{number}@example.org>"
    mail["To"] = TEAM_ADDRESS
    mail["Subject"] = ALPHABETS[number % len(ALPHABETS)][:60]
    mail["Message-ID"] = f"<{number}@ordinary.example.org>"
    mail["Date"] = "Mon, 03 Nov 2025 09:30:00 +0530"
    text = ALPHABETS[number % len(ALPHABETS)]
    mail.set_content(f"{text}\n\n-- \nReporter {number}\n> quoted\n>> deeper\n")
    if number % 2:
        mail.add_alternative(f"<p>{text}</p><ul><li>1</li></ul>", subtype="html")
    if number % 3 == 0:
        mail.add_attachment(b"\x89PNG\r\n", "image", "png", filename="bild ä.png")
    if number % 5 == 0:
        mail.add_attachment(b"a,b\n", "text", "csv", filename="लॉग.csv")
    if number % 7 == 0:
        mail["Content-Language"] = "pt"
    return mail.as_bytes()


def write_old_style(number):
    """A mail in a charset of former times, in nested parts as Outlook makes them."""
    charset = CHARSETS[number % len(CHARSETS)]
    outer = MIMEMultipart("mixed")
    inner = MIMEMultipart("alternative")
    text = "Payments fail since nine o'clock."
    inner.attach(MIMEText(text, "plain", charset))
    inner.attach(MIMEText(f"<html><body>{text}</body></html>", "html", charset))
    outer.attach(inner)
    outer["From"] = f"old-{number}@example.org"
    outer["To"] = f"Support <{TEAM_ADDRESS}>"
    outer["Subject"] = "Payments"
    outer["Message-ID"] = f"<{number}@old.example.org>"
    return outer.as_bytes()


@tagged("post_install", "-at_install")
class TestMailHostile(FiguresMixin, DigitMailCommon):
    """Whatever comes in is a ticket or is held, and soon (S18)."""

    def _count(self):
        return self.env["helpdesk.ticket"].search_count([]) + len(self._get_held())

    def assertKept(self, name, raw):
        before = self._count()
        with self.assertCheap(name):
            self._deliver(raw)
        self.assertEqual(self._count(), before + 1, name)

    def test_hostile_mails_are_kept(self):
        for number, (name, rest) in enumerate(get_hostile()):
            with self.subTest(name):
                self.assertKept(name, head(number) + rest)

    def test_mails_with_faults_are_kept(self):
        for number, raw in enumerate(mutate(20 * SCALE)):
            with self.subTest(number):
                self.assertKept(f"fault {number}", raw)

    def test_ordinary_mails_are_tickets(self):
        mails = [write_ordinary(number) for number in range(60)]
        mails += [write_old_style(number) for number in range(60)]
        tickets = self.env["helpdesk.ticket"]
        before = tickets.search_count([])
        for number, raw in enumerate(mails):
            self.assertKept(f"ordinary {number}", raw)
        self.assertEqual(tickets.search_count([]), before + len(mails))
