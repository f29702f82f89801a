"""The field above a table in which one types what is looked for (ô tìm)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from chibo_desktop.ui.tables import TableView
from chibo_desktop.ui.theme import scaled


class FindBox(QLineEdit):
    """Down or Enter leads into the table, Esc empties the field."""

    def __init__(self, table: TableView[Any], name: str, *, hint: str, width: int) -> None:
        """`name` is what a screen reader says, `hint` stands in the empty field, `width` is the least in pixels."""
        super().__init__()
        self._table = table
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(scaled(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._table.current() is None and self._table.rows_model.rows:
                self._table.selectRow(0)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
