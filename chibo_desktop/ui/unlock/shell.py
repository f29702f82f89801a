"""The program's one top-level window: pages before the book is open, the book, the locked page."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.services.session import Session
from chibo_desktop.ui.main_window import MainWindow
from chibo_desktop.ui.progress import ProgressStrip
from chibo_desktop.ui.tasks import Tasks
from chibo_desktop.ui.theme import icon, scaled
from chibo_desktop.ui.unlock.first_run import FirstRun
from chibo_desktop.ui.unlock.page import Page
from chibo_desktop.ui.unlock.unlock_page import LockPage

TITLE = "Sổ chi bộ"


class Shell(QWidget):
    """Hold whatever the window shows now. `closing` comes when everything typed was committed."""

    closing = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle(TITLE)
        self.setWindowIcon(icon("book", "red"))
        self._stack = QStackedWidget()
        self._gate = QStackedWidget()
        self._strip = ProgressStrip(tasks)
        gate = QWidget()
        column = QVBoxLayout(gate)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._gate, 1)
        column.addWidget(self._strip)
        self._before = gate
        self._stack.addWidget(gate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setMinimumSize(800, 480)
        self.window_of_book: MainWindow | None = None
        self.lock_page: LockPage | None = None
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None

    @property
    def page(self) -> QWidget | None:
        """The page shown before the book is open, or the locked page."""
        return self._gate.currentWidget() if self._stack.currentWidget() is self._before else None

    @property
    def locked(self) -> bool:
        """Whether the book is open but hidden."""
        return self.window_of_book is not None and self._stack.currentWidget() is self._before

    def open_up(self) -> None:
        """Show the window as large as a small laptop's screen allows."""
        screen = self.screen().availableGeometry()
        self.resize(min(1240, screen.width()), min(740, screen.height()))
        if screen.width() <= 1400:
            self.showMaximized()
        else:
            self.show()

    def show_page(self, page: Page) -> None:
        """Show a page in the place of the one before, which is freed."""
        self._clear_gate()
        self._gate.addWidget(page)
        self._gate.setCurrentWidget(page)
        self._stack.setCurrentWidget(self._before)
        if page.focusProxy() is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_waiting(self, words: str) -> None:
        """Show a page that only says what is being done."""
        page = Page(words, "Mất vài giây.")
        page.sheet.setMaximumHeight(scaled(200))
        self.show_page(page)

    def _clear_gate(self) -> None:
        while (old := self._gate.currentWidget()) is not None:
            self._gate.removeWidget(old)
            old.deleteLater()

    def show_window(self, window: MainWindow) -> None:
        """Show the open book, in the place of what was shown before."""
        self._clear_gate()
        if self.window_of_book is not None:
            self._stack.removeWidget(self.window_of_book)
            self.window_of_book.deleteLater()
        self.window_of_book = window
        self._stack.addWidget(window)
        self._stack.setCurrentWidget(window)
        self.setWindowTitle(window.windowTitle())
        window.windowTitleChanged.connect(self.setWindowTitle)

    def drop_window(self) -> None:
        """Free the window of a book that was closed."""
        self._clear_gate()
        self.lock_page = None
        self._hidden = []
        self._focus = None
        if self.window_of_book is not None:
            self._stack.removeWidget(self.window_of_book)
            self.window_of_book.deleteLater()
            self.window_of_book = None
        self.setWindowTitle(TITLE)

    def keep_lock_page(self, page: LockPage) -> None:
        """Keep the page that a locked window shows."""
        self.lock_page = page
        self._gate.addWidget(page)

    def lock(self) -> None:
        """Show nothing but the locked page; open dialogs are hidden and come back later."""
        if self.lock_page is None or self.locked:
            return
        self._hidden = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not self]
        self._focus = QApplication.focusWidget()
        for other in self._hidden:
            other.hide()
        self._stack.setCurrentWidget(self._before)
        self.setWindowTitle(TITLE)
        self.lock_page.ask()

    def unlock(self) -> None:
        """Show the book and its dialogs as they were."""
        if self.window_of_book is None:
            return
        self._stack.setCurrentWidget(self.window_of_book)
        self.setWindowTitle(self.window_of_book.windowTitle())
        for other in self._hidden:
            other.show()
        self._hidden = []
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus = None

    def come_to_front(self) -> None:
        """Show the window before all others, as a second start of the program asks."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def unfinished_session(self) -> Session | None:
        """Return the book of a first run that was not gone through to its end."""
        page = self.page
        return page.session if isinstance(page, FirstRun) else None

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.window_of_book is not None:
            self.window_of_book.close()
        self.closing.emit()
        super().closeEvent(event)
