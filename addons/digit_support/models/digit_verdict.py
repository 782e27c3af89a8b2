from odoo import api, fields, models
from odoo.tools import format_date

from ..tools import entitlement as core


class DigitVerdict(models.AbstractModel):
    """Something about a version that runs somewhere: whether it is supported (S1)."""

    _name = "digit.verdict"
    _description = "Verdict on a Version"

    entitlement = fields.Selection(
        [
            (core.UNKNOWN, "Version unknown"),
            (core.SUPPORTED, "Supported"),
            (core.UPGRADE_REQUIRED, "Upgrade Required"),
            (core.NOT_SUPPORTED, "Not Supported"),
        ],
        compute="_compute_entitlement",
        help="Whether the version is supported. It never refuses a ticket.",
    )
    entitlement_cause = fields.Selection(
        [
            (core.NO_VERSION, "The version is not known"),
            (core.MODIFIED, "The source code was modified"),
            (core.BEFORE_WINDOW, "Support has not begun"),
            (core.AFTER_WINDOW, "Support has ended"),
            (core.EOSL, "End of service life"),
            (core.UNRELEASED, "Not released yet"),
            (core.OLD_MAJOR, "Older than n-1"),
            (core.CURRENT, "n or n-1"),
        ],
        compute="_compute_entitlement",
    )
    entitlement_limit_date = fields.Date(
        string="Verdict About",
        compute="_compute_entitlement",
        help="The day that the verdict is about: when support ends, ended or begins.",
    )
    latest_major = fields.Integer(
        compute="_compute_entitlement",
        help="The highest major version of the service, when it was judged.",
    )
    upgrade_version_id = fields.Many2one(
        "digit.service.version",
        string="Upgrade to",
        compute="_compute_entitlement",
        help="The newest supported version, when it was judged.",
    )
    upgrade_minimum_id = fields.Many2one(
        "digit.service.version",
        string="At Least",
        compute="_compute_entitlement",
        help="The newest version of the major version before, when it was judged.",
    )
    entitlement_reason = fields.Text(
        compute="_compute_entitlement_reason",
        compute_sudo=True,
        help="The verdict in a sentence, and the way forward.",
    )

    # ---------------------------------------------------
    # The verdict
    # ---------------------------------------------------

    def _compute_entitlement(self):
        places = self.grouped(lambda record: record._get_verdict_place())
        for place, values in self._judge(places).items():
            places[place].update(values)

    def _get_verdict_place(self):
        """All that a verdict depends on: (version, deployment, environment)."""
        self.ensure_one()
        return self.version_id, self.deployment_id, self.environment_id

    @api.model
    def _judge(self, places):
        """The verdicts of today, with as many queries for many places as for one.

        :param places: an iterable of (version, deployment, environment)
        :return: {place: values of the fields above that are stored}
        """
        known = [place for place in places if place[0]]
        modified, siblings = set(), {}
        if known:
            versions = known[0][0].union(*(place[0] for place in known))
            environments = known[0][2].union(*(place[2] for place in known))
            modified = environments._get_modified_services()
            siblings = versions.service_id._get_siblings()
        return {
            place: self._prepare_verdict_values(
                *place, modified, siblings.get(place[0].service_id, [])
            )
            for place in places
        }

    @api.model
    def _prepare_verdict_values(
        self, version, deployment, environment, modified, siblings
    ):
        facts = version._get_facts(
            deployment, (environment, version.service_id) in modified
        )
        today = fields.Date.today()
        verdict = core.decide(facts, version.precedence, siblings, today)
        return {
            "entitlement": core.VERDICTS[verdict.cause],
            "entitlement_cause": verdict.cause,
            "entitlement_limit_date": verdict.limit or False,
            "latest_major": verdict.latest_major or 0,
            "upgrade_version_id": verdict.upgrade or False,
            "upgrade_minimum_id": verdict.minimum or False,
        }

    # ---------------------------------------------------
    # In words
    # ---------------------------------------------------

    @api.depends(
        "entitlement_cause",
        "entitlement_limit_date",
        "latest_major",
        "upgrade_version_id",
        "upgrade_minimum_id",
    )
    @api.depends_context("lang")
    def _compute_entitlement_reason(self):
        for record in self:
            record.entitlement_reason = " ".join(record._get_entitlement_sentences())

    def _get_entitlement_sentences(self):
        """Why, and the way forward. Extend to tell more."""
        self.ensure_one()
        cause = self.entitlement_cause or core.NO_VERSION
        sentences = [getattr(self, f"_tell_{cause}")(), self._tell_upgrade()]
        return list(filter(None, sentences))

    def _tell_no_version(self):
        if not self.service_id:
            return self.env._(
                "Tell us which version of which service is affected: that decides what "
                "is owed."
            )
        return self.env._(
            "Tell us which version of %(service)s is affected: that decides what is "
            "owed.",
            service=self.service_id.name,
        )

    def _tell_modified(self):
        return self.env._(
            "The source code of this service was changed by the partner, so support is "
            "void. Install a released version unchanged to be supported again."
        )

    def _tell_before_window(self):
        return self.env._(
            "Support for this deployment begins on %(date)s.", date=self._tell_limit()
        )

    def _tell_after_window(self):
        return self.env._(
            "Support for this deployment ended on %(date)s. Ask eGov to extend it.",
            date=self._tell_limit(),
        )

    def _tell_eosl(self):
        return self.env._(
            "%(version)s of %(service)s reached the end of its service life on "
            "%(date)s.",
            **self._get_version_words(),
            date=self._tell_limit(),
        )

    def _tell_unreleased(self):
        if not self.entitlement_limit_date:
            return self.env._(
                "%(version)s of %(service)s is not released yet.",
                **self._get_version_words(),
            )
        return self.env._(
            "%(version)s of %(service)s is not released yet: its major version is "
            "planned for %(date)s.",
            **self._get_version_words(),
            date=self._tell_limit(),
        )

    def _tell_old_major(self):
        return self.env._(
            "%(version)s is older than the supported major versions %(previous)s and "
            "%(latest)s of %(service)s.",
            **self._get_version_words(),
            previous=self.latest_major - 1,
            latest=self.latest_major,
        )

    def _tell_current(self):
        if self.entitlement_limit_date:
            return self.env._(
                "%(version)s of %(service)s is supported until %(date)s.",
                **self._get_version_words(),
                date=self._tell_limit(),
            )
        return self.env._(
            "%(version)s of %(service)s is supported.", **self._get_version_words()
        )

    def _tell_upgrade(self):
        """The way forward, where it is another version; empty elsewhere."""
        if not self.upgrade_version_id:
            return ""
        target, minimum = self.upgrade_version_id.name, self.upgrade_minimum_id.name
        if self.entitlement_cause == core.UNRELEASED:
            return self.env._("Until then, %(version)s is supported.", version=target)
        if not minimum:
            return self.env._("Upgrade to %(version)s.", version=target)
        return self.env._(
            "Upgrade to %(version)s (at least %(minimum)s).",
            version=target,
            minimum=minimum,
        )

    def _get_version_words(self):
        return {"version": self.version_id.name, "service": self.service_id.name}

    def _tell_limit(self):
        return format_date(self.env, self.entitlement_limit_date)
