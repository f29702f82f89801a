"""A list and the chosen thing beside it; where there is no room for both, one after the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from chibo_desktop.ui.documents.section import Section
from chibo_desktop.ui.theme import GRID, scaled


class TwoSides(QWidget):
    """`first` is the list, `second` what is chosen in it; `open` goes to the second where they do not fit."""

    turned = Signal()
    """which sides are shown has changed"""

    def __init__(
        self, section: Section, first: QWidget, second: QWidget, back: str, *, wide: int, shares: tuple[int, int]
    ) -> None:
        """`back` names the way back to the list, `wide` is the width in pixels that both need."""
        super().__init__()
        self._section = section
        self._first, self._second = first, second
        self._back = back
        self._least = wide
        self._opened = False
        self.wide = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(first, shares[0])
        row.addWidget(second, shares[1])
        self._arrange()

    @property
    def alone(self) -> bool:
        """Whether only the chosen thing is shown."""
        return self._opened and not self.wide

    def open(self) -> None:
        """Show the chosen thing."""
        if not self._opened:
            self._opened = True
            self._arrange()

    def close_second(self) -> None:
        """Go back to the list."""
        self._opened = False
        self._arrange()
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        self._first.setVisible(self.wide or not self._opened)
        self._second.setVisible(self.wide or self._opened)
        if self.alone:
            self._section.set_back(self._back, self.close_second)
        else:
            self._section.set_back()
        self.turned.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= scaled(self._least)
        if wide != self.wide:
            self.wide = wide
            self._arrange()
