from odoo import api, fields, models


class DigitRelease(models.Model):
    """A release package of DIGIT: which version of each service goes together (S1)."""

    _name = "digit.release"
    _description = "Release"
    _inherit = ["mail.thread"]
    _order = "release_date desc, id desc"

    name = fields.Char(required=True, help="As in “DIGIT 2.9 LTS”.")
    product_id = fields.Many2one(
        "digit.product", index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(
        [("planned", "Planned"), ("published", "Published")],
        default="planned",
        required=True,
        copy=False,
        tracking=True,
    )
    release_date = fields.Date(
        tracking=True,
        copy=False,
        help="When it is planned; once published, when it came out.",
    )
    summary = fields.Text(
        translate=True, help="What partners can plan for: shown in the roadmap."
    )
    notes = fields.Html(string="Release Notes", translate=True)
    line_ids = fields.One2many(
        "digit.release.line", "release_id", string="Service Mapping", copy=True
    )
    line_count = fields.Integer(compute="_compute_line_count", string="Services")
    script_ids = fields.Many2many(
        "ir.attachment",
        string="Migration Scripts",
        help="What carries the data over an upgrade (S1).",
    )

    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(
            self.env["digit.release.line"]._read_group(
                [("release_id", "in", self.ids)], ["release_id"], ["__count"]
            )
        )
        for release in self:
            release.line_count = counts.get(release._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        releases = super().create(vals_list)
        releases._own_scripts()
        return releases

    def write(self, vals):
        result = super().write(vals)
        if "script_ids" in vals:
            self._own_scripts()
        return result

    def _own_scripts(self):
        """Let who reads the release read its scripts.

        What the form uploads belongs to no record yet, and so to its author alone.
        """
        for release in self:
            scripts = release.script_ids.filtered(lambda script: not script.res_id)
            scripts.write({"res_model": self._name, "res_id": release.id})

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for release, vals in zip(self, vals_list, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%(name)s (copy)", name=release.name)
        return vals_list

    def action_open_mapping(self):
        """The service mapping matrix, with this release in its last column."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.digit_service_mapping_action"
        )
        return {**action, "context": {"default_release_id": self.id}}

    def action_export_mapping(self):
        """This release's services and versions, as a spreadsheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/digit_support/service_mapping.xlsx?release_id={self.id}",
            "target": "download",
        }
