"""Room for a list on a low screen."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from chibo_desktop.ui.screen import scrolled


def scrolled_when_low(content: QWidget) -> QScrollArea:
    """Return a scroll area that scrolls only where the content would be lower than its least height."""
    area = scrolled(content)
    # The usual policy scrolls below the height the content wishes for, which a table never has.
    content.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    return area
