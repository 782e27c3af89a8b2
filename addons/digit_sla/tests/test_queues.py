from lxml import etree

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestQueues(DigitSlaCommon):
    """The lists that an agent works from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_l1.tz = "Asia/Kolkata"
        cls.Ticket = cls.env["helpdesk.ticket"].with_user(cls.user_l1)
        cls.mine = {"user_id": cls.user_l1.id, "team_id": cls.team.id}

    def _search_filter(self, name):
        """What the filter ``name`` of the search view finds for the agent."""
        view = self.env.ref("digit_support.helpdesk_ticket_view_search")
        arch = etree.fromstring(self.Ticket.get_view(view.id, "search")["arch"])
        domain = arch.find(f".//filter[@name='{name}']").get("domain")
        return self.Ticket.search(safe_eval(domain, {"uid": self.user_l1.id}))

    def test_home_lists_the_nearest_deadline_first(self):
        """What waits for the partner has no deadline and comes last."""
        paused, later, sooner, closed = (
            self._create_ticket(**self.mine),
            self._create_ticket(**self.mine),
            self._create_p1(**self.mine),
            self._create_p1(**self.mine),
        )
        self._create_p1(user_id=self.user_l2.id, team_id=self.team.id)
        paused.stage_id = self.stage_waiting
        closed.stage_id = self.stage_done
        action = self.env.ref("digit_sla.helpdesk_ticket_action_urgency")
        domain = safe_eval(action.domain, {"uid": self.user_l1.id})
        for view_type in ("list", "kanban"):
            view = self.env.ref(f"digit_sla.helpdesk_ticket_view_{view_type}_urgency")
            arch = etree.fromstring(self.Ticket.get_view(view.id, view_type)["arch"])
            found = self.Ticket.search(domain, order=arch.get("default_order").strip())
            self.assertEqual(found, sooner + later + paused)

    def test_due_today_is_the_day_of_the_reader(self):
        ticket = self._create_p1(**self.mine)
        for deadline, is_today in (
            ("2026-11-22 18:29:00", False),  # Sunday, 23:59 in India
            ("2026-11-22 18:30:00", True),
            ("2026-11-23 18:29:00", True),  # Monday, 23:59 in India
            ("2026-11-23 18:30:00", False),
        ):
            with self.subTest(deadline=deadline):
                ticket.sla_deadline = deadline
                found = self._search_filter("sla_due_today")
                self.assertEqual(ticket in found, is_today)

    def test_due_tomorrow_follows_due_today(self):
        ticket = self._create_p1(**self.mine)
        for deadline, is_tomorrow in (
            ("2026-11-23 18:29:00", False),  # Monday, 23:59 in India
            ("2026-11-23 18:30:00", True),
            ("2026-11-24 18:29:00", True),  # Tuesday, 23:59 in India
            ("2026-11-24 18:30:00", False),
        ):
            with self.subTest(deadline=deadline):
                ticket.sla_deadline = deadline
                found = self._search_filter("sla_due_tomorrow")
                self.assertEqual(ticket in found, is_tomorrow)

    def test_breaches_within_some_hours(self):
        ticket = self._create_p1(**self.mine)
        for deadline, within_1, within_4 in (
            ("2026-11-23 04:29:59", False, False),  # breached already
            ("2026-11-23 04:30:00", True, True),
            ("2026-11-23 05:30:00", True, True),
            ("2026-11-23 05:30:01", False, True),
            ("2026-11-23 08:30:00", False, True),
            ("2026-11-23 08:30:01", False, False),
        ):
            with self.subTest(deadline=deadline):
                ticket.sla_deadline = deadline
                self.assertEqual(
                    ticket in self._search_filter("sla_within_1_hour"), within_1
                )
                self.assertEqual(
                    ticket in self._search_filter("sla_within_4_hours"), within_4
                )

    def test_response_is_owed_until_it_is_given_also_when_late(self):
        ticket = self._create_p1(**self.mine)
        self.assertIn(ticket, self._search_filter("sla_response"))
        self.assertNotIn(ticket, self._search_filter("sla_resolution"))
        with freeze_time("2026-11-24 04:30:00"):  # Tuesday
            self.env["digit.sla.clock"].search([])._settle(fields.Datetime.now())
            self.assertIn(ticket, self._search_filter("sla_response"))
            self._reply(ticket, self.user_l1)
            self.assertNotIn(ticket, self._search_filter("sla_response"))

    def test_my_teams_leaves_out_what_no_team_has(self):
        ticket = self._create_p1(**self.mine)
        teamless = self.Ticket.sudo().create({"name": "T", "description": "T"})
        teamless.team_id = False
        found = self._search_filter("my_teams")
        self.assertIn(ticket, found)
        self.assertNotIn(teamless, found)

    def test_lists_open_with_what_is_open(self):
        """All else is one click away: the filter is ticked, not part of the action."""
        ticket, closed = self._create_p1(**self.mine), self._create_p1(**self.mine)
        closed.stage_id = self.stage_done
        tickets = ticket | closed
        for records, expected, xmlid in (
            (tickets, ticket, "helpdesk_mgmt.helpdesk_ticket_action"),
            (tickets.clock_ids, ticket.clock_ids, "digit_sla.digit_sla_clock_action"),
        ):
            with self.subTest(action=xmlid):
                action = self.env.ref(xmlid)
                self.assertFalse(action.domain)
                self.assertEqual(safe_eval(action.context), {"search_default_open": 1})
                records = records.with_user(self.user_l1)
                arch = etree.fromstring(records.get_view(None, "search")["arch"])
                domain = safe_eval(arch.find(".//filter[@name='open']").get("domain"))
                self.assertEqual(records.filtered_domain(domain), expected)
                found = records.search([("id", "in", records.ids), *domain])
                self.assertEqual(found, expected)

    def test_breached_and_at_risk(self):
        ticket = self._create_p1(**self.mine)
        for now, breached, at_risk in (
            ("2026-11-23 07:29:00", False, False),
            ("2026-11-23 07:30:00", False, True),  # three of its four hours are used
            ("2026-11-23 08:30:00", False, True),
            ("2026-11-23 08:30:01", True, False),
        ):
            with self.subTest(now=now), freeze_time(now):
                self.assertEqual(
                    ticket in self._search_filter("sla_breached"), breached
                )
                self.assertEqual(ticket in self._search_filter("sla_at_risk"), at_risk)
