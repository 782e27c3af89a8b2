from odoo import fields, models


class DigitInstallation(models.Model):
    """The version of a service that runs in an environment."""

    _name = "digit.installation"
    _description = "Installed Version"
    _order = "environment_id, service_id, id"

    environment_id = fields.Many2one(
        "digit.environment", required=True, index=True, ondelete="cascade"
    )
    deployment_id = fields.Many2one(
        related="environment_id.deployment_id", store=True, index=True
    )
    version_id = fields.Many2one(
        "digit.service.version", required=True, index=True, ondelete="restrict"
    )
    service_id = fields.Many2one(
        related="version_id.service_id", store=True, index=True, precompute=True
    )
    source_modified = fields.Boolean(
        help="The partner changed the source code of this service: support is void "
        "(S1)."
    )
    support_end_date = fields.Date(
        related="version_id.support_end_date", string="Supported until"
    )

    _service_unique = models.UniqueIndex(
        "(environment_id, service_id)",
        "An environment runs one version of each service.",
    )
