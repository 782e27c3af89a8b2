from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import DigitSupportCommon

OPERATIONS = ("read", "write", "create", "unlink")
CONFIGURATION = (
    "digit.programme",
    "digit.support.level",
    "digit.severity.scheme",
    "digit.severity",
    "digit.severity.rule",
    "digit.impact",
    "digit.urgency",
)


@tagged("post_install", "-at_install")
class TestAccessOfRoles(DigitSupportCommon):
    """What each role may do, as the letters of read, write, create, unlink."""

    def assertAccess(self, user, models, expected):
        for model in models:
            records = self.env[model].with_user(user)
            found = "".join(
                operation[0] if records.has_access(operation) else "-"
                for operation in OPERATIONS
            )
            self.assertEqual(found, expected, f"{user.name} on {model}")

    def test_portal(self):
        self.assertAccess(self.asha, CONFIGURATION, "----")
        self.assertAccess(self.asha, ["digit.deployment"], "----")
        self.assertAccess(self.asha, ["helpdesk.ticket"], "r---")
        self.assertAccess(self.asha, ["helpdesk.ticket.stage"], "r---")
        self.assertAccess(self.asha, ["ir.attachment"], "----")

    def test_public(self):
        public = self.env.ref("base.public_user")
        self.assertAccess(public, CONFIGURATION, "----")
        self.assertAccess(public, ["digit.deployment", "helpdesk.ticket"], "----")
        # W7: the base gives the public write
        self.assertAccess(public, ["helpdesk.ticket.stage"], "r---")

    def test_colleague_without_a_role(self):
        colleague = new_test_user(self.env, login="colleague")
        self.assertAccess(colleague, CONFIGURATION, "r---")
        self.assertAccess(colleague, ["digit.deployment", "helpdesk.ticket"], "r---")

    def test_agents(self):
        for agent in (self.user_l1, self.user_l2, self.user_l3):
            self.assertAccess(agent, CONFIGURATION, "r---")
            self.assertAccess(agent, ["digit.deployment"], "r---")
            self.assertAccess(agent, ["helpdesk.ticket"], "rwc-")

    def test_operations_manager(self):
        self.assertAccess(self.user_operations, CONFIGURATION, "r---")
        self.assertAccess(self.user_operations, ["digit.deployment"], "rwc-")
        self.assertAccess(self.user_operations, ["helpdesk.ticket"], "rwc-")

    def test_administrator(self):
        self.assertAccess(self.user_admin, CONFIGURATION, "rwcu")
        self.assertAccess(
            self.user_admin, ["digit.deployment", "helpdesk.ticket"], "rwcu"
        )

    def test_public_cannot_write_on_a_stage(self):
        # W7
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        with self.assertRaises(AccessError):
            stage.with_user(self.env.ref("base.public_user")).name = "Defaced"


