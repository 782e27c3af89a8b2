import os
from unittest.mock import patch

from odoo.http import Request
from odoo.tests import freeze_time, tagged
from odoo.tools import config, mute_logger

from ..tools import settings
from .common_portal import PortalCommon

FLOOD = int(os.environ.get("DIGIT_FLOOD", "12"))
HEALTH = "/digit/health"
# 11:30 in India, a Monday
NOW, NEXT_MINUTE = "2026-11-23 06:00:30", "2026-11-23 06:01:00"


@tagged("post_install", "-at_install")
class TestFormFlood(PortalCommon):
    """S19: who sends without end makes ten tickets a minute; others notice nothing."""

    def setUp(self):
        super().setUp()
        self._mark()

    def _flood(self):
        return [
            self._submit(once=str(number), subject=f"Flood {number}")
            for number in range(FLOOD)
        ]

    def test_ten_tickets_in_a_minute_and_plain_words(self):
        with freeze_time(NOW):
            self._login(self.asha)
            answers = self._flood()
            self.assertEqual(len(self._get_new_tickets()), 10)
            statuses = [answer.status_code for answer in answers]
            self.assertEqual(statuses, [302] * 10 + [429] * (FLOOD - 10))
            self.assertIn("Please wait a minute", answers[-1].text)
            self.assertIn(f"Flood {FLOOD - 1}", answers[-1].text)
            self._login(self.balbir)  # a colleague
            self.assertEqual(self._submit().status_code, 302)
        with freeze_time(NEXT_MINUTE):
            self._login(self.asha)
            self.assertEqual(self._submit().status_code, 302)

    def test_preview_is_counted_for_nobody(self):
        self.env["ir.config_parameter"].set_param(settings.FORMS_A_MINUTE, 1)
        with freeze_time(NOW):
            self._login(self.asha)
            for _time in range(FLOOD):
                self.make_jsonrpc_request("/my/ticket/preview", {"subject": "x"})
            self.assertEqual(self._submit().status_code, 302)

    def test_health_page_without_end_costs_nobody(self):
        self._login(self.asha)
        rows = self._count_rows()
        for _time in range(FLOOD):
            self.assertIn(self.url_open(HEALTH).status_code, (200, 503))
        self.assertEqual(self._count_rows(), rows)
        self.assertEqual(self._submit().status_code, 302)

    def _count_rows(self):
        models = ("digit.form.rate", "res.device.log", "digit.api.call")
        return [self.env[model].sudo().search_count([]) for model in models]


@tagged("post_install", "-at_install")
class TestLoginFlood(PortalCommon):
    """S19: guessing passwords ends soon, for who does it alone."""

    LIMIT = 5  # Odoo's, unless a system parameter says otherwise

    def setUp(self):
        super().setUp()
        # as behind the proxy of a site: who asks is whom it names
        self.startPatcher(patch.dict(config.options, {"proxy_mode": True}))
        self.startPatcher(
            patch.object(self.registry, "_login_failures", None, create=True)
        )
        self.authenticate(None, None)

    def _log_in(self, password, address="203.0.113.7"):
        return self.url_open(
            "/web/login",
            data={
                "login": "asha",
                "password": password,
                "csrf_token": Request.csrf_token(self),
            },
            headers={
                "X-Forwarded-For": address,
                "X-Forwarded-Host": "support.example.com",
                "X-Forwarded-Proto": "http",
            },
            allow_redirects=False,
        )

    @mute_logger("odoo.addons.base.models.res_users")
    def test_guessing_is_stopped_and_says_so(self):
        for _time in range(FLOOD):
            answer = self._log_in("guess")
            self.assertEqual(answer.status_code, 200)
        self.assertIn("Too many login failures, please wait a bit", answer.text)
        # not even the right one, so nobody learns that it is
        self.assertEqual(self._log_in("ashaxxxx").status_code, 200)

    @mute_logger("odoo.addons.base.models.res_users")
    def test_others_log_in_meanwhile(self):
        for _time in range(self.LIMIT + 1):
            self._log_in("guess")
        answer = self._log_in("ashaxxxx", "203.0.113.8")
        self.assertEqual(answer.status_code, 303)
