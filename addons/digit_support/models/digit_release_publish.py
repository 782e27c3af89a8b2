from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class DigitRelease(models.Model):
    """Publishing a release: its versions come out, who runs its services is told."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.release"

    notice_ids = fields.One2many("digit.notice", "release_id", string="Partners Told")
    notice_count = fields.Integer(compute="_compute_notice_count")

    @api.depends("notice_ids")
    def _compute_notice_count(self):
        counts = dict(
            self.env["digit.notice"]._read_group(
                [("release_id", "in", self.ids)], ["release_id"], ["__count"]
            )
        )
        for release in self:
            release.notice_count = counts.get(release._origin, 0)

    def action_open_notices(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "digit_support.digit_notice_action"
        )
        return {**action, "domain": [("release_id", "=", self.id)], "context": {}}

    def action_publish(self):
        """Show what publishing this release means, before it is done."""
        self.ensure_one()
        return self.env["digit.release.publish"]._open(default_release_id=self.id)

    def _publish(self):
        """Publish this release today and queue a notice for each deployment that runs
        one of its services."""
        self.ensure_one()
        if self.state == "published":
            raise UserError(self.env._("This release is published already."))
        ending = self._get_unreleased_versions()._release()
        self.write({"state": "published", "release_date": fields.Date.today()})
        # sudo: who publishes causes notices, and keeps none
        logs = self.env["digit.eosl.notice"].sudo()
        ending = logs._get_untold(ending)
        self.env["digit.notice"].sudo()._queue(
            {
                "kind": "release",
                "deployment_id": deployment.id,
                "release_id": self.id,
                "eosl_notice_ids": logs._prepare_commands(
                    deployment, ending.get(deployment, [])
                ),
            }
            for deployment in self._get_receivers()
        )

    def _get_unreleased_versions(self):
        """The versions in this release that are not out yet."""
        return self.line_ids.version_id.filtered(lambda v: not v.is_published)

    def _get_receivers(self):
        """The deployments that run one of the services of these releases."""
        Installation = self.env["digit.installation"]
        groups = Installation._read_group(
            Installation._get_running_domain()
            & Domain("service_id", "in", self.line_ids.service_id.ids),
            ["deployment_id"],
        )
        return self.env["digit.deployment"].union(*(d for (d,) in groups))
