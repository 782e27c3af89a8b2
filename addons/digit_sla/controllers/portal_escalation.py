from odoo import http
from odoo.http import request

from odoo.addons.digit_support.controllers.ticket_form import to_id, to_text

MAX_REASON = 2_000


class DigitPortalEscalation(http.Controller):
    """A partner escalates a ticket of their own; its page tells who was called."""

    @http.route(
        "/my/ticket/<int:ticket_id>/escalate",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_escalate(self, ticket_id, reason="", **kw):
        ticket = request.env["helpdesk.ticket"].search([("id", "=", to_id(ticket_id))])
        if not ticket:
            return request.redirect("/my/tickets", code=302)
        # sudo: their access was checked; partners escalate tickets and do not write them
        ticket = ticket.sudo()
        reason = to_text(reason)[:MAX_REASON]
        if reason and ticket._can_partner_escalate(request.env.user):
            ticket._escalate_by_partner(reason)
        return request.redirect(f"/my/ticket/{ticket.id}#escalation", code=302)
