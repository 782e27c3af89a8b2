import re
from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..controllers import ticket_form
from ..tools import settings
from .common_portal import PortalCommon


class PortalFormCommon(PortalCommon):
    def setUp(self):
        super().setUp()
        self._mark()
        self._login(self.asha)

    def _submit_well(self, **data):
        response = self._submit(**data)
        self.assertEqual(response.status_code, 302, response.text)
        ticket = self._get_new_tickets()
        self.assertTrue(response.headers["Location"].endswith(ticket.access_url))
        return ticket

    def _submit_badly(self, error, files=None, **data):
        """:return: the page that comes back, which says what is wrong at ``error``"""
        response = self._submit(files=files, **data)
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self._get_new_tickets())
        page = html.fromstring(response.text)
        self.assertTrue(page.xpath(f"//*[@id='error_{error}']"), response.text)
        return page


@tagged("post_install", "-at_install")
class TestPortalForm(PortalFormCommon):
    def test_get_creates_nothing(self):
        # W3
        response = self.url_open(
            "/submitted/ticket?subject=a&description=b", allow_redirects=False
        )
        self.assertTrue(response.headers["Location"].endswith("/new/ticket"))
        self.assertFalse(self._get_new_tickets())

    @mute_logger("odoo.http")
    def test_without_token_creates_nothing(self):
        self.assertEqual(self._submit(token=False).status_code, 400)
        self.assertFalse(self._get_new_tickets())

    def test_ticket(self):
        ticket = self._submit_well(
            kind="question",
            deployment=self.deployment.id,
            impact=self.impacts["high"].id,
            urgency=self.urgencies["low"].id,
        )
        self.assertRecordValues(
            ticket,
            [
                {
                    "name": "Payments fail",
                    "kind": "question",
                    "partner_id": self.asha.partner_id.id,
                    "deployment_id": self.deployment.id,
                    "severity_id": self.p2.id,
                    "team_id": self.team.id,
                    "user_id": False,
                    "stage_id": self.new.id,
                }
            ],
        )

    def test_little_said_is_enough(self):
        ticket = self._submit_well()
        self.assertEqual(ticket.deployment_id, self.deployment)
        self.assertEqual(ticket.severity_id, self.p3)
        self.assertEqual(ticket.kind, "incident")

    def test_investigation_goes_into_the_description(self):
        ticket = self._submit_well(investigation="Restarted <b>it</b>")
        self.assertIn("What was investigated already", ticket.description)
        self.assertIn("Restarted &lt;b&gt;it&lt;/b&gt;", ticket.description)

    def test_only_what_is_asked_is_taken(self):
        # S13: whatever else is posted changes nothing
        plain = self._submit_well()
        self._mark()
        other = self._create_ticket(self.chitra)
        self._mark()
        names = set(plain._fields) - {"name", "description", "kind"}
        posted = {name: "1" for name in names} | {
            "severity_id": self.p1.id,
            "user_id": self.user_l1.id,
            "stage_id": self.done.id,
            "partner_id": self.chitra.partner_id.id,
            "deployment_id": self.deployment_odisha.id,
            "duplicate_id": other.id,
            "number": "HT1",
            "form": "x",
            "params": "x",
            "vals": "x",
        }
        ticket = self._submit_well(**posted)
        skipped = {
            "id", "number", "display_name", "access_url", "access_token", "create_date",
            "write_date", "last_stage_update", "duration_tracking",
            "form_key",
        }  # fmt: skip
        for name in sorted(set(plain._fields) - skipped):
            field = plain._fields[name]
            if field.type in ("one2many", "many2many") or not field.store:
                continue
            if field.type == "datetime" and plain[name] and ticket[name]:
                # the two are made one after the other
                self.assertLess(abs(ticket[name] - plain[name]), timedelta(minutes=1))
                continue
            self.assertEqual(plain[name], ticket[name], name)

    def test_missing_words(self):
        page = self._submit_badly("subject", subject=" \n", description="Kept <text>")
        [description] = page.xpath("//textarea[@name='description']")
        self.assertEqual(description.text_content().strip(), "Kept <text>")
        page = self._submit_badly("description", description="", subject='Kept "title"')
        self.assertEqual(page.xpath("//input[@id='subject']/@value"), ['Kept "title"'])

    def test_what_was_chosen_is_kept(self):
        page = self._submit_badly(
            "subject",
            subject="",
            kind="bug",
            impact=self.impacts["high"].id,
            urgency=self.urgencies["high"].id,
        )
        self.assertEqual(
            page.xpath("//input[@checked]/@value"),
            ["bug", str(self.impacts["high"].id), str(self.urgencies["high"].id)],
        )
        [preview] = page.xpath("//*[@name='ticket_preview']")
        self.assertIn("P1 Halted", preview.text_content())

    def test_too_long(self):
        self._submit_badly("subject", subject="x" * 201)
        self._submit_badly("description", description="x" * 50_001)
        self._submit_badly("investigation", investigation="x" * 50_001)

    def test_odd_characters(self):
        ticket = self._submit_well(subject="a\0b", description="c\0d")
        self.assertEqual(ticket.name, "ab")

    def test_script_stays_text(self):
        script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        ticket = self._submit_well(subject=script, description=script)
        for url in (ticket.access_url, "/my/tickets"):
            text = self.url_open(url).text
            self.assertNotIn("<script>alert(1)", text)
            self.assertNotIn("<img src=x", text)

    def test_what_the_model_refuses_is_said(self):
        Ticket = self.env.registry["helpdesk.ticket"]
        with patch.object(Ticket, "create", side_effect=ValidationError("Not so.")):
            response = self._submit()
        self.assertEqual(response.status_code, 422)
        self.assertIn("Not so.", response.text)


