"""The field for points with halves (ô điểm)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from chibo_desktop.ui.fields import NumberField
from chibo_desktop.ui.line_fields import Line
from chibo_desktop.ui.reviews.words import parse_points, points_words
from chibo_desktop.ui.theme import scaled


class PointsField(Line):
    """Points from 0 to a maximum; `committed` carries a float, or None when it was emptied."""

    def __init__(self, maximum: float, parent: QWidget | None = None) -> None:
        self._most = maximum
        super().__init__(max_length=6, parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(scaled(72))

    def _empty(self) -> object:
        return None

    def _parse(self, text: str) -> tuple[object, str]:
        if not text:
            return None, ""
        value = parse_points(text)
        if value is None or value > self._most:
            return None, f"Điểm từ 0 đến {points_words(self._most)}."
        return value, ""

    def _show(self, value: object) -> str:
        return points_words(value) if isinstance(value, float) else ""

    def value(self) -> float | None:
        """Return the points in the field, None if it is empty or they are none."""
        value = parse_points(self.cleaned())
        return value if value is not None and value <= self._most else None

    def set_value(self, value: float | None) -> None:
        """Show points that are already in the book; tells nobody."""
        self._take(None if value is None else float(value))


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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.problem:
            self.focusNextChild()
