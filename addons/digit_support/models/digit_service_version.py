from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import entitlement, versions

# A major version falls out of support when the second one after it is released (S1).
SUPPORTED_MAJORS = 2


class DigitServiceVersion(models.Model):
    """A version of a service: major.minor.patch (SemVer, S1)."""

    _name = "digit.service.version"
    _description = "Service Version"
    _inherit = ["digit.verdict.source"]
    _order = "service_id, precedence desc, id desc"
    _verdict_fields = frozenset({"name", "service_id", "release_date", "eosl_date"})

    service_id = fields.Many2one(
        "digit.service", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char(
        string="Version", required=True, help="major.minor.patch, as 3.2.15."
    )
    major = fields.Integer(compute="_compute_parts", store=True, precompute=True)
    is_prerelease = fields.Boolean(
        string="Pre-release", compute="_compute_parts", store=True, precompute=True
    )
    precedence = fields.Char(
        compute="_compute_parts",
        store=True,
        precompute=True,
        help="Sorts as versions do.",
    )
    release_date = fields.Date(
        default=fields.Date.context_today,
        help="In the future, or empty: it is planned.",
    )
    eosl_date = fields.Date(
        string="End of Service Life", help="The last day on which it is supported."
    )
    opened_date = fields.Date(
        string="Supported from",
        compute="_compute_support_dates",
        store=True,
        help="When this major version, or a later one, was first released.",
    )
    superseded_date = fields.Date(
        string="Older than n-1 from",
        compute="_compute_support_dates",
        store=True,
        help="When the second major version after this one is released.",
    )
    support_end_date = fields.Date(
        string="Supported until",
        compute="_compute_support_end_date",
        store=True,
        index=True,
        help="The last day of support, as far as it is known.",
    )
    support_state = fields.Selection(
        [
            ("planned", "Planned"),
            ("supported", "Supported"),
            ("out_of_support", "Out of Support"),
        ],
        string="Support",
        compute="_compute_support_state",
        search="_search_support_state",
        help="Whether it is supported today, wherever it runs (S1).",
    )

    _name_unique = models.UniqueIndex(
        "(service_id, name)", "This service has that version already."
    )
    _precedence_idx = models.Index("(service_id, precedence)")

    @api.depends("name")
    def _compute_parts(self):
        for version in self:
            parsed = version._parse()
            version.major = parsed.major
            version.is_prerelease = bool(parsed.prerelease)
            version.precedence = versions.get_sort_key(parsed)

    def _parse(self):
        """This version's parts.

        :raises ValidationError: when its name is no version
        """
        self.ensure_one()
        try:
            return versions.parse(self.name or "")
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "“%(name)s” is not a version. Write major.minor.patch, "
                    "as 3.2.15; a pre-release as 4.0.0-rc.1.",
                    name=self.name,
                )
            ) from error

    @api.depends(
        "service_id.version_ids.major",
        "service_id.version_ids.is_prerelease",
        "service_id.version_ids.release_date",
    )
    def _compute_support_dates(self):
        for service, siblings in self.grouped("service_id").items():
            releases = service._get_first_releases()
            for version in siblings:
                version.opened_date = self._get_first(releases, version.major)
                version.superseded_date = self._get_first(
                    releases, version.major + SUPPORTED_MAJORS
                )

    @api.model
    def _get_first(self, releases, major):
        """The first day on which ``major`` or a later one is released."""
        days = [day for released, day in releases if released >= major]
        return min(days, default=False)

    @api.depends("eosl_date", "superseded_date")
    def _compute_support_end_date(self):
        for version in self:
            ends = [
                version.eosl_date,
                version.superseded_date and version.superseded_date - timedelta(1),
            ]
            version.support_end_date = min(filter(None, ends), default=False)

    @api.depends("release_date", "eosl_date", "opened_date", "superseded_date", "name")
    def _compute_support_state(self):
        today = fields.Date.today()
        nowhere = self.env["digit.deployment"]
        for version in self:
            cause = entitlement.judge(version._get_facts(nowhere, False), today)
            version.support_state = version._get_support_state(cause, today)

    def _get_support_state(self, cause, today):
        if cause in (entitlement.EOSL, entitlement.OLD_MAJOR):
            return "out_of_support"
        released = self.release_date and self.release_date <= today
        if cause == entitlement.UNRELEASED or not released:
            return "planned"
        return "supported"

    @api.model
    def _search_support_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._get_support_domains(fields.Date.today())
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _get_support_domains(self, day):
        """``_get_support_state`` once more, for the database: {state: domain}."""
        ended = Domain("support_end_date", "<", day)
        released = Domain("release_date", "<=", day) & Domain("opened_date", "<=", day)
        return {
            "planned": ~ended & ~released,
            "supported": ~ended & released,
            "out_of_support": ended,
        }

    @api.model
    def _search_display_name(self, operator, value):
        """Each word may be part of the version or of its service."""
        if operator != "ilike" or not isinstance(value, str):
            return super()._search_display_name(operator, value)
        return Domain.AND(
            Domain("name", operator, word)
            | Domain("service_id.name", operator, word)
            | Domain("service_id.code", operator, word)
            for word in value.split()
        )

    def _get_verdict_domain(self):
        """A version changes what n is, and so the verdict on each of its service."""
        return [("version_id.service_id", "in", self.service_id.ids)]

    def _get_sibling(self):
        self.ensure_one()
        return entitlement.Sibling(
            id=self.id,
            major=self.major,
            precedence=self.precedence,
            released=self.release_date,
            eosl=self.eosl_date or None,
        )

    def _get_facts(self, deployment, is_modified):
        """What a verdict on this version is found from; None without a version.

        :param deployment: where it runs, if it is known
        :param is_modified: whether this service was changed there
        """
        if not self:
            return None
        return entitlement.Facts(
            opened=self.opened_date or None,
            superseded=self.superseded_date or None,
            eosl=self.eosl_date or None,
            is_modified=is_modified or deployment.source_modified,
            window_start=deployment.support_start_date or None,
            window_end=deployment.support_end_date or None,
        )

    @api.depends("service_id.name", "name")
    @api.depends_context("digit_short_version")
    def _compute_display_name(self):
        is_short = self.env.context.get("digit_short_version")
        for version in self:
            version.display_name = (
                version.name
                if is_short
                else f"{version.service_id.name} {version.name}"
            )
