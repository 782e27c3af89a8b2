import base64
import io
import json
from datetime import date

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common_registry import RegistryCommon


class ServiceImportCommon(RegistryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.a1 = cls._create_version("1.0.0", "2025-01-10")
        cls.release = cls._create_release("Test 1", "2026-01-10", [cls.a1])
        cls.wizards = cls.env["digit.service.import"].with_user(cls.user_operations)

    def _preview(self, content, name="list.csv", **vals):
        wizard = self.wizards.create(
            {"file": base64.b64encode(content.encode()), "file_name": name, **vals}
        )
        wizard.action_preview()
        return wizard

    def _get_outcomes(self, wizard):
        return [(line.service_text, line.outcome) for line in wizard.line_ids]

    def _get_mapping(self, release):
        return {line.service_id.code: line.version_id.name for line in release.line_ids}


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")  # a Monday
class TestServiceImport(ServiceImportCommon):
    """A service list is looked at before the registry has it."""

    def test_preview_tells_what_is_new_and_what_changes(self):
        wizard = self._preview(
            "service,Test 1\ntest-alpha,1.0.1\nBeta,v1.2.7-cb9eb30-5\n"
        )
        self.assertEqual(
            self._get_outcomes(wizard), [("test-alpha", "changed"), ("Beta", "new")]
        )
        alpha, beta = wizard.line_ids
        self.assertEqual(alpha.current_version_id, self.a1)
        self.assertEqual(
            beta.message,
            "Read as 1.2.7 from “v1.2.7-cb9eb30-5”. The version is created.",
        )
        self.assertEqual(self._get_mapping(self.release), {"test-alpha": "1.0.0"})

    def test_import_enters_what_was_shown(self):
        self._preview("service,Test 1\ntest-alpha,1.0.1\nBeta,1.2.7\n").action_import()
        self.assertEqual(
            self._get_mapping(self.release),
            {"test-alpha": "1.0.1", "test-beta": "1.2.7"},
        )

    def test_new_version_comes_out_with_its_release(self):
        self._preview("service,Test 1\ntest-alpha,1.0.1\n").action_import()
        version = self.release.line_ids.version_id
        self.assertEqual(version.release_date, date(2026, 1, 10))

    def test_new_version_of_a_release_without_a_date_comes_out_on_the_given_day(self):
        self.release.release_date = False
        self._preview(
            "service,Test 1\ntest-alpha,1.0.1\n", version_date="2026-03-02"
        ).action_import()
        version = self.release.line_ids.version_id
        self.assertEqual(version.release_date, date(2026, 3, 2))

    def test_what_is_there_already_is_only_counted(self):
        wizard = self._preview("service,Test 1\ntest-alpha,1.0.0\nBeta,1.0.0\n")
        self.assertEqual(self._get_outcomes(wizard), [("Beta", "new")])
        self.assertEqual(wizard.same_count, 1)

    def test_bad_version_is_told_in_a_sentence(self):
        line = self._preview("service,Test 1\ntest-alpha,2.10\n").line_ids
        self.assertEqual(line.outcome, "wrong")
        self.assertIn("“2.10” is not a version", line.message)
        self.assertEqual(line.place, "B2")

    def test_nothing_is_written_while_a_selected_line_is_wrong(self):
        wizard = self._preview("service,Test 1\ntest-alpha,2.10\nBeta,1.0.0\n")
        with self.assertRaisesRegex(UserError, "1 of the selected lines are wrong"):
            wizard.action_import()
        self.assertEqual(self._get_mapping(self.release), {"test-alpha": "1.0.0"})

    def test_rest_is_written_when_the_wrong_is_deselected(self):
        wizard = self._preview("service,Test 1\ntest-alpha,2.10\nBeta,1.0.0\n")
        wizard.action_deselect_wrong()
        wizard.action_import()
        self.assertEqual(
            self._get_mapping(self.release),
            {"test-alpha": "1.0.0", "test-beta": "1.0.0"},
        )

    def test_nothing_selected_is_told(self):
        wizard = self._preview("service,Test 1\ntest-alpha,2.10\n")
        wizard.action_deselect_wrong()
        with self.assertRaisesRegex(UserError, "at least one line"):
            wizard.action_import()

    def test_unknown_service_is_wrong_unless_it_may_be_created(self):
        wizard = self._preview(
            "code,service,Test 1\ntest-new,New One,1.0.0\n,Test eDCR,2.0.0\n"
        )
        self.assertEqual(set(wizard.line_ids.mapped("outcome")), {"wrong"})
        self.assertTrue(wizard.has_unknown_services)
        with Form(wizard) as form:
            form.create_services = True
            self.assertEqual(form.wrong_count, 0)
        wizard.action_import()
        services = self.env["digit.service"].search(
            [("name", "in", ("New One", "Test eDCR"))], order="name"
        )
        self.assertEqual(services.mapped("code"), ["test-new", False])
        self.assertEqual(services, self.release.line_ids.service_id - self.service_a)

    def test_unknown_release_is_wrong_unless_it_may_be_created(self):
        wizard = self._preview("service,Test 2\ntest-alpha,1.0.0\nBeta,1.0.0\n")
        self.assertEqual(wizard.wrong_count, 2)
        wizard.create_releases = True
        wizard.action_import()
        release = self.env["digit.release"].search([("name", "=", "Test 2")])
        self.assertEqual(release.state, "planned")
        self.assertEqual(len(release.line_ids), 2)

    def test_new_version_of_two_releases_is_created_once(self):
        wizard = self._preview(
            "service,Test 1,Test 2\nBeta,1.0.0,1.0.0\n", create_releases=True
        )
        wizard.action_import()
        self.assertEqual(len(self.service_b.version_ids), 1)

    def test_list_without_a_release_is_for_the_chosen_one(self):
        content = json.dumps({"services": {"test-beta": "1.0.0"}})
        wizard = self._preview(content, "list.json", release_id=self.release.id)
        wizard.action_import()
        self.assertEqual(self._get_mapping(self.release)["test-beta"], "1.0.0")

    def test_list_without_a_release_asks_for_one(self):
        line = self._preview("test-beta: 1.0.0", "list.yaml").line_ids
        self.assertIn("Which release", line.message)

    def test_another_file_has_to_be_looked_at_again(self):
        wizard = self._preview("service,Test 1\nBeta,1.0.0\n")
        self.assertTrue(wizard.is_read)
        wizard.file = base64.b64encode(b"service,Test 1\nBeta,1.0.1\n")
        self.assertFalse(wizard.is_read)

    def test_two_services_of_one_name_are_told(self):
        self._create_service("Beta", "test-beta-2")
        wizard = self._preview("service,Test 1\nBeta,1.0.0\ntest-beta,1.0.0\n")
        wrong, right = wizard.line_ids
        self.assertIn("Several services are called “Beta”", wrong.message)
        self.assertEqual(right.service_id, self.service_b)

    def test_two_releases_of_one_name_are_told(self):
        self._create_release("Test 1")
        line = self._preview("service,Test 1\nBeta,1.0.0\n").line_ids
        self.assertIn("Several releases", line.message)

    def test_two_versions_of_a_service_in_a_release_are_told(self):
        wizard = self._preview("service,Test 1\nBeta,1.0.0\ntest-beta,1.0.1\n")
        self.assertEqual(wizard.line_ids.mapped("outcome"), ["new", "wrong"])

    def test_unreadable_file_is_told(self):
        for name, content, words in (
            ("list.pdf", "%PDF", "kind of file"),
            ("list.json", "{", "cannot be read"),
            ("list.csv", "", "No version"),
            ("list.yaml", "a: &a [x]\nb: [*a]", "too large"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self._preview(content or " ", name)

    def test_roles_below_operations_import_nothing(self):
        for user in (self.user_l1, self.user_l2, self.user_l3, self.asha):
            for model in ("digit.service.import", "digit.service.import.line"):
                records = self.env[model].with_user(user)
                self.assertFalse(records.has_access("read"), user.name)
                self.assertFalse(records.has_access("create"), user.name)
        with self.assertRaises(AccessError):
            self.wizards.with_user(self.user_l3).create({"file": b"", "file_name": "-"})

    def test_queries_do_not_grow_with_the_list(self):
        def run(number, count):
            services = [f"test-{number}-{n}" for n in range(count)]
            rows = "".join(f"{code},1.{number}.0\n" for code in services)
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            self._preview(
                "service,Test 1\n" + rows, create_services=True
            ).action_import()
            self.env.flush_all()
            return self.cr.sql_log_count - start

        run(1, 1)
        few, many = run(2, 2), run(3, 200)
        self.assertLess(many, few + 30)


@tagged("post_install", "-at_install")
class TestServiceExport(ServiceImportCommon, HttpCase):
    """The matrix as a spreadsheet."""

    def _get_rows(self, query):
        response = self.url_open(f"/digit_support/service_mapping.xlsx{query}")
        self.assertEqual(response.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        return list(book.active.iter_rows())

    def _get_values(self, query):
        return [[cell.value for cell in row] for row in self._get_rows(query)]

    def test_release_is_exported_to_who_may_read_it(self):
        self.authenticate("digit_l1", "digit_l1")
        self.assertEqual(
            self._get_values(f"?release_id={self.release.id}"),
            [["code", "service", "Test 1"], ["test-alpha", "Alpha", "1.0.0"]],
        )

    def test_product_is_exported_with_its_releases_the_newest_last(self):
        product = self.env["digit.product"].create({"name": "P", "code": "TEST-P"})
        self.service_a.product_ids = product
        newer = self._create_version("1.1.0", "2026-02-10")
        self._create_release("Test 2", "2026-02-10", [newer])
        self.authenticate("digit_l1", "digit_l1")
        self.assertEqual(
            self._get_values(f"?product_id={product.id}"),
            [
                ["code", "service", "Test 1", "Test 2"],
                ["test-alpha", "Alpha", "1.0.0", "1.1.0"],
            ],
        )

    def test_what_begins_as_a_formula_is_text(self):
        self.service_a.name = "=HYPERLINK(1)"
        self.service_a.code = "@SUM(1)"
        self.release.name = "+1"
        self.authenticate("digit_l1", "digit_l1")
        for row in self._get_rows(f"?release_id={self.release.id}"):
            for cell in row:
                self.assertEqual(cell.data_type, "s")

    def test_export_is_read_back_without_a_change(self):
        self.authenticate("digit_l1", "digit_l1")
        content = self.url_open(
            f"/digit_support/service_mapping.xlsx?release_id={self.release.id}"
        ).content
        wizard = self.wizards.create(
            {"file": base64.b64encode(content), "file_name": "service-mapping.xlsx"}
        )
        wizard.action_preview()
        self.assertFalse(wizard.line_ids)
        self.assertEqual(wizard.same_count, 1)

    def test_partners_get_nothing(self):
        self.authenticate("asha", "asha")
        with mute_logger("odoo.http"):
            response = self.url_open("/digit_support/service_mapping.xlsx")
        self.assertEqual(response.status_code, 403)

    def test_strange_query_is_no_error(self):
        self.authenticate("digit_l1", "digit_l1")
        self.assertEqual(self._get_values("?release_id=x&y=1")[0][0], "code")
