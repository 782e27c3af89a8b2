from odoo.tests import tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestLastWord(DigitSupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.team.id)
        cls.stranger_ticket = cls._create_ticket(
            team_id=cls.team.id,
            partner_id=False,
            partner_name="Ravi",
            partner_email="ravi@ulb.example.com",
        )

    def _say(self, user, text="Hello", subtype="mail.mt_comment", **kwargs):
        return self.ticket.with_user(user).message_post(
            body=text, message_type="comment", subtype_xmlid=subtype, **kwargs
        )

    def _ask(self, ticket):
        wizard = self.env["digit.ticket.ask"].with_user(self.user_l1)
        wizard.create({"ticket_id": ticket.id}).action_ask()

    def test_the_report_itself_is_a_word_of_the_reporter(self):
        self.assertEqual(self.ticket.last_word, "reporter")

    def test_an_answer_of_ours_is_ours(self):
        message = self._say(self.user_l1)
        self.assertEqual(self.ticket.last_word, "us")
        self.assertEqual(self.ticket.last_word_date, message.date)

    def test_the_reporter_answers(self):
        self._say(self.user_l1)
        self._say(self.asha)
        self.assertEqual(self.ticket.last_word, "reporter")

    def test_a_note_does_not_count(self):
        self._say(self.user_l1, subtype="mail.mt_note")
        self.assertEqual(self.ticket.last_word, "reporter")

    def test_what_a_machine_writes_does_not_count(self):
        self.ticket.message_post(
            body="We have received it.",
            message_type="auto_comment",
            subtype_xmlid="mail.mt_comment",
        )
        self._say(self.env.ref("base.user_root"))
        self.assertEqual(self.ticket.last_word, "reporter")

    def test_one_of_us_who_reports_waits_for_us(self):
        self.ticket.partner_id = self.user_l2.partner_id
        self._say(self.user_l2)
        self.assertEqual(self.ticket.last_word, "reporter")

    def test_a_question_is_our_word(self):
        self._ask(self.ticket)
        self.assertEqual(self.ticket.last_word, "us")

    def test_an_answer_on_resolving_is_our_word(self):
        self.ticket.with_user(self.user_l1)._resolve("data_fix", "<p>Mended.</p>")
        self.assertEqual(self.ticket.last_word, "us")

    def test_a_reporter_known_by_address_alone_gets_the_question(self):
        self._ask(self.stranger_ticket)
        mails = self.env["mail.mail"].search([("res_id", "=", self.stranger_ticket.id)])
        asked = mails.filtered(lambda mail: "we need to know" in mail.body_html)
        self.assertIn("ravi@ulb.example.com", asked.email_to or "")

    def test_a_reporter_known_by_address_alone_is_told_of_a_duplicate(self):
        self.stranger_ticket.with_user(self.user_l1)._merge_into(self.ticket)
        mails = self.env["mail.mail"].search([("res_id", "=", self.stranger_ticket.id)])
        told = mails.filtered(lambda mail: "We know of this" in mail.body_html)
        self.assertIn("ravi@ulb.example.com", told.email_to or "")

    def test_the_queue_of_what_waits_for_us(self):
        domain = [("last_word", "=", "reporter"), ("closed", "=", False)]
        tickets = self.env["helpdesk.ticket"].with_user(self.user_l1)
        self.assertIn(self.ticket, tickets.search(domain))
        self._say(self.user_l1)
        self.assertNotIn(self.ticket, tickets.search(domain))
