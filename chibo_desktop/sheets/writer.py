"""Write a table as an .xlsx file that opens well and runs nothing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED

from chibo_desktop.common.text import clean
from chibo_desktop.common.timeless_zip import TimelessZip

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | None
_FONT = "Times New Roman"
_NARROWEST, _WIDEST = 6, 60
_MAX_CELL = 32_767
_HEADER_ROW = 3


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a workbook: its title, the name of its tab, headings and rows."""

    title: str
    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = ()
    """lines below the table"""


def write_xlsx(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, name: str = "Danh sách"
) -> bytes:
    """Return a workbook of one table: title, headings in row 3, rows below.

    Text stays text: what begins with = + - @ is stored as a string and marked as one, so that
    no program reads it as a formula. `name` is the table's tab.
    """
    return write_tables([Table(title, name, columns, rows)])


def write_tables(tables: Sequence[Table]) -> bytes:
    """Return a workbook with a tab for each table, written as `write_xlsx` says."""
    from openpyxl import Workbook

    from chibo_desktop.sheets.memory_writer import MemoryWriter

    book = Workbook()
    book.properties.creator = "chibo"
    for number, table in enumerate(tables):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet()
        _fill(sheet, table)
    stream = io.BytesIO()
    with TimelessZip(stream, "w", ZIP_DEFLATED) as archive:
        MemoryWriter(book, archive).save()
    return stream.getvalue()


def _fill(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    columns = table.columns
    sheet.title = clean(table.name)[:31].translate({ord(c): "-" for c in r"[]:*?/\ ".strip()}) or "Danh sách"
    _put(sheet.cell(1, 1), table.title, Font(name=_FONT, size=14, bold=True), Alignment(vertical="center"))
    side = Side(style="thin", color="999999")
    box = Border(left=side, right=side, top=side, bottom=side)
    widths = [max(_NARROWEST, len(heading) + 2) for heading in columns]
    for column, heading in enumerate(columns, start=1):
        cell = sheet.cell(_HEADER_ROW, column)
        _put(
            cell,
            heading,
            Font(name=_FONT, size=12, bold=True),
            Alignment(horizontal="center", vertical="center", wrap_text=True),
        )
        cell.fill = PatternFill("solid", fgColor="F1E9DC")
        cell.border = box
    last = _HEADER_ROW
    for last, row in enumerate(table.rows, start=_HEADER_ROW + 1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(last, column)
            _put(cell, value, Font(name=_FONT, size=12), Alignment(vertical="top", wrap_text=True))
            cell.border = box
            if column <= len(widths):
                longest = max((len(line) for line in str(value or "").split("\n")), default=0)
                widths[column - 1] = max(widths[column - 1], longest + 2)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width, _WIDEST)
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    if columns:
        sheet.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(columns))}{last}"
    for number, note in enumerate(table.notes, start=last + 2):
        _put(sheet.cell(number, 1), note, Font(name=_FONT, size=11, italic=True), Alignment(vertical="top"))
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(cell: Cell | MergedCell, value: Value, font: Font, alignment: Alignment) -> None:
    if isinstance(value, str):
        text = clean(value)[:_MAX_CELL]
        cell.value = text
        if text:
            cell.data_type = "s"
        cell.quotePrefix = text[:1] in {"=", "+", "-", "@", "'"}
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
    cell.font = font
    cell.alignment = alignment
