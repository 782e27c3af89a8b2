from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common_registry import RegistryCommon

TODAY = "2026-06-15"  # a Monday


@tagged("post_install", "-at_install")
class TestVersions(RegistryCommon):
    """Versions are read and ordered as Semantic Versioning says (S1)."""

    def test_numbers_are_ordered_as_numbers(self):
        newer = self._create_version("2.10.0")
        older = self._create_version("2.9.9")
        versions = self.env["digit.service.version"].search(
            [("service_id", "=", self.service_a.id)]
        )
        self.assertEqual(versions, newer | older)

    def test_prereleases_are_ordered_as_semver_org_does(self):
        chain = (
            "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 "
            "1.0.0-beta.11 1.0.0-rc.1 1.0.0"
        ).split()
        for name in reversed(chain):
            self._create_version(name)
        versions = self.env["digit.service.version"].search(
            [("service_id", "=", self.service_a.id)], order="precedence"
        )
        self.assertEqual(versions.mapped("name"), chain)

    def test_bad_version_is_refused_in_a_sentence(self):
        for name in ("2.10", "1.2.3.4", "one", "01.2.3", "v1.2.3", ""):
            with self.assertRaisesRegex(ValidationError, "major.minor.patch"):
                self._create_version(name)

    def test_bad_version_in_an_import_is_refused_in_the_same_sentence(self):
        result = (
            self.env["digit.service.version"]
            .with_user(self.user_operations)
            .load(["service_id", "name"], [["Alpha", "2.10"]])
        )
        self.assertFalse(result["ids"])
        self.assertIn("“2.10” is not a version", result["messages"][0]["message"])

    @mute_logger("odoo.sql_db")
    def test_service_has_a_version_once(self):
        self._create_version("1.0.0")
        with self.assertRaises(IntegrityError):
            self._create_version("1.0.0")
            self.env.flush_all()

    def test_second_next_major_version_ends_support(self):
        old = self._create_version("1.0.0", "2025-01-10")
        self._create_version("2.0.0", "2025-06-10")
        self.assertFalse(old.superseded_date)
        self._create_version("3.0.0", "2026-02-10")
        self.assertEqual(old.opened_date, date(2025, 1, 10))
        self.assertEqual(old.superseded_date, date(2026, 2, 10))
        self.assertEqual(old.support_end_date, date(2026, 2, 9))

    def test_prerelease_ends_no_support(self):
        old = self._create_version("1.0.0", "2025-01-10")
        self._create_version("3.0.0-rc.1", "2026-02-10")
        self.assertFalse(old.superseded_date)

    def test_earlier_eosl_ends_support_first(self):
        old = self._create_version("1.0.0", "2025-01-10", eosl_date="2026-01-31")
        self._create_version("3.0.0", "2026-02-10")
        self.assertEqual(old.support_end_date, date(2026, 1, 31))

    @freeze_time(TODAY)
    def test_support_state_is_the_same_in_python_and_in_the_database(self):
        expected = {
            "1.0.0": ("2025-01-10", False, "out_of_support"),
            "2.0.0": ("2025-06-10", False, "supported"),
            "2.0.1": ("2025-07-10", "2026-06-14", "out_of_support"),
            "2.0.2": ("2025-07-10", "2026-06-15", "supported"),
            "3.0.0-rc.1": ("2026-01-10", False, "supported"),
            "3.0.0": ("2026-02-10", False, "supported"),
            "3.0.1": (False, False, "planned"),
            "3.1.0": ("2026-06-16", False, "planned"),
            "4.0.0-rc.1": ("2026-06-01", False, "planned"),
            "4.0.0": ("2026-07-01", False, "planned"),
        }
        versions = self.env["digit.service.version"].union(
            *(
                self._create_version(name, released, eosl_date=eosl)
                for name, (released, eosl, _state) in expected.items()
            )
        )
        states = {name: state for name, (_r, _e, state) in expected.items()}
        self.assertEqual({v.name: v.support_state for v in versions}, states)
        for state in ("planned", "supported", "out_of_support"):
            found = versions.search(
                [("id", "in", versions.ids), ("support_state", "=", state)]
            )
            self.assertEqual(
                found, versions.filtered_domain([("support_state", "=", state)]), state
            )
            others = versions.search(
                [("id", "in", versions.ids), ("support_state", "!=", state)]
            )
            self.assertEqual(found | others, versions.sorted())
            self.assertFalse(found & others)

    @freeze_time(TODAY)
    def test_service_tells_what_is_latest_and_supported(self):
        self._create_version("1.0.0", "2025-01-10")
        self._create_version("2.5.56", "2025-06-10")
        latest = self._create_version("3.2.15", "2026-02-10")
        self._create_version("4.0.0", "2026-07-01")
        self.assertEqual(self.service_a.latest_version_id, latest)
        self.assertEqual(self.service_a.supported_majors, "3.x, 2.x")
        self.assertFalse(self.service_b.latest_version_id)

    def test_version_is_found_by_parts_of_its_service(self):
        version = self._create_version("3.2.15")
        self._create_version("3.2.15", service=self.service_b)
        found = self.env["digit.service.version"].name_search("alpha 3.2")
        self.assertEqual([found_id for found_id, _name in found], version.ids)

    def test_a_thousand_versions_take_a_bounded_number_of_queries(self):
        services = self.env["digit.service"].create(
            [{"name": f"S{n}", "code": f"test-s{n}"} for n in range(50)]
        )

        def create(count):
            self.env["digit.service.version"].create(
                [
                    {
                        "service_id": service.id,
                        "name": f"{count}.{number // 4}.{number % 4}",
                        "release_date": "2025-01-10",
                    }
                    for service in services
                    for number in range(count)
                ]
            )
            self.env.flush_all()

        create(1)
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        create(2)
        few = self.cr.sql_log_count - start
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        create(20)
        many = self.cr.sql_log_count - start
        self.assertLess(few, 40)
        # what grows is INSERT and UPDATE, by batches of Odoo's
        self.assertLess(many, few + 40)


