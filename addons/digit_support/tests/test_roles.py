"""Every role has exactly the rights that the sources name.

S4, "Helpdesk Team Roles and Responsibilities" and "Support Levels": the operations
manager, the helpdesk executives (L2), the local support (L1), eGov's team (L3) and the
nodal officers of the programme. S0, "Scope" and "Roles and Responsibilities": the
people of the implementation partners, who report. What the tables of ``access_table``
say of models is here what a person does, step by step.
"""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_level import LevelCommon

# What is set up once and holds for everybody: an administrator's alone.
CONFIGURATION = (
    "digit.programme",
    "digit.support.level",
    "digit.severity.scheme",
    "digit.severity.rule",
    "digit.routing.rule",
    "helpdesk.ticket.team",
    "helpdesk.ticket.category",
    "helpdesk.ticket.stage",
)
# What is kept up to date of each partner: the operations manager's.
REGISTRY = ("digit.deployment", "digit.environment", "digit.service", "digit.release")
CHANGES = ("write", "create", "unlink")


class RolesCommon(LevelCommon):
    """Three levels of a programme with a team each, and another programme's team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket()
        cls.at_l2 = cls._create_ticket(level_id=cls.l2.id)
        cls.at_l3 = cls._create_ticket(level_id=cls.l3.id)
        cls.of_other = cls._create_ticket(
            team_id=cls.other_team.id, deployment_id=False
        )
        cls.tickets = cls.ticket | cls.at_l2 | cls.at_l3 | cls.of_other

    def assertRefused(self, function, *args, **kwargs):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            function(*args, **kwargs)

    def assertChangesNothing(self, user, models, operations=CHANGES):
        for model in models:
            for operation in operations:
                allowed = self.env[model].with_user(user).has_access(operation)
                self.assertFalse(allowed, f"{user.name}: {operation} {model}")

    def assertSees(self, user, expected):
        tickets = self.env["helpdesk.ticket"].with_user(user)
        self.assertEqual(tickets.search([("id", "in", self.tickets.ids)]), expected)

    def _log(self, user, **vals):
        """An entry for a call, by the window that operators use."""
        calls = self.env["digit.call.log"].with_user(user)
        caller = {"partner_id": self.asha.partner_id.id} if not vals else {}
        call = calls.create({"name": "No sync", **caller, **vals})
        call.action_log()
        return call.ticket_id

    def _open(self, action, user, **vals):
        """The window that an action opens, filled in."""
        window = self.env[action["res_model"]].with_user(user)
        return window.with_context(**action["context"]).create(vals)

    def _resolve(self, ticket, user, **vals):
        window = self._open(ticket.with_user(user).action_resolve(), user, **vals)
        window.action_resolve()

    def _hand_up(self, ticket, user, reason="Needs a patch"):
        window = self._open(
            ticket.with_user(user).action_hand_up(), user, reason=reason
        )
        window.action_hand_over()


@tagged("post_install", "-at_install")
class TestOperationsManager(RolesCommon):
    """S4: access to all open tickets, and operational control over the helpdesk."""

    def test_sees_the_open_tickets_of_every_team(self):
        self.assertFalse(self.user_operations.helpdesk_team_ids)
        self.assertSees(self.user_operations, self.tickets)

    def test_logs_a_ticket(self):
        self.assertTrue(self._log(self.user_operations).number)

    def test_comments_on_a_ticket_of_any_team(self):
        message = self.of_other.with_user(self.user_operations).message_post(
            body="We look into it.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(message.author_id, self.user_operations.partner_id)
        self.assertIn(self.asha.partner_id, message.notified_partner_ids)

    def test_uploads_a_document_to_a_ticket(self):
        document = (
            self.env["ir.attachment"]
            .with_user(self.user_operations)
            .create(
                {
                    "name": "report.txt",
                    "raw": b"What the tablet shows",
                    "res_model": "helpdesk.ticket",
                    "res_id": self.of_other.id,
                }
            )
        )
        self.assertEqual(document, self.of_other.attachment_ids)

    def test_forwards_to_a_category_a_level_and_a_team(self):
        category = self.env["helpdesk.ticket.category"].create({"name": "Process"})
        ticket = self.ticket.with_user(self.user_operations)
        ticket.category_id = category
        self.assertEqual(self.ticket.category_id, category)
        ticket.level_id = self.l3
        self.assertEqual(self.ticket.team_id, self.team_l3)
        ticket.team_id = self.team_l2
        self.assertEqual(self.ticket.level_id, self.l2)

    def test_closes_a_ticket(self):
        for ticket in (self.ticket, self.of_other):
            self._resolve(ticket, self.user_operations)
            self.assertTrue(ticket.closed)

    def test_deletes_no_ticket_but_archives_one(self):
        ticket = self.ticket.with_user(self.user_operations)
        self.assertRefused(ticket.unlink)
        ticket.action_archive()
        self.assertFalse(self.ticket.active)

    def test_says_whom_contact_persons_may_invite(self):
        organisation = self.punjab.with_user(self.user_operations)
        organisation.invitation_domains = "nic.example.com"
        self.assertEqual(self.punjab._get_invitation_domains(), ["nic.example.com"])

    def test_keeps_the_registry_up_to_date(self):
        deployment = self.deployment.with_user(self.user_operations)
        deployment.write({"implementer_id": self.stranger.id})
        self.assertEqual(self.deployment.implementer_id, self.stranger)
        self.assertChangesNothing(self.user_operations, REGISTRY, ["unlink"])

    def test_exports_for_the_months_report(self):
        # S0: adherence is reported monthly
        found = self.ticket.with_user(self.user_operations).export_data(["name"])
        self.assertEqual(found["datas"], [[self.ticket.name]])

    def test_does_not_set_up_what_holds_for_all(self):
        self.assertChangesNothing(self.user_operations, CONFIGURATION)


@tagged("post_install", "-at_install")
class TestOperationsManagerUsers(RolesCommon):
    """S4: creates, modifies and deletes users in the helpdesk system.

    Deleting ends the login; the person stays in the history of the tickets.
    """

    def _open_agent(self, user=None, **vals):
        agents = self.env["digit.agent"].with_user(self.user_operations)
        return agents.create({"user_id": user.id if user else False, **vals})

    def test_creates_one(self):
        self._open_agent(
            name="Celeste",
            email="celeste@chai.example.com",
            role="l2",
            team_ids=[Command.set(self.team_l2.ids)],
        ).action_save()
        user = self.env["res.users"].search(
            [("login", "=", "celeste@chai.example.com")]
        )
        self.assertEqual(user.support_role, "l2")
        self.assertSees(user, self.at_l2)

    def test_changes_one(self):
        teams = [Command.set(self.team_l3.ids)]
        self._open_agent(self.user_l2, role="l3", team_ids=teams).action_save()
        self.assertEqual(self.user_l2.support_role, "l3")
        self.assertSees(self.user_l2, self.at_l3)

    def test_ends_the_login_of_one(self):
        self._open_agent(self.user_l2).action_archive_agent()
        self.assertFalse(self.user_l2.active)
        self.assertRefused(self.user_l2.with_user(self.user_operations).unlink)

    def test_does_not_touch_an_administrator(self):
        for user in (self.user_admin, self.env.ref("base.user_admin")):
            self.assertRefused(self._open_agent(user).action_archive_agent)
            self.assertRefused(self._open_agent(user, name="Mine").action_save)
            self.assertTrue(user.active)

    def test_makes_no_administrator(self):
        self.assertRefused(self._open_agent(self.user_l2, role="admin").action_save)


@tagged("post_install", "-at_install")
class TestExecutive(RolesCommon):
    """S4: logs and resolves complaints, assigns to eGov, informs who reported."""

    def test_sees_their_own_teams_tickets_only(self):
        self.assertSees(self.user_l2, self.at_l2)
        self.assertRefused(self.at_l3.with_user(self.user_l2).write, {"name": "Mine"})

    def test_logs_a_complaint(self):
        self.assertEqual(self._log(self.user_l2).create_uid, self.user_l2)

    def test_resolves_it_and_informs_the_reporter(self):
        self._resolve(
            self.at_l2,
            self.user_l2,
            resolution_kind="workaround",
            answer="<p>Clear the cache.</p>",
        )
        self.assertEqual(self.at_l2.stage_outcome, "resolved")
        answer = self.at_l2.message_ids.filtered(
            lambda message: "Clear the cache." in message.body
        )
        self.assertFalse(answer.is_internal)
        self.assertIn(self.asha.partner_id, answer.notified_partner_ids)
        self.assertFalse(self.at_l2.activity_ids)

    def test_is_reminded_to_call_whom_no_mail_reaches(self):
        # S4: they call the reporter and inform them about the fix
        ticket = self._log(
            self.user_l2,
            partner_name="Ana",
            partner_phone="84 123 4567",
            programme_id=self.programme.id,
            outcome="mine",
        )
        self._resolve(ticket, self.user_l2, answer="<p>Mended.</p>")
        self.assertEqual(ticket.activity_ids.user_id, self.user_l2)
        self.assertIn("Tell Ana", ticket.activity_ids.summary)

    def test_assigns_to_egov_and_is_kept_informed(self):
        self._hand_up(self.at_l2, self.user_l2)
        self.assertEqual(
            (self.at_l2.level_id, self.at_l2.team_id), (self.l3, self.team_l3)
        )
        self.assertTrue(self.at_l2.egov_date)
        self.assertIn(self.user_l2.partner_id, self.at_l2.message_partner_ids)
        self.assertTrue(self.at_l2.with_user(self.user_l2).has_access("read"))


@tagged("post_install", "-at_install")
class TestOperator(RolesCommon):
    """S4, level 1: takes calls and messages, answers, or passes on to level 2."""

    def test_sees_their_own_teams_tickets_only(self):
        self.assertSees(self.user_l1, self.ticket)

    def test_logs_a_call_of_somebody_new(self):
        ticket = self._log(
            self.user_l1, partner_name="Ravi", organisation_id=self.punjab.id
        )
        self.assertEqual(ticket.partner_id.name, "Ravi")
        self.assertEqual(ticket.partner_id.parent_id, self.punjab)

    def test_answers_a_query_on_the_line(self):
        caller = self.asha.partner_id.id
        ticket = self._log(
            self.user_l1, partner_id=caller, outcome="solved", answer="Log in."
        )
        self.assertTrue(ticket.closed)

    def test_triages(self):
        ticket = self.ticket.with_user(self.user_l1)
        ticket.write({"impact_id": self.impacts["high"].id, "user_id": self.user_l1.id})
        ticket.action_accept()
        self.assertEqual(self.ticket.severity_id, self.p2)
        self.assertFalse(self.ticket.unattended)

    def test_adds_a_reporter_to_a_ticket(self):
        reporter = (
            self.env["res.partner"]
            .with_user(self.user_l1)
            .create({"name": "Ravi", "parent_id": self.punjab.id})
        )
        self.ticket.with_user(self.user_l1).partner_id = reporter
        self.assertEqual(self.ticket.deployment_id, self.deployment)

    def test_passes_on_to_the_executives(self):
        self._hand_up(self.ticket, self.user_l1)
        self.assertEqual(self.ticket.team_id, self.team_l2)

    def test_writes_nothing_down_of_what_runs_where(self):
        models = ["digit.installation", "digit.fix", "digit.fix.line"]
        self.assertChangesNothing(self.user_l1, models)


@tagged("post_install", "-at_install")
class TestEngineer(RolesCommon):
    """S4, level 3: eGov's team resolves what the helpdesk is not able to."""

    def test_sees_their_own_teams_tickets_only(self):
        self.assertSees(self.user_l3, self.at_l3)

    def test_works_across_programmes_in_the_teams_they_belong_to(self):
        self.other_team.user_ids = self.user_l3
        self.assertSees(self.user_l3, self.at_l3 | self.of_other)

    def test_updates_the_status_of_what_was_assigned_to_egov(self):
        self._hand_up(self.at_l2, self.user_l2)
        self._resolve(self.at_l2, self.user_l3, resolution_kind="patch_release")
        self.assertEqual(self.at_l2.resolution_kind, "patch_release")
        self.assertTrue(self.at_l2.closed)

    def test_hands_back_to_the_executives(self):
        ticket = self.at_l3.with_user(self.user_l3)
        action = ticket.action_hand_back()
        self._open(action, self.user_l3, reason="No bug").action_hand_over()
        self.assertEqual(self.at_l3.team_id, self.team_l2)

    def test_plans_the_fix_of_a_bug(self):
        for model in ("digit.fix", "digit.fix.line"):
            fixes = self.env[model].with_user(self.user_l3)
            self.assertTrue(fixes.has_access("create") and fixes.has_access("write"))


