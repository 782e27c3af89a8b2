import base64
from datetime import datetime
from unittest.mock import patch

from odoo.tests import tagged

from ..tools import api_schema
from .common_api import URL, ApiCommon


@tagged("post_install", "-at_install")
class TestApiReport(ApiCommon):
    def test_whole_report(self):
        service = self.env["digit.service"].create({"name": "Flow", "code": "flow"})
        version = self.env["digit.service.version"].create(
            {"service_id": service.id, "name": "3.2.15"}
        )
        ticket = self._report(
            kind="bug",
            impact="high",
            urgency="Low",
            deployment=self.deployment.id,
            service="flow",
            version="3.2.15",
            location="Moatize",
            occurred_at="2026-11-23T09:30:00+02:00",  # Monday
            reporter={"email": "Asha@punjab.example.com", "id": "REG-1"},
        )
        self.assertRecordValues(
            ticket,
            [
                {
                    "name": "The app does not sync",
                    "kind": "bug",
                    "severity_id": self.p2.id,
                    "deployment_id": self.deployment.id,
                    "programme_id": self.programme.id,
                    "team_id": self.team.id,
                    "service_id": service.id,
                    "version_id": version.id,
                    "occurred_place": "Moatize",
                    "occurred_date": datetime(2026, 11, 23, 7, 30),
                    "partner_id": self.asha.partner_id.id,
                    "partner_name": "Asha",
                    "reporter_reference": "REG-1",
                    "user_id": False,
                    "create_uid": self.client_both.user_id.id,
                }
            ],
        )
        self.assertEqual(ticket.channel_id.name, "App")
        self.assertIn("Since nine.", ticket.description)

    def test_answer(self):
        response = self._send(self._get_report(deployment=self.deployment.id))
        ticket = self._get_new_tickets()
        answer = response.json()
        for name, value in {
            "client_id": "report-0001",
            "reference": ticket.number,
            "status": "reported",
            "status_label": "Reported",
            "severity": {"code": "P3", "name": "Unaffected"},
            "deployment": {"id": self.deployment.id, "name": self.deployment.name},
            "service": None,
        }.items():
            self.assertEqual(answer[name], value, name)
        schema = api_schema.get_answer_schema(
            ticket._fields["kind"].get_values(self.env),
            ticket._fields["portal_status"].get_values(self.env),
        )
        self.assertFalse(api_schema.check(answer, schema))

    def test_only_deployment_is_taken(self):
        ticket = self._report(self.key_odisha)
        self.assertEqual(ticket.deployment_id, self.deployment_odisha)

    def test_deployment_of_the_reporter_is_taken(self):
        ticket = self._report(reporter={"email": self.chitra.email})
        self.assertEqual(ticket.deployment_id, self.deployment_odisha)

    def test_without_a_deployment_there_is_a_programme(self):
        ticket = self._report()
        self.assertFalse(ticket.deployment_id)
        self.assertEqual(ticket.programme_id, self.programme)

    def test_team_of_the_app(self):
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Tablets", "programme_id": self.programme.id}
        )
        self.client_both.team_id = team
        self.assertEqual(self._report().team_id, team)

    def test_markup_is_text(self):
        ticket = self._report(description="<b>x</b>\nsecond line")
        self.assertIn("&lt;b&gt;x&lt;/b&gt;<br", ticket.description)

    def test_category_by_name(self):
        categories = self.env["helpdesk.ticket.category"]
        above = categories.create({"name": "Technique"})
        login = categories.create({"name": "Login", "parent_id": above.id})
        self.assertEqual(self._report(category="login").category_id, login)

    def test_category_by_its_place(self):
        categories = self.env["helpdesk.ticket.category"]
        first, second = categories.create([{"name": "One"}, {"name": "Two"}])
        categories.create({"name": "Login", "parent_id": first.id})
        login = categories.create({"name": "Login", "parent_id": second.id})
        self.assertRefused(422, "category", category="Login")
        self.assertEqual(self._report(category="Two / Login").category_id, login)

    def test_hidden_category_is_not_offered(self):
        self.env["helpdesk.ticket.category"].create(
            {"name": "Hidden", "show_in_portal": False}
        )
        message = self.assertRefused(422, "category", category="Hidden")
        self.assertNotIn("Hidden", message)

    def test_category_of_another_programme_is_not_offered(self):
        other = self.programme.copy({"name": "Other"})
        categories = self.env["helpdesk.ticket.category"]
        categories.create({"name": "Theirs", "programme_id": other.id})
        self.assertRefused(422, "category", category="Theirs")

    def test_unknown_service_is_noted(self):
        ticket = self._report(service="who-knows", version="1.2.3")
        self.assertFalse(ticket.service_id)
        note = ticket.message_ids[0]
        self.assertIn("who-knows", note.body)
        self.assertTrue(note.subtype_id.internal)

    def test_unknown_version_is_not_taken_for_the_installed_one(self):
        service = self.env["digit.service"].create({"name": "Flow", "code": "flow"})
        ticket = self._report(service="flow", version="9.9.9")
        self.assertEqual(ticket.service_id, service)
        self.assertFalse(ticket.version_id)

    def test_agent_answers_the_reporter_by_mail(self):
        ticket = self._report(reporter={"email": "ana@example.org"})
        message = ticket.with_user(self.user_l2).message_post(
            body="We look.", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        mails = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertIn("ana@example.org", str(mails.mapped("email_to")))


@tagged("post_install", "-at_install")
class TestApiReporter(ApiCommon):
    """Who reports: a contact of the app's organisations, or just what was sent."""

    def test_contact_by_phone(self):
        self.balbir.partner_id.phone = "098765 43210"
        ticket = self._report(reporter={"phone": "+91 98765-43210"})
        self.assertEqual(ticket.partner_id, self.balbir.partner_id)

    def test_two_contacts_with_one_phone_are_nobody(self):
        (self.asha | self.balbir).partner_id.phone = "98765 43210"
        ticket = self._report(reporter={"name": "B", "phone": "+91 98765 43210"})
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.partner_phone, "+91 98765 43210")

    def test_somebody_elses_contact_is_nobody(self):
        ticket = self._report(self.key_odisha, reporter={"email": self.asha.email})
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.partner_email, self.asha.email)
        self.assertFalse(ticket.with_user(self.asha).has_access("read"))

    def test_contact_sees_the_ticket(self):
        ticket = self._report(reporter={"email": self.balbir.email})
        self.assertTrue(ticket.with_user(self.balbir).has_access("read"))

    def test_contact_is_told_by_mail(self):
        ticket = self._report(reporter={"email": self.balbir.email})
        mails = self.env["mail.mail"].search([("res_id", "=", ticket.id)])
        self.assertIn(ticket.number, "".join(mails.mapped("subject")))

    def test_unknown_address_gets_no_mail(self):
        ticket = self._report(reporter={"email": "victim@example.org"})
        mails = self.env["mail.mail"].search([("res_id", "=", ticket.id)])
        self.assertNotIn("victim", str(mails.mapped("email_to")))
        self.assertFalse(ticket.message_partner_ids.filtered("partner_share"))


