"""The field of several lines, for speeches and notes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from chibo_desktop.common.text import clean
from chibo_desktop.ui.labels import number_text
from chibo_desktop.ui.line_fields import POPUP_REASONS, DraftClock, finish_composing
from chibo_desktop.ui.theme import mark


class NoteEdit(QPlainTextEdit):
    """Several lines, growing with the text; signals and rules as LineEdit."""

    draft_changed = Signal(str)
    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(
        self,
        *,
        max_length: int = 60_000,
        placeholder: str = "",
        required: str = "",
        rows: int = 3,
        max_rows: int = 14,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._max = max_length
        self._required = required
        self._rows = rows
        self._max_rows = max_rows
        self._problem = ""
        self._committed = ""
        self._quiet = False
        self._clock = DraftClock(self)
        self._clock.due.connect(self._draft)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._edited)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def value(self) -> str:
        """Return the text as it would be stored."""
        return clean(self.toPlainText())

    def set_value(self, value: str) -> None:
        """Show a text that is already in the book; tells nobody."""
        self._clock.rest()
        self._committed = value
        if self.toPlainText() != value:
            self._set_quietly(value)
        self._set_problem("")

    def restore_draft(self, text: str) -> None:
        """Show what was being typed before a crash; it counts as not yet committed."""
        self._set_quietly(text)

    def _set_quietly(self, text: str) -> None:
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False

    @property
    def problem(self) -> str:
        """What is wrong with the text, "" when all is well."""
        return self._problem

    def set_problem(self, text: str) -> None:
        """Show a problem that only the screen knows of; it goes at the next key."""
        self._set_problem(text)

    @property
    def dirty(self) -> bool:
        """Whether the text differs from the value last set or committed."""
        return self.value() != self._committed

    def commit(self) -> bool:
        """Check, tidy and tell of the text if it changed; False if there is a problem."""
        finish_composing(self)
        self._clock.rest()
        text = self.value()
        self._set_problem(self._length_problem(len(text)) or ("" if text else self._required))
        if self._problem:
            if self.dirty:
                self.draft_changed.emit(self.toPlainText())
            return False
        if self.toPlainText().strip() != text:
            self._rewrite(text)
        if text != self._committed:
            self._committed = text
            self.committed.emit(text)
        return True

    def _rewrite(self, text: str) -> None:
        self._quiet = True
        position = self.textCursor().position()
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(min(position, len(text)))
        self.setTextCursor(cursor)
        self._quiet = False

    def _length_problem(self, length: int) -> str:
        over = length - self._max
        return f"Dài quá {number_text(over)} chữ. Hãy viết gọn lại." if over > 0 else ""

    def _set_problem(self, text: str) -> None:
        if text != self._problem:
            self._problem = text
            mark(self, "problem", bool(text))
            self.problem_changed.emit(text)

    @Slot()
    def _edited(self) -> None:
        if self._quiet:
            return
        self._clock.touch()
        self._set_problem(self._length_problem(self.document().characterCount() - 1))

    @Slot()
    def _draft(self) -> None:
        self.draft_changed.emit(self.toPlainText())

    @Slot()
    def _fit(self) -> None:
        lines = int(self.document().size().height())
        rows = max(self._rows, min(lines, self._max_rows))
        frame = 2 * (self.frameWidth() + int(self.document().documentMargin())) + 2
        self.setFixedHeight(rows * self.fontMetrics().lineSpacing() + frame)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        # The stylesheet's frame is known only now.
        super().showEvent(event)
        self._fit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(clean(f".{source.text()}.")[1:-1])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in POPUP_REASONS and not self.isReadOnly():
            self.commit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()
