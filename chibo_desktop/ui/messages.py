"""Messages: what happened and the one next step, with a sign and a word beside the colour."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.parts import button as make_button
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID, icon_pixmap, mark, scaled


class Level(Enum):
    """How a message is meant: its style, its icon and its word."""

    INFO = ("info", "info", "Lưu ý")
    DONE = ("done", "done", "Đã xong")
    DUE = ("due", "due", "Cần để ý")
    ERROR = ("error", "error", "Chưa được")

    def __init__(self, style: str, icon_name: str, word: str) -> None:
        self.style = style
        self.icon_name = icon_name
        self.word = word


class Banner(QFrame):
    """A message that stays where it stands: beside what it speaks of."""

    acted = Signal()
    """the person pressed the message's button"""
    closed = Signal()

    def __init__(
        self,
        level: Level = Level.INFO,
        title: str = "",
        remedy: str = "",
        *,
        button: str = "",
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._icon = QLabel()
        self._word = text(role="bannerWord")
        self._title = text(role="bannerTitle")
        self._remedy = text(role="bannerRemedy")
        self.button = make_button(role="quiet")
        self._close = make_button("Ẩn", self._hide, icon_name="close", role="flat")
        if not closable:
            self._close.hide()
        self.button.clicked.connect(self.acted)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._word, self._title, self._remedy):
            words.addWidget(part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._icon)
        layout.addLayout(words, 1)
        layout.addWidget(self.button)
        layout.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.say(level, title, remedy, button=button)

    def say(self, level: Level, title: str, remedy: str = "", *, button: str = "") -> None:
        """Say something else in the same place."""
        self.level = level
        self._icon.setPixmap(icon_pixmap(level.icon_name, scaled(24), level.style))
        self._word.setText(level.word)
        self._title.setText(title)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        for part in (self, self._word):
            mark(part, "level", level.style)
        self.setAccessibleName(f"{level.word}: {title}")
        self.setAccessibleDescription(remedy)

    @property
    def all_words(self) -> str:
        """All that is said, as one string."""
        return " ".join(part for part in (self._title.text(), self._remedy.text()) if part)

    @Slot()
    def _hide(self) -> None:
        self.hide()
        self.closed.emit()


class MessageBar(Banner):
    """The screen's own place for news; hidden until there is some, gone when the person says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(closable=True, parent=parent)
        self._action: Callable[[], None] | None = None
        self.acted.connect(self._act)
        self.hide()

    def show_message(
        self,
        level: Level,
        title: str,
        remedy: str = "",
        *,
        button: str = "",
        action: Callable[[], None] | None = None,
    ) -> None:
        """Show news, in the place of what was shown before; `action` is what the button does."""
        self._action = action
        self.say(level, title, remedy, button=button)
        self.show()

    def show_error(self, error: UserError, *, button: str = "", action: Callable[[], None] | None = None) -> None:
        """Show what the person can mend."""
        self.show_message(Level.ERROR, error.title, error.remedy, button=button, action=action)

    def clear(self) -> None:
        """Take the news away."""
        self._action = None
        self.hide()

    @Slot()
    def _act(self) -> None:
        if self._action is not None:
            action = self._action
            self.clear()
            action()


def ask(
    parent: QWidget,
    title: str,
    sentence: str,
    *,
    yes: str,
    on_yes: Callable[[], None],
    no: str = "Không",
    on_no: Callable[[], None] | None = None,
    danger: bool = False,
) -> Dialog:
    """Ask what must be decided now; returns at once, the answer comes to `on_yes` or `on_no`.

    `yes` and `no` are verbs ("Xóa bản nháp", "Giữ lại"). With `danger` Enter means no.
    """
    dialog = Dialog(parent, title, sentence, yes=yes, no=no, danger=danger)
    dialog.accepted.connect(on_yes)
    if on_no is not None:
        dialog.rejected.connect(on_no)
    dialog.open()
    return dialog


def tell(parent: QWidget, title: str, sentence: str, *, close: str = "Đã hiểu") -> Dialog:
    """Say something that must be read now; returns at once."""
    dialog = Dialog(parent, title, sentence, yes=close, no="")
    dialog.open()
    return dialog
