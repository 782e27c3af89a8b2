from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import email_split

from .common_mail import TEAM_ADDRESS, DigitMailCommon


@tagged("post_install", "-at_install")
class TestCached(DigitMailCommon):
    """What a new ticket looks up is kept in a cache, and follows each change."""

    def _create_as_agent(self, **vals):
        return (
            self.env["helpdesk.ticket"]
            .with_user(self.user_l1)
            .create(
                {
                    "name": "By phone",
                    "description": "-",
                    "team_id": self.team.id,
                    **vals,
                }
            )
        )

    def setUp(self):
        super().setUp()
        self.before = self._create_as_agent()  # fills the caches

    def test_a_new_first_stage_is_that_of_the_next_ticket(self):
        stage = self.env["helpdesk.ticket.stage"].create(
            {"name": "Arrived", "sequence": -1}
        )
        self.assertEqual(self._create_as_agent().stage_id, stage)

    def test_a_stage_given_to_another_team_is_not_that_of_the_next_ticket(self):
        other = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        first = self.before.stage_id.with_env(self.env)
        first.team_ids = [Command.set(other.ids)]
        self.assertNotEqual(self._create_as_agent().stage_id, first)
        other.unlink()
        self.assertEqual(self._create_as_agent().stage_id, first)

    def test_another_sequence_numbers_the_next_ticket(self):
        sequence = self.env.ref("helpdesk_mgmt.helpdesk_ticket_sequence")
        sequence.copy({"prefix": "NEW", "company_id": self.env.company.id})
        self.assertTrue(self._create_as_agent().number.startswith("NEW"))

    def test_a_changed_cell_of_the_matrix_gives_the_next_severity(self):
        self.assertEqual(self.before.severity_id, self.p3)
        for rule in self.scheme.rule_ids:
            rule.severity_id = self.p1
        self.assertEqual(self._create_as_agent().severity_id, self.p1)

    def test_answers_go_to_the_new_address_of_the_team(self):
        self.assertEqual(self._get_reply_address(), TEAM_ADDRESS)
        self.team.alias_name = "urban-new"
        self.assertEqual(self._get_reply_address(), "urban-new@digit.example.com")
        self.env.company.alias_domain_id.name = "new.example.com"
        self.assertEqual(self._get_reply_address(), "urban-new@new.example.com")

    def test_answers_tell_who_wrote(self):
        message = self._create_as_agent().message_post(body="Taken.")
        self.assertIn(self.user_l1.name, message.reply_to)

    def test_a_team_without_an_address_takes_that_of_its_company(self):
        self.team.alias_name = False
        self.assertEqual(self._get_reply_address(), self.env.company.catchall_email)
        domain = self.env["mail.alias.domain"].create({"name": "late.example.com"})
        self.env.company.alias_domain_id = domain
        self.assertEqual(self._get_reply_address(), domain.catchall_email)

    def _get_reply_address(self):
        message = self._create_as_agent().message_post(body="Taken.")
        return email_split(message.reply_to)[0]
