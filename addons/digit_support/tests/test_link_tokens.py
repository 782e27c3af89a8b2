import logging
import os
import random
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..hooks import post_load
from .common_portal import PortalCommon

# `make test-long` does more of everything (scripts/test)
LINKS = 50 if int(os.environ.get("DIGIT_SCALE", "1")) > 1 else 2
MINUTE = timedelta(minutes=1)
# Monday: the ticket is resolved, and its links are sent
SENT = "2026-03-02 06:00:00"


@tagged("post_install", "-at_install")
class TestLinkTokens(PortalCommon):
    """S15: the links that need no login: how long they live, and who learns them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # pytest has imported the addon before Odoo loads it, so Odoo does not call it
        post_load()
        with freeze_time(SENT):
            cls.ticket, cls.urls = cls._send_links()

    @classmethod
    def _send_links(cls):
        """A ticket that is resolved now, and the links that are sent."""
        ticket = cls._create_ticket(team_id=cls.team.id)
        ticket.stage_id = cls.done
        ticket.closed_date = datetime.now()
        base = ticket.get_base_url()
        urls = {
            name: url.removeprefix(base)
            for name, url in (
                ("confirmation", ticket.get_confirmation_url()),
                ("rating", ticket.get_rating_url()),
                ("ticket", ticket._get_share_url()),
            )
        }
        return ticket, urls

    def _get(self, name):
        """What one sees by a link without a login."""
        self.authenticate(None, None)
        return self.url_open(self.urls[name])

    def _is_alive(self, name):
        """Whether the link tells anything of its ticket."""
        return self.ticket.number in self._get(name).text

    def _check_life(self, name, last, first_dead):
        with freeze_time(last):
            self.assertTrue(self._is_alive(name))
        with freeze_time(first_dead):
            self.assertFalse(self._is_alive(name))

    def test_confirmation_dies_with_the_days_to_confirm(self):
        self.assertEqual(self.programme.confirmation_days, 5)
        # Saturdays
        self._check_life("confirmation", "2026-03-07 05:59:00", "2026-03-07 06:01:00")

    def test_rating_dies_thirty_days_after(self):
        # Wednesdays
        self._check_life("rating", "2026-04-01 05:59:00", "2026-04-01 06:01:00")

    def test_ticket_dies_thirty_days_after_closing(self):
        # Wednesdays
        self._check_life("ticket", "2026-04-01 05:59:00", "2026-04-01 06:01:00")

    def test_links_end_in_time_whenever_they_were_sent(self):
        chance = random.Random(15)
        original = self._create_ticket(team_id=self.team.id)
        for number in range(LINKS):
            sent = datetime(2026, 1, 5) + chance.random() * timedelta(days=365)
            with freeze_time(sent):
                self.ticket, self.urls = self._send_links()
                self.ticket.duplicate_id = original if number % 2 else False
            for name, days in (("confirmation", 5), ("rating", 30), ("ticket", 30)):
                end = sent + timedelta(days=days)
                self._check_life(name, end - MINUTE, end + MINUTE)

    @freeze_time("2026-03-03 06:00:00")  # Tuesday
    def test_another_token_revokes_the_link(self):
        self.ticket.access_token = "another"
        self.assertFalse(self._is_alive("ticket"))

    @freeze_time("2026-03-03 06:00:00")  # Tuesday
    def test_deleted_ticket_has_no_links(self):
        number = self.ticket.number
        self.ticket.unlink()
        for name in self.urls:
            self.assertNotIn(number, self._get(name).text, name)

    @freeze_time("2026-03-03 06:00:00")  # Tuesday
    def test_looking_writes_nothing(self):
        self._flush_tracking()
        last = self.env["mail.message"].search([], order="id desc", limit=1)
        before = self.ticket.stage_id, self.ticket.write_date
        for name in self.urls:
            self.assertTrue(self._is_alive(name), name)
        self.env.invalidate_all()
        self.assertEqual((self.ticket.stage_id, self.ticket.write_date), before)
        self.assertFalse(self.env["mail.message"].search([("id", ">", last.id)]))

    @freeze_time("2026-03-03 06:00:00")  # Tuesday
    def test_address_is_told_to_nobody(self):
        for name in self.urls:
            response = self._get(name)
            policy = response.headers.get("Referrer-Policy")
            self.assertEqual(policy, "no-referrer", name)

    @freeze_time("2026-03-03 06:00:00")  # Tuesday
    def test_nothing_is_fetched_from_elsewhere(self):
        own = urlsplit(self.base_url()).netloc
        for name in self.urls:
            page = html.fromstring(self._get(name).text)
            fetched = page.xpath("//@src | //link[@rel='stylesheet']/@href")
            hosts = {urlsplit(url).netloc for url in fetched}
            self.assertLessEqual(hosts, {"", own}, name)

    @freeze_time("2026-03-03 06:00:00")  # Tuesday
    def test_dead_links_are_told_to_nobody_either(self):
        for path in ("/ticket/rating/x", "/ticket/resolution/x"):
            policy = self.url_open(path).headers.get("Referrer-Policy")
            self.assertEqual(policy, "no-referrer", path)

    @freeze_time("2026-03-03 06:00:00")  # Tuesday
    def test_no_log_holds_the_tokens(self):
        token = self.ticket.access_token
        self.urls["path"] = f"/my/ticket/{self.ticket.id}/{token}"
        for name, url in self.urls.items():
            with self.assertLogs("werkzeug", logging.INFO) as logs:
                self._get(name)
            self.assertTrue(any("***" in line for line in logs.output), name)
            secret = token if token in url else url.rpartition("/")[2]
            self.assertFalse(any(secret in line for line in logs.output), name)

    @freeze_time("2026-03-03 06:00:00")  # Tuesday
    def test_no_log_holds_the_token_of_what_is_refused(self):
        self.authenticate(None, None)
        secret = self.urls["rating"].rpartition("/")[2]
        with self.assertLogs("odoo.http", logging.WARNING) as logs:
            self.url_open(self.urls["rating"], data={"csrf_token": "wrong"})
        self.assertIn("/ticket/rating/***", logs.output[0])
        self.assertFalse(any(secret in line for line in logs.output))

    def test_no_portal_page_holds_the_tokens(self):
        token = self.ticket.access_token
        pages = ("/my", "/my/tickets", f"/my/ticket/{self.ticket.id}", "/new/ticket")
        for user in (self.asha, self.balbir, self.chitra, self.tejas):
            self._login(user)
            for page in pages:
                text = self.url_open(page).text
                self.assertFalse(token in text, f"{user.login} {page}")
                self.assertNotIn("/ticket/resolution/", text)
                self.assertNotIn("/ticket/rating/", text)

    def test_nobody_outside_reads_or_searches_the_token(self):
        for user in (self.asha, self.balbir, self.chitra, self.tejas):
            tickets = self.env["helpdesk.ticket"].with_user(user)
            with self.assertRaises(AccessError):
                tickets.search([("access_token", "=like", "a%")])
            with self.assertRaises(AccessError):
                tickets.search([], order="access_token")
            with self.assertRaises(AccessError):
                tickets.browse(self.ticket.id).read(["access_token"])
