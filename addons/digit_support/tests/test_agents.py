from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import DigitSupportCommon

PREFIX = "digit_support.digit_support_group"
CELESTE = "celeste@chai.example.com"


class AgentsCommon(DigitSupportCommon):
    """An operations manager, who is no administrator, and the helpdesk's people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agents = cls.env["digit.agent"].with_user(cls.user_operations)

    def _open(self, user, **vals):
        return self.agents.create({"user_id": user.id, **vals})

    def _invite(self, **vals):
        self.agents.create({"name": "Celeste", "email": CELESTE, **vals}).action_save()
        return self.env["res.users"].search([("login", "=", CELESTE)])


@tagged("post_install", "-at_install")
class TestAgents(AgentsCommon):
    def test_somebody_new_is_invited_with_role_and_team(self):
        user = self._invite(role="l2", team_ids=[Command.set(self.team.ids)])
        self.assertEqual(user.support_role, "l2")
        self.assertEqual(user.helpdesk_team_ids, self.team)
        self.assertEqual(user.partner_id.signup_type, "signup")

    def test_somebody_new_is_an_operator_unless_told(self):
        self.assertEqual(self._invite().support_role, "l1")

    def test_a_role_takes_the_place_of_the_one_before(self):
        self._open(self.user_l3, role="l1").action_save()
        self.assertEqual(self.user_l3.support_role, "l1")
        self.assertFalse(self.user_l3.has_group(f"{PREFIX}_l2"))

    def test_what_is_not_touched_stays(self):
        names = ["name", "login", "email", "lang", "tz", "group_ids"]
        before = self.user_l1.read([*names, "helpdesk_team_ids"])
        self._open(self.user_l1).action_save()
        self.assertEqual(self.user_l1.read([*names, "helpdesk_team_ids"]), before)

    def test_a_change_is_kept_on_the_person(self):
        self._open(self.user_l1, role="l2").action_save()
        note = self.user_l1.partner_id.message_ids[:1]
        self.assertIn("L2 Executive", note.body)
        self.assertEqual(note.author_id, self.user_operations.partner_id)

    def test_an_archived_one_leaves_open_tickets_to_the_team(self):
        ticket = self._create_ticket(team_id=self.team.id, user_id=self.user_l1.id)
        self._open(self.user_l1).action_archive_agent()
        self.assertFalse(self.user_l1.active)
        self.assertFalse(ticket.user_id)
        self._open(self.user_l1).action_restore_agent()
        self.assertTrue(self.user_l1.active)

    def test_an_address_is_one_persons(self):
        with self.assertRaisesRegex(UserError, "logs in with"):
            self._invite(email=self.user_l1.login)

    def test_what_is_missing_is_named(self):
        with self.assertRaisesRegex(UserError, "E-mail"):
            self._invite(email=False)


@tagged("post_install", "-at_install")
class TestAgentsHostile(AgentsCommon):
    """Nobody gets rights by this that they do not have, over RPC either."""

    def assertRefused(self, function, *args, **kwargs):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            function(*args, **kwargs)

    def test_an_administrator_is_not_changed(self):
        for user in (self.user_admin, self.env.ref("base.user_admin")):
            for name in (
                "action_save",
                "action_archive_agent",
                "action_restore_agent",
                "action_send_invitation",
            ):
                self.assertRefused(getattr(self._open(user), name))

    def test_a_colleague_with_other_rights_is_not_changed(self):
        self.user_l1.group_ids += self.env.ref("base.group_erp_manager")
        self.assertRefused(
            self._open(self.user_l1, email="me@evil.example").action_save
        )
        self.assertNotEqual(self.user_l1.login, "me@evil.example")

    def test_a_colleague_outside_the_helpdesk_is_not_changed(self):
        colleague = new_test_user(self.env, "colleague")
        self.assertRefused(self._open(colleague, role="l1").action_save)

    def test_a_portal_user_is_not_made_one_of_us(self):
        self.assertRefused(self._open(self.asha, role="l1").action_save)

    def test_the_machine_is_not_changed(self):
        self.assertRefused(self._open(self.env.ref("base.user_root")).action_save)

    def test_no_role_above_the_own(self):
        for role in ("admin", "base.group_system"):
            self.assertRefused(self._open(self.user_l1, role=role).action_save)

    def test_only_the_roles_below_the_own_are_offered(self):
        agents = self.env["digit.agent"].with_user(self.user_l2)
        self.assertEqual([role for role, _label in agents._get_roles()], ["l1", "l2"])

    def test_a_context_does_not_set_what_the_window_has_not(self):
        system = self.env.ref("base.group_system")
        agents = self.agents.with_context(
            default_group_ids=[Command.link(system.id)],
            default_password="known",
            default_company_ids=[Command.set([])],
            default_parent_id=self.punjab.id,
        )
        agents.create({"name": "C", "email": CELESTE, "role": "l1"}).action_save()
        user = self.env["res.users"].search([("login", "=", CELESTE)])
        self.assertNotIn(system, user.all_group_ids)
        self.assertFalse(user.partner_id.parent_id)
        self.assertEqual(user.group_ids, self.env.ref(f"{PREFIX}_l1"))

    def test_nobody_changes_their_own_role(self):
        self._open(self.user_operations, role="l1").action_save()
        self.assertEqual(self.user_operations.support_role, "operations")
        with self.assertRaises(UserError):
            self._open(self.user_operations).action_archive_agent()

    def test_the_users_themselves_stay_closed(self):
        for user in (self.user_operations, self.user_l1):
            own = user.with_user(self.user_operations)
            group = self.env.ref("base.group_system")
            self.assertRefused(own.write, {"group_ids": [Command.link(group.id)]})
        self.assertRefused(
            self.env["res.users"].with_user(self.user_operations).create,
            {"name": "x", "login": "x"},
        )
        self.assertRefused(
            self.env.ref(f"{PREFIX}_admin").with_user(self.user_operations).write,
            {"user_ids": [Command.link(self.user_operations.id)]},
        )

    def test_nobody_below_the_operations_manager_does_this(self):
        for user in (self.user_l1, self.user_l2, self.user_l3, self.asha):
            self.assertRefused(
                self.env["digit.agent"].with_user(user).create,
                {"user_id": self.user_l1.id},
            )
        # a window of the manager's own is nobody else's
        window = self._open(self.user_l1)
        self.assertRefused(window.with_user(self.user_l3).action_save)

    def test_no_person_of_another_company(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.user_l1.write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        self.assertRefused(self._open(self.user_l1).action_save)
