from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_roles import RolesCommon


@tagged("post_install", "-at_install")
class TestOperatorContacts(RolesCommon):
    """S4, level 1: an operator keeps reporters, not parties and logins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ravi = cls.env["res.partner"].create({"name": "Ravi", "phone": "98111"})
        cls.levels = (cls.user_l1, cls.user_l2, cls.user_l3)

    def assertRefusedInWords(self, words, function, *args):
        with self.assertRaises(AccessError) as refused, self.env.cr.savepoint():
            function(*args)
        self.assertIn(words, str(refused.exception))

    # ---------------------------------------------------
    # What the work needs
    # ---------------------------------------------------

    def test_who_has_no_login_is_corrected(self):
        for user in self.levels:
            ravi = self.ravi.with_user(user)
            ravi.write({"name": user.name, "phone": "98222", "email": "r@example.com"})
            self.assertEqual(self.ravi.name, user.name)

    def test_somebody_new_of_an_organisation_is_kept_by_the_form(self):
        form = Form(self.env["res.partner"].with_user(self.user_l1))
        form.name = "Ana"
        form.parent_id = self.punjab
        form.phone = "98333"
        self.assertEqual(form.save().commercial_partner_id, self.punjab)

    def test_a_caller_of_none_is_given_an_organisation(self):
        self.ravi.with_user(self.user_l1).parent_id = self.punjab
        self.assertEqual(self.ravi.commercial_partner_id, self.punjab)

    def test_an_answer_reaches_an_address_that_nobody_knows(self):
        partners = self.ticket.with_user(self.user_l1)._partner_find_from_emails_single(
            ["new@punjab.example.com"]
        )
        self.ticket.with_user(self.user_l1).message_post(
            body="Hello",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=partners.ids,
        )
        self.assertEqual(partners.email, "new@punjab.example.com")

    def test_everybody_changes_their_own_preferences(self):
        user = self.user_l1.with_user(self.user_l1)
        user.write({"phone": "98444", "signature": "<p>Lia</p>"})
        self.assertEqual(self.user_l1.partner_id.phone, "98444")

    # ---------------------------------------------------
    # What must not happen
    # ---------------------------------------------------

    def test_nobody_below_the_manager_changes_an_organisation(self):
        for user in self.levels:
            for vals in (
                {"email": "evil@example.com"},
                {"name": "Mine"},
                {"organisation_type": "egov"},
                {"parent_id": self.tek.id},
                {"child_ids": [Command.create({"name": "Ana"})]},
                {"child_ids": [Command.link(self.ravi.id)]},
                {"active": False},
            ):
                organisation = self.punjab.with_user(user)
                self.assertRefusedInWords("operations", organisation.write, vals)

    def test_nobody_below_the_manager_changes_who_logs_in(self):
        inside = self.user_operations
        for user in self.levels:
            for person in (self.asha, self.balbir, inside):
                for vals in (
                    {"email": "evil@example.com"},
                    {"parent_id": self.tek.id},
                    {"name": "Mine"},
                    {"active": False},
                ):
                    partner = person.partner_id.with_user(user)
                    self.assertRefusedInWords("log in", partner.write, vals)

    def test_the_address_of_an_organisation_is_not_changed_by_its_people(self):
        # the base writes a person's address on the organisation
        self.ravi.parent_id = self.punjab
        ravi = self.ravi.with_user(self.user_l1)
        self.assertRefusedInWords("operations", ravi.write, {"city": "Patiala"})

    def test_who_had_a_login_once_stays_as_they_are(self):
        self.balbir.active = False
        partner = self.balbir.partner_id.with_user(self.user_l1)
        self.assertRefused(partner.write, {"email": "evil@example.com"})

    def test_nobody_below_the_manager_adds_an_organisation(self):
        partners = self.env["res.partner"].with_user(self.user_l1)
        for vals in (
            {"name": "New State", "is_company": True},
            {"name": "New State", "company_type": "company"},
            {"name": "New State", "organisation_type": "client"},
        ):
            self.assertRefusedInWords("operations", partners.create, vals)

    def test_a_person_does_not_become_an_organisation(self):
        for vals in (
            {"is_company": True},
            {"company_type": "company"},
            {"organisation_type": "ulb"},
        ):
            ravi = self.ravi.with_user(self.user_l1)
            self.assertRefusedInWords("operations", ravi.write, vals)

    def test_nobody_moves_from_one_organisation_to_another(self):
        self.ravi.parent_id = self.odisha
        for user in self.levels:
            ravi = self.ravi.with_user(user)
            for parent in (self.punjab.id, False):
                self.assertRefusedInWords(
                    "another organisation", ravi.write, {"parent_id": parent}
                )
            ravi.write({"parent_id": self.odisha.id, "phone": "98222"})

    def test_nobody_gets_a_support_role_and_with_it_its_notices(self):
        role = self.env["digit.contact.role"].create({"name": "SPOC"})
        roles = {"contact_role_ids": [Command.set(role.ids)]}
        partners = self.env["res.partner"].with_user(self.user_l1)
        self.assertRefused(partners.create, {"name": "Ana", **roles})
        self.assertRefused(self.ravi.with_user(self.user_l1).write, roles)

    def test_nobody_is_deleted_merged_or_let_into_the_portal(self):
        for user in self.levels:
            self.assertRefused(self.ravi.with_user(user).unlink)
            self.assertChangesNothing(
                user,
                ["portal.wizard", "base.partner.merge.automatic.wizard"],
                ["create"],
            )

    # ---------------------------------------------------
    # Who does
    # ---------------------------------------------------

    def test_the_manager_and_the_administrator_change_both(self):
        role = self.env["digit.contact.role"].create({"name": "SPOC"})
        for user in (self.user_operations, self.user_admin):
            partners = self.env["res.partner"].with_user(user)
            ulb = partners.create(
                {"name": "Ludhiana", "is_company": True, "organisation_type": "ulb"}
            )
            ulb.parent_id = self.punjab
            balbir = self.balbir.partner_id.with_user(user)
            balbir.write({"parent_id": ulb.id, "contact_role_ids": role.ids})
            self.assertEqual(balbir.parent_id, ulb)
