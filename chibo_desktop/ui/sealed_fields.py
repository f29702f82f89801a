"""Fields for sealed words: what is written in them cannot be carried out of the book (phần niêm phong).

`SealedNote` (several lines) and `SealedLine` (one line) are used as `NoteEdit` and `LineEdit` are: `set_value`,
`value`, `commit`, `restore_draft`, and the signals `draft_changed(str)`, `committed(object)`,
`problem_changed(str)`; `commit_fields`, `FieldBox` and `Form` know them. Pasting in is allowed. Copying, cutting,
dragging and the X11 selection give nothing, the context menu offers neither; undo ends with the field being hidden
or the book locked.

The owner keeps `draft_changed` with `services.sealed.save_draft`, never with `session.save_draft`.
`SealedTable` is the table for lists that show sealed words: Ctrl+C in it gives nothing.
"""

from __future__ import annotations

import re
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QKeySequence, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.note_field import NoteEdit

T = TypeVar("T")

NOT_COPIED = "Chữ ở đây được niêm phong: không sao chép ra ngoài sổ được."
_COPYING = {"edit-copy", "edit-cut"}


def takes_out(event: QKeyEvent) -> bool:
    """Whether a key would copy or cut."""
    return event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Cut)


class SealedNote(NoteEdit):
    """Several lines of sealed words."""

    def __init__(
        self,
        *,
        max_length: int = 4_000,
        placeholder: str = "",
        required: str = "",
        rows: int = 2,
        max_rows: int = 14,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            max_length=max_length,
            placeholder=placeholder,
            required=required,
            rows=rows,
            max_rows=max_rows,
            parent=parent,
        )
        # Keyboards on screen and input methods must not learn these words.
        self.setInputMethodHints(self.inputMethodHints() | Qt.InputMethodHint.ImhSensitiveData)

    def createMimeDataFromSelection(self) -> QMimeData:
        return QMimeData()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if takes_out(event):
            event.accept()
            if self.textCursor().hasSelection():
                self._explain()
            return
        super().keyPressEvent(event)

    def _explain(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), NOT_COPIED, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cursor = self.textCursor()
        if event.button() is Qt.MouseButton.LeftButton and cursor.hasSelection():
            # Pressed on what is selected, the mouse would begin to drag it out.
            place = self.cursorForPosition(event.position().toPoint()).position()
            if cursor.selectionStart() <= place <= cursor.selectionEnd():
                cursor.setPosition(place)
                self.setTextCursor(cursor)
        super().mousePressEvent(event)

    def menu(self) -> QMenu:
        """Return the context menu, without what would take words out."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() in _COPYING:
                menu.removeAction(action)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def insert_words(self, words: str) -> None:
        """Put words after what is written, as if they were typed; undo takes them out again."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        before = self.toPlainText()
        # Without a block of its own it would be undone together with what was typed before.
        cursor.beginEditBlock()
        cursor.insertText(words if not before or before.endswith((" ", "\n")) else f" {words}")
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def forget(self) -> None:
        """Empty the field and its undo history, telling nobody."""
        self.set_value("")
        self._drop_history()

    def _drop_history(self) -> None:
        self.document().clearUndoRedoStacks()
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._drop_history()


class SealedLine(SealedNote):
    """One line of sealed words; Enter commits."""

    def __init__(
        self,
        *,
        max_length: int = 200,
        placeholder: str = "",
        required: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            max_length=max_length, placeholder=placeholder, required=required, rows=1, max_rows=1, parent=parent
        )
        self.setLineWrapMode(self.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def value(self) -> str:
        """Return the text as it would be stored."""
        return clean_line(self.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
            self.commit()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            pasted = clean(f".{source.text()}.")[1:-1]
            self.insertPlainText(" ".join(re.split(r"[\n\t]+", pasted)))


class SealedTable(FittedTable[T]):
    """A table whose cells cannot be copied out."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if takes_out(event):
            event.accept()
            return
        super().keyPressEvent(event)
