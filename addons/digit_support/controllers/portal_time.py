from odoo import http
from odoo.http import request

from .portal_form import UNPROCESSABLE
from .portal_ticket import DigitPortalTicket
from .ticket_form import to_id
from .time_form import MAX_MINUTES, MAX_NOTE, TimeForm

QUICK_MINUTES = (5, 15, 30, 60)


class DigitPortalTime(DigitPortalTicket):
    """The implementation partner's staff enters its time on a ticket's page."""

    @http.route(
        "/my/ticket/<int:ticket_id>/time",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_add_time(self, ticket_id, **kw):
        ticket_sudo = self._get_supported_ticket(ticket_id)
        form = TimeForm(request.env, kw)
        if not form.validate():
            return self._render_ticket_time(ticket_sudo, form)
        ticket_sudo._add_portal_time(request.env.user, form.entry_values)
        return self._redirect_to_time(ticket_sudo)

    @http.route(
        "/my/ticket/<int:ticket_id>/time/<entry_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_correct_time(self, ticket_id, entry_id, action=None, **kw):
        """Correct or remove what one entered oneself."""
        ticket_sudo = self._get_supported_ticket(ticket_id)
        entries = ticket_sudo._get_portal_time_entries(request.env.user)
        number = to_id(entry_id)
        entry = entries.filtered(lambda entry: entry.id == number)
        if not entry:
            raise request.not_found()
        if action == "remove":
            entry.unlink()
            return self._redirect_to_time(ticket_sudo)
        form = TimeForm(request.env, kw)
        if not form.validate():
            return self._render_ticket_time(ticket_sudo, form, entry)
        entry.write(form.entry_values)
        return self._redirect_to_time(ticket_sudo)

    def _get_supported_ticket(self, ticket_id):
        """The ticket, as superuser: closed to who is outside is what they enter.

        :raises NotFound: alike for a missing one and one that is not theirs to support
        """
        user = request.env.user
        ticket = request.env["helpdesk.ticket"].search([("id", "=", to_id(ticket_id))])
        if not ticket or not ticket.sudo()._may_enter_time(user):
            raise request.not_found()
        return ticket.sudo()

    def _render_ticket_time(self, ticket, form, entry=None):
        """The ticket once more, with what was typed and what is wrong with it."""
        values = self._ticket_get_page_view_values(ticket, None)
        values["is_time_open"] = True
        if entry:
            values |= {"wrong_time_entry": entry, "wrong_time_form": form}
        else:
            values["time_form"] = form
        response = request.render("helpdesk_mgmt.portal_helpdesk_ticket_page", values)
        response.status_code = UNPROCESSABLE
        return response

    def _redirect_to_time(self, ticket):
        return request.redirect(f"/my/ticket/{ticket.id}?time=1#time")

    def _ticket_get_page_view_values(self, ticket, access_token, **kwargs):
        values = super()._ticket_get_page_view_values(ticket, access_token, **kwargs)
        user = request.env.user
        if access_token or not ticket._may_enter_time(user):
            return values
        entries = ticket._get_portal_time_entries(user)
        return {
            **values,
            "may_enter_time": True,
            # to where one comes back from entering it
            "is_time_open": "time" in request.httprequest.args,
            "time_entries": entries,
            "time_total": sum(entries.mapped("minutes")),
            "time_form": TimeForm(request.env, {}),
            "quick_minutes": QUICK_MINUTES,
            "max_minutes": MAX_MINUTES,
            "max_note": MAX_NOTE,
        }
