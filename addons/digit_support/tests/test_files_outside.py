import base64
import gzip
import io
import os
import struct
import zipfile
import zlib

from odoo.tests import tagged

from ..tools import settings
from .common_figures import FiguresMixin
from .common_mail import TEAM_ADDRESS
from .common_portal import PortalCommon

SCALE = int(os.environ.get("DIGIT_SCALE", "1"))
SCRIPT = b"<script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>"
XHTML = (
    b"<html xmlns='http://www.w3.org/1999/xhtml'><body>" + SCRIPT + b"</body></html>"
)
# Files that a browser would run if it were let: (name, media type that is claimed).
NAMES = (
    ("a.svg", "image/svg+xml"),
    ("a.svgz", "image/svg+xml"),
    ("a.html", "text/html"),
    ("a.htm", "image/png"),
    ("a.xhtml", "application/xhtml+xml"),
    ("a.xml", "text/xml"),
    ("a.xsl", "application/xslt+xml"),
    ("a.mht", "message/rfc822"),
    ("a.mhtml", "multipart/related"),
    ("a.shtml", "text/html"),
    ("a.pdf", "application/pdf"),
    ("a.png", "image/png"),
    ("a.gif", "image/gif"),
    ("a.js", "text/javascript"),
    ("a.swf", "application/x-shockwave-flash"),
    ("a.exe", "application/x-msdownload"),
    ("a.hta", "application/hta"),
    ("a", ""),
    ("../../../etc/passwd", "text/html"),
    ("a.html\r\nX: y.png", "image/png"),
    ("a.png.html", "image/png"),
    ("CON.html", "text/html"),
    ("a.html;.png", "image/png"),
    ("a" * 250 + ".html", "text/html"),
)
CONTENTS = (SVG, XHTML, b"GIF89a" + XHTML, b"%PDF-1.7\n" + XHTML, SCRIPT)
# `make test-long` has every content under every name: 120 files
EACH = len(CONTENTS) if SCALE > 1 else 1
ACTIVE = ("html", "svg", "xml", "javascript", "rfc822", "multipart", "flash", "hta")


