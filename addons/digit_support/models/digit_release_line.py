from odoo import fields, models


class DigitReleaseLine(models.Model):
    """One cell of the service mapping matrix: a service's version in a release (S1)."""

    _name = "digit.release.line"
    _description = "Service Mapping"
    _order = "release_id, service_id, id"

    release_id = fields.Many2one("digit.release", required=True, ondelete="cascade")
    version_id = fields.Many2one(
        "digit.service.version", required=True, index=True, ondelete="restrict"
    )
    service_id = fields.Many2one(
        related="version_id.service_id", store=True, precompute=True
    )

    support_state = fields.Selection(related="version_id.support_state")
    support_end_date = fields.Date(related="version_id.support_end_date")

    _service_unique = models.UniqueIndex(
        "(release_id, service_id)", "A release has one version of each service."
    )
