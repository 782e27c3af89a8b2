from datetime import datetime

from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
class TestApi(DigitSlaCommon):
    """What an app is told of the promise."""

    def test_deadlines_that_run(self):
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00 in India
            ticket = self._create_p1()
            deadlines = ticket._get_api_deadlines()
        running = ticket.clock_ids.filtered(lambda clock: clock.status == "running")
        expected = {
            clock.metric: clock.deadline
            for clock in running
            if clock.metric in ("response", "resolution")
        }
        found = {
            deadline["metric"]: datetime.strptime(
                deadline["due_at"], "%Y-%m-%dT%H:%M:%SZ"
            )
            for deadline in deadlines
        }
        self.assertTrue(expected)
        self.assertEqual(found, expected)

    def test_deadline_that_stands_still_is_not_told(self):
        with freeze_time("2026-11-23 04:30:00"):  # Monday, 10:00 in India
            ticket = self._create_p1()
            ticket.stage_id = self.stage_waiting
            self.assertFalse(ticket._get_api_deadlines())
