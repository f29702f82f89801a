"""Bringing in a list: columns, old fonts, errors and doubles, nothing written before the last button."""

import pytest
from members_desk import Place, keep, new_session
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from chibo_desktop.domain.legacy_text import _TCVN3
from chibo_desktop.domain.roll_columns import Field
from chibo_desktop.services import members

HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng", "Chính thức/dự bị", "Chức vụ", "Ghi chú"]
PEOPLE = [
    ["Lò Văn Pánh", "1/2/1970", "03/02/1995", "CT", "Bí thư", ""],
    ["LÒ THỊ HẠ", "1/2/1990", "15/6/2015", "CT", "", ""],
    ["Giàng A Páo", "", "31/13/2001", "CT", "", ""],
    ["", "", "", "", "", "thiếu tên"],
    ["Vừ A Tủa", "1999", "03/2026", "DB", "", ""],
    ["Vừ A Tủa", "1999", "03/2026", "DB", "", ""],
]


@pytest.fixture
def session(tmp_path, clock):
    made = new_session(tmp_path / "so", clock)
    keep(made, "Lò Văn Pánh")
    yield made
    made.close()


@pytest.fixture
def place(session, qtbot, tasks, changes):
    made = Place(qtbot, tasks, changes, session)
    yield made
    made.put_away()


@pytest.fixture
def sheet(tmp_path):
    book = Workbook()
    page = book.active
    page.title = "Đảng viên"
    page.append(["DANH SÁCH ĐẢNG VIÊN"])
    page.append(HEADINGS)
    for number, row in enumerate(PEOPLE, start=1):
        page.append([number, *row])
    page.append(["Tổng cộng: 6"])
    other = book.create_sheet("Khách")
    other.append(["Họ và tên"])
    other.append(["Lường Văn Khách"])
    path = tmp_path / "danh sách.xlsx"
    book.save(path)
    return path


def to_columns(place, path):
    place.screen.start_import()
    place.screen.wizard.read(path)
    place.settle()
    return place.screen.wizard.columns


def press(place, qtbot):
    qtbot.mouseClick(place.screen.primary, Qt.MouseButton.LeftButton)
    place.settle()


def sentence(place):
    return place.screen.findChild(QLabel, "screenSentence").text()


def test_private_columns_are_shown_as_never_taken(place, sheet):
    columns = to_columns(place, sheet)
    shown = [label.text() for label in columns.findChildren(QLabel)]
    assert "Không lấy vào sổ" in shown
    assert not any("1/2/1970" in words for words in shown)
    assert 2 not in columns.choices
    assert columns.choices[1].value() is Field.NAME


def test_nothing_is_written_before_the_last_button_and_all_can_be_taken_back(place, sheet, qtbot):
    to_columns(place, sheet)
    press(place, qtbot)
    preview = place.screen.wizard.preview
    assert sentence(place) == ("Sẽ ghi 2 người; 3 người không lấy; 1 dòng không lấy được; 1 dòng không phải người.")
    assert place.everyone() == ["Lò Văn Pánh"]

    preview.table.select(3)
    assert "Trong sổ đã có đồng chí Lò Văn Pánh" in preview.detail.text()
    preview.table.select(5)
    assert "“31/13/2001”" in preview.detail.text()
    qtbot.keyClick(preview.table, Qt.Key.Key_Space)
    preview.table.select(6)
    assert "Chưa có họ và tên" in preview.detail.text()
    assert not preview.toggle_button.isEnabled()
    preview.table.select(4)
    qtbot.mouseClick(preview.accept_button, Qt.MouseButton.LeftButton)
    assert place.screen.primary.text() == "Ghi 3 đảng viên vào sổ"

    press(place, qtbot)
    assert place.everyone() == ["Lò Thị Hạ", "Lò Văn Pánh", "Giàng A Páo", "Vừ A Tủa"]
    assert "Đã ghi 3 đảng viên vào sổ." in place.screen.message.all_words
    assert place.news == [frozenset({"member"})]
    assert place.member("Lò Thị Hạ").joined == "2015-06"
    qtbot.mouseClick(place.screen.message.button, Qt.MouseButton.LeftButton)
    place.settle()
    assert place.everyone() == ["Lò Văn Pánh"]


