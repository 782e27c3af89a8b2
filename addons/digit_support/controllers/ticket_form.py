from functools import cached_property
from uuid import uuid4

from markupsafe import Markup

from odoo.tools import plaintext2html

MAX_LENGTHS = {"subject": 200, "description": 50_000, "investigation": 50_000}
MAX_FILES = 10
MAX_FILES_SIZE = 25 * 1024 * 1024
MAX_ID = 2**31 - 1
# what a reporter sends who does not know the version
UNKNOWN = "unknown"


def to_id(value):
    """The database id that somebody outside sent; 0 for anything else."""
    try:
        number = int(str(value)[:20])
    except ValueError:
        return 0
    return number if 0 < number <= MAX_ID else 0


def to_text(value):
    """The text that somebody outside sent, fit for PostgreSQL."""
    if not isinstance(value, str):
        return ""
    text = value.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\0", "").replace("\r\n", "\n").strip()


class TicketForm:
    """What a reporter typed, checked against what they may choose.

    Only the names below are ever read from what was sent.
    """

    texts = ("subject", "description", "investigation", "kind")
    choices = (
        "deployment",
        "environment",
        "service",
        "version",
        "impact",
        "urgency",
        "category",
        "team",
    )

    def __init__(self, env, params, categories=(), teams=(), files=()):
        self.env = env
        self.params = params
        self.values = {name: to_text(params.get(name)) for name in self.texts}
        self.ids = {name: to_id(params.get(name)) for name in self.choices}
        self.categories = categories or env["helpdesk.ticket.category"]
        self.teams = teams or env["helpdesk.ticket.team"]
        self.files = [file for file in files if file.filename]
        self.errors = {}

    @classmethod
    def get_typed(cls, params):
        """Whatever of ``params`` this form reads, by its name.

        Nobody may be logged in: it is not checked against what there is.
        """
        names = ("once", *cls.texts, *cls.choices)
        return {
            name: to_text(params.get(name))[: MAX_LENGTHS.get(name, 64)]
            for name in names
        }

    # ---------------------------------------------------
    # Which form it is
    # ---------------------------------------------------

    @cached_property
    def key(self):
        """Names this form, however often it is sent."""
        return to_text(self.params.get("once"))[:64] or uuid4().hex

    @property
    def stored_key(self):
        """The key as the user's own: nobody finds another one's ticket by it."""
        return f"{self.env.uid}:{self.key}"

    @property
    def sent_ticket(self):
        """The ticket that was made of this form already, if it was sent."""
        # sudo: the field is not for portal users
        tickets = self.env["helpdesk.ticket"].sudo()
        return tickets.search([("form_key", "=", self.stored_key)], limit=1)

    # ---------------------------------------------------
    # What there is to choose from
    # ---------------------------------------------------

    @cached_property
    def deployments(self):
        partner = self.env.user.partner_id
        # sudo: nobody outside reads deployments, but they choose among their own
        return self.env["digit.deployment"].sudo()._get_by_reporter(partner)[partner]

    @cached_property
    def deployment(self):
        if len(self.deployments) == 1 and not self._is_sent("deployment"):
            return self.deployments
        return self._choose("deployment", self.deployments)

    @property
    def environments(self):
        return self.deployment.environment_ids

    @cached_property
    def environment(self):
        if not self._is_sent("environment"):
            return self.environments._get_default()
        return self._choose("environment", self.environments)

    @cached_property
    def installed_services(self):
        return self.environment.installation_ids.service_id

    @cached_property
    def other_services(self):
        """What else the products of the programme are made of."""
        products = self.deployment.programme_id.product_ids
        return products.service_ids - self.installed_services

    @cached_property
    def service(self):
        return self._choose("service", self.installed_services | self.other_services)

    @property
    def versions(self):
        """What runs of the service anywhere in the deployment."""
        installations = self.deployment.installation_ids
        return installations.filtered(lambda i: i.service_id == self.service).version_id

    @cached_property
    def version(self):
        """The one that was chosen; what is installed while nothing is said."""
        if self._is_sent("version"):
            return self._choose("version", self.versions)
        place = self.environment, self.service
        installed = self.environment._get_installed(self.service)
        return installed.get(place, self.versions.browse())

    @property
    def is_version_unknown(self):
        return to_text(self.params.get("version")) == UNKNOWN

    @property
    def impacts(self):
        return self.deployment.programme_id.scheme_id.impact_ids

    @property
    def urgencies(self):
        return self.deployment.programme_id.scheme_id.urgency_ids

    @cached_property
    def impact(self):
        return self._choose("impact", self.impacts)

    @cached_property
    def urgency(self):
        return self._choose("urgency", self.urgencies)

    @cached_property
    def category(self):
        return self._choose("category", self.categories)

    @cached_property
    def team(self):
        return self._choose("team", self.teams)

    @cached_property
    def kinds(self):
        return self.env["helpdesk.ticket"]._get_portal_kinds()

    @property
    def kind(self):
        known = [value for value, _label, _help in self.kinds]
        return self.values["kind"] if self.values["kind"] in known else known[0]

    @property
    def preview(self):
        """What would become of the ticket, as far as enough is said for it."""
        # sudo: severities are not to be read outside; nothing is stored
        Ticket = self.env["helpdesk.ticket"].sudo()
        preview = {}
        if self.impact and self.urgency:
            preview = Ticket._get_portal_preview(self.ticket_values)
        if self.installed_services or self.other_services:
            preview["entitlement"] = Ticket._get_portal_verdict(self.ticket_values)
        return preview

    @property
    def similar_tickets(self):
        """Open tickets of what is being reported, among those that the user sees."""
        Ticket = self.env["helpdesk.ticket"]
        return Ticket._get_portal_similar(self.values["subject"], self.service)

    @property
    def known_fixes(self):
        """What is fixed of the service, for the versions that run there."""
        versions = self.version or self.versions
        return self.env["digit.fix.line"]._get_portal_known(versions)

    def _choose(self, name, records):
        return records.filtered(lambda record: record.id == self.ids[name])

    def _is_sent(self, name):
        value = self.params.get(name)
        return bool(to_text(value) if isinstance(value, str) else value)

    # ---------------------------------------------------
    # Checks
    # ---------------------------------------------------

    def validate(self):
        """Whether a ticket can be made of it; if not, ``errors`` says why."""
        self.errors = {
            **self._check_texts(),
            **self._check_choices(),
            **self._check_files(),
        }
        return not self.errors

    def _check_texts(self):
        errors = {
            name: self.env._("At most %(limit)s characters, please.", limit=limit)
            for name, limit in MAX_LENGTHS.items()
            if len(self.values[name]) > limit
        }
        if not self.values["subject"]:
            errors["subject"] = self.env._("Say in a few words what this is about.")
        if not self.values["description"]:
            errors["description"] = self.env._("Describe what happens.")
        return errors

    def _check_choices(self):
        errors = {}
        if len(self.deployments) > 1 and not self._is_sent("deployment"):
            errors["deployment"] = self.env._(
                "Choose the deployment that this is about."
            )
        if self._is_sent("kind") and self.values["kind"] != self.kind:
            errors["kind"] = self.env._("Choose one of these.")
        offered = {
            "deployment": True,
            "environment": True,
            "service": True,
            "version": not self.is_version_unknown,
            "impact": self.impacts,
            "urgency": self.urgencies,
            "category": self.categories,
            "team": self.teams,
        }
        for name, records in offered.items():
            if records and self._is_sent(name) and not getattr(self, name):
                errors[name] = self.env._("Choose one of these.")
        return {**errors, **self._check_required()}

    def _check_required(self):
        """The category and the team, if the company's settings ask for them."""
        company = self.env.company
        required = {
            "category": company.helpdesk_mgmt_portal_category_id_required,
            "team": company.helpdesk_mgmt_portal_team_id_required,
        }
        offered = {"category": self.categories, "team": self.teams}
        return {
            name: self.env._("Choose one of these.")
            for name, is_required in required.items()
            if is_required and offered[name] and not getattr(self, name)
        }

    def _check_files(self):
        if len(self.files) > MAX_FILES:
            return {
                "attachment": self.env._(
                    "At most %(limit)s files, please. Choose them again.",
                    limit=MAX_FILES,
                )
            }
        if sum(map(self._get_size, self.files)) > MAX_FILES_SIZE:
            return {
                "attachment": self.env._(
                    "At most %(limit)s MB in total, please. Choose the files again.",
                    limit=MAX_FILES_SIZE // 1024 // 1024,
                )
            }
        return {}

    @staticmethod
    def _get_size(file):
        size = file.seek(0, 2)
        file.seek(0)
        return size

    # ---------------------------------------------------
    # The ticket
    # ---------------------------------------------------

    @property
    def ticket_values(self):
        """What the reporter decides of the ticket; all else is computed."""
        values = {
            "partner_id": self.env.user.partner_id.id,
            "kind": self.kind,
            "form_key": self.stored_key,
        }
        for name in ("deployment", "environment", "service", "impact", "urgency"):
            record = getattr(self, name)
            if record:
                values[f"{name}_id"] = record.id
        if self.service:
            values["version_id"] = self.version.id  # none when it is not known
        return values

    @property
    def description(self):
        description = plaintext2html(self.values["description"])
        if self.values["investigation"]:
            description += Markup("<h5>%s</h5>%s") % (
                self.env._("What was investigated already"),
                plaintext2html(self.values["investigation"]),
            )
        return description
