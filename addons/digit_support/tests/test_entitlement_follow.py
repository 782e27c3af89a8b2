from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ..models import helpdesk_ticket_follow
from .common_entitlement import EntitlementCommon

TODAY = "2026-03-16"  # Monday


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestEntitlementFollows(EntitlementCommon):
    """The verdict of an open ticket is the one of today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.new = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        cls.cron = cls.env.ref("digit_support.ir_cron_follow_registry")

    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket(service_id=self.workflow.id)
        self.env.flush_all()

    def _run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def _count_triggers(self):
        return self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.cron.id)]
        )

    def test_new_major(self):
        self._create_version("4.0.0", "2026-03-15")
        self.assertEqual(self.ticket.entitlement, "upgrade_required")
        self.assertIn(
            "Upgrade to 4.0.0 (at least 3.2.15)", self.ticket.entitlement_reason
        )

    def test_new_patch_is_the_new_way_forward(self):
        old = self._create_ticket(version_id=self.versions["1.9.0"].id)
        self._create_version("3.2.16", "2026-03-15")
        self.assertIn("Upgrade to 3.2.16", old.entitlement_reason)

    def test_release_date(self):
        new = self._create_version("4.0.0", "2026-06-01")
        self.assertEqual(self.ticket.entitlement, "supported")
        new.release_date = "2026-03-16"
        self.assertEqual(self.ticket.entitlement, "upgrade_required")

    def test_eosl_date(self):
        self.versions["2.5.56"].eosl_date = "2026-03-15"
        self.assertEqual(self.ticket.entitlement_cause, "eosl")

    def test_version_that_goes_again(self):
        new = self._create_version("4.0.0", "2026-03-15")
        self.assertEqual(self.ticket.entitlement, "upgrade_required")
        new.unlink()
        self.assertEqual(self.ticket.entitlement, "supported")

    def test_window(self):
        self.deployment.support_start_date = "2025-11-01"
        self.assertEqual(self.ticket.entitlement_cause, "after_window")
        self.deployment.support_end_date = "2026-06-30"
        self.assertEqual(self.ticket.entitlement, "supported")

    def test_modified_deployment(self):
        self.deployment.source_modified = True
        self.assertEqual(self.ticket.entitlement_cause, "modified")

    def test_modified_service(self):
        self.installation.with_user(self.user_l2).source_modified = True
        self.assertEqual(self.ticket.entitlement_cause, "modified")

    def test_upgrade_leaves_what_was_reported(self):
        self.installation.version_id = self.versions["3.2.15"]
        self.assertEqual(self.ticket.version_id, self.versions["2.5.56"])

    def test_another_service_is_left_alone(self):
        other = self.env["digit.service"].create({"name": "User"})
        Ticket = self.env.registry["helpdesk.ticket"]
        with patch.object(Ticket, "_judge_again") as judge:
            self._create_version("9.0.0", "2026-03-15", other)
        judge.assert_not_called()

    def test_closed_ticket_keeps_its_dated_verdict(self):
        self.ticket.stage_id = self.done
        self.env.flush_all()
        with freeze_time("2026-03-23"):  # Monday
            self._create_version("4.0.0", "2026-03-20")
            self._run_cron()
        self.assertEqual(self.ticket.entitlement, "supported")
        self.assertEqual(str(self.ticket.entitlement_date), TODAY)

    def test_closed_ticket_keeps_its_way_forward(self):
        old = self._create_ticket(version_id=self.versions["1.9.0"].id)
        reason = old.entitlement_reason
        old.stage_id = self.done
        self.env.flush_all()
        self._create_version("4.0.0", "2026-03-15")
        self.env.invalidate_all()
        self.assertEqual(old.entitlement_reason, reason)

    def test_reopened_ticket_is_judged_anew(self):
        self.ticket.stage_id = self.done
        self.env.flush_all()
        self._create_version("4.0.0", "2026-03-15")
        self.ticket.stage_id = self.new
        self.env.flush_all()
        self.assertEqual(self.ticket.entitlement, "upgrade_required")

    def test_days_pass_until_the_planned_release(self):
        self._create_version("4.0.0", "2026-03-20")
        with freeze_time("2026-03-19"):  # Thursday
            self._run_cron()
            self.assertEqual(self.ticket.entitlement, "supported")
        with freeze_time("2026-03-20"):  # Friday
            self._run_cron()
        self.assertEqual(self.ticket.entitlement, "upgrade_required")
        self.assertEqual(str(self.ticket.entitlement_date), "2026-03-20")

    def test_days_pass_until_the_eosl(self):
        self.versions["2.5.56"].eosl_date = "2026-03-19"
        with freeze_time("2026-03-20"):  # Friday
            self._run_cron()
        self.assertEqual(self.ticket.entitlement_cause, "eosl")

    def test_days_pass_until_the_window_ends(self):
        self.deployment.support_end_date = "2026-03-19"
        with freeze_time("2026-03-20"):  # Friday
            self._run_cron()
        self.assertEqual(self.ticket.entitlement_cause, "after_window")

    def test_what_did_not_change_keeps_its_date(self):
        with freeze_time("2026-03-20"):  # Friday
            self._run_cron()
        self.assertEqual(str(self.ticket.entitlement_date), TODAY)

    def test_many_follow_in_the_background(self):
        self._create_ticket(service_id=self.workflow.id)
        before = self._count_triggers()
        with patch.object(helpdesk_ticket_follow, "AT_ONCE", 1):
            self._create_version("4.0.0", "2026-03-15")
        self.assertEqual(self._count_triggers(), before + 1)
        self.assertEqual(self.ticket.entitlement, "supported")
        self._run_cron()
        self.assertEqual(self.ticket.entitlement, "upgrade_required")

    def test_many_follow_in_batches(self):
        tickets = self._create_ticket(service_id=self.workflow.id) | self.ticket
        with patch.object(helpdesk_ticket_follow, "AT_ONCE", 1):
            self._create_version("4.0.0", "2026-03-15")
        with patch.object(helpdesk_ticket_follow, "BATCH", 1):
            self._run_cron()
        self.assertEqual(set(tickets.mapped("entitlement")), {"upgrade_required"})

    def test_looking_costs_the_same_for_many(self):
        counts = []
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            domain = self.env["helpdesk.ticket"]._get_follow_domain()
            self.env["helpdesk.ticket"]._find_outdated(domain)
            counts.append(self.env.cr.sql_log_count - before)
            for version in self.versions.values():
                self._create_ticket(version_id=version.id)
        self.assertEqual(*counts)
