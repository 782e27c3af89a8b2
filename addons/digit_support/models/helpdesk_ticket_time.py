from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """The time that people spend on the ticket (S0)."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    time_entry_ids = fields.One2many(
        "digit.time.entry",
        "ticket_id",
        string="Time Spent",
        copy=False,
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )
    time_hours = fields.Float(
        string="Hours Spent",
        compute="_compute_time_hours",
        compute_sudo=True,
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )
    is_timer_running = fields.Boolean(
        compute="_compute_is_timer_running",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )

    @api.depends("time_entry_ids.hours")
    def _compute_time_hours(self):
        hours = dict(
            self.env["digit.time.entry"]._read_group(
                [("ticket_id", "in", self.ids)], ["ticket_id"], ["hours:sum"]
            )
        )
        for ticket in self:
            ticket.time_hours = hours.get(ticket._origin, 0)

    @api.depends("time_entry_ids.started")
    @api.depends_context("uid")
    def _compute_is_timer_running(self):
        running = self._get_running_entries().ticket_id
        for ticket in self:
            ticket.is_timer_running = ticket._origin in running

    def _get_running_entries(self):
        """The user's own clocks that run on these tickets."""
        return self.env["digit.time.entry"].search(
            [
                ("ticket_id", "in", self.ids),
                ("user_id", "=", self.env.uid),
                ("started", "!=", False),
            ]
        )

    def action_start_timer(self):
        self.ensure_one()
        if not self.is_timer_running:
            self.env["digit.time.entry"].create(
                {"ticket_id": self.id, "started": fields.Datetime.now()}
            )

    def action_stop_timer(self):
        self._get_running_entries()._stop()