@tagged("post_install", "-at_install")
class TestApiFaults(ApiCommon):
    def test_missing(self):
        response = self._send({})
        self.assertProblem(response, 422, "client_id", "subject", "description")

    def test_faulty_values(self):
        for field, value in (
            ("client_id", "short"),
            ("client_id", "with space in it"),
            ("client_id", 12345678),
            ("subject", " \n"),
            ("subject", "x" * 201),
            ("description", None),
            ("kind", "catastrophe"),
            ("impact", "Immense"),
            ("urgency", ""),
            ("category", "No Such"),
            ("deployment", "x"),
            ("deployment", True),
            ("deployment", 0),
            ("deployment", 2**40),
            ("occurred_at", "yesterday"),
            ("occurred_at", "2026-11-23T09:30:00"),
            ("occurred_at", "2026-02-30T09:30:00Z"),
            ("occurred_at", "0001-01-01T00:00:00+14:00"),
            ("location", ["x"]),
            ("reporter", "Ana"),
            ("attachments", {}),
        ):
            with self.subTest(field=field, value=value):
                self.assertTrue(self.assertRefused(422, field, **{field: value}))

    def test_faulty_parts(self):
        for field, part in (
            ("reporter.email", {"reporter": {"email": "nobody"}}),
            ("reporter.email", {"reporter": {"email": "a@" + "." * 50_000 + " "}}),
            ("reporter.phone", {"reporter": {"phone": "call me"}}),
            ("reporter.name", {"reporter": {"name": {}}}),
            ("reporter.partner_id", {"reporter": {"partner_id": 3}}),
            ("attachments[0].content", {"attachments": [{"name": "a.txt"}]}),
            (
                "attachments[0].content",
                {"attachments": [{"name": "a.txt", "content": "no!"}]},
            ),
            ("service", {"version": "1.2.3"}),
        ):
            with self.subTest(field=field):
                response = self._send(self._get_report(**part))
                names = [error["field"] for error in response.json()["errors"]]
                self.assertEqual(set(names), {field})
                self.assertEqual(response.status_code, 422)

    def test_fields_of_the_ticket_are_not_taken(self):
        # S13
        names = set(self.env["helpdesk.ticket"]._fields)
        names -= api_schema.get_ticket_schema([])["properties"].keys()
        for name in sorted(names):
            with self.subTest(name=name):
                self.assertTrue(
                    api_schema.check(
                        self._get_report(**{name: 1}),
                        api_schema.get_ticket_schema(["bug"]),
                    )
                )
        self.assertRefused(422, "stage_id", stage_id=1)

    def test_foreign_deployment_looks_like_a_missing_one(self):
        messages = set()
        for number in (self.deployment.id, 2**31 - 1):
            response = self._send(self._get_report(deployment=number), self.key_odisha)
            messages.add(self.assertProblem(response, 422, "deployment"))
        [message] = messages
        self.assertNotIn("Punjab", message)

    def test_impact_says_what_there_is(self):
        message = self.assertRefused(422, "impact", impact="x")
        self.assertEqual(message, "Choose one of these: high, low.")

    def test_not_json(self):
        for body in (
            b"", b"{", b"\xff\xfe\x00", b"nul", b'{"a": NaN}', b"[" * 100_000,
            b'{"a":' * 5_000, b"1" * 5_000,
        ):  # fmt: skip
            with self.subTest(body=body[:20]):
                self.assertProblem(self._send_bytes(body), 400)

    def test_not_an_object(self):
        for body in (b"[]", b"1", b"null", b'"x"'):
            with self.subTest(body=body):
                self.assertProblem(self._send_bytes(body), 422, "")

    def test_other_content_types(self):
        for content_type in (
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
        ):
            with self.subTest(content_type=content_type):
                response = self._send_bytes(b'{"a": 1}', content_type)
                self.assertProblem(response, 415)

    def test_too_large(self):
        with patch.dict(
            self._get_routing("/digit/api/v1/tickets"), max_content_length=100
        ):
            response = self._send(self._get_report(description="x" * 100))
        self.assertProblem(response, 413)

    def _get_routing(self, url):
        self.url_open("/web/health")  # a request makes the map of the routes
        rules = self.env["ir.http"].routing_map().iter_rules()
        return next(rule for rule in rules if rule.rule == url).endpoint.routing

    def test_other_verbs(self):
        headers = self._get_headers(self.key)
        for method in ("GET", "PUT", "PATCH", "DELETE", "OPTIONS"):
            with self.subTest(method=method):
                response = self.url_open(URL, headers=headers, method=method)
                self.assertEqual(response.status_code, 405)
        self.assertFalse(self._get_new_tickets())

    def test_no_other_site_may_call(self):
        headers = {**self._get_headers(self.key), "Origin": "https://example.org"}
        response = self.url_open(URL, json=self._get_report(), headers=headers)
        self.assertNotIn("Access-Control-Allow-Origin", response.headers)
        self.assertNotIn("Set-Cookie", response.headers)