@tagged("post_install", "-at_install")
class TestPortalFormChoices(PortalFormCommon):
    def _get_form(self, **data):
        response = self._post("/new/ticket", **data)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.text)

    def test_form_offers_the_schemes_answers(self):
        page = html.fromstring(self.url_open("/new/ticket").text)
        for name, records in (("impact", self.impacts), ("urgency", self.urgencies)):
            self.assertCountEqual(
                page.xpath(f"//input[@name='{name}']/@value"),
                [str(record.id) for record in records.values()],
            )

    def test_one_deployment_is_not_asked_for(self):
        page = html.fromstring(self.url_open("/new/ticket").text)
        self.assertFalse(page.xpath("//select[@name='deployment']"))

    def test_several_deployments_are_asked_for(self):
        self._login(self.tejas)
        page = html.fromstring(self.url_open("/new/ticket").text)
        self.assertEqual(len(page.xpath("//select[@name='deployment']/option")), 3)
        self.assertFalse(page.xpath("//input[@name='impact']"))

    def test_choosing_a_deployment_keeps_what_was_typed(self):
        self._login(self.tejas)
        page = self._get_form(deployment=self.deployment.id, subject="Typed")
        self.assertEqual(page.xpath("//input[@id='subject']/@value"), ["Typed"])
        self.assertEqual(len(page.xpath("//input[@name='impact']")), 2)

    def test_several_deployments_none_chosen(self):
        self._login(self.tejas)
        self._submit_badly("deployment")

    def test_chosen_deployment(self):
        self._login(self.tejas)
        ticket = self._submit_well(deployment=self.deployment_odisha.id)
        self.assertEqual(ticket.deployment_id, self.deployment_odisha)

    def test_foreign_and_missing_deployment(self):
        for value in (self.deployment_odisha.id, 10**8, "x", "-1", "9" * 30):
            with self.subTest(value=value):
                self._submit_badly("deployment", deployment=value)

    def test_impact_of_another_scheme(self):
        other = self.env["digit.impact"].create({"name": "Other"})
        self._submit_badly("impact", impact=other.id)
        self._submit_badly("urgency", urgency="x")

    def test_unknown_kind(self):
        self._submit_badly("kind", kind="x")

    def test_reporter_without_deployment(self):
        passer_by = new_test_user(
            self.env,
            login="passer_by",
            groups="digit_support.digit_support_group_partner_member",
        )
        self._login(passer_by)
        page = html.fromstring(self.url_open("/new/ticket").text)
        self.assertFalse(page.xpath("//input[@name='impact']"))
        ticket = self._submit_well(impact=self.impacts["high"].id)
        self.assertFalse(ticket.programme_id)
        self.assertFalse(ticket.severity_id)

    def test_odd_parameters_show_the_form(self):
        for query in ("deployment=x", "form=x", "params=x", "categories=x", "kind=%00"):
            with self.subTest(query=query):
                response = self.url_open(f"/new/ticket?{query}")
                self.assertEqual(response.status_code, 200)


