from odoo import http
from odoo.http import request

from .portal_form import UNPROCESSABLE
from .portal_ticket import DigitPortalTicket
from .secret_page import render_secret
from .ticket_form import to_id, to_text

MAX_COMMENT = 5_000


class DigitPortalRating(DigitPortalTicket):
    """The reporter rates what was done: from the mail, or on the ticket's page.

    Looking changes nothing: programs that scan mail open every link.
    """

    @http.route(
        "/ticket/rating/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
    )
    def rate(self, token, answer=None, comment="", **kw):
        # sudo: the signature says who may
        ticket = request.env["helpdesk.ticket"].sudo()._get_by_rating(token)
        if not ticket or not ticket._can_be_rated():
            return self._render_rating(ticket, "dead")
        ticket = ticket.with_context(lang=ticket.partner_id.lang or request.env.lang)
        if request.httprequest.method != "POST":
            return self._render_rating(ticket, "ask", answer)
        if self._take_rating(ticket, answer, comment):
            return self._render_rating(ticket, "rated")
        return self._render_rating(ticket, "wrong", answer, comment)

    @http.route(
        "/my/ticket/<int:ticket_id>/rating",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def rate_as_reporter(self, ticket_id, answer=None, comment="", **kw):
        ticket = request.env["helpdesk.ticket"].search([("id", "=", to_id(ticket_id))])
        # sudo: nobody outside reads stages and ratings
        ticket = ticket.sudo()
        if not ticket or not self._may_rate(ticket):
            return request.redirect("/my/tickets")
        if self._take_rating(ticket, answer, comment):
            return request.redirect(f"/my/ticket/{ticket.id}#rating")
        return self._render_rating(ticket, "wrong", answer, comment)

    def _may_rate(self, ticket):
        """Others of the organisation see the ticket: how it went, its reporter says."""
        is_reporter = ticket.partner_id == request.env.user.partner_id
        return is_reporter and ticket._can_be_rated()

    def _take_rating(self, ticket, answer, comment):
        """:return: whether there was an answer to keep"""
        answers = [value for value, _label in self._get_answers()]
        if answer not in answers:
            return False
        ticket._rate(answer, to_text(comment)[:MAX_COMMENT])
        return True

    def _get_answers(self):
        field = request.env["digit.rating"]._fields["answer"]
        return field._description_selection(request.env)

    def _render_rating(self, ticket, shown, answer=None, comment=""):
        response = render_secret(
            "digit_support.ticket_rating_page",
            {
                "ticket": ticket,
                "shown": shown,
                "answers": self._get_answers(),
                "answer": answer,
                "comment": to_text(comment),
                "rating_url": request.httprequest.path,
            },
        )
        if shown == "wrong":
            response.status_code = UNPROCESSABLE
        return response

    def _ticket_get_page_view_values(self, ticket, access_token, **kwargs):
        values = super()._ticket_get_page_view_values(ticket, access_token, **kwargs)
        if access_token or not self._may_rate(ticket):
            return values
        rating = ticket.digit_rating_ids
        return {
            **values,
            "may_rate": True,
            "answers": self._get_answers(),
            "answer": rating.answer,
            "comment": rating.comment,
            "rating_url": f"/my/ticket/{ticket.id}/rating",
        }
