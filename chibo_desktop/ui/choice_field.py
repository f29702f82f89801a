"""The field that offers a list to choose from."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from chibo_desktop.common.text import fold
from chibo_desktop.ui.theme import mark

T = TypeVar("T")

_TYPING_PAUSE = 1.0
"""seconds after which letters begin another word"""
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


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
        self._typed = ""
        self._typed_at = 0.0
        self._listens = False
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by letters of any word of an option, as the given name of a person, without marks."""
        index = self._spelled(event, self.currentIndex())
        if index is None:
            super().keyPressEvent(event)
        elif index != self.currentIndex():
            self.setCurrentIndex(index)
            self.activated.emit(index)

    def showPopup(self) -> None:
        if not self._listens:
            self._listens = True
            self.view().installEventFilter(self)
        super().showPopup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            row = self.view().currentIndex().row()
            index = self._spelled(event, row)
            if index is not None:
                self.view().setCurrentIndex(self.model().index(index, 0))
                return True
        return super().eventFilter(watched, event)

    def _spelled(self, event: QKeyEvent, current: int) -> int | None:
        """Return the option the letters typed so far lead to, `current` if to none; None for other keys."""
        now = time.monotonic()
        again = bool(self._typed) and now - self._typed_at < _TYPING_PAUSE
        letters = event.text()
        if not letters.isprintable() or not (letters.strip() or (again and letters)) or event.modifiers() & _HELD:
            return None
        self._typed = self._typed + letters if again else letters
        self._typed_at = now
        wanted = fold(self._typed)
        count = self.count()
        start = max(current, 0) + (0 if again or current < 0 else 1)
        order = [(start + step) % count for step in range(count)]
        words = {index: f" {fold(self.itemText(index))}" for index in order}
        last = [index for index in order if words[index].rpartition(" ")[2].startswith(wanted)]
        found = last or [index for index in order if f" {wanted}" in words[index]]
        return found[0] if found else current

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
