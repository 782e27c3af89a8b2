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
        for wizard in self:
            # not what the fields give: in a form that is not saved these are copies
            versions = wizard.new_version_ids._origin
            ending = versions._get_ending(fields.Date.today())
            lines = versions._get_fix_lines()
            told = wizard._get_told(ending, lines)
            reachable = told.filtered("told_partner_ids")
            wizard.ending_ids = ending
            wizard.fix_line_ids = lines
            wizard.deployment_ids = reachable
            wizard.unreachable_ids = told - reachable

    def _get_told(self, ending, lines):
        """Whom publishing is told to, by a mail or by one of ours who calls them."""
        self.ensure_one()
        # sudo: the tickets of a fix may be another team's; only their place is used
        served = lines.fix_id.sudo()._get_served_deployments()
        return ending.deployment_id.union(
            self.release_id._get_receivers(),
            *(served[line].sudo(False) for line in lines),
        ).sorted("name")

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
