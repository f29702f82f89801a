"""Numbers to be read aloud, in large type: the six groups of a card, the short code of a book."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID, body_font

_COLUMNS = 3


class LargeCode(QLabel):
    """One group or code, large enough to be read from beside the screen."""

    def __init__(self, words: str = "", factor: float = 2.0, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._factor = factor
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._size()

    def _size(self) -> None:
        font = body_font(self._factor, QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 108)
        if font != self.font():
            self.setFont(font)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size()


class SixGroups(QFrame):
    """The six groups of a card's keys, numbered; takes the focus so that a screen reader reads them."""

    def __init__(self, whose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._whose = whose
        self._codes: list[LargeCode] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        for number in range(6):
            pair = QVBoxLayout()
            pair.setSpacing(0)
            code = LargeCode()
            pair.addWidget(text(f"Nhóm {number + 1}", "fieldHint", wrap=False))
            pair.addWidget(code)
            grid.addLayout(pair, number // _COLUMNS, number % _COLUMNS)
            self._codes.append(code)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups as they are shown."""
        return tuple(code.text() for code in self._codes)

    def show_groups(self, groups: Sequence[str], whose: str = "") -> None:
        """Show the six groups of a card."""
        for code, group in zip(self._codes, groups, strict=True):
            code.setText(group)
        self.setAccessibleName(f"Sáu nhóm số của {whose or self._whose}: {', '.join(groups)}")
