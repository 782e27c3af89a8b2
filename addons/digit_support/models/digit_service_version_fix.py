from odoo import api, models

from .digit_fix_line import OPEN_STATES


class DigitServiceVersion(models.Model):
    """What the release of a version does for the fixes that are owed."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.service.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions._settle_fixes()
        return versions

    def write(self, vals):
        result = super().write(vals)
        if "release_date" in vals:
            self._settle_fixes()
        return result

    def _settle_fixes(self):
        """Deliver what these versions bring; a new major line is owed the open fixes.

        Whether the bug is in the new line at all, an engineer decides: "Not Needed".
        """
        # sudo: the fixes follow whoever keeps the versions
        lines = self.env["digit.fix.line"].sudo()
        lines = lines.search([("service_id", "in", self.service_id.ids)])
        lines.filtered(lambda line: line.state in OPEN_STATES)._deliver_released()
        lines.filtered(
            lambda line: line.state in OPEN_STATES
        ).fix_id._add_missing_lines()
