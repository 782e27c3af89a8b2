from datetime import datetime

from odoo import fields
from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.digit_sla.models.digit_sla_clock import naive
from odoo.addons.digit_sla.tools import clock as core

from ..tools.player import Player
from ..tools.time_travel import moved_to
from ..tools.week import WEEK

NOW = datetime(2026, 11, 25, 8, 30)  # Wednesday, 14:00 in India, 10:30 in Maputo


@tagged("post_install", "-at_install")
class TestWeek(TransactionCase):
    """The week as it looks in the moment in which it is played.

    It is played on top of a database that has tickets already.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Ticket = cls.env["helpdesk.ticket"]
        cls.own = Ticket.create(
            {"name": "Our own", "description": "Ours", "user_id": False}
        )
        cls.own_date = cls.own.write_date
        cls.mails = cls.env["mail.mail"].search([("state", "=", "outgoing")])
        player = Player(cls.env, NOW)
        player.play(WEEK)
        cls.tickets = Ticket.union(*player.tickets.values())
        cls.moments = player._get_agenda(WEEK)
        cls.env.invalidate_all()

    def test_other_tickets_stay_as_they_are(self):
        self.assertNotIn(self.own, self.tickets)
        self.assertEqual(self.own.write_date, self.own_date)

    def test_the_time_spent_is_entered_by_who_worked(self):
        entries = self.tickets.time_entry_ids
        self.assertGreater(len(entries.organisation_id), 3)
        self.assertFalse(entries.user_id.filtered("share"))

    def test_reporters_say_how_satisfied_they_are(self):
        ratings = self.tickets.digit_rating_ids
        self.assertEqual(
            set(ratings.mapped("answer")), {"satisfied", "partly", "dissatisfied"}
        )
        self.assertEqual(len(ratings.programme_id), 3)
        self.assertTrue(ratings.entered_by_id)
        for rating in ratings:
            self.assertTrue(rating.ticket_id.closed)
            self.assertLess(rating.ticket_id.closed_date, rating.date)

    def test_all_states_are_there(self):
        with freeze_time(NOW):
            states = self.tickets.mapped("sla_state")
        self.assertEqual(
            set(states),
            {"none", "running", "paused", "at_risk", "breached", "met"},
        )

    def test_states_count_as_they_are_searched(self):
        with freeze_time(NOW):
            for state in ("running", "at_risk", "breached"):
                found = self.tickets.search(
                    [("sla_state", "=", state), ("id", "in", self.tickets.ids)]
                )
                self.assertEqual(
                    found,
                    self.tickets.filtered(lambda t, s=state: t.sla_state == s),
                )

    def test_all_stages_are_there(self):
        for name in (
            "new",
            "in_progress",
            "awaiting",
            "done",
            "cancelled",
            "rejected",
        ):
            stage = self.env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}")
            self.assertIn(stage, self.tickets.stage_id)

    def test_all_channels_are_there(self):
        for name in ("web", "email", "phone"):
            channel = self.env.ref(f"helpdesk_mgmt.helpdesk_ticket_channel_{name}")
            self.assertIn(channel, self.tickets.channel_id)

    def test_resolved_ones_tell_how(self):
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        resolved = self.tickets.filtered(lambda ticket: ticket.stage_id == done)
        self.assertTrue(all(resolved.mapped("resolution_kind")))

    def test_verdict_on_a_closed_ticket_is_of_its_time(self):
        for ticket in self.tickets.filtered("closed"):
            self.assertLessEqual(ticket.entitlement_date, ticket.closed_date.date())

    def test_someone_overruled_a_severity_and_said_why(self):
        overruled = self.tickets.filtered("severity_overruled")
        self.assertTrue(overruled)
        self.assertTrue(all(overruled.mapped("severity_reason")))

    def test_answered_late_and_not_at_all(self):
        breached = self.tickets.clock_ids.filtered(lambda c: c.status == "breached")
        self.assertTrue(breached.filtered("reached_date"))
        self.assertTrue(breached.filtered(lambda clock: not clock.reached_date))

    def test_clocks_are_what_their_events_say(self):
        self.assertGreaterEqual(len(self.tickets.clock_ids), 40)
        for clock in self.tickets.clock_ids:
            figures = core.replay(clock.event_ids._to_core())
            self.assertRecordValues(
                clock,
                [
                    {
                        "status": figures.status,
                        "started": naive(figures.started),
                        "deadline": naive(figures.deadline),
                        "risk_date": naive(figures.risk),
                        "reached_date": naive(figures.reached),
                        "consumed": figures.consumed,
                    }
                ],
            )

    def test_ledger_is_in_the_order_of_time(self):
        for clock in self.tickets.clock_ids:
            moments = clock.event_ids.sorted("id").mapped("moment")
            self.assertEqual(moments, sorted(moments))

    def test_ticket_looks_as_old_as_it_is(self):
        for ticket in self.tickets:
            self.assertEqual(ticket.create_date, ticket.sla_start_date)
            dates = [*ticket.message_ids.mapped("date"), ticket.last_stage_update]
            self.assertGreaterEqual(min(dates), ticket.create_date)
            self.assertLessEqual(max(dates), NOW)

    def test_week_is_a_week(self):
        first = min(moment for moment, _report, _step in self.moments)
        self.assertLess((NOW - first).days, 8)
        self.assertLessEqual(max(moment for moment, *_rest in self.moments), NOW)

    def test_agents_work_in_working_hours(self):
        for moment, report, step in self.moments:
            if step and report.programme != "hcm":
                # 9:00 to 18:00 in India
                self.assertTrue(3.5 <= moment.hour + moment.minute / 60 <= 12.5)
                self.assertLess(moment.weekday(), 5)

    def test_steps_partners_and_agents_escalated_each_in_time(self):
        tasks = self.tickets.escalation_task_ids
        self.assertEqual(set(tasks.mapped("origin")), {"step", "partner", "agent"})
        self.assertEqual(set(tasks.mapped("state")), {"done"})
        self.assertEqual(set(tasks.mapped("delay")), {0})

    def test_a_partners_escalation_is_taken_and_a_step_waits(self):
        tasks = self.tickets.escalation_task_ids
        partner = tasks.filtered(lambda task: task.origin == "partner")
        kavya = self.env.ref("digit_demo.user_kavya")
        self.assertEqual(partner.acknowledged_by_id, kavya)
        self.assertTrue(tasks.filtered("is_waiting") & tasks.filtered("step_id"))

    def test_no_mail_is_left_to_leave(self):
        left = self.env["mail.mail"].search([("state", "=", "outgoing")])
        self.assertFalse(left - self.mails)

    def test_time_goes_on_as_before(self):
        with moved_to(self.env, NOW):
            self.assertEqual(self.env.cr.now(), NOW)
            self.assertEqual(fields.Date.today(), NOW.date())
        before = datetime.now()
        self.own.message_post(body="Now")
        self.assertGreaterEqual(
            self.own.message_ids[0].date, before.replace(microsecond=0)
        )
