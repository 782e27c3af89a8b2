from odoo.tests import tagged

from .common_mail import TEAM_ADDRESS, DigitMailCommon


@tagged("post_install", "-at_install")
class TestMailReplies(DigitMailCommon):
    """Agents answer, reporters answer back."""

    def _sent_by(self, method, *args, **kwargs):
        """The mails that a call sends, as ``EmailMessage``s by address."""
        with self.mock_mail_gateway():
            method(*args, **kwargs)
            self._new_mails.filtered(lambda mail: mail.state == "outgoing").send()
        return {
            address: mail["EmailMessage"]
            for mail in self._mails
            for address in mail["email_to"]
        }

    def test_public_reply_reaches_the_reporter(self):
        sent = self._sent_by(self._reply, self._receive_ticket())
        self.assertEqual(list(sent), ['"Asha" <asha@punjab.example.com>'])

    def test_public_reply_reaches_the_reporter_of_an_agents_ticket(self):
        # W11
        ticket = self._create_ticket(team_id=self.team.id)
        self.assertIn(
            '"Asha" <asha@punjab.example.com>', self._sent_by(self._reply, ticket)
        )

    def test_public_reply_reaches_an_unknown_reporter(self):
        ticket = self._receive_ticket("Zoya <zoya@example.org>")
        sent = self._sent_by(self._reply, ticket)
        self.assertIn("zoya@example.org", "".join(sent))

    def test_note_does_not_reach_an_unknown_reporter(self):
        ticket = self._receive_ticket("Zoya <zoya@example.org>")
        self.assertFalse(self._sent_by(self._reply, ticket, subtype="mail.mt_note"))

    def test_answers_to_a_reply_go_to_the_team(self):
        (sent,) = self._sent_by(self._reply, self._receive_ticket()).values()
        self.assertIn(TEAM_ADDRESS, sent["Reply-To"])

    def test_reply_belongs_to_the_reporters_thread(self):
        message_id = self._receive()
        (sent,) = self._sent_by(self._reply, self._get_by_mail(message_id)).values()
        self.assertIn(message_id, sent["References"])

    def test_answer_to_a_reply_threads(self):
        ticket = self._receive_ticket()
        (sent,) = self._sent_by(self._reply, ticket).values()
        answer = self._get_message(self._receive(answers=sent["Message-Id"]))
        self.assertRecordValues(
            answer,
            [
                {
                    "res_id": ticket.id,
                    "author_id": self.asha.partner_id.id,
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                }
            ],
        )

    def test_answer_of_an_unknown_reporter_threads(self):
        ticket = self._receive_ticket("zoya@example.org")
        mail = self._get_acknowledgement(ticket)
        answer = self._receive("Zoya <zoya@example.org>", answers=mail.message_id)
        self.assertEqual(self._get_by_mail(answer), ticket)
        self.assertFalse(self._get_message(answer).is_internal)

    def test_answer_reaches_the_agent_who_replied(self):
        ticket = self._receive_ticket()
        reply = self._reply(ticket)
        sent = self._sent_by(self._receive, answers=reply.message_id)
        self.assertIn("l1@egov.example.com", "".join(sent))

    def test_agent_may_reply_by_mail(self):
        ticket = self._receive_ticket()
        message_id = self._get_acknowledgement(ticket).message_id
        sent = self._sent_by(
            self._receive, "l1@egov.example.com", answers=message_id, is_authentic=True
        )
        self.assertIn('"Asha" <asha@punjab.example.com>', sent)

    def test_note_does_not_reach_the_reporter(self):
        ticket = self._receive_ticket()
        self.assertFalse(self._sent_by(self._reply, ticket, subtype="mail.mt_note"))

    def _suggested(self, ticket):
        """To whom the web client addresses the next reply, as it stands."""
        suggested = ticket.with_user(self.user_l1)._message_get_suggested_recipients(
            reply_discussion=True
        )
        return {recipient["email"] for recipient in suggested}

    def test_reply_is_for_the_reporter_not_for_all_whom_a_mail_named(self):
        # W5: the base suggests To and Cc, and the web client takes them
        ticket = self._receive_ticket(Cc="chitra@odisha.example.com, x@example.org")
        self.assertEqual(self._suggested(ticket), {"asha@punjab.example.com"})

    def test_reply_is_for_the_colleague_who_spoke_last(self):
        message_id = self._receive()
        self._receive("balbir@punjab.example.com", answers=message_id)
        self.assertEqual(
            self._suggested(self._get_by_mail(message_id)),
            {"asha@punjab.example.com", "balbir@punjab.example.com"},
        )

    def test_reply_is_not_for_the_stranger_who_was_held(self):
        message_id = self._receive()
        self._receive("chitra@odisha.example.com", answers=message_id)
        self.assertEqual(
            self._suggested(self._get_by_mail(message_id)), {"asha@punjab.example.com"}
        )

    def test_reply_is_for_an_unknown_reporter(self):
        ticket = self._receive_ticket("zoya@example.org")
        self.assertEqual(self._suggested(ticket), {"zoya@example.org"})


@tagged("post_install", "-at_install")
class TestReporterChanges(DigitMailCommon):
    """Another person turns out to be the reporter."""

    def test_new_reporter_follows(self):
        ticket = self._create_ticket(self.asha)
        ticket.partner_id = self.chitra.partner_id
        self.assertIn(self.chitra.partner_id, ticket.message_partner_ids)

    def test_former_reporter_does_not(self):
        ticket = self._create_ticket(self.balbir)
        ticket.partner_id = self.asha.partner_id
        self.assertNotIn(self.balbir.partner_id, ticket.message_partner_ids)

    def test_former_reporter_without_a_login_does_not(self):
        ticket = self._create_ticket(partner_id=self.stranger.id)
        ticket.partner_id = self.asha.partner_id
        self.assertNotIn(self.stranger, ticket.message_partner_ids)

    def test_former_reporter_who_is_the_contact_person_does(self):
        ticket = self._create_ticket(self.asha)
        ticket.partner_id = self.balbir.partner_id
        self.assertIn(self.asha.partner_id, ticket.message_partner_ids)

    def test_agent_may_change_reporter_and_team_at_once(self):
        other = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        ticket = self._create_ticket(self.balbir, team_id=self.team.id)
        ticket.with_user(self.user_l1).write(
            {"partner_id": self.asha.partner_id.id, "team_id": other.id}
        )
        self.assertIn(self.asha.partner_id, ticket.message_partner_ids)
