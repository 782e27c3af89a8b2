from odoo import api, models
from odoo.fields import Domain


class DigitInstallation(models.Model):
    """What runs somewhere today."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.installation"

    @api.model
    def _get_running_domain(self):
        """In a deployment and an environment that are not archived."""
        return Domain("environment_id.active", "=", True) & Domain(
            "deployment_id.active", "=", True
        )

    @api.model
    def _get_ending_domain(self, first, last):
        """Whose support ends from ``first`` to ``last``, both included."""
        return Domain("version_id.support_end_date", ">=", first) & Domain(
            "version_id.support_end_date", "<=", last
        )