def test_only_those_to_look_at_can_be_shown(place, sheet, qtbot):
    to_columns(place, sheet)
    press(place, qtbot)
    preview = place.screen.wizard.preview
    everyone = preview.table.rows_model.rowCount()
    preview.only_problems.setChecked(True)
    assert preview.table.rows_model.rowCount() == everyone - 1


def test_going_back_and_leaving_write_nothing(place, sheet, qtbot):
    to_columns(place, sheet)
    press(place, qtbot)
    place.screen.go_back()
    assert place.screen.wizard.columns.isVisible()
    place.screen.go_back()
    place.screen.go_back()
    assert place.screen.list.isVisible()
    assert place.everyone() == ["Lò Văn Pánh"]
    assert place.session.undo_name == "Sửa đảng viên Lò Văn Pánh"


def test_without_a_column_of_names_the_next_step_is_closed(place, sheet):
    columns = to_columns(place, sheet)
    choice = columns.choices[1]
    choice.setCurrentIndex(0)
    choice.activated.emit(0)
    assert not columns.problem.isHidden()
    assert not place.screen.primary.isEnabled()


def test_a_field_taken_by_another_column_leaves_the_first(place, sheet):
    columns = to_columns(place, sheet)
    name = list(Field).index(Field.NAME) + 1
    columns.choices[6].setCurrentIndex(name)
    columns.choices[6].activated.emit(name)
    assert columns.choices[6].value() is Field.NAME
    assert columns.choices[1].value() is None


def test_another_table_of_the_file_can_be_chosen(place, sheet):
    columns = to_columns(place, sheet)
    columns.table.setCurrentIndex(1)
    columns.table.activated.emit(1)
    place.settle()
    assert columns.file.table == "Khách"
    assert columns.has_name


def test_another_heading_row_can_be_chosen(place, sheet):
    columns = to_columns(place, sheet)
    assert columns.heading.currentText().startswith("Dòng 2: STT | Họ và tên")
    columns.heading.setCurrentIndex(0)
    columns.heading.activated.emit(0)
    assert columns.mapping.header_row == -1
    assert columns.heading.currentText() == "Không có dòng tiêu đề"


def test_old_font_is_recognised_shown_and_converted_when_asked(place, tmp_path, qtbot):
    codes = {letter: chr(code) for code, letter in _TCVN3.items()}
    names = ["Nguyễn Thị Phương Thảo", "Đặng Đình Đức", "Lường Thị Hạnh", "Tòng Văn Sơn"]
    lines = ["Họ và tên;Ngày vào Đảng", *(f"{name};03/2001" for name in names)]
    path = tmp_path / "cũ.csv"
    path.write_text("".join(codes.get(c, c) for c in "\n".join(lines)), encoding="utf-8")
    columns = to_columns(place, path)
    assert "TCVN3" in columns.old_font.all_words
    assert any(f"“{name}”" in columns.old_font.all_words for name in names)
    qtbot.mouseClick(columns.old_font.button, Qt.MouseButton.LeftButton)
    place.settle()
    assert columns.has_name
    press(place, qtbot)
    press(place, qtbot)
    assert {*names} < {*place.everyone()}


def test_a_file_that_cannot_be_read_says_what_to_do_and_stays(place, tmp_path):
    broken = tmp_path / "hỏng.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    place.screen.start_import()
    place.screen.wizard.read(broken)
    place.settle()
    assert "hỏng.xlsx" in place.screen.message.all_words
    assert place.screen.primary.text() == "Chọn tệp…"
    assert place.screen.primary.isEnabled()


def test_doubles_can_be_taken_on_purpose(place, sheet, qtbot):
    to_columns(place, sheet)
    press(place, qtbot)
    preview = place.screen.wizard.preview
    preview.table.select(8)
    assert "Cùng tên với dòng 7" in preview.detail.text()
    qtbot.mouseClick(preview.toggle_button, Qt.MouseButton.LeftButton)
    press(place, qtbot)
    assert [m.name for m in members.all_members(place.session)].count("Vừ A Tủa") == 2
