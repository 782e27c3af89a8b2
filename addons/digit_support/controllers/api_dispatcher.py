import psycopg2
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from odoo.exceptions import AccessDenied, ConcurrencyError
from odoo.http import Dispatcher, Response, SessionExpiredException, request

from ..models.ir_http import CHALLENGE
from ..tools.api_problem import CONTENT_TYPE, Problem

# How long an app waits before it tries again when too much goes on at once.
SECONDS_WHEN_BUSY = 5


class ApiDispatcher(Dispatcher):
    """Serves the API for apps: whatever fails is told as RFC 9457 asks.

    There is no session and thus no CSRF: only the key in the header counts.
    """

    routing_type = "digit_api"
    mimetypes = ("application/json",)

    @classmethod
    def is_compatible_with(cls, request):
        return True

    def dispatch(self, endpoint, args):
        # Odoo lets OPTIONS through to every route
        if self.request.httprequest.method not in (
            *endpoint.routing["methods"],
            "HEAD",
        ):
            raise MethodNotAllowed(valid_methods=endpoint.routing["methods"])
        self.request.params = dict(args)
        return self.request.registry["ir.http"]._dispatch(endpoint)

    def handle_error(self, exc):
        return make_problem_response(self._get_problem(exc))

    def _get_problem(self, exc):
        if isinstance(exc, Problem):
            return exc
        if isinstance(exc, HTTPException):
            headers = [
                (name, value)
                for name, value in exc.get_headers()
                if name.lower() != "content-type"
            ]
            return Problem(exc.code, detail=exc.description, headers=headers)
        if isinstance(exc, AccessDenied | SessionExpiredException):
            return Problem(401, headers=[("WWW-Authenticate", str(CHALLENGE))])
        if isinstance(exc, ConcurrencyError | psycopg2.OperationalError):
            return Problem(503, headers=[("Retry-After", str(SECONDS_WHEN_BUSY))])
        return Problem(500)


def make_problem_response(problem):
    response = request.make_json_response(problem.as_dict(), status=problem.status)
    response.headers["Content-Type"] = CONTENT_TYPE
    response.headers.extend(problem.headers)
    return Response.load(response)
