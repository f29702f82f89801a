"""Labels and buttons in the roles that the stylesheet knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from chibo_desktop.ui.theme import icon, icon_size

TextRole = Literal[
    "body", "screenTitle", "screenSentence", "sectionTitle", "faint", "figure", "fieldLabel", "fieldHint",
    "fieldProblem", "fieldWarning", "emptyTitle", "emptyText", "dialogTitle", "dialogText", "bannerWord",
    "bannerTitle", "bannerRemedy", "cellName", "whereIAm", "savedState", "progressTitle", "code", "stepName",
]  # fmt: skip
ButtonRole = Literal["", "primary", "danger", "quiet", "flat", "back", "place", "lock"]


def text(words: str = "", role: TextRole = "body", *, wrap: bool = True, parent: QWidget | None = None) -> QLabel:
    """Return a label that shows its words as they are: what people typed is never read as markup."""
    label = QLabel(words, parent)
    label.setObjectName(role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    return label


class Elided(QLabel):
    """One line that gives way: what does not fit ends in an ellipsis and stands in the tip."""

    def __init__(self, words: str = "", role: TextRole = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)

    def setText(self, words: str) -> None:
        super().setText(words)
        self.setToolTip(words)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class Button(QPushButton):
    """A button that Enter presses as well as the space bar, in windows as in dialogs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.animateClick()
            event.accept()
            return
        super().keyPressEvent(event)


def button(
    words: str = "",
    action: Callable[[], object] | None = None,
    *,
    icon_name: str = "",
    role: ButtonRole = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """Return a button; `action` is called without arguments.

    `primary` is the screen's one red button, `danger` destroys something, `quiet` stands in a
    message, `flat` has no border.
    """
    made = Button(words.replace("&", "&&"), parent)
    made.setObjectName(role)
    made.setAutoDefault(False)
    if icon_name:
        made.setIcon(icon(icon_name, "on_red" if role == "primary" else None))
    made.setIconSize(icon_size())
    if action is not None:

        def press() -> None:
            action()

        made.clicked.connect(press)
    return made


def frame(role: Literal["card", "banner", "marginRule", "rule", "rail", "strip"]) -> QFrame:
    """Return a frame in one of the stylesheet's roles; `card` holds something that stands alone."""
    made = QFrame()
    made.setObjectName(role)
    return made
