from lxml import html

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common_entitlement import EntitlementCommon
from .common_portal import PortalCommon


class PortalVerdictCommon(EntitlementCommon, PortalCommon):
    def setUp(self):
        super().setUp()
        self._mark()
        self._login(self.asha)

    def _get_form(self, **data):
        response = self._post("/new/ticket", **data)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.text)

    def _get_options(self, page, name):
        return page.xpath(f"//select[@name='{name}']//option/@value")

    def _get_chosen(self, page, name):
        return page.xpath(f"//select[@name='{name}']//option[@selected]/@value")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-16")  # Monday
class TestPortalVersion(PortalVerdictCommon):
    """Which version a partner reports for, and what they are told."""

    def test_installed_services_are_offered(self):
        page = self._get_form()
        self.assertEqual(
            self._get_options(page, "service"), ["", str(self.workflow.id)]
        )
        self.assertFalse(page.xpath("//select[@name='environment']"))

    def test_services_of_the_programme_are_offered_too(self):
        other = self.env["digit.service"].create({"name": "Billing"})
        self.env["digit.product"].create(
            {
                "name": "Product",
                "programme_ids": [Command.link(self.programme.id)],
                "service_ids": [Command.link(other.id)],
            }
        )
        self.assertEqual(
            self._get_options(self._get_form(), "service"),
            ["", str(self.workflow.id), str(other.id)],
        )

    def test_nothing_is_asked_where_nothing_is_known(self):
        self.installation.unlink()
        page = self._get_form()
        self.assertFalse(page.xpath("//select[@name='service']"))
        self.assertFalse(page.xpath("//*[@name='ticket_verdict']"))

    def test_installed_version_is_preselected(self):
        page = self._get_form(service=self.workflow.id)
        version = str(self.versions["2.5.56"].id)
        self.assertEqual(self._get_options(page, "version"), [version, "unknown"])
        self.assertEqual(self._get_chosen(page, "version"), [version])

    def test_several_environments_are_asked_for(self):
        uat = self.env["digit.environment"].create(
            {
                "name": "UAT",
                "kind": "uat",
                "deployment_id": self.deployment.id,
                "installation_ids": [
                    Command.create({"version_id": self.versions["3.2.15"].id})
                ],
            }
        )
        page = self._get_form()
        self.assertEqual(
            self._get_chosen(page, "environment"), [str(self.production.id)]
        )
        page = self._get_form(environment=uat.id, service=self.workflow.id)
        self.assertEqual(
            self._get_chosen(page, "version"), [str(self.versions["3.2.15"].id)]
        )

    def test_verdict_stands_in_the_form(self):
        self.installation.version_id = self.versions["1.9.0"]
        page = self._get_form(service=self.workflow.id)
        [verdict] = page.xpath("//*[@name='ticket_verdict']")
        text = " ".join(verdict.text_content().split())
        self.assertIn("Upgrade Required 1.9.0 is older than", text)
        self.assertIn("Upgrade to 3.2.15 (at least 2.5.56).", text)
        self.assertIn("You can send your report all the same.", text)

    def test_ticket_has_what_was_chosen(self):
        response = self._submit(
            environment=self.production.id,
            service=self.workflow.id,
            version=self.versions["2.5.56"].id,
        )
        self.assertEqual(response.status_code, 302)
        self.assertRecordValues(
            self._get_new_tickets(),
            [
                {
                    "environment_id": self.production.id,
                    "service_id": self.workflow.id,
                    "version_id": self.versions["2.5.56"].id,
                    "entitlement": "supported",
                }
            ],
        )

    def test_who_does_not_know_the_version_is_not_stopped(self):
        self._submit(service=self.workflow.id, version="unknown")
        ticket = self._get_new_tickets()
        self.assertEqual(ticket.service_id, self.workflow)
        self.assertFalse(ticket.version_id)
        self.assertEqual(ticket.entitlement, "unknown")

    def test_who_knows_nothing_is_not_stopped(self):
        self._submit(service="", environment="")
        self.assertEqual(self._get_new_tickets().entitlement, "unknown")

    def test_unsupported_version_is_not_stopped(self):
        self.installation.version_id = self.versions["1.9.0"]
        self._submit(service=self.workflow.id)
        self.assertEqual(self._get_new_tickets().entitlement, "upgrade_required")

    def test_what_is_not_theirs_is_refused(self):
        foreign = self.env["digit.service"].create({"name": "Foreign"})
        mine = self.workflow.id
        for values in (
            {"environment": self.production_odisha.id},
            {"environment": "x"},
            {"service": foreign.id},
            {"service": 10**9},
            {"service": mine, "version": self.versions["1.9.0"].id},
            {"service": mine, "version": self.versions["3.2.15"].id},
            {"service": mine, "version": "9" * 30},
            {"version": self.versions["2.5.56"].id},
        ):
            with self.subTest(values=values):
                self.assertEqual(self._submit(**values).status_code, 422)
                self.assertFalse(self._get_new_tickets())


