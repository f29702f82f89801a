"""Fields to write in: drafts while typing, a cleaned value on leaving, input methods undisturbed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QMimeData, QObject, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.ui.labels import date_text, number_text, time_text
from chibo_desktop.ui.theme import mark

T = TypeVar("T")
Check = Callable[[str], str | None]

QUIET = 1_000
"""milliseconds without a key after which a draft is due"""
LONGEST = 1_800
"""milliseconds of unbroken typing after which a draft is due"""
_NEAR = 0.9
_POPUP_REASONS = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason}


class DraftClock(QObject):
    """Say when what is being typed should be kept: soon after the last key, or after 1.8 s."""

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._quiet = QTimer(self)
        self._longest = QTimer(self)
        for timer, interval in ((self._quiet, QUIET), (self._longest, LONGEST)):
            timer.setSingleShot(True)
            timer.setInterval(interval)
        self._quiet.timeout.connect(self._fire)
        self._longest.timeout.connect(self._fire)

    def touch(self) -> None:
        """Note that something was typed."""
        self._quiet.start()
        if not self._longest.isActive():
            self._longest.start()

    def rest(self) -> None:
        """Forget what was typed: it is kept otherwise."""
        self._quiet.stop()
        self._longest.stop()

    @Slot()
    def _fire(self) -> None:
        self.rest()
        self.due.emit()


def finish_composing(widget: QWidget) -> None:
    """Take over what an input method is still composing in the widget, as leaving it would."""
    if widget.hasFocus():
        QGuiApplication.inputMethod().commit()


class Line(QLineEdit):
    """What all fields of one line share.

    `draft_changed(str)` comes while typing, `committed(object)` on leaving if the value changed,
    `problem_changed(str)` carries what is wrong with it, "" when all is well.
    A value with a problem is not committed; what was typed stays in the field and in the draft.
    """

    draft_changed = Signal(str)
    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(
        self,
        *,
        max_length: int = 200,
        placeholder: str = "",
        required: str = "",
        check: Check | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`required` is the sentence shown when it is left empty; `check` returns a problem or None."""
        super().__init__(parent)
        self._max = max_length
        self._required = required
        self._check = check
        self._problem = ""
        self._committed: object = self._empty()
        self._clock = DraftClock(self)
        self._clock.due.connect(self._draft)
        self.setPlaceholderText(placeholder)
        self.textEdited.connect(self._edited)

    def _empty(self) -> object:
        return ""

    def _parse(self, text: str) -> tuple[object, str]:
        """Return the value and, where the text is none, the problem."""
        return text, ""

    def _show(self, value: object) -> str:
        """Return a value as the field shows it."""
        return str(value)

    def cleaned(self) -> str:
        """Return the text as it would be stored."""
        return clean_line(self.text())

    def restore_draft(self, text: str) -> None:
        """Show what was being typed before a crash; it counts as not yet committed."""
        self.setText(text)
        self._set_problem("")

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
        return self.cleaned() != self._show(self._committed)

    def commit(self) -> bool:
        """Check, tidy and tell of the value if it changed; False if there is a problem."""
        finish_composing(self)
        self._clock.rest()
        text = self.cleaned()
        value, problem = self._parse(text)
        problem = problem or self._other_problem(text)
        self._set_problem(problem)
        if problem:
            if self.dirty:
                self.draft_changed.emit(self.text())
            return False
        self._rewrite(self._show(value))
        if value != self._committed:
            self._committed = value
            self.committed.emit(value)
        return True

    def _take(self, value: object) -> None:
        self._clock.rest()
        self._committed = value
        shown = self._show(value)
        if self.text() != shown:
            self.setText(shown)
            self.setCursorPosition(0)
        self._set_problem("")

    def _rewrite(self, text: str) -> None:
        if self.text() != text:
            # insert() keeps the undo history, setText() would empty it.
            self.selectAll()
            self.insert(text)

    def _other_problem(self, text: str) -> str:
        if not text:
            return self._required
        if len(text) > self._max:
            return f"Dài quá {number_text(self._max)} chữ. Hãy viết gọn lại."
        return (self._check(text) if self._check else None) or ""

    def _set_problem(self, text: str) -> None:
        if text != self._problem:
            self._problem = text
            mark(self, "problem", bool(text))
            self.problem_changed.emit(text)

    @Slot()
    def _edited(self) -> None:
        self._clock.touch()
        over = len(self.text()) - self._max
        self._set_problem(f"Dài quá {number_text(over)} chữ." if over > 0 else "")

    @Slot()
    def _draft(self) -> None:
        self.draft_changed.emit(self.text())

    def paste_clean(self) -> None:
        """Paste without line ends and characters that cannot be seen."""
        # Spaces at the edges are kept: the pasted words may go into the middle of others.
        pasted = clean(f".{QGuiApplication.clipboard().text()}.")[1:-1]
        self.insert(" ".join(re.split(r"[\n\t]+", pasted)))
        self._edited()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _POPUP_REASONS and not self.isReadOnly():
            self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            self.paste_clean()
            event.accept()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.isReadOnly():
            self.commit()
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_clean)
        menu.popup(event.globalPos())


class LineEdit(Line):
    """One line of text; `committed` carries a str."""

    def value(self) -> str:
        """Return the text as it would be stored."""
        return self.cleaned()

    def set_value(self, value: str) -> None:
        """Show a value that is already in the book; tells nobody."""
        self._take(value)


class _Parsed(Line):
    """A line that stands for a value other than its text."""

    def _empty(self) -> object:
        return None

    def _show(self, value: object) -> str:
        return "" if value is None else str(value)

    @property
    def dirty(self) -> bool:
        """Whether the text differs from the value last set or committed."""
        value, problem = self._parse(self.cleaned())
        return bool(problem) or value != self._committed


