from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common_level import LevelCommon


@tagged("post_install", "-at_install")
class TestLevel(LevelCommon):
    """Which level has a ticket."""

    def test_new_ticket_is_at_the_level_of_its_team(self):
        ticket = self._create_ticket(team_id=self.team_l2.id)
        self.assertEqual(ticket.level_id, self.l2)

    def test_new_ticket_without_team_is_at_the_first_level_with_one(self):
        ticket = self._create_ticket()
        self.assertEqual((ticket.level_id, ticket.team_id), (self.l1, self.team))

    def test_new_ticket_at_a_level_goes_to_its_team(self):
        ticket = self._create_ticket(level_id=self.l3.id)
        self.assertEqual((ticket.level_id, ticket.team_id), (self.l3, self.team_l3))

    def test_ticket_of_a_team_without_a_level_is_at_the_first_one(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        ticket = self._create_ticket(team_id=team.id)
        self.assertEqual((ticket.level_id, ticket.team_id), (self.l1, team))

    def test_ticket_without_programme_has_no_level(self):
        stranger = new_test_user(self.env, login="stranger", groups="base.group_portal")
        ticket = self._create_ticket(stranger)
        self.assertFalse(ticket.level_id)
        self.assertFalse(ticket.level_stay_ids)

    def test_another_level_takes_the_ticket_to_its_team(self):
        ticket = self._create_ticket()
        ticket.level_id = self.l2
        self.assertEqual(ticket.team_id, self.team_l2)

    def test_assignee_of_another_team_is_cleared(self):
        ticket = self._create_ticket(user_id=self.user_l1.id)
        ticket.level_id = self.l2
        self.assertFalse(ticket.user_id)

    def test_assignee_of_both_teams_stays(self):
        self.team_l2.user_ids += self.user_l1
        ticket = self._create_ticket(user_id=self.user_l1.id)
        ticket.level_id = self.l2
        self.assertEqual(ticket.user_id, self.user_l1)

    def test_team_and_assignee_of_the_same_write_count(self):
        ticket = self._create_ticket()
        ticket.write(
            {
                "level_id": self.l2.id,
                "team_id": self.team.id,
                "user_id": self.user_l1.id,
            }
        )
        self.assertEqual(
            (ticket.level_id, ticket.team_id, ticket.user_id),
            (self.l2, self.team, self.user_l1),
        )

    def test_another_levels_team_takes_the_ticket_to_its_level(self):
        ticket = self._create_ticket()
        ticket.team_id = self.team_l3
        self.assertEqual(ticket.level_id, self.l3)

    def test_team_without_a_level_leaves_the_level(self):
        ticket = self._create_ticket(team_id=self.team_l2.id)
        ticket.team_id = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        self.assertEqual(ticket.level_id, self.l2)

    def test_level_without_a_team_leaves_the_team(self):
        ticket = self._create_ticket()
        ticket.level_id = self.partner
        self.assertEqual(ticket.team_id, self.team)

    def test_level_without_a_team_stays_when_somebody_is_assigned(self):
        ticket = self._create_ticket()
        ticket.level_id = self.partner
        ticket.user_id = self.user_l1
        self.env.flush_all()
        self.assertEqual(ticket.level_id, self.partner)

    def test_level_without_a_team_is_left_for_another_team(self):
        ticket = self._create_ticket()
        ticket.level_id = self.partner
        ticket.team_id = self.team_l3
        self.assertEqual(ticket.level_id, self.l3)

    def test_other_programme_has_levels_of_its_own(self):
        ticket = self._create_ticket()
        ticket.write({"deployment_id": False, "programme_id": self.other_programme.id})
        self.assertEqual(ticket.level_id, self.other_l1)

    def test_level_of_another_programme_is_refused(self):
        with self.assertRaises(ValidationError):
            self._create_ticket().level_id = self.other_l1

    def test_level_is_shown_while_the_team_is_chosen(self):
        form = Form(self.env["helpdesk.ticket"].with_user(self.user_operations))
        form.programme_id = self.programme
        self.assertEqual(form.level_id, self.l1)
        form.team_id = self.team_l2
        self.assertEqual(form.level_id, self.l2)

    def test_new_level_takes_the_open_tickets_of_its_team(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Late"})
        self.programme.level_ids.active = False
        ticket = self._create_ticket(team_id=team.id)
        self.assertFalse(ticket.level_id)
        level = self.programme.level_ids.create(
            {"name": "Late", "programme_id": self.programme.id, "team_id": team.id}
        )
        self.env.flush_all()
        self.assertEqual(ticket.level_id, level)

    def test_neighbours_follow_the_ranks(self):
        beside = self.l2.copy({"name": "L2 beside", "team_id": False})
        neighbours = {
            level: (level._get_previous(), level._get_next())
            for level in self.programme.level_ids
        }
        none = self.l1.browse()
        self.assertEqual(
            neighbours,
            {
                self.partner: (none, self.l1),
                self.l1: (self.partner, self.l2),
                self.l2: (self.l1, self.l3),
                beside: (self.l1, self.l3),
                self.l3: (self.l2, none),
            },
        )


@tagged("post_install", "-at_install")
class TestLevelHistory(LevelCommon):
    """Where a ticket was, since when, and who moved it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-23 04:30:00"):  # Monday
            cls.ticket = cls._create_ticket()

    def test_first_stay_begins_with_the_ticket(self):
        self.assertRecordValues(
            self.ticket.level_stay_ids,
            [
                {
                    "level_id": self.l1.id,
                    "team_id": self.team.id,
                    "user_id": self.env.uid,
                    "date_from": datetime(2026, 11, 23, 4, 30),
                    "date_to": False,
                    "direction": "first",
                }
            ],
        )

    def test_each_move_ends_a_stay_and_begins_one(self):
        with freeze_time("2026-11-23 06:30:00"):  # Monday
            self.ticket.level_id = self.l3
        with freeze_time("2026-11-24 06:30:00"):  # Tuesday
            self.ticket.level_id = self.l2
        first, second, third = self.ticket.level_stay_ids
        self.assertEqual(first.date_to, second.date_from)
        self.assertEqual(second.date_to, third.date_from)
        self.assertEqual(
            self._get_stays(self.ticket),
            [("L1", "first"), ("L3", "up"), ("L2", "back")],
        )
        self.assertEqual(self.ticket.level_date, third.date_from)

    def test_move_by_another_team_is_recorded(self):
        self.ticket.team_id = self.team_l2
        self.assertEqual(self._get_stays(self.ticket), [("L1", "first"), ("L2", "up")])

    def test_move_to_another_programme_is_recorded(self):
        self.ticket.write(
            {"deployment_id": False, "programme_id": self.other_programme.id}
        )
        self.assertEqual(
            self._get_stays(self.ticket), [("L1", "first"), ("L1", "first")]
        )

    def test_move_to_a_level_of_the_same_rank_is_across(self):
        beside = self.l1.copy({"name": "L1 beside", "team_id": self.team_l2.id})
        self.ticket.level_id = beside
        self.assertEqual(self.ticket.level_stay_ids[1].direction, "across")

    def test_other_changes_are_not_recorded(self):
        self.ticket.write({"user_id": self.user_l1.id, "level_id": self.l1.id})
        self.ticket.impact_id = self.impacts["high"]
        self.assertEqual(self._get_stays(self.ticket), [("L1", "first")])

    def test_copy_has_a_history_of_its_own(self):
        self.ticket.level_id = self.l2
        self.assertEqual(self._get_stays(self.ticket.copy()), [("L2", "first")])

    def test_recording_costs_three_queries_for_any_number(self):
        tickets = self.env["helpdesk.ticket"].union(
            *(self._create_ticket() for _number in range(20))
        )
        self.env.flush_all()
        tickets.mapped("level_stay_ids.level_id.programme_id")
        field = tickets._fields["level_id"]
        for ticket in tickets:
            field._insert_cache(ticket.browse(), [])
            field._update_cache(ticket, self.l2.id)
        # one update, one insert, and the teams' and levels' names
        with self.assertQueryCount(3):
            tickets._record_levels()
            tickets.level_stay_ids.flush_recordset()

    def test_with_egov_since_the_first_of_its_levels(self):
        self.l2.is_egov = True
        with freeze_time("2026-11-23 06:30:00"):  # Monday
            self.ticket.level_id = self.l2
        with freeze_time("2026-11-24 06:30:00"):  # Tuesday
            self.ticket.level_id = self.l3
        self.assertEqual(str(self.ticket.egov_date), "2026-11-23 06:30:00")

    def test_not_with_egov_when_handed_back(self):
        self.ticket.level_id = self.l3
        self.ticket.level_id = self.l1
        self.assertFalse(self.ticket.egov_date)

    def test_queue_has_the_open_tickets_of_each_programme(self):
        self.other_l1.is_egov = True
        other = self._create_ticket(team_id=self.other_team.id, deployment_id=False)
        self.ticket.level_id = self.l3
        closed = self._create_ticket(
            level_id=self.l3.id,
            stage_id=self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done").id,
        )
        at_l1 = self._create_ticket()
        action = self.env.ref("digit_support.helpdesk_ticket_action_egov")
        queue = self.env["helpdesk.ticket"].search(
            [("level_id.is_egov", "=", True), ("closed", "=", False)]
        )
        self.assertIn("level_id.is_egov", action.domain)
        self.assertEqual(
            queue & (other | self.ticket | closed | at_l1), other | self.ticket
        )


@tagged("post_install", "-at_install")
class TestHandover(LevelCommon):
    """An operator hands a ticket up, an engineer hands it back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket()

    def _hand_over(self, user, direction, **vals):
        ticket = self.ticket.with_user(user)
        action = getattr(ticket, f"action_hand_{direction}")()
        return (
            self.env[action["res_model"]]
            .with_user(user)
            .with_context(**action["context"])
            .create({"reason": "Needs a patch", **vals})
            .action_hand_over()
        )

    def test_up_goes_to_the_next_level(self):
        self._hand_over(self.user_l1, "up")
        self.assertEqual(
            (self.ticket.level_id, self.ticket.team_id), (self.l2, self.team_l2)
        )

    def test_back_goes_to_the_one_before(self):
        self.ticket.level_id = self.l3
        self._hand_over(self.user_l3, "back")
        self.assertEqual(self.ticket.level_id, self.l2)

    def test_level_may_be_chosen(self):
        self._hand_over(self.user_l1, "up", level_id=self.l3.id)
        self.assertEqual(self.ticket.level_id, self.l3)

    def test_reason_is_in_the_history(self):
        self._hand_over(self.user_l1, "up")
        stay = self.ticket.level_stay_ids[-1]
        self.assertEqual((stay.reason, stay.user_id), ("Needs a patch", self.user_l1))

    def test_reason_is_a_note_that_the_partner_does_not_see(self):
        self._hand_over(self.user_l1, "up")
        note = self.ticket.message_ids.filtered(lambda m: "patch" in (m.body or ""))
        self.assertTrue(note.subtype_id.internal)
        self.assertEqual(note.author_id, self.user_l1.partner_id)

    def test_reason_is_plain_text(self):
        self._hand_over(self.user_l1, "up", reason="<b>x</b>")
        note = self.ticket.message_ids.filtered(lambda m: "Handed" in (m.body or ""))
        self.assertIn("&lt;b&gt;", note.body)

    def test_operator_still_sees_what_they_handed_up(self):
        self._hand_over(self.user_l1, "up")
        self.env.invalidate_all()
        ticket = self.ticket.with_user(self.user_l1)
        self.assertTrue(ticket.has_access("read"))
        self.assertEqual(ticket.level_stay_ids[-1].level_id, self.l2)

    def test_no_level_above_the_last(self):
        self.ticket.level_id = self.l3
        self.assertFalse(self.ticket.with_user(self.user_l3).next_level_id)

    def test_ticket_of_another_team_cannot_be_handed_over(self):
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.user_l3)._hand_over(self.l3, "Mine")

    def test_ticket_from_before_the_levels_is_handed_to_the_first(self):
        self.ticket.level_id = False
        self.assertEqual(self.ticket.next_level_id, self.partner)


@tagged("post_install", "-at_install")
class TestLevelAccess(LevelCommon):
    """Who sees and changes what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket()
        cls.other_operator = new_test_user(
            cls.env,
            login="other_l1",
            groups="digit_support.digit_support_group_l1",
        )
        cls.other_team.user_ids = cls.other_operator

    def test_operator_does_not_see_another_programmes_tickets(self):
        other = self._create_ticket(team_id=self.other_team.id, deployment_id=False)
        Ticket = self.env["helpdesk.ticket"]
        both = [("id", "in", (self.ticket | other).ids)]
        self.assertEqual(Ticket.with_user(self.user_l1).search(both), self.ticket)
        self.assertEqual(Ticket.with_user(self.other_operator).search(both), other)

    def test_operator_does_not_see_another_programmes_history(self):
        stays = self.ticket.level_stay_ids.with_user(self.other_operator)
        self.assertFalse(stays.search([("id", "in", stays.ids)]))
        with self.assertRaises(AccessError):
            stays.read(["reason"])

    def test_operator_reads_the_history_of_their_tickets(self):
        stays = self.ticket.level_stay_ids.with_user(self.user_l1)
        self.assertEqual(stays.search([("id", "in", stays.ids)]), stays)
        self.assertEqual(stays.level_id, self.l1)

    def test_nobody_writes_the_history(self):
        for user in (self.user_l1, self.user_operations, self.user_admin):
            stay = self.ticket.level_stay_ids.with_user(user)
            for operation in ("create", "write", "unlink"):
                self.assertFalse(stay.has_access(operation), user.login)

    def test_history_is_not_for_partners(self):
        stays = self.ticket.level_stay_ids.with_user(self.asha)
        self.assertFalse(stays.has_access("read"))
        with self.assertRaises(UserError):
            self.ticket.with_user(self.asha).read(["level_stay_ids"])

    def test_levels_are_set_up_by_administrators(self):
        for user in (self.user_l1, self.user_operations):
            with self.assertRaises(AccessError):
                self.l1.with_user(user).name = "Mine"
        self.l1.with_user(self.user_admin).name = "First line"
        self.assertEqual(self.l1.with_user(self.user_l1).name, "First line")

    def test_partner_is_told_who_has_it(self):
        [values] = self.ticket.with_user(self.asha).read(["level_id"])
        self.assertEqual(values["level_id"][1], "L1")
