from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged

from ..hooks import COMPANY_NAME, MAIL_DOMAIN, give_addresses, name_company


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """What is in the database once the addon is installed."""

    def _get_logins(self):
        with open(f"{get_module_path('digit_demo')}/data/logins.txt") as lines:
            return [line.rstrip("\n").split("\t") for line in lines]

    def _get_demo(self, model):
        names = self.env["ir.model.data"].search(
            [("module", "=", "digit_demo"), ("model", "=", model)]
        )
        return self.env[model].browse(names.mapped("res_id")).exists()

    def test_week_is_played(self):
        tickets = self._get_demo("helpdesk.ticket")
        self.assertGreaterEqual(len(tickets), 40)
        self.assertEqual(len(tickets.programme_id), 3)

    def test_six_partners_and_egov(self):
        organisations = self._get_demo("res.partner").filtered("organisation_type")
        kinds = organisations.mapped("organisation_type")
        self.assertEqual(kinds.count("egov"), 1)
        self.assertEqual(len(kinds), 7)

    def test_deployments_are_at_different_stages(self):
        stages = self._get_demo("digit.deployment").mapped("stage")
        self.assertGreaterEqual(len(set(stages)), 3)

    def test_every_role_is_there(self):
        users = self._get_demo("res.users")
        for role in (
            "l1",
            "l2",
            "l3",
            "operations",
            "admin",
            "partner_member",
            "partner_contact",
        ):
            with self.subTest(role=role):
                group = self.env.ref(f"digit_support.digit_support_group_{role}")
                self.assertTrue(users & group.user_ids)

    def test_every_demo_user_can_log_in(self):
        users = self._get_demo("res.users")
        self.assertGreaterEqual(len(users), 15)
        for user in users:
            self._log_in(user.login, user.login)

    def test_printed_logins_are_true(self):
        logins = self._get_logins()
        self.assertIn(["administrator", "admin", "admin"], logins)
        for _role, login, password in logins[1:]:
            self.assertEqual(self.env.ref(f"digit_demo.user_{login}").login, login)
            self._log_in(login, password)

    def _log_in(self, login, password):
        credential = {"login": login, "password": password, "type": "password"}
        found = self.env["res.users"].authenticate(credential, {"interactive": False})
        self.assertEqual(self.env["res.users"].browse(found["uid"]).login, login)

    def test_addresses_lead_nowhere(self):
        emails = self._get_demo("res.partner").mapped("email")
        emails += self._get_demo("res.users").mapped("email")
        for email in emails:
            self.assertRegex(email, r"@([\w-]+\.)*example\.(com|org)$")

    def test_company_keeps_its_name(self):
        company = self.env.ref("base.main_company")
        company.name = "Kerala"
        name_company(self.env)
        self.assertEqual(company.name, "Kerala")

    def test_unnamed_company_gets_a_name(self):
        company = self.env.ref("base.main_company")
        company.name = "My Company"
        name_company(self.env)
        self.assertEqual(company.name, COMPANY_NAME)

    def test_mail_domain_stays(self):
        domains = self.env["mail.alias.domain"]
        before = domains.search([]) or domains.create({"name": "kerala.example.com"})
        give_addresses(self.env)
        self.assertEqual(domains.search([]), before)

    def test_teams_have_addresses(self):
        domains = self.env["mail.alias.domain"].search([])
        if domains.mapped("name") != [MAIL_DOMAIN]:
            self.skipTest("the database had a mail domain of its own")
        team = self.env.ref("digit_support.helpdesk_ticket_team_urban")
        self.assertEqual(team.alias_email, f"digit-urban@{MAIL_DOMAIN}")
