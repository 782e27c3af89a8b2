from odoo.tests import tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestStandardAnswers(DigitSupportCommon):
    """An operator loads a standard answer in the composer of a ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.team.id)
        cls.answers = cls.env["mail.template"].search(
            [("model", "=", "helpdesk.ticket"), ("name", "=like", "Answer: %")]
        )

    def _load(self, template):
        return (
            self.env["mail.compose.message"]
            .with_user(self.user_l1)
            .with_context(
                default_composition_mode="comment",
                default_model="helpdesk.ticket",
                default_res_ids=self.ticket.ids,
            )
            .create({"template_id": template.id, "subtype_id": self.comment.id})
        )

    @property
    def comment(self):
        return self.env.ref("mail.mt_comment")

    def test_each_is_filled_in_for_an_operator(self):
        self.assertGreater(len(self.answers), 5)
        for answer in self.answers:
            with self.subTest(answer.name):
                body = self._load(answer).body
                self.assertIn(
                    f"Hello {self.ticket.partner_name}", " ".join(body.split())
                )
                self.assertNotIn("t-out", body)

    def test_it_is_in_the_language_of_the_reporter(self):
        self.env["res.lang"]._activate_lang("pt_PT")
        self.asha.lang = "pt_PT"
        answer = self.env.ref("digit_support.mail_template_answer_sync")
        answer.with_context(lang="pt_PT").body_html = "<p>Tente isto.</p>"
        self.assertIn("Tente isto", self._load(answer).body)

    def test_sent_it_reaches_the_reporter_as_our_word(self):
        composer = self._load(self.env.ref("digit_support.mail_template_answer_sync"))
        composer.action_send_mail()
        message = self.ticket.message_ids[:1]
        self.assertEqual(message.message_type, "comment")
        self.assertIn(self.asha.partner_id, message.notified_partner_ids)
        self.assertEqual(self.ticket.last_word, "us")
