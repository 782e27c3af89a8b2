from datetime import timedelta
from itertools import product

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..tools.state import FACTS, STATES
from .common import DigitSlaCommon

STATUSES = ("none", "running", "paused", "stopped", "met", "breached")
# at what distance of now, in seconds, the deadline and the risk are; None: nowhere
DISTANCES = (-1, 0, 1, None)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 04:30:00")  # Monday, 10:00 in India
class TestStateSql(DigitSlaCommon):
    """The state of clocks and tickets: computed, searched and grouped by one rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.team.id)
        cls.facts = [
            (status, cls._get_moment(deadline), cls._get_moment(risk))
            for status, deadline, risk in product(STATUSES, DISTANCES, DISTANCES)
        ]

    @classmethod
    def _get_moment(cls, distance):
        now = fields.Datetime.now()
        return None if distance is None else now + timedelta(seconds=distance)

    def _create_clocks(self):
        """A clock for each of the facts, whatever events they might come from."""
        rows = SQL(", ").join(
            SQL("(%s, 'update', %s, %s, %s, %s)", self.ticket.id, cycle, *facts)
            for cycle, facts in enumerate(self.facts)
        )
        columns = SQL(", ").join(map(SQL.identifier, FACTS))
        ids = self.env.execute_query(
            SQL(
                "INSERT INTO digit_sla_clock (ticket_id, metric, cycle, %s) VALUES %s"
                " RETURNING id",
                columns,
                rows,
            )
        )
        return self._as_agent("digit.sla.clock", [row[0] for row in ids])

    def _create_tickets(self):
        """A ticket for each of the facts that a ticket can have."""
        possible = [facts for facts in self.facts if facts[0] != "stopped"]
        tickets = self.env["helpdesk.ticket"].create(
            [{"name": "T", "description": "T", "team_id": self.team.id}] * len(possible)
        )
        for ticket, facts in zip(tickets, possible, strict=True):
            ticket.write(dict(zip([f"sla_{f}" for f in FACTS], facts, strict=True)))
        return self._as_agent("helpdesk.ticket", tickets.ids)

    def _as_agent(self, model, ids):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[model].with_user(self.user_l1).browse(ids)

    def _assert_one_rule(self, records, field):
        domain = [("id", "in", records.ids)]
        grouped = dict(records._read_group(domain, [field], ["id:recordset"]))
        for state in STATES:
            computed = records.filtered(lambda r, state=state: r[field] == state)
            self.assertTrue(computed, state)
            self.assertEqual(records.search([*domain, (field, "=", state)]), computed)
            self.assertEqual(grouped.pop(state), computed)
        # what nobody can be: a record that runs and has one of its two moments only
        self.assertFalse(grouped.get(False, records.browse()).filtered(field))

    def test_clock_is_computed_searched_and_grouped_alike(self):
        self._assert_one_rule(self._create_clocks(), "state")

    def test_ticket_is_computed_searched_and_grouped_alike(self):
        self._assert_one_rule(self._create_tickets(), "sla_state")

    def test_client_may_group_by_the_state(self):
        for model, field in (
            ("helpdesk.ticket", "sla_state"),
            ("digit.sla.clock", "state"),
        ):
            Model = self.env[model].with_user(self.user_l1)
            found = Model.fields_get([field], ["groupable", "readonly"])[field]
            # readonly: no card can be dragged into another state
            self.assertEqual(found, {"groupable": True, "readonly": True})

    def test_kanban_shows_every_state_the_worst_first(self):
        Ticket = self.env["helpdesk.ticket"].with_user(self.user_l1)
        groups = Ticket.with_context(read_group_expand=True).formatted_read_group(
            [("id", "=", self.ticket.id)], ["sla_state"], ["__count"]
        )
        self.assertEqual(
            [(group["sla_state"], group["__count"]) for group in groups],
            [
                ("breached", 0),
                ("at_risk", 0),
                ("running", 1),
                ("paused", 0),
                ("met", 0),
                ("none", 0),
            ],
        )

    def test_group_opens_what_it_counted(self):
        Ticket = self.env["helpdesk.ticket"].with_user(self.user_l1)
        (group,) = Ticket.formatted_read_group(
            [("id", "=", self.ticket.id)], ["sla_state"]
        )
        self.assertEqual(Ticket.search(group["__extra_domain"]), self.ticket)