@tagged("post_install", "-at_install")
class TestBelowTheManager(RolesCommon):
    """What S4 gives to the operations manager or to nobody, and not to the levels."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = {
            cls.user_l1: cls.ticket,
            cls.user_l2: cls.at_l2,
            cls.user_l3: cls.at_l3,
        }

    def test_nobody_deletes_or_archives_their_own_teams_tickets(self):
        for user, ticket in self.own.items():
            self.assertRefused(ticket.with_user(user).unlink)
            self.assertRefused(ticket.with_user(user).action_archive)

    def test_nobody_sets_anything_up(self):
        for user in self.own:
            self.assertChangesNothing(user, [*CONFIGURATION, *REGISTRY])

    def test_nobody_says_whom_contact_persons_may_invite(self):
        for user in self.own:
            organisation = self.punjab.with_user(user)
            self.assertRefused(
                organisation.write, {"invitation_domains": "evil.example.com"}
            )

    def test_nobody_exports(self):
        for user, ticket in self.own.items():
            with self.assertRaisesRegex(UserError, "rights to export"):
                ticket.with_user(user).export_data(["name"])

    def test_nobody_manages_users(self):
        for user in self.own:
            self.assertChangesNothing(user, ["digit.agent", "res.users"])


@tagged("post_install", "-at_install")
class TestNodalOfficer(RolesCommon):
    """S4: programmatic queries are redirected to the officials of NMCP.

    They need no login: they get the ticket by mail, or a person passes it on.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.env["res.partner"].create(
            {
                "name": "Felizarda",
                "email": "felizarda@nmcp.example.org",
                "parent_id": cls.env.ref("digit_support.res_partner_nmcp").id,
            }
        )

    def _redirect(self):
        action = self.at_l2.with_user(self.user_l2).action_redirect()
        window = self._open(action, self.user_l2, partner_id=self.officer.id)
        window.action_redirect()

    def _find_mails(self):
        return self.env["mail.mail"].search([("recipient_ids", "in", self.officer.ids)])

    def test_gets_what_an_executive_redirects(self):
        self._redirect()
        [mail] = self._find_mails()
        self.assertIn("Citizens cannot pay.", mail.body_html)

    def test_the_redirection_is_on_record(self):
        self._flush_tracking()
        self._redirect()
        self._flush_tracking()
        self.assertEqual(self.at_l2.redirect_partner_id, self.officer)
        self.assertTrue(self.at_l2.redirect_date)
        self.assertEqual(self.at_l2.stage_outcome, "redirected")
        changes = self.at_l2.message_ids.tracking_value_ids
        tracked = changes.filtered(
            lambda change: change.field_id.name == "redirect_partner_id"
        )
        self.assertEqual(tracked.new_value_integer, self.officer.id)
        self.assertEqual(tracked.mail_message_id.author_id, self.user_l2.partner_id)

    def test_the_reporter_is_told_who_takes_care(self):
        self._redirect()
        answer = self.at_l2.message_ids.filtered(
            lambda message: "Felizarda" in message.body
        )
        self.assertEqual(answer.notified_partner_ids, self.asha.partner_id)

    def test_is_called_when_no_address_is_known(self):
        self.officer.email = False
        self._redirect()
        self.assertIn("Felizarda by phone", self.at_l2.activity_ids.summary)
        self.assertIn(self.at_l2.activity_ids.user_id, self.team_l2.user_ids)
        self.assertFalse(self._find_mails())


