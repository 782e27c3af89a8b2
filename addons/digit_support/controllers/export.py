import json
from itertools import chain

from odoo import http

from odoo.addons.web.controllers.export import (
    CSVExport,
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)
from odoo.addons.web.controllers.pivot import TableExporter

from ..tools.spreadsheet_text import as_text


class TextWriterMixin:
    """Text is written as text: neither a formula nor a link is made of it."""

    def write(self, row, column, cell_value, style=None):
        if cell_value and isinstance(cell_value, str):
            return self.worksheet.write_string(row, column, cell_value, style)
        return super().write(row, column, cell_value, style)


class TextXlsxWriter(TextWriterMixin, ExportXlsxWriter):
    """A list of records."""


class TextGroupXlsxWriter(TextWriterMixin, GroupExportXlsxWriter):
    """Records by groups."""


class TextCsvExport(CSVExport):
    """The base lets ``@``, tabs, line ends and spaces before a sign through."""

    def from_data(self, fields, columns_headers, rows):
        header = [as_text(text) for text in columns_headers]
        texts = [[as_text(value) for value in row] for row in rows]
        return super().from_data(fields, header, texts)


class TextExcelExport(ExcelExport):
    """The base names its writers, so that both methods are here with ours."""

    def from_data(self, fields, columns_headers, rows):
        with TextXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    writer.write_cell(number, column, value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        with TextGroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value


class TextTableExporter(TableExporter):
    """The base writes the whole table in one method: it is given texts."""

    @http.route()
    def export_xlsx(self, data, **kw):
        table = json.loads(data if isinstance(data, str) else data.read())
        if table:
            self._make_texts(table)
        return super().export_xlsx(json.dumps(table), **kw)

    def _make_texts(self, table):
        rows = table["rows"]
        headers = chain(*table["col_group_headers"], table["measure_headers"], rows)
        for header in headers:
            header["title"] = as_text(header["title"])
        for cell in chain.from_iterable(row["values"] for row in rows):
            cell["value"] = as_text(cell["value"])
