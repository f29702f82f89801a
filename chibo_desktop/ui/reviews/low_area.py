"""Scroll areas whose content is measured at its real width (rows that wrap, tables on a low screen)."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.ui.screen import scrolled
from chibo_desktop.ui.theme import GRID


def tall_area(content: QWidget) -> QScrollArea:
    """Return a scroll area around parts of which some wrap."""
    area = scrolled(content)
    # A row that wraps asks for the height it would have at its narrowest; with a least height of its own
    # the content is measured at its real width.
    content.setMinimumHeight(1)
    return area


def low_area(owner: QWidget) -> QVBoxLayout:
    """Fill a widget with a layout that scrolls only where its parts would be lower than they can be."""
    inside = QWidget()
    inside.setObjectName("content")
    area = tall_area(inside)
    # The usual policy scrolls below the height the content wishes for, which a table never has.
    inside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    outside = QVBoxLayout(owner)
    outside.setContentsMargins(0, 0, 0, 0)
    outside.addWidget(area)
    layout = QVBoxLayout(inside)
    layout.setContentsMargins(GRID, GRID, GRID, GRID)
    return layout