@tagged("post_install", "-at_install")
class TestApiOnce(ApiCommon):
    def test_sent_again(self):
        report = self._get_report(attachments=[{"name": "a.txt", "content": "eA=="}])
        first, second = self._send(report), self._send(report)
        self.assertEqual(len(self._get_new_tickets()), 1)
        self.assertEqual(second.status_code, 201)
        self.assertEqual(first.json(), second.json())
        self.assertNotIn("Idempotent-Replayed", first.headers)
        self.assertEqual(second.headers["Idempotent-Replayed"], "true")

    def test_sent_again_in_another_order(self):
        report = self._get_report()
        self._send(report)
        self._send(dict(reversed(report.items())))
        self.assertEqual(len(self._get_new_tickets()), 1)

    def test_sent_again_after_a_change_here(self):
        # what the app could choose then it cannot choose now
        report = self._get_report(deployment=self.deployment.id)
        self._send(report)
        self.client_both.deployment_ids -= self.deployment
        self.assertEqual(self._send(report).status_code, 201)

    def test_another_content(self):
        ticket = self._report()
        response = self._send(self._get_report(subject="Something else"))
        message = self.assertProblem(response, 409, "client_id")
        self.assertIn(ticket.number, message)
        self.assertEqual(self._get_new_tickets(), ticket)

    def test_same_id_of_another_app(self):
        self._report()
        response = self._send(self._get_report(), self.key_odisha)
        self.assertEqual(response.status_code, 201)
        self.assertEqual(len(self._get_new_tickets()), 2)

    def test_refused_report_leaves_the_id_free(self):
        self.assertRefused(422, "impact", impact="x")
        self._report(impact="high")


