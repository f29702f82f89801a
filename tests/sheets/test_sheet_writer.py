"""Tables that are taken away open as text and come back the same."""

import io
import json
import time
from datetime import date

import pytest
from openpyxl import load_workbook

from chibo_desktop.common.text import clean
from chibo_desktop.sheets.reader import read_sheet
from chibo_desktop.sheets.writer import write_xlsx


def test_written_table_is_read_back(tmp_path):
    data = write_xlsx(
        "Danh sách đảng viên",
        ["TT", "Họ và tên", "Ngày"],
        [[1, "Lò Văn Pành", date(2004, 2, 3)], [2, "", None]],
    )
    path = tmp_path / "ds.xlsx"
    path.write_bytes(data)
    rows = [row for row in read_sheet(path).rows if any(row)]
    assert rows == [
        ("Danh sách đảng viên", "", ""),
        ("TT", "Họ và tên", "Ngày"),
        ("1", "Lò Văn Pành", "03/02/2004"),
        ("2", "", ""),
    ]


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+84", "-5", "@SUM(A1)", "'quoted", "#N/A"])
def test_text_is_never_a_formula(text):
    cell = load_workbook(io.BytesIO(write_xlsx("t", ["c"], [[text]]))).worksheets[0]["A4"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix is (text[0] != "#")


def test_headings_are_bold_and_columns_fit():
    sheet = load_workbook(io.BytesIO(write_xlsx("t", ["Họ tên", "x"], [["Lò Văn Pành" * 20, "y"]]))).worksheets[0]
    assert sheet["A3"].font.b
    assert sheet.column_dimensions["A"].width == 60
    assert sheet.freeze_panes == "A4"


def test_tab_name_with_forbidden_signs_is_mended():
    book = load_workbook(io.BytesIO(write_xlsx("t", ["c"], [], name="Bản [1]: a/b?*" + "x" * 40)))
    assert len(book.sheetnames[0]) == 31
    assert not set("[]:*?/\\") & set(book.sheetnames[0])


def test_naughty_strings_round_trip(tmp_path, shared_vectors):
    naughty = json.loads((shared_vectors / "blns.json").read_text(encoding="utf-8"))
    path = tmp_path / "ds.xlsx"
    path.write_bytes(write_xlsx("Chuỗi lạ", ["Số", "Chữ"], [[i, text] for i, text in enumerate(naughty)]))
    rows = read_sheet(path).rows[3:]
    assert [row[1] for row in rows] == [clean(text) for text in naughty]


@pytest.mark.parametrize("seconds", [1000, 5_000_000_000])
def test_a_dead_clock_does_not_stop_a_list(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setattr(time, "time", lambda: float(seconds))
    assert write_xlsx("Danh sách", ["Họ và tên"], [["Lò Văn An"]]).startswith(b"PK")


def test_no_plain_sheet_passes_through_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        pytest.fail("a sheet was written to a temporary file")

    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refused)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", refused)
    data = write_xlsx("Danh sách", ["Họ và tên"], [["Lò Văn An"]])
    assert load_workbook(io.BytesIO(data)).worksheets[0]["A4"].value == "Lò Văn An"
