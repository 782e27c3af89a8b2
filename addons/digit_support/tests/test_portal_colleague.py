from lxml import html

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..tools import settings
from .common_portal import PortalCommon

GROUP = "digit_support.digit_support_group_partner_"


class ColleagueCommon(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.punjab.email = "office@punjab.example.com"

    def setUp(self):
        super().setUp()
        self._login(self.asha)

    def _invite(self, **data):
        values = {"name": "Bina", "email": "bina@punjab.example.com", **data}
        return self._post("/my/colleagues/invite", **values)

    def _find_user(self, email="bina@punjab.example.com"):
        users = self.env["res.users"].with_context(active_test=False)
        return users.search([("login", "=", email)])

    def _invite_badly(self, **data):
        """:return: what the page says is wrong"""
        before = self._count()
        response = self._invite(**data)
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self._count(), before)
        page = html.fromstring(response.text)
        [error] = page.xpath("//*[starts-with(@id, 'error_')]")
        return error.text_content()

    def _count(self):
        models = ("res.users", "res.partner", "mail.mail")
        return [
            self.env[model].with_context(active_test=False).search_count([])
            for model in models
        ]

    def _remove(self, user, **kwargs):
        return self._post(f"/my/colleagues/{user.id}/remove", **kwargs)


@tagged("post_install", "-at_install")
class TestInviteColleague(ColleagueCommon):
    def test_colleague_becomes_a_member_of_the_organisation(self):
        response = self._invite()
        self.assertEqual(response.status_code, 303)
        user = self._find_user()
        self.assertRecordValues(user, [{"name": "Bina", "active": True, "share": True}])
        self.assertEqual(user.partner_id.parent_id, self.punjab)
        self.assertTrue(user.has_group(f"{GROUP}member"))
        self.assertFalse(user.has_group(f"{GROUP}contact"))
        self.assertFalse(user.has_group("base.group_user"))
        self.assertIn("Bina", self.url_open("/my/colleagues").text)

    def test_invitation_is_queued_once_with_the_link_to_sign_up(self):
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        self._invite()
        [mail] = self.env["mail.mail"].search([("id", ">", last)])
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.recipient_ids.email, "bina@punjab.example.com")
        self.assertIn("/web/signup?", mail.body_html)
        self.assertIn("Asha of Punjab has invited you", mail.body_html)

    def test_invitation_is_in_the_colleagues_language(self):
        self.env["res.lang"]._activate_lang("pt_BR")
        template = self.env.ref("auth_signup.portal_set_password_email")
        template.with_context(lang="pt_BR").subject = "A sua conta"
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        self._invite(lang="pt_BR")
        [mail] = self.env["mail.mail"].search([("id", ">", last)])
        self.assertEqual(mail.subject, "A sua conta")
        self.assertEqual(self._find_user().lang, "pt_BR")

    def test_only_what_is_asked_is_taken(self):
        contact = self.env.ref(f"{GROUP}contact")
        self._invite(
            group_ids=contact.id,
            groups_id=contact.id,
            parent_id=self.odisha.id,
            partner_id=self.chitra.partner_id.id,
            active="",
            password="known",
            login="other",
        )
        user = self._find_user()
        self.assertFalse(user.has_group(f"{GROUP}contact"))
        self.assertEqual(user.partner_id.parent_id, self.punjab)
        self.assertNotEqual(user.partner_id, self.chitra.partner_id)
        self.assertTrue(user.active)

    def test_person_who_wrote_to_us_before_is_taken(self):
        partner = self.env["res.partner"].create(
            {
                "name": "Bina Kaur",
                "email": "Bina@punjab.example.com",
                "parent_id": self.punjab.id,
            }
        )
        self._invite()
        self.assertEqual(self._find_user().partner_id, partner)
        self.assertEqual(partner.name, "Bina Kaur")

    def test_address_of_another_domain(self):
        for email in (
            "bina@odisha.example.com",
            "bina@evil.punjab.example.com",
            "bina@punjab.example.com.evil.example",
            "bina@gmail.com",
        ):
            with self.subTest(email=email):
                self.assertIn("@punjab.example.com", self._invite_badly(email=email))

    def test_listed_domains_count_alone(self):
        self.punjab.invitation_domains = "nic.example.com, @PB.example.com"
        self.assertIn("@nic.example.com", self._invite_badly())
        self._invite(email="bina@pb.example.com")
        self.assertTrue(self._find_user("bina@pb.example.com"))

    def test_domain_that_is_open_to_anybody_is_not_the_organisations(self):
        self.punjab.email = "punjab@gmail.com"
        self.assertIn("no_domains", self.url_open("/my/colleagues").text)
        response = self._invite(email="bina@gmail.com")
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self._find_user("bina@gmail.com"))

    def test_malformed_address(self):
        for email in ("", "bina", "a@punjab.example.com, b@punjab.example.com"):
            with self.subTest(email=email):
                self.assertIn("one e-mail address", self._invite_badly(email=email))

    def test_colleague_who_has_access(self):
        self.assertIn(
            "access already", self._invite_badly(email="balbir@punjab.example.com")
        )

    def test_address_that_we_know_elsewhere_tells_nothing_of_whom(self):
        domain = "punjab.example.com"
        new_test_user(
            self.env, login="insider", groups="base.group_user", email=f"i@{domain}"
        )
        other = new_test_user(
            self.env, login="other", groups=f"{GROUP}member", email=f"o@{domain}"
        )
        other.partner_id.parent_id = self.odisha
        gone = new_test_user(
            self.env, login="gone", groups="base.group_user", email=f"g@{domain}"
        )
        gone.active = False
        self.env["res.partner"].create({"name": "Stray", "email": f"s@{domain}"})
        found = {
            self._invite_badly(email=f"{name}@{domain}")
            for name in ("i", "o", "g", "s", "office")
        }
        self.assertEqual(found, {"Support has to do this one: please write to us."})
        self.assertFalse(gone.active)

    def test_who_was_removed_is_let_in_again_as_a_member(self):
        self._invite()
        user = self._find_user()
        user.group_ids = self.env.ref(f"{GROUP}contact")
        user.active = False
        self._invite()
        self.assertEqual(self._find_user(), user)
        self.assertTrue(user.active)
        self.assertFalse(user.has_group(f"{GROUP}contact"))

    def test_unknown_language_and_odd_names(self):
        self.env["res.lang"]._activate_lang("pt_BR")
        self.assertIn("Choose one", self._invite_badly(lang="xx_XX"))
        self.assertIn("name", self._invite_badly(name="\0 "))
        self.assertIn("At most", self._invite_badly(name="x" * 101))

    def test_nothing_typed_is_lost(self):
        page = html.fromstring(self._invite(name='B "x"', email="b@else.com").text)
        self.assertEqual(page.xpath("//input[@id='name']/@value"), ['B "x"'])
        self.assertEqual(page.xpath("//input[@id='email']/@value"), ["b@else.com"])

    def test_too_many_in_a_day(self):
        self.env["ir.config_parameter"].set_param(settings.INVITATIONS_A_DAY, 1)
        self._invite()
        response = self._invite(email="chand@punjab.example.com")
        self.assertEqual(response.status_code, 429)
        self.assertFalse(self._find_user("chand@punjab.example.com"))
        self.assertEqual(
            self._post(f"/my/colleagues/{self._find_user().id}/invite").status_code, 429
        )

    def test_tickets_are_not_counted_as_invitations(self):
        self.env["ir.config_parameter"].set_param(settings.INVITATIONS_A_DAY, 1)
        self._submit()
        self.assertEqual(self._invite().status_code, 303)

    def test_invited_again(self):
        self._invite()
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        self._post(f"/my/colleagues/{self._find_user().id}/invite")
        self.assertEqual(self.env["mail.mail"].search_count([("id", ">", last)]), 1)


