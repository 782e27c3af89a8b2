from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ..tools import notice_days

PARAMETER = "digit_support.eosl_notice_days"
DEFAULT_DAYS = "180, 90, 30"
BATCH = 100


class DigitEoslNotice(models.Model):
    """That a deployment was told how many days before its version's support ends."""

    _name = "digit.eosl.notice"
    _description = "Notice of the End of Support"
    _order = "id desc"
    _rec_name = "version_id"

    deployment_id = fields.Many2one(
        "digit.deployment",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    version_id = fields.Many2one(
        "digit.service.version", required=True, readonly=True, ondelete="cascade"
    )
    days = fields.Integer(
        string="Days Before",
        required=True,
        readonly=True,
        help="Which notice it is; 0 when a new major version ended support at once.",
    )
    last_day = fields.Date(required=True, readonly=True, help="As it was told.")
    notice_id = fields.Many2one(
        "digit.notice", string="Mail", index=True, readonly=True, ondelete="cascade"
    )

    _once = models.UniqueIndex(
        "(deployment_id, version_id, days)",
        "A deployment is told once so many days before.",
    )

    @api.model
    def _get_days(self):
        """The days of the settings, the longest first."""
        # sudo: anybody may cause a notice, few read the parameters
        text = self.env["ir.config_parameter"].sudo().get_param(PARAMETER, DEFAULT_DAYS)
        return notice_days.parse(text)

    @api.model
    def _cron_notify(self):
        """Queue one notice for each deployment in which something is due."""
        Cron = self.env["ir.cron"]
        due = self._get_due(fields.Date.today())
        deployments = list(due)
        Cron._commit_progress(remaining=len(deployments))
        for start in range(0, len(deployments), BATCH):
            batch = self.env["digit.deployment"].union(
                *deployments[start : start + BATCH]
            )
            locked = batch.try_lock_for_update(allow_referencing=True)
            self._queue({deployment: due[deployment] for deployment in locked})
            if not Cron._commit_progress(len(batch)):
                break

    @api.model
    def _get_due(self, today):
        """What has to be told today and was not: {deployment: [(version, days)]}."""
        days = self._get_days()
        due = {}
        for deployment, version in self._get_ending(today, today + timedelta(days[0])):
            left = (version.support_end_date - today).days
            pair = (version, notice_days.get_due(days, left))
            due.setdefault(deployment, []).append(pair)
        return self._get_untold(due)

    @api.model
    def _get_untold(self, due):
        """What of this was not told yet: {deployment: [(version, days)]}, as given."""
        versions = {version.id for pairs in due.values() for version, _days in pairs}
        told = {
            (notice.deployment_id, notice.version_id, notice.days)
            for notice in self.search([("version_id", "in", list(versions))])
        }
        untold = {
            deployment: [pair for pair in pairs if (deployment, *pair) not in told]
            for deployment, pairs in due.items()
        }
        return {deployment: pairs for deployment, pairs in untold.items() if pairs}

    @api.model
    def _get_ending(self, first, last):
        """What runs and falls out of support in these days: [(deployment, version)]."""
        Installation = self.env["digit.installation"]
        return Installation._read_group(
            Installation._get_running_domain()
            & Installation._get_ending_domain(first, last),
            ["deployment_id", "version_id"],
        )

    @api.model
    def _queue(self, due):
        """Queue a notice about all that is due: {deployment: [(version, days)]}."""
        return self.env["digit.notice"]._queue(
            {
                "kind": "eosl",
                "deployment_id": deployment.id,
                "eosl_notice_ids": self._prepare_commands(deployment, pairs),
            }
            for deployment, pairs in due.items()
        )

    @api.model
    def _prepare_commands(self, deployment, pairs):
        """The lines of a notice to ``deployment`` about ``pairs``: (version, days)."""
        return [
            Command.create(
                {
                    "deployment_id": deployment.id,
                    "version_id": version.id,
                    "days": days,
                    "last_day": version.support_end_date,
                }
            )
            for version, days in pairs
        ]
