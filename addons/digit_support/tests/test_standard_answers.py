from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestStandardAnswers(DigitSupportCommon):
    """An operator loads a standard answer in the composer of a ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.team.id)
        cls.answers = cls.env["mail.template"].search(
            [("model", "=", "helpdesk.ticket"), ("name", "=like", "Answer: %")]
        )

    def _load(self, template):
        return (
            self.env["mail.compose.message"]
            .with_user(self.user_l1)
            .with_context(
                default_composition_mode="comment",
                default_model="helpdesk.ticket",
                default_res_ids=self.ticket.ids,
            )
            .create({"template_id": template.id, "subtype_id": self.comment.id})
        )

    @property
    def comment(self):
        return self.env.ref("mail.mt_comment")

    def test_each_is_filled_in_for_an_operator(self):
        self.assertGreater(len(self.answers), 5)
        for answer in self.answers:
            with self.subTest(answer.name):
                body = self._load(answer).body
                self.assertIn(
                    f"Hello {self.ticket.partner_name}", " ".join(body.split())
                )
                self.assertNotIn("t-out", body)

    def test_it_is_in_the_language_of_the_reporter(self):
        self.env["res.lang"]._activate_lang("pt_PT")
        self.asha.lang = "pt_PT"
        answer = self.env.ref("digit_support.mail_template_answer_sync")
        answer.with_context(lang="pt_PT").body_html = "<p>Tente isto.</p>"
        self.assertIn("Tente isto", self._load(answer).body)

    def test_sent_it_reaches_the_reporter_as_our_word(self):
        composer = self._load(self.env.ref("digit_support.mail_template_answer_sync"))
        composer.action_send_mail()
        message = self.ticket.message_ids[:1]
        self.assertEqual(message.message_type, "comment")
        self.assertIn(self.asha.partner_id, message.notified_partner_ids)
        self.assertEqual(self.ticket.last_word, "us")


@tagged("post_install", "-at_install")
class TestStandardAnswersKept(DigitSupportCommon):
    """S4, S0: the operations manager keeps the answers, and runs no code by them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.team.id)
        cls.shipped = cls.env["mail.template"].search(
            [("model", "=", "helpdesk.ticket"), ("name", "=like", "A%: %")]
        )
        cls.answer = cls.env.ref("digit_support.mail_template_answer_sync")
        cls.kept = cls.answer.with_user(cls.user_operations)
        editors = cls.env.ref("mail.group_mail_template_editor")
        assert editors not in cls.user_operations.all_group_ids

    def assertRefused(self, function, *args, **kwargs):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            function(*args, **kwargs)

    def _write_body(self, body, **vals):
        self.kept.write({"body_html": body, **vals})

    def test_the_manager_rewrites_each_shipped_answer_and_question(self):
        self.assertGreater(len(self.shipped), 7)
        for template in self.shipped.with_user(self.user_operations):
            template.body_html = f"{template.body_html}<p>With kind regards</p>"
            template.subject = f"{template.subject} (S4)"
            rendered = template._render_field("body_html", self.ticket.ids)
            self.assertIn("kind regards", rendered[self.ticket.id])

    def test_the_manager_rewrites_one_in_the_window(self):
        view = "digit_support.mail_template_view_form_answer"
        with Form(self.kept, view=view) as form:
            form.name = "Answer: sync"
            form.body_html = "<p>Hello <t t-out='object.partner_name'/>, wait.</p>"
        self.assertEqual(self.answer.name, "Answer: sync")

    def test_the_manager_adds_and_retires_one(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.mail_template_action_answers"
        )
        view = "digit_support.mail_template_view_form_answer"
        templates = self.env["mail.template"].with_user(self.user_operations)
        context = {"default_model": "helpdesk.ticket"}
        with Form(templates.with_context(**context), view=view) as form:
            form.name = "Answer: try later"
            form.body_html = "<p>Hello <t t-out='object.partner_name'/>.</p>"
        template = form.record
        self.assertIn("default_model", action["context"])
        self.assertEqual(template.model, "helpdesk.ticket")
        template.active = False
        self.kept.active = False
        self.assertFalse(self.answer.active)

    def test_the_manager_translates_one(self):
        self.env["res.lang"]._activate_lang("pt_PT")
        self.kept.update_field_translations(
            "subject", {"pt_PT": "[{{ object.number }}] Sincronizar"}
        )
        self.kept.with_context(lang="pt_PT").body_html = "<p>Tente isto.</p>"
        self.assertIn("Tente", self.answer.with_context(lang="pt_PT").body_html)

    def test_facts_of_the_ticket_and_conditions_are_allowed(self):
        self._write_body(
            "<p t-if='not object.service_id'>Which service?</p>"
            "<p t-elif=\"object.version_id.name\">Ok</p><p t-else=''>Hm</p>"
            "<t t-out=\"object.partner_name or object.partner_id.name or ''\"/>"
        )

    def test_code_is_refused(self):
        for body in (
            "<t t-out='object.sudo()'/>",
            "<t t-out='object.unlink()'/>",
            "<t t-out='env'/>",
            "<t t-out='user.name'/>",
            "<t t-out='object.env.cr'/>",
            "<t t-out='object._cr'/>",
            "<t t-out='object.write'/>",
            "<t t-out='object.partner_id.mapped'/>",
            "<t t-out='object.name.format'/>",
            "<t t-out='object[0]'/>",
            "<t t-out='1 + 1'/>",
            "<t t-out='[x for x in (1,)]'/>",
            "<t t-if='object.name == 1'>x</t>",
            "<t t-set='x' t-value='object.name'/>",
            "<t t-foreach='object.message_ids' t-as='m'>x</t>",
            "<t t-call='web.layout'/>",
            "<a t-att-href='object.name'>x</a>",
            "<a t-attf-href='{{ object.name }}'>x</a>",
            "<t t-out-x='object.name'/>",
            "<p t-options='{}' t-out='object.name'/>",
            "<t t-raw='object.name'/>",
            "<t t-out='object.name or env.cr'/>",
            "<t t-out=\"object.name or '' or env\"/>",
        ):
            with self.subTest(body):
                self.assertRefused(self._write_body, body)

    def test_code_is_refused_in_every_field_that_is_filled_in(self):
        for name in ("subject", "email_to", "email_cc", "lang", "reply_to"):
            for text in (
                "{{ object.sudo() }}",
                "{{ env.cr }}",
                "{{ object.name or env }}",
            ):
                with self.subTest(name):
                    self.assertRefused(self.kept.write, {name: text})

    def test_code_is_refused_in_a_translation(self):
        self.env["res.lang"]._activate_lang("pt_PT")
        self.assertRefused(
            self.kept.update_field_translations,
            "subject",
            {"pt_PT": "{{ object.sudo() }}"},
        )
        body = self.kept.with_context(lang="pt_PT")
        self.assertRefused(body.write, {"body_html": "<t t-out='env'/>"})

    def test_code_is_refused_in_a_new_one(self):
        templates = self.env["mail.template"].with_user(self.user_operations)
        model = self.env["ir.model"]._get_id("helpdesk.ticket")
        self.assertRefused(
            templates.create,
            {"name": "x", "model_id": model, "body_html": "<t t-out='env'/>"},
        )

    def test_what_the_manager_may_not_read_stays_out(self):
        for path in (
            "object.partner_id.signup_type",
            "object.message_ids.mail_ids",
            "object.company_id.alias_domain_id.write_uid.totp_secret",
        ):
            with self.subTest(path):
                self.assertRefused(self._write_body, f"<t t-out='{path}'/>")

    def test_a_template_with_formulas_stays_the_administrators(self):
        acknowledgement = self.env.ref("digit_support.mail_template_acknowledgement")
        mine = acknowledgement.with_user(self.user_operations)
        with self.assertRaises(AccessError) as refused, self.env.cr.savepoint():
            mine.subject = "Hello"
        self.assertIn("administrator", str(refused.exception))

    def test_templates_of_other_things_stay_the_administrators(self):
        invitation = self.env.ref("auth_signup.set_password_email")
        self.assertRefused(
            invitation.with_user(self.user_operations).write, {"name": "x"}
        )
        users = self.env["ir.model"]._get_id("res.users")
        self.assertRefused(self.kept.write, {"model_id": users})

    def test_nobody_below_the_manager_changes_an_answer(self):
        for user in (self.user_l1, self.user_l2, self.user_l3):
            answer = self.answer.with_user(user)
            self.assertRefused(answer.write, {"subject": "x"})
            self.assertRefused(answer.write, {"body_html": "<p>x</p>"})

    def test_a_shipped_answer_is_not_deleted(self):
        self.assertRefused(self.kept.unlink)

    def test_the_manager_is_no_editor_of_all_templates(self):
        editors = self.env.ref("mail.group_mail_template_editor")
        self.assertRefused(
            self.user_operations.with_user(self.user_operations).write,
            {"group_ids": [Command.link(editors.id)]},
        )
