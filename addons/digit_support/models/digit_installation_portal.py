from datetime import date, timedelta

from odoo import fields, models

from ..tools import entitlement as core
from .digit_deployment_portal import SOON_DAYS

# The most urgent first, with Bootstrap's classes for the badges.
VERDICT_CLASSES = {
    core.NOT_SUPPORTED: "text-bg-danger",
    core.UPGRADE_REQUIRED: "text-bg-warning",
    core.SUPPORTED: "text-bg-success",
    core.UNKNOWN: "text-bg-light border",
}


class DigitInstallation(models.Model):
    """What a partner is told of a version that runs with them."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.installation"

    def _get_portal_rows(self):
        """What is told of each of these, the most urgent first.

        :return: [{installation, label, class, last_day, is_out, is_soon}], the label
            and the class being the verdict's; ``last_day`` is the last day of
            support as far as it is known, else False
        """
        verdicts = self._fields["entitlement"]._description_selection(self.env)
        labels, today = dict(verdicts), fields.Date.today()
        ranks = list(VERDICT_CLASSES)
        rows = [
            installation._prepare_portal_row(labels, today) for installation in self
        ]
        return sorted(
            rows,
            key=lambda row: (
                ranks.index(row["installation"].entitlement),
                row["last_day"] or date.max,
                row["installation"].service_id.name,
            ),
        )

    def _prepare_portal_row(self, labels, today):
        self.ensure_one()
        last_day = self._get_last_day()
        is_out = self.entitlement != core.SUPPORTED
        return {
            "installation": self,
            "label": labels[self.entitlement],
            "class": VERDICT_CLASSES[self.entitlement],
            "last_day": last_day,
            "is_out": is_out,
            "is_soon": not is_out
            and bool(last_day)
            and last_day - today < timedelta(SOON_DAYS),
        }

    def _get_last_day(self):
        """The last day of support of this version here; False when there is none."""
        self.ensure_one()
        if self.entitlement_cause == core.MODIFIED:
            return False
        ends = (self.version_id.support_end_date, self.deployment_id.support_end_date)
        return min(filter(None, ends), default=False)
