from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..models.digit_sla_clock import aware
from ..tools import clock as core
from ..tools.what_if import judge

BATCH = 500
# How many of the clocks that change are listed.
MAX_LINES = 200


class DigitSlaPolicyTest(models.TransientModel):
    """What a policy would have made of past tickets. Nothing of them is changed."""

    _name = "digit.sla.policy.test"
    _description = "Test of an SLA Policy"

    policy_id = fields.Many2one("digit.sla.policy", required=True, ondelete="cascade")
    months = fields.Integer(
        default=3, required=True, help="How far back, from today on."
    )
    is_done = fields.Boolean(readonly=True)
    clock_count = fields.Integer(string="Promises Looked at", readonly=True)
    change_count = fields.Integer(string="Would Change", readonly=True)
    adherence_before = fields.Float(string="In Time as It Was (%)", readonly=True)
    adherence_after = fields.Float(
        string="In Time under This Policy (%)", readonly=True
    )
    line_ids = fields.One2many("digit.sla.policy.test.line", "test_id", readonly=True)

    is_decided = fields.Boolean(
        readonly=True, help="Whether any of the promises is met or broken."
    )

    _months_in_range = models.Constraint(
        "CHECK (months BETWEEN 1 AND 120)", "Look back 1 to 120 months."
    )

    def action_test(self):
        self.ensure_one()
        verdicts = list(self._iter_verdicts(fields.Datetime.now()))
        changes = [found for found in verdicts if found[1] != found[2]]
        self.write(
            {
                "is_done": True,
                "is_decided": any(before or after for _id, before, after in verdicts),
                "clock_count": len(verdicts),
                "change_count": len(changes),
                "adherence_before": self._get_adherence(v[1] for v in verdicts),
                "adherence_after": self._get_adherence(v[2] for v in verdicts),
                "line_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {"clock_id": clock_id, "before": before, "after": after}
                        )
                        for clock_id, before, after in changes[:MAX_LINES]
                    ),
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Test of %(policy)s", policy=self.policy_id.name),
        }

    @api.model
    def _get_adherence(self, verdicts):
        """Percent met of what is decided; what is not decided does not count."""
        decided = [verdict for verdict in verdicts if verdict]
        return 100 * decided.count(core.MET) / len(decided) if decided else 0

    def _iter_verdicts(self, now):
        """(clock id, verdict as it was, verdict under the policy), memory flat."""
        Clock = self.env["digit.sla.clock"]
        domain = Domain("ticket_id.programme_id", "=", self.policy_id.programme_id.id)
        domain &= Domain("started", ">=", now - relativedelta(months=self.months))
        narrower = self.policy_id._find_narrower()
        last_id = 0
        while clocks := Clock.search(
            domain & Domain("id", ">", last_id), order="id", limit=BATCH
        ):
            last_id = clocks[-1].id
            for clock in clocks:
                ticket = clock.ticket_id
                if self.policy_id._covers_ticket(ticket) and not any(
                    policy._is_applicable(ticket) for policy in narrower
                ):
                    yield clock.id, self._get_verdict(clock), self._judge(clock, now)
            clocks.event_ids.invalidate_recordset()
            clocks.invalidate_recordset()

    @api.model
    def _get_verdict(self, clock):
        """What became of ``clock``; False while it is not decided."""
        return clock.state if clock.state in core.SETTLED else False

    def _judge(self, clock, now):
        targets = self.policy_id._get_targets(clock.ticket_id.severity_id)
        target = targets.get(clock.metric)
        if not target:
            return False
        starts = [
            (aware(moment), target._get_schedule(level)._get_hours())
            for _kind, moment, level in clock.ticket_id._get_promise_starts(
                target, clock.started
            )
        ]
        events = clock.event_ids._to_core()
        return judge(events, target.budget, starts, aware(now)) or False


class DigitSlaPolicyTestLine(models.TransientModel):
    """A promise of which another policy would have made something else."""

    _name = "digit.sla.policy.test.line"
    _description = "Change by an SLA Policy"

    test_id = fields.Many2one(
        "digit.sla.policy.test", required=True, ondelete="cascade"
    )
    clock_id = fields.Many2one("digit.sla.clock", required=True, ondelete="cascade")
    ticket_id = fields.Many2one(related="clock_id.ticket_id")
    metric = fields.Selection(related="clock_id.metric")
    before = fields.Selection(
        [(core.MET, "In time"), (core.BREACHED, "Late")], string="As It Was"
    )
    after = fields.Selection(
        [(core.MET, "In time"), (core.BREACHED, "Late")], string="Under This Policy"
    )
