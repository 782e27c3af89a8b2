from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import date_utils, format_date

# How long a published release stays in the roadmap.
ROADMAP_HISTORY = relativedelta(years=1)


class DigitRelease(models.Model):
    """What partners see of a release in the portal."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.release"

    @api.model
    def _get_portal_domain(self, deployments):
        """The releases that concern these deployments, published or planned.

        They are of a product that one of their programmes supports, or bring a
        service that runs with them: whoever gets a release's notes by mail also
        opens its page.
        """
        services = deployments.environment_ids.installation_ids.service_id
        return Domain(
            "product_id.programme_ids", "in", deployments.programme_id.ids
        ) | Domain("line_ids.service_id", "in", services.ids)

    @api.model
    def _get_for_portal(self):
        """The published releases that the current user sees, as superuser."""
        deployments = self.env["digit.deployment"]._get_for_portal()
        # sudo: nobody outside reads releases; these concern the user's deployments
        return self.sudo().search(
            self._get_portal_domain(deployments) & Domain("state", "=", "published")
        )

    # ---------------------------------------------------
    # The roadmap
    # ---------------------------------------------------

    @api.model
    def _get_roadmap_for_portal(self):
        """What comes and what came lately, by quarter; what has no date yet is last.

        A planned release whose date has passed has no date any more.

        :return: [(label of the quarter or "", releases)], as superuser
        """
        deployments = self.env["digit.deployment"]._get_for_portal()
        today = fields.Date.today()
        first = date_utils.start_of(today - ROADMAP_HISTORY, "quarter")
        # sudo: as for published ones; of planned ones the page tells the summary
        releases = self.sudo().search(
            self._get_portal_domain(deployments)
            & (Domain("state", "=", "planned") | Domain("release_date", ">=", first)),
            order="release_date, name, id",
        )
        quarters = releases.grouped(lambda release: release._get_quarter(today))
        undated = quarters.pop(False, None)
        labelled = [
            (format_date(self.env, day, date_format="QQQ y"), found)
            for day, found in sorted(quarters.items())
        ]
        return labelled + ([("", undated)] if undated else [])

    def _get_quarter(self, today):
        """The first day of this release's quarter; False when it has no date."""
        self.ensure_one()
        day = self.release_date
        if not day or (self.state == "planned" and day < today):
            return False
        return date_utils.start_of(day, "quarter")

    # ---------------------------------------------------
    # One release
    # ---------------------------------------------------

    def _get_portal_changes(self, deployments):
        """What this release changes for each environment of these deployments.

        :return: [{environment, changes, same, is_unknown}]: ``changes`` are pairs of
            the installed and the new version where the new one is later, the major
            ones first; ``same`` counts the services that stay as they are;
            ``is_unknown`` that nothing is known to run there
        """
        self.ensure_one()
        new = {line.service_id: line.version_id for line in self.line_ids}
        return [
            self._prepare_portal_change(environment, new)
            for environment in deployments.environment_ids
        ]

    @api.model
    def _prepare_portal_change(self, environment, new):
        pairs = [
            (installation.version_id, new[installation.service_id])
            for installation in environment.installation_ids
            if installation.service_id in new
        ]
        changes = [pair for pair in pairs if pair[0].precedence < pair[1].precedence]
        return {
            "environment": environment,
            "changes": sorted(changes, key=lambda pair: pair[0].major == pair[1].major),
            "same": len(pairs) - len(changes),
            "is_unknown": not environment.installation_ids,
        }