@tagged("post_install", "-at_install")
class TestNodalOfficerWithLogin(RolesCommon):
    """An official of NMCP who reports, too, has a partner's rights and no others.

    What is redirected to them reaches them by mail: no ticket opens to them by it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nmcp = cls.env.ref("digit_support.res_partner_nmcp")
        cls.member, cls.contact = cls._create_test_users(
            [
                {
                    "login": name,
                    "name": name.title(),
                    "group": f"partner_{role}",
                    "email": f"{name}@nmcp.example.org",
                    "parent_id": cls.nmcp.id,
                }
                for name, role in (("felizarda", "member"), ("gil", "contact"))
            ]
        )
        cls.officers = (cls.member, cls.contact)
        cls.own = cls._create_ticket(cls.member)
        cls.redirected = cls._create_ticket()
        template = cls.env.ref("digit_support.mail_template_redirected")
        cls.redirected._redirect(cls.member.partner_id, template)
        cls.tickets |= cls.own | cls.redirected

    def test_sees_their_own_ticket_and_not_what_was_redirected(self):
        self.assertEqual(self.redirected.redirect_partner_id, self.member.partner_id)
        self.assertSees(self.member, self.own)
        self.assertSees(self.contact, self.env["helpdesk.ticket"])

    def test_contact_person_follows_the_deployments_of_nmcp(self):
        deployment = self.deployment.copy({"client_id": self.nmcp.id})
        ticket = self._create_ticket(self.member, deployment_id=deployment.id)
        self.tickets |= ticket
        self.assertSees(self.contact, ticket)
        self.assertSees(self.member, self.own | ticket)

    def test_the_mail_of_a_redirection_opens_no_page(self):
        mails = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.member.partner_id.ids)]
        )
        self.assertTrue(mails)
        for mail in mails.filtered(lambda mail: mail.res_id == self.redirected.id):
            self.assertNotIn("access_token", mail.body_html)
            self.assertNotIn("/my/ticket", mail.body_html)

    def test_reads_and_writes_no_message_of_what_was_redirected(self):
        ticket = self.redirected.with_user(self.member)
        self.assertRefused(ticket.read, ["name"])
        self.assertRefused(
            ticket.message_post, body="x", subtype_xmlid="mail.mt_comment"
        )
        message = self.redirected.message_ids[:1].with_user(self.contact)
        self.assertRefused(message.read, ["body"])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_changes_and_deletes_nothing(self):
        for user in self.officers:
            ticket = self.own.with_user(user)
            self.assertRefused(ticket.write, {"name": "Mine"})
            self.assertRefused(ticket.unlink)
            self.assertRefused(self.nmcp.with_user(user).write, {"name": "Mine"})
            models = [*CONFIGURATION, *REGISTRY, "digit.agent", "res.users"]
            self.assertChangesNothing(user, [*models, "res.partner", "mail.template"])
            self.assertChangesNothing(user, [*REGISTRY, "digit.call.log"], ["read"])

    def test_none_of_the_windows_of_agents_opens(self):
        for model in ("digit.ticket.redirect", "digit.ticket.resolve"):
            self.assertChangesNothing(self.contact, [model], ["create", "read"])


@tagged("post_install", "-at_install")
class TestPartnerPeople(RolesCommon):
    """S0: the implementation partner's people report; a contact person follows all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_balbir = cls._create_ticket(cls.balbir)
        cls.of_chitra = cls._create_ticket(cls.chitra)
        cls.tickets |= cls.of_balbir | cls.of_chitra

    def test_member_sees_their_own_tickets(self):
        self.assertSees(self.balbir, self.of_balbir)

    def test_contact_person_sees_those_of_the_organisation(self):
        self.assertSees(self.asha, self.tickets - self.of_chitra)

    def test_implementation_partner_sees_those_of_what_it_runs(self):
        self.assertSees(self.tejas, self.tickets - self.of_other)

    def test_contact_person_invites_and_removes_their_own_colleagues(self):
        self.assertEqual(self.asha._get_removable_colleagues(), self.balbir)
        self.assertEqual(self.asha._get_invited_organisation(), self.punjab)

    def test_member_invites_and_removes_nobody(self):
        self.assertFalse(self.balbir._get_invited_organisation())
        self.assertFalse(self.balbir._get_removable_colleagues())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_outside_changes_or_deletes_a_ticket(self):
        for user in (self.balbir, self.asha, self.tejas):
            ticket = self.of_balbir.with_user(user)
            self.assertRefused(ticket.write, {"name": "Mine"})
            self.assertRefused(ticket.unlink)
            self.assertRefused(self._resolve, self.of_balbir, user)

    def test_nobody_outside_sets_anything_up(self):
        for user in (self.balbir, self.asha, self.tejas):
            models = [*CONFIGURATION, *REGISTRY, "digit.agent", "res.users"]
            self.assertChangesNothing(user, models)
            self.assertChangesNothing(user, REGISTRY, ["read"])


@tagged("post_install", "-at_install")
class TestAdministrator(RolesCommon):
    """Who sets up programmes, matrices and routing, and is no system administrator."""

    def test_sets_up_what_holds_for_all(self):
        for model in CONFIGURATION:
            for operation in CHANGES:
                records = self.env[model].with_user(self.user_admin)
                self.assertTrue(records.has_access(operation), f"{operation} {model}")

    def test_deletes_a_ticket(self):
        self.ticket.with_user(self.user_admin).unlink()
        self.assertFalse(self.ticket.exists())

    def test_exports(self):
        found = self.ticket.with_user(self.user_admin).export_data(["name"])
        self.assertEqual(found["datas"], [[self.ticket.name]])

    def test_is_no_system_administrator(self):
        self.assertChangesNothing(self.user_admin, ["res.users", "ir.model.access"])
        system = self.env.ref("base.group_system")
        user = self.user_admin.with_user(self.user_admin)
        self.assertRefused(user.write, {"group_ids": [Command.link(system.id)]})
