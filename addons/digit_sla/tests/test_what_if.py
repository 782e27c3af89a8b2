from datetime import datetime

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
class TestWhatIf(DigitSlaCommon):
    """Two P1 tickets of Monday 10:00: answered after 2 hours, and after 5."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.env["helpdesk.ticket"]
        for answered in ("2026-11-23 06:30:00", "2026-11-23 09:30:00"):  # Monday
            with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00 in India
                ticket = cls._create_p1()
            with freeze_time(answered):
                cls._reply(cls, ticket, cls.user_l1)
            cls.tickets |= ticket

    @freeze_time("2026-11-25 04:30:00")  # Wednesday, 10:00 in India
    def _test(self, policy):
        test = (
            self.env["digit.sla.policy.test"]
            .with_user(self.user_admin)
            .create({"policy_id": policy.id})
        )
        test.action_test()
        return test

    def _copy_policy(self, term):
        policy = self.policy.copy()
        target = policy.target_ids.filtered(
            lambda t: t.severity_id == self.p1 and t.metric == "response"
        )
        target.term = term
        return policy

    def test_same_promise_changes_nothing(self):
        test = self._test(self.policy)
        self.assertEqual((test.clock_count, test.change_count), (2, 0))
        self.assertEqual((test.adherence_before, test.adherence_after), (50, 50))

    def test_longer_promise(self):
        test = self._test(self._copy_policy("6 h"))
        self.assertEqual((test.adherence_before, test.adherence_after), (50, 100))
        self.assertEqual(test.line_ids.ticket_id, self.tickets[1])
        self.assertEqual(
            (test.line_ids.before, test.line_ids.after), ("breached", "met")
        )

    def test_shorter_promise(self):
        test = self._test(self._copy_policy("1 h"))
        self.assertEqual(test.adherence_after, 0)
        self.assertEqual(test.line_ids.ticket_id, self.tickets[0])

    def test_other_hours(self):
        policy = self.policy.copy()
        policy.resource_calendar_id = self._create_calendar(
            "Afternoon", "Asia/Kolkata", [(day, 13, 18) for day in range(5)]
        )
        self.assertEqual(self._test(policy).adherence_after, 100)

    def test_no_promise_does_not_count(self):
        test = self._test(self._copy_policy("-"))
        self.assertEqual(test.adherence_after, 0)
        self.assertEqual(test.change_count, 2)

    def test_narrower_policy_looks_at_its_own_tickets(self):
        policy = self._copy_policy("1 h")
        policy.deployment_id = self.deployment_odisha
        self.assertEqual(self._test(policy).clock_count, 0)

    def test_what_a_narrower_policy_covers_is_not_looked_at(self):
        narrower = self._copy_policy("4 h")
        narrower.deployment_id = self.deployment
        self.assertEqual(self._test(self.policy).clock_count, 0)
        narrower.active = False
        self.assertEqual(self._test(self.policy).clock_count, 2)

    def test_nothing_decided_gives_no_percentage(self):
        policy = self._copy_policy("1 h")
        self.assertTrue(self._test(policy).is_decided)
        policy.deployment_id = self.deployment_odisha
        self.assertFalse(self._test(policy).is_decided)

    def test_too_long_ago_is_refused(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(CheckViolation, "months_in_range"),
        ):
            self.env["digit.sla.policy.test"].create(
                {"policy_id": self.policy.id, "months": 100000}
            )

    def _get_places(self, clocks):
        """Where these are kept: what is written to moves."""
        clocks.flush_recordset()
        return self.env.execute_query(
            SQL(
                "SELECT id, ctid FROM digit_sla_clock WHERE id IN %s ORDER BY id",
                clocks._ids,
            )
        )

    def test_nothing_is_written(self):
        clocks = self.tickets.clock_ids
        before = clocks.read(["deadline", "status"]), self._get_places(clocks)
        events = clocks.event_ids
        self._test(self._copy_policy("1 h"))
        after = clocks.read(["deadline", "status"]), self._get_places(clocks)
        self.assertEqual(after, before)
        self.assertEqual(clocks.event_ids, events)
        self.assertEqual(self.tickets.sla_policy_id, self.policy)

    def test_longer_ago_is_not_looked_at(self):
        with freeze_time("2027-06-01 04:30:00"):  # half a year later
            test = self.env["digit.sla.policy.test"].create(
                {"policy_id": self.policy.id, "months": 1}
            )
            test.action_test()
        self.assertEqual(test.clock_count, 0)

    def test_only_for_administrators(self):
        with self.assertRaises(AccessError):
            self.env["digit.sla.policy.test"].with_user(self.user_operations).create(
                {"policy_id": self.policy.id}
            )

    @freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
    def test_ticket_tells_what_happens_if_nobody_acts(self):
        ticket = self._create_p1()
        self.assertEqual(
            ticket.sla_next_text,
            "Response: at risk Mon 23 Nov 2026, 13:00 IST, "
            "late Mon 23 Nov 2026, 14:00 IST.",
        )
        self._reply(ticket, self.user_l1)
        self.assertFalse(ticket.sla_next_text)
        self.assertEqual(ticket.clock_ids.reached_date, datetime(2026, 11, 23, 4, 30))
