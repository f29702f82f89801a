"""The field for a number of ballots (ô phiếu)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from chibo_desktop.ui.fields import NumberField
from chibo_desktop.ui.theme import scaled


class BallotField(NumberField):
    """A number of ballots; Enter goes on to the next field, `typed` comes with every key."""

    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 999, parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(scaled(96))
        self.textEdited.connect(self._tell)

    def _tell(self) -> None:
        self.typed.emit()

    def set_value(self, value: int | None) -> None:
        """Show a number that is already in the book; where the focus waits, the next key types over it."""
        before = self.text()
        super().set_value(value)
        if self.hasFocus() and self.text() != before:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.problem:
            self.focusNextChild()
