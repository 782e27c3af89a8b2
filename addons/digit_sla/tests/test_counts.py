from odoo.tests import freeze_time, tagged

from .common import DigitSlaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 08:00:00")  # Monday, 13:30 in India
class TestCounts(DigitSlaCommon):
    """What the top bar counts for an agent.

    A P1 has four hours and is at risk after three.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_l1.tz = "Asia/Kolkata"
        cls.other = cls.env["helpdesk.ticket.team"].create(
            {"name": "Other", "programme_id": cls.programme.id}
        )
        cls.Ticket = cls.env["helpdesk.ticket"].with_user(cls.user_l1)

    @classmethod
    def _create_started(cls, moment, **vals):
        return cls._create_p1(
            **{"team_id": cls.team.id, "sla_start_date": moment, **vals}
        )

    def test_states_and_days_are_counted(self):
        self._create_started("2026-11-23 03:30:00")  # Monday, 9:00: breached at 13:00
        for _number in range(2):
            self._create_started("2026-11-23 04:30:00")  # at risk, due 14:00
        self._create_started("2026-11-23 08:00:00")  # due 17:30
        self._create_started("2026-11-20 04:30:00")  # Friday: breached then
        self._create_started("2026-11-23 09:30:00")  # 15:00: due on Tuesday
        self.assertEqual(
            self.Ticket.get_sla_counts(),
            {"breached": 2, "at_risk": 2, "due_today": 4, "in_my_teams": True},
        )

    def test_late_answer_counts_until_the_ticket_is_closed(self):
        ticket = self._create_started("2026-11-23 03:30:00")
        self._reply(ticket, self.user_l1)
        self.assertEqual(self.Ticket.get_sla_counts()["breached"], 1)
        ticket.stage_id = self.stage_done
        self.assertEqual(self.Ticket.get_sla_counts()["breached"], 0)

    def test_tickets_of_a_stage_that_becomes_a_closed_one_do_not_count(self):
        self._create_started("2026-11-23 03:30:00", stage_id=self.stage_progress.id)
        self.stage_progress.closed = True
        self.assertEqual(self.Ticket.get_sla_counts()["breached"], 0)
        self.stage_progress.closed = False
        self.assertEqual(self.Ticket.get_sla_counts()["breached"], 1)

    def test_due_today_is_the_day_of_the_reader(self):
        ticket = self._create_started("2026-11-23 08:00:00")
        self.env.flush_all()
        for deadline, count in (
            ("2026-11-22 18:29:00", 0),  # Sunday, 23:59 in India
            ("2026-11-22 18:30:00", 1),
            ("2026-11-23 18:29:00", 1),  # Monday, 23:59 in India
            ("2026-11-23 18:30:00", 0),
        ):
            with self.subTest(deadline=deadline):
                ticket.sla_deadline = deadline
                Ticket = self.Ticket.with_context(tz="Asia/Kolkata")
                self.assertEqual(Ticket.get_sla_counts()["due_today"], count)

    def test_other_teams_do_not_count(self):
        self._create_started("2026-11-23 03:30:00", team_id=self.other.id)
        self.assertEqual(self.Ticket.get_sla_counts()["breached"], 0)

    def test_manager_in_no_team_watches_all(self):
        for team in (self.team, self.other):
            self._create_started("2026-11-23 03:30:00", team_id=team.id)
        Ticket = self.Ticket.with_user(self.user_operations)
        counts = Ticket.get_sla_counts()
        self.assertGreaterEqual(counts["breached"], 2)
        self.assertFalse(counts["in_my_teams"])

    def test_manager_in_a_team_watches_that(self):
        for team in (self.team, self.other):
            self._create_started("2026-11-23 03:30:00", team_id=team.id)
        self.other.user_ids = self.user_operations
        counts = self.Ticket.with_user(self.user_operations).get_sla_counts()
        self.assertEqual(counts["breached"], 1)
        self.assertTrue(counts["in_my_teams"])

    def test_card_of_a_team_tells_what_its_lists_show(self):
        closed = self._create_started("2026-11-23 03:30:00")
        closed.stage_id = self.stage_done
        for moment in ("2026-11-23 03:30:00", "2026-11-23 04:30:00"):
            self._create_started(moment)
        self._create_started("2026-11-23 08:00:00")
        teams = (self.team | self.other).with_user(self.user_l1)
        self.assertRecordValues(
            teams,
            [
                {"sla_breached_count": 1, "sla_at_risk_count": 1},
                {"sla_breached_count": 0, "sla_at_risk_count": 0},
            ],
        )

    def test_app_opens_with_the_tickets_of_the_agent(self):
        app = self.env.ref("helpdesk_mgmt.helpdesk_ticket_main_menu")
        menus = self.env["ir.ui.menu"].with_user(self.user_l1).load_web_menus(False)
        self.assertEqual(menus[app.id]["actionPath"], "my-tickets-by-urgency")

    def test_counts_cost_one_query_beside_the_user_and_their_teams(self):
        for _number in range(5):
            self._create_started("2026-11-23 03:30:00")
        self.env.flush_all()
        self.Ticket.get_sla_counts()
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            self.Ticket.get_sla_counts()
