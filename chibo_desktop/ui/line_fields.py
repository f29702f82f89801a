"""Fields of one line: drafts while typing, a cleaned value on leaving, input methods undisturbed."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.ui.labels import number_text
from chibo_desktop.ui.theme import mark

Check = Callable[[str], str | None]

QUIET = 1_000
"""milliseconds without a key after which a draft is due"""
LONGEST = 1_800
"""milliseconds of unbroken typing after which a draft is due"""
POPUP_REASONS = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason}


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
        if event.reason() not in POPUP_REASONS and not self.isReadOnly():
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
