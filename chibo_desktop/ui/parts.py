"""Labels and buttons in the roles that the stylesheet knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from chibo_desktop.ui.theme import icon

TextRole = Literal[
    "body", "screenTitle", "screenSentence", "sectionTitle", "faint", "figure", "fieldLabel", "fieldHint",
    "fieldProblem", "emptyTitle", "emptyText", "dialogTitle", "dialogText", "bannerWord", "bannerTitle",
    "bannerRemedy", "cellName", "whereIAm", "savedState", "progressTitle", "code",
]  # fmt: skip
ButtonRole = Literal["", "primary", "danger", "quiet", "flat", "back", "place", "lock"]


def text(words: str = "", role: TextRole = "body", *, wrap: bool = True, parent: QWidget | None = None) -> QLabel:
    """Return a label that shows its words as they are: what people typed is never read as markup."""
    label = QLabel(words, parent)
    label.setObjectName(role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    return label


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
    made = QPushButton(words.replace("&", "&&"), parent)
    made.setObjectName(role)
    made.setAutoDefault(False)
    if icon_name:
        made.setIcon(icon(icon_name, "on_red" if role == "primary" else None))
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
