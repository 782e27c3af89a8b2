from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import DigitSupportCommon


class ResolutionCommon(DigitSupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.team.id)
        cls.ticket.user_id = cls.user_l2

    def _resolve(self, **vals):
        self.env["digit.ticket.resolve"].with_user(self.user_l2).create(
            {
                "ticket_ids": self.ticket.ids,
                "resolution_kind": "workaround",
                "answer": "<p>Clear the cache.</p>",
                **vals,
            }
        ).action_resolve()

    def _run_job(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("digit_support.ir_cron_confirm_resolved")
            cron.method_direct_trigger()

    def _get_path(self):
        return self.ticket.get_confirmation_url().split(self.ticket.get_base_url())[1]


@tagged("post_install", "-at_install")
class TestResolution(ResolutionCommon):
    def test_resolving_asks_how_and_closes(self):
        self._resolve()
        self.assertEqual(self.ticket.resolution_kind, "workaround")
        self.assertEqual(self.ticket.stage_outcome, "resolved")
        self.assertTrue(self.ticket.closed_date)

    def test_the_reporter_is_told_what_was_done(self):
        self._resolve()
        answer = self.ticket.message_ids.filtered(
            lambda message: "Clear the cache." in message.body
        )
        self.assertIn(self.asha.partner_id, answer.notified_partner_ids)

    def test_the_mail_greets_the_reporter_and_asks(self):
        self._resolve()
        self._flush_tracking()
        mail = self.env["mail.mail"].search(
            [("subject", "like", "Resolved: Payments fail")]
        )
        self.assertIn("Hello Asha", mail.body_html)
        self.assertIn("/ticket/resolution/", mail.body_html)

    def test_the_reporter_confirms(self):
        self._resolve()
        self.ticket._confirm_resolution(self.asha.partner_id)
        self.assertEqual(self.ticket.stage_outcome, "confirmed")

    def test_the_reporter_reopens_with_a_reason(self):
        self._resolve()
        self.ticket._reopen_by_reporter(self.asha.partner_id, "It is back.")
        self.assertFalse(self.ticket.closed)
        self.assertEqual(self.ticket.reopen_count, 1)
        self.assertIn("It is back.", "".join(self.ticket.message_ids.mapped("body")))

    def test_who_had_it_is_told_of_the_reopening(self):
        self._resolve()
        self.ticket._reopen_by_reporter(self.asha.partner_id, "It is back.")
        self.assertEqual(self.ticket.activity_ids.user_id, self.user_l2)

    def test_a_member_of_the_team_is_told_when_nobody_has_it(self):
        self.ticket.user_id = False
        self._resolve()
        self.ticket._reopen_by_reporter(self.asha.partner_id, "It is back.")
        self.assertIn(self.ticket.activity_ids.user_id, self.team.user_ids)

    def test_what_is_not_answered_closes_by_itself(self):
        self._resolve()
        days = self.programme.confirmation_days
        self.ticket.closed_date = fields.Datetime.now() - timedelta(days, hours=1)
        self._run_job()
        self.assertEqual(self.ticket.stage_outcome, "confirmed")

    def test_what_is_still_to_be_answered_waits(self):
        self._resolve()
        days = self.programme.confirmation_days
        self.ticket.closed_date = fields.Datetime.now() - timedelta(days, hours=-1)
        self._run_job()
        self.assertEqual(self.ticket.stage_outcome, "resolved")

    def test_nothing_closes_by_itself_when_the_days_are_zero(self):
        self.programme.confirmation_days = 0
        self._resolve()
        self.ticket.closed_date = fields.Datetime.now() - timedelta(365)
        self._run_job()
        self.assertEqual(self.ticket.stage_outcome, "resolved")

    def test_a_link_opens_its_ticket(self):
        token = self._get_path().rsplit("/", 1)[1]
        self.assertEqual(self.ticket._get_by_confirmation(token), self.ticket)

    def test_a_forged_link_opens_nothing(self):
        for token in ("", "x", "AQ", "é", "A" * 500, self._get_path()[-60:-1]):
            self.assertFalse(self.ticket._get_by_confirmation(token))


@tagged("post_install", "-at_install")
class TestResolutionPages(ResolutionCommon, HttpCase):
    def _post(self, path, **data):
        page = self.url_open(path) if path.startswith("/ticket/") else None
        token = (
            page.text.split('name="csrf_token" value="')[1].split('"')[0]
            if page and "csrf_token" in page.text
            else self._get_csrf_token()
        )
        return self.url_open(path, data={"csrf_token": token, **data})

    def _get_csrf_token(self):
        page = self.url_open("/new/ticket").text
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def test_looking_at_the_link_changes_nothing(self):
        self._resolve()
        page = self.url_open(self._get_path())
        self.assertIn("Is it solved for you?", page.text)
        self.assertEqual(self.ticket.stage_outcome, "resolved")

    def test_the_link_in_the_mail_confirms_without_a_login(self):
        self._resolve()
        page = self._post(self._get_path(), answer="confirm")
        self.assertIn("Thank you. The ticket is closed.", page.text)
        self.assertEqual(self.ticket.stage_outcome, "confirmed")

    def test_the_link_in_the_mail_reopens(self):
        self._resolve()
        self._post(self._get_path(), answer="reopen", reason="It is back.")
        self.assertFalse(self.ticket.closed)
        reason = self.ticket.message_ids.filtered(lambda m: "It is back." in m.body)
        self.assertEqual(reason.author_id, self.asha.partner_id)

    def test_reopening_needs_a_reason(self):
        self._resolve()
        page = self._post(self._get_path(), answer="reopen", reason=" ")
        self.assertIn("Tell us in a few words", page.text)
        self.assertTrue(self.ticket.closed)

    def test_a_dead_link_says_what_to_do(self):
        page = self.url_open("/ticket/resolution/AQAAAA")
        self.assertEqual(page.status_code, 200)
        self.assertIn("This link is no longer valid.", page.text)

    def test_a_link_is_of_no_use_twice(self):
        self._resolve()
        path = self._get_path()
        page = self.url_open(path).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        self.ticket._confirm_resolution(self.asha.partner_id)
        self.url_open(
            path, data={"csrf_token": token, "answer": "reopen", "reason": "Again"}
        )
        self.assertEqual(self.ticket.stage_outcome, "confirmed")

    def test_a_post_without_a_csrf_token_is_refused(self):
        self._resolve()
        page = self.url_open(self._get_path(), data={"answer": "confirm"})
        self.assertEqual(page.status_code, 400)
        self.assertEqual(self.ticket.stage_outcome, "resolved")

    def test_the_reporter_confirms_in_the_portal(self):
        self._resolve()
        self.authenticate("asha", "asha")
        page = self.url_open(f"/my/ticket/{self.ticket.id}").text
        self.assertIn("Is it solved for you?", page)
        self._post(f"/my/ticket/{self.ticket.id}/resolution", answer="confirm")
        self.assertEqual(self.ticket.stage_outcome, "confirmed")

    def test_another_organisation_cannot_reopen(self):
        self._resolve()
        self.authenticate("chitra", "chitra")
        self._post(
            f"/my/ticket/{self.ticket.id}/resolution", answer="reopen", reason="No"
        )
        self.assertTrue(self.ticket.closed)
