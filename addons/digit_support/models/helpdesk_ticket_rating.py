from odoo import api, fields, models
from odoo.tools import hash_sign, verify_hash_signed

from .digit_rating import DISSATISFIED
from .helpdesk_ticket_portal import LINK_DAYS_AFTER_CLOSING
from .helpdesk_ticket_stage import CONFIRMED, RESOLVED

SCOPE = "digit_support.rating"
AGENTS = "helpdesk_mgmt.group_helpdesk_user_own"


class HelpdeskTicket(models.Model):
    """The reporter says how satisfied they are with what was done."""

    # one responsibility a file
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "helpdesk.ticket"

    digit_rating_ids = fields.One2many(
        "digit.rating", "ticket_id", string="Rating", copy=False, groups=AGENTS
    )
    satisfaction = fields.Selection(related="digit_rating_ids.answer", groups=AGENTS)
    satisfaction_comment = fields.Text(
        related="digit_rating_ids.comment", groups=AGENTS
    )
    can_be_rated = fields.Boolean(compute="_compute_can_be_rated", groups=AGENTS)

    @api.depends("stage_id", "closed_date")
    def _compute_can_be_rated(self):
        for ticket in self:
            ticket.can_be_rated = ticket._can_be_rated()

    def _can_be_rated(self):
        """Whether something was done for the reporter, and not too long ago."""
        self.ensure_one()
        is_solved = self.closed and self.stage_outcome in (RESOLVED, CONFIRMED)
        return is_solved and self._is_portal_link_alive()

    def action_rate(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enter Rating"),
            "res_model": "digit.ticket.rate",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def _rate(self, answer, comment, entered_by=None):
        """Keep what the reporter says, in the place of what they said before.

        Who had the ticket is asked to look at it when the reporter is not satisfied.

        :param answer: one of the answers of ``digit.rating``
        :param comment: plain text, perhaps empty
        :param entered_by: the user who writes it down for the reporter, if any
        """
        self.ensure_one()
        # sudo: nobody writes on ratings by themselves; the caller asked who may
        ticket = self.sudo()
        values = {
            "answer": answer,
            "comment": comment,
            "date": fields.Datetime.now(),
            "entered_by_id": entered_by.id if entered_by else False,
            "agent_id": ticket.user_id.id,
        }
        if ticket.digit_rating_ids:
            ticket.digit_rating_ids.write(values)
        else:
            ticket.digit_rating_ids.create({**values, "ticket_id": ticket.id})
        if answer == DISSATISFIED and not entered_by:
            ticket._tell_holder(self.env._("The reporter is not satisfied"))

    # ---------------------------------------------------
    # The link in the mail
    # ---------------------------------------------------

    @api.private
    def get_rating_url(self, answer=None):
        """A signed link to the page on which the reporter rates, without a login.

        :param answer: which one the page shows as chosen
        """
        self.ensure_one()
        query = f"?answer={answer}" if answer else ""
        return f"{self.get_base_url()}{self._get_rating_path()}{query}"

    def _get_rating_path(self):
        hours = 24 * LINK_DAYS_AFTER_CLOSING
        token = hash_sign(self.env(su=True), SCOPE, self.id, expiration_hours=hours)
        return f"/ticket/rating/{token}"

    @api.model
    def _get_by_rating(self, token):
        """The ticket that a link names; empty when it is not one of ours or dead."""
        try:
            ticket_id = verify_hash_signed(self.env(su=True), SCOPE, token)
        except ValueError:
            ticket_id = None
        return self.browse(ticket_id or []).exists()
