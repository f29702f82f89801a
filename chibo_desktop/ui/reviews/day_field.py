"""A day under its label, with a button that writes today's (ô ngày)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.ui.fields import DateField
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.theme import GRID, scaled


class DayField(QWidget):
    """`committed(object)` carries a date or None."""

    committed = Signal(object)

    def __init__(
        self,
        label: str,
        today: Callable[[], date],
        hint: str = "",
        *,
        words: str = "Hôm nay",
        optional: bool = True,
    ) -> None:
        """`optional` False leaves the button out: the day is not usually today."""
        super().__init__()
        self._today = today
        self.field = DateField()
        self.field.setMinimumWidth(scaled(128))
        self.today_button = button(words, self.take_today)
        self.today_button.setAccessibleName(f"{words}: {label}")
        if not optional:
            self.today_button.hide()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.field, 1)
        row.addWidget(self.today_button)
        self._box = FieldBox(label, holder, hint)
        self._box.label.setBuddy(self.field)
        self.field.setAccessibleName(label)
        self.field.setAccessibleDescription(hint)
        self.field.problem_changed.connect(self._box.show_problem)
        self.field.committed.connect(self.committed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._box)
        self.setFocusProxy(self.field)
        self.setMinimumWidth(scaled(244))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def value(self) -> date | None:
        """Return the day in the field."""
        return self.field.value()

    def set_value(self, day: date | None) -> None:
        """Show a day that is in the book, unless another is being typed."""
        if not (self.field.hasFocus() and self.field.dirty):
            self.field.set_value(day)

    @Slot()
    def take_today(self) -> None:
        """Write today's date."""
        self.field.setText(f"{self._today():%d/%m/%Y}")
        self.field.commit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
