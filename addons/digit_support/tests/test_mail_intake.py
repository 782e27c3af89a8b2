from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from .common_mail import TEAM_ADDRESS, DigitMailCommon


@tagged("post_install", "-at_install")
class TestMailIntake(DigitMailCommon):
    """A mail to a team's address becomes a ticket."""

    def test_ticket_is_placed(self):
        ticket = self._receive_ticket()
        self.assertRecordValues(
            ticket,
            [
                {
                    "name": "Payments fail",
                    "team_id": self.team.id,
                    "partner_id": self.asha.partner_id.id,
                    "partner_name": "Asha",
                    "partner_email": "asha@punjab.example.com",
                    "deployment_id": self.deployment.id,
                    "programme_id": self.programme.id,
                    "severity_id": self.p3.id,
                    "channel_id": self.env.ref(
                        "helpdesk_mgmt.helpdesk_ticket_channel_email"
                    ).id,
                }
            ],
        )

    def test_plain_mail_reads_as_paragraphs(self):
        ticket = self._receive_ticket()
        self.assertEqual(ticket.description.strip(), "<p>Citizens cannot pay.</p>")

    def test_plain_mail_says_what_it_says(self):
        text = "Tax < 5 & fee\n<script>alert(1)</script>\n\nAsha"
        self.assertEqual(
            self.env["helpdesk.ticket"]._flow_plain_text(
                Markup("<pre>%s</pre>\n") % text
            ),
            "<p>Tax &lt; 5 &amp; fee<br/>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
            "<p>Asha</p>\n",
        )

    def test_code_in_a_mail_with_markup_stays_code(self):
        body = Markup("<p>The log:</p><pre>  at line 1</pre>")
        self.assertEqual(self.env["helpdesk.ticket"]._flow_plain_text(body), body)

    def test_ticket_has_a_number(self):
        self.assertRegex(self._receive_ticket().number, r"^HT\d+$")

    def test_ticket_is_not_the_senders(self):
        # ODOO19 11.3: the base assigns it to the user as whom the gateway works
        self.env.company.helpdesk_mgmt_ticket_auto_assign = True
        self.assertFalse(self._receive_ticket().user_id)

    def test_ticket_of_a_stranger_is_not_odoobots(self):
        self.env.company.helpdesk_mgmt_ticket_auto_assign = True
        self.assertFalse(self._receive_ticket("x@example.org").user_id)

    def test_reporter_follows(self):
        self.assertIn(self.asha.partner_id, self._receive_ticket().message_partner_ids)

    def test_unknown_sender_gets_the_programme_of_the_team(self):
        ticket = self._receive_ticket("Zoya <ZOYA@Example.org>")
        self.assertRecordValues(
            ticket,
            [
                {
                    "partner_id": False,
                    "partner_name": "Zoya",
                    "partner_email": "zoya@example.org",
                    "programme_id": self.programme.id,
                    "severity_id": self.p3.id,
                }
            ],
        )

    def test_unknown_sender_becomes_no_contact(self):
        self._receive("zoya@example.org")
        self.assertFalse(
            self.env["res.partner"].search([("email", "ilike", "zoya@example.org")])
        )

    def test_sender_of_another_deployment_keeps_it(self):
        ticket = self._receive_ticket("chitra@odisha.example.com")
        self.assertEqual(ticket.deployment_id, self.deployment_odisha)

    def test_loop_of_automatic_mails_ends(self):
        # W6: the base counts on a field that tickets do not have
        for _number in range(25):
            self._receive("robot@example.org", Auto_Submitted="auto-replied")
        tickets = self.env["helpdesk.ticket"].search_count(
            [("partner_email", "=", "robot@example.org")]
        )
        self.assertEqual(tickets, 20)
        self.assertEqual(len(self._get_held(cause="loop")), 5)


