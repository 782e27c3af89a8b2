from ast import literal_eval

from odoo.fields import Domain
from odoo.tests import new_test_user, tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestTriageQueue(DigitSupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.low, cls.high, cls.second = (
            cls._create_ticket(team_id=cls.team.id, impact_id=cls.impacts[impact].id)
            for impact in ("low", "high", "low")
        )
        cls.own = cls.low | cls.high | cls.second

    def _sort(self, ticket):
        return ticket.with_user(self.user_l1).with_context(digit_triage=True)

    def assertNext(self, action, expected):
        self.assertEqual(action["tag"], "digit_support.triage_next")
        ids = [id_ for id_ in action["params"]["ids"] if id_ in self.own.ids]
        self.assertEqual(ids, expected.ids)

    def test_the_queue_begins_with_the_most_severe(self):
        tickets = self._sort(self.own)
        found = tickets.search(
            tickets._get_triage_domain(), order="priority desc, id"
        ).filtered(lambda ticket: ticket in tickets)
        self.assertEqual(found, self.high + self.low + self.second)

    def test_the_menu_shows_the_same_queue(self):
        action = self.env.ref("digit_support.helpdesk_ticket_action_to_triage")
        domain = self.env["helpdesk.ticket"]._get_triage_domain()
        self.assertEqual(Domain(literal_eval(action.domain)), domain)

    def test_an_accepted_ticket_makes_room_for_the_next(self):
        self.assertNext(self._sort(self.high).action_accept(), self.low + self.second)
        self.assertFalse(self.high.unattended)
        self.assertFalse(self.high.user_id)

    def test_what_was_skipped_comes_back_last(self):
        self.assertNext(self._sort(self.low).action_accept(), self.second + self.high)

    def test_at_the_end_of_the_queue_nothing_opens(self):
        for ticket in self.own:
            action = self._sort(ticket).action_accept()
        self.assertNext(action, self.own.browse())

    def test_who_accepts_may_take_it(self):
        self._sort(self.high).action_accept_mine()
        self.assertEqual(self.high.user_id, self.user_l1)

    def test_a_question_opens_the_next(self):
        wizard = self.env["digit.ticket.ask"].with_user(self.user_l1)
        wizard = wizard.with_context(digit_triage=True)
        action = wizard.create({"ticket_id": self.high.id}).action_ask()
        self.assertNext(action, self.low + self.second)

    def test_a_duplicate_waits_for_its_original_and_not_for_triage(self):
        wizard = self.env["helpdesk.ticket.duplicate.wizard"].with_user(self.user_l1)
        action = (
            wizard.with_context(digit_triage=True)
            .create({"ticket_id": self.high.id, "duplicate_of_id": self.low.id})
            .action_confirm()
        )
        self.assertNext(action, self.low + self.second)
        self.assertFalse(self.high.filtered_domain(self.high._get_triage_domain()))

    def test_elsewhere_a_question_only_closes_its_window(self):
        wizard = self.env["digit.ticket.ask"].with_user(self.user_l1)
        action = wizard.create({"ticket_id": self.high.id}).action_ask()
        self.assertEqual(action["type"], "ir.actions.act_window_close")

    def test_what_is_missing_is_named(self):
        self.assertEqual(self._sort(self.high).triage_missing, "Service and Version")

    def test_another_teams_ticket_is_not_in_the_queue(self):
        other = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        ticket = self._create_ticket(team_id=other.id)
        found = self._sort(self.high)._get_ahead_in_triage()
        self.assertNotIn(ticket, found.sudo())


@tagged("post_install", "-at_install")
class TestSortedElsewhere(DigitSupportCommon):
    """What is sorted goes to a team of which the operator is no member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        trainer = new_test_user(
            cls.env, "trainer", groups="digit_support.digit_support_group_l2"
        )
        trainers = cls.env["helpdesk.ticket.team"].create(
            {"name": "Trainers", "user_ids": trainer.ids}
        )
        cls.level_1, cls.level_2 = cls.env["digit.support.level"].create(
            [
                {
                    "name": name,
                    "programme_id": cls.programme.id,
                    "sequence": rank,
                    "team_id": team.id,
                }
                for rank, (name, team) in enumerate(
                    (("L1", cls.team), ("L2", trainers)), 1
                )
            ]
        )
        cls.category = cls.env["helpdesk.ticket.category"].create(
            {"name": "Functional", "programme_id": cls.programme.id}
        )
        cls.env["digit.routing.rule"].create(
            {
                "programme_id": cls.programme.id,
                "category_id": cls.category.id,
                "level_id": cls.level_2.id,
            }
        )
        # as a mail makes it: nobody of the team follows
        cls.ticket = cls._create_ticket(team_id=cls.team.id).with_user(cls.user_l1)

    def test_an_operator_sorts_what_a_rule_takes_to_another_team(self):
        shown = self.ticket.web_save(
            {"category_id": self.category.id}, {"category_id": {}}
        )
        self.assertEqual(shown[0]["category_id"], self.category.id)
        self.assertEqual(self.ticket.level_id, self.level_2)

    def test_who_sorted_follows_to_tell_the_reporter(self):
        self.ticket.category_id = self.category
        self.assertIn(self.user_l1.partner_id, self.ticket.message_partner_ids)

    def test_nobody_outside_follows_by_that(self):
        self.ticket.with_user(self.balbir).sudo().category_id = self.category
        self.assertNotIn(self.balbir.partner_id, self.ticket.sudo().message_partner_ids)

    def test_handing_up_while_sorting_is_sorting(self):
        wizard = self.env["digit.level.handover"].with_user(self.user_l1)
        action = (
            wizard.with_context(digit_triage=True)
            .create(
                {
                    "ticket_id": self.ticket.id,
                    "level_id": self.level_2.id,
                    "reason": "For a trainer",
                }
            )
            .action_hand_over()
        )
        self.assertEqual(action["tag"], "digit_support.triage_next")
        self.assertFalse(self.ticket.sudo().unattended)
