from odoo import api, fields, models


class DigitReleaseInstall(models.TransientModel):
    """A whole release was installed on an environment."""

    _name = "digit.release.install"
    _description = "Install a Release"

    environment_id = fields.Many2one(
        "digit.environment", required=True, readonly=True, ondelete="cascade"
    )
    release_id = fields.Many2one("digit.release", required=True, ondelete="cascade")
    change_text = fields.Text(
        string="Changes",
        compute="_compute_change_text",
        help="What becomes another version; services that are not part of the release "
        "stay as they are.",
    )

    @api.depends("release_id")
    def _compute_change_text(self):
        for wizard in self:
            wizard.change_text = "\n".join(wizard._get_changes())

    def _get_changes(self):
        self.ensure_one()
        installed = {
            installation.service_id: installation.version_id
            for installation in self.environment_id.installation_ids
        }
        new = {line.service_id: line.version_id for line in self.release_id.line_ids}
        return [
            f"{service.name}: {installed[service].name} → {version.name}"
            if service in installed
            else f"{service.name}: {version.name}"
            for service, version in new.items()
            if installed.get(service) != version
        ]

    def action_install(self):
        for wizard in self:
            environment = wizard.environment_id
            environment._install(wizard.release_id.line_ids.version_id)
            # sudo: who may say what is installed may say that it is this release
            environment.sudo().release_id = wizard.release_id
        return {"type": "ir.actions.act_window_close"}
