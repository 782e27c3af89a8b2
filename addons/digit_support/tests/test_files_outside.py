import base64
import io
import zipfile

from odoo.tests import tagged

from .common_mail import TEAM_ADDRESS
from .common_portal import PortalCommon

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
ACTIVE = ("html", "svg", "xml", "javascript", "rfc822", "multipart", "flash", "hta")


@tagged("post_install", "-at_install")
class TestFilesOutside(PortalCommon):
    """No file that was sent to us runs in a browser (S10)."""

    def setUp(self):
        super().setUp()
        self._mark()

    def assertHarmless(self, attachment):
        """A browser saves the file, or shows it as text or as a picture."""
        self._login(self.user_admin)
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
            ("attachment", (name.split("\r")[0], CONTENTS[number % 5], kind))
            for number, (name, kind) in enumerate(NAMES)
        ]
        for first in range(0, len(files), 10):
            self._login(self.asha)
            self._submit(files=files[first : first + 10])
        attachments = self._get_new_tickets().attachment_ids
        self.assertEqual(len(attachments), len(NAMES))
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

    def test_three_hundred_files(self):
        self._login(self.asha)
        files = [("attachment", (f"{n}.txt", b"x", "text/plain")) for n in range(300)]
        response = self._submit(files=files)
        self.assertIn(response.status_code, (413, 422))
        self.assertFalse(self._get_new_tickets())
