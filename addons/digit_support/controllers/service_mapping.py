from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ServiceMapping(http.Controller):
    """The service mapping matrix as a spreadsheet."""

    @http.route(
        "/digit_support/service_mapping.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def export_service_mapping(self, product_id="", release_id="", **_unused):
        """All releases, those of a product, or one; read with the user's rights."""
        ids = [
            int(text) if text.isdecimal() else 0 for text in (product_id, release_id)
        ]
        content = request.env["digit.service.mapping"]._export(*ids)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition("service-mapping.xlsx")),
            ],
        )
