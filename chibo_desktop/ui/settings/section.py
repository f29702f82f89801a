"""One section of the settings: a heading, a sentence, its parts, its own news."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from chibo_desktop.services.session import Session
from chibo_desktop.ui.messages import MessageBar
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.theme import GRID, scaled


class Section(QWidget):
    """What every section is given; `fill` reads again what it shows of the book."""

    key = ""
    name = ""

    def __init__(self, desk: Desk, session: Session, sentence: str) -> None:
        super().__init__()
        self.desk = desk
        self.session = session
        self.message = MessageBar()
        self.message.installEventFilter(self)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, GRID, GRID)
        self.body.setSpacing(2 * GRID)
        # Not the layout's own alignment: it gives wrapped words the height they have where they are widest.
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self.body)
        outer.addStretch(1)
        self.setMaximumWidth(scaled(760))
        self.body.addWidget(text(self.name, "sectionTitle"))
        self.body.addWidget(text(sentence, "faint"))
        self.body.addWidget(self.message)

    def add_button(self, made: QPushButton) -> None:
        """Add a button as wide as its words."""
        self.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll to news at the top: what was pressed may stand far below."""
        if watched is self.message and event.type() is QEvent.Type.Show:
            self.reveal_news()
        return super().eventFilter(watched, event)

    def reveal_news(self) -> None:
        """Scroll to the news, if there is any, once the parts stand where they belong."""
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and self.message.isVisible():
            area.ensureWidgetVisible(self.message, 0, GRID)

    def fill(self) -> None:
        """Read again what is shown."""
