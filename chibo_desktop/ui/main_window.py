"""The window: a rail of places on the left, the strip on top, the place itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from chibo_desktop.common.clock import Clock
from chibo_desktop.common.errors import UserError
from chibo_desktop.ui.labels import time_text
from chibo_desktop.ui.messages import Level, MessageBar
from chibo_desktop.ui.parts import Button, Elided, button, frame, text
from chibo_desktop.ui.progress import ProgressStrip
from chibo_desktop.ui.screen import Desk, Screen
from chibo_desktop.ui.tasks import Changes, Tasks
from chibo_desktop.ui.theme import GRID, icon, icon_pixmap, icon_size, scaled

_NARROW = 760
"""width in pixels below which the rail shows its icons only"""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the rail; the screen is built when it is first entered."""

    key: str
    title: str
    icon: str
    factory: Callable[[Desk], Screen]
    foot: bool = False
    """whether it stands at the rail's foot, as settings and help do"""
    hidden: bool = False
    """whether it is not on the rail but entered from other places only"""


class MainWindow(QWidget):
    """Hold the places, move between them, and say whether all is saved.

    `lock_asked` tells that the person wants the book closed to others; `closing` comes once
    everything typed was committed and the window is about to go.
    """

    lock_asked = Signal()
    closing = Signal()
    place_changed = Signal(str)

    def __init__(
        self,
        cell_name: str,
        places: Sequence[Place],
        tasks: Tasks,
        changes: Changes,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._places = {place.key: place for place in places}
        self._screens: dict[str, Screen] = {}
        self._clock = clock
        self._tasks = tasks
        self._here = ""
        self._narrow = False
        self.desk = Desk(tasks, changes, self.go)
        self.setObjectName("window")
        self.setWindowTitle(f"{cell_name} – Sổ chi bộ")
        self.setMinimumSize(640, 380)

        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._cell = Elided(cell_name, "cellName")
        self._where = Elided(role="whereIAm")
        self._saved_icon = QLabel()
        self._saved = text("Chưa có gì mới", "savedState", wrap=False)
        self._user = Elided(role="whereIAm")
        self._user.hide()
        self.lock_button = button("Khóa sổ", self.lock, icon_name="lock", role="lock")
        self.message = MessageBar()
        self._stack = QStackedWidget()
        self._stack.setObjectName("page")

        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 2 * GRID, 2 * GRID)
        right.setSpacing(0)
        right.addWidget(self._top())
        right.addWidget(self.message)
        right.addWidget(self._stack, 1)
        right.addWidget(ProgressStrip(tasks))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail(places))
        layout.addLayout(right, 1)

        self._shortcuts()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keep_focus)
        changes.changed.connect(self._records_changed)
        changes.saved.connect(self.show_saved)
        tasks.refused.connect(self._refused)
        tasks.stopped.connect(self._stopped)
        if places:
            self.go(places[0].key)

    def _top(self) -> QFrame:
        top = frame("strip")
        top.setObjectName("top")
        row = QHBoxLayout(top)
        row.setContentsMargins(2 * GRID, GRID, 0, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._cell)
        row.addWidget(self._where)
        row.addStretch(1)
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved)
        row.addSpacing(GRID)
        row.addWidget(self._user)
        row.addWidget(self.lock_button)
        return top

    def _rail(self, places: Sequence[Place]) -> QFrame:
        rail = frame("rail")
        column = QVBoxLayout()
        column.setContentsMargins(0, 2 * GRID, 0, GRID)
        column.setSpacing(4)
        for place in places:
            if not place.foot and not place.hidden:
                column.addWidget(self._place_button(place))
        column.addStretch(1)
        for place in places:
            if place.hidden:
                unseen = self._place_button(place)
                unseen.setParent(self)
                unseen.hide()
        for place in places:
            if place.foot:
                column.addWidget(self._place_button(place))
        inside = QWidget()
        inside.setObjectName("railInside")
        inside.setLayout(column)
        # A low screen with large text scrolls the rail rather than cutting its foot off.
        area = QScrollArea()
        area.setObjectName("railScroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(rail)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._rail_width = max(scaled(200), inside.sizeHint().width() + GRID)
        rail.setFixedWidth(self._rail_width)
        self._rail_frame = rail
        return rail

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < scaled(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._rail_frame.setFixedWidth(scaled(64) if narrow else self._rail_width)
            for key, made in self._buttons.items():
                made.setText("" if narrow else self._places[key].title)

    def _place_button(self, place: Place) -> QPushButton:
        number = self._on_rail().index(place.key) + 1 if not place.hidden else 0
        made = Button(icon(place.icon), place.title)
        made.setObjectName("place")
        made.setCheckable(True)
        made.setIconSize(icon_size(24))
        made.setAccessibleName(place.title)
        if 1 <= number <= 9:
            made.setToolTip(f"{place.title} (Alt+{number})")

        def enter() -> None:
            self.go(place.key)

        made.clicked.connect(enter)
        self._group.addButton(made)
        self._buttons[place.key] = made
        return made

    def _on_rail(self) -> list[str]:
        return [key for key, place in self._places.items() if not place.hidden]

    def _shortcuts(self) -> None:
        for number, key in enumerate(self._on_rail()[:9], start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(self._buttons[key].click)
        QShortcut(QKeySequence(Qt.Key.Key_F6), self).activated.connect(self.switch_focus)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self.lock)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self._back)

    @property
    def here(self) -> str:
        """The key of the place that is shown."""
        return self._here

    def screen_of(self, key: str) -> Screen:
        """Return the screen of a place, building it if it was never shown."""
        if key not in self._screens:
            screen = self._places[key].factory(self.desk)
            self._screens[key] = screen
            self._stack.addWidget(screen)
        return self._screens[key]

    def go(self, key: str, target: object = None) -> None:
        """Commit what is typed here and show a place; `target` goes to the screen's `enter`."""
        if self._here:
            self._screens[self._here].leave()
        screen = self.screen_of(key)
        self._here = key
        # What is hidden with the focus would hand it to the first button of the new place, often undo.
        self._buttons[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.setCurrentWidget(screen)
        for other, made in self._buttons.items():
            made.setChecked(other == key)
            made.setIcon(icon(self._places[other].icon, "red" if other == key else None))
        self._where.setText(f"›  {self._places[key].title}")
        screen.enter(target)
        self.place_changed.emit(key)

    def set_cell_name(self, name: str) -> None:
        """Show another name of the cell."""
        self._cell.setText(name)
        self.setWindowTitle(f"{name} – Sổ chi bộ")

    def set_user(self, name: str) -> None:
        """Show who works in the book, "" where one person alone does."""
        self._user.setText(name)
        self._user.setVisible(bool(name))

    @Slot()
    def show_saved(self) -> None:
        """Say that everything up to now is in the book."""
        self._saved_icon.setPixmap(icon_pixmap("done", scaled(20), "done"))
        self._saved.setText(f"Đã lưu {time_text(self._clock.local())}")

    @Slot()
    def switch_focus(self) -> None:
        """Move the focus from the rail to the place, or back."""
        on_rail = [self._buttons[key] for key in self._on_rail()]
        if any(made.hasFocus() for made in on_rail):
            _focus_first(self._screens[self._here])
        else:
            here = self._buttons[self._here]
            (here if here in on_rail else on_rail[0]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(QWidget, QWidget)
    def _keep_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Keep the focus in the place when a button that had it is hidden or switched off."""
        screen = self._screens.get(self._here)
        if old is None or screen is None or new not in self._buttons.values() or not screen.isAncestorOf(old):
            return
        if not old.isVisible() or not old.isEnabled():
            screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the red button of the place when F10 comes from the rail or the strip on top."""
        if event.key() == Qt.Key.Key_F10:
            self._screens[self._here].press_primary()
            event.accept()
            return
        super().keyPressEvent(event)

    @Slot()
    def _back(self) -> None:
        self._screens[self._here].go_back()

    def commit_all(self) -> None:
        """Commit what is typed in every place."""
        for screen in self._screens.values():
            screen.leave()

    @Slot()
    def lock(self) -> None:
        """Commit everything and ask to be locked."""
        self.commit_all()
        self.lock_asked.emit()

    @Slot(object, object)
    def _records_changed(self, kinds: frozenset[str], initiator: object) -> None:
        for screen in list(self._screens.values()):
            screen.records_changed(kinds, initiator)

    @Slot(object, object)
    def _refused(self, error: UserError, owner: QWidget | None) -> None:
        screen = owner
        while screen is not None and not isinstance(screen, Screen):
            screen = screen.parentWidget()
        bar = screen.message if isinstance(screen, Screen) and screen.isVisible() else self.message
        bar.show_error(error)

    @Slot(object)
    def _stopped(self, title: str) -> None:
        if title:
            self.message.show_message(Level.INFO, f"Đã dừng: {title}.", "Những gì đã xong trước đó vẫn giữ nguyên.")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.commit_all()
        self._tasks.wait_idle()
        self.closing.emit()
        super().closeEvent(event)


def _focus_first(screen: Screen) -> None:
    for widget in screen.content.findChildren(QWidget):
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
    screen.setFocus(Qt.FocusReason.ShortcutFocusReason)
