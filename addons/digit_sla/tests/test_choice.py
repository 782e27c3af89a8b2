from datetime import datetime
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestChoice(DigitSlaCommon):
    """The most specific policy in force wins."""

    def _create_policy(self, name, hours=1, **vals):
        return self.env["digit.sla.policy"].create(
            {
                "name": name,
                "programme_id": self.programme.id,
                "resource_calendar_id": self.calendar.id,
                "target_ids": [
                    Command.create({"severity_id": severity.id, "amount": hours})
                    for severity in self.p1 | self.p2 | self.p3
                ],
                **vals,
            }
        )

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("digit_sla.ir_cron_follow_promises").method_direct_trigger()
        self.env.invalidate_all()

    def test_narrower_before_wider(self):
        kind = self._create_policy("Bugs", kind="bug")
        partner = self._create_policy("Punjab's people", partner_id=self.punjab.id)
        deployment = self._create_policy("Punjab", deployment_id=self.deployment.id)
        both = self._create_policy(
            "Bugs of Punjab", deployment_id=self.deployment.id, kind="bug"
        )
        for reporter, ticket_kind, expected in (
            (self.asha, "bug", both),
            (self.asha, "incident", deployment),
            (self.chitra, "bug", kind),
            (self.chitra, "incident", self.policy),
        ):
            ticket = self._create_ticket(reporter, kind=ticket_kind)
            self.assertEqual(ticket.sla_policy_id, expected)
        deployment.active = both.active = False
        self.assertEqual(self._create_ticket(self.asha).sla_policy_id, partner)

    def test_category_and_those_below_it(self):
        parent, other = self.env["helpdesk.ticket.category"].create(
            [{"name": "Technical"}, {"name": "Other"}]
        )
        child = parent.create({"name": "Login", "parent_id": parent.id})
        policy = self._create_policy("Technical", category_id=parent.id)
        for category, expected in (
            (parent, policy),
            (child, policy),
            (other, self.policy),
        ):
            ticket = self._create_ticket(category_id=category.id)
            self.assertEqual(ticket.sla_policy_id, expected)

    def test_in_force_on_the_day_of_the_report_in_its_zone(self):
        policy = self._create_policy(
            "One day", kind="incident", date_from="2026-11-24", date_to="2026-11-24"
        )
        for moment, expected in (
            ("2026-11-23 18:29:59", self.policy),  # Monday 23:59:59 in India
            ("2026-11-23 18:30:00", policy),  # Tuesday
            ("2026-11-24 18:29:59", policy),
            ("2026-11-24 18:30:00", self.policy),  # Wednesday
        ):
            with freeze_time(moment):
                self.assertEqual(self._create_ticket().sla_policy_id, expected, moment)

    def test_ticket_says_why(self):
        ticket = self._create_ticket()
        self.assertIn("no narrower one", ticket.sla_policy_reason)
        self._create_policy("Bugs", kind="bug")
        ticket.kind = "bug"
        self.assertIn("Kind “Bug”", ticket.sla_policy_reason)

    def test_some_days_before_always(self):
        policy = self._create_policy("Festival", date_from="2026-11-23")  # Monday
        ticket = self._create_ticket()
        self.assertEqual(ticket.sla_policy_id, policy)
        self.assertIn("reported from 11/23/2026 on", ticket.sla_policy_reason)
        kind = self._create_policy("Incidents", kind="incident")
        self.assertEqual(self._create_ticket(kind="incident").sla_policy_id, kind)

    def test_two_for_the_same_tickets_say_which_one_counts(self):
        first = self._create_policy("First", kind="bug")
        self.assertFalse(first.rival_text)
        second = self._create_policy("Second", kind="bug")
        ticket = self._create_ticket(kind="bug")
        self.assertEqual(ticket.sla_policy_id, first)
        self.assertIn("stands before “Second”", ticket.sla_policy_reason)
        self.assertIn("“Second” is for the same tickets. This", first.rival_text)
        self.assertIn("so it counts and this one does not", second.rival_text)
        second.sequence = first.sequence - 1
        self.assertIn("this one counts", second.rival_text)
        self.env.invalidate_all()
        self.assertEqual(self._create_ticket(kind="bug").sla_policy_id, second)

    def test_other_days_or_archived_are_not_the_same_tickets(self):
        first = self._create_policy("Until Monday", date_to="2026-11-23")
        second = self._create_policy("From Tuesday", date_from="2026-11-24")
        self.assertFalse(first.rival_text or second.rival_text)
        second.date_from = "2026-11-23"
        self.assertTrue(first.rival_text and second.rival_text)
        second.active = False
        self.env.invalidate_all()
        self.assertFalse(first.rival_text or second.rival_text)

    def test_changed_kind_retargets(self):
        self._create_policy("Bugs", hours=2, kind="bug")
        ticket = self._create_p1()
        ticket.kind = "bug"
        self.env.flush_all()
        self.assertEqual(ticket.sla_deadline, datetime(2026, 11, 23, 6, 30))
        self.assertEqual(self._get_history(ticket), ["start", "retarget"])

    def test_no_promise_for_a_kind(self):
        policy = self._create_policy("Change requests", kind="change_request")
        for target in policy.target_ids:
            target.term = "-"
        self.assertFalse(self._create_p1(kind="change_request").clock_ids)

    def test_new_policy_reaches_open_tickets(self):
        ticket = self._create_p1()
        answered = self._create_p1()
        self._reply(answered, self.user_l1)
        policy = self._create_policy("Punjab", 2, deployment_id=self.deployment.id)
        self._run_job()
        self.assertEqual(ticket.sla_policy_id, policy)
        self.assertEqual(ticket.sla_deadline, datetime(2026, 11, 23, 6, 30))
        self.assertEqual(self._get_history(answered), ["start", "meet"])
        self.assertFalse(self.programme.sla_policies_changed)

    def test_job_that_runs_out_of_time_goes_on_later(self):
        self._create_p1()
        self._create_policy("Punjab", 2, deployment_id=self.deployment.id)
        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", lambda *_, **__: 0):
            self.env["digit.sla.clock"]._cron_follow_promises()
        self.assertTrue(self.programme.sla_policies_changed)

    def test_archived_policy_gives_way(self):
        policy = self._create_policy("Punjab", 2, deployment_id=self.deployment.id)
        ticket = self._create_p1()
        self.assertEqual(ticket.sla_policy_id, policy)
        policy.active = False
        self._run_job()
        self.assertEqual(ticket.sla_policy_id, self.policy)
        self.assertEqual(ticket.sla_deadline, datetime(2026, 11, 23, 8, 30))

    def test_clocks_start_at_triage(self):
        self.policy.start_on = "triage"
        ticket = self._create_p1()
        self.assertFalse(ticket.clock_ids)
        with freeze_time("2026-11-23 06:30:00"):  # Monday, 12:00 in India
            ticket.stage_id = self.stage_progress
        self.assertEqual(ticket.clock_ids.started, datetime(2026, 11, 23, 6, 30))
        self.assertEqual(ticket.sla_deadline, datetime(2026, 11, 23, 10, 30))


