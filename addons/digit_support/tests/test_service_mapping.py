from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.digit_support.models import digit_service_mapping

from .common_registry import RegistryCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")  # a Monday
class TestServiceMapping(RegistryCommon):
    """The matrix: services down, releases across, the oldest first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["digit.product"].create({"name": "P", "code": "TEST-P"})
        (cls.service_a | cls.service_b).product_ids = cls.product
        cls.a1 = cls._create_version("1.0.0", "2025-01-10")
        cls.a2 = cls._create_version("2.0.0", "2025-06-10")
        cls.a3 = cls._create_version("3.0.0", "2026-02-10")
        cls.b1 = cls._create_version("1.0.0", "2025-01-10", cls.service_b)
        cls.old = cls._create_release("Old", "2025-01-10", [cls.a1])
        cls.mid = cls._create_release("Mid", "2025-06-10", [cls.a2, cls.b1])
        cls.new = cls._create_release("New", "2026-02-10", [cls.a2])
        cls.next = cls._create_release("Next", product_id=cls.product.id)
        cls.mapping = cls.env["digit.service.mapping"].with_user(cls.user_operations)
        cls.mapping_l1 = cls.mapping.with_user(cls.user_l1)

    def _get_page(self, **kwargs):
        return self.mapping_l1.get_page(product_id=self.product.id, **kwargs)

    def _get_cells(self, key, **kwargs):
        rows = self._get_page(**kwargs)["rows"]
        return {row["name"]: [c.get(key, "-") for c in row["cells"]] for row in rows}

    def _limits(self, **limits):
        return patch.multiple(
            digit_service_mapping,
            **{name.upper(): number for name, number in limits.items()},
        )

    def test_releases_are_columns_and_the_newest_is_last(self):
        names = [release["name"] for release in self._get_page()["releases"]]
        self.assertEqual(names, ["Old", "Mid", "New", "Next"])

    def test_cells_show_the_version(self):
        self.assertEqual(
            self._get_cells("name"),
            {
                "Alpha": ["1.0.0", "2.0.0", "2.0.0", "-"],
                "Beta": ["-", "1.0.0", "-", "-"],
            },
        )

    def test_cells_tell_what_is_another_than_to_the_left(self):
        self.assertEqual(
            self._get_cells("change"),
            {
                "Alpha": ["", "changed", "", "removed"],
                "Beta": ["", "added", "removed", ""],
            },
        )

    def test_cells_tell_what_is_out_of_support(self):
        self.assertEqual(
            self._get_cells("support")["Alpha"],
            ["out_of_support", "supported", "supported", "-"],
        )

    def test_first_column_is_compared_with_what_is_not_shown(self):
        with self._limits(releases=3):
            self.assertEqual(
                self._get_cells("change")["Alpha"], ["changed", "", "removed"]
            )

    def test_older_releases_are_on_the_next_page(self):
        with self._limits(releases=3):
            page = self._get_page(release_offset=3)
        self.assertEqual([r["name"] for r in page["releases"]], ["Old"])
        self.assertEqual(page["release_count"], 4)

    def test_more_services_are_on_the_next_page(self):
        with self._limits(services=1):
            page = self._get_page(service_offset=1)
        self.assertEqual([row["name"] for row in page["rows"]], ["Beta"])
        self.assertEqual(page["service_count"], 2)

    def test_opened_from_a_release_it_ends_with_it(self):
        for release in (self.old, self.mid, self.new, self.next):
            page = self._get_page(release_id=release.id)
            self.assertEqual(page["releases"][-1]["id"], release.id)

    def test_services_are_found_by_name_and_by_code(self):
        for search in ("beta", "test-bet"):
            self.assertEqual(list(self._get_cells("name", search=search)), ["Beta"])

    def test_only_services_that_are_mapped(self):
        with self._limits(releases=2):
            cells = self._get_cells("name", mapped_only=True)
        self.assertEqual(list(cells), ["Alpha"])

    def test_nothing_to_show(self):
        page = self._get_page(search="no such service")
        self.assertFalse(page["rows"])

    def test_operations_may_write_and_l1_may_not(self):
        self.assertTrue(self.mapping.get_page()["can_write"])
        self.assertFalse(self.mapping_l1.get_page()["can_write"])

    def test_versions_to_choose_from_are_newest_first(self):
        names = [v["name"] for v in self.mapping_l1.get_versions(self.service_a.id)]
        self.assertEqual(names, ["3.0.0", "2.0.0", "1.0.0"])

    def test_operations_sets_a_cell(self):
        self.mapping.set_version(self.next.id, self.service_a.id, self.a3.id)
        self.assertEqual(self.next.line_ids.version_id, self.a3)
        self.mapping.set_version(self.next.id, self.service_a.id, self.a2.id)
        self.assertEqual(self.next.line_ids.version_id, self.a2)

    def test_operations_empties_a_cell(self):
        self.mapping.set_version(self.new.id, self.service_a.id, False)
        self.assertFalse(self.new.line_ids)

    def test_version_of_another_service_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "another service"):
            self.mapping.set_version(self.new.id, self.service_a.id, self.b1.id)

    def test_new_version_comes_out_with_the_release(self):
        self.mapping.add_version(self.new.id, self.service_b.id, "v1.1.0")
        added = self.new.line_ids.version_id - self.a2
        self.assertEqual((added.name, added.service_id), ("1.1.0", self.service_b))
        self.assertEqual(added.release_date, self.new.release_date)

    def test_known_version_is_not_added_twice(self):
        self.mapping.add_version(self.new.id, self.service_a.id, "3.0.0")
        self.assertEqual(self.new.line_ids.version_id, self.a3)

    def test_bad_version_is_refused_in_a_sentence(self):
        with self.assertRaisesRegex(ValidationError, "“3.1” is not a version"):
            self.mapping.add_version(self.new.id, self.service_a.id, "3.1")

    def test_l1_changes_nothing(self):
        places = self.new.id, self.service_a.id
        for refused in (
            lambda: self.mapping_l1.set_version(*places, self.a3.id),
            lambda: self.mapping_l1.set_version(*places, False),
            lambda: self.mapping_l1.add_version(*places, "3.0.0"),
            lambda: self.mapping_l1.add_version(*places, "3.0.1"),
        ):
            with self.assertRaises(AccessError):
                refused()

    def test_partners_see_nothing(self):
        mapping = self.mapping.with_user(self.asha)
        with self.assertRaises(AccessError):
            mapping.get_page()
        with self.assertRaises(AccessError):
            mapping.get_versions(self.service_a.id)

    def test_queries_do_not_grow_with_the_page(self):
        def count(**limits):
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            with self._limits(**limits):
                self.mapping_l1.get_page()
            return self.cr.sql_log_count - start

        count(services=1, releases=1)
        small = count(services=1, releases=2)
        self.assertLessEqual(count(services=80, releases=12), small + 2)
        self.assertLessEqual(small, 8)
