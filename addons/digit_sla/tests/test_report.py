from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestReport(DigitSlaCommon):
    """What the analysis tells of each promise. A P1 is due at 14:00 in India."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["digit.sla.report"].with_user(cls.user_operations)
        cls.user_operations.tz = "Asia/Kolkata"

    def _get_row(self, ticket):
        self.env.flush_all()
        self.Report.invalidate_model()
        return self.Report.search([("ticket_id", "=", ticket.id)])

    def _answer(self, ticket, moment):
        with freeze_time(moment):
            self._reply(ticket, self.user_l1)

    def _get_adherence(self, measure="adherence"):
        (row,) = self.Report._read_group(
            [("programme_id", "=", self.programme.id)], [], [f"{measure}:avg"]
        )
        return row[0]

    def test_row_tells_whose_promise_it_was(self):
        ticket = self._create_p1(team_id=self.team.id)
        self.assertRecordValues(
            self._get_row(ticket),
            [
                {
                    "programme_id": self.programme.id,
                    "deployment_id": self.deployment.id,
                    "partner_id": self.punjab.id,
                    "team_id": self.team.id,
                    "severity_id": self.p1.id,
                    "metric": "response",
                    "result": "running",
                }
            ],
        )

    def test_answer_in_time_is_met(self):
        ticket = self._create_p1(team_id=self.team.id)
        self._answer(ticket, "2026-11-23 05:30:00")  # Monday, 11:00 in India
        self.assertRecordValues(
            self._get_row(ticket),
            [
                {
                    "result": "met",
                    "adherence": 100,
                    "margin_hours": 3,
                    "consumed_hours": 1,
                    "consumed_share": 25,
                }
            ],
        )

    def test_late_answer_is_breached_by_the_hours_it_was_late(self):
        ticket = self._create_p1(team_id=self.team.id)
        self._answer(ticket, "2026-11-23 10:30:00")  # Monday, 16:00 in India
        self.assertRecordValues(
            self._get_row(ticket),
            [
                {
                    "result": "breached",
                    "adherence": 0,
                    "margin_hours": -2,
                    "consumed_hours": 4,
                }
            ],
        )

    def test_running_clock_is_breached_a_second_after_its_deadline(self):
        ticket = self._create_p1(team_id=self.team.id)
        for now, result in (
            ("2026-11-23 08:30:00", "running"),  # Monday, 14:00 in India
            ("2026-11-23 08:30:01", "breached"),
        ):
            with self.subTest(now=now), freeze_time(now):
                self.assertEqual(self._get_row(ticket).result, result)

    def test_what_is_still_owed_gets_later_and_later(self):
        ticket = self._create_p1(team_id=self.team.id)
        with freeze_time("2026-11-23 18:30:00"):  # Tuesday, 0:00 in India
            self.assertEqual(self._get_row(ticket).margin_hours, -10)

    def test_paused_clock_has_no_result_yet(self):
        ticket = self._create_p1(team_id=self.team.id)
        ticket.stage_id = self.stage_waiting
        self.assertEqual(self._get_row(ticket).result, "paused")
        self.assertIsNone(self._read_measure(ticket))

    def test_stopped_clock_does_not_count(self):
        ticket = self._create_p1(team_id=self.team.id)
        ticket.stage_id = self.stage_done
        self.assertEqual(self._get_row(ticket).result, "stopped")
        self.assertIsNone(self._read_measure(ticket))

    def _read_measure(self, ticket, measure="adherence"):
        """NULL is not nothing: read from the database."""
        query = self.Report._search([("ticket_id", "=", ticket.id)])
        column = self.Report._field_to_sql(self.Report._table, measure, query)
        return self.env.execute_query(query.select(column))[0][0]

    def test_adherence_is_of_what_has_ended(self):
        """Three met, one breached, one running: 75 %, whatever the groups are."""
        tickets = [self._create_p1(team_id=self.team.id) for _number in range(5)]
        for ticket in tickets[:3]:
            self._answer(ticket, "2026-11-23 05:30:00")  # Monday, 11:00 in India
        self._answer(tickets[3], "2026-11-23 10:30:00")  # Monday, 16:00 in India
        self.assertEqual(self._get_adherence(), 75)

    def test_adherence_of_groups_is_weighted(self):
        """Of Punjab one of one is met, of Odisha one of three: 50 % together."""
        mine = self._create_p1(team_id=self.team.id)
        others = [
            self._create_p1(reporter=self.chitra, team_id=self.team.id)
            for _number in range(3)
        ]
        for ticket in (mine, others[0]):
            self._answer(ticket, "2026-11-23 05:30:00")  # Monday, 11:00 in India
        with freeze_time("2026-11-23 08:30:01"):  # Monday, 14:00:01 in India
            by_partner = dict(
                self.Report._read_group(
                    [("programme_id", "=", self.programme.id)],
                    ["partner_id"],
                    ["adherence:avg"],
                )
            )
            self.assertEqual(by_partner[self.punjab], 100)
            self.assertAlmostEqual(by_partner[self.odisha], 100 / 3)
            self.assertEqual(self._get_adherence(), 50)

    def test_aim_is_missed_by_an_answer_that_keeps_the_promise(self):
        """The aim is 1 of the 2 business days of 9 hours."""
        self._get_target(self.p3).aim = 1
        early, late = (self._create_ticket(team_id=self.team.id) for _n in range(2))
        self._answer(early, "2026-11-24 04:30:00")  # Tuesday, 10:00: 9 hours
        self._answer(late, "2026-11-24 04:30:01")
        self.assertEqual(self._read_measure(early, "aim_adherence"), 100)
        self.assertEqual(self._read_measure(late, "aim_adherence"), 0)
        self.assertEqual(self._get_adherence(), 100)
        self.assertEqual(self._get_adherence("aim_adherence"), 50)

    def test_promise_without_an_aim_misses_none(self):
        ticket = self._create_p1(team_id=self.team.id)
        self._answer(ticket, "2026-11-23 10:30:00")  # Monday, 16:00 in India
        self.assertIsNone(self._read_measure(ticket, "aim_adherence"))

    def test_severity_is_the_one_that_was_promised(self):
        """Lowered after the answer, it is a P1 that was answered in time."""
        ticket = self._create_p1(team_id=self.team.id)
        self._answer(ticket, "2026-11-23 05:30:00")  # Monday, 11:00 in India
        ticket.urgency_id = self.urgencies["low"]
        self.assertEqual(ticket.severity_id, self.p2)
        self.assertEqual(self._get_row(ticket).severity_id, self.p1)

    def test_archived_ticket_is_left_out(self):
        ticket = self._create_p1(team_id=self.team.id)
        ticket.active = False
        self.assertFalse(self._get_row(ticket))

    def test_agent_analyses_the_tickets_of_their_teams(self):
        other = self.env["helpdesk.ticket.team"].create(
            {"name": "Other", "programme_id": self.programme.id}
        )
        mine = self._create_p1(team_id=self.team.id)
        foreign = self._create_p1(team_id=other.id)
        rows = self.Report.with_user(self.user_l1).search([])
        self.assertIn(mine, rows.ticket_id)
        self.assertNotIn(foreign.id, rows.sudo().ticket_id.ids)
        self.assertIn(foreign, self.Report.search([]).ticket_id)

    def test_partner_has_no_access(self):
        with self.assertRaises(AccessError):
            self.env["digit.sla.report"].with_user(self.tejas).search([])

    def test_programme_and_deployment_tell_the_adherence_of_the_month(self):
        """Two of three are met: 66 %. Last month's, and what runs, do not count."""
        for moment in (*["2026-11-23 05:30:00"] * 2, "2026-11-24 04:30:00"):
            self._answer(self._create_p1(team_id=self.team.id), moment)
        self._create_p1(team_id=self.team.id)
        last_month = self._create_p1(
            team_id=self.team.id, sla_start_date="2026-10-30 04:30:00"
        )
        self._answer(last_month, "2026-11-23 05:30:00")
        for record in (self.programme, self.deployment):
            record = record.with_user(self.user_operations)
            self.assertRecordValues(
                record, [{"sla_adherence": 66, "sla_ended_count": 3}]
            )
            action = record.action_open_sla_report()
            self.assertEqual(len(self.Report.search(action["domain"])), 5)

    def test_adherence_of_many_deployments_costs_one_query(self):
        self._answer(self._create_p1(team_id=self.team.id), "2026-11-23 05:30:00")
        deployments = (self.deployment | self.deployment_odisha).with_user(
            self.user_operations
        )
        deployments.mapped("sla_adherence")
        self.env.flush_all()
        deployments.invalidate_model(["sla_adherence", "sla_ended_count"])
        with self.assertQueryCount(1):
            found = deployments.mapped("sla_adherence")
        self.assertEqual(found, [100, 0])

    def test_agent_is_not_told_the_adherence_of_their_tickets_only(self):
        with self.assertRaises(AccessError):
            self.programme.with_user(self.user_l1).read(["sla_adherence"])
