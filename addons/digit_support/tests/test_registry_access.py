from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common_entitlement import EntitlementCommon

OPERATIONS = ("read", "write", "create", "unlink")
REGISTRY = (
    "digit.service",
    "digit.service.version",
    "digit.deployment",
    "digit.deployment.stage",
    "digit.environment",
    "digit.installation",
    "digit.contact.role",
)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-16")  # Monday
class TestRegistryAccess(EntitlementCommon):
    """Who reads the registry, and who writes it."""

    def _get_letters(self, user, model):
        records = self.env[model].with_user(user)
        return "".join(
            operation[0] if records.has_access(operation) else "-"
            for operation in OPERATIONS
        )

    def test_l1_reads_and_does_not_write(self):
        for model in REGISTRY:
            self.assertEqual(self._get_letters(self.user_l1, model), "r---", model)

    def test_l2_says_what_is_installed(self):
        self.assertEqual(self._get_letters(self.user_l2, "digit.installation"), "rwc-")
        self.assertEqual(self._get_letters(self.user_l2, "digit.environment"), "r---")

    def test_operations_keeps_the_registry(self):
        for model in REGISTRY:
            letters = self._get_letters(self.user_operations, model)
            self.assertEqual(letters[:3], "rwc", model)

    def test_partner_reaches_nothing(self):
        for user in (self.asha, self.balbir, self.tejas):
            for model in REGISTRY:
                self.assertEqual(self._get_letters(user, model), "----", model)

    def test_partner_reads_nothing_by_rpc(self):
        for record in (
            self.deployment,
            self.production,
            self.installation,
            self.versions["2.5.56"],
        ):
            with self.assertRaises(AccessError):
                record.with_user(self.asha).read(["display_name"])
            with self.assertRaises(AccessError):
                record.with_user(self.asha).search_read([], ["display_name"])

    def test_partner_finds_nothing_through_a_ticket(self):
        self._create_ticket(service_id=self.workflow.id)
        Ticket = self.env["helpdesk.ticket"].with_user(self.asha)
        with self.assertRaises(AccessError):
            Ticket.search([("version_id.name", "=", "2.5.56")])

    def test_partner_reads_the_verdict_of_their_ticket(self):
        ticket = self._create_ticket(service_id=self.workflow.id).with_user(self.asha)
        self.env.invalidate_all()
        [values] = ticket.read(["entitlement", "entitlement_reason", "version_id"])
        self.assertEqual(values["entitlement"], "supported")
        self.assertEqual(
            values["entitlement_reason"], "2.5.56 of Workflow is supported."
        )

    def test_l1_does_not_change_the_verdict(self):
        ticket = self._create_ticket(service_id=self.workflow.id, team_id=self.team.id)
        ticket.with_user(self.user_l1).version_id = self.versions["1.9.0"]
        self.assertEqual(ticket.entitlement, "upgrade_required")

    def test_l2_installs_a_release(self):
        release = self.env["digit.release"].create(
            {
                "name": "DIGIT 2.9",
                "line_ids": [(0, 0, {"version_id": self.versions["3.2.15"].id})],
            }
        )
        wizard = (
            self.env["digit.release.install"]
            .with_user(self.user_l2)
            .create({"environment_id": self.production.id, "release_id": release.id})
        )
        self.assertEqual(wizard.change_text, "Workflow: 2.5.56 → 3.2.15")
        wizard.action_install()
        self.assertEqual(self.installation.version_id, self.versions["3.2.15"])
        self.assertEqual(self.production.release_id, release)

    def test_l1_does_not_install_a_release(self):
        self.assertEqual(
            self._get_letters(self.user_l1, "digit.release.install"), "----"
        )
