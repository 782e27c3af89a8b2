from odoo.tests import HttpCase, tagged

from .common import DigitSupportCommon
from .common_health import HealthCase

MOST_QUERIES = 40


@tagged("post_install", "-at_install")
class TestHealthPage(HealthCase, DigitSupportCommon, HttpCase):
    """What monitoring reads, without a login."""

    def setUp(self):
        super().setUp()
        self.env.cr.execute("SELECT now() AT TIME ZONE 'UTC'")
        (self.now,) = self.env.cr.fetchone()
        self._run_jobs_at(self.now)

    def _queue_long_ago(self):
        mail = self.env["mail.mail"].create(
            {"subject": "Of a secret", "email_to": "asha@punjab.example.com"}
        )
        self._set_date(mail, "create_date", "2026-03-16 06:20:00")

    def test_all_is_well(self):
        answer = self.url_open("/digit/health")
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual(answer.json()["status"], "ok")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_something_is_not(self):
        self._queue_long_ago()
        answer = self.url_open("/digit/health")
        self.assertEqual(answer.status_code, 503)
        found = answer.json()["checks"]["mail_waiting"]
        self.assertEqual(found, {"status": "failing", "count": 1})

    def test_it_names_nobody_and_nothing(self):
        self._queue_long_ago()
        text = self.url_open("/digit/health").text
        for secret in ("secret", "asha", "punjab", "@"):
            self.assertNotIn(secret, text.lower())

    def test_it_changes_nothing_and_leaves_no_session(self):
        answer = self.url_open("/digit/health")
        self.assertNotIn("session_id", answer.cookies)
        self.assertEqual(
            self.url_open("/digit/health", data={"a": "1"}).status_code, 405
        )

    def test_it_costs_few_queries_however_often_it_is_asked(self):
        checks = self.env["digit.health.check"]
        checks._get_report()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        checks._get_report()
        self.assertLessEqual(self.env.cr.sql_log_count - before, MOST_QUERIES)
