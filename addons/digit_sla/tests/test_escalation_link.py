from odoo.tests import freeze_time, tagged

from odoo.addons.digit_support.tests.common_mass import MassAssignment
from odoo.addons.digit_support.tests.common_portal import PortalCommon

from .common_escalation import EscalationCommon

# All that may change of a ticket that somebody takes care of.
ACKNOWLEDGED = {"message_ids"}


@tagged("post_install", "-at_install")
class TestEscalationLink(MassAssignment, EscalationCommon, PortalCommon):
    """Somebody takes care from the link in a mail, without a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_p1(team_id=cls.team.id)
        cls.task = cls.ticket._escalate("They queue up.").sudo()
        cls.url = cls._get_path(cls.user_operations)

    @classmethod
    def _get_path(cls, user):
        return (
            "/ticket/escalation/"
            + cls.task._get_acknowledge_url(user).rpartition("/")[2]
        )

    def _get(self, url):
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.task.invalidate_recordset()
        return page.text

    def _press(self, url=None, **kw):
        self.authenticate(None, None)
        page = self._post(url or self.url, take="1", **kw)
        self.task.invalidate_recordset()
        return page

    def test_looking_changes_nothing(self):
        for _scanner in range(3):
            page = self._get(self.url)
        self.assertIn("I take care of it", page)
        self.assertIn(self.ticket.number, page)
        self.assertFalse(self.task.acknowledged_date)

    def test_pressing_the_button_takes_care(self):
        self.assertIn('name="taken"', self._press().text)
        self.assertEqual(self.task.acknowledged_by_id, self.user_operations)

    def test_pressing_it_again_changes_nothing(self):
        self._press()
        moment = self.task.acknowledged_date
        page = self._press(self._get_path(self.user_l3))
        self.assertIn("already", page.text)
        self.assertEqual(self.task.acknowledged_by_id, self.user_operations)
        self.assertEqual(self.task.acknowledged_date, moment)

    def test_without_the_token_of_the_form_nothing_happens(self):
        self.assertEqual(self._press(token=False).status_code, 400)
        self.assertFalse(self.task.acknowledged_date)

    def test_dead_link_says_so_and_leads_to_the_ticket(self):
        for url in (
            f"{self.url[:-3]}xyz?ticket={self.ticket.id}",
            f"/ticket/escalation/nonsense?ticket={self.ticket.id}",
            f"/ticket/escalation/%E2%82%AC?ticket={self.ticket.id}",
        ):
            with self.subTest(url):
                page = self._get(url)
                self.assertIn('name="dead"', page)
                self.assertIn(f"res_id={self.ticket.id}", page)
                self.assertNotIn(self.ticket.name, page)

    def test_dead_link_with_nonsense_beside_it_is_only_dead(self):
        page = self._get("/ticket/escalation/x?ticket=1%20OR%201")
        self.assertIn('name="dead"', page)
        self.assertNotIn("/mail/view", page)

    def test_link_of_who_has_left_is_dead(self):
        self.user_operations.active = False
        self.assertIn('name="dead"', self._press().text)
        self.assertFalse(self.task.acknowledged_date)

    def test_link_is_dead_after_a_day(self):
        with freeze_time("2026-11-23 04:00:00"):  # Monday, 9:30 in India
            url = self._get_path(self.user_operations)
        self.authenticate(None, None)
        with freeze_time("2026-11-24 03:59:00"):  # Tuesday
            self.assertIn("I take care of it", self._get(url))
        with freeze_time("2026-11-24 04:01:00"):
            self.assertIn('name="dead"', self._get(url))

    def test_address_is_told_to_nobody(self):
        for url in (self.url, "/ticket/escalation/x"):
            policy = self.url_open(url).headers.get("Referrer-Policy")
            self.assertEqual(policy, "no-referrer", url)

    def test_only_what_the_button_is_for_changes_of_the_ticket(self):
        self.authenticate(None, None)
        _response, changed = self._post_all(self.ticket, self.url, take="1")
        self.assertTrue(self.task.acknowledged_date)
        self.assertEqual(changed - ACKNOWLEDGED, set())

    def test_closed_meanwhile_there_is_nothing_to_take(self):
        self.ticket.stage_id = self.stage_done
        self.assertIn("any more", self._press().text)
        self.assertFalse(self.task.acknowledged_date)

    def test_link_in_the_mail_names_the_ticket_for_when_it_is_dead(self):
        body = self.task._get_message(self.user_l3)
        self.assertIn(f"?ticket={self.ticket.id}", body)
