from odoo import models
from odoo.fields import Domain


class DigitService(models.Model):
    """Which lines of a service are owed a fix."""

    # a responsibility of its own
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "digit.service"

    def _get_supported_majors(self, day):
        """The major versions in which a released version is supported on ``day``.

        :return: {service: [major]}, the highest first
        """
        groups = self.env["digit.service.version"]._read_group(
            Domain("service_id", "in", self.ids)
            & Domain("is_prerelease", "=", False)
            & Domain("release_date", "<=", day)
            & (
                Domain("support_end_date", "=", False)
                | Domain("support_end_date", ">=", day)
            ),
            ["service_id", "major"],
            order="major desc",
        )
        majors = {service: [] for service in self}
        for service, major in groups:
            majors[service].append(major)
        return majors
