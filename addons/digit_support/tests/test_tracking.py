from odoo.tests import tagged

from .common import DigitSupportCommon


@tagged("post_install", "-at_install")
class TestTracking(DigitSupportCommon):
    """What the chatter logs by itself of new and of changed tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.env["helpdesk.ticket"].create(
            [
                {"name": f"{n}", "description": "x", "team_id": cls.team.id}
                for n in "abc"
            ]
        )
        cls._flush_tracking()
        cls.stage = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")

    @classmethod
    def _flush_tracking(cls):
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def _get_logged(self, ticket):
        """What was logged of a ticket since it was made: sets of what changed."""
        self._flush_tracking()
        return [
            {
                (value.field_id.name, value.old_value_char, value.new_value_char)
                for value in message.tracking_value_ids
            }
            for message in ticket.message_ids.sorted("id")
            if message.tracking_value_ids
        ]

    def _move(self, tickets):
        tickets.with_user(self.user_l1).write({"stage_id": self.stage.id})
        self._flush_tracking()

    def test_a_mass_change_is_logged_on_each_ticket(self):
        former = self.tickets[0].stage_id.name
        self._move(self.tickets)
        for ticket in self.tickets:
            self.assertEqual(
                self._get_logged(ticket), [{("stage_id", former, self.stage.name)}]
            )
            self.assertEqual(ticket.message_ids[:1].author_id, self.user_l1.partner_id)

    def test_each_ticket_tells_what_it_was(self):
        self.tickets[0].stage_id = self.stage
        self._flush_tracking()
        waiting = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
        self.tickets.stage_id = waiting
        self.assertEqual(
            [self._get_logged(ticket)[-1] for ticket in self.tickets],
            [
                {("stage_id", former.name, waiting.name)}
                for former in (self.stage, self._get_first(), self._get_first())
            ],
        )

    def _get_first(self):
        return self.team._get_applicable_stages()[:1]

    def test_what_is_computed_of_what_is_written_is_logged(self):
        ticket = self.tickets[0]
        ticket.write({"impact_id": self.impacts["high"].id})
        names = {name for change in self._get_logged(ticket) for name, *_ in change}
        self.assertEqual(names, {"impact_id", "severity_id"})

    def test_a_mass_change_costs_no_queries_for_each_ticket(self):
        more = self.env["helpdesk.ticket"].create(
            [
                {"name": f"{number}", "description": "x", "team_id": self.team.id}
                for number in range(40)
            ]
        )
        self._flush_tracking()
        costs = []
        for tickets in (self.tickets, more):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._move(tickets)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0])

    def test_a_new_ticket_is_logged_where_nobody_is_to_be_told(self):
        for ticket in self.tickets:
            self.assertEqual(
                ticket.message_ids.subtype_id, self.env.ref("mail.mt_note")
            )

    def test_who_follows_the_team_is_told_of_a_new_ticket(self):
        created = self.env.ref("helpdesk_mgmt.hlp_tck_team_created")
        self.team.message_subscribe(self.user_l2.partner_id.ids, created.ids)
        ticket = self._create_ticket(team_id=self.team.id)
        message = ticket.message_ids.sorted("id")[:1]
        self.assertEqual(
            message.subtype_id, self.env.ref("helpdesk_mgmt.hlp_tck_created")
        )
        self.assertIn(self.user_l2.partner_id, message.notified_partner_ids)
