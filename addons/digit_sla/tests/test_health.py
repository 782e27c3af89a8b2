from odoo.tests import freeze_time, tagged

from odoo.addons.digit_support.tests.common_health import HealthCase

from .common_escalation import EscalationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestHealth(HealthCase, EscalationCommon):
    """A step is to act at 13:00 in India (07:30 UTC); its job does not run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_p1(team_id=cls.team.id)
        with freeze_time("2026-11-23 04:33:00"):  # due three minutes later
            cls.other = cls._create_p1(team_id=cls.team.id)

    def test_nothing_is_late_while_a_job_may_be_about_to_run(self):
        self.assertFalse(self._find("escalations", "2026-11-23 07:35:00"))

    def test_the_late_tickets_are_named_exactly(self):
        self.assertEqual(self._find("escalations", "2026-11-23 07:36:00"), self.ticket)
        self._look("2026-11-23 07:36:00")
        check = self._get_check("escalations")
        self.assertEqual((check.state, check.detail), ("bad", self.ticket.number))

    def test_all_is_well_once_they_have_acted(self):
        self._run_job("07:36:00")
        self.assertFalse(self._find("escalations", "2026-11-23 07:36:30"))

    def test_a_paused_ticket_is_not_late(self):
        with freeze_time("2026-11-23 07:29:00"):
            self.ticket.stage_id = self.stage_waiting
        self.assertFalse(self._find("escalations", "2026-11-23 07:36:00"))

    def test_a_task_that_should_have_been_tried_again(self):
        task = self.env["digit.escalation.task"].create(
            {
                "ticket_id": self.other.id,
                "origin": "agent",
                "due": "2026-11-23 05:00:00",
                "run_date": "2026-11-23 05:02:00",
            }
        )
        self.assertFalse(self._find("escalations", "2026-11-23 05:06:00"))
        self.assertEqual(self._find("escalations", "2026-11-23 05:08:00"), self.other)
        task._cancel()
        self.assertFalse(self._find("escalations", "2026-11-23 05:08:00"))

    def test_monitoring_gets_a_number_and_no_name(self):
        report = self._get_report("2026-11-23 07:36:00")
        self.assertEqual(
            report["checks"]["escalations"], {"status": "failing", "count": 1}
        )
        self.assertNotIn(self.ticket.number, str(report))
