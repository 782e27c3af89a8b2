from odoo import api, fields, models
from odoo.tools import SQL


class DigitEoslRadar(models.Model):
    """Who falls out of support and when: a row for each version that runs somewhere
    and whose last day of support is known."""

    _name = "digit.eosl.radar"
    _description = "End of Support"
    _auto = False
    _rec_name = "version_id"
    _order = "support_end_date, deployment_id, id"
    _depends = {
        "digit.installation": ["environment_id", "version_id", "source_modified"],
        "digit.environment": ["active", "kind", "deployment_id"],
        "digit.deployment": ["active", "client_id", "implementer_id", "programme_id"],
        "digit.service.version": [
            "service_id",
            "eosl_date",
            "superseded_date",
            "support_end_date",
        ],
    }

    deployment_id = fields.Many2one("digit.deployment", readonly=True)
    client_id = fields.Many2one("res.partner", string="State / Client", readonly=True)
    implementer_id = fields.Many2one(
        "res.partner", string="Implementation Partner", readonly=True
    )
    programme_id = fields.Many2one("digit.programme", readonly=True)
    environment_id = fields.Many2one("digit.environment", readonly=True)
    environment_kind = fields.Selection(
        selection=lambda self: (
            self.env["digit.environment"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    service_id = fields.Many2one("digit.service", readonly=True)
    version_id = fields.Many2one("digit.service.version", readonly=True)
    support_end_date = fields.Date(
        string="Last Day", readonly=True, help="The last day of support."
    )
    cause = fields.Selection(
        [("eosl", "End of Service Life"), ("major", "New Major Version")],
        readonly=True,
        help="Why support ends: the date set for this version, or the release of the "
        "second major version after it.",
    )
    days_left = fields.Integer(
        readonly=True, aggregator="min", help="Below 0: out of support so many days."
    )
    upgrade_version_id = fields.Many2one(
        "digit.service.version",
        string="Upgrade to",
        compute="_compute_upgrade_version_id",
        help="The newest supported version.",
    )

    @api.depends("version_id")
    def _compute_upgrade_version_id(self):
        upgrades = self.version_id._get_upgrade_versions()
        for row in self:
            row.upgrade_version_id = upgrades.get(row.version_id)

    @property
    def _table_query(self):
        return SQL("%s %s %s", self._select(), self._from(), self._where())

    @api.model
    def _select(self):
        return SQL(
            """
            SELECT installation.id AS id,
                   environment.deployment_id AS deployment_id,
                   deployment.client_id AS client_id,
                   deployment.implementer_id AS implementer_id,
                   deployment.programme_id AS programme_id,
                   installation.environment_id AS environment_id,
                   environment.kind AS environment_kind,
                   version.service_id AS service_id,
                   installation.version_id AS version_id,
                   version.support_end_date AS support_end_date,
                   CASE WHEN version.eosl_date < version.superseded_date
                             OR version.superseded_date IS NULL
                        THEN 'eosl' ELSE 'major' END AS cause,
                   version.support_end_date - %s AS days_left
            """,
            fields.Date.today(),
        )

    @api.model
    def _from(self):
        return SQL(
            """
            FROM digit_installation installation
            JOIN digit_service_version version ON version.id = installation.version_id
            JOIN digit_environment environment
              ON environment.id = installation.environment_id
            JOIN digit_deployment deployment
              ON deployment.id = environment.deployment_id
            """
        )

    @api.model
    def _where(self):
        """What is archived runs no more."""
        return SQL(
            "WHERE version.support_end_date IS NOT NULL"
            " AND environment.active AND deployment.active"
        )

    def action_open_deployment(self):
        self.ensure_one()
        return self.deployment_id.get_formview_action()
