"""A list and the thing chosen in it: side by side where there is room, else one over the other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from chibo_desktop.ui.theme import GRID, scaled

_WIDE = 900
"""pixels from which both find room"""


class SideBySide(QWidget):
    """`left` is the list; `open` says whether something of it is open at the right.

    `rearranged()` comes when there is room for both, or no more.
    """

    rearranged = Signal()

    def __init__(
        self, left: QWidget, right: QWidget, shares: tuple[int, int] = (11, 10), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._left = left
        self._right = right
        self.wide = True
        self.open = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID)
        row.addWidget(left, shares[0])
        row.addWidget(right, shares[1])
        for side in (left, right):
            # A longer word on a button must not move the line between the two.
            policy = side.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            side.setSizePolicy(policy)

    @property
    def alone(self) -> bool:
        """Whether the open thing covers the list."""
        return self.open and not self.wide

    def arrange(self, *, right_when_closed: bool) -> None:
        """Show what there is room for; `right_when_closed` keeps the right side where nothing is open."""
        self._left.setVisible(not self.alone)
        self._right.setVisible(self.open or (self.wide and right_when_closed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= scaled(_WIDE)
        if wide != self.wide:
            self.wide = wide
            self.rearranged.emit()