@tagged("post_install", "-at_install")
class TestAccessOfAgents(DigitSupportCommon):
    """The least of the agents works on their own teams' tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.team.id).with_user(cls.user_l1)

    def test_l1_works_on_a_ticket_of_the_team(self):
        self.ticket.write(
            {"user_id": self.user_l1.id, "impact_id": self.impacts["high"]}
        )
        self.assertEqual(self.ticket.severity_id, self.p2)

    def test_l1_answers(self):
        message = self.ticket.message_post(
            body="We look into it.", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(message.author_id, self.user_l1.partner_id)

    def test_l1_does_not_see_another_teams_ticket(self):
        other = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        ticket = self._create_ticket(team_id=other.id).with_user(self.user_l1)
        self.assertFalse(ticket.has_access("read"))

    def test_operations_manager_sees_every_teams_ticket(self):
        other = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        ticket = self._create_ticket(team_id=other.id)
        self.assertTrue(ticket.with_user(self.user_operations).has_access("write"))

    def test_colleague_without_a_role_sees_no_ticket(self):
        colleague = new_test_user(self.env, login="colleague")
        self.assertFalse(self.ticket.with_user(colleague).has_access("read"))


@tagged("post_install", "-at_install")
class TestAccessOfPartners(DigitSupportCommon):
    """Who is outside sees their own, and a contact person their organisation's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_asha = cls._create_ticket(cls.asha, team_id=cls.team.id)
        cls.of_balbir = cls._create_ticket(cls.balbir, team_id=cls.team.id)
        cls.of_chitra = cls._create_ticket(cls.chitra, team_id=cls.team.id)
        cls.of_tejas = cls._create_ticket(cls.tejas, team_id=cls.team.id)
        cls.tickets = cls.of_asha | cls.of_balbir | cls.of_chitra | cls.of_tejas

    def assertSees(self, user, expected):
        tickets = self.tickets.with_user(user)
        self.assertEqual(tickets.search([("id", "in", tickets.ids)]), expected)
        self.assertEqual(tickets._filtered_access("read"), expected)
        for ticket in tickets - expected.with_user(user):
            with self.assertRaises(AccessError):
                ticket.read(["name"])

    def test_member_sees_their_own(self):
        self.assertSees(self.balbir, self.of_balbir)

    def test_contact_person_sees_their_organisations(self):
        self.assertSees(self.asha, self.of_asha | self.of_balbir)

    def test_contact_person_of_the_other_state_sees_that(self):
        self.assertSees(self.chitra, self.of_chitra)

    def test_implementation_partner_sees_the_deployments_it_runs(self):
        self.assertSees(self.tejas, self.tickets)

    def test_implementation_partner_who_left_sees_their_own(self):
        self.deployment.implementer_id = self.deployment_odisha.implementer_id = False
        self.assertSees(self.tejas, self.of_tejas)

    def test_contact_person_who_moved_sees_nothing_more_at_once(self):
        self.assertSees(self.asha, self.of_asha | self.of_balbir)
        self.asha.partner_id.parent_id = self.odisha
        self.assertSees(self.asha, self.of_asha | self.of_chitra)

    def test_counting_tells_no_more(self):
        groups = (
            self.env["helpdesk.ticket"]
            .with_user(self.balbir)
            .formatted_read_group(
                [("id", "in", self.tickets.ids)], ["partner_name"], ["__count"]
            )
        )
        self.assertEqual([group["partner_name"] for group in groups], ["Balbir"])

    def test_searching_by_name_tells_no_more(self):
        found = (
            self.env["helpdesk.ticket"]
            .with_user(self.chitra)
            .name_search(self.of_asha.number)
        )
        self.assertFalse(found)

    def test_no_export(self):
        with self.assertRaises(UserError):
            self.of_asha.with_user(self.chitra).export_data(["name"])
        with self.assertRaises(AccessError):
            self.env.ref("base.group_allow_export").user_ids += self.chitra
            self.of_asha.with_user(self.chitra).export_data(["name"])

    def test_follower_of_another_organisation_cannot_read(self):
        # W5: the base lets a follower's whole company read
        self.of_asha.message_subscribe(self.chitra.partner_id.ids)
        self.assertSees(self.chitra, self.of_chitra)

    def test_follower_of_another_organisation_cannot_post(self):
        self.of_asha.message_subscribe(self.chitra.partner_id.ids)
        with self.assertRaises(AccessError):
            self.of_asha.with_user(self.chitra).message_post(
                body="Hello", subtype_xmlid="mail.mt_comment"
            )

    def test_nobody_outside_writes_on_a_ticket(self):
        with self.assertRaises(AccessError):
            self.of_asha.with_user(self.asha).name = "Another title"

    def test_reason_for_overruling_is_internal(self):
        with self.assertRaises(AccessError):
            self.of_asha.with_user(self.asha).read(["severity_reason"])


@tagged("post_install", "-at_install")
class TestAccessToMessages(DigitSupportCommon):
    """The conversation of a ticket, and what is said inside the team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(cls.balbir, team_id=cls.team.id)
        cls.reply = cls._post("We look into it.", "mail.mt_comment")
        cls.note = cls._post("Their server is full.", "mail.mt_note")
        cls.messages = cls.reply | cls.note

    @classmethod
    def _post(cls, body, subtype, **kwargs):
        return cls.ticket.with_user(cls.user_l1).message_post(
            body=body,
            message_type="comment",
            subtype_xmlid=subtype,
            attachments=[("evidence.txt", b"Secret")],
            **kwargs,
        )

    def _readable(self, user):
        messages = self.messages.with_user(user)
        found = messages.search([("id", "in", messages.ids)])
        self.assertEqual(found, messages._filtered_access("read"))
        return found

    def test_reporter_reads_the_reply_alone(self):
        self.assertEqual(self._readable(self.balbir), self.reply)

    def test_contact_person_reads_the_reply_alone(self):
        self.assertEqual(self._readable(self.asha), self.reply)

    def test_implementation_partner_reads_the_reply_alone(self):
        self.assertEqual(self._readable(self.tejas), self.reply)

    def test_other_organisation_reads_nothing(self):
        self.assertFalse(self._readable(self.chitra))

    def test_agent_reads_all(self):
        self.assertEqual(self._readable(self.user_l2), self.messages)

    def test_logged_change_is_internal(self):
        # the base hides internal comments only
        self._flush_tracking()
        self.ticket.user_id = self.user_l1
        self._flush_tracking()
        logged = self.ticket.message_ids.filtered("tracking_value_ids")
        self.assertTrue(logged)
        self.assertFalse(logged.with_user(self.balbir)._filtered_access("read"))

    def test_files_need_their_own_token(self):
        for message in self.messages:
            with self.assertRaises(AccessError):
                message.attachment_ids.with_user(self.balbir).read(["name"])

    def test_searching_tickets_by_what_is_said_finds_no_note(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.balbir)
        for name in ("website_message_ids", "message_ids"):
            with self.assertRaises(AccessError):
                tickets.search([(f"{name}.body", "ilike", "server is full")])

    def test_searching_tickets_by_what_is_attached_finds_nothing(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.balbir)
        with self.assertRaises(AccessError):
            tickets.search([("attachment_ids.name", "=", "evidence.txt")])
