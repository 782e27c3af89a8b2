from odoo import fields, http
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import groupby as groupbyelem

from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .ticket_form import to_id, to_text

MAX_SEARCH_LENGTH = 200
# Not the base's key: its pager would put tokens of other tickets into the page.
HISTORY = "digit_tickets_history"


class DigitPortalTicketList(CustomerPortalHelpdesk):
    """The list of tickets. Whatever stands in its address, it shows a list (W14)."""

    @http.route()
    def portal_my_tickets(self, page=1, **kw):
        if not request.env["helpdesk.ticket"].has_access("read"):
            return request.redirect("/my")
        query = self._parse_ticket_query(kw)
        values = {
            **self._prepare_portal_layout_values(),
            **self._prepare_ticket_list_values(query, to_id(page) or 1),
        }
        return request.render("helpdesk_mgmt.portal_my_tickets", values)

    # ---------------------------------------------------
    # The query
    # ---------------------------------------------------

    def _parse_ticket_query(self, params):
        """What the address asks for, defaults in the place of what is unknown."""

        def choose(name, options, default):
            value = to_text(params.get(name))
            return value if value in options else default

        inputs = self._ticket_get_searchbar_inputs()
        return {
            "sortby": choose("sortby", self._ticket_get_searchbar_sortings(), "date"),
            "filterby": choose("filterby", self._get_ticket_filters(), "open"),
            "groupby": choose("groupby", self._ticket_get_searchbar_groupby(), "none"),
            "search_in": choose("search_in", inputs, "all"),
            "search": to_text(params.get("search"))[:MAX_SEARCH_LENGTH],
            "date_begin": self._parse_date(params.get("date_begin")),
            "date_end": self._parse_date(params.get("date_end")),
            "deployment": to_id(params.get("deployment")),
        }

    def _parse_date(self, value):
        try:
            return fields.Datetime.to_datetime(to_text(value)) or None
        except ValueError:
            return None

    def _get_ticket_filters(self):
        """The tabs above the list, in their order."""
        is_open = Domain("stage_id.closed", "=", False)
        return {
            "open": {"label": request.env._("Open"), "domain": is_open},
            "waiting": {
                "label": request.env._("Waiting for you"),
                "domain": is_open & Domain("stage_id.waiting", "=", True),
            },
            "closed": {"label": request.env._("Closed"), "domain": ~is_open},
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
        }

    def _ticket_get_searchbar_sortings(self):
        return {
            **super()._ticket_get_searchbar_sortings(),
            "severity": {
                "label": request.env._("Severity"),
                "order": "priority desc, create_date desc",
                "sequence": 2,
            },
        }

    def _get_ticket_query_domain(self, query):
        domain = self._get_ticket_filters()[query["filterby"]]["domain"]
        if query["search"]:
            domain &= self._ticket_get_search_domain(
                query["search_in"], query["search"]
            )
        if query["deployment"]:
            domain &= Domain("deployment_id", "=", query["deployment"])
        if query["date_begin"] and query["date_end"]:
            domain &= Domain("create_date", ">", query["date_begin"])
            domain &= Domain("create_date", "<=", query["date_end"])
        return domain

    # ---------------------------------------------------
    # The page
    # ---------------------------------------------------

    def _prepare_ticket_list_values(self, query, page):
        Ticket = request.env["helpdesk.ticket"]
        domain = self._get_ticket_query_domain(query)
        total = Ticket.search_count(domain)
        pager = portal_pager(
            url="/my/tickets",
            url_args={name: value for name, value in query.items() if value},
            total=total,
            page=page,
            step=self._items_per_page,
        )
        order = self._ticket_get_searchbar_sortings()[query["sortby"]]["order"]
        tickets = Ticket.search(
            domain,
            order=self._ticket_get_order(f"{order}, id desc", query["groupby"]),
            limit=self._items_per_page,
            offset=pager["offset"],
        )
        request.session[HISTORY] = tickets.ids[:100]
        return {
            **query,
            **self._prepare_ticket_searchbar_values(),
            "page_name": "ticket",
            "title": request.env._("Tickets"),
            "default_url": "/my/tickets",
            "pager": pager,
            "has_tickets": bool(total or Ticket.search_count([], limit=1)),
            "show_deployment": self._has_several_deployments(),
            "grouped_tickets": self._group_tickets(tickets, query["groupby"]),
        }

    def _prepare_ticket_searchbar_values(self):
        sortings = self._ticket_get_searchbar_sortings().items()
        return {
            "searchbar_sortings": dict(
                sorted(sortings, key=lambda item: item[1]["sequence"])
            ),
            "searchbar_groupby": self._ticket_get_searchbar_groupby(),
            "searchbar_inputs": self._ticket_get_searchbar_inputs(),
            "ticket_filters": self._get_ticket_filters(),
        }

    def _group_tickets(self, tickets, groupby):
        # sudo: which tickets they see is decided; of these, they see the severity
        # and the deployment, which nobody outside reads by themselves
        tickets = tickets.sudo()
        field_name = self._ticket_get_groupby_mapping().get(groupby)
        if not field_name:
            return [tickets] if tickets else []
        return [
            tickets.browse().concat(*group)
            for _key, group in groupbyelem(tickets, lambda ticket: ticket[field_name])
        ]

    def _has_several_deployments(self):
        partner = request.env.user.partner_id
        # sudo: nobody outside reads deployments; only their number is told
        found = request.env["digit.deployment"].sudo()._get_by_reporter(partner)
        return len(found[partner]) > 1
