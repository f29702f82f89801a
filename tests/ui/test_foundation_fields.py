"""Fields keep what is typed, leave input methods alone, and say what is wrong."""

import unicodedata
from datetime import date, time

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from chibo_desktop.domain.members import Standing
from chibo_desktop.ui.fields import (
    Choice,
    DateField,
    LineEdit,
    NoteEdit,
    NumberField,
    TimeField,
    parse_date,
    parse_time,
)
from chibo_desktop.ui.form import Form, commit_fields
from chibo_desktop.ui.labels import options

NFD = unicodedata.normalize("NFD", "Nguyễn Thị Ngẫu")


@pytest.fixture
def desk(qtbot):
    """A shown window with a layout and another field to leave to."""
    window = QWidget()
    window.setLayout(QVBoxLayout())
    window.other = QLineEdit()
    window.layout().addWidget(window.other)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    return window


def put(desk, field, qtbot):
    desk.layout().addWidget(field)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return field


@pytest.mark.parametrize("make", [LineEdit, NoteEdit])
def test_text_is_normalised_on_leaving_and_never_while_typing(desk, qtbot, write, make):
    field = put(desk, make(), qtbot)
    committed = []
    field.committed.connect(committed.append)
    write(field, NFD)
    shown = field.text() if make is LineEdit else field.toPlainText()
    assert shown == NFD
    desk.other.setFocus()
    assert committed == ["Nguyễn Thị Ngẫu"]
    shown = field.text() if make is LineEdit else field.toPlainText()
    assert shown == "Nguyễn Thị Ngẫu"


@pytest.mark.parametrize("make", [LineEdit, NoteEdit])
def test_composition_survives_a_due_draft(desk, qtbot, write, make):
    field = put(desk, make(), qtbot)
    write(field, "Đồng chí ")
    QApplication.sendEvent(field, QInputMethodEvent("Ẫ", []))
    with qtbot.waitSignal(field.draft_changed, timeout=2_500):
        pass
    write(field, "Ẫn")
    assert field.value() == "Đồng chí Ẫn"


@pytest.mark.parametrize("make", [LineEdit, NoteEdit])
def test_draft_comes_within_two_seconds_of_unbroken_typing(desk, qtbot, write, make):
    field = put(desk, make(), qtbot)
    drafts = []
    field.draft_changed.connect(drafts.append)
    for _ in range(11):
        write(field, "ở ")
        qtbot.wait(180)
    assert drafts
    assert drafts[0].startswith("ở ở")


def test_set_value_tells_nobody_and_same_text_is_not_committed(desk, qtbot):
    field = put(desk, NoteEdit(), qtbot)
    heard = []
    field.committed.connect(heard.append)
    field.draft_changed.connect(heard.append)
    field.set_value("Nhất trí.")
    desk.other.setFocus()
    assert field.commit()
    assert not field.dirty
    qtbot.wait(20)
    assert heard == []


def test_undo_still_works_after_a_commit_that_tidied(desk, qtbot, write):
    field = put(desk, LineEdit(), qtbot)
    write(field, "  Lò   Văn Á ")
    assert field.commit()
    assert field.text() == "Lò Văn Á"
    field.undo()
    assert field.text() == "  Lò   Văn Á "


def test_note_grows_with_its_text_up_to_a_limit(desk, qtbot):
    field = put(desk, NoteEdit(rows=3, max_rows=8), qtbot)
    small = field.height()
    field.set_value("\n".join("Ẫ Ử Ợ" for _ in range(7)))
    grown = field.height()
    field.set_value("\n".join("Ẫ Ử Ợ" for _ in range(70)))
    line = field.fontMetrics().lineSpacing()
    assert grown == small + 4 * line
    assert field.height() == small + 5 * line


def test_restored_draft_counts_as_not_committed(desk, qtbot):
    field = put(desk, NoteEdit(), qtbot)
    field.set_value("cũ")
    field.restore_draft("cũ và mới")
    committed = []
    field.committed.connect(committed.append)
    assert field.dirty
    desk.other.setFocus()
    assert committed == ["cũ và mới"]


def test_paste_drops_characters_that_cannot_be_seen(desk, qtbot):
    line, note = put(desk, LineEdit(), qtbot), put(desk, NoteEdit(), qtbot)
    QGuiApplication.clipboard().setText("Lò\x00 Văn\u202e\nÁ")
    line.paste_clean()
    assert line.text() == "Lò Văn Á"
    source = QMimeData()
    source.setText("một\r\nhai\x07")
    note.insertFromMimeData(source)
    assert note.toPlainText() == "một\nhai"


