from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list

# How many tickets ahead one may leaf through.
MAX_AHEAD = 80


class HelpdeskTicket(models.Model):
    """The triage queue (S2): each ticket is sorted once, and the next one opens."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    triage_missing = fields.Char(
        string="Missing",
        compute="_compute_triage_missing",
        groups="base.group_user",
        help="What the triage needs and nobody has told.",
    )

    _to_triage_idx = models.Index("(priority DESC, id) WHERE unattended IS TRUE")

    @api.depends(lambda self: self._get_triage_fields())
    def _compute_triage_missing(self):
        for ticket in self:
            labels = [
                ticket._fields[name]._description_string(self.env)
                for name in self._get_triage_fields()
                if not ticket[name]
            ]
            ticket.triage_missing = format_list(self.env, labels)

    @api.model
    def _get_triage_fields(self):
        """What the reporter has to tell before somebody can work on it. Extend."""
        return ("partner_id", "deployment_id", "service_id", "version_id")

    @api.model
    def _get_triage_domain(self):
        """What waits to be sorted. A duplicate waits for its original instead."""
        return (
            Domain("unattended", "=", True)
            & Domain("closed", "=", False)
            & Domain("duplicate_id", "=", False)
        )

    def action_accept(self):
        """It is sorted: whoever it was placed with goes on, and the next one opens."""
        for ticket in self:
            working = ticket._get_applicable_stages()._get_working()
            if working:
                ticket.stage_id = working
        return self._go_on()

    def action_accept_mine(self):
        """It is sorted, and the user works on it."""
        self.user_id = self.env.user
        return self.action_accept()

    def _go_on(self):
        """What is shown when a window about this ticket is done with.

        :return: an action: in the triage queue the next ticket
        """
        if not self.env.context.get("digit_triage"):
            return {"type": "ir.actions.act_window_close"}
        ahead = self._get_ahead_in_triage()
        return {
            "type": "ir.actions.client",
            "tag": "digit_support.triage_next",
            "params": {"ids": ahead.ids},
        }

    def _get_ahead_in_triage(self):
        """What is still to be sorted: what comes after this ticket in the queue first,
        then what was skipped."""
        self.ensure_one()
        order = "priority desc, id"
        waiting = self.search(self._get_triage_domain(), order=order, limit=MAX_AHEAD)
        waiting -= self
        place = waiting._get_triage_places()
        here = self._get_triage_places()[self]
        after = waiting.filtered(lambda ticket: place[ticket] > here)
        return after + (waiting - after)

    def _get_triage_places(self):
        return {ticket: (-int(ticket.priority), ticket.id) for ticket in self}
