from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .digit_service_version import SUPPORTED_MAJORS


class DigitServiceVersion(models.Model):
    """What follows for partners when a version is published."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.service.version"

    is_published = fields.Boolean(compute="_compute_is_published")

    def _compute_is_published(self):
        today = fields.Date.today()
        for version in self:
            version.is_published = (
                bool(version.release_date) and version.release_date <= today
            )

    def action_publish(self):
        """Show what publishing this version means, before it is done."""
        self.ensure_one()
        return self.env["digit.release.publish"]._open(default_version_id=self.id)

    def _publish(self):
        """Release these versions today; who falls out of support by it is told."""
        if self.filtered("is_published"):
            raise UserError(self.env._("This version is published already."))
        ending = self._release()
        # sudo: who publishes causes notices, and keeps none
        notices = self.env["digit.eosl.notice"].sudo()
        notices._queue(notices._get_untold(ending))

    def _release(self):
        """Date these versions today; the fixes that they bring are delivered.

        :return: what fell out of support by it: {deployment: [(version, 0)]}
        """
        today = fields.Date.today()
        ending = self._get_ending(today)
        self.write({"release_date": today})
        found = {}
        for installation in ending:
            pair = (installation.version_id, 0)
            pairs = found.setdefault(installation.deployment_id, [])
            if pair not in pairs:
                pairs.append(pair)
        return found

    def _get_ending(self, day):
        """The installations that a release of these versions on ``day`` puts out of
        support: those of a major version older than n-1 then."""
        newest = {}
        for version in self.filtered(lambda version: not version.is_prerelease):
            known = newest.get(version.service_id, 0)
            newest[version.service_id] = max(known, version.major)
        Installation = self.env["digit.installation"]
        running = Installation.search(
            Installation._get_running_domain()
            & Domain("service_id", "in", self.service_id.ids)
            & (
                Domain("version_id.support_end_date", "=", False)
                | Domain("version_id.support_end_date", ">=", day)
            )
        )
        return running.filtered(
            lambda installation: (
                installation.version_id.major
                <= newest.get(installation.service_id, 0) - SUPPORTED_MAJORS
            )
        )

    def _get_fix_lines(self):
        """The lines still owed that a release of these versions delivers."""
        lines = self.env["digit.fix.line"]
        waiting = lines.search(
            lines._get_open_domain()
            & Domain("service_id", "in", self.service_id.ids)
            & Domain("major", "in", self.mapped("major"))
        )
        return waiting.filtered(lambda line: any(map(line._is_contained_in, self)))

    def _get_upgrade_versions(self):
        """To which version each of these is upgraded: the newest supported one.

        :return: {version: version}, empty where there is no newer one
        """
        today = fields.Date.today()
        supported = self.search(
            Domain("service_id", "in", self.service_id.ids)
            & Domain("is_prerelease", "=", False)
            & Domain("release_date", "<=", today)
            & (
                Domain("support_end_date", "=", False)
                | Domain("support_end_date", ">=", today)
            ),
            order="precedence desc",
        ).grouped("service_id")
        return {
            version: supported.get(version.service_id, self.browse())[:1].filtered(
                lambda newest, version=version: newest.precedence > version.precedence
            )
            for version in self
        }