_TIME = re.compile(r"(\d{1,2})\s*(?:[:hg.,]\s*(\d{1,2})?\s*(?:ph?|phút)?)?|(\d{2})(\d{2})", re.IGNORECASE)
_DATE = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})|(\d{2})(\d{2})(\d{4})")


def parse_time(text: str) -> time | None:
    """Read "19:30", "19h30", "19 giờ" as typed "19h", or "1930"; None if it is no time."""
    match = _TIME.fullmatch(text.replace("giờ", "h").strip())
    if not match:
        return None
    hour, minute = match[1] or match[3], match[2] or match[4] or "0"
    if int(hour) > 23 or int(minute) > 59:
        return None
    return time(int(hour), int(minute))


def parse_date(text: str) -> date | None:
    """Read "3/11/2026", "03-11-2026", "03.11.26" or "03112026"; None if there is no such day."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    day, month, year = (int(part) for part in (match.groups()[:3] if match[1] else match.groups()[3:]))
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


class TimeField(_Parsed):
    """A time of day, typed freely; `committed` carries a time or None."""

    def __init__(self, *, required: str = "", parent: QWidget | None = None) -> None:
        super().__init__(max_length=20, placeholder="19:30", required=required, parent=parent)

    def _parse(self, text: str) -> tuple[object, str]:
        value = parse_time(text)
        return value, "" if value or not text else "Chưa rõ giờ. Hãy gõ như 19:30."

    def _show(self, value: object) -> str:
        return time_text(value) if isinstance(value, time) else ""

    def value(self) -> time | None:
        """Return the time in the field, None if empty or not a time."""
        return parse_time(self.cleaned())

    def set_value(self, value: time | None) -> None:
        """Show a time that is already in the book; tells nobody."""
        self._take(value)


class DateField(_Parsed):
    """A day, typed freely as dd/mm/yyyy; `committed` carries a date or None."""

    def __init__(
        self,
        *,
        required: str = "",
        earliest: date | None = None,
        latest: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._earliest = earliest
        self._latest = latest
        super().__init__(max_length=20, placeholder="03/11/2026", required=required, parent=parent)

    def _parse(self, text: str) -> tuple[object, str]:
        value = parse_date(text)
        if value is None:
            return None, "Không có ngày này. Hãy gõ như 03/11/2026." if text else ""
        if self._earliest and value < self._earliest:
            return value, f"Ngày phải từ {date_text(self._earliest)} trở đi."
        if self._latest and value > self._latest:
            return value, f"Ngày phải đến {date_text(self._latest)} trở về trước."
        return value, ""

    def _show(self, value: object) -> str:
        return date_text(value) if isinstance(value, date) else ""

    def value(self) -> date | None:
        """Return the day in the field, None if empty or no day."""
        return parse_date(self.cleaned())

    def set_value(self, value: date | None) -> None:
        """Show a day that is already in the book; tells nobody."""
        self._take(value)


class NumberField(_Parsed):
    """A whole number, typed; `committed` carries an int or None."""

    def __init__(
        self, minimum: int = 0, maximum: int = 9_999, *, required: str = "", parent: QWidget | None = None
    ) -> None:
        self._least = minimum
        self._most = maximum
        super().__init__(max_length=12, required=required, parent=parent)

    def _parse(self, text: str) -> tuple[object, str]:
        if not text:
            return None, ""
        digits = text.replace(".", "").replace(" ", "")
        if not re.fullmatch(r"[0-9]{1,9}", digits):
            return None, "Chỗ này chỉ ghi số."
        value = int(digits)
        if not self._least <= value <= self._most:
            return value, f"Số phải từ {number_text(self._least)} đến {number_text(self._most)}."
        return value, ""

    def _show(self, value: object) -> str:
        return number_text(value) if isinstance(value, int) else ""

    def value(self) -> int | None:
        """Return the number in the field, None if empty or wrong."""
        value, problem = self._parse(self.cleaned())
        return value if isinstance(value, int) and not problem else None

    def set_value(self, value: int | None) -> None:
        """Show a number that is already in the book; tells nobody."""
        self._take(value)


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
        if event.reason() not in _POPUP_REASONS and not self.isReadOnly():
            self.commit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()


class Choice(QComboBox, Generic[T]):
    """One of several values by their labels; the wheel turns it only while it has the focus.

    `committed(object)` carries the value the person chose.
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, options: Sequence[tuple[T, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[T] = []
        self._problem = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(14)
        self.set_options(options)
        self.activated.connect(self._chosen)

    def set_options(self, options: Sequence[tuple[T, str]]) -> None:
        """Offer other values; the chosen one stays if it is among them."""
        before = self.value() if self._values else None
        with QSignalBlocker(self):
            self.clear()
            self._values = [value for value, _ in options]
            self.addItems([label for _, label in options])
            first = 0 if options else -1
            self.setCurrentIndex(self._values.index(before) if before in self._values else first)

    def value(self) -> T | None:
        """Return the chosen value, None if there is none."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: T | None) -> None:
        """Show a value that is already in the book; tells nobody."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self.set_problem("")

    @property
    def problem(self) -> str:
        """What is wrong with the choice, "" when all is well."""
        return self._problem

    def set_problem(self, text: str) -> None:
        """Show a problem that the screen knows of; it goes with the next choice."""
        if text != self._problem:
            self._problem = text
            mark(self, "problem", bool(text))
            self.problem_changed.emit(text)

    def commit(self) -> bool:
        """Return whether the choice stands; it was told when it was made."""
        return not self._problem

    @Slot(int)
    def _chosen(self, index: int) -> None:
        self.set_problem("")
        self.committed.emit(self._values[index])

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
