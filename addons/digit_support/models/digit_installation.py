from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import entitlement as core


class DigitInstallation(models.Model):
    """The version of a service that runs in an environment."""

    _name = "digit.installation"
    _description = "Installed Version"
    _inherit = ["digit.verdict.source", "digit.verdict"]
    _order = "environment_id, service_id, id"
    _verdict_fields = frozenset({"source_modified"})

    environment_id = fields.Many2one(
        "digit.environment", required=True, index=True, ondelete="cascade"
    )
    deployment_id = fields.Many2one(
        related="environment_id.deployment_id", store=True, index=True
    )
    programme_id = fields.Many2one(related="deployment_id.programme_id", store=True)
    version_id = fields.Many2one(
        "digit.service.version", required=True, index=True, ondelete="restrict"
    )
    service_id = fields.Many2one(
        related="version_id.service_id", store=True, index=True, precompute=True
    )
    major = fields.Integer(
        related="version_id.major", string="Major Version", store=True, aggregator=None
    )
    source_modified = fields.Boolean(
        help="The partner changed the source code of this service: support is void "
        "(S1)."
    )
    support_end_date = fields.Date(
        related="version_id.support_end_date",
        string="Supported until",
        store=True,
        index=True,
    )
    is_supported = fields.Boolean(
        compute="_compute_is_supported", search="_search_is_supported"
    )

    _service_unique = models.UniqueIndex(
        "(environment_id, service_id)",
        "An environment runs one version of each service.",
    )

    @api.depends(
        "version_id.opened_date",
        "version_id.superseded_date",
        "version_id.eosl_date",
        "source_modified",
        "deployment_id.source_modified",
        "deployment_id.support_start_date",
        "deployment_id.support_end_date",
    )
    def _compute_entitlement(self):
        return super()._compute_entitlement()

    @api.depends("entitlement")
    def _compute_is_supported(self):
        for installation in self:
            installation.is_supported = installation.entitlement == core.SUPPORTED

    @api.model
    def _search_is_supported(self, operator, value):
        if operator != "in":
            return NotImplemented
        supported = self._get_supported_domain(fields.Date.today())
        return supported if True in value else ~supported

    @api.model
    def _get_supported_domain(self, day):
        """``core.judge`` once more, for the database."""

        def until(name):
            return Domain(name, "=", False) | Domain(name, ">=", day)

        return Domain.AND(
            [
                Domain("source_modified", "=", False),
                Domain("deployment_id.source_modified", "=", False),
                ~Domain("deployment_id.support_start_date", ">", day),
                until("deployment_id.support_end_date"),
                until("support_end_date"),
                Domain("version_id.opened_date", "<=", day),
            ]
        )

    @api.depends("service_id.name", "version_id.name")
    def _compute_display_name(self):
        for installation in self:
            installation.display_name = installation.version_id.display_name

    def _get_verdict_place(self):
        self.ensure_one()
        # what is changed in a form is not installed yet
        return self.version_id, self.deployment_id, self.environment_id._origin

    def _get_verdict_domain(self):
        return Domain("environment_id", "in", self.environment_id.ids) & Domain(
            "service_id", "in", self.service_id.ids
        )

    # ---------------------------------------------------
    # The trace in the deployment's chatter
    # ---------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        installations = super().create(vals_list)
        for installation in installations:
            installation._note_change("")
        return installations

    def write(self, vals):
        before = {record: record._tell_installed() for record in self}
        result = super().write(vals)
        for installation, text in before.items():
            installation._note_change(text)
        return result

    def unlink(self):
        for installation in self:
            installation._note_change(installation._tell_installed(), "")
        return super().unlink()

    def _tell_installed(self):
        self.ensure_one()
        if self.source_modified:
            return self.env._("%(version)s, modified", version=self.version_id.name)
        return self.version_id.name

    def _note_change(self, before, after=None):
        """Remember what was installed; the deployment hears of it once, at the end."""
        self.ensure_one()
        after = self._tell_installed() if after is None else after
        deployment, precommit = self.deployment_id, self.env.cr.precommit
        changes = precommit.data.setdefault("digit.installation.changes", {})
        if not changes:
            precommit.add(self.env["digit.deployment"]._post_installation_changes)
        of_deployment = changes.setdefault(deployment.id, {})
        place = (self.environment_id.name, self.service_id.name)
        first = of_deployment.get(place, (before, ""))[0]
        of_deployment[place] = (first, after)
