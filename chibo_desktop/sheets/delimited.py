"""Text tables (.csv, .txt): which encoding, which separator, and their rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.legacy_text import guess_legacy

_SEPARATORS = "\t;,|"
_SAMPLE = 40
"""lines that are looked at to find the separator"""
_SEP_LINE = 7


def delimited_rows(data: bytes, file_name: str) -> Iterator[list[str]]:
    """Yield the rows of a text table; raises UserError when the bytes are no text."""
    text = decode_table(data, file_name)
    head, _, rest = text.partition("\n")
    # Excel writes and reads a first line "sep=;".
    if head.lower().startswith("sep=") and len(head.strip()) < _SEP_LINE:
        separator, text = head.strip()[4:5] or "\t", rest
    else:
        separator = guess_separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error as error:
        raise UserError(
            f"Tệp {file_name}, gần dòng {reader.line_num} không đọc được thành bảng.",
            "Mở tệp bằng Excel, lưu thành .xlsx rồi chọn tệp mới.",
        ) from error


def decode_table(data: bytes, file_name: str) -> str:
    """Return the text of a table in UTF-8, UTF-16 or Windows-1258.

    Bytes of the old fonts (TCVN3, VNI) come back as they look in those fonts' files, for the
    caller to recognise and offer to convert.
    """
    for mark, code in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(code, errors="replace")
    if b"\0" in data:
        return _without_mark(data, file_name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        western = data.decode("latin-1")
        if guess_legacy(western[:20_000]) is not None:
            return western
        return data.decode("cp1258", errors="replace")


def _without_mark(data: bytes, file_name: str) -> str:
    sample = data[:4_000]
    for code, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if 3 * zeros.count(0) > len(zeros):
            return data.decode(code, errors="replace")
    raise UserError(
        f"Tệp {file_name} không phải bảng Excel hay bảng chữ.",
        "Chọn tệp danh sách có đuôi .xlsx hoặc .csv.",
    )


def guess_separator(text: str) -> str:
    """Return the separator that splits most of the first lines into the same number of cells."""
    lines = io.StringIO(text, newline="").read(64_000)
    best, best_score = ",", (0, 0)
    for separator in _SEPARATORS:
        widths: dict[int, int] = {}
        try:
            for count, row in enumerate(csv.reader(io.StringIO(lines, newline=""), delimiter=separator)):
                if count >= _SAMPLE:
                    break
                if len(row) > 1:
                    widths[len(row)] = widths.get(len(row), 0) + 1
        except csv.Error:
            continue
        score = max(((rows, width) for width, rows in widths.items()), default=(0, 0))
        if score > best_score:
            best, best_score = separator, score
    return best