@tagged("post_install", "-at_install")
class TestPortalFormCategory(PortalFormCommon):
    """W12: what is not offered is not taken."""

    def setUp(self):
        super().setUp()
        self.company = self.env.company
        self.company.helpdesk_mgmt_portal_select_category = True
        self.company.helpdesk_mgmt_portal_select_team = True
        self.company.helpdesk_mgmt_portal_team_id_required = False
        self.company.helpdesk_mgmt_portal_category_id_required = False
        other_company = self.env["res.company"].create({"name": "Other"})
        self.asha.company_ids |= other_company
        Category = self.env["helpdesk.ticket.category"]
        Team = self.env["helpdesk.ticket.team"]
        self.shown, self.hidden, self.foreign = Category.create(
            [
                {"name": "Shown", "company_id": self.company.id},
                {"name": "Hidden", "show_in_portal": False},
                {"name": "Foreign", "company_id": other_company.id},
            ]
        )
        self.team_shown, self.team_hidden, self.team_foreign = Team.create(
            [
                {"name": "Shown"},
                {"name": "Hidden", "show_in_portal": False},
                {"name": "Foreign", "company_id": other_company.id},
            ]
        )

    def test_offered_category(self):
        ticket = self._submit_well(category=self.shown.id)
        self.assertEqual(ticket.category_id, self.shown)

    def test_offered_team(self):
        ticket = self._submit_well(team=self.team_shown.id)
        self.assertEqual(ticket.team_id, self.team_shown)

    def test_not_offered_category(self):
        for value in (self.hidden.id, self.foreign.id, 10**8, "x", "9" * 30):
            with self.subTest(value=value):
                self._submit_badly("category", category=value)

    def test_not_offered_team(self):
        for value in (self.team_hidden.id, self.team_foreign.id, 10**8, "x"):
            with self.subTest(value=value):
                self._submit_badly("team", team=value)

    def test_category_asked_for(self):
        self.company.helpdesk_mgmt_portal_category_id_required = True
        self._submit_badly("category")

    def test_team_asked_for(self):
        self.company.helpdesk_mgmt_portal_team_id_required = True
        self._submit_badly("team")

    def test_category_not_asked_for_is_ignored(self):
        self.company.helpdesk_mgmt_portal_select_category = False
        self.assertFalse(self._submit_well(category=self.hidden.id).category_id)


@tagged("post_install", "-at_install")
class TestPortalFormFiles(PortalFormCommon):
    """W13: how much one may send."""

    def _get_files(self, count, content=b"x"):
        return [
            ("attachment", (f"{number}.txt", content, "text/plain"))
            for number in range(count)
        ]

    def test_ten_files(self):
        self._submit(files=self._get_files(10))
        self.assertEqual(len(self._get_new_tickets().attachment_ids), 10)

    def test_files_arrive_whole(self):
        self._submit(files=self._get_files(1, b"content"))
        self.assertEqual(self._get_new_tickets().attachment_ids.raw, b"content")

    def test_eleven_files(self):
        self._submit_badly("attachment", files=self._get_files(11))

    def test_too_much(self):
        with patch.object(ticket_form, "MAX_FILES_SIZE", 100):
            self._submit_badly("attachment", files=self._get_files(2, b"x" * 51))

    def test_file_in_the_place_of_a_text(self):
        self._submit_badly(
            "subject", files=[("subject", ("s.txt", b"x", "text/plain"))], subject=""
        )


