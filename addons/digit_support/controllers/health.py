from odoo import http
from odoo.http import request


class HealthController(http.Controller):
    """Whether all is well, for monitoring: no names but those of the checks."""

    @http.route(
        "/digit/health",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def show_health(self):
        # sudo: monitoring has no login, and reads nothing but numbers
        report = request.env["digit.health.check"].sudo()._get_report()
        return request.make_json_response(
            report,
            headers=[("Cache-Control", "no-store")],
            status=200 if report["status"] == "ok" else 503,
        )
