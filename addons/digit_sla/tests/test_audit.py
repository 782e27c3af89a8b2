from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestAudit(DigitSlaCommon):
    """The check that what is stored follows from the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00 in India
            cls.ticket = cls._create_p1()
        cls.clock = cls.ticket.clock_ids
        cls.Clock = cls.env["digit.sla.clock"].with_user(cls.user_admin)

    def _tamper(self, column, value):
        """Change a stored figure behind the back of the ledger."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE digit_sla_clock SET {column} = %s WHERE id = %s",
            (value, self.clock.id),
        )
        self.env.invalidate_all()

    def _find(self, **kwargs):
        """What the audit finds of the clock: {field: (stored, replayed)}."""
        return {
            mismatch.field: (mismatch.stored, mismatch.replayed)
            for mismatch in self.Clock._audit(**kwargs)[1]
            if mismatch.clock_id == self.clock.id
        }

    def test_all_match_after_a_normal_life(self):
        with freeze_time("2026-11-23 06:30:00"):  # Monday, 12:00 in India
            self.ticket.stage_id = self.stage_waiting
        with freeze_time("2026-11-24 06:30:00"):  # Tuesday, 12:00 in India
            self.ticket.stage_id = self.stage_progress
            self.ticket.urgency_id = self.urgencies["low"]
            self.env.flush_all()
        with freeze_time("2026-11-27 06:30:00"):  # Friday, 12:00 in India
            self._reply(self.ticket, self.user_l1)
        self.assertEqual(
            self._get_history(self.ticket),
            ["start", "pause", "resume", "retarget", "breach", "meet"],
        )
        self.assertEqual(self._find(), {})

    def test_another_figure_is_found(self):
        for column, value in (
            ("consumed", 17),
            ("status", "paused"),
            ("deadline", "2026-11-23 08:30:01"),
            ("reached_date", "2026-11-23 08:30:00"),
            ("schedule_id", None),
        ):
            with self.subTest(column):
                before = self.clock[column]
                self._tamper(column, value)
                self.assertEqual(set(self._find()), {column})
                self._tamper(column, getattr(before, "id", before) or None)

    def test_what_the_ticket_shows_is_checked_too(self):
        self.ticket.sudo().sla_deadline = "2030-01-01 00:00:00"
        self.assertEqual(set(self._find()), {"ticket_id.sla_deadline"})

    def test_both_figures_are_told(self):
        self._tamper("budget", 5)
        self.assertEqual(self._find(), {"budget": (5, 4 * 3600)})

    def test_deleted_history_is_found(self):
        self.env.cr.execute(
            "DELETE FROM digit_sla_clock_event WHERE clock_id = %s", (self.clock.id,)
        )
        self.env.invalidate_all()
        self.assertIn("deadline", self._find())

    def test_nothing_is_repaired(self):
        self._tamper("consumed", 17)
        self._find()
        self.assertEqual(self.clock.consumed, 17)

    def test_every_batch_is_checked(self):
        for _number in range(4):
            self._create_p1()
        self._tamper("consumed", 17)
        self.assertEqual(set(self._find(batch=2)), {"consumed"})
        self.assertEqual(
            self.Clock._audit(batch=2)[0], self.Clock.sudo().search_count([])
        )

    def test_administrator_is_told_that_all_match(self):
        action = self.Clock.action_audit()
        self.assertRegex(action["params"]["message"], r"^\d.* clocks checked, all")

    def test_administrator_is_shown_what_does_not_match(self):
        self._tamper("consumed", 17)
        action = self.Clock.action_audit()
        self.assertIn(self.clock, self.Clock.search(action["domain"]))

    def test_nobody_else_may_check(self):
        for user in (self.user_l1, self.user_operations, self.asha):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.Clock.with_user(user).action_audit()
