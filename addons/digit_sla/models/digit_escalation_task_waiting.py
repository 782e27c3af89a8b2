from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from .digit_escalation_task import DONE, STEP


class DigitEscalationTask(models.Model):
    """What still waits for somebody to take care, and what it tells the support side."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.escalation.task"

    # for who groups and searches, without a column
    deployment_id = fields.Many2one(related="ticket_id.deployment_id")
    commercial_partner_id = fields.Many2one(
        related="ticket_id.commercial_partner_id", string="Organisation"
    )
    severity_id = fields.Many2one(related="ticket_id.severity_id")
    is_waiting = fields.Boolean(
        string="Not Taken",
        compute="_compute_is_waiting",
        search="_search_is_waiting",
        help="It told somebody, what it is about is still open, and nobody takes care.",
    )
    taking_minutes = fields.Integer(
        string="Minutes until Taken",
        compute="_compute_taking_minutes",
        store=True,
        aggregator="avg",
        help="How long after it acted somebody took care.",
    )

    @api.model
    def _get_waiting_domain(self):
        """What waits for somebody to take care. Extend to have more or less wait."""
        return (
            Domain("state", "=", DONE)
            & Domain("acknowledged_date", "=", False)
            & Domain("notified_user_ids", "!=", False)
            & Domain("ticket_id.stage_id.closed", "=", False)
            & (
                Domain("clock_id", "=", False)
                | Domain("clock_id.reached_date", "=", False)
            )
        )

    @api.depends("state", "acknowledged_date", "notified_user_ids", "clock_id")
    def _compute_is_waiting(self):
        # sudo: whether it waits is told to all who see it
        waiting = self.sudo().filtered_domain(self._get_waiting_domain())
        for task in self:
            task.is_waiting = task.sudo() in waiting

    @api.model
    def _search_is_waiting(self, operator, value):
        return self._get_waiting_domain() if operator == "in" else NotImplemented

    @api.depends("done_date", "acknowledged_date")
    def _compute_taking_minutes(self):
        for task in self:
            taken, done = task.acknowledged_date, task.done_date
            task.taking_minutes = (
                taken and done and (taken - done).total_seconds() // 60
            )

    def _read_group_select(self, aggregate_spec, query):
        # what nobody has taken yet is no average of zero minutes
        if aggregate_spec == "taking_minutes:avg":
            minutes, taken = (
                self._field_to_sql(self._table, name, query)
                for name in ("taking_minutes", "acknowledged_date")
            )
            return SQL("AVG(%s) FILTER (WHERE %s IS NOT NULL)", minutes, taken)
        return super()._read_group_select(aggregate_spec, query)

    def _tell(self):
        """What acted, when and whom it told, in a line for the support side."""
        self.ensure_one()
        what = self.name
        if self.origin != STEP:
            what = self.env._(
                "%(what)s, %(user)s: %(reason)s",
                what=what,
                user=self.requested_by_id.name,
                reason=self.reason or "",
            )
        return self.env._(
            "%(moment)s · %(what)s · told %(users)s",
            moment=format_datetime(
                self.env,
                self.done_date,
                tz=str(self.env.tz),
                dt_format="EEE d MMM HH:mm",
            ),
            what=what,
            users=", ".join(self.notified_user_ids.mapped("name")),
        )

    def action_open_ticket(self):
        self.ensure_one()
        return self.ticket_id.get_formview_action()
