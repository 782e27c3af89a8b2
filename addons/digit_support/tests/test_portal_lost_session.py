from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_portal import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalLostSession(PortalCommon):
    """The session ends while somebody writes: nothing is sent, and nothing is lost."""

    def setUp(self):
        super().setUp()
        self._mark()
        self._login(self.asha)
        self.typed = {
            "once": "form-1",
            "kind": "bug",
            "deployment": str(self.deployment.id),
            "impact": str(self.impacts["high"].id),
            "subject": 'Payments "fail"',
            "description": "Since <nine>.\nAnd ten.",
            "investigation": "Restarted.",
        }

    def _get_hidden(self, response):
        page = html.fromstring(response.text)
        inputs = page.xpath("//form[@action='/submitted/ticket']//input")
        return {field.get("name"): field.get("value") for field in inputs}

    def test_logged_out_sends_nothing_and_keeps_everything(self):
        token = self._submit_token()
        self.authenticate(None, None)
        response = self._submit(token=False, csrf_token=token, **self.typed)
        self.assertEqual(response.status_code, 403)
        self.assertFalse(self._get_new_tickets())
        kept = self._get_hidden(response)
        self.assertEqual({name: kept[name] for name in self.typed}, self.typed)

    def test_going_on_before_logging_in_keeps_everything(self):
        self.authenticate(None, None)
        kept = self._get_hidden(self._submit(token=False, **self.typed))
        again = self._get_hidden(self._submit(token=False, **kept))
        self.assertEqual(again, kept)

    @mute_logger("odoo.http")
    def test_going_on_after_logging_in_fills_the_form_in(self):
        self.authenticate(None, None)
        kept = self._get_hidden(self._submit(token=False, **self.typed))
        self._login(self.asha)
        response = self._submit(token=False, **kept)
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._get_new_tickets())
        page = html.fromstring(response.text)
        self.assertIn("choose your files again", response.text)
        for name in ("subject", "once"):
            self.assertEqual(
                page.xpath(f"//input[@name='{name}']/@value"), [self.typed[name]]
            )
        self.assertEqual(
            page.xpath("//input[@checked]/@value"), ["bug", self.typed["impact"]]
        )
        [description] = page.xpath("//textarea[@name='description']")
        self.assertEqual(description.text_content().strip(), self.typed["description"])
        token = page.xpath("//form//input[@name='csrf_token']/@value")[0]
        self._submit(token=False, csrf_token=token, **self.typed)
        self.assertEqual(self._get_new_tickets().name, self.typed["subject"])

    def test_only_what_the_form_asks_for_is_kept(self):
        self.authenticate(None, None)
        kept = self._get_hidden(
            self._submit(token=False, partner_id="1", evil="x", subject="y" * 999)
        )
        self.assertNotIn("partner_id", kept)
        self.assertNotIn("evil", kept)
        self.assertEqual(len(kept["subject"]), 200)

    def test_script_stays_text(self):
        self.authenticate(None, None)
        script = "</textarea><script>alert(1)</script>"
        response = self._submit(token=False, subject=script, description=script)
        self.assertNotIn("<script>alert(1)", response.text)

    def test_get_asks_who_is_logged_out_to_log_in(self):
        self.authenticate(None, None)
        response = self.url_open("/submitted/ticket", allow_redirects=True)
        self.assertIn("/web/login", response.url)

    def test_ticket_tells_its_reporter_which_form_it_was(self):
        self._submit(once="form-2")
        ticket = self._get_new_tickets()
        self.assertIn('data-form-key="form-2"', self.url_open(ticket.access_url).text)
        self._login(self.tejas)
        text = self.url_open(ticket.access_url).text
        self.assertIn(ticket.number, text)
        self.assertNotIn("form-2", text)

    def _submit_token(self):
        page = html.fromstring(self.url_open("/new/ticket").text)
        return page.xpath("//form//input[@name='csrf_token']/@value")[0]
