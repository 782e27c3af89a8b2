from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_portal import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalTime(PortalCommon):
    """Tejas and Tanvi of Tek give Punjab its first line of support (S1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tanvi = new_test_user(
            cls.env,
            login="tanvi",
            groups="digit_support.digit_support_group_partner_contact",
        )
        cls.tanvi.partner_id.parent_id = cls.tek
        cls.level = cls.env["digit.support.level"].create(
            {"name": "L1", "programme_id": cls.programme.id}
        )
        cls.ticket = cls._create_ticket(cls.balbir, team_id=cls.team.id)

    def setUp(self):
        super().setUp()
        self._login(self.tejas)

    def _add(self, ticket=None, **data):
        ticket_id = (ticket or self.ticket).id
        return self._post(f"/my/ticket/{ticket_id}/time", **data)

    def _correct(self, entry, **data):
        return self._post(f"/my/ticket/{entry.ticket_id.id}/time/{entry.id}", **data)

    def _enter(self, user, **vals):
        return self.env["digit.time.entry"].create(
            {"ticket_id": self.ticket.id, "user_id": user.id, "minutes": 20, **vals}
        )

    def _get_entries(self):
        return self.env["digit.time.entry"].search([("ticket_id", "=", self.ticket.id)])

    def test_one_click_enters_the_minutes_of_the_button(self):
        response = self._add(minutes="15", note="Checked their server", other="")
        self.assertEqual(response.status_code, 303)
        self.assertRecordValues(
            self._get_entries(),
            [
                {
                    "user_id": self.tejas.id,
                    "minutes": 15,
                    "note": "Checked their server",
                    "date": fields.Date.context_today(self.tejas),
                    "level_id": self.level.id,
                    "programme_id": self.programme.id,
                    "organisation_id": self.punjab.id,
                    "worker_organisation_id": self.tek.id,
                }
            ],
        )

    def test_other_minutes_are_typed(self):
        self._add(other="42")
        self.assertEqual(self._get_entries().minutes, 42)

    def test_hours_of_each_partner_programme_and_month(self):
        self._add(minutes="30")
        self._enter(self.user_l2, minutes=60)
        groups = self.env["digit.time.entry"]._read_group(
            [("ticket_id", "=", self.ticket.id)],
            ["worker_organisation_id", "programme_id", "date:month"],
            ["hours:sum"],
        )
        hours = {organisation: hours for organisation, _p, _m, hours in groups}
        self.assertEqual(hours[self.tek], 0.5)

    def test_hours_stay_with_the_partner_whom_one_worked_for(self):
        entry = self._enter(self.tejas)
        self.tejas.partner_id.parent_id = self.odisha
        self.assertEqual(entry.worker_organisation_id, self.tek)

    def test_page_tells_ones_own_time_alone(self):
        self._enter(self.tejas, note="Seen by me")
        self._enter(self.tanvi, note="Of a colleague", minutes=33)
        self._enter(self.user_l2, note="Their admin is new", minutes=77)
        text = self.url_open(self.ticket.access_url).text
        page = html.fromstring(text)
        self.assertEqual(len(page.xpath("//li[@name='time_entry']")), 1)
        self.assertIn("Seen by me", text)
        for secret in ("Of a colleague", "Their admin is new", "33 min", "77 min"):
            self.assertNotIn(secret, text)

    def test_reporter_and_client_neither_see_nor_enter_time(self):
        self._enter(self.tejas, note="Seen by Tek alone")
        for user in (self.asha, self.balbir):
            self._login(user)
            text = self.url_open(self.ticket.access_url).text
            self.assertIn(self.ticket.number, text)
            self.assertNotIn("Seen by Tek alone", text)
            self.assertNotIn('name="ticket_time"', text)
            self.assertEqual(self._add(minutes="15").status_code, 404)
        self.assertEqual(len(self._get_entries()), 1)

    def test_who_has_the_link_alone_sees_no_time(self):
        self._enter(self.tejas, note="Seen by Tek alone")
        token = self.ticket._portal_ensure_token()
        for user in (None, self.tejas):
            self.authenticate(None, None)
            if user:
                self._login(self.chitra)
            url = f"{self.ticket.access_url}?access_token={token}"
            self.assertNotIn("Seen by Tek alone", self.url_open(url).text)

    def test_time_is_not_to_be_had_over_rpc(self):
        entry = self._enter(self.tejas)
        ticket = self.ticket.with_user(self.tejas)
        self.assertFalse(entry.with_user(self.tejas).has_access("read"))
        for name in ("time_entry_ids", "time_hours"):
            self.assertFalse(ticket._has_field_access(ticket._fields[name], "read"))

    def test_correcting_ones_own(self):
        entry = self._enter(self.tejas)
        yesterday = fields.Date.context_today(self.tejas) - timedelta(days=1)
        self._correct(entry, action="save", minutes="25", note="More", date=yesterday)
        self.assertRecordValues(
            entry, [{"minutes": 25, "note": "More", "date": yesterday}]
        )
        self._correct(entry, action="remove")
        self.assertFalse(entry.exists())

    def test_nobody_corrects_anybody_elses(self):
        elsewhere = self._create_ticket(self.chitra, team_id=self.team.id)
        own = self._enter(self.tejas, ticket_id=elsewhere.id)
        for entry in (self._enter(self.tanvi), self._enter(self.user_l2)):
            for action in ("save", "remove"):
                response = self._correct(entry, action=action, minutes="1")
                self.assertEqual(response.status_code, 404)
            self.assertEqual(entry.minutes, 20)
        # by the address of another ticket
        url = f"/my/ticket/{self.ticket.id}/time/{own.id}"
        self.assertEqual(self._post(url, action="remove").status_code, 404)
        self.assertTrue(own.exists())

    def test_ticket_of_another_implementer_is_missing(self):
        self.deployment.implementer_id = self.env["res.partner"].create(
            {"name": "Other", "is_company": True}
        )
        for odd in (self.ticket.id, 10**8, 0):
            response = self._post(f"/my/ticket/{odd}/time", minutes="15")
            self.assertEqual(response.status_code, 404)
        self.assertFalse(self._get_entries())

    def test_reporter_at_an_implementer_that_left_enters_no_more(self):
        ticket = self._create_ticket(self.tejas, team_id=self.team.id)
        ticket.deployment_id = self.deployment
        self.deployment.implementer_id = False
        self.assertEqual(self._add(ticket, minutes="15").status_code, 404)

    def test_odd_minutes_are_refused_and_nothing_typed_is_lost(self):
        for minutes in ("", "0", "-5", "1.5", "x", "1441", "9" * 30, "٣"):
            with self.subTest(minutes=minutes):
                response = self._add(other=minutes, note='Kept "note"')
                self.assertEqual(response.status_code, 422)
                page = html.fromstring(response.text)
                self.assertTrue(page.xpath("//*[@id='error_minutes']"))
                self.assertEqual(
                    page.xpath("//input[@id='time_note']/@value"), ['Kept "note"']
                )
        self.assertFalse(self._get_entries())

    def test_odd_correction_is_refused_and_nothing_typed_is_lost(self):
        entry = self._enter(self.tejas)
        for day in ("x", "2999-01-01", "1999-01-01", "2026-02-30"):
            response = self._correct(entry, minutes="5", date=day, note="Typed")
            self.assertEqual(response.status_code, 422)
            self.assertIn("Typed", response.text)
        self.assertEqual(entry.minutes, 20)

    def test_only_what_is_asked_is_taken(self):
        self._add(
            minutes="15",
            user_id=self.tanvi.id,
            ticket_id="1",
            started="2026-01-05 09:00:00",
            level_id="1",
        )
        entry = self._get_entries()
        self.assertEqual(entry.user_id, self.tejas)
        self.assertFalse(entry.started)

    @mute_logger("odoo.http")
    def test_without_token_nothing_is_entered(self):
        self.assertEqual(self._add(minutes="15", token=False).status_code, 400)
        self.assertFalse(self._get_entries())

    def test_get_enters_nothing(self):
        url = f"/my/ticket/{self.ticket.id}/time?minutes=15"
        self.url_open(url)
        self.assertFalse(self._get_entries())

    def test_agent_sees_the_partners_time(self):
        entry = self._enter(self.tejas, note="Checked their server")
        ticket = self.ticket.with_user(self.user_l1)
        self.assertIn(entry, ticket.time_entry_ids.sudo())

    def test_without_a_level_of_the_partner_the_first_one_counts(self):
        self.programme.level_ids = [
            Command.clear(),
            Command.create({"name": "L2", "team_id": self.team.id}),
        ]
        self._add(minutes="15")
        self.assertEqual(self._get_entries().level_id.name, "L2")