def test_too_long_text_is_said_and_kept_but_not_committed(desk, qtbot, write):
    field = put(desk, LineEdit(max_length=5), qtbot)
    committed = []
    field.committed.connect(committed.append)
    write(field, "Lường Văn")
    assert field.problem
    assert not field.commit()
    assert committed == []
    assert field.text() == "Lường Văn"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("19:30", time(19, 30)),
        ("19h30", time(19, 30)),
        ("19g5", time(19, 5)),
        ("1930", time(19, 30)),
        ("19 giờ 30", time(19, 30)),
        ("7h", time(7)),
        ("0:00", time(0)),
        ("24:00", None),
        ("19:60", None),
        ("tối", None),
    ],
)
def test_times_as_people_type_them(typed, meant):
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3/11/2026", date(2026, 11, 3)),
        ("03-11-26", date(2026, 11, 3)),
        ("03.11.2026", date(2026, 11, 3)),
        ("03112026", date(2026, 11, 3)),
        ("29/2/2027", None),
        ("31/11/2026", None),
        ("hôm nay", None),
    ],
)
def test_days_as_people_type_them(typed, meant):
    assert parse_date(typed) == meant


def test_date_field_says_in_vietnamese_what_is_wrong_and_mends(desk, qtbot, write):
    form = Form()
    field = form.add("Ngày họp", DateField())
    desk.layout().addWidget(form)
    form.show()
    field.setFocus()
    committed = []
    field.committed.connect(committed.append)
    write(field, "31/11/2026")
    desk.other.setFocus()
    assert form.box(field).problem_text == "Không có ngày này. Hãy gõ như 03/11/2026."
    assert field.accessibleDescription() == form.box(field).problem_text
    field.selectAll()
    write(field, "3/11/26")
    assert form.box(field).problem_text == ""
    field.commit()
    assert field.text() == "03/11/2026"
    assert committed == [date(2026, 11, 3)]


def test_typed_fields_give_and_take_values(desk, qtbot):
    moment, count = TimeField(), NumberField(0, 30)
    moment.set_value(time(0, 0))
    count.set_value(1_234)
    assert (moment.text(), moment.value()) == ("00:00", time(0, 0))
    assert count.text() == "1.234"
    assert count.value() is None
    assert not count.commit()
    assert count.problem == "Số phải từ 0 đến 30."
    count.setText("12")
    assert count.commit()
    assert count.value() == 12


def test_required_field_and_focus_on_the_first_problem(desk, qtbot):
    form = Form()
    name = form.add("Họ và tên", LineEdit(required="Chưa ghi họ và tên."))
    form.add("Ghi chú", NoteEdit())
    desk.layout().addWidget(form)
    form.show()
    assert not form.commit()
    assert form.box(name).problem_text == "Chưa ghi họ và tên."
    qtbot.waitUntil(name.hasFocus)
    assert name.accessibleName() == "Họ và tên"
    assert form.box(name).label.buddy() is name
    assert not commit_fields(desk)


def test_letters_of_any_word_choose_without_marks_the_last_word_first(desk, qtbot):
    names = ["Sùng A Dế", "Lò Thị Hoa", "Vàng Đức Sình", "Mùa A Sình"]
    choice = Choice([(n, name) for n, name in enumerate(names)])
    choice.set_value(None)
    told = []
    choice.committed.connect(told.append)
    put(desk, choice, qtbot)
    qtbot.keyClicks(choice, "sinh")
    assert (choice.value(), told) == (2, [2])
    qtbot.keyClicks(choice, "xyz")
    assert choice.value() == 2
    choice._typed_at -= 60
    qtbot.keyClicks(choice, "s")
    assert choice.value() == 3
    choice._typed_at -= 60
    qtbot.keyClicks(choice, "su")
    assert choice.value() == 0
    choice._typed_at -= 60
    qtbot.keyClicks(choice, "duc s")
    assert choice.value() == 2


def test_letters_choose_in_the_opened_list_too(desk, qtbot):
    choice = Choice([(n, name) for n, name in enumerate(["Sùng A Dế", "Lò Thị Hoa", "Mùa A Sình"])])
    view = choice.view()
    choice.eventFilter(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_S, Qt.KeyboardModifier.NoModifier, "s"))
    choice.eventFilter(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_I, Qt.KeyboardModifier.NoModifier, "i"))
    assert view.currentIndex().row() == 2
    down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    assert not choice.eventFilter(view, down)


def test_wheel_turns_a_choice_only_while_it_has_the_focus(desk, qtbot):
    choice = Choice(options(Standing))
    desk.layout().addWidget(choice)
    choice.show()
    desk.other.setFocus()
    told = []
    choice.committed.connect(told.append)

    def wheel():
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(choice, event)

    wheel()
    assert choice.value() is Standing.FULL
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.value() is Standing.PROBATIONARY
    assert told == [Standing.PROBATIONARY]
    choice.set_value(Standing.FULL)
    assert told == [Standing.PROBATIONARY]
