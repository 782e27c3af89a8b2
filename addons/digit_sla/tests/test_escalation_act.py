from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common_escalation import EscalationCommon

CANARY = "canary-of-the-inside"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 07:30:00")  # Monday, 13:00 in India
class TestEscalationAct(EscalationCommon):
    """What steps do, on a P1 of which three quarters of the time are used up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_due()

    @classmethod
    def _create_due(cls, **vals):
        with freeze_time("2026-11-23 04:30:00"):  # 10:00
            return cls._create_p1(team_id=cls.team.id, **vals)

    def _act(self, **vals):
        """The task of the step, which is and does what ``vals`` say."""
        if vals:
            self.step.write(vals)
        self._run_job()
        return self._get_tasks(self.ticket)

    # ---------------------------------------------------
    # Whom it tells, and how
    # ---------------------------------------------------

    def test_everybody_who_is_named_is_told(self):
        self.ticket.user_id = self.user_l2
        task = self._act(
            notify_assignee=True,
            notify_team=True,
            user_ids=[Command.set(self.user_admin.ids)],
        )
        self.assertEqual(
            task.notified_user_ids,
            self.user_l1 | self.user_l2 | self.user_l3 | self.user_admin,
        )

    def test_told_in_the_inbox_whatever_the_user_prefers(self):
        self.user_l3.notification_type = "email"
        self._act()
        self.assertEqual(
            self._get_told(self.ticket), [(self.user_l3.partner_id, "inbox")]
        )

    def test_mail_waits_in_the_queue(self):
        self._act(by_inbox=False, by_mail=True)
        self.assertEqual(
            self._get_told(self.ticket), [(self.user_l3.partner_id, "email")]
        )
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "=", self.user_l3.partner_id.id)]
        )
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("auto-generated", mail.headers)
        self.assertIn("/ticket/escalation/", mail.body_html)

    def test_by_inbox_and_by_mail_are_two_messages(self):
        self._act(by_mail=True)
        self.assertEqual(
            [way for _partner, way in self._get_told(self.ticket)], ["inbox", "email"]
        )

    def test_who_has_no_address_is_told_in_the_inbox(self):
        self.user_l3.email = False
        self._act(by_inbox=False, by_mail=True)
        self.assertEqual(
            self._get_told(self.ticket), [(self.user_l3.partner_id, "inbox")]
        )

    def test_activity_is_there_until_somebody_takes_care(self):
        task = self._act(by_inbox=False, by_activity=True)
        self.assertEqual(self.ticket.activity_ids.user_id, self.user_l3)
        self.assertFalse(self._get_told(self.ticket))
        task.with_user(self.user_l3).action_acknowledge()
        self.assertFalse(self.ticket.activity_ids)

    def test_channel_is_told(self):
        channel = self.env["discuss.channel"]._create_channel("War room", None)
        self._act(channel_id=channel.id)
        message = channel.message_ids.filtered(lambda m: m.message_type == "comment")
        self.assertIn(self.ticket.severity_id.display_name, message.body)
        self.assertNotIn("/ticket/escalation/", message.body)

    def test_a_note_tells_what_was_done(self):
        self._act()
        note = self.ticket.message_ids.filtered(lambda m: "Told:" in (m.body or ""))
        self.assertTrue(note.is_internal)
        self.assertIn(self.user_l3.name, note.body)

    # ---------------------------------------------------
    # Always somebody
    # ---------------------------------------------------

    def test_empty_role_goes_to_the_last_resort(self):
        self.assertFalse(self.ticket.user_id)
        task = self._act(notify_team_lead=False, notify_assignee=True)
        self.assertEqual(task.notified_user_ids, self.user_operations)

    def test_who_has_left_is_not_told(self):
        self.user_l3.active = False
        self.assertEqual(self._act().notified_user_ids, self.user_operations)

    def test_who_is_out_of_office_is_not_told(self):
        self.user_l3.write(
            {
                "out_of_office_from": datetime(2026, 11, 20),  # Friday
                "out_of_office_to": datetime(2026, 11, 27),
            }
        )
        self.assertEqual(self._act().notified_user_ids, self.user_operations)

    def test_who_is_there_is_enough(self):
        self.user_l3.active = False
        task = self._act(user_ids=[Command.set(self.user_l1.ids)])
        self.assertEqual(task.notified_user_ids, self.user_l1)

    def test_last_resort_that_has_left_gives_way_to_another_manager(self):
        self.user_l3.active = False
        other = new_test_user(
            self.env, "manager", "digit_support.digit_support_group_operations"
        )
        self.user_operations.active = False
        told = self._act().notified_user_ids
        self.assertEqual(len(told), 1)
        self.assertTrue(told.has_group("digit_support.digit_support_group_operations"))
        self.assertTrue(other.active and told.active)

    def test_portal_user_is_no_last_resort(self):
        with self.assertRaisesRegex(ValidationError, "portal user"):
            self.escalation.last_resort_id = self.asha

    # ---------------------------------------------------
    # What else it does
    # ---------------------------------------------------

    def test_severity_is_raised_and_tells_why(self):
        self.ticket.write({"urgency_id": self.urgencies["low"].id})
        self._act(raise_severity=True, share=10, since="2026-11-02 03:30:00")
        self.assertEqual(self.ticket.severity_id, self.p1)
        self.assertIn("10 %", self.ticket.severity_reason)

    def test_highest_severity_stays(self):
        task = self._act(raise_severity=True)
        self.assertEqual((task.state, self.ticket.severity_id), ("done", self.p1))
        self.assertIn("highest severity", task.outcome)

    def test_handed_up_to_the_next_level(self):
        levels = self.env["digit.support.level"].create(
            [
                {
                    "name": name,
                    "programme_id": self.programme.id,
                    "sequence": sequence,
                    "team_id": team.id,
                }
                for name, sequence, team in (
                    ("L1", 10, self.team),
                    ("L2", 20, self.team.copy({"name": "Second"})),
                )
            ]
        )
        self.assertEqual(self.ticket.level_id, levels[0])
        task = self._act(hand_up=True)
        self.assertEqual(self.ticket.level_id, levels[1])
        self.assertIn("L2", task.outcome)

    def test_highest_level_keeps_it(self):
        self.assertIn("highest level", self._act(hand_up=True).outcome)

    def test_reassigned(self):
        self._act(reassign_user_id=self.user_l1.id)
        self.assertEqual(self.ticket.user_id, self.user_l1)

    def test_reassigned_to_the_last_resort_when_that_person_has_left(self):
        self.user_l1.active = False
        self._act(reassign_user_id=self.user_l1.id)
        self.assertEqual(self.ticket.user_id, self.user_operations)

    def test_server_action_runs_on_the_ticket(self):
        self._act(action_ids=[Command.set(self._create_action("Renamed").ids)])
        self.assertEqual(self.ticket.name, "Renamed")

    def _create_action(self, name):
        return self.env["ir.actions.server"].create(
            {
                "name": "Rename",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "state": "code",
                "code": f"for record in records: record.write({{'name': '{name}'}})",
            }
        )

    # ---------------------------------------------------
    # Outside
    # ---------------------------------------------------

    def test_reporter_is_told_what_is_meant_for_them(self):
        self._act(partner_message="A specialist looks at it now.")
        message = self.ticket.message_ids.filtered(
            lambda message: "A specialist" in (message.body or "")
        )
        self.assertFalse(message.is_internal)
        self.assertEqual(message.notified_partner_ids, self.asha.partner_id)
        self.assertFalse(self.ticket.clock_ids.reached_date)

    def test_nobody_outside_gets_internal_words(self):
        role = self.env["digit.contact.role"].create({"name": "SPOC"})
        self.tejas.partner_id.contact_role_ids = role
        self.chitra.partner_id.contact_role_ids = role  # of another State
        self.ticket.write(
            {"severity_id": self.p2.id, "severity_reason": CANARY, "user_id": False}
        )
        self.user_l3.name = CANARY
        self.team.name = CANARY
        self.ticket.message_post(body=CANARY)
        with freeze_time("2026-11-02 03:30:00"):
            self.step.write({"share": 1, "since": "2026-11-02 03:30:00"})
        self._act(
            contact_role_ids=[Command.set(role.ids)],
            partner_message="Still on it.",
            by_mail=True,
            raise_severity=True,
        )
        outside = (self.asha | self.tejas | self.chitra | self.balbir).partner_id
        mails = self.env["mail.mail"].search([("recipient_ids", "in", outside.ids)])
        self.assertEqual(
            mails.recipient_ids, (self.asha | self.tejas).partner_id
        )
        for mail in mails:
            self.assertNotIn(CANARY, f"{mail.subject} {mail.body_html} {mail.body}")

    # ---------------------------------------------------
    # Failures
    # ---------------------------------------------------

    def _break(self, ticket):
        """Have what the step does fail on ``ticket`` alone."""
        Ticket = type(self.env["helpdesk.ticket"])
        original = Ticket._get_next_severity

        def fail(record):
            if record == ticket:
                raise ValueError("broken on purpose")
            return original(record)

        self.step.raise_severity = True
        return patch.object(Ticket, "_get_next_severity", fail)

    def test_one_that_fails_harms_only_itself(self):
        others = self._create_due() | self._create_due()
        with self._break(self.ticket):
            self._run_job()
        self.assertEqual(
            others.escalation_task_ids.mapped("state"), ["done", "done"]
        )
        self.assertRecordValues(
            self._get_tasks(self.ticket),
            [
                {
                    "state": "planned",
                    "attempts": 1,
                    "error": "broken on purpose",
                    "run_date": datetime(2026, 11, 23, 7, 31),
                    "notified_user_ids": [],
                }
            ],
        )
        self.assertFalse(self._get_told(self.ticket))

    def test_what_failed_is_tried_again_later_and_later(self):
        with self._break(self.ticket):
            for moment in ("07:30:00", "07:31:00", "07:32:00", "07:33:00", "07:36:00"):
                self._run_job(moment)
        task = self._get_tasks(self.ticket)
        self.assertEqual(task.attempts, 3)
        self.assertEqual(task.run_date, datetime(2026, 11, 23, 7, 37))
        self._run_job("07:37:00")
        self.assertEqual((task.state, task.delay), ("done", 7 * 60))
        self.assertEqual(len(self._get_told(self.ticket)), 2)  # the failure, and it

    def test_last_resort_is_told_after_three_tries(self):
        with self._break(self.ticket):
            for moment in ("07:30:00", "07:31:00"):
                self._run_job(moment)
            self.assertFalse(self._get_told(self.ticket))
            self._run_job("07:33:00")
        self.assertEqual(
            self._get_told(self.ticket), [(self.user_operations.partner_id, "inbox")]
        )

    def test_given_up_after_many_tries(self):
        with self._break(self.ticket):
            self._run_job()
            task = self._get_tasks(self.ticket)
            task.attempts = 11
            self._run_job("07:31:00")
        self.assertEqual((task.state, task.run_date), ("failed", False))

    def test_what_failed_is_not_done_when_nobody_waits_for_it_any_more(self):
        with self._break(self.ticket):
            self._run_job()
        self._reply(self.ticket, self.user_l1)
        self._run_job("07:31:00")
        task = self._get_tasks(self.ticket)
        self.assertEqual((task.state, task.attempts), ("cancelled", 1))

    def test_what_failed_waits_while_the_ticket_waits(self):
        with self._break(self.ticket):
            self._run_job()
        self.ticket.stage_id = self.stage_waiting
        self._run_job("07:31:00")
        task = self._get_tasks(self.ticket)
        self.assertEqual((task.state, task.attempts), ("planned", 1))
        self.ticket.stage_id = self.stage_progress
        self._run_job("07:36:00")
        self.assertEqual(task.state, "done")

    # ---------------------------------------------------
    # On demand, and taking care
    # ---------------------------------------------------

    def _create_matrix(self):
        self.env["digit.escalation.contact"].create(
            [
                {
                    "programme_id": self.programme.id,
                    "rank": rank,
                    "name": name,
                    "user_id": user.id,
                }
                for rank, name, user in (
                    (1, "Lead", self.env["res.users"]),
                    (2, "Manager", self.user_operations),
                )
            ]
        )

    def test_on_demand_the_levels_of_the_matrix_are_called_one_after_another(self):
        self._create_matrix()
        ticket = self.ticket.with_user(self.user_l1)
        tasks = [ticket._escalate("Citizens queue up.") for _number in range(3)]
        self.assertEqual(
            [task.notified_user_ids for task in tasks],
            [self.user_l3, self.user_operations, self.user_operations],
        )
        self.assertRecordValues(
            tasks[0],
            [
                {
                    "origin": "agent",
                    "requested_by_id": self.user_l1.id,
                    "reason": "Citizens queue up.",
                    "state": "done",
                    "rank": 1,
                }
            ],
        )
        self.assertEqual(
            self._get_told(self.ticket)[:2],
            [(self.user_l3.partner_id, way) for way in ("inbox", "email")],
        )

    def test_on_demand_without_a_matrix_the_last_resort_is_called(self):
        task = self.ticket.with_user(self.user_l1)._escalate("Urgent.")
        self.assertEqual(task.notified_user_ids, self.user_operations)

    def test_on_demand_it_does_not_keep_the_steps_from_acting(self):
        self.ticket._escalate("Urgent.")
        self._run_job()
        self.assertEqual(len(self._get_tasks(self.ticket)), 2)

    def test_who_takes_care_is_noted(self):
        task = self._act()
        self.ticket.with_user(self.user_l1).action_acknowledge()
        self.assertEqual(task.acknowledged_by_id, self.user_l1)
        self.assertEqual(self.ticket.clock_ids.acknowledged_date, datetime(2026, 11, 23, 7, 30))
        self.assertIn("takes care", self.ticket.message_ids[0].body)

    def test_nobody_takes_care_of_tickets_that_they_may_not_change(self):
        task = self._act()
        for user in (self.asha, self.balbir):
            with self.assertRaises(AccessError):
                task.with_user(user).action_acknowledge()
        self.assertFalse(task.acknowledged_date)

    def test_link_of_a_mail_names_task_and_user_and_dies(self):
        task = self._act()
        url = task._get_acknowledge_url(self.user_l3)
        token = url.rpartition("/")[2].partition("?")[0]
        Task = self.env["digit.escalation.task"]
        self.assertEqual(Task._get_by_link(token), (task, self.user_l3))
        self.assertFalse(Task._get_by_link(token[:-2] + "xx")[0])
        self.user_l3.active = False
        self.assertFalse(Task._get_by_link(token)[0])

    def test_nobody_writes_tasks_by_hand(self):
        task = self._act()
        for user in (self.user_l1, self.user_operations, self.user_admin, self.asha):
            with self.assertRaises(AccessError):
                task.with_user(user).write({"state": "cancelled"})
            with self.assertRaises(AccessError):
                task.with_user(user).unlink()

    def test_partners_read_no_tasks(self):
        self._act()
        for user in (self.asha, self.tejas):
            with self.assertRaises(AccessError):
                self.env["digit.escalation.task"].with_user(user).search([])