def draw_nothing(width, height):
    """A picture that is small as a file, and as large as its header says."""

    def chunk(name, data):
        crc = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)

    lines = zlib.compress(bytes(min(height * (width // 8 + 1), 50_000_000)), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", lines)
        + chunk(b"IEND", b"")
    )


def pack(name, content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"{number}{name}", content)
    return packed.getvalue()


def get_bombs():
    """Small files that grow when somebody opens them."""
    zeros = bytes(10_000_000)
    laughs = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">'
        for n in range(10)
    )
    svg = f"<?xml version='1.0'?><!DOCTYPE svg [{laughs}]><svg>&a9;</svg>".encode()
    yield "a.png", "image/png", draw_nothing(20_000, 20_000)
    yield "b.png", "image/png", draw_nothing(2**31 - 1, 2**31 - 1)
    yield "c.png", "image/png", draw_nothing(8_000, 7_500)
    yield "d.png", "image/png", draw_nothing(7_000, 7_000)
    yield "e.png", "image/png", draw_nothing(3_000, 3_000)[:-200]  # cut off
    yield "a.zip", "application/zip", pack(".txt", zeros)
    yield "b.zip", "application/zip", pack(".zip", pack(".txt", zeros))
    yield "a.xlsx", "application/vnd.ms-excel", pack(".xml", zeros)
    yield "a.txt.gz", "application/gzip", gzip.compress(zeros * 10)
    yield "a.svgz", "image/svg+xml", gzip.compress(b"<svg>" + zeros * 10)
    yield "a.svg", "image/svg+xml", svg
    yield "a.xml", "text/xml", svg


@tagged("post_install", "-at_install")
class TestFilesOutside(FiguresMixin, PortalCommon):
    """No file that was sent to us runs in a browser (S10)."""

    def setUp(self):
        super().setUp()
        self._mark()
        self.env["ir.config_parameter"].set_param(settings.FORMS_A_MINUTE, 100)

    def assertHarmless(self, attachment):
        """A browser saves the file, or shows it as text or as a picture."""
        for url in (f"/web/content/{attachment.id}", f"/web/image/{attachment.id}"):
            response = self.url_open(url)
            self.assertLess(response.status_code, 500, url)
            kind = response.headers.get("Content-Type", "")
            how = response.headers.get("Content-Disposition", "")
            policy = response.headers.get("Content-Security-Policy", "")
            is_active = any(word in kind for word in ACTIVE)
            if response.status_code == 200 and is_active:
                self.assertTrue(
                    how.startswith("attachment") or "default-src 'none'" in policy,
                    (attachment.name, kind, how),
                )
            self.assertNotIn("/", how.partition("filename")[2].replace("UTF-8''", ""))
            self.assertNotIn("X", response.headers)

    def test_files_of_the_form(self):
        files = [
            ("attachment", (name.split("\r")[0], CONTENTS[(number + more) % 5], kind))
            for more in range(EACH)
            for number, (name, kind) in enumerate(NAMES)
        ]
        self._login(self.asha)
        for first in range(0, len(files), 10):
            self._submit(files=files[first : first + 10])
        attachments = self._get_new_tickets().attachment_ids
        self.assertEqual(len(attachments), len(files))
        self._login(self.user_admin)
        for attachment in attachments:
            self.assertHarmless(attachment)

    def test_files_of_a_mail(self):
        boundary = "--b\r\n"
        parts = "".join(
            f"{boundary}Content-Type: {kind or 'text/plain'}\r\n"
            f'Content-Disposition: inline; filename="{name}"\r\n'
            "Content-Transfer-Encoding: base64\r\n\r\n"
            f"{base64.b64encode(CONTENTS[number % 5]).decode()}\r\n"
            for number, (name, kind) in enumerate(NAMES)
            if "/rfc822" not in kind and "multipart" not in kind
        )
        self.env["mail.thread"].message_process(
            None,
            (
                f"From: asha@punjab.example.com\r\nTo: {TEAM_ADDRESS}\r\n"
                "Subject: Files\r\nMessage-ID: <files@punjab.example.com>\r\n"
                'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
                f"{boundary}Content-Type: text/plain\r\n\r\nHello\r\n"
                f"{parts}--b--\r\n"
            ).encode(),
        )
        message = self.env["mail.message"].search(
            [("message_id", "=", "<files@punjab.example.com>")]
        )
        held = self.env["digit.mail.quarantine"].search([], limit=1)
        self.assertTrue(message.attachment_ids or held)
        self._login(self.user_admin)
        for attachment in message.attachment_ids:
            self.assertHarmless(attachment)

    def test_files_in_a_zip_stay_in_their_folder(self):
        ticket = self._create_ticket()
        files = self.env["ir.attachment"]
        for name in ("../../a", "/etc/passwd", "..\\..\\a.exe", "a/b.txt"):
            files |= self._attach(ticket, name)
        self._login(self.user_admin)
        ids = ",".join(map(str, files.ids))
        response = self._post("/mail/attachment/zip", file_ids=ids, zip_name="a.zip")
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            names = archive.namelist()
        self.assertEqual(len(names), len(files))
        for name in names:
            self.assertNotRegex(name, r"[/\\\\]")

    def test_bombs_do_not_go_off(self):
        self._login(self.asha)
        bombs = list(get_bombs())
        for name, kind, content in bombs:
            with self.assertCheap(name):
                response = self._submit(files=[("attachment", (name, content, kind))])
            self.assertEqual(response.status_code, 302, name)
        attachments = self._get_new_tickets().attachment_ids
        self.assertEqual(len(attachments), len(bombs))
        self._login(self.user_admin)
        for attachment in attachments:
            for url in ("/web/content/{}", "/web/image/{}", "/web/image/{}/64x64"):
                with self.assertCheap(f"{attachment.name} {url}"):
                    response = self.url_open(url.format(attachment.id))
                self.assertLess(response.status_code, 500, f"{attachment.name} {url}")

    def test_three_hundred_files(self):
        self._login(self.asha)
        files = [("attachment", (f"{n}.txt", b"x", "text/plain")) for n in range(300)]
        response = self._submit(files=files)
        self.assertIn(response.status_code, (413, 422))
        self.assertFalse(self._get_new_tickets())
