from functools import cached_property

from odoo import fields

from .ticket_form import to_id, to_text

MAX_LENGTHS = {"version": 64, "note": 2000}
# Before DIGIT there was nothing to install.
FIRST_DAY = fields.Date.to_date("2010-01-01")


class InstallationForm:
    """What a contact person reports to run now, checked against what may be.

    Only the names below are ever read from what was sent.
    """

    texts = ("what", "version", "date", "note")
    choices = ("environment", "service", "release")

    def __init__(self, env, deployment, params):
        self.env = env
        self.deployment = deployment
        self.values = {name: to_text(params.get(name)) for name in self.texts}
        self.ids = {name: to_id(params.get(name)) for name in self.choices}
        self.errors = {}

    # ---------------------------------------------------
    # What there is to choose from
    # ---------------------------------------------------

    @property
    def is_release(self):
        """Whether a whole release was installed, not one service."""
        return self.values["what"] == "release"

    @property
    def today(self):
        return fields.Date.context_today(self.env.user)

    @property
    def environments(self):
        return self.deployment.environment_ids

    @cached_property
    def environment(self):
        if len(self.environments) == 1:
            return self.environments
        return self._choose("environment", self.environments)

    @cached_property
    def services(self):
        """Those that run there, and those of the programme's products."""
        products = self.env["digit.product"].sudo()  # no rule tells them apart
        offered = products.search(
            [("programme_ids", "in", self.deployment.programme_id.ids)]
        )
        installed = self.environments.installation_ids.service_id
        return (installed | offered.service_ids).sorted("name")

    @cached_property
    def service(self):
        return self._choose("service", self.services)

    @cached_property
    def versions(self):
        """The released versions of the chosen service, the newest first."""
        # sudo: which versions are out is no secret; planned ones are left out
        return (
            self.env["digit.service.version"]
            .sudo()
            .search(
                [
                    ("service_id", "=", self.service.id),
                    ("release_date", "<=", fields.Date.today()),
                ],
                order="precedence desc",
            )
        )

    @property
    def version(self):
        """The released version that was written; empty when there is none such."""
        name = self.values["version"].removeprefix("v")
        return self.versions.filtered(lambda version: version.name == name)

    @cached_property
    def releases(self):
        return self.env["digit.release"]._get_for_portal()

    @cached_property
    def release(self):
        return self._choose("release", self.releases)

    def _choose(self, name, records):
        return records.filtered(lambda record: record.id == self.ids[name])

    @property
    def date(self):
        """The day of the installation: today unless told; None when it is no day."""
        if not self.values["date"]:
            return self.today
        try:
            return fields.Date.to_date(self.values["date"])
        except ValueError:
            return None

    # ---------------------------------------------------
    # Checks
    # ---------------------------------------------------

    def validate(self):
        """Whether a report can be made of it; if not, ``errors`` says why."""
        self.errors = {
            **self._check_choices(),
            **self._check_texts(),
            **self._check_date(),
        }
        if not self.errors and self._get_open_report():
            self.errors["form"] = self.env._(
                "You have reported this already. We answer as soon as we have looked."
            )
        return not self.errors

    def _check_choices(self):
        names = ["environment", "release" if self.is_release else "service"]
        return {
            name: self.env._("Choose one of these.")
            for name in names
            if not getattr(self, name)
        }

    def _check_texts(self):
        errors = {
            name: self.env._("At most %(limit)s characters, please.", limit=limit)
            for name, limit in MAX_LENGTHS.items()
            if len(self.values[name]) > limit
        }
        if not self.is_release and not self.values["version"]:
            errors["version"] = self.env._("Write the version, as 3.2.15.")
        return errors

    def _check_date(self):
        if not self.date or self.date < FIRST_DAY:
            return {"date": self.env._("Write the day on which it was installed.")}
        if self.date > self.today:
            return {"date": self.env._("This day is still to come.")}
        return {}

    # ---------------------------------------------------
    # The report
    # ---------------------------------------------------

    @property
    def what(self):
        """What the report is about; all else is computed."""
        about = (
            {"release_id": self.release.id}
            if self.is_release
            else {"service_id": self.service.id}
        )
        return {"environment_id": self.environment.id, **about}

    def _get_open_report(self):
        domain = [(name, "=", value) for name, value in self.what.items()]
        # sudo: nobody outside reads reports; this tells only that there is one
        return (
            self.env["digit.installation.report"]
            .sudo()
            .search([*domain, ("state", "=", "reported")], limit=1)
        )

    def create_report(self):
        values = {
            **self.what,
            "date": self.date,
            "note": self.values["note"],
            "reporter_id": self.env.user.partner_id.id,
        }
        if not self.is_release:
            values["version_id"] = self.version.id
            values["version_text"] = not self.version and self.values["version"]
        # sudo: it changes nothing until somebody of ours confirms it
        reports = self.env["digit.installation.report"].sudo()
        return reports.with_context(mail_create_nosubscribe=True).create(values)
