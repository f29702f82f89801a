"""Sealed words stay in their field: no key, menu, mouse or selection carries them out."""

import gc

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from chibo_desktop.ui.form import FieldBox, commit_fields
from chibo_desktop.ui.sealed_fields import SealedLine, SealedNote, SealedTable
from chibo_desktop.ui.tables import Column

WORDS = "Anh Pâng bỏ ba buổi trực đêm 12/10"
BEFORE = "chữ có sẵn trên khay nhớ"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def clipboard(qapp):
    found = QGuiApplication.clipboard()
    found.setText(BEFORE)
    yield found
    found.clear()


@pytest.fixture(params=[SealedNote, SealedLine])
def field(request, qtbot):
    made = request.param()
    qtbot.addWidget(made)
    made.resize(400, 80)
    made.show()
    made.set_value(WORDS)
    made.setFocus()
    return made


def _nowhere(clipboard):
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection, QClipboard.Mode.FindBuffer):
        data = clipboard.mimeData(mode)
        assert WORDS not in clipboard.text(mode)
        assert data is None or not any(WORDS.encode() in bytes(data.data(kind)) for kind in data.formats())


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_C, CTRL),
        (Qt.Key.Key_X, CTRL),
        (Qt.Key.Key_Insert, CTRL),
        (Qt.Key.Key_Delete, SHIFT),
    ],
)
def test_keys_that_copy_or_cut_leave_clipboard_and_words(field, clipboard, key, modifier):
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    assert field.textCursor().hasSelection()
    QTest.keyClick(field, key, modifier)
    gc.collect()
    assert clipboard.text() == BEFORE
    assert field.value() == WORDS
    _nowhere(clipboard)


def test_even_the_slots_of_qt_give_nothing(field, clipboard):
    field.selectAll()
    field.copy()
    gc.collect()
    _nowhere(clipboard)
    assert field.createMimeDataFromSelection().formats() == []


def test_a_usual_note_does_copy(qtbot, clipboard):
    usual = QPlainTextEdit(WORDS)
    qtbot.addWidget(usual)
    usual.selectAll()
    QTest.keyClick(usual, Qt.Key.Key_C, CTRL)
    assert clipboard.text() == WORDS


def test_pressing_on_a_selection_drops_it_so_nothing_can_be_dragged(field):
    field.selectAll()
    inside = field.cursorRect().center()
    inside.setX(20)
    QTest.mousePress(field.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(inside))
    assert not field.textCursor().hasSelection()
    QTest.mouseRelease(field.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(inside))


def test_context_menu_can_paste_but_not_copy(field):
    field.selectAll()
    menu = field.menu()
    names = {action.objectName() for action in menu.actions()}
    menu.deleteLater()
    assert "edit-paste" in names
    assert not names & {"edit-copy", "edit-cut"}


def test_pasting_in_is_allowed(field, clipboard):
    field.set_value("")
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    assert field.value() == BEFORE


def test_line_pastes_two_lines_as_one(qtbot):
    line = SealedLine()
    qtbot.addWidget(line)
    data = QMimeData()
    data.setText("một\nhai")
    line.insertFromMimeData(data)
    assert line.value() == "một hai"


def test_line_commits_on_enter_without_a_new_line(qtbot, write):
    line = SealedLine()
    qtbot.addWidget(line)
    told = []
    line.committed.connect(told.append)
    write(line, "Bà con bản Huổi Lóng")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert told == ["Bà con bản Huổi Lóng"]
    assert "\n" not in line.toPlainText()


def test_undo_ends_when_the_field_is_hidden(field, write):
    write(field, " thêm")
    assert field.document().isUndoAvailable()
    field.hide()
    field.show()
    assert not field.document().isUndoAvailable()
    assert not field.textCursor().hasSelection()


def test_undo_ends_when_a_page_around_it_is_hidden(qtbot, write):
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    note = SealedNote()
    layout.addWidget(note)
    page.show()
    write(note, WORDS)
    page.hide()
    assert not note.document().isUndoAvailable()


def test_forget_leaves_neither_words_nor_history(field, write):
    write(field, " thêm")
    field.forget()
    assert field.toPlainText() == ""
    field.undo()
    assert field.toPlainText() == ""


def test_fields_keep_the_manners_of_all_fields(qtbot, write):
    note = SealedNote(max_length=10)
    box = FieldBox("Việc sẽ sửa", note)
    qtbot.addWidget(box)
    drafts, told = [], []
    note.draft_changed.connect(drafts.append)
    note.committed.connect(told.append)
    write(note, "dài hơn mười chữ")
    assert not commit_fields(box)
    assert drafts == ["dài hơn mười chữ"]
    assert told == []
    assert "Dài quá" in box.problem_text
    assert note.accessibleName() == "Việc sẽ sửa"


def test_inserted_words_stand_after_a_space_and_can_be_undone(qtbot):
    note = SealedNote()
    qtbot.addWidget(note)
    note.insert_words("Một việc.")
    note.insert_words("Hai việc.")
    assert note.value() == "Một việc. Hai việc."
    assert note.dirty
    note.undo()
    assert note.value() == "Một việc."


def test_nothing_of_the_words_is_in_a_field_s_description(field):
    for said in (
        repr(field), field.accessibleName(), field.accessibleDescription(), field.toolTip(), field.windowTitle(),
    ):  # fmt: skip
        assert "Pâng" not in said


def test_cells_of_a_sealed_table_cannot_be_copied(qtbot, clipboard):
    table = SealedTable[str]([Column("Ai", lambda r: r)], name="Thử", identity=lambda r: r, dropped_first=())
    qtbot.addWidget(table)
    table.set_rows([WORDS])
    table.show()
    table.selectRow(0)
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_C, CTRL)
    assert clipboard.text() == BEFORE
