"""What every screen is: a title, a sentence, one primary button, room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from chibo_desktop.ui.form import commit_fields
from chibo_desktop.ui.messages import MessageBar
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.tasks import Changes, Tasks
from chibo_desktop.ui.theme import GRID, icon, scaled

Go = Callable[[str, object], None]

_LOW = 560
"""pixels of height under which a screen gives its margins to its content"""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every screen is given: the workers, the news of changes, and the way to other places."""

    tasks: Tasks
    changes: Changes
    go: Go
    """`go("members", member_id)` leaves for a place; the second part goes to its `enter`"""


class Screen(QWidget):
    """One place of the window. Subclasses build their parts in `__init__` and fill them in `refresh`.

    `concerns` names the kinds of record it shows: it is refreshed when one of them changes, at
    once if it is in front, else when it is entered again.
    """

    concerns: ClassVar[frozenset[str]] = frozenset()
    esc_goes_back: ClassVar[bool] = True
    """off where Esc ends many a small thing while people talk, and must not lead away"""

    def __init__(
        self, desk: Desk, title: str, sentence: str, *, scroll: bool = False, parent: QWidget | None = None
    ) -> None:
        """With `scroll` the content scrolls as a whole; leave it off for tables and split views."""
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("screen")
        self._stale = True
        self._back: Callable[[], None] | None = None
        self._back_button = button("", self.go_back, icon_name="back", role="back")
        self._back_button.hide()
        self._title = text(title, "screenTitle")
        self._sentence = text(sentence, "screenSentence")
        if not sentence:
            self._sentence.hide()
        self.primary: QPushButton | None = None
        self._primary_action: Callable[[], None] | None = None
        self.message = MessageBar()
        self.content = QWidget()
        self.content.setObjectName("content")
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, GRID if scroll else 0, 0)
        self.body.setSpacing(2 * GRID)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(GRID)
        self._button_row = QWidget()
        self._button_row.setObjectName("content")
        self._button_row.setLayout(self._buttons)
        self._head = QGridLayout()
        self._head.setHorizontalSpacing(2 * GRID)
        self._head.setVerticalSpacing(GRID // 2)
        self._head.setColumnStretch(0, 1)
        self._head.addWidget(self._back_button, 0, 0, Qt.AlignmentFlag.AlignLeft)
        self._head.addWidget(self._title, 1, 0)
        self._head.addWidget(self._sentence, 2, 0)
        self._head.addWidget(self._button_row, 1, 1, 2, 1, Qt.AlignmentFlag.AlignBottom)
        self._narrow = False
        self._below = False
        """whether the sentence has a line of its own under the title and the buttons"""
        rule = frame("marginRule")
        rule.setFixedHeight(3)

        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 2 * GRID)
        self._column.setSpacing(2 * GRID)
        self._column.addLayout(self._head)
        self._column.addWidget(rule)
        self._column.addWidget(self.message)
        self._column.addWidget(scrolled(self.content) if scroll else self.content, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_head()

    def _arrange_head(self) -> None:
        """Put the buttons beside the way back where there is no room for them beside the title."""
        title = self._title.fontMetrics().horizontalAdvance(self._title.text())
        room = self.width() - 10 * GRID - self._button_row.sizeHint().width()
        sentence = self._sentence.fontMetrics().horizontalAdvance(self._sentence.text())
        low = self.height() < scaled(_LOW)
        narrow = room < max(title, min(sentence, scaled(300))) or (low and self._back is not None)
        edge = GRID if low else 3 * GRID
        self._column.setContentsMargins(edge + GRID, edge, edge + GRID, GRID if low else 2 * GRID)
        self._column.setSpacing(GRID if low else 2 * GRID)
        if narrow and self._back is None and room >= title:
            self._set_sentence_below()
            return
        if narrow == self._narrow and not self._below:
            return
        self._narrow, self._below = narrow, False
        self._head.removeWidget(self._button_row)
        self._head.removeWidget(self._title)
        self._head.removeWidget(self._sentence)
        if narrow:
            self._head.addWidget(self._title, 1, 0, 1, 2)
            self._head.addWidget(self._sentence, 2, 0, 1, 2)
            self._head.addWidget(self._button_row, 0, 1, Qt.AlignmentFlag.AlignRight)
        else:
            self._head.addWidget(self._title, 1, 0)
            self._head.addWidget(self._sentence, 2, 0)
            self._head.addWidget(self._button_row, 1, 1, 2, 1, Qt.AlignmentFlag.AlignBottom)

    def _set_sentence_below(self) -> None:
        """Put the buttons beside the title alone and give the sentence the whole width under both."""
        if self._below:
            return
        self._narrow, self._below = True, True
        for part in (self._button_row, self._title, self._sentence):
            self._head.removeWidget(part)
        self._head.addWidget(self._title, 1, 0)
        self._head.addWidget(self._button_row, 1, 1, Qt.AlignmentFlag.AlignRight)
        self._head.addWidget(self._sentence, 2, 0, 1, 2)

    @property
    def title(self) -> str:
        """The screen's title."""
        return self._title.text()

    def set_title(self, title: str, sentence: str | None = None) -> None:
        """Give the screen another title, as when it shows one certain meeting."""
        self._title.setText(title)
        if sentence is not None:
            self._sentence.setText(sentence)
            self._sentence.setVisible(bool(sentence))
        self._arrange_head()

    def set_primary(self, label: str, action: Callable[[], None], icon_name: str = "") -> QPushButton:
        """Set the one red button of the screen and return it."""
        if self.primary is None:
            self.primary = button("", self._run_primary, role="primary")
            self.primary.setToolTip("Phím F10")
            key = QShortcut(QKeySequence(Qt.Key.Key_F10), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(self.press_primary)
            self._buttons.addWidget(self.primary)
        self.primary.setText(label)
        if icon_name:
            self.primary.setIcon(icon(icon_name, "on_red"))
        self._primary_action = action
        self._arrange_head()
        return self.primary

    @Slot()
    def press_primary(self) -> None:
        """Press the red button, if it can be pressed."""
        if self.primary is not None and self.primary.isVisible() and self.primary.isEnabled():
            self.primary.click()

    @Slot()
    def _run_primary(self) -> None:
        if self._primary_action is not None:
            self._primary_action()

    def add_action(self, label: str, action: Callable[[], None], icon_name: str = "") -> QPushButton:
        """Add a second button before the red one and return it."""
        made = button(label, action, icon_name=icon_name)
        self._buttons.insertWidget(self._buttons.count() - (1 if self.primary else 0), made)
        self._arrange_head()
        return made

    def set_back(self, label: str, action: Callable[[], None] | None) -> None:
        """Show the way back above the title ("Danh sách cuộc họp"); None hides it."""
        self._back = action
        self._back_button.setText(label)
        self._back_button.setToolTip("Phím Esc" if self.esc_goes_back else "")
        self._back_button.setVisible(action is not None)
        self._arrange_head()

    @Slot()
    def go_back(self) -> None:
        """Commit what was typed and go the way back."""
        if self._back is not None:
            self.leave()
            self._back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on an Esc that nothing within had a use for."""
        if event.key() == Qt.Key.Key_Escape and self._back is not None and self.esc_goes_back:
            self.go_back()
            event.accept()
            return
        super().keyPressEvent(event)

    def enter(self, target: object = None) -> None:
        """Be shown, on `target` if one is named; override to use it, and call this first."""
        del target
        if self._stale:
            self._stale = False
            self.refresh()

    def refresh(self) -> None:
        """Read again what is shown; override. Must leave what is being typed alone."""

    def leave(self) -> None:
        """Commit every field before another place is shown, the book is locked or closed."""
        commit_fields(self)

    def records_changed(self, kinds: frozenset[str], initiator: object) -> None:
        """Refresh if any of the kinds is shown here and somebody else changed it."""
        if initiator is self or not kinds & self.concerns:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True


class _Scrolled(QScrollArea):
    """A scroll area that keeps what has the focus in view, however the focus came there."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Page keys reach it from what it holds; by itself it would be a stop of Tab that nobody sees.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        if now is None or inside is None or not inside.isAncestorOf(now):
            return
        # Qt's own way keeps the cursor in view, but lets the rest of the field be cut.
        top = now.mapTo(inside, QPoint()).y() - 4 * GRID
        bottom = top + now.height() + 8 * GRID
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if bottom - top > room:
            self.ensureWidgetVisible(now, 0, 4 * GRID)
        elif top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + room:
            bar.setValue(bottom - room)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a field that grows while it is written in."""
        done = super().eventFilter(watched, event)
        if watched is self.widget() and event.type() is QEvent.Type.Resize:
            self._follow(None, QApplication.focusWidget())
        return done


def scrolled(content: QWidget) -> QScrollArea:
    """Return a frameless scroll area around a widget, for screens that may be too tall."""
    area = _Scrolled()
    area.setWidget(content)
    content.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return area
