from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_portal import PortalCommon


class RatingCommon(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(
            cls.balbir, team_id=cls.team.id, user_id=cls.user_l2.id
        )
        cls.ticket.stage_id = cls.done

    def _get_path(self, answer=None):
        url = self.ticket.get_rating_url(answer)
        return url.removeprefix(self.ticket.get_base_url())

    def _get_rating(self):
        return self.env["digit.rating"].search([("ticket_id", "=", self.ticket.id)])


@tagged("post_install", "-at_install")
class TestRatingByLink(RatingCommon):
    """From the mail, without a login."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def test_looking_changes_nothing(self):
        page = html.fromstring(self.url_open(self._get_path("satisfied")).text)
        self.assertEqual(page.xpath("//input[@checked]/@value"), ["satisfied"])
        self.assertFalse(self._get_rating())

    def test_reporter_rates(self):
        response = self._post(self._get_path(), answer="partly", comment="Slow <b>")
        self.assertEqual(response.status_code, 200)
        self.assertRecordValues(
            self._get_rating(),
            [
                {
                    "answer": "partly",
                    "score": 50,
                    "comment": "Slow <b>",
                    "entered_by_id": False,
                    "agent_id": self.user_l2.id,
                    "programme_id": self.programme.id,
                    "organisation_id": self.punjab.id,
                }
            ],
        )

    def test_rating_again_changes_the_one_there_is(self):
        for answer in ("dissatisfied", "satisfied"):
            self._post(self._get_path(), answer=answer)
        self.assertEqual(self._get_rating().answer, "satisfied")

    def test_odd_answer_asks_again_and_nothing_typed_is_lost(self):
        for answer in ("", "5", "great"):
            response = self._post(self._get_path(), answer=answer, comment="Kept")
            self.assertEqual(response.status_code, 422)
            self.assertIn("Kept", response.text)
        self.assertFalse(self._get_rating())

    @mute_logger("odoo.http")
    def test_without_token_nothing_is_rated(self):
        response = self._post(self._get_path(), token=False, answer="satisfied")
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._get_rating())

    def test_link_is_for_one_ticket_and_one_purpose(self):
        other = self._create_ticket(self.chitra, stage_id=self.done.id)
        path = self._get_path()
        confirmation = self.ticket.get_confirmation_url().rsplit("/", 1)[1]
        for token in ("x", path.rsplit("/", 1)[1][:-2] + "zz", confirmation):
            response = self._post(f"/ticket/rating/{token}", answer="satisfied")
            self.assertIn("no longer valid", response.text)
        self._post(path, answer="satisfied", ticket_id=other.id, id=other.id)
        self.assertEqual(self._get_rating().ticket_id, self.ticket)

    def test_link_is_dead_once_the_ticket_was_closed_for_long(self):
        path = self._get_path()
        self.ticket.closed_date = fields.Datetime.now() - timedelta(days=31)
        self.assertIn("no longer valid", self.url_open(path).text)
        self._post(path, answer="satisfied")
        self.assertFalse(self._get_rating())

    def test_what_was_not_solved_is_not_rated(self):
        path = self._get_path()
        for stage in (self.in_progress, self.cancelled):
            self.ticket.stage_id = stage
            self._post(path, answer="satisfied")
            self.assertFalse(self._get_rating())

    def test_unhappy_reporter_is_looked_at(self):
        self._post(self._get_path(), answer="dissatisfied")
        self.assertEqual(self.ticket.activity_ids.user_id, self.user_l2)
        self.assertEqual(
            self.ticket.activity_ids.summary, "The reporter is not satisfied"
        )

    def test_happy_reporter_gives_no_work(self):
        self._post(self._get_path(), answer="satisfied")
        self.assertFalse(self.ticket.activity_ids)

    def test_rating_does_not_reopen(self):
        self._post(self._get_path(), answer="dissatisfied", comment="Not solved!")
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_mail_of_the_solution_asks_by_the_queue(self):
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        ticket = self._create_ticket(self.balbir, team_id=self.team.id)
        self._flush_tracking()
        ticket.stage_id = self.done
        self._flush_tracking()
        mails = self.env["mail.mail"].search(
            [("id", ">", last), ("res_id", "=", ticket.id)]
        )
        [mail] = mails.filtered(lambda mail: "/ticket/rating/" in mail.body_html)
        self.assertEqual(mail.state, "outgoing")
        for answer in ("satisfied", "partly", "dissatisfied"):
            self.assertIn(f"answer={answer}", mail.body_html)

    def test_confirming_from_the_mail_asks_how_it_was(self):
        url = self.ticket.get_confirmation_url()
        path = url.removeprefix(self.ticket.get_base_url())
        page = html.fromstring(self._post(path, answer="confirm").text)
        [action] = page.xpath("//*[@name='ticket_rating']//form/@action")
        self._post(action, answer="satisfied")
        self.assertEqual(self._get_rating().answer, "satisfied")


@tagged("post_install", "-at_install")
class TestRatingInPortal(RatingCommon):
    def _rate(self, user, **data):
        self._login(user)
        values = {"answer": "satisfied", **data}
        return self._post(f"/my/ticket/{self.ticket.id}/rating", **values)

    def test_reporter_rates_on_the_tickets_page(self):
        self._login(self.balbir)
        self.assertIn("How satisfied", self.url_open(self.ticket.access_url).text)
        self._rate(self.balbir)
        self.assertEqual(self._get_rating().answer, "satisfied")
        self.assertIn("You rated our help", self.url_open(self.ticket.access_url).text)

    def test_nobody_else_rates(self):
        # neither a colleague, nor who runs the deployment, nor anybody else
        for user in (self.asha, self.tejas, self.chitra, self.user_l2):
            self.assertEqual(self._rate(user).status_code, 303)
            text = self.url_open(self.ticket.access_url).text
            self.assertNotIn("How satisfied", text)
        self.assertFalse(self._get_rating())

    def test_rating_is_the_reporters_own_business_among_partners(self):
        self._rate(self.balbir, comment="Tek was slow")
        for user in (self.asha, self.tejas):
            self._login(user)
            self.assertNotIn("Tek was slow", self.url_open(self.ticket.access_url).text)

    def test_ticket_that_is_open_is_not_rated(self):
        self.ticket.stage_id = self.in_progress
        self._rate(self.balbir)
        self.assertFalse(self._get_rating())

    def test_odd_answer_keeps_what_was_typed(self):
        response = self._rate(self.balbir, answer="x", comment="Kept")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Kept", response.text)

    def test_missing_ticket(self):
        self._login(self.balbir)
        for odd in (10**8, 0):
            response = self._post(f"/my/ticket/{odd}/rating", answer="satisfied")
            self.assertEqual(response.status_code, 303)


@tagged("post_install", "-at_install")
class TestRatingByOperator(RatingCommon):
    """What a reporter says on the phone."""

    def _enter(self, user, **vals):
        wizard = self.env["digit.ticket.rate"].with_user(user)
        return wizard.create(
            {"ticket_id": self.ticket.id, "answer": "dissatisfied", **vals}
        ).action_rate()

    def test_operator_enters_what_the_reporter_says(self):
        self._enter(self.user_l1, comment="Took a week")
        self.assertRecordValues(
            self._get_rating(),
            [
                {
                    "answer": "dissatisfied",
                    "comment": "Took a week",
                    "entered_by_id": self.user_l1.id,
                    "agent_id": self.user_l2.id,
                }
            ],
        )
        ticket = self.ticket.with_user(self.user_l1)
        self.assertEqual(ticket.satisfaction, "dissatisfied")

    def test_open_ticket_is_not_rated(self):
        self.ticket.stage_id = self.in_progress
        self.assertFalse(self.ticket.with_user(self.user_l1).can_be_rated)
        with self.assertRaises(UserError):
            self._enter(self.user_l1)

    def test_operator_of_another_team_enters_nothing(self):
        other = new_test_user(
            self.env, login="o1", groups="digit_support.digit_support_group_l1"
        )
        with self.assertRaises(AccessError):
            self._enter(other)
        self.assertFalse(self._get_rating())

    def test_nobody_changes_a_rating_by_themselves(self):
        self._enter(self.user_l1)
        for user in (self.user_l2, self.user_operations, self.user_admin):
            rating = self._get_rating().with_user(user)
            self.assertTrue(rating.has_access("read"))
            for operation in ("write", "create", "unlink"):
                self.assertFalse(rating.has_access(operation), operation)

    def test_rating_is_seen_by_who_sees_the_ticket(self):
        self._enter(self.user_l1)
        other = new_test_user(
            self.env, login="o1", groups="digit_support.digit_support_group_l1"
        )
        ratings = self.env["digit.rating"]
        self.assertFalse(ratings.with_user(other).search([]))
        self.assertTrue(ratings.with_user(self.user_l2).search([]))
        for user in (self.asha, self.balbir):
            self.assertFalse(ratings.with_user(user).has_access("read"))

    def test_figures_by_programme_organisation_and_month(self):
        self._enter(self.user_l1)
        other = self._create_ticket(self.asha, team_id=self.team.id)
        other.stage_id = self.done
        other._rate("satisfied", "")
        [(programme, organisation, _month, score, count)] = self.env[
            "digit.rating"
        ]._read_group(
            [("ticket_id", "in", (self.ticket | other).ids)],
            ["programme_id", "organisation_id", "date:month"],
            ["score:avg", "__count"],
        )
        self.assertEqual(
            (programme, organisation, score, count),
            (self.programme, self.punjab, 50, 2),
        )