@tagged("post_install", "-at_install")
class TestPortalPreview(PortalFormCommon):
    def _preview(self, **values):
        return self.make_jsonrpc_request("/my/ticket/preview", values)

    def test_preview(self):
        self.p1.description = "All is down."
        preview = self._preview(
            impact=self.impacts["high"].id, urgency=self.urgencies["high"].id
        )
        self.assertEqual(preview["severity"], {"code": "P1", "name": "Halted"})
        self.assertIn("P1 Halted", preview["title"])
        self.assertEqual(preview["description"], "All is down.")
        self.assertEqual(preview["facts"], [["Who takes it", "Urban Support"]])

    def test_preview_is_in_the_language_of_the_page(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.p1.with_context(lang="fr_FR").name = "À l'arrêt"
        self.opener.cookies["frontend_lang"] = "fr_FR"
        preview = self._preview(
            impact=self.impacts["high"].id, urgency=self.urgencies["high"].id
        )
        self.assertEqual(preview["severity"]["name"], "À l'arrêt")

    def test_preview_tells_what_becomes(self):
        for impact in self.impacts.values():
            for urgency in self.urgencies.values():
                values = {"impact": impact.id, "urgency": urgency.id}
                self._mark()
                ticket = self._submit_well(**values)
                self.assertEqual(
                    self._preview(**values)["severity"]["code"], ticket.severity_id.code
                )

    def test_preview_stores_nothing(self):
        self._preview(impact=self.impacts["high"].id, urgency=self.urgencies["high"].id)
        self.assertFalse(self._get_new_tickets())

    def test_odd_values_preview_nothing(self):
        impact, urgency = self.impacts["high"].id, self.urgencies["high"].id
        for values in (
            {},
            {"impact": impact},
            {"impact": "x", "urgency": urgency},
            {"impact": [impact], "urgency": {"a": 1}},
            {"impact": True, "urgency": None},
            {"impact": 10**30, "urgency": urgency},
        ):
            with self.subTest(values=values):
                self.assertFalse(self._preview(**values))

    def test_foreign_deployment_previews_nothing(self):
        values = {
            "deployment": self.deployment_odisha.id,
            "impact": self.impacts["high"].id,
            "urgency": self.urgencies["high"].id,
        }
        self.assertFalse(self._preview(**values))


@tagged("post_install", "-at_install")
class TestPortalFormOnce(PortalCommon):
    """A form makes one ticket, and a user not many a minute (R6, S19)."""

    def setUp(self):
        super().setUp()
        self._login(self.asha)
        self._mark()

    def test_sent_twice_it_is_one_ticket(self):
        first, second = self._submit(once="a"), self._submit(once="a")
        self.assertEqual(len(self._get_new_tickets()), 1)
        self.assertEqual(first.headers["Location"], second.headers["Location"])

    def test_each_page_is_another_form(self):
        keys = {
            re.search('name="once" value="([^"]+)"', page.text).group(1)
            for page in (self.url_open("/new/ticket"), self.url_open("/new/ticket"))
        }
        self.assertEqual(len(keys), 2)

    def test_nobody_finds_another_ones_ticket_by_the_key(self):
        self._submit(once="a")
        self._login(self.chitra)
        self._submit(once="a")
        self.assertEqual(len(self._get_new_tickets()), 2)

    def test_ten_tickets_a_minute(self):
        answers = [self._submit(once=str(number)) for number in range(12)]
        made = len(self._get_new_tickets())
        # the clock may reach the next minute in between
        self.assertIn(made, (10, 11, 12))
        self.assertEqual(sum(a.status_code == 429 for a in answers), 12 - made)

    def test_the_number_is_a_setting(self):
        self.env["ir.config_parameter"].set_param(settings.FORMS_A_MINUTE, 0)
        answer = self._submit()
        self.assertEqual(answer.status_code, 429)
        self.assertIn("Please wait a minute", answer.text)
        self.assertFalse(self._get_new_tickets())

    def test_others_are_not_affected(self):
        self.env["ir.config_parameter"].set_param(settings.FORMS_A_MINUTE, 1)
        self._submit(), self._submit()
        self._login(self.chitra)
        self.assertNotEqual(self._submit().status_code, 429)
