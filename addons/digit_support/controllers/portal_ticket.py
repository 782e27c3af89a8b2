from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk

from .portal_list import HISTORY
from .secret_page import render_secret
from .ticket_form import to_id


class DigitPortalTicket(CustomerPortalHelpdesk):
    """The page of one ticket."""

    @http.route()
    def portal_my_ticket(self, ticket_id, access_token=None, **kw):
        render = render_secret if access_token else request.render
        try:
            ticket_sudo, access_token = self._get_ticket(ticket_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = self._ticket_get_page_view_values(ticket_sudo, access_token)
        return render("helpdesk_mgmt.portal_helpdesk_ticket_page", values)

    def _get_ticket(self, ticket_id, access_token):
        """The ticket, and the token if it takes one to read it.

        :raises MissingError, AccessError: alike for all that is not to be seen
        """
        if not (access_token or "").isascii():
            access_token = None  # cannot be compared, is none of ours
        if not self._may_open(to_id(ticket_id), access_token):
            raise MissingError(request.env._("This link is no longer valid."))
        ticket_sudo = self._document_check_access(
            "helpdesk.ticket", to_id(ticket_id), access_token=access_token
        )
        if ticket_sudo.with_user(request.env.user).has_access("read"):
            return ticket_sudo, None
        if not ticket_sudo._is_portal_link_alive():
            raise AccessError(request.env._("This link is no longer valid."))
        return ticket_sudo, access_token

    def _may_open(self, ticket_id, access_token):
        """Whether there is a ticket that is theirs, or that the token is of.

        By the same queries whether it is another's or none: what the base does takes
        longer for another's, which tells that it is there (S14).
        """
        tickets = request.env["helpdesk.ticket"].with_context(active_test=False)
        domain = [("id", "=", ticket_id)]
        if tickets.has_access("read") and tickets.search_count(domain):
            return True
        if not access_token:
            return False
        # sudo: who has the link reads
        found = tickets.sudo().search_read(domain, ["access_token"])
        token = found[0]["access_token"] if found else ""
        return consteq(token or "", access_token)

    def _ticket_get_page_view_values(self, ticket, access_token, **kwargs):
        values = super()._ticket_get_page_view_values(ticket, access_token, **kwargs)
        is_reader = not access_token
        return {
            **values,
            "title": ticket.display_name,
            # who has only the link reads, and does not speak or close (W15)
            "disable_composer": not is_reader,
            "closed_stages": is_reader and ticket._get_portal_close_stages(),
            "ticket_attachments": ticket._get_portal_attachments(),
            **(self._get_ticket_pager(ticket) if is_reader else {}),
        }

    def _get_ticket_pager(self, ticket):
        """The tickets before and after this one in the list last seen."""
        history = request.session.get(HISTORY, [])
        if ticket.id not in history:
            return {}
        index = history.index(ticket.id)
        neighbours = {
            "prev_record": history[index - 1 : index],
            "next_record": history[index + 1 : index + 2],
        }
        return {
            name: bool(ids) and f"/my/ticket/{ids[0]}"
            for name, ids in neighbours.items()
        }
