"""A sheet in the middle of the desk: what every page before the open book looks like."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from chibo_desktop.ui.messages import MessageBar
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.screen import scrolled
from chibo_desktop.ui.theme import GRID, icon_pixmap, scaled

WIDTH = 820


class Page(QWidget):
    """A title, a sentence, room for parts (`body`), what must be agreed to (`consent`), the buttons.

    The parts scroll where the screen is low; consent and buttons never leave it.
    """

    def __init__(self, title: str, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        picture = QLabel()
        picture.setPixmap(icon_pixmap("book", scaled(28), "red"))
        self.heading = text(title, "screenTitle")
        self.sentence = text(sentence, "screenSentence")
        self.sentence.setVisible(bool(sentence))
        self.message = MessageBar()
        self._primary: QPushButton | None = None
        inside = QWidget()
        inside.setObjectName("content")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(4 * GRID, 4, 4 * GRID, GRID)
        self.body.setSpacing(2 * GRID)
        head = QHBoxLayout()
        head.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 0)
        head.setSpacing(2 * GRID)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.heading)
        words.addWidget(self.sentence)
        head.addLayout(words, 1)
        self.consent = QHBoxLayout()
        self.consent.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)
        self.left_row = QHBoxLayout()
        self.right_row = QHBoxLayout()
        for row in (self.left_row, self.right_row):
            row.setSpacing(GRID)
        foot = QHBoxLayout()
        foot.setContentsMargins(4 * GRID, GRID, 4 * GRID, 2 * GRID)
        foot.addLayout(self.left_row)
        foot.addStretch(1)
        foot.addLayout(self.right_row)
        news = QVBoxLayout()
        news.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)
        news.addWidget(self.message)
        rule = frame("marginRule")
        rule.setFixedHeight(3)

        self.sheet = frame("card")
        self.sheet.setMaximumWidth(scaled(WIDTH))
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + 4)
        column.addLayout(head)
        column.addWidget(rule)
        column.addLayout(news)
        self._area = scrolled(inside)
        column.addWidget(self._area, 1)
        column.addLayout(self.consent)
        inside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.addStretch(1)
        layout.addWidget(self.sheet, 100)
        layout.addStretch(1)

    def add_primary(self, words: str, action: Callable[[], None], icon_name: str = "") -> QPushButton:
        """Add the page's one red button; Enter in a line of the page presses it."""
        made = button(words, action, icon_name=icon_name, role="primary")
        self.right_row.addWidget(made)
        self._primary = made
        return made

    def show_focus(self) -> None:
        """Scroll to the field that has the focus."""
        focus = self.focusWidget()
        if focus is not None:
            self._area.ensureWidgetVisible(focus, 0, scaled(64))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, or the red one; lines use it themselves."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focus = QApplication.focusWidget()
            pressed = focus if isinstance(focus, QPushButton) else self._primary
            if pressed is not None and not isinstance(focus, QLineEdit):
                pressed.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def add_left(self, words: str, action: Callable[[], None], icon_name: str = "") -> QPushButton:
        """Add another way out, at the left."""
        made = button(words, action, icon_name=icon_name, role="flat")
        self.left_row.addWidget(made)
        return made


def line_with_button(line: QLineEdit, words: str, action: Callable[[], None]) -> QWidget:
    """Return a line with a button beside it that fills it."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(line, 1)
    row.addWidget(button(words, action, icon_name="folder"))
    holder.setFocusProxy(line)
    return holder
