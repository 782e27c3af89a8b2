from odoo import api, fields, models


class DigitReleasePublish(models.TransientModel):
    """Tells what publishing a release, or a version, means, and does it."""

    _name = "digit.release.publish"
    _description = "Publish a Release"

    release_id = fields.Many2one("digit.release", ondelete="cascade")
    version_id = fields.Many2one("digit.service.version", ondelete="cascade")
    new_version_ids = fields.Many2many(
        "digit.service.version",
        string="Comes Out Today",
        compute="_compute_new_version_ids",
    )
    ending_ids = fields.Many2many(
        "digit.installation",
        string="Falls Out of Support",
        compute="_compute_consequences",
    )
    ending_message = fields.Text(compute="_compute_ending_message")
    fix_line_ids = fields.Many2many(
        "digit.fix.line", string="Fixes Delivered", compute="_compute_consequences"
    )
    deployment_ids = fields.Many2many(
        "digit.deployment",
        string="Gets a Mail",
        compute="_compute_consequences",
    )
    deployment_count = fields.Integer(compute="_compute_consequences")
    unreachable_ids = fields.Many2many(
        "digit.deployment",
        string="Nobody to Tell",
        compute="_compute_consequences",
        help="No contact person has an e-mail address: somebody of ours is asked to "
        "call.",
    )

    @api.model
    def _open(self, **context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Publish"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    @api.depends("release_id", "version_id")
    def _compute_new_version_ids(self):
        for wizard in self:
            wizard.new_version_ids = (
                wizard.version_id or wizard.release_id._get_unreleased_versions()
            )

    @api.depends("new_version_ids")
    def _compute_consequences(self):
        today = fields.Date.today()
        for wizard in self:
            versions = wizard.new_version_ids._origin
            wizard.ending_ids = versions._get_ending(today)
            wizard.fix_line_ids = versions._get_fix_lines()
            told = wizard._get_deployments()
            wizard.deployment_ids = told.filtered("told_partner_ids")
            wizard.unreachable_ids = told - wizard.deployment_ids
            wizard.deployment_count = len(wizard.deployment_ids)

    def _get_deployments(self):
        """Whom publishing is told to, as far as they can be reached."""
        self.ensure_one()
        # sudo: the tickets of a fix may be another team's; only their place is used
        served = self.fix_line_ids.fix_id.sudo()._get_served_deployments()
        deployments = self.ending_ids.deployment_id.union(
            self.release_id._get_receivers(),
            *(served[line].sudo(False) for line in self.fix_line_ids._origin),
        )
        return deployments.sorted("name")

    @api.depends("ending_ids", "new_version_ids")
    def _compute_ending_message(self):
        for wizard in self:
            deployments = wizard.ending_ids.deployment_id
            wizard.ending_message = wizard._get_ending_message(deployments)

    def _get_ending_message(self, deployments):
        self.ensure_one()
        words = {
            "what": self.version_id.display_name or self.release_id.name,
            "count": len(deployments),
            "names": ", ".join(deployments.sorted("name").mapped("name")),
        }
        if not deployments:
            return ""
        if len(deployments) == 1:
            return self.env._(
                "Publishing %(what)s ends support for this deployment: %(names)s.",
                **words,
            )
        return self.env._(
            "Publishing %(what)s ends support for these %(count)s deployments: "
            "%(names)s.",
            **words,
        )

    def action_publish(self):
        self.ensure_one()
        (self.release_id or self.version_id)._publish()
        return {"type": "ir.actions.act_window_close"}
