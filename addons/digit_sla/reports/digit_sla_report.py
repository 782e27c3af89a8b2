from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import clock as core
from ..tools.state import AT_RISK, NONE

HOUR = 3600

# What has ended, well or not: the rest does not count yet.
COUNTS = "Running, paused and stopped clocks do not count yet; updates count each."


class DigitSlaReport(models.Model):
    """What became of each promise: one row a clock."""

    _name = "digit.sla.report"
    _inherit = ["digit.access"]
    _description = "SLA Analysis"
    _access_field = "ticket_id"
    _auto = False
    _rec_name = "ticket_id"
    _order = "started desc, id desc"
    _depends = {
        "digit.sla.clock": [
            "ticket_id",
            "level_id",
            "target_id",
            "metric",
            "status",
            "started",
            "deadline",
            "risk_date",
            "reached_date",
            "consumed",
            "budget",
        ],
        "digit.sla.target": ["severity_id", "aim", "amount"],
        "helpdesk.ticket": [
            "active",
            "programme_id",
            "deployment_id",
            "commercial_partner_id",
            "team_id",
            "level_id",
            "severity_id",
            "closed_date",
        ],
    }

    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    programme_id = fields.Many2one("digit.programme", readonly=True)
    deployment_id = fields.Many2one("digit.deployment", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Organisation", readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    level_id = fields.Many2one(
        "digit.support.level",
        readonly=True,
        help="The level on reaching which the clock started; of other clocks, the one "
        "that has the ticket now.",
    )
    severity_id = fields.Many2one(
        "digit.severity",
        readonly=True,
        help="The one that the promise was made for: a P1 that was lowered after its "
        "answer counts as a P1.",
    )
    metric = fields.Selection(
        selection=lambda self: (
            self.env["digit.sla.target"]
            ._fields["metric"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    started = fields.Datetime(readonly=True)
    deadline = fields.Datetime(readonly=True)
    reached_date = fields.Datetime(string="Reached", readonly=True)
    result = fields.Selection(
        [
            (core.MET, "Met"),
            (core.BREACHED, "Breached"),
            (core.RUNNING, "Running"),
            (core.PAUSED, "Paused"),
            (core.STOPPED, "Stopped"),
        ],
        readonly=True,
        help="At this moment: a clock past its deadline is breached.",
    )
    met_count = fields.Integer(string="Met", readonly=True)
    breached_count = fields.Integer(string="Breached", readonly=True)
    adherence = fields.Float(
        string="In Time (% of Ended)",
        digits=(5, 1),
        aggregator="avg",
        readonly=True,
        help=f"Adherence to what was promised: met / (met + breached). {COUNTS}",
    )
    aim_adherence = fields.Float(
        string="Within the Aim (% of Ended)",
        digits=(5, 1),
        aggregator="avg",
        readonly=True,
        help="Met within the aim / (met + breached), of the promises that have an aim "
        f"today. {COUNTS}",
    )
    margin_hours = fields.Float(
        string="Hours Early",
        digits=(12, 1),
        aggregator="avg",
        readonly=True,
        help="Hours on the wall clock from the end to the deadline; below 0 when late. "
        "What is breached and still owed is late until now.",
    )
    consumed_hours = fields.Float(
        string="Working Hours Used",
        digits=(12, 1),
        aggregator="avg",
        readonly=True,
        help="Working time that was used up when it was met or breached.",
    )
    consumed_share = fields.Float(
        string="Share Used (%)",
        digits=(12, 1),
        aggregator="avg",
        readonly=True,
        help="Working time that was used up, of what was promised.",
    )

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    @api.model
    def _get_access_domain(self):
        """All rows: those of tickets that the reader may not see are none."""
        return Domain.TRUE

    @api.model
    def _select(self):
        columns = self._get_columns()
        return SQL(
            "SELECT %s",
            SQL(", ").join(
                SQL("%s AS %s", column, SQL.identifier(name))
                for name, column in columns.items()
            ),
        )

    @api.model
    def _from(self):
        """Each clock with its ``result``, its ticket and its promise."""
        return SQL(
            """
            FROM (SELECT *, %s AS result FROM digit_sla_clock) clock
            JOIN (%s) ticket ON ticket.id = clock.ticket_id
            LEFT JOIN digit_sla_target target ON target.id = clock.target_id
            """,
            self.env["digit.sla.clock"]._get_state_sql(
                "digit_sla_clock", None, {AT_RISK: core.RUNNING, NONE: core.STOPPED}
            ),
            self._get_tickets(),
        )

    @api.model
    def _get_tickets(self):
        """The tickets that the reader may see; archived ones were none.

        Asked here, and not of the rows, which would join the tickets once more.
        """
        tickets = self.env["helpdesk.ticket"].with_context(active_test=True)
        return tickets._search(Domain.TRUE).select(SQL("helpdesk_ticket.*"))

    @api.model
    def _get_columns(self):
        """{field: SQL expression}, over ``clock``, ``ticket`` and ``target``."""
        columns = {
            name: SQL.identifier("clock", name)
            for name in (
                "id",
                "ticket_id",
                "metric",
                "started",
                "deadline",
                "reached_date",
                "result",
            )
        }
        for name in ("programme_id", "deployment_id", "team_id"):
            columns[name] = SQL.identifier("ticket", name)
        columns["partner_id"] = SQL("ticket.commercial_partner_id")
        columns["level_id"] = SQL("COALESCE(clock.level_id, ticket.level_id)")
        # a clock keeps the promise that it ended with, its ticket may get another
        columns["severity_id"] = SQL("COALESCE(target.severity_id, ticket.severity_id)")
        return {**columns, **self._get_measures()}

    @api.model
    def _get_measures(self):
        """Of a clock that has not ended, all but the counts are NULL: an average
        leaves it out."""
        return {
            "met_count": SQL("(clock.result = %s)::int", core.MET),
            "breached_count": SQL("(clock.result = %s)::int", core.BREACHED),
            "adherence": self._get_rate(SQL("100")),
            "aim_adherence": SQL(
                "CASE WHEN target.aim > 0 THEN %s END",
                self._get_rate(
                    SQL(
                        "100 * (clock.consumed * target.amount"
                        " <= clock.budget * target.aim)::int"
                    )
                ),
            ),
            "margin_hours": self._when_ended(
                SQL(
                    "EXTRACT(EPOCH FROM clock.deadline - COALESCE("
                    "clock.reached_date, ticket.closed_date, %s))::float8 / %s",
                    fields.Datetime.now(),
                    HOUR,
                )
            ),
            "consumed_hours": self._when_ended(
                SQL("clock.consumed::float8 / %s", HOUR)
            ),
            "consumed_share": self._when_ended(
                SQL("100 * clock.consumed::float8 / NULLIF(clock.budget, 0)")
            ),
        }

    @api.model
    def _get_rate(self, when_met):
        """0 for what is breached, so that an average is a percentage."""
        return SQL(
            "CASE clock.result WHEN %s THEN %s WHEN %s THEN 0 END::float8",
            core.MET,
            when_met,
            core.BREACHED,
        )

    @api.model
    def _when_ended(self, expression):
        return SQL("CASE WHEN clock.result IN %s THEN %s END", core.SETTLED, expression)

    def action_open_ticket(self):
        self.ensure_one()
        return self.ticket_id.get_formview_action()
