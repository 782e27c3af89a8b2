from odoo.tests import tagged

from .common_mail import TEAM_ADDRESS, DigitMailCommon

CHITRA = "chitra@odisha.example.com"


@tagged("post_install", "-at_install")
class TestMailNamesSomebody(DigitMailCommon):
    """Being named in To or Cc gives no access (W5)."""

    def _can_read(self, ticket, user):
        return bool(
            self.env["helpdesk.ticket"].with_user(user).search([("id", "=", ticket.id)])
        )

    def test_cc_of_a_new_mail_does_not_follow(self):
        ticket = self._receive_ticket("zoya@example.org", Cc=CHITRA)
        self.assertNotIn(self.chitra.partner_id, ticket.message_partner_ids)

    def test_to_of_a_new_mail_does_not_follow(self):
        ticket = self._receive_ticket(to=f"{TEAM_ADDRESS}, {CHITRA}")
        self.assertNotIn(self.chitra.partner_id, ticket.message_partner_ids)

    def test_cc_of_an_answer_does_not_follow(self):
        message_id = self._receive()
        self._receive(answers=message_id, Cc=CHITRA)
        ticket = self._get_by_mail(message_id)
        self.assertNotIn(self.chitra.partner_id, ticket.message_partner_ids)

    def test_cc_of_a_new_mail_does_not_read(self):
        ticket = self._receive_ticket(Cc=CHITRA)
        self.assertFalse(self._can_read(ticket, self.chitra))

    def test_cc_of_an_answer_does_not_read(self):
        message_id = self._receive()
        self._receive(answers=message_id, Cc=CHITRA)
        self.assertFalse(self._can_read(self._get_by_mail(message_id), self.chitra))

    def test_cc_does_not_read_the_message(self):
        message = self._get_message(self._receive(Cc=CHITRA))
        self.assertFalse(message.with_user(self.chitra).has_access("read"))

    def test_cc_is_no_recipient(self):
        message = self._get_message(self._receive(Cc=CHITRA))
        self.assertFalse(message.partner_ids | message.notified_partner_ids)

    def test_cc_gets_no_mail_from_us(self):
        with self.mock_mail_gateway():
            ticket = self._receive_ticket(Cc=CHITRA)
            self._reply(ticket)
        self.assertNotIn(self.chitra.partner_id, self._new_mails.recipient_ids)

    def test_agents_see_who_was_in_copy(self):
        message = self._get_message(self._receive(Cc=CHITRA))
        self.assertEqual(message.incoming_email_cc, CHITRA)


@tagged("post_install", "-at_install")
class TestMailOfStranger(DigitMailCommon):
    """Who learnt a Message-ID does not speak on the ticket (O2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._receive()
        cls.ticket = cls._get_by_mail(cls.first)

    def _held(self, sender="mallory@example.org", **kwargs):
        return self._get_message(self._receive(sender, answers=self.first, **kwargs))

    def test_it_is_an_internal_note(self):
        self.assertRecordValues(
            self._held(),
            [
                {
                    "res_id": self.ticket.id,
                    "is_internal": True,
                    "subtype_id": self.env.ref("mail.mt_note").id,
                }
            ],
        )

    def test_mail_of_another_organisation_is_an_internal_note(self):
        self.assertTrue(self._held(CHITRA).is_internal)

    def test_reporter_is_not_notified(self):
        with self.mock_mail_gateway():
            held = self._held()
        self.assertFalse(held.notified_partner_ids)
        self.assertFalse(self._new_mails.recipient_ids.filtered("partner_share"))

    def test_reporter_cannot_read_it(self):
        # the base hides internal messages from a portal user only if typed here
        held = self._held()
        self.assertFalse(held.with_user(self.asha).has_access("read"))

    def test_reporter_does_not_find_it(self):
        held = self._held()
        found = self.env["mail.message"].with_user(self.asha).search([])
        self.assertNotIn(held, found)

    def test_reporter_cannot_read_its_files(self):
        held = self._held(files=["virus.txt"])
        self.assertEqual(held.attachment_ids.name, "virus.txt")
        self.assertFalse(held.attachment_ids.with_user(self.asha).has_access("read"))

    def test_team_leader_is_asked_to_read_it(self):
        self.team.user_id = self.user_operations
        self._held()
        self.assertEqual(self.ticket.activity_ids.user_id, self.user_operations)

    def test_assignee_is_asked_to_read_it(self):
        self.team.user_id = self.user_operations
        self.ticket.user_id = self.user_l1
        self._held()
        self.assertEqual(self.ticket.activity_ids.user_id, self.user_l1)

    def test_member_is_asked_when_nobody_leads(self):
        self._held()
        self.assertIn(self.ticket.activity_ids.user_id, self.team.user_ids)

    def test_note_is_kept_when_there_is_no_team(self):
        self.ticket.team_id = False
        self.assertEqual(self._held().res_id, self.ticket.id)

    def test_ticket_stays_as_it_is(self):
        names = ["name", "description", "partner_id", "user_id", "team_id", "stage_id"]
        names += ["email_cc", "severity_id", "last_stage_update"]
        before = self.ticket.read(names)
        self._held(Cc=CHITRA)
        self.env.invalidate_all()
        self.assertEqual(self.ticket.read(names), before)

    def test_stranger_does_not_follow(self):
        self._held(CHITRA)
        self.assertNotIn(self.chitra.partner_id, self.ticket.message_partner_ids)

    def test_stranger_gets_no_acknowledgement(self):
        before = self._get_acknowledgement(self.ticket)
        self._held()
        self.assertEqual(self._get_acknowledgement(self.ticket), before)

    def test_reporter_speaks(self):
        self.assertFalse(self._held("Asha <ASHA@punjab.example.com>").is_internal)

    def test_colleague_of_the_reporter_speaks(self):
        self.assertFalse(self._held("balbir@punjab.example.com").is_internal)

    def test_city_of_the_state_speaks(self):
        city = self.env["res.partner"].create(
            {"name": "Jalandhar", "is_company": True, "parent_id": self.punjab.id}
        )
        self.env["res.partner"].create(
            {"name": "Clerk", "parent_id": city.id, "email": "clerk@jal.example.com"}
        )
        self.assertFalse(self._held("clerk@jal.example.com").is_internal)

    def test_implementation_partner_speaks(self):
        self.assertFalse(self._held("tejas@tek.example.com").is_internal)

    def test_agent_speaks(self):
        self.assertFalse(
            self._held("l2@egov.example.com", is_authentic=True).is_internal
        )

    def test_follower_speaks(self):
        self.ticket.message_subscribe(self.chitra.partner_id.ids)
        self.assertFalse(self._held(CHITRA).is_internal)