@tagged("post_install", "-at_install")
class TestAcknowledgement(DigitMailCommon):
    """The reporter of a new ticket is told its reference number."""

    def _send(self, mail):
        """What leaves for the mail server, as an ``EmailMessage``."""
        with self.mock_mail_gateway():
            mail.send()
        return self._mails[0]["EmailMessage"]

    def test_it_waits_in_the_queue(self):
        mail = self._get_acknowledgement(self._receive_ticket())
        self.assertRecordValues(
            mail, [{"state": "outgoing", "message_type": "auto_comment"}]
        )

    def test_it_goes_to_the_reporter_alone(self):
        mail = self._get_acknowledgement(self._receive_ticket())
        self.assertEqual(mail.recipient_ids, self.asha.partner_id)
        self.assertFalse(mail.email_to or mail.email_cc)

    def test_it_goes_to_an_unknown_sender(self):
        ticket = self._receive_ticket("Zoya <zoya@example.org>")
        mail = self._get_acknowledgement(ticket)
        self.assertEqual(mail.email_to, "zoya@example.org")
        self.assertFalse(mail.recipient_ids)

    def test_the_queue_is_run_soon(self):
        triggers = self.env["ir.cron.trigger"]
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        before = triggers.search([("cron_id", "=", cron.id)])
        self._get_acknowledgement(self._receive_ticket())
        self.assertTrue(triggers.search([("cron_id", "=", cron.id)]) - before)

    def test_its_subject_carries_the_reference(self):
        ticket = self._receive_ticket()
        mail = self._get_acknowledgement(ticket)
        self.assertEqual(mail.subject, f"[{ticket.number}] Payments fail")

    def test_it_tells_reference_programme_and_severity(self):
        ticket = self._receive_ticket()
        body = self._get_acknowledgement(ticket).body_html
        for text in (ticket.number, "Urban", "P3 Unaffected"):
            self.assertIn(text, body)

    def test_its_link_asks_for_the_login(self):
        ticket = self._receive_ticket()
        body = self._get_acknowledgement(ticket).body_html
        self.assertIn(f'/web/login?redirect=/my/ticket/{ticket.id}"', body)
        self.assertNotIn("access_token", body)

    def test_its_link_works_without_a_login_when_there_is_none(self):
        ticket = self._receive_ticket("zoya@example.org")
        body = self._get_acknowledgement(ticket).body_html
        self.assertIn(f"/my/ticket/{ticket.id}?access_token=", body)

    def test_it_says_that_a_machine_wrote_it(self):
        # O9
        sent = self._send(self._get_acknowledgement(self._receive_ticket()))
        self.assertEqual(sent["Auto-Submitted"], "auto-replied")
        self.assertEqual(sent["X-Auto-Response-Suppress"], "All")

    def test_answers_to_it_go_to_the_team(self):
        sent = self._send(self._get_acknowledgement(self._receive_ticket()))
        self.assertIn(TEAM_ADDRESS, sent["Reply-To"])

    def test_its_author_is_not_the_sender(self):
        mail = self._get_acknowledgement(self._receive_ticket())
        self.assertEqual(mail.author_id, self.env.ref("base.partner_root"))

    def test_it_is_in_the_reporters_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.asha.partner_id.lang = "fr_FR"
        template = self.env.ref("digit_support.mail_template_acknowledgement")
        template.with_context(lang="fr_FR").subject = "Reçu: {{ object.number }}"
        ticket = self._receive_ticket()
        mail = self._get_acknowledgement(ticket)
        self.assertEqual(mail.subject, f"Reçu: {ticket.number}")

    def test_answer_to_it_is_a_public_comment_of_the_reporter(self):
        ticket = self._receive_ticket()
        mail = self._get_acknowledgement(ticket)
        answer = self._get_message(self._receive(answers=mail.message_id))
        self.assertRecordValues(
            answer,
            [
                {
                    "res_id": ticket.id,
                    "author_id": self.asha.partner_id.id,
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                    "is_internal": False,
                }
            ],
        )

    def test_automatic_mail_gets_none(self):
        for headers in (
            {"Auto_Submitted": "auto-replied"},
            {"Auto_Submitted": "auto-generated"},
            {"Precedence": "bulk"},
            {"X_Auto_Response_Suppress": "DR, AutoReply"},
        ):
            ticket = self._receive_ticket(**headers)
            self.assertTrue(ticket)
            self.assertFalse(self._get_acknowledgement(ticket), headers)

    def test_mail_that_says_it_is_not_automatic_gets_one(self):
        ticket = self._receive_ticket(Auto_Submitted="no")
        self.assertTrue(self._get_acknowledgement(ticket))

    def test_address_of_ours_gets_none(self):
        ticket = self._create_ticket(partner_id=False, partner_email=TEAM_ADDRESS)
        self.assertFalse(self._get_acknowledgement(ticket))

    def test_reporter_without_address_gets_none(self):
        ticket = self._create_ticket(partner_id=False, partner_email=False)
        self.assertFalse(self._get_acknowledgement(ticket))

    def test_ticket_logged_by_an_agent_is_acknowledged(self):
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.user_l1)
            .create(
                {
                    "name": "By phone",
                    "description": "-",
                    "partner_id": self.asha.partner_id.id,
                }
            )
        )
        self.assertEqual(
            self._get_acknowledgement(ticket).recipient_ids, self.asha.partner_id
        )

    def test_ticket_logged_for_another_team_is_acknowledged(self):
        self.team.user_ids = self.user_l2
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.user_l1)
            .create(
                {
                    "name": "By phone",
                    "description": "-",
                    "partner_id": self.asha.partner_id.id,
                    "user_id": False,
                }
            )
        )
        self.assertTrue(self._get_acknowledgement(ticket))
        self.assertIn(self.asha.partner_id, ticket.sudo().message_partner_ids)

    def test_many_tickets_cost_little_more_than_one(self):
        def count(number):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["helpdesk.ticket"].create(
                [
                    {
                        "name": "Payments fail",
                        "description": "-",
                        "partner_id": self.asha.partner_id.id,
                        "team_id": self.team.id,
                    }
                    for _number in range(number)
                ]
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)
        one, many = count(1), count(21)
        self.assertLessEqual((many - one) / 20, 15)

    def test_facts_are_not_for_remote_callers(self):
        with self.assertRaises(AccessError):
            get_public_method(self.env["helpdesk.ticket"], "get_acknowledgement_facts")
