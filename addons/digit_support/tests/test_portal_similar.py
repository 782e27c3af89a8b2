from lxml import html

from odoo.fields import Command
from odoo.tests import tagged

from .common_portal_registry import PortalRegistryCommon

SECRET = "Odisha's treasury password"


@tagged("post_install", "-at_install")
class TestPortalSimilar(PortalRegistryCommon):
    """While a partner writes: the open tickets and the fixes that may be it already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_asha = cls._create_ticket(name="Payments fail in Amritsar")
        cls.of_balbir = cls._create_ticket(cls.balbir, name="Receipts of payments")
        cls.of_chitra = cls._create_ticket(cls.chitra, name=f"Payments: {SECRET}")
        cls.closed = cls._create_ticket(
            name="Payments fail, solved", stage_id=cls.done.id
        )

    def setUp(self):
        super().setUp()
        self._login(self.asha)

    def _find(self, **typed):
        found = self.make_jsonrpc_request("/my/ticket/similar", typed)
        return {
            kind: self._get_texts(html.fromstring(f"<div>{text}</div>"), name)
            for kind, name in (("tickets", "similar"), ("fixes", "known_fix"))
            for text in [found[kind]]
        }

    def _find_tickets(self, **typed):
        return [text.split()[0] for text in self._find(**typed)["tickets"]]

    # ---------------------------------------------------
    # Tickets
    # ---------------------------------------------------

    def test_open_tickets_with_the_same_words(self):
        self.assertEqual(
            self._find_tickets(subject="payments FAIL"),
            [self.of_asha.number, self.of_balbir.number],
        )

    def test_member_finds_their_own(self):
        self._login(self.balbir)
        self.assertEqual(
            self._find_tickets(subject="Payments"), [self.of_balbir.number]
        )

    def test_another_organisation_finds_nothing_of_ours(self):
        self._login(self.chitra)
        self.assertEqual(
            self._find_tickets(subject="Payments"), [self.of_chitra.number]
        )
        self.assertNotIn(
            self.of_asha.number, self._find_tickets(subject="Payments fail in Amritsar")
        )

    def test_nothing_of_another_organisation_leaks(self):
        self.of_chitra.service_id = self.billing
        for typed in (
            {"subject": SECRET},
            {"subject": "Payments"},
            {"service": self.billing.id},
            {"service": self.billing.id, "deployment": self.deployment_odisha.id},
        ):
            with self.subTest(typed=typed):
                found = self.make_jsonrpc_request("/my/ticket/similar", typed)
                self.assertNotIn("treasury", str(found))
                self.assertNotIn(self.of_chitra.number, str(found))

    def test_tickets_of_the_service_before_a_word_is_typed(self):
        self.of_balbir.service_id = self.billing
        self.assertEqual(
            self._find_tickets(service=self.billing.id), [self.of_balbir.number]
        )

    def test_unlike_words_find_nothing(self):
        self.assertEqual(self._find_tickets(subject="The map stays empty"), [])

    def test_one_word_of_many_is_not_alike(self):
        self.assertEqual(
            self._find_tickets(subject="Certificates cannot show payments anywhere"), []
        )

    def test_wildcards_and_odd_values_find_nothing(self):
        for subject in ("%%%%", "____", "a b c", "", None, 7, ["x"], "\0\0\0\0"):
            with self.subTest(subject=subject):
                self.assertEqual(self._find_tickets(subject=subject), [])

    def test_at_most_a_few(self):
        for _number in range(8):
            self._create_ticket(name="Payments again")
        self.assertEqual(len(self._find_tickets(subject="Payments again")), 5)

    def test_without_javascript_the_page_tells_it(self):
        page = html.fromstring(self._post("/new/ticket", subject="Payments fail").text)
        found = self._get_texts(page, "similar")
        self.assertEqual(
            [text.split()[0] for text in found],
            [self.of_asha.number, self.of_balbir.number],
        )

    # ---------------------------------------------------
    # Fixes
    # ---------------------------------------------------

    def _create_fix(self, version, summary, service=None):
        """A bug of one version, fixed in the line of another one."""
        affected, fixed = (self.versions[key] for key in version)
        return self.env["digit.fix"].create(
            {
                "name": SECRET,
                "service_id": (service or self.billing).id,
                "affected_version_ids": [Command.link(affected.id)],
                "partner_summary": summary,
                "line_ids": [
                    Command.create({"major": fixed.major, "version_id": fixed.id})
                ],
            }
        )

    def _fix_billing(self):
        newer = self.env["digit.service.version"].create(
            {
                "service_id": self.billing.id,
                "name": "2.5.60",
                "release_date": "2024-01-01",
            }
        )
        self.versions = {**self.versions, "billing_newer": newer}
        return self._create_fix(("billing_2", "billing_newer"), "Sums are rounded.")

    def test_fix_of_the_version_that_runs_there(self):
        self._fix_billing()
        [text] = self._find(service=self.billing.id)["fixes"]
        self.assertIn("Sums are rounded.", text)
        self.assertIn("2.5.60", text)
        self.assertNotIn("treasury", text)

    def test_fix_of_a_version_that_does_not_run_there(self):
        self._fix_billing()
        self._login(self.chitra)
        self.assertFalse(self._find(service=self.billing.id)["fixes"])

    def test_foreign_version_tells_nothing(self):
        self._fix_billing()
        self._login(self.chitra)
        found = self._find(
            service=self.billing.id,
            deployment=self.deployment.id,
            version=self.versions["billing_2"].id,
        )
        self.assertFalse(found["fixes"])

    def test_fix_that_is_owed_still_is_not_told(self):
        self._create_fix(("workflow_1", "workflow_planned"), "Owed.", self.workflow)
        self.assertFalse(self._find(service=self.workflow.id)["fixes"])

    def test_unknown_version_asks_for_all_that_run(self):
        self._fix_billing()
        found = self._find(service=self.billing.id, version="unknown")
        self.assertEqual(len(found["fixes"]), 1)

    def test_without_javascript_the_page_tells_the_fix(self):
        self._fix_billing()
        page = html.fromstring(self._post("/new/ticket", service=self.billing.id).text)
        self.assertEqual(len(self._get_texts(page, "known_fix")), 1)

    def test_public_is_refused(self):
        self.authenticate(None, None)
        with self.assertRaises(Exception) as refused:
            self.make_jsonrpc_request("/my/ticket/similar", {"subject": "Payments"})
        self.assertIn("SessionExpired", str(refused.exception))