@tagged("post_install", "-at_install")
class TestReleases(RegistryCommon):
    def test_release_has_one_version_of_a_service(self):
        versions = self._create_version("1.0.0"), self._create_version("1.0.1")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_release("R", versions=versions)
            self.env.flush_all()

    def test_copy_keeps_the_mapping_and_says_that_it_is_one(self):
        release = self._create_release(
            "R", "2026-01-10", [self._create_version("1.0.0")], state="published"
        )
        copy = release.copy()
        self.assertEqual(copy.name, "R (copy)")
        self.assertEqual(copy.line_ids.version_id, release.line_ids.version_id)
        self.assertEqual((copy.state, copy.release_date), ("planned", False))

    def test_scripts_are_read_by_who_reads_the_release(self):
        script = self.env["ir.attachment"].with_user(self.user_operations)
        script = script.create({"name": "up.sql", "raw": b"--", "res_id": 0})
        self._create_release("R", script_ids=[Command.set(script.ids)]).with_user(
            self.user_operations
        )
        self.assertEqual(script.with_user(self.user_l1).name, "up.sql")

    def test_operations_enters_a_release_in_its_form(self):
        version = self._create_version("1.0.0")
        releases = self.env["digit.release"].with_user(self.user_operations)
        with Form(releases) as form:
            form.name = "R"
            with form.line_ids.new() as line:
                line.version_id = version
        self.assertEqual(form.record.line_ids.service_id, self.service_a)
        self.assertEqual(form.record.line_count, 1)

    def test_who_looks_after_tickets_only_reads(self):
        release = self._create_release("R", versions=[self._create_version("1.0.0")])
        for record in (release, release.line_ids, release.line_ids.version_id):
            record.with_user(self.user_l3).read(["display_name"])
            with self.assertRaises(AccessError):
                record.with_user(self.user_l3).write({"create_uid": 1})

    def test_partners_have_no_access(self):
        release = self._create_release("R", versions=[self._create_version("1.0.0")])
        for record in (
            release,
            release.line_ids,
            release.line_ids.version_id,
            self.service_a,
            self.env["digit.product"],
        ):
            self.assertFalse(record.with_user(self.asha).has_access("read"))

    def test_service_in_use_stays(self):
        self._create_version("1.0.0")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.service_a.with_user(self.user_admin).unlink()

    def test_products_of_the_sources_are_there(self):
        works = self.env.ref("digit_support.digit_product_works")
        self.assertIn(
            "muster-roll", works.with_user(self.user_l1).service_ids.mapped("code")
        )
        self.assertFalse(
            self.env["digit.service.version"].search_count(
                [("service_id", "in", works.service_ids.ids)]
            )
        )
