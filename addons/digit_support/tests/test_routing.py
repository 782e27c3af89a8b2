from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import DigitSupportCommon


class RoutingCommon(DigitSupportCommon):
    """Three levels: helpdesk, trainers, eGov; functional tickets go to the trainers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trainers, cls.egov = cls.env["helpdesk.ticket.team"].create(
            [
                {"name": name, "programme_id": cls.programme.id}
                for name in ("Trainers", "eGov")
            ]
        )
        cls.level_1, cls.level_2, cls.level_3 = cls.env["digit.support.level"].create(
            [
                {
                    "name": name,
                    "programme_id": cls.programme.id,
                    "sequence": sequence,
                    "team_id": team.id,
                }
                for name, sequence, team in (
                    ("L1", 10, cls.team),
                    ("L2", 20, cls.trainers),
                    ("L3", 30, cls.egov),
                )
            ]
        )
        cls.functional, cls.technical = cls.env["helpdesk.ticket.category"].create(
            [
                {"name": name, "programme_id": cls.programme.id}
                for name in ("Functional", "Technical")
            ]
        )
        cls.login = cls.env["helpdesk.ticket.category"].create(
            {"name": "Login", "parent_id": cls.functional.id}
        )
        cls.rule = cls._create_rule(category_id=cls.functional.id)

    @classmethod
    def _create_rule(cls, **vals):
        return cls.env["digit.routing.rule"].create(
            {"programme_id": cls.programme.id, "level_id": cls.level_2.id, **vals}
        )


@tagged("post_install", "-at_install")
class TestRoutingRule(RoutingCommon):
    def test_a_rule_reads_as_a_sentence(self):
        self.assertEqual(self.rule.name, "Urban, Functional → L2")

    def test_a_rule_without_criteria_reads_as_the_last_one(self):
        rule = self._create_rule(sequence=99, level_id=self.level_3.id)
        self.assertEqual(rule.name, "Urban, everything else → L3")

    def test_an_empty_rule_says_what_to_choose(self):
        rule = self.env["digit.routing.rule"].new({})
        self.assertEqual(rule.name, "Choose which tickets go where")
        rule.kind = "bug"
        self.assertEqual(rule.name, "Choose a programme, Bug → choose where they go")
        rule.programme_id = self.programme
        rule.level_id = self.level_3
        self.assertEqual(rule.name, "Urban, Bug → L3")

    def test_a_new_ticket_goes_where_the_rule_says(self):
        ticket = self._create_ticket(category_id=self.functional.id)
        self.assertEqual(ticket.level_id, self.level_2)
        self.assertEqual(ticket.team_id, self.trainers)
        self.assertEqual(ticket.routing_rule_id, self.rule)

    def test_a_rule_for_a_category_covers_those_below_it(self):
        ticket = self._create_ticket(category_id=self.login.id)
        self.assertEqual(ticket.level_id, self.level_2)

    def test_a_ticket_that_no_rule_covers_stays_at_the_first_level(self):
        ticket = self._create_ticket(category_id=self.technical.id)
        self.assertEqual(ticket.level_id, self.level_1)
        self.assertFalse(ticket.routing_rule_id)

    def test_the_first_rule_that_covers_a_ticket_decides(self):
        self._create_rule(sequence=1, kind="bug", level_id=self.level_3.id)
        ticket = self._create_ticket(category_id=self.functional.id, kind="bug")
        self.assertEqual(ticket.level_id, self.level_3)

    def test_each_criterion_must_hold(self):
        self.rule.kind = "bug"
        ticket = self._create_ticket(category_id=self.functional.id)
        self.assertEqual(ticket.level_id, self.level_1)

    def test_an_archived_rule_places_nothing(self):
        self.rule.active = False
        ticket = self._create_ticket(category_id=self.functional.id)
        self.assertEqual(ticket.level_id, self.level_1)

    def test_a_rule_for_a_product_covers_its_services(self):
        service = self.env["digit.service"].create({"name": "Workflow"})
        product = self.env["digit.product"].create(
            {"name": "Platform", "service_ids": [Command.link(service.id)]}
        )
        self._create_rule(product_id=product.id, level_id=self.level_3.id)
        ticket = self._create_ticket(service_id=service.id)
        self.assertEqual(ticket.level_id, self.level_3)

    def test_triage_moves_a_ticket_that_nobody_has_taken(self):
        ticket = self._create_ticket()
        ticket.with_user(self.user_l1).category_id = self.functional
        self.assertEqual(ticket.team_id, self.trainers)

    def test_a_ticket_that_somebody_has_taken_stays(self):
        ticket = self._create_ticket()
        ticket.user_id = self.user_l1
        ticket.category_id = self.functional
        self.assertEqual(ticket.level_id, self.level_1)

    def test_a_ticket_that_somebody_placed_elsewhere_stays(self):
        ticket = self._create_ticket(level_id=self.level_3.id)
        ticket.category_id = self.functional
        self.assertEqual(ticket.level_id, self.level_3)

    def test_a_wrong_category_can_be_put_right(self):
        self._create_rule(category_id=self.technical.id, level_id=self.level_3.id)
        ticket = self._create_ticket(category_id=self.functional.id)
        ticket.category_id = self.technical
        self.assertEqual(ticket.level_id, self.level_3)

    def test_the_history_names_the_rule(self):
        ticket = self._create_ticket(category_id=self.functional.id)
        self.assertEqual(ticket.level_stay_ids[-1:].reason, self.rule.name)

    def test_a_rule_says_where_tickets_go(self):
        with self.assertRaises(ValidationError):
            self._create_rule(level_id=False)

    def test_a_rule_sends_to_a_level_of_its_own_programme(self):
        other = self.env["digit.programme"].create(
            {"name": "Other", "scheme_id": self.scheme.id}
        )
        level = self.env["digit.support.level"].create(
            {"name": "L1", "programme_id": other.id}
        )
        with self.assertRaises(ValidationError):
            self._create_rule(level_id=level.id)

    def test_an_administrator_tries_a_rule_before_saving_it(self):
        ticket = self._create_ticket(kind="question")
        with Form(self.env["digit.routing.rule"].with_user(self.user_admin)) as form:
            form.programme_id = self.programme
            form.kind = "question"
            form.level_id = self.level_3
            form.sample_ticket_id = ticket
            self.assertEqual(
                form.sample_result, "This rule decides: Urban, Question → L3"
            )
        self.assertEqual(ticket.level_id, self.level_1)

    def test_a_try_names_the_rule_that_comes_before(self):
        ticket = self._create_ticket(category_id=self.functional.id)
        form = Form(self.env["digit.routing.rule"].with_user(self.user_admin))
        form.programme_id = self.programme
        form.kind = "incident"
        form.level_id = self.level_3
        form.sample_ticket_id = ticket
        self.assertIn(self.rule.name, form.sample_result)

    def test_the_queries_do_not_grow_with_the_tickets(self):
        tickets = self._create_ticket()
        for _number in range(9):
            tickets |= self._create_ticket()
        tickets.category_id = self.technical
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            tickets._route()


@tagged("post_install", "-at_install")
class TestRedirect(RoutingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nmcp = cls.env["res.partner"].create(
            {"name": "NMCP", "email": "nodal@nmcp.example.com"}
        )
        cls._create_rule(
            category_id=cls.technical.id,
            action="redirect",
            level_id=False,
            redirect_partner_id=cls.nmcp.id,
        )

    def _create_redirected(self):
        return self._create_ticket(category_id=self.technical.id)

    def test_a_redirected_ticket_is_closed_as_redirected(self):
        ticket = self._create_redirected()
        self.assertEqual(ticket.stage_outcome, "redirected")
        self.assertEqual(ticket.redirect_partner_id, self.nmcp)
        self.assertTrue(ticket.redirect_date)

    def test_the_reporter_gets_the_standard_answer(self):
        ticket = self._create_redirected()
        answers = ticket.message_ids.filtered(
            lambda message: "passed it on to" in message.body
        )
        self.assertEqual(answers.notified_partner_ids, self.asha.partner_id)

    def test_who_takes_care_of_it_gets_the_ticket(self):
        self._create_redirected()
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.nmcp.ids)], order="id desc", limit=1
        )
        self.assertIn("Citizens cannot pay.", mail.body_html)

    def test_somebody_passes_it_on_when_no_address_is_known(self):
        self.nmcp.email = False
        ticket = self._create_redirected()
        self.assertIn("NMCP", ticket.activity_ids.summary)

    def test_an_operator_redirects_by_hand(self):
        ticket = self._create_ticket()
        self.env["digit.ticket.redirect"].with_user(self.user_l1).create(
            {"ticket_id": ticket.id, "partner_id": self.nmcp.id}
        ).action_redirect()
        self.assertEqual(ticket.redirect_partner_id, self.nmcp)


@tagged("post_install", "-at_install")
class TestAssign(RoutingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.env["res.users"].union(
            *(
                new_test_user(
                    cls.env,
                    login=f"trainer_{number}",
                    groups="digit_support.digit_support_group_l2",
                )
                for number in range(3)
            )
        )
        cls.trainers.user_ids = cls.members

    def _create_functional(self, count):
        tickets = self.env["helpdesk.ticket"]
        for _number in range(count):
            tickets |= self._create_ticket(category_id=self.functional.id)
        return tickets

    def test_members_take_tickets_themselves_unless_told_otherwise(self):
        self.assertFalse(self._create_functional(1).user_id)

    def test_who_has_the_fewest_open_tickets_gets_the_next(self):
        self.trainers.assign_method = "fewest_open"
        busy = self._create_functional(1)
        busy.user_id = self.members[0]
        found = self._create_functional(2)
        self.assertEqual(found.user_id, self.members[1:])

    def test_each_member_gets_one_in_turn(self):
        self.trainers.assign_method = "round_robin"
        found = self._create_functional(3)
        self.assertEqual(found.user_id, self.members)

    def test_many_at_once_are_spread(self):
        self.trainers.assign_method = "fewest_open"
        vals = {
            "name": "x",
            "description": "y",
            "partner_id": self.asha.partner_id.id,
            "category_id": self.functional.id,
            "user_id": False,
        }
        tickets = self.env["helpdesk.ticket"].create([dict(vals) for _n in range(6)])
        counts = [len(own) for own in tickets.grouped("user_id").values()]
        self.assertEqual(counts, [2, 2, 2])

    def test_an_archived_member_gets_none(self):
        self.trainers.assign_method = "round_robin"
        self.members[:2].active = False
        self.assertEqual(self._create_functional(2).user_id, self.members[2:])

    def test_a_team_without_members_leaves_them_unassigned(self):
        self.trainers.assign_method = "round_robin"
        self.trainers.user_ids = False
        self.assertFalse(self._create_functional(1).user_id)
