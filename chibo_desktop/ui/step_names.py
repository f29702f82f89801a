"""The names of a few steps in a row, wherever something is done step by step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID, mark


class StepNames(QWidget):
    """The names of the steps, the one under way in red, those done with a tick."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._labels: list[QLabel] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        for name in names:
            label = text(name, "stepName")
            self._labels.append(label)
            row.addWidget(label, 1)

    def show_step(self, here: int) -> None:
        """Show which step is under way, counted from 0."""
        for number, (name, label) in enumerate(zip(self._names, self._labels, strict=True)):
            sign = "✓" if number < here else f"{number + 1}."
            label.setText(f"{sign} {name}")
            mark(label, "state", "done" if number < here else "here" if number == here else "")
            label.setAccessibleName(f"Bước {name}{', đang làm' if number == here else ''}")
        self.setAccessibleName(f"Bước {here + 1}: {self._names[here]}")
