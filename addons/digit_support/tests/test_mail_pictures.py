from odoo.tests import tagged

from ..tools.mail_pictures import link_pictures
from .common_mail import TEAM_ADDRESS, DigitMailCommon

FAR = "http://evil.example.org/x.png"


@tagged("post_install", "-at_install")
class TestMailPictures(DigitMailCommon):
    """Who only reads a mail fetches nothing from its sender (S9)."""

    def _receive_html(self, text, extra=""):
        self._deliver(
            (
                f"From: asha@punjab.example.com\r\nTo: {TEAM_ADDRESS}\r\n"
                "Subject: x\r\nMessage-ID: <html@punjab.example.com>\r\n"
                f"Content-Type: text/html; charset=utf-8\r\n{extra}\r\n{text}"
            ).encode()
        )
        message = self._get_message("<html@punjab.example.com>")
        ticket = self.env["helpdesk.ticket"].browse(message.res_id)
        return message.body + ticket.description

    def test_picture_is_a_link(self):
        body = self._receive_html(f"<p>Look: <img src='{FAR}' alt='Logo'> there</p>")
        self.assertNotIn("<img", body)
        self.assertIn(f'href="{FAR}"', body)
        self.assertIn("[Logo – evil.example.org]</a> there", body)

    def test_nothing_else_fetches(self):
        for text in (
            f"<p style=\"background-image:url('{FAR}')\">Text</p>",
            f"<p style='background-image:\\75rl({FAR})'>Text</p>",
            f"<p style='background-image:image-set(\"{FAR}\" 1x)'>Text</p>",
            f"<p>Text</p><input type=image src={FAR}>",
            f"<p>Text</p><video poster={FAR} src={FAR}></video>",
            f"<p>Text</p><img srcset='{FAR} 2x'>",
            f"<table background={FAR}><tr><td background={FAR}>Text</td></tr></table>",
        ):
            body = link_pictures(text)
            self.assertIn("Text", body)
            self.assertNotIn(FAR, body.replace(f'href="{FAR}"', ""), text)
            self.assertNotIn("75rl", body)

    def test_part_of_the_editor_is_none_in_a_mail(self):
        # the client fails to make it, and shows nothing of the ticket
        body = self._receive_html(
            "<p>Text</p><div data-embedded='file' data-embedded-props='{}'>More</div>"
        )
        self.assertIn("More", body)
        self.assertNotIn("data-embedded", body)

    def test_address_that_is_none_leads_nowhere(self):
        for address in ("javascript:alert(1)", "http://[x", "x.png", ""):
            body = link_pictures(f"<img src='{address}'>")
            self.assertNotIn("href", body, address)
            self.assertNotIn("src", body, address)

    def test_what_came_with_the_mail_stays(self):
        for text in (
            "<img src='cid:a'>",
            "<img src='data:image/png;base64,QUJD'>",
            "<p style='color:red'>image url src</p>",
            "Not <b>closed",
            "",
        ):
            self.assertEqual(link_pictures(text), text)
