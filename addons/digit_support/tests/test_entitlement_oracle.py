"""The verdict against a table that is enumerated from S1 and DESIGN.md's words."""

import random
from datetime import date, timedelta

from odoo.tests import freeze_time, tagged

from .common_entitlement import EntitlementCommon

TODAY = date(2026, 3, 16)  # Monday
SERVICES = 300
DEPLOYMENTS = 10
DAYS = [*range(-900, 0, 30), -1, 0, 1, *range(30, 400, 30)]


class Oracle:
    """Says what holds of one version of one service on ``TODAY``."""

    def __init__(self, rows):
        # rows: (name, release date, EOSL date) of all the versions of the service
        self.rows = [row for row in rows if row[1] and row[1] <= TODAY]
        self.rows = [row for row in self.rows if "-" not in row[0]]
        majors = {self.parts(row[0])[0] for row in self.rows}
        self.n = max(majors) if majors else None
        self.planned = [row for row in rows if row[1] and "-" not in row[0]]

    @staticmethod
    def parts(name):
        return [int(part) for part in name.split("-")[0].split(".")]

    def judge(self, name, eosl, modified, window):
        major = self.parts(name)[0]
        if modified:
            return "not_supported", "modified"
        if window[0] and window[0] > TODAY:
            return "not_supported", "before_window"
        if window[1] and window[1] < TODAY:
            return "not_supported", "after_window"
        if eosl and eosl < TODAY:
            return "not_supported", "eosl"
        if self.n is None or major > self.n:
            return "not_supported", "unreleased"
        if major in (self.n, self.n - 1):
            return "supported", "current"
        return "upgrade_required", "old_major"

    def advise(self, name, cause):
        """The names of the versions to upgrade to: the newest, the one before."""
        if cause not in ("eosl", "unreleased", "old_major") or self.n is None:
            return False, False
        names = [
            row[0]
            for row in self.rows
            if self.parts(row[0])[0] in (self.n, self.n - 1)
            and (not row[2] or row[2] >= TODAY)
            and (cause == "unreleased" or self.is_later(row[0], name))
        ]
        best = [
            max(line, key=self.parts)
            for major in (self.n, self.n - 1)
            if (line := [x for x in names if self.parts(x)[0] == major])
        ]
        return ([*best, False, False])[0], ([*best, False, False])[1]

    def is_later(self, name, other):
        if self.parts(name) != self.parts(other):
            return self.parts(name) > self.parts(other)
        return "-" in other and "-" not in name

    def get_last_day(self, name, eosl, window):
        """The last supported day of what is supported today, if it is known."""
        major = self.parts(name)[0]
        ends = [row[1] for row in self.planned if self.parts(row[0])[0] >= major + 2]
        known = [end - timedelta(1) for end in ends]
        return min([day for day in (eosl, window[1], *known) if day], default=False)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestEntitlementOracle(EntitlementCommon):
    """300 random services, each with one version in each of ten deployments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(4)
        cls.rows = [cls._make_rows() for _number in range(SERVICES)]
        cls.services = cls.env["digit.service"].create(
            [{"name": f"Service {number}"} for number in range(SERVICES)]
        )
        cls.made = cls.env["digit.service.version"].create(
            [
                {
                    "service_id": service.id,
                    "name": name,
                    "release_date": released,
                    "eosl_date": eosl,
                }
                for service, rows in zip(cls.services, cls.rows, strict=True)
                for name, released, eosl in rows
            ]
        )
        cls.deployments = cls._make_deployments()
        cls.installations = cls._install()
        cls.env.flush_all()
        cls.oracles = dict(zip(cls.services, map(Oracle, cls.rows), strict=True))

    @classmethod
    def _pick_day(cls, chance):
        if cls.random.random() > chance:
            return False
        return TODAY + timedelta(cls.random.choice(DAYS))

    @classmethod
    def _make_rows(cls):
        """Up to twelve versions of one service, majors missing here and there."""
        names = set()
        majors = cls.random.sample(range(7), cls.random.randint(1, 5))
        while len(names) < cls.random.randint(8, 12):
            patch, minor = cls.random.randint(0, 12), cls.random.choice((0, 1, 9, 10))
            suffix = cls.random.choice(["", "", "", "-rc.1"])
            names.add(f"{cls.random.choice(majors)}.{minor}.{patch}{suffix}")
        return [
            (name, cls._pick_day(0.9), cls._pick_day(0.3)) for name in sorted(names)
        ]

    @classmethod
    def _make_deployments(cls):
        windows = [(False, False)] * 4 + [
            (TODAY, TODAY + timedelta(91)),
            (TODAY - timedelta(91), TODAY),
            (TODAY + timedelta(1), TODAY + timedelta(60)),
            (TODAY - timedelta(91), TODAY - timedelta(1)),
            (False, False),
            (False, TODAY + timedelta(7)),
        ]
        return cls.env["digit.deployment"].create(
            [
                {
                    "name": f"Deployment {number}",
                    "client_id": cls.punjab.id,
                    "programme_id": cls.programme.id,
                    "support_start_date": start,
                    "support_end_date": end,
                    "source_modified": number == 8,
                }
                for number, (start, end) in enumerate(windows)
            ]
        )

    @classmethod
    def _install(cls):
        environments = cls.env["digit.environment"].create(
            [
                {"name": "Production", "deployment_id": deployment.id}
                for deployment in cls.deployments
            ]
        )
        versions = cls.made.grouped("service_id")
        return cls.env["digit.installation"].create(
            [
                {
                    "environment_id": environment.id,
                    "version_id": cls.random.choice(versions[service]).id,
                    "source_modified": cls.random.random() < 0.05,
                }
                for environment in environments
                for service in cls.services
            ]
        )

    def _expect(self, installation):
        version, deployment = installation.version_id, installation.deployment_id
        oracle = self.oracles[version.service_id]
        window = deployment.support_start_date, deployment.support_end_date
        entitlement, cause = oracle.judge(
            version.name,
            version.eosl_date,
            installation.source_modified or deployment.source_modified,
            window,
        )
        upgrade, minimum = oracle.advise(version.name, cause)
        last = oracle.get_last_day(version.name, version.eosl_date, window)
        return entitlement, cause, upgrade, minimum, cause == "current" and last

    def _find(self, record):
        limit = record.entitlement_limit_date
        return (
            record.entitlement,
            record.entitlement_cause,
            record.upgrade_version_id.name,
            record.upgrade_minimum_id.name,
            record.entitlement_cause == "current" and limit,
        )

    def test_three_thousand_versions_where_they_run(self):
        self.assertGreaterEqual(len(self.made), 2400)
        self.assertEqual(len(self.installations), 3000)
        seen = {}
        for installation in self.installations:
            expected = self._expect(installation)
            self.assertEqual(self._find(installation), expected)
            seen[expected[1]] = seen.get(expected[1], 0) + 1
        self.assertGreater(min(seen.values()), 20, seen)
        self.assertEqual(len(seen), 7, seen)

    def test_database_agrees_on_what_is_supported(self):
        found = self.env["digit.installation"].search(
            [("id", "in", self.installations.ids), ("is_supported", "=", True)]
        )
        expected = self.installations.filtered(
            lambda installation: self._expect(installation)[0] == "supported"
        )
        self.assertEqual(set(found.ids), set(expected.ids))
        rest = self.env["digit.installation"].search(
            [("id", "in", self.installations.ids), ("is_supported", "=", False)]
        )
        self.assertEqual(found | rest, rest | expected)
        self.assertEqual(len(found) + len(rest), 3000)

    def test_tickets_agree(self):
        some = self.installations[::12]
        tickets = self.env["helpdesk.ticket"].create(
            [
                {
                    "name": "x",
                    "description": "-",
                    "deployment_id": installation.deployment_id.id,
                    "service_id": installation.service_id.id,
                    "user_id": False,
                }
                for installation in some
            ]
        )
        for ticket, installation in zip(tickets, some, strict=True):
            self.assertEqual(ticket.version_id, installation.version_id)
            self.assertEqual(self._find(ticket), self._expect(installation))
