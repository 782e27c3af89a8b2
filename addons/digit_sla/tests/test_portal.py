from odoo.tests import HttpCase, freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
class TestPortal(DigitSlaCommon, HttpCase):
    """What a partner is told of the promise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00 in India
            cls.ticket = cls._create_p1()

    def _get_text(self, moment):
        with freeze_time(moment):
            self.env.invalidate_all()
            return self.ticket.sudo()._get_portal_sla_text()

    def test_running_tells_the_deadline_in_the_zone_of_the_schedule(self):
        self.assertEqual(
            self._get_text("2026-11-23 05:00:00"),
            "You get an answer by Mon 23 Nov 2026, 14:00 IST.",
        )

    def test_late_says_so(self):
        self.assertIn("We are late", self._get_text("2026-11-23 09:00:00"))

    def test_waiting_for_the_reporter(self):
        with freeze_time("2026-11-23 05:00:00"):  # Monday, 10:30 in India
            self.ticket.stage_id = self.stage_waiting
        self.assertIn("stands still", self._get_text("2026-11-24 05:00:00"))

    def test_answered_in_time(self):
        with freeze_time("2026-11-23 05:00:00"):  # Monday, 10:30 in India
            self._reply(self.ticket, self.user_l1)
        self.assertIn("in the time", self._get_text("2026-11-24 05:00:00"))

    def test_answered_late(self):
        with freeze_time("2026-11-23 10:00:00"):  # Monday, 15:30 in India
            self._reply(self.ticket, self.user_l1)
        self.assertIn("later than", self._get_text("2026-11-24 05:00:00"))

    def test_no_promise_no_text(self):
        self.ticket = self._create_ticket(partner_id=self.stranger.id)
        self.assertEqual(self._get_text("2026-11-24 05:00:00"), "")

    def test_pages_show_the_countdown(self):
        self.authenticate("asha", "ashaxxxx")
        for url in ("/my/tickets", f"/my/ticket/{self.ticket.id}"):
            page = self.url_open(url).text
            self.assertIn("o_digit_sla_portal_countdown", page, url)

    @freeze_time("2026-11-20 11:30:00")  # Friday, 17:00 in India
    def test_form_tells_the_deadline_before_sending(self):
        preview = self.env["helpdesk.ticket"]._get_portal_preview(
            {
                "partner_id": self.asha.partner_id.id,
                "deployment_id": self.deployment.id,
                "impact_id": self.impacts["high"].id,
                "urgency_id": self.urgencies["high"].id,
            }
        )
        self.assertIn(("Answer due", "Mon 23 Nov 2026, 12:00 IST"), preview["facts"])

    def test_acknowledgement_tells_the_deadline(self):
        mail = self.env["mail.mail"].search(
            [("model", "=", "helpdesk.ticket"), ("res_id", "=", self.ticket.id)]
        )
        self.assertIn("Mon 23 Nov 2026, 14:00 IST", mail.body_html)
