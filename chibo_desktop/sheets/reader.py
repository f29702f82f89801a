"""Read the spreadsheets people bring: .xlsx and .csv, as rows of plain text."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import read_limited
from chibo_desktop.common.text import clean
from chibo_desktop.sheets.delimited import delimited_rows

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELL = 32_767
"""characters in one cell, Excel's own limit"""
MAX_UNPACKED = 150 * 1024 * 1024
MAX_PARTS = 2_000
_BLOCK = 1 << 20
_WIDEST_ROW = 1_000
"""cells of a row, blank ones too, beyond which a sheet is not worth the time it takes"""

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    EOFError,
    OSError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as rows of cleaned text, equally long; blank rows keep their place."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    names: tuple[str, ...] = ()
    """all tables of the file, to choose from"""


def read_sheet(path: Path, name: str | None = None) -> Sheet:
    """Read the named table of a file, or its first that is not empty.

    What the file is, is told from its contents, not its name. Dates become dd/mm/yyyy. Raises
    UserError for files too large, damaged, locked with a password, of another kind, or empty.
    """
    data = read_limited(path, MAX_BYTES)
    if data.startswith(_ZIP):
        return _read_xlsx(data, path.name, name)
    if data.startswith(_OLE):
        raise _old_file(data, path.name)
    rows = _finished(delimited_rows(data, path.name), path.name)
    return Sheet(name=path.stem, rows=rows, names=(path.stem,))


def _old_file(data: bytes, file_name: str) -> UserError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UserError(
            f"Tệp {file_name} có đặt mật khẩu nên chưa đọc được.",
            "Mở tệp bằng Excel, bỏ mật khẩu, lưu lại rồi chọn lại tệp.",
        )
    return UserError(
        f"Tệp {file_name} là tệp Excel kiểu cũ (.xls) nên chưa đọc được.",
        "Mở tệp bằng Excel, chọn Lưu thành kiểu .xlsx rồi chọn tệp mới.",
    )


def _damaged(file_name: str) -> UserError:
    return UserError(
        f"Tệp {file_name} bị hỏng hoặc chưa chép xong.",
        "Chép lại tệp từ nơi gốc, hoặc mở bằng Excel, lưu lại rồi chọn lại.",
    )


def _read_xlsx(data: bytes, file_name: str, name: str | None) -> Sheet:
    import warnings

    from openpyxl import load_workbook

    try:
        _screen(data, file_name)
        with warnings.catch_warnings():
            # openpyxl warns of styles and validations it leaves out; neither holds text.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                return _pick(book, file_name, name)
            finally:
                book.close()
    except _DAMAGED as error:
        raise _damaged(file_name) from error


def _screen(data: bytes, file_name: str) -> None:
    """Refuse what is no plain workbook before anything is unpacked into memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise UserError(
                f"Tệp {file_name} quá lớn khi mở ra, không giống một danh sách đảng viên.",
                "Chép riêng danh sách sang một tệp Excel mới rồi chọn tệp đó.",
            )
        names = {part.filename for part in parts}
        if any(part.flag_bits & 0x1 for part in parts):
            raise UserError(
                f"Tệp {file_name} có đặt mật khẩu nên chưa đọc được.",
                "Bỏ mật khẩu, lưu lại rồi chọn lại tệp.",
            )
        if "xl/workbook.xml" not in names and not any(n.endswith("workbook.xml") for n in names):
            raise UserError(
                f"Tệp {file_name} không phải bảng Excel (.xlsx).",
                "Mở tệp bằng chương trình đã làm ra nó, lưu thành .xlsx hoặc .csv rồi chọn tệp mới.",
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _declares_doctype(archive, part):
                raise _damaged(file_name)


def _declares_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part could define entities; workbooks never do."""
    tail = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            window = tail + block
            if any(mark in window for mark in _DOCTYPES):
                return True
            tail = window[-32:]
    return False


def _pick(book: Workbook, file_name: str, name: str | None) -> Sheet:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    names = tuple(sheet.title for sheet in sheets)
    for sheet in sheets:
        if name is not None and sheet.title != name:
            continue
        if hasattr(sheet, "reset_dimensions"):
            sheet.reset_dimensions()
        texts = (_row_texts(row, file_name) for row in sheet.iter_rows(values_only=True))
        rows = _finished(texts, file_name, empty_is_error=False)
        if rows:
            return Sheet(name=sheet.title, rows=rows, names=names)
    raise _empty(file_name)


def _row_texts(values: tuple[object, ...], file_name: str) -> list[str]:
    if len(values) > _WIDEST_ROW:
        raise _too_wide(file_name)
    # Sheets formatted to their end have a million rows without a value.
    return [] if values.count(None) == len(values) else [cell_text(value) for value in values]


def _too_wide(file_name: str) -> UserError:
    return UserError(
        f"Tệp {file_name} có hơn {MAX_COLUMNS} cột, không giống một danh sách đảng viên.",
        "Chép riêng các cột cần lấy sang một tệp mới rồi chọn tệp đó.",
    )


def _empty(file_name: str) -> UserError:
    return UserError(f"Tệp {file_name} không có dòng nào.", "Chọn tệp khác, hoặc mở tệp ra kiểm tra rồi chọn lại.")


def cell_text(value: object) -> str:
    """Return a cell as a Vietnamese reader writes it: 03/11/2026, 19:30, 1,5."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}".replace(".", ",")
    if isinstance(value, date | time | timedelta):
        return _moment_text(value)
    text = str(value)
    return "" if text in _ERROR_VALUES else text


def _moment_text(value: date | time | timedelta) -> str:
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, time):
        return f"{value.hour:02d}:{value.minute:02d}"
    day = f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, datetime) and value.time() != time():
        return f"{day} {value.hour:02d}:{value.minute:02d}"
    return day


_ERROR_VALUES = frozenset({"#N/A", "#REF!", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!"})


def _finished(
    rows: Iterable[Iterable[str]], file_name: str, *, empty_is_error: bool = True
) -> tuple[tuple[str, ...], ...]:
    """Clean, check against the limits, drop blank rows at the end, make all rows equally long."""
    kept: list[list[str]] = []
    filled = width = 0
    for number, row in enumerate(rows, start=1):
        cells = [_checked(cell, number, file_name) for cell in row]
        used = max((i for i, cell in enumerate(cells, start=1) if cell), default=0)
        if used > MAX_COLUMNS:
            raise _too_wide(file_name)
        if used:
            if number > MAX_ROWS:
                raise UserError(
                    f"Tệp {file_name} có hơn {MAX_ROWS:,} dòng.".replace(",", "."),
                    "Chép riêng danh sách cần lấy sang một tệp mới rồi chọn tệp đó.",
                )
            kept.extend([] for _ in range(number - 1 - len(kept)))
            kept.append(cells[:used])
            filled += 1
            width = max(width, used)
    if not filled and empty_is_error:
        raise _empty(file_name)
    return tuple((*row, *[""] * (width - len(row))) for row in kept)


def _checked(cell: str, number: int, file_name: str) -> str:
    if len(cell) > MAX_CELL:
        raise UserError(f"Tệp {file_name}, dòng {number} có một ô quá dài.", "Rút ngắn ô đó, lưu tệp rồi chọn lại.")
    return clean(cell)
