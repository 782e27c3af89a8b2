"""Writing the registry: what there is, what runs where, and until when."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.fields import Command

from .registry import (
    DEPLOYMENTS,
    ENVIRONMENTS,
    NEXT_QUARTER,
    RELEASES,
    VERSIONS,
)

MODULE = "digit_demo"


class Registrar:
    """Writes the demo's registry through the models. Nobody is told by it."""

    def __init__(self, env, today):
        self.env = env
        self.today = today

    def register(self):
        for service, versions in VERSIONS.items():
            self._register_versions(service, versions)
        for key, release in RELEASES.items():
            self._register_release(key, release)
        for key, facts in DEPLOYMENTS.items():
            self._register_deployment(key, **facts)
        for key, installed in ENVIRONMENTS.items():
            self._install(key, **installed)

    def _register_versions(self, service, versions):
        records = self.env["digit.service.version"].create(
            [
                {
                    "service_id": self._get_service(service).id,
                    "name": name,
                    "release_date": self._get_day(released),
                    "eosl_date": self._get_day(last_day),
                }
                for name, released, last_day in versions
            ]
        )
        for record in records:
            self._name(get_version_key(service, record.name), record)

    def _register_release(self, key, release):
        day = self._get_day(release["date"])
        record = self.env["digit.release"].create(
            {
                "name": release["name"],
                "product_id": self.env.ref("digit_support.digit_product_platform").id,
                "state": "published" if day <= self.today else "planned",
                "release_date": day,
                "summary": release["summary"],
                "notes": release.get("notes"),
                "line_ids": [
                    Command.create({"version_id": self._get_version(*line).id})
                    for line in release["versions"].items()
                ],
                "script_ids": [
                    Command.create({"name": name, "raw": text.encode()})
                    for name, text in release.get("scripts", {}).items()
                ],
            }
        )
        self._name(f"digit_release_{key}", record)

    def _register_deployment(self, key, support, stages):
        start, end = map(self._get_day, support)
        values = {
            "support_start_date": start,
            "stage_ids": [
                Command.clear(),
                *(
                    Command.create({"stage": str(stage), "date_start": day})
                    for stage, day in enumerate(map(self._get_day, stages))
                ),
            ],
        }
        if end:
            values["support_end_date"] = end
        self.env.ref(f"{MODULE}.digit_deployment_{key}").write(values)

    def _install(self, key, release=None, versions=None, modified=()):
        environment = self.env.ref(f"{MODULE}.digit_environment_{key}")
        if release:
            self.env["digit.release.install"].create(
                {
                    "environment_id": environment.id,
                    "release_id": self.env.ref(f"{MODULE}.digit_release_{release}").id,
                }
            ).action_install()
        environment._install(
            self._get_version(*line) for line in (versions or {}).items()
        )
        services = [self._get_service(service) for service in modified]
        environment.installation_ids.filtered(
            lambda installation: installation.service_id in services
        ).source_modified = True

    # ---------------------------------------------------
    # Names and days
    # ---------------------------------------------------

    def _get_day(self, days):
        """The date that is ``days`` from today; False for none."""
        if days is None:
            return False
        if days == NEXT_QUARTER:
            return get_next_quarter(self.today)
        return self.today + timedelta(days)

    def _get_service(self, service):
        return self.env.ref(f"digit_support.digit_service_{service}")

    def _get_version(self, service, name):
        return self.env.ref(f"{MODULE}.{get_version_key(service, name)}")

    def _name(self, key, record):
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"{MODULE}.{key}", "record": record, "noupdate": True}]
        )


def get_version_key(service, name):
    """The external id of a service's version, without the module."""
    tail = name.replace(".", "_").replace("-", "_")
    return f"digit_service_version_{service}_{tail}"


def get_next_quarter(day):
    """The middle of the quarter after that of ``day``: 15 November for an August."""
    months = 4 - (day.month - 1) % 3
    return day + relativedelta(months=months, day=15)
