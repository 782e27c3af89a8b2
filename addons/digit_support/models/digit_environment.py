from odoo import fields, models


class DigitEnvironment(models.Model):
    """Production, UAT ... of a deployment, with what is installed there."""

    _name = "digit.environment"
    _description = "Environment"
    _order = "deployment_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    deployment_id = fields.Many2one(
        "digit.deployment", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("production", "Production"),
            ("uat", "UAT"),
            ("training", "Training"),
            ("development", "Development"),
        ],
        default="production",
        required=True,
    )
    hosting = fields.Selection(
        [
            ("aws", "AWS"),
            ("azure", "Azure"),
            ("gcp", "Google Cloud"),
            ("sdc", "State Data Centre"),
            ("nic", "NIC"),
            ("vsphere", "vSphere"),
            ("other", "Other"),
        ],
        help="Where it runs (S1).",
    )
    release_id = fields.Many2one(
        "digit.release",
        ondelete="restrict",
        index="btree_not_null",
        help="The release that was installed as a whole.",
    )
    installation_ids = fields.One2many(
        "digit.installation", "environment_id", string="Installed Versions"
    )

    def _get_default(self):
        """Of these, the one that is meant when nobody says which: the production."""
        return (self.filtered(lambda e: e.kind == "production") or self)[:1]

    def action_install_release(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Install a Release"),
            "res_model": "digit.release.install",
            "view_mode": "form",
            "target": "new",
            "context": {"default_environment_id": self.id},
        }

    def _install(self, versions):
        """Write that these versions run here; other services stay as they are."""
        self.ensure_one()
        installed = self.installation_ids.grouped("service_id")
        new = []
        for version in versions:
            installation = installed.get(version.service_id)
            if installation:
                installation.version_id = version
            else:
                new.append({"environment_id": self.id, "version_id": version.id})
        self.env["digit.installation"].create(new)

    def _get_installed(self, services):
        """The versions of ``services`` that run in these environments.

        :return: {(environment, service): version}, of those that are known
        """
        if not (self and services):
            return {}
        found = self.env["digit.installation"].search_fetch(
            [("environment_id", "in", self.ids), ("service_id", "in", services.ids)],
            ["environment_id", "service_id", "version_id"],
        )
        return {(i.environment_id, i.service_id): i.version_id for i in found}

    def _get_modified_services(self):
        """The services whose source was changed where they run.

        :return: a set of (environment, service)
        """
        found = self.env["digit.installation"].search_fetch(
            [("environment_id", "in", self.ids), ("source_modified", "=", True)],
            ["environment_id", "service_id"],
        )
        return {(i.environment_id, i.service_id) for i in found}
