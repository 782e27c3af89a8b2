from psycopg2.errors import UniqueViolation

from odoo import http
from odoo.exceptions import ConcurrencyError, UserError
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController

from .ticket_form import MAX_FILES, MAX_FILES_SIZE, MAX_LENGTHS, TicketForm, to_id

BAD_REQUEST = 400
FORBIDDEN = 403
UNPROCESSABLE = 422
TOO_MANY_REQUESTS = 429


class DigitTicketController(HelpdeskTicketController):
    """Report and close a ticket."""

    # ---------------------------------------------------
    # Report
    # ---------------------------------------------------

    @http.route()
    def create_new_ticket(self, **kw):
        return super().create_new_ticket(params=kw)

    @http.route(auth="public", csrf=False, methods=["GET", "POST"])
    def submit_ticket(self, csrf_token=None, **kw):
        """A GET is not checked for CSRF and creates nothing (W3).

        Who is logged out meanwhile, or in anew, finds what they typed again. So both
        are asked here instead of by Odoo, which would answer with another page.
        """
        if request.httprequest.method != "POST":
            return request.redirect("/new/ticket")
        if request.env.user._is_public():
            return self._render_logged_out(kw)
        form = self._get_form(kw, request.httprequest.files.getlist("attachment"))
        if not request.validate_csrf(csrf_token):
            form.errors["form"] = request.env._(
                "You were logged out in between, so nothing was sent yet. What you "
                "typed is still here: please choose your files again, and send it."
            )
            return self._render_form(form, BAD_REQUEST)
        refusal = self._refuse_form(form)
        if refusal:
            return refusal
        try:
            with request.env.cr.savepoint():
                return super().submit_ticket(form=form, attachment=bool(form.files))
        except UniqueViolation as error:
            # sent twice at once (R6): tried again, the other one's ticket is there
            raise ConcurrencyError from error
        except UserError as error:
            form.errors["form"] = str(error)
            return self._render_form(form)

    def _refuse_form(self, form):
        """The answer when no ticket is to be made of the form; None when one is."""
        if form.sent_ticket:
            return request.redirect(f"/my/ticket/{form.sent_ticket.id}")
        if not form.validate():
            return self._render_form(form)
        # sudo: nobody outside writes on what limits them
        if request.env["digit.form.rate"].sudo()._count():
            form.errors["form"] = request.env._(
                "You have sent many reports within a minute. Please wait a minute, and "
                "send this one again."
            )
            return self._render_form(form, TOO_MANY_REQUESTS)
        return None

    @http.route(
        "/my/ticket/preview",
        type="jsonrpc",
        auth="user",
        # in the language of the page that asks
        website=True,
        methods=["POST"],
        readonly=True,
    )
    def preview_ticket(self, **kw):
        return self._get_form(kw).preview

    @http.route(
        "/my/ticket/similar",
        type="jsonrpc",
        auth="user",
        # in the language of the page that asks
        website=True,
        methods=["POST"],
        readonly=True,
    )
    def find_similar(self, **kw):
        """What is known already of what is being typed, as HTML to be shown."""
        values = {"form": self._get_form(kw)}
        render = request.env["ir.qweb"]._render
        return {
            "tickets": render("digit_support.portal_ticket_similar", values),
            "fixes": render("digit_support.portal_ticket_fixes", values),
        }

    def _get_form(self, params, files=()):
        return TicketForm(
            request.env,
            params,
            categories=self._get_categories(),
            teams=self._get_teams(),
            files=files,
        )

    def _render_form(self, form, status=UNPROCESSABLE):
        """The form once more, with what was typed and what is wrong with it."""
        values = self._get_create_new_ticket_values(form=form)
        response = request.render("helpdesk_mgmt.portal_create_ticket", values)
        response.status_code = status
        return response

    def _render_logged_out(self, params):
        """How to go on; what was typed goes from page to page, and is not stored."""
        response = request.render(
            "digit_support.portal_ticket_logged_out",
            {"typed": TicketForm.get_typed(params)},
        )
        response.status_code = FORBIDDEN
        return response

    def _get_create_new_ticket_values(self, params=None, form=None):
        return {
            **super()._get_create_new_ticket_values(),
            "page_name": "new_ticket",
            "title": request.env._("Report to support"),
            "form": form or self._get_form(params or {}),
            "max_lengths": MAX_LENGTHS,
            "max_files": MAX_FILES,
            "max_files_size": MAX_FILES_SIZE,
        }

    def _prepare_submit_ticket_vals(self, form, **kw):
        values = super()._prepare_submit_ticket_vals(
            subject=form.values["subject"],
            description=form.values["description"],
            category=form.category.id,
            team=form.team.id,
        )
        return {**values, **form.ticket_values, "description": form.description}

    def _get_categories(self, **kw):
        return self._of_company(super()._get_categories(**kw))

    def _get_teams(self):
        return self._of_company(super()._get_teams())

    def _of_company(self, records):
        """Those that the company of this request may use (W12)."""
        return records and records.filtered(
            lambda record: (
                not record.company_id or record.company_id == request.env.company
            )
        )

    # ---------------------------------------------------
    # Close
    # ---------------------------------------------------

    @http.route(methods=["POST"])
    def support_ticket_close(self, ticket_id=None, stage_id=None, **kw):
        """A missing ticket and somebody else's get the same answer (W1, W2)."""
        ticket = request.env["helpdesk.ticket"].search([("id", "=", to_id(ticket_id))])
        if not ticket:
            return request.redirect("/my/tickets", code=302)
        # sudo: the reporter may not write on tickets but close their own
        ticket.sudo()._close_from_portal(to_id(stage_id))
        return request.redirect(f"/my/ticket/{ticket.id}", code=302)
