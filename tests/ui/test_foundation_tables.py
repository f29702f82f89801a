"""Tables show frozen rows, sort names as the cell does, and are used by key."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from chibo_desktop.common.text import name_key
from chibo_desktop.ui.tables import Column, EmptyState, RowsModel, TableOrEmpty, TableView


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    age: int


PEOPLE = [
    Person(1, "Lò Văn Đảm", 9),
    Person(2, "Vừ A Chớ", 71),
    Person(3, "Nguyễn Thị Ánh", 34),
    Person(4, "Quàng Văn Dũng", 5),
]
NAME = Column[Person]("Họ và tên", lambda p: p.name, key=lambda p: name_key(p.name), stretch=True)
AGE = Column("Tuổi", lambda p: str(p.age), key=lambda p: p.age, align="right", tone=lambda _p: "due")


@pytest.fixture
def table(qtbot):
    view = TableView([NAME, AGE], name="Danh sách đảng viên")
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.set_rows(PEOPLE)
    view.show()
    return view


def shown(view):
    return [person.id for person in view.rows_model.rows]


def test_model_keeps_qts_rules(qtmodeltester):
    model = RowsModel([NAME, AGE])
    model.set_rows(PEOPLE)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(1)
    model.set_filter("lò")
    model.set_rows([])
    model.set_rows(PEOPLE)
    tester.deleteLater()
    qtmodeltester.check(model)


def test_names_sort_by_given_name_and_numbers_by_value(table):
    assert shown(table) == [1, 2, 3, 4]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown(table) == [3, 2, 4, 1]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert shown(table) == [2, 3, 1, 4]


def test_rows_are_at_least_forty_pixels_high(table):
    assert table.rowHeight(0) >= 40


def test_filter_needs_no_tones(table):
    table.set_filter("dam lo")
    assert shown(table) == [1]
    table.set_filter("")
    assert len(shown(table)) == 4


def test_enter_opens_the_chosen_row(table, qtbot):
    assert table.select(2)
    with qtbot.waitSignal(table.row_activated) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [PEOPLE[1]]


def test_arrows_choose_and_letters_find_without_tones(table, qtbot):
    table.select(1)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current() is PEOPLE[1]
    for letter in "anh":
        table.keyboardSearch(letter)
    assert table.current() is PEOPLE[2]


def test_the_chosen_row_stays_chosen_when_rows_are_read_again(table):
    table.select(3)
    table.set_rows([*reversed(PEOPLE), Person(5, "Giàng A Sử", 40)])
    assert table.current().id == 3
    table.set_rows(PEOPLE[:2])
    assert table.current() is None


def test_columns_fit_a_narrow_table_and_fill_a_wide_one(table, qtbot):
    table.resize(900, 400)
    assert sum(table.columnWidth(n) for n in range(2)) >= table.viewport().width() - 2
    table.resize(300, 400)
    assert table.columnWidth(0) >= 100


def test_editing_hands_the_new_text_to_the_column(qtbot):
    heard = []
    column = Column("Lý do", lambda p: p.name, edit=lambda p, words: heard.append((p.id, words)))
    view = TableView([column], name="Điểm danh")
    qtbot.addWidget(view)
    view.set_rows(PEOPLE)
    model = view.rows_model
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert model.setData(model.index(1, 0), "Ốm")
    assert heard == [(2, "Ốm")]
    assert model.index(1, 0).data() == "Vừ A Chớ"


def test_empty_place_offers_the_first_step(qtbot):
    table, pressed = TableView([NAME, AGE], name="Danh sách đảng viên"), []
    empty = EmptyState(
        "members", "Chưa có ai", "Ghi từng đồng chí.", label="Thêm", action=lambda: pressed.append(1)
    )
    both = TableOrEmpty(table, empty)
    qtbot.addWidget(both)
    assert both.currentWidget() is table
    both.set_rows([])
    assert both.currentWidget() is empty
    qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert pressed == [1]
    both.set_rows(PEOPLE)
    assert both.currentWidget() is table
    table.set_filter("không có ai tên này")
    assert both.currentWidget() is table
