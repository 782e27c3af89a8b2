import json
import re

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common_access import get_open_models
from .common_portal_registry import PortalRegistryCommon


@tagged("post_install", "-at_install")
class TestModelsAreClosed(TransactionCase):
    """No model of ours is open to who is outside, however new it is."""

    def test_nobody_outside_has_access_to_a_model_of_ours(self):
        self.assertFalse(get_open_models(self.env, "digit_support"))


@tagged("post_install", "-at_install")
class TestRegistryIsClosed(PortalRegistryCommon):
    """Pages and calls, for all who might try: nothing of anybody else's leaks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env["digit.installation.report"].create(
            {
                "environment_id": cls.production.id,
                "service_id": cls.workflow.id,
                "version_id": cls.versions["workflow_3"].id,
                "date": "2026-01-05",  # Monday
                "reporter_id": cls.asha.partner_id.id,
            }
        )
        cls.orgless = new_test_user(
            cls.env,
            login="orgless",
            groups="digit_support.digit_support_group_partner_contact",
        )

    def _get_urls(self, deployment, release, script):
        return (
            f"/my/deployments/{deployment}",
            f"/my/deployments/{deployment}/report",
            f"/my/releases/{release}",
            f"/my/releases/{release}/scripts/{script}",
        )

    def _get_answer(self, url):
        """Status and body, without what differs from call to call."""
        response = self._get(url)
        text = re.sub(r'csrf_token: "\w+"', "", response.text)
        return response.status_code, text.replace(url, "")

    # ---------------------------------------------------
    # Pages
    # ---------------------------------------------------

    def test_public_is_asked_to_log_in(self):
        script = self.release.script_ids.id
        for url in (
            "/my/deployments",
            "/my/releases",
            "/my/roadmap",
            *self._get_urls(self.deployment.id, self.release.id, script),
        ):
            response = self._get(url)
            self.assertEqual(response.status_code, 303, url)
            self.assertIn("/web/login", response.headers["Location"], url)

    def test_foreign_and_missing_get_the_same_answer(self):
        last = self.env["digit.deployment"].search([], order="id desc", limit=1).id
        missing = self._get_urls(last + 1000, self.planned.id + 1000, 10**8)
        script = self.foreign.script_ids.id
        for user, deployment in (
            (self.asha, self.deployment_odisha),
            (self.balbir, self.deployment_odisha),
            (self.chitra, self.deployment),
            (self.passer_by, self.deployment),
            (self.orgless, self.deployment),
            (self.user_admin, self.deployment),
        ):
            self._login(user)
            for release in (self.foreign, self.planned):
                foreign = self._get_urls(deployment.id, release.id, script)
                for url, nowhere in zip(foreign, missing, strict=True):
                    answer = self._get_answer(url)
                    self.assertEqual(answer[0], 404, (user.name, url))
                    self.assertEqual(answer, self._get_answer(nowhere), user.name)

    def test_malformed_is_missing(self):
        self._login(self.asha)
        for odd in (
            "0",
            "-1",
            "x",
            "1e3",
            "²",
            "%00",
            "%FF",
            "9" * 30,
            "1;drop",
            "1,2",
        ):
            for url in self._get_urls(odd, odd, odd):
                self.assertEqual(self._get(url).status_code, 404, url)

    def test_odd_parameters_do_no_harm(self):
        self._login(self.asha)
        url = f"/my/deployments/{self.deployment.id}"
        for query in (
            "environment=x&service=%00&version=%FF&date=²&note=%00&what=%00",
            "environment[]=1&service=-1&release=99999999999999999999",
            "reported=%3Cscript%3E",
            "access_token=%FF&deployment_id=1",
        ):
            for page in ("/my/deployments", "/my/releases", "/my/roadmap", url):
                self.assertEqual(self._get(f"{page}?{query}").status_code, 200, query)
            self.assertEqual(self._get(f"{url}/report?{query}").status_code, 200)
        self.assertNotIn("<script>", self._get(f"{url}?reported=<script>").text[-2000:])

    def test_odd_posts_are_answered(self):
        self._login(self.asha)
        url = f"/my/deployments/{self.deployment.id}/report"
        for data in (
            {},
            {"service": "x", "version": "\0", "date": "²", "environment": "1;drop"},
            {"what": "release", "release": "9" * 30},
            {"service": self.billing.id, "version": "x" * 10_000},
            {"service": self.billing.id, "version": "1.0.0", "date": "9999999-01-01"},
        ):
            self.assertEqual(self._post(url, **data).status_code, 422, data)

    def test_pages_take_no_other_verb(self):
        self._login(self.asha)
        for url in (
            f"/my/deployments/{self.deployment.id}/report",
            "/my/roadmap",
        ):
            for verb in ("PUT", "DELETE", "PATCH"):
                response = self.opener.request(verb, self.base_url() + url)
                self.assertIn(response.status_code, (400, 405), (verb, url))

    def test_pages_never_name_another_partner(self):
        self.deployment_odisha.environment_ids.installation_ids.source_modified = True
        self._create_ticket(self.chitra, name="Odisha cannot bill")
        self._login(self.asha)
        for url in (
            "/my/deployments",
            f"/my/deployments/{self.deployment.id}",
            f"/my/deployments/{self.deployment.id}/report",
            "/my/releases",
            f"/my/releases/{self.release.id}",
            "/my/roadmap",
        ):
            text = self._get(url).text
            for secret in ("Odisha", "Chitra", "Works 1", "Muktasoft", "Estimates"):
                self.assertNotIn(secret, text, url)

    # ---------------------------------------------------
    # Calls
    # ---------------------------------------------------

    def _call(self, model, method, *args, **kwargs):
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()

    def _get_calls(self, ids):
        """Every way to read that a client knows, and some to write."""
        return (
            ("read", [ids, ["display_name"]], {}),
            ("web_read", [ids], {"specification": {"display_name": {}}}),
            ("search", [[]], {}),
            ("search_count", [[]], {}),
            ("search_read", [[], ["display_name"]], {}),
            ("web_search_read", [[]], {"specification": {"display_name": {}}}),
            ("name_search", [""], {}),
            ("formatted_read_group", [[], [], ["__count"]], {}),
            ("read_group", [[], ["id"], ["id"]], {}),
            ("export_data", [ids, ["display_name"]], {}),
            ("copy", [ids], {}),
            ("write", [ids, {"display_name": "x"}], {}),
            ("unlink", [ids], {}),
            ("create", [[{}]], {}),
        )

    @mute_logger("odoo.http")
    def test_no_call_reads_or_writes_the_registry(self):
        records = {
            "digit.deployment": self.deployment,
            "digit.environment": self.production,
            "digit.installation": self.production.installation_ids,
            "digit.installation.report": self.report,
            "digit.product": self.product,
            "digit.service": self.billing,
            "digit.service.version": self.versions["billing_2"],
            "digit.release": self.release,
            "digit.release.line": self.release.line_ids,
            "digit.fix": self.env["digit.fix"].browse(1),
            "digit.fix.line": self.env["digit.fix.line"].browse(1),
            "digit.contact.role": self.env["digit.contact.role"].browse(1),
            "digit.programme": self.programme,
        }
        for user in (self.asha, self.balbir, self.passer_by):
            self._login(user)
            for model, found in records.items():
                for method, args, kwargs in self._get_calls(found.ids):
                    answer = self._call(model, method, *args, **kwargs)
                    self.assertIn("error", answer, (user.name, model, method))

    @mute_logger("odoo.http")
    def test_button_of_a_report_is_not_pressed_from_outside(self):
        self._login(self.asha)
        for method in ("action_confirm", "action_open_reject"):
            answer = self._call(self.report._name, method, self.report.ids)
            self.assertIn("error", answer, method)
        self.assertEqual(self.report.state, "reported")

    @mute_logger("odoo.http")
    def test_nothing_is_found_past_the_models(self):
        """Through what a portal user may read: tickets, partners, attachments."""
        self._create_ticket(self.asha)
        self._login(self.asha)
        for model, path in (
            ("helpdesk.ticket", "deployment_id.environment_ids.hosting"),
            ("helpdesk.ticket", "version_id.eosl_date"),
            ("helpdesk.ticket", "fix_id.name"),
            ("res.partner", "contact_role_ids.name"),
        ):
            domain = [(path, "ilike", "a")]
            answer = self._call(model, "search_count", domain)
            self.assertIn("error", answer, (model, path))

    def test_scripts_are_not_found_past_their_release(self):
        self._login(self.asha)
        scripts = (self.release | self.planned).script_ids
        domain = [("id", "in", scripts.ids)]
        found = self._call("ir.attachment", "search_count", domain)
        self.assertEqual(found.get("result", 0), 0)

    @mute_logger("odoo.http")
    def test_nobody_outside_follows_or_writes_in_the_registry(self):
        self._login(self.chitra)
        for model, record in (
            ("digit.deployment", self.deployment),
            ("digit.release", self.planned),
            ("digit.installation.report", self.report),
        ):
            params = {
                "thread_model": model,
                "thread_id": record.id,
                "post_data": {"body": "Hello", "message_type": "comment"},
            }
            before = record.message_ids
            for url in ("/mail/message/post", "/mail/thread/messages"):
                answer = self._post_json(url, params)
                self.assertFalse(answer.get("result", {}).get("messages"), url)
            self.assertEqual(record.message_ids, before)

    def _post_json(self, url, params):
        return self.url_open(
            url,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        ).json()