@tagged("post_install", "-at_install")
class TestCampaign(DigitSlaCommon):
    """A programme that is open from Tuesday 24 to Thursday 26 Nov 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme.write({"date_start": "2026-11-24", "date_end": "2026-11-26"})

    def test_before_the_first_day_time_does_not_run(self):
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00 in India
            ticket = self._create_p1()
            self.assertIn("begins on", ticket.sla_closed_text)
            self.assertRegex(
                ticket._get_portal_sla_text(),
                "begins on .* You get an answer by Tue 24 Nov 2026, 13:00 IST",
            )
        self.assertEqual(
            ticket.sla_deadline,
            datetime(2026, 11, 24, 7, 30),  # Tuesday, 13:00 in India
        )

    def test_within_it_runs(self):
        with freeze_time("2026-11-25 04:30:00"):  # Wednesday, 10:00 in India
            ticket = self._create_p1()
            self.assertFalse(ticket.sla_closed_text)
            self.assertEqual(ticket.sla_state, "running")
        self.assertEqual(ticket.sla_deadline, datetime(2026, 11, 25, 8, 30))

    def test_after_the_last_day_it_stands(self):
        with freeze_time("2026-11-26 11:00:00"):  # Thursday, 16:30 in India
            ticket = self._create_p1()
            self.assertFalse(ticket.sla_deadline)
        with freeze_time("2026-11-30 04:30:00"):  # Monday, 10:00 in India
            self.env.invalidate_all()
            self.assertEqual(ticket.sla_state, "paused")
            self.assertIn("ended on", ticket.sla_closed_text)
            self.assertTrue(ticket.sla_countdown)
            self.assertIn("ended on", ticket._get_portal_sla_text())

    def test_longer_campaign_lets_clocks_go_on(self):
        with freeze_time("2026-11-26 11:00:00"):  # Thursday, 16:30 in India
            ticket = self._create_p1()
            self.programme.date_end = "2026-11-30"
            with self.enter_registry_test_mode():
                cron = self.env.ref("digit_sla.ir_cron_follow_promises")
                cron.method_direct_trigger()
            self.env.invalidate_all()
        self.assertEqual(
            ticket.sla_deadline,
            datetime(2026, 11, 27, 6, 0),  # Friday, 11:30 in India
        )
