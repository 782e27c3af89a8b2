import csv
import io
import json
from itertools import chain

from openpyxl import load_workbook

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.digit_support.tools import service_sheet

from .common_portal import PortalCommon

# What a spreadsheet takes as the beginning of a formula (ASVS 1.2.10). PostgreSQL
# keeps no NUL: the texts that do not come from there are tried with it, too.
FIRST = ("=", "+", "-", "@", "\t", "\r", "\n")
STORED = [
    f"{before}{sign}HYPERLINK(1){after}"
    for signs, before, after in (
        (FIRST, "", ""),
        (FIRST, "  ", ""),
        (FIRST[:4], "{", "}"),
        (FIRST[:4], "a;", ";"),
        (FIRST[:4], 'a;"', '";'),
    )
    for sign in signs
] + ["\t=HYPERLINK(1)", "Steps:\r\n-HYPERLINK(1)"]
TEXTS = [*STORED, "\0=HYPERLINK(1)"]
NAME, CALLER, COLOUR, DATE = (
    {"name": name, "label": label, "type": kind}
    for name, label, kind in (
        ("name", "=Title", "char"),
        ("partner_name", "Caller", "char"),
        ("color", "Colour", "integer"),
        ("create_date", "Created on", "datetime"),
    )
)


@tagged("post_install", "-at_install")
class TestExports(PortalCommon):
    """What a partner types is text in each file that a manager opens (S17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.env["helpdesk.ticket"].union(
            *(
                cls._create_ticket(name=text, partner_name=text, color=-5)
                for text in STORED
            )
        )

    def setUp(self):
        super().setUp()
        self._login(self.user_operations)

    def _send(self, address, **data):
        return self._post(address, data=json.dumps(data))

    def _send_export(self, kind, **params):
        return self._send(
            f"/web/export/{kind}",
            **{
                "model": "helpdesk.ticket",
                "fields": [NAME, CALLER, COLOUR, DATE],
                "ids": self.tickets.ids,
                "domain": [],
                "import_compat": False,
                **params,
            },
        )

    def _export(self, kind, **params):
        """The file that is made of the tickets."""
        response = self._send_export(kind, **params)
        response.raise_for_status()
        return response.content

    def _pivot(self, texts):
        """The file that is made of a pivot table."""
        title = {"width": 1, "height": 1, "is_bold": False}
        response = self._send(
            "/web/pivot/export_xlsx",
            title="Tickets",
            model="helpdesk.ticket",
            measure_count=1,
            col_group_headers=[[{**title, "title": text} for text in texts]],
            measure_headers=[{**title, "title": text} for text in texts],
            rows=[
                {"title": text, "indent": indent, "values": [{"value": value}]}
                for text in texts
                for indent, value in ((0, -5), (1, text))
            ],
        )
        response.raise_for_status()
        return response.content

    def _get_cells(self, content):
        """The cells of a spreadsheet, after a look that no formula is among them."""
        book = load_workbook(io.BytesIO(content))
        cells = [cell for row in book.active for cell in row]
        formulas = [cell.value for cell in cells if cell.data_type == "f"]
        self.assertFalse(formulas)
        return cells

    def _get_column(self, content, number):
        cells = self._get_cells(content)
        return [cell.value for cell in cells if cell.column == number]

    def assertNoFormulas(self, content):
        """However the file is separated: Portuguese settings take the semicolon."""
        for delimiter in ",;\t":
            lines = io.StringIO(content.decode(), newline="")
            for cell in chain.from_iterable(csv.reader(lines, delimiter=delimiter)):
                if cell != "-5":
                    self.assertNotIn(cell[:1], ("\t", "\r", "\n"), cell)
                    self.assertNotIn(cell.strip()[:1], FIRST[:4], cell)

    # ---------------------------------------------------
    # CSV
    # ---------------------------------------------------

    def test_csv_has_no_formulas(self):
        self.assertNoFormulas(self._export("csv"))

    def test_csv_that_can_be_imported_has_no_formulas(self):
        self.assertNoFormulas(self._export("csv", import_compat=True))

    def test_csv_keeps_numbers_and_plain_texts(self):
        ticket = self._create_ticket(name="Pay -5, or = 3", color=-5)
        content = self._export("csv", fields=[NAME, COLOUR], ids=ticket.ids).decode()
        self.assertEqual(content.splitlines()[1], '"Pay -5, or = 3","-5"')

    # ---------------------------------------------------
    # XLSX
    # ---------------------------------------------------

    def test_xlsx_has_no_formulas(self):
        names = self._get_column(self._export("xlsx"), 1)
        self.assertEqual(len(names), len(STORED) + 1)
        self.assertIn("=HYPERLINK(1)", names)

    def test_xlsx_that_can_be_imported_has_no_formulas(self):
        self._get_cells(self._export("xlsx", import_compat=True))

    def test_grouped_xlsx_has_no_formulas(self):
        content = self._export("xlsx", groupby=["partner_name"])
        names = self._get_column(content, 1)
        self.assertIn("=HYPERLINK(1) (1)", names)
        self.assertIn("=HYPERLINK(1)", names)

    def test_xlsx_keeps_numbers_and_dates(self):
        for groupby in ([], ["partner_name"]):
            content = self._export("xlsx", groupby=groupby, ids=self.tickets[:1].ids)
            row = self._get_cells(content)[-4:]
            self.assertEqual([cell.data_type for cell in row], ["s", "s", "n", "d"])
            self.assertEqual(row[2].value, -5)

    def test_xlsx_has_no_links(self):
        ticket = self._create_ticket(name="external:\\\\example.com\\share")
        content = self._export("xlsx", fields=[NAME], ids=ticket.ids)
        cell = self._get_cells(content)[-1]
        self.assertEqual(cell.value, ticket.name)
        self.assertFalse(cell.hyperlink)

    # ---------------------------------------------------
    # Pivot and our own
    # ---------------------------------------------------

    def test_pivot_has_no_formulas(self):
        self.assertIn(-5, self._get_column(self._pivot(TEXTS), 2))

    def test_pivot_keeps_plain_texts(self):
        self.assertEqual(
            self._get_column(self._pivot(["P1"]), 1)[-2:], ["P1", "     P1"]
        )

    def test_service_mapping_has_no_formulas(self):
        self._get_cells(service_sheet.write(TEXTS, [TEXTS]))

    @mute_logger("odoo.http", "odoo.addons.web.controllers.export")
    def test_agents_are_given_no_file(self):
        for user in self.user_l1 | self.user_l3:
            self._login(user)
            for kind in ("csv", "xlsx"):
                response = self._send_export(kind)
                self.assertEqual(response.status_code, 500)
                self.assertNotIn(b"HYPERLINK", response.content)
