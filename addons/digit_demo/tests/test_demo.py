from odoo import fields
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

    def test_three_releases_one_of_them_planned(self):
        releases = self._get_demo("digit.release").sorted("release_date")
        self.assertEqual(releases.mapped("state"), ["published"] * 2 + ["planned"])
        self.assertEqual(releases.mapped("line_count"), [9, 9, 9])

    def test_one_deployment_is_supported_throughout(self):
        deployments = self._get_demo("digit.deployment")
        punjab = self.env.ref("digit_demo.digit_deployment_punjab")
        self.assertEqual(punjab.unsupported_count, 0)
        self.assertGreaterEqual(
            len(deployments.filtered(lambda place: place.unsupported_count)), 2
        )

    def test_each_cause_is_seen_where_something_runs(self):
        causes = self._get_demo("digit.deployment").installation_ids.mapped(
            "entitlement_cause"
        )
        self.assertLessEqual({"current", "old_major", "eosl", "modified"}, set(causes))

    def test_each_verdict_is_given_on_a_ticket(self):
        verdicts = set(self._get_demo("helpdesk.ticket").mapped("entitlement"))
        self.assertEqual(
            verdicts, {"unknown", "supported", "upgrade_required", "not_supported"}
        )

    def test_fix_is_delivered_in_one_line_and_owed_in_another(self):
        ticket = self.env.ref("digit_demo.ticket_wf_escalation")
        lines = ticket.fix_id.line_ids.sorted("major")
        self.assertRecordValues(
            lines,
            [
                {"name": "2.x", "state": "delivered"},
                {"name": "3.x", "state": "owed"},
            ],
        )
        self.assertEqual(lines.version_id.mapped("name"), ["2.5.57", "3.2.16"])
        self.assertIn("2.5.57", ticket.fix_message)

    def test_deployments_that_run_the_version_are_at_risk(self):
        fix = self.env.ref("digit_demo.ticket_wf_escalation").fix_id
        punjab = self.env.ref("digit_demo.digit_deployment_punjab")
        self.assertIn(punjab, fix.at_risk_deployment_ids)

    def test_no_notice_is_left_to_send(self):
        deployments = self._get_demo("digit.deployment")
        notices = self.env["digit.notice"].search(
            [("deployment_id", "in", deployments.ids)]
        )
        self.assertEqual(set(notices.mapped("kind")), {"eosl", "fix"})
        self.assertEqual(set(notices.mapped("state")), {"sent"})
        self.assertFalse(
            self.env["digit.eosl.notice"]._get_due(fields.Date.today()).keys()
            & set(deployments)
        )

    def test_rules_route_to_egov_and_outside(self):
        bug = self.env.ref("digit_demo.ticket_dashboard_gap")
        egov = self.env.ref("digit_support.digit_support_level_mukta_l3")
        self.assertEqual(bug.level_id, egov)
        self.assertTrue(bug.routing_rule_id)
        enquiry = self.env.ref("digit_demo.ticket_redirect_nets")
        self.assertEqual(enquiry.stage_outcome, "redirected")

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