@tagged("post_install", "-at_install")
class TestApiFiles(ApiCommon):
    @staticmethod
    def _get_files(count, content=b"x"):
        sent = base64.b64encode(content).decode()
        return [{"name": f"{number}.txt", "content": sent} for number in range(count)]

    def test_files_arrive_whole(self):
        content = bytes(range(256))
        sent = base64.b64encode(content).decode()
        ticket = self._report(
            attachments=[{"name": "a.bin", "content": sent[:70] + "\n" + sent[70:]}]
        )
        self.assertEqual(ticket.attachment_ids.raw, content)
        self.assertEqual(ticket.attachment_ids.name, "a.bin")

    def test_ten_files(self):
        ticket = self._report(attachments=self._get_files(10))
        self.assertEqual(len(ticket.attachment_ids), 10)

    def test_eleven_files(self):
        self.assertRefused(422, "attachments", attachments=self._get_files(11))

    def test_too_much(self):
        with patch.object(api_schema, "MAX_FILES_SIZE", 100):
            self.assertRefused(
                413, "attachments", attachments=self._get_files(2, b"x" * 51)
            )

    def test_name_is_no_path(self):
        for name, expected in (
            ("../../etc/passwd", "passwd"),
            ("C:\\photos\\a.png", "a.png"),
            ("x/", "file"),
        ):
            with self.subTest(name=name):
                self.last_id = self._get_last_id()
                ticket = self._report(
                    client_id=f"report-{expected}",
                    attachments=[{"name": name, "content": "eA=="}],
                )
                self.assertEqual(ticket.attachment_ids.name, expected)

    def test_active_content_becomes_text(self):
        # S10
        for name, type_ in (
            ("a.svg", "image/svg+xml"), ("a", "text/html"), ("a.html", "image/png"),
        ):  # fmt: skip
            with self.subTest(name=name):
                self.last_id = self._get_last_id()
                ticket = self._report(
                    client_id=f"report-{name}-{type_[:4]}",
                    attachments=[
                        {
                            "name": name,
                            "type": type_,
                            "content": base64.b64encode(
                                b"<svg onload='alert(1)'/>"
                            ).decode(),
                        }
                    ],
                )
                self.assertEqual(ticket.attachment_ids.mimetype, "text/plain")

    def test_type_of_a_nameless_picture(self):
        ticket = self._report(
            attachments=[{"name": "photo", "type": "image/heic", "content": "eA=="}]
        )
        self.assertEqual(ticket.attachment_ids.mimetype, "image/heic")


@tagged("post_install", "-at_install")
class TestApiFollow(ApiCommon):
    def test_by_either_id(self):
        ticket = self._report()
        for reference in ("report-0001", ticket.number):
            response = self._read(reference)
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.json()["reference"], ticket.number)

    def test_status_in_the_portals_words(self):
        ticket = self._report()
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
        answer = self._read("report-0001").json()
        self.assertEqual(answer["status_label"], ticket._get_portal_status_label())
        self.assertEqual(answer["status"], "waiting")

    def test_foreign_ticket_looks_like_a_missing_one(self):
        # S14
        ticket = self._report()
        other = self._create_ticket()
        answers = {
            self._read(reference, self.key_odisha).text
            for reference in ("report-0001", ticket.number, other.number, "missing-1")
        }
        self.assertEqual(len(answers), 1)
        self.assertProblem(self._read(ticket.number, self.key_odisha), 404)

    def test_odd_references(self):
        for reference in ("%00", "%ff", "x" * 3000, "'%20OR%201=1", "-1", "*"):
            with self.subTest(reference=reference[:20]):
                self.assertIn(self._read(reference).status_code, (400, 404))

    def test_deleted_ticket(self):
        self._report().unlink()
        self.assertProblem(self._read("report-0001"), 404)