@tagged("post_install", "-at_install")
@freeze_time("2026-03-16")  # Monday
class TestPortalVerdictPreview(PortalVerdictCommon):
    """What is told while the form is being filled in."""

    def _preview(self, **values):
        preview = self.make_jsonrpc_request("/my/ticket/preview", values)
        return preview.get("entitlement")

    def test_verdict_before_anything_else_is_answered(self):
        self.assertEqual(
            self._preview(service=self.workflow.id),
            {
                "status": "success",
                "label": "Supported",
                "reason": "2.5.56 of Workflow is supported.",
                "note": "",
            },
        )

    def test_unknown_version_is_asked_for(self):
        verdict = self._preview(service=self.workflow.id, version="unknown")
        self.assertEqual(verdict["status"], "light")
        self.assertIn("which version of Workflow", verdict["reason"])

    def test_foreign_environment_tells_nothing(self):
        values = {
            "environment": self.production_odisha.id,
            "service": self.workflow.id,
        }
        self.assertFalse(self._preview(**values))

    def test_foreign_version_tells_nothing(self):
        verdict = self._preview(
            service=self.workflow.id, version=self.versions["1.9.0"].id
        )
        self.assertEqual(verdict["label"], "Version unknown")

    def test_odd_values_tell_nothing(self):
        for value in ("x", [1], {"a": 1}, None, True, 10**30):
            with self.subTest(value=value):
                verdict = self._preview(service=value, version=value)
                self.assertEqual(verdict["label"], "Version unknown")

    def test_preview_tells_what_becomes(self):
        values = {"service": self.workflow.id}
        self._submit(**values)
        ticket = self._get_new_tickets()
        self.assertEqual(self._preview(**values)["reason"], ticket.entitlement_reason)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-16")  # Monday
class TestPortalVerdictPage(PortalVerdictCommon):
    def _get_facts(self, ticket):
        page = html.fromstring(self.url_open(ticket.access_url).text)
        [facts] = page.xpath("//*[@name='ticket_facts']")
        return " ".join(facts.text_content().split())

    def test_page_tells_version_and_verdict(self):
        facts = self._get_facts(self._create_ticket(service_id=self.workflow.id))
        self.assertIn("Workflow 2.5.56", facts)
        self.assertIn("Supported 2.5.56 of Workflow is supported.", facts)

    def test_page_asks_for_an_unknown_version(self):
        facts = self._get_facts(self._create_ticket())
        self.assertIn("Tell us which version of which service", facts)

    def test_question_needs_no_version(self):
        facts = self._get_facts(self._create_ticket(kind="question"))
        self.assertNotIn("Tell us which version", facts)

    def test_closed_ticket_is_not_asked_any_more(self):
        facts = self._get_facts(self._create_ticket(stage_id=self.done.id))
        self.assertNotIn("Tell us which version", facts)
