from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import entitlement


class DigitService(models.Model):
    """A service of the platform or of its products: workflow, billing ... (S1)."""

    _name = "digit.service"
    _description = "Service"
    _order = "name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        index=True, help="The technical name, as in service lists: egov-workflow-v2."
    )
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
    product_ids = fields.Many2many("digit.product", string="Products")
    version_ids = fields.One2many(
        "digit.service.version", "service_id", string="Versions"
    )
    version_count = fields.Integer(compute="_compute_version_count")
    latest_version_id = fields.Many2one(
        "digit.service.version",
        compute="_compute_supported",
        help="The newest version that is released; pre-releases do not count.",
    )
    supported_majors = fields.Char(
        compute="_compute_supported",
        string="Supported Lines",
        help="The major versions that are supported today: n and n-1 (S1).",
    )
    installation_ids = fields.One2many(
        "digit.installation", "service_id", string="Installed"
    )

    _code_unique = models.UniqueIndex("(code)", "Two services cannot share a code.")

    @api.depends("version_ids")
    def _compute_version_count(self):
        counts = dict(
            self.env["digit.service.version"]._read_group(
                [("service_id", "in", self.ids)], ["service_id"], ["__count"]
            )
        )
        for service in self:
            service.version_count = counts.get(service._origin, 0)

    @api.depends(
        "version_ids.name", "version_ids.release_date", "version_ids.eosl_date"
    )
    def _compute_supported(self):
        today = fields.Date.today()
        siblings = self._get_siblings()
        for service in self:
            known = siblings.get(service._origin, [])
            released = [version for version in known if version.released <= today]
            latest = max(released, key=lambda v: v.precedence, default=None)
            service.latest_version_id = latest and latest.id
            supported = filter(None, entitlement.get_upgrades(known, today))
            service.supported_majors = ", ".join(f"{v.major}.x" for v in supported)

    def _get_first_releases(self):
        """When each major version of this service was first released.

        :return: [(major, date)] of those with a date; pre-releases do not count
        """
        self.ensure_one()
        first = {}
        for version in self.version_ids:
            if version.release_date and not version.is_prerelease:
                known = first.get(version.major, version.release_date)
                first[version.major] = min(known, version.release_date)
        return sorted(first.items())

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """What is near the ticket of the context comes first; all others follow."""
        found, seen = [], []
        for near in [*self._get_near(), Domain.TRUE]:
            if limit and len(found) >= limit:
                break
            found += super().name_search(
                name,
                Domain(domain or []) & near & Domain("id", "not in", seen),
                operator,
                limit and limit - len(found),
            )
            seen = [service_id for service_id, _label in found]
        return found

    @api.model
    def _get_near(self):
        """Domains for what runs in the environment of the context, and for what the
        products of its programme are made of."""
        names = {
            "digit_environment_id": "installation_ids.environment_id",
            "digit_programme_id": "product_ids.programme_ids",
        }
        return [
            Domain(path, "in", [self.env.context[key]])
            for key, path in names.items()
            if self.env.context.get(key)
        ]

    def _get_siblings(self):
        """What was or will be released of these services; pre-releases do not count.

        :return: {service: [core.Sibling]}
        """
        versions = self.env["digit.service.version"].search_fetch(
            [
                ("service_id", "in", self.ids),
                ("is_prerelease", "=", False),
                ("release_date", "!=", False),
            ],
            ["service_id", "major", "precedence", "release_date", "eosl_date"],
        )
        return {
            service: [version._get_sibling() for version in siblings]
            for service, siblings in versions.grouped("service_id").items()
        }
