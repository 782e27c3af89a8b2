from odoo import http
from odoo.http import request

from .secret_page import render_secret
from .ticket_form import to_text

MAX_REASON = 5_000


class DigitResolutionController(http.Controller):
    """The reporter confirms a resolution or has the ticket reopened.

    From the link in the mail, which needs no login, or from the ticket's page. Looking
    changes nothing: programs that scan mail open every link.
    """

    @http.route(
        "/ticket/resolution/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
    )
    def resolution(self, token, answer=None, reason="", **kw):
        # sudo: the signature says who may
        ticket = request.env["helpdesk.ticket"].sudo()._get_by_confirmation(token)
        if not ticket:
            return self._render(ticket, "dead")
        ticket = ticket.with_context(lang=ticket.partner_id.lang or request.env.lang)
        if request.httprequest.method != "POST":
            return self._render(ticket, "ask")
        return self._render(
            ticket, self._answer(ticket, ticket.partner_id, answer, reason), reason
        )

    @http.route(
        "/my/ticket/<int:ticket_id>/resolution",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def resolution_of_reader(self, ticket_id, answer=None, reason="", **kw):
        ticket = request.env["helpdesk.ticket"].search([("id", "=", ticket_id)])
        if not ticket:
            return request.redirect("/my/tickets", code=302)
        # sudo: the reporter may not write on tickets but answer on their own
        partner = request.env.user.partner_id
        found = self._answer(ticket.sudo(), partner, answer, reason)
        anchor = "#resolution" if found == "no_reason" else ""
        return request.redirect(f"/my/ticket/{ticket_id}{anchor}", code=302)

    def _answer(self, ticket, author, answer, reason):
        """Do what the reporter chose.

        :return: what to show: "confirmed", "reopened", "no_reason" or "settled"
        """
        if not ticket._can_be_reopened():
            return "settled"
        if answer == "confirm":
            ticket._confirm_resolution(author)
            return "confirmed"
        reason = to_text(reason)[:MAX_REASON]
        if not reason:
            return "no_reason"
        ticket._reopen_by_reporter(author, reason)
        return "reopened"

    def _render(self, ticket, shown, reason=""):
        if shown == "ask" and not ticket._can_be_reopened():
            shown = "settled"
        return render_secret(
            "digit_support.ticket_resolution_page",
            {
                "ticket": ticket,
                "shown": shown,
                "reason": reason,
                **(self._prepare_rating(ticket) if shown == "confirmed" else {}),
            },
        )

    def _prepare_rating(self, ticket):
        """What asks how satisfied the reporter is, once it is solved for them."""
        answers = request.env["digit.rating"]._fields["answer"]
        return {
            "answers": answers._description_selection(request.env),
            "answer": ticket.digit_rating_ids.answer,
            "rating_url": ticket._get_rating_path(),
        }
