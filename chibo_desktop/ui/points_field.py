"""The field for points with halves (ô điểm)."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.score_explained import points_text
from chibo_desktop.ui.line_fields import Line
from chibo_desktop.ui.theme import scaled

_POINTS = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?")


def parse_points(words: str) -> float | None:
    """Read "4", "3,5" or "3.5" as points; None if it is none."""
    match = _POINTS.fullmatch(words.strip())
    return float(f"{match[1]}.{match[2] or '0'}") if match else None


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
            return None, f"Điểm từ 0 đến {points_text(self._most)}."
        return value, ""

    def _show(self, value: object) -> str:
        return points_text(value) if isinstance(value, float) else ""

    def value(self) -> float | None:
        """Return the points in the field, None if it is empty or they are none."""
        value = parse_points(self.cleaned())
        return value if value is not None and value <= self._most else None

    def set_value(self, value: float | None) -> None:
        """Show points that are already in the book; tells nobody."""
        self._take(None if value is None else float(value))
