"""A spreadsheet of texts."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter


def write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An .xlsx file in which every cell is text, also what begins as a formula does."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for column, text in enumerate(header):
        sheet.write_string(0, column, text, bold)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(number, column, text)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 1, 28)
    sheet.set_column(2, len(header), 14)
    book.close()
    return stream.getvalue()
