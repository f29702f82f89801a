"""The cards of the home screen: a thing to do, a place where the words were found."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from chibo_desktop.services.home import Level, Todo
from chibo_desktop.services.search import Found
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Go
from chibo_desktop.ui.theme import GRID, icon_pixmap, mark, scaled

LOOKS = {
    Level.LATE: ("error", "error", "Quá hạn"),
    Level.DUE: ("due", "due", "Cần làm"),
    Level.SOON: ("info", "info", "Sắp tới"),
    Level.DONE: ("done", "done", "Đã xong"),
}


class TodoCard(QFrame):
    """One thing to do: how pressing, what, why with its source, and the button to its place."""

    def __init__(self, item: Todo, go: Go) -> None:
        super().__init__()
        self.item = item
        self.setObjectName("banner")
        style, icon_name, word = LOOKS[item.level]
        mark(self, "level", style)
        picture = QLabel()
        picture.setPixmap(icon_pixmap(icon_name, scaled(24), style))
        self.word = text(word if item.due is None else f"{word} · {date_text(item.due)}", "bannerWord")
        mark(self.word, "level", style)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.word)
        words.addWidget(text(item.title, "bannerTitle"))
        words.addWidget(text(item.why if not item.basis else f"{item.why} ({item.basis})", "bannerRemedy"))
        self.button = button(item.action, lambda: go(item.place, item.target), role="quiet")
        self.button.setAccessibleName(f"{item.action}: {item.title}")
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.setAccessibleName(f"{word}: {item.title}")


class FoundCard(QFrame):
    """A record that has the words; its button opens the place where it stands."""

    def __init__(self, hit: Found, go: Go) -> None:
        super().__init__()
        self.setObjectName("card")
        self.hit = hit
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(text(hit.title, "bannerTitle"))
        words.addWidget(text(hit.text, "faint"))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addLayout(words, 1)
        self.button = button("Mở")
        self.button.setAccessibleName(f"Mở: {hit.title}")
        self.button.setVisible(bool(hit.place))
        self.button.clicked.connect(lambda: go(hit.place, hit.target))
        row.addWidget(self.button)
