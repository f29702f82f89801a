"""The list of members: order, finding, filter, counts, empty place, saving to a spreadsheet, narrow screens."""

from datetime import date

import pytest
from members_desk import Place, keep, new_session
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from chibo_desktop.domain.members import Standing, Status, StatusPeriod
from chibo_desktop.ui.members.member_list import Shown


@pytest.fixture
def session(tmp_path, clock):
    made = new_session(tmp_path / "so", clock)
    yield made
    made.close()


def period(status):
    return (StatusPeriod(since=date(2026, 1, 1), status=status),)


@pytest.fixture
def people(session):
    keep(session, "Lò Văn Pánh", group="Tổ 1")
    keep(session, "Đặng Đình Đức")
    keep(session, "Sùng A Dế", standing=Standing.PROBATIONARY, since=date(2026, 3, 1))
    keep(session, "Vàng Thị Mỷ", periods=period(Status.EXEMPT))
    keep(session, "Mùa A Chống", periods=period(Status.TEMPORARY_OUT))
    keep(session, "Vừ A Lềnh", periods=period(Status.TRANSFERRED))
    return session


@pytest.fixture
def place(people, qtbot, tasks, changes):
    made = Place(qtbot, tasks, changes, people)
    yield made
    made.put_away()


def sentence(screen):
    return screen.findChild(QLabel, "screenSentence").text()


def choose(box, value):
    index = [box.itemText(i) for i in range(box.count())].index(value)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_members_stand_by_given_name_and_those_gone_are_apart(place):
    assert place.names() == ["Mùa A Chống", "Sùng A Dế", "Đặng Đình Đức", "Vàng Thị Mỷ", "Lò Văn Pánh"]
    choose(place.screen.list.filter, Shown.GONE.value)
    assert place.names() == ["Vừ A Lềnh"]
    choose(place.screen.list.filter, Shown.ALL.value)
    assert len(place.names()) == 6


def test_counts_stand_in_one_sentence(place):
    assert sentence(place.screen) == ("5 đảng viên: 4 chính thức, 1 dự bị; 1 được miễn; 1 sinh hoạt nơi khác.")


def test_find_box_ignores_tones_and_says_when_nobody_is_found(place, qtbot, write):
    box = place.screen.list.find_box
    write(box, "dang duc")
    assert place.names() == ["Đặng Đình Đức"]
    box.clear()
    write(box, "không ai")
    assert place.names() == []
    assert "“không ai”" in place.screen.list.nobody.text()
    assert not place.screen.list.nobody.isHidden()


def test_find_box_looks_for_names_not_for_what_most_rows_say(place, session, write):
    keep(session, "Lò Thị Hoa")
    place.screen.refresh()
    place.settle()
    for words in ("hoa", "Hoa"):
        write(place.screen.list.find_box, words)
        assert place.names() == ["Lò Thị Hoa"]
        place.screen.list.find_box.clear()


def test_finding_somebody_else_leaves_the_open_person_alone(place, write):
    place.show("Lò Văn Pánh")
    write(place.screen.list.find_box, "my")
    assert place.form.member.name == "Lò Văn Pánh"


def test_enter_with_an_identifier_shows_that_member_even_one_who_left(place):
    gone = place.member("Vừ A Lềnh")
    place.screen.enter(gone.id)
    place.settle()
    assert place.form.name.text() == "Vừ A Lềnh"
    assert place.screen.list.table.current().member == gone


def test_keyboard_leads_from_the_find_box_to_the_person(place, qtbot, write):
    box = place.screen.list.find_box
    box.setFocus()
    write(box, "panh")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(place.screen.list.table, Qt.Key.Key_Return)
    place.settle()
    assert place.screen.title == "Lò Văn Pánh"
    assert place.screen.page.isVisible()
    qtbot.keyClick(place.screen, Qt.Key.Key_F10)
    assert place.form.name.text() == "Lò Văn Pánh"
    qtbot.waitUntil(place.form.name.hasFocus)


def test_empty_place_offers_the_first_steps(session, qtbot, tasks, changes):
    place = Place(qtbot, tasks, changes, session)
    empty = place.screen.list.empty
    assert empty.isVisible()
    assert not place.screen.primary.isVisible()
    assert empty.button.text() == "Nhập danh sách từ Excel"
    qtbot.mouseClick(place.screen.list.first_button, Qt.MouseButton.LeftButton)
    assert place.form.isVisible()
    assert place.form.is_new
    place.put_away()


def test_narrow_screen_opens_the_person_over_the_list_with_a_way_back(people, qtbot, tasks, changes, write):
    place = Place(qtbot, tasks, changes, people, width=760, height=540)
    assert not place.form.isVisible()
    table = place.screen.list.table
    table.selectRow(0)
    assert not place.form.isVisible()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place.settle()
    qtbot.mouseClick(place.screen.primary, Qt.MouseButton.LeftButton)
    assert place.form.isVisible()
    assert not table.isVisible()
    assert place.screen.title == "Mùa A Chống"
    place.form.group.setFocus()
    write(place.form.group, "Tổ 4")
    place.screen.go_back()
    place.settle()
    assert table.isVisible()
    assert place.member("Mùa A Chống").group == "Tổ 4"
    place.put_away()


def test_saved_spreadsheet_holds_who_is_here_today_and_no_more(place, tmp_path):
    target = tmp_path / "Danh sách.xlsx"
    place.screen.save_list(target)
    place.settle()
    rows = [list(row) for row in load_workbook(target).active.iter_rows(values_only=True)]
    head = next(i for i, row in enumerate(rows) if "Họ và tên" in row)
    assert rows[head][:4] == ["TT", "Họ và tên", "Chính thức/Dự bị", "Vào Đảng"]
    assert [row[1] for row in rows[head + 1 :] if row[1]] == [
        "Mùa A Chống", "Sùng A Dế", "Đặng Đình Đức", "Vàng Thị Mỷ", "Lò Văn Pánh",
    ]  # fmt: skip
    assert rows[head + 2][2:4] == ["Đảng viên dự bị", "03/2026"]
    assert "Đã lưu 5 đảng viên" in place.screen.message.all_words


def test_a_target_that_cannot_be_written_is_said(place, tmp_path, tasks, qtbot):
    with qtbot.waitSignal(tasks.refused):
        place.screen.save_list(tmp_path / "không có" / "a.xlsx")


def test_crowded_cell_answers_at_once(session, qtbot, tasks, changes, write):
    for number in range(120):
        keep(session, f"Lò Văn {chr(65 + number % 26)}ính {number}")
    place = Place(qtbot, tasks, changes, session)
    assert len(place.names()) == 120
    for letters in ("l", "o", " ", "v", "a", "n", " ", "7"):
        write(place.screen.list.find_box, letters)
    assert all("7" in name for name in place.names())
    place.put_away()
