"""Spreadsheets are read whole or refused with a reason."""

import contextlib
import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.legacy_text import guess_legacy
from chibo_desktop.sheets import reader
from chibo_desktop.sheets.delimited import guess_separator
from chibo_desktop.sheets.reader import cell_text, read_sheet

ROWS = (("Họ và tên", "Vào Đảng"), ("Lò Văn Pành", "1995"), ("Giàng A Tủa", "03/2004"))


def workbook(rows=ROWS, title="Danh sách"):
    book = Workbook()
    book.worksheets[0].title = "Trống"
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def keep(tmp_path):
    def write(data, name="danh sách đảng viên.xlsx"):
        folder = tmp_path / "Nguyễn Đạt"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_bytes(data)
        return path

    return write


def test_first_table_that_is_not_empty_is_read(keep):
    sheet = read_sheet(keep(workbook()))
    assert sheet.name == "Danh sách"
    assert sheet.rows == ROWS
    assert sheet.names == ("Trống", "Danh sách")


def test_named_table_is_read_and_a_missing_one_refused(keep):
    path = keep(workbook())
    assert read_sheet(path, "Danh sách").rows == ROWS
    with pytest.raises(UserError):
        read_sheet(path, "Trống")


def test_blank_rows_keep_their_numbers(keep):
    sheet = read_sheet(keep(workbook([("a", "b"), (None, None), ("c",)])))
    assert [number for number, row in enumerate(sheet.rows, start=1) if any(row)] == [1, 3]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (date(2004, 2, 3), "03/02/2004"),
        (datetime(2004, 2, 3), "03/02/2004"),  # noqa: DTZ001
        (datetime(2004, 2, 3, 19, 30), "03/02/2004 19:30"),  # noqa: DTZ001
        (time(7, 5), "07:05"),
        (1998, "1998"),
        (1998.0, "1998"),
        (1.5, "1,5"),
        (True, "Có"),
        ("#N/A", ""),
        ("#1 bản", "#1 bản"),
    ],
)
def test_values_read_as_a_vietnamese_reader_writes_them(value, text):
    assert cell_text(value) == text


def test_formulas_are_not_calculated_and_text_is_composed(keep):
    sheet = read_sheet(keep(workbook([("=1+1", "Lo\u0300 Va\u0306n"), ("x", "")])))
    assert sheet.rows[0] == ("", "Lò Văn")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_tables_in_all_encodings(keep, separator, code):
    lines = [separator.join(row) for row in ROWS] + [f'"Vàng A Dơ"{separator}"dòng một\ndòng hai"']
    sheet = read_sheet(keep("\r\n".join(lines).encode(code), "ds.csv"))
    assert sheet.rows[:3] == ROWS
    assert sheet.rows[3] == ("Vàng A Dơ", "dòng một\ndòng hai")


def test_windows_1258_is_read(keep):
    text = "Ho\u0323 va\u0300 tên;Ghi chu\u0301\nLo\u0300 Văn Pa\u0300nh;mơ\u0301i"
    sheet = read_sheet(keep(text.encode("cp1258"), "ds.csv"))
    assert sheet.rows == (("Họ và tên", "Ghi chú"), ("Lò Văn Pành", "mới"))


def test_old_font_bytes_stay_recognisable(keep):
    sheet = read_sheet(keep("Hä vµ tªn;Ghi chó\nLß V¨n Hßa;míi".encode("latin-1"), "ds.csv"))
    assert guess_legacy(" ".join(sheet.rows[1])) == "tcvn3"


def test_separator_inside_quotes_does_not_mislead():
    assert guess_separator('a;b\n"x, y, z";2\n"p, q";3\n') == ";"


def test_excel_separator_line_is_obeyed(keep):
    assert read_sheet(keep(b"sep=|\na,b|c\n", "ds.csv")).rows == (("a,b", "c"),)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 cut", "hỏng"),
        (workbook()[:-200], "hỏng"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "kiểu cũ"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"),
            "mật khẩu",
        ),
        (b"", "không có dòng nào"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)) * 4 + b"\0", "không phải bảng"),
    ],
)
def test_unreadable_files_are_refused_with_the_reason(keep, data, words):
    with pytest.raises(UserError, match=words):
        read_sheet(keep(data))


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(UserError):
        read_sheet(tmp_path / "không có.xlsx")


def changed(data, name, change):
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for item in source.infolist():
            body = source.read(item)
            out.writestr(item.filename, change(body) if item.filename == name else body)
    return target.getvalue()


def test_entities_are_refused_before_parsing(keep):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    data = changed(workbook(), "xl/workbook.xml", lambda body: bomb + body)
    with pytest.raises(UserError, match="hỏng"):
        read_sheet(keep(data))


def test_zip_bomb_is_refused_by_its_declared_size(keep, monkeypatch):
    monkeypatch.setattr(reader, "MAX_UNPACKED", 100_000)
    data = changed(workbook(), "xl/styles.xml", lambda body: body + b" " * 200_000)
    with pytest.raises(UserError, match="quá lớn"):
        read_sheet(keep(data))


def test_other_zip_files_are_named(keep):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr("word/document.xml", "<x/>")
    with pytest.raises(UserError, match="không phải bảng Excel"):
        read_sheet(keep(stream.getvalue()))


def test_limits_on_size_rows_columns_and_cells(keep, monkeypatch):
    monkeypatch.setattr(reader, "MAX_ROWS", 50)
    monkeypatch.setattr(reader, "MAX_CELL", 100)
    with pytest.raises(UserError, match="50 dòng"):
        read_sheet(keep(b"a,b\n" * 51, "ds.csv"))
    with pytest.raises(UserError, match="100 cột"):
        read_sheet(keep(("x," * 101 + "y").encode(), "ds.csv"))
    with pytest.raises(UserError, match="quá dài"):
        read_sheet(keep(b"a,b\nc," + b"d" * 101, "ds.csv"))
    monkeypatch.setattr(reader, "MAX_BYTES", 1_000)
    with pytest.raises(UserError, match="quá lớn"):
        read_sheet(keep(b"a,b\n" * 300, "ds.csv"))
    assert len(read_sheet(keep(b"a,b\n" * 40 + b",\n" * 60, "ds.csv")).rows) == 40


def test_values_right_of_the_limit_are_noticed(keep):
    with pytest.raises(UserError, match="100 cột"):
        read_sheet(keep(workbook([[""] * 500 + ["x"]])))


def test_rows_without_a_value_cost_little(keep):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Họ và tên"])
    sheet.cell(200_000, 1).number_format = "0.00"
    stream = io.BytesIO()
    book.save(stream)
    assert read_sheet(keep(stream.getvalue())).rows == (("Họ và tên",),)


def test_damaged_bytes_never_crash(keep):
    data = workbook()
    for position in range(0, len(data), max(1, len(data) // 150)):
        broken = bytearray(data)
        broken[position] ^= 0x5A
        with contextlib.suppress(UserError):
            assert read_sheet(keep(bytes(broken))).rows