@tagged("post_install", "-at_install")
class TestRemoveColleague(ColleagueCommon):
    def test_removed_colleague_keeps_person_and_tickets(self):
        ticket = self._create_ticket(self.balbir)
        self.assertEqual(self._remove(self.balbir).status_code, 303)
        self.assertFalse(self.balbir.active)
        self.assertTrue(self.balbir.partner_id.active)
        self.assertEqual(ticket.partner_id, self.balbir.partner_id)
        self.assertNotIn("Balbir", self.url_open("/my/colleagues").text)

    def test_session_of_who_is_removed_ends(self):
        self._login(self.balbir)
        self.assertEqual(self.url_open("/my/tickets").status_code, 200)
        self.asha._remove_colleague(self.balbir)
        response = self.url_open("/my/tickets", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_nobody_else_can_be_removed(self):
        second = new_test_user(self.env, login="second", groups=f"{GROUP}contact")
        second.partner_id.parent_id = self.punjab
        insider = new_test_user(self.env, login="insider", groups="base.group_user")
        insider.partner_id.parent_id = self.punjab
        app = new_test_user(self.env, login="app", groups="base.group_public")
        app.partner_id.parent_id = self.punjab
        everybody = (
            self.asha | second | self.chitra | self.tejas | insider | self.user_admin
        )
        answers = set()
        for user in everybody | app:
            answers.add(self._remove(user).status_code)
            self.assertTrue(user.active, user.name)
            again = self._post(f"/my/colleagues/{user.id}/invite")
            answers.add(again.status_code)
        for odd in ("0", "-1", "x", "9" * 30, "²", "1,2"):
            answers.add(self._post(f"/my/colleagues/{odd}/remove").status_code)
        self.assertEqual(answers, {404})

    def test_get_removes_and_invites_nobody(self):
        before = self._count()
        for url in (f"/my/colleagues/{self.balbir.id}/remove", "/my/colleagues/invite"):
            query = "?name=Bina&email=bina@punjab.example.com"
            self.assertIn(self.url_open(url + query).status_code, (404, 405))
        self.assertTrue(self.balbir.active)
        self.assertEqual(self._count(), before)

    @mute_logger("odoo.http")
    def test_without_token_nothing_happens(self):
        self.assertEqual(
            self._remove(self.balbir, token=False, sure="1").status_code, 400
        )
        self.assertEqual(self._invite(token=False).status_code, 400)
        self.assertTrue(self.balbir.active)
        self.assertFalse(self._find_user())


@tagged("post_install", "-at_install")
class TestWhoInvites(ColleagueCommon):
    def _assert_refused(self, user):
        self._login(user)
        self.assertEqual(self.url_open("/my/colleagues").status_code, 404)
        self.assertEqual(self._invite().status_code, 404)
        self.assertEqual(self._remove(self.balbir).status_code, 404)
        self.assertFalse(self._find_user())
        self.assertTrue(self.balbir.active)
        self.assertNotIn("/my/colleagues", self.url_open("/my").text)

    def test_member_does_not(self):
        self._assert_refused(self.balbir)

    def test_contact_person_of_no_organisation_does_not(self):
        lonely = new_test_user(self.env, login="lonely", groups=f"{GROUP}contact")
        self._assert_refused(lonely)

    def test_internal_user_does_not(self):
        self._login(self.user_l2)
        self.assertEqual(self.url_open("/my/colleagues").status_code, 404)
        self.assertEqual(self._invite().status_code, 404)

    def test_public_is_asked_to_log_in(self):
        self.authenticate(None, None)
        response = self.url_open("/my/colleagues", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_contact_person_finds_the_page_from_home(self):
        self.assertIn('href="/my/colleagues"', self.url_open("/my").text)

    def test_implementation_partner_sees_their_own_people_only(self):
        self._login(self.tejas)
        text = self.url_open("/my/colleagues").text
        self.assertIn("Tejas", text)
        for name in ("Asha", "Balbir", "Chitra"):
            self.assertNotIn(name, text)
