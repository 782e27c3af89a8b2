from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..tools import api_document, api_schema
from ..tools.api_problem import Problem
from .api_dispatcher import make_problem_response
from .api_report import ApiReport, get_fingerprint, read_report
from .ticket_form import to_text

ROUTE = {"type": "digit_api", "auth": "digit_api", "save_session": False}


class DigitApiController(http.Controller):
    """The API for apps: report a ticket once, and follow it."""

    @http.route(
        f"{api_document.PATH}/openapi.json",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def describe(self):
        fields = request.env["helpdesk.ticket"]._fields
        document = api_document.describe(
            fields["kind"].get_values(request.env),
            fields["portal_status"].get_values(request.env),
        )
        headers = [("Cache-Control", "public, max-age=3600")]
        return request.make_json_response(document, headers=headers)

    @http.route(
        f"{api_document.PATH}/tickets",
        methods=["POST"],
        max_content_length=api_schema.MAX_BODY,
        **ROUTE,
    )
    def report_ticket(self):
        return self._serve(self._report, 201)

    @http.route(
        f"{api_document.PATH}/tickets/<string:reference>", methods=["GET"], **ROUTE
    )
    def read_ticket(self, reference):
        name = to_text(reference)
        return self._serve(lambda client: (self._find(client, name), False), 200)

    def _serve(self, act, status):
        """Answer a call, and keep what was answered.

        A call beyond the limit is not kept: it is to cost little.

        :param act: given the app, returns a receipt and whether it is not the first
            answer
        """
        client = self._get_client()
        seconds = client._get_seconds_to_wait()
        if seconds:
            problem = self._too_many(seconds, request.env._("Too many calls."))
            return make_problem_response(problem)
        try:
            with request.env.cr.savepoint():
                receipt, is_replayed = act(client)
        except Problem as problem:
            return self._refuse(client, problem)
        except UserError as error:
            return self._refuse(client, Problem(422, detail=str(error)))
        self._keep(client, status=status, ticket_id=receipt.ticket_id.id)
        response = request.make_json_response(
            receipt.ticket_id._get_api_facts(receipt.reference), status=status
        )
        if is_replayed:
            response.headers["Idempotent-Replayed"] = "true"
        return response

    def _get_client(self):
        # sudo: the app's user may not even read what the app may do
        return request.env["digit.api.client"].sudo()._get_by_user(request.env.user)

    def _too_many(self, seconds, detail):
        return Problem(429, detail=detail, headers=[("Retry-After", str(seconds))])

    def _refuse(self, client, problem):
        detail = problem.as_text()[:500]
        self._keep(client, status=int(problem.status), detail=detail)
        return make_problem_response(problem)

    def _keep(self, client, **values):
        request.env["digit.api.call"].sudo().create({"client_id": client.id, **values})

    # ---------------------------------------------------
    # Report
    # ---------------------------------------------------

    def _report(self, client):
        if request.httprequest.mimetype != "application/json":
            detail = request.env._("Send application/json, please.")
            raise Problem(415, detail=detail)
        data = read_report(request.env, request.httprequest.get_data())
        fingerprint = get_fingerprint(data)
        receipts = request.env["digit.api.receipt"].sudo()  # as the app
        receipt = receipts._find(client, data["client_id"])
        if receipt:
            return self._replay(receipt, fingerprint), True
        seconds = client._get_seconds_to_wait_for_ticket()
        if seconds:
            raise self._too_many(seconds, request.env._("Too many tickets today."))
        report = ApiReport(request.env, client, data)
        receipt = receipts._claim(client, data["client_id"], fingerprint)
        receipt.ticket_id = report.create_ticket()
        return receipt, False

    def _replay(self, receipt, fingerprint):
        if receipt.fingerprint != fingerprint:
            message = request.env._(
                "Ticket %(number)s came with this id and another content.",
                number=receipt.ticket_id.number,
            )
            raise Problem(409, [("client_id", message)])
        return receipt

    # ---------------------------------------------------
    # Follow
    # ---------------------------------------------------

    def _find(self, client, reference):
        """A ticket of this app; another's is as unknown as one that is not there."""
        receipts = request.env["digit.api.receipt"].sudo()  # as the app
        receipt = receipts._find(client, reference) or receipts.search(
            [("client_id", "=", client.id), ("ticket_id.number", "=", reference)],
            limit=1,
        )
        if not receipt:
            detail = request.env._("There is no such ticket.")
            raise Problem(404, detail=detail)
        return receipt
