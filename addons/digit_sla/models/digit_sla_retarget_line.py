from odoo import api, fields, models

from .digit_sla_retarget import EARLIER, LATER


class DigitSlaRetargetLine(models.Model):
    """A clock that the job moved, from when to when."""

    _name = "digit.sla.retarget.line"
    _description = "Re-targeted SLA Clock"
    _order = "id"
    _log_access = False

    retarget_id = fields.Many2one(
        "digit.sla.retarget", required=True, index=True, ondelete="cascade"
    )
    clock_id = fields.Many2one("digit.sla.clock", required=True, ondelete="cascade")
    ticket_id = fields.Many2one(related="clock_id.ticket_id")
    metric = fields.Selection(related="clock_id.metric")
    before = fields.Datetime(string="Was Due")
    after = fields.Datetime(string="Is Due")
    direction = fields.Selection(
        [(EARLIER, "Earlier"), (LATER, "Later")],
        compute="_compute_direction",
        store=True,
    )
    is_late = fields.Boolean(string="Became Late")
    cause = fields.Selection(
        [
            ("promise", "the promised time"),
            ("schedule", "the working schedule or its holidays"),
            ("policy", "another policy"),
        ],
        required=True,
    )

    @api.depends("before", "after")
    def _compute_direction(self):
        for line in self:
            known = line.before and line.after and line.before != line.after
            line.direction = known and (EARLIER if line.after < line.before else LATER)
