from odoo import api, fields, models

MINUTE = 60


class DigitTimeEntry(models.Model):
    """Minutes that somebody worked on a ticket, and at which level (S0's metric)."""

    _name = "digit.time.entry"
    _description = "Time Spent"
    _inherit = ["digit.access"]
    _access_field = "ticket_id"
    _order = "date desc, id desc"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    date = fields.Date(
        required=True, index=True, default=lambda self: fields.Date.context_today(self)
    )
    minutes = fields.Integer(aggregator=None)
    hours = fields.Float(
        compute="_compute_hours", store=True, help="The same, for adding up."
    )
    note = fields.Char(string="What Was Done")
    started = fields.Datetime(
        readonly=True, help="Since when the clock runs; empty once it is stopped."
    )
    level_id = fields.Many2one(
        "digit.support.level",
        compute="_compute_level_id",
        store=True,
        ondelete="restrict",
        help="Who had the ticket when the time was entered.",
    )
    programme_id = fields.Many2one(
        related="ticket_id.programme_id", store=True, index="btree_not_null"
    )
    organisation_id = fields.Many2one(
        related="ticket_id.commercial_partner_id",
        string="Organisation",
        store=True,
        index="btree_not_null",
    )

    _minutes_positive = models.Constraint(
        "CHECK (minutes >= 0)", "Time cannot be negative."
    )
    _running_unique = models.UniqueIndex(
        "(ticket_id, user_id) WHERE started IS NOT NULL",
        "Your clock runs on this ticket already.",
    )

    @api.depends("minutes")
    def _compute_hours(self):
        for entry in self:
            entry.hours = entry.minutes / 60

    @api.depends("ticket_id")
    def _compute_level_id(self):
        for entry in self:
            entry.level_id = entry.level_id or entry.ticket_id.level_id

    def _stop(self):
        """Stop the clocks that run: at least a minute, to be corrected by hand."""
        now = fields.Datetime.now()
        for entry in self.filtered("started"):
            seconds = (now - entry.started).total_seconds()
            entry.minutes += max(round(seconds / MINUTE), 1)
            entry.started = False
