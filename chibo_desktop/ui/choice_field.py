"""The field that offers a list to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from chibo_desktop.ui.theme import mark

T = TypeVar("T")


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
