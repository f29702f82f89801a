"""Composition root of the window: builds everything and passes it by hand."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QMessageLogContext, QObject, QTimer, QtMsgType, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from chibo_desktop import __version__
from chibo_desktop.common.clock import Clock, SystemClock
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.places import cell_places, meetings_place, office_places
from chibo_desktop.services.accounts import list_accounts
from chibo_desktop.services.books import call_to_front, is_book
from chibo_desktop.services.first_window import first_window_came, who_has
from chibo_desktop.services.session import Session
from chibo_desktop.ui.crash import CrashHandler
from chibo_desktop.ui.main_window import MainWindow, Place
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.preferences import Preferences, config_folder, documents_folder
from chibo_desktop.ui.screen import Desk, Screen
from chibo_desktop.ui.tasks import Changes, GuiCollector, Tasks
from chibo_desktop.ui.theme import apply_theme
from chibo_desktop.ui.unlock.first_run import FirstRun
from chibo_desktop.ui.unlock.idle import IdleWatch
from chibo_desktop.ui.unlock.page import Page
from chibo_desktop.ui.unlock.recover_page import RecoverPage
from chibo_desktop.ui.unlock.restore_page import RestorePage
from chibo_desktop.ui.unlock.shell import Shell
from chibo_desktop.ui.unlock.unlock_page import LockPage, UnlockPage


@dataclass(frozen=True, slots=True)
class _About:
    """What the window must know of a book before it shows it."""

    name: str
    office: bool
    user: str
    """who opened it, where several people do"""


class Program(QObject):
    """One run: first run or password, then the window on an open book, locked and unlocked."""

    def __init__(self, app: QApplication, preferences: Preferences, clock: Clock, documents: Path) -> None:
        super().__init__()
        self._app = app
        self._preferences = preferences
        self._clock = clock
        self._documents = documents
        self._demo_folder: TemporaryDirectory[str] | None = None
        self._demo_words = ""
        self.session: Session | None = None
        self.window: MainWindow | None = None
        self.tasks = Tasks(self)
        self.changes = Changes(self)
        self.changes.changed.connect(self._renamed)
        self.tasks.refused.connect(self._refused)
        # Before the first widget: sizes and fonts are taken when it is made.
        self.apply_look()
        self.shell = Shell(self.tasks)
        self.shell.closing.connect(self.finish)
        self.idle = IdleWatch(preferences.idle_minutes, self)
        self.idle.idle.connect(self._idle)
        self._calls = QTimer(self)
        self._calls.setInterval(1_000)
        self._calls.timeout.connect(self._look_for_call)

    def apply_look(self) -> None:
        """Show text and colours as the preferences say."""
        apply_theme(self._app, large=self._preferences.large, high_contrast=self._preferences.high_contrast)

    # -- before the book is open --------------------------------------------------------------

    def start(self, folder: Path | None) -> None:
        """Ask for the password of a book, or begin the first run when none is named or remembered.

        A book that is no longer where it was is said to be missing; nothing is made in its place.
        """
        folder = folder or self._preferences.last_folder
        if folder is None:
            self.show_first_run()
        else:
            self.show_unlock(folder)
        self.shell.open_up()

    def show_first_run(self) -> None:
        """Show the three steps to a new book."""
        page = FirstRun(self._documents, self.tasks, self._clock)
        page.opened.connect(self.show_book)
        page.existing_chosen.connect(self.show_unlock)
        page.restore_asked.connect(lambda: self.show_restore(self._documents, self.show_first_run))
        self.shell.show_page(page)

    def show_unlock(self, folder: Path) -> None:
        """Ask for the password of the book in a folder; say so at once when somebody has it open."""
        page = UnlockPage(folder, self.tasks, self._clock)
        page.opened.connect(self.show_book)
        page.forgotten.connect(lambda: self._show_recover(folder))
        page.restore_asked.connect(lambda: self.show_restore(folder.parent, lambda: self.show_unlock(folder)))
        page.other_chosen.connect(self.show_unlock)
        page.new_asked.connect(self.show_first_run)
        self.shell.show_page(page)
        if not is_book(folder):
            page.message.show_message(
                Level.ERROR,
                f"Không có sổ nào trong thư mục {folder}.",
                "Chọn thư mục khác, hoặc lập sổ mới.",
                button="Lập sổ mới",
                action=self.show_first_run,
            )
        elif (held := who_has(folder)) is not None:
            call_to_front(folder)
            page.message.show_error(held)

    def _show_recover(self, folder: Path) -> None:
        page = RecoverPage(folder, self.tasks, self._clock)
        page.opened.connect(self.show_book)
        page.left.connect(lambda: self.show_unlock(folder))
        self.shell.show_page(page)

    def show_restore(self, near: Path, back: Callable[[], None]) -> None:
        """Ask for a backup; the book goes into a new folder near the one given."""
        page = RestorePage(free_name(near / "So chi bo phuc hoi"), self.tasks, self._clock)
        page.opened.connect(self.show_book)
        page.left.connect(back)
        self.shell.show_page(page)

    def start_demo(self, folder: Path | None) -> None:
        """Make a demo cell, in a folder that is deleted at the end unless one is named, and open it."""
        from chibo_desktop.services.books import open_book
        from chibo_desktop.services.demo import make_demo

        if folder is None:
            self._demo_folder = TemporaryDirectory(prefix="so-chi-bo-xem-thu-", ignore_cleanup_errors=True)
            folder = Path(self._demo_folder.name)
        target, clock = folder, self._clock
        kept = "Sổ được xóa khi đóng cửa sổ." if self._demo_folder else f"Sổ nằm ở {target}."

        def work(control: JobControl) -> tuple[Session, str]:
            report = make_demo(target, control)
            session = open_book(report.cell_folder, report.password, clock=clock, window=True)
            return session, report.password

        def done(result: tuple[Session, str]) -> None:
            session, password = result
            self._demo_words = f"Mật khẩu: {password}. Mọi người và việc trong sổ là bịa. {kept}"
            self.show_book(session)

        self.shell.show_waiting("Đang làm sổ xem thử …")
        self.shell.open_up()
        self.tasks.run(work, done, title="Đang làm sổ xem thử", can_stop=False)

    @Slot(object, object)
    def _refused(self, error: UserError, _: object) -> None:
        page = self.shell.page
        if self.window is None and isinstance(page, Page):
            page.message.show_error(error)

    # -- the open book ------------------------------------------------------------------------

    @Slot(object)
    def show_book(self, session: Session) -> None:
        """Open the window on a book."""
        self.session = session
        if not self._demo_words:
            self._preferences.last_folder = session.folder
        self.tasks.run(lambda _: about(session), lambda found: self._build(session, found))

    def _build(self, session: Session, found: _About) -> None:
        window = MainWindow(
            found.name, self._places(session, office=found.office), self.tasks, self.changes, self._clock
        )
        window.set_user(found.user)
        window.lock_asked.connect(self.lock)
        self.window = window
        self.shell.show_window(window)
        lock_page = LockPage(session, self.tasks)
        lock_page.unlocked.connect(self.unlock)
        lock_page.other_asked.connect(self.close_book)
        self.shell.keep_lock_page(lock_page)
        self._calls.start()
        self.idle.start()
        if self._demo_words:
            window.message.show_message(Level.INFO, "Đây là sổ xem thử.", self._demo_words)

    def _places(self, session: Session, *, office: bool) -> list[Place]:
        if office:
            return [*office_places(session), *self._foot(session), meetings_place(session, hidden=True)]
        return [*cell_places(session), *self._foot(session)]

    def _foot(self, session: Session) -> list[Place]:
        def settings(desk: Desk) -> Screen:
            from chibo_desktop.ui.settings import SettingsScreen

            return SettingsScreen(
                desk, session, self._preferences, self._look_changed, self._idle_changed, self._handed_over
            )

        def guide(desk: Desk) -> Screen:
            from chibo_desktop.ui.help import HelpScreen

            return HelpScreen(desk)

        return [
            Place("settings", "Cài đặt", "settings", settings, foot=True),
            Place("help", "Trợ giúp", "help", guide, foot=True),
        ]

    def _idle_changed(self) -> None:
        self.idle.minutes = self._preferences.idle_minutes

    def _handed_over(self) -> None:
        # The button that called is still at work: what it stands on may not go yet.
        QTimer.singleShot(0, self, self.close_book)

    @Slot()
    def close_book(self) -> None:
        """Close the book and ask for a password: another person works from here on."""
        session, window = self.session, self.window
        if session is None or window is None:
            return
        self.idle.stop()
        self._calls.stop()
        window.commit_all()
        self.session, self.window = None, None
        folder = session.folder

        def closed(_: None) -> None:
            self.shell.drop_window()
            self.show_unlock(folder)

        self.tasks.run(lambda _: session.close(), closed)

    def _look_changed(self) -> None:
        # Lengths and icons are made for one size and one set of colours: the window is built anew.
        QTimer.singleShot(0, self, self._rebuild)

    @Slot()
    def _rebuild(self) -> None:
        before, session = self.window, self.session
        if before is None or session is None:
            return
        before.commit_all()
        self.apply_look()

        def build(found: _About) -> None:
            self._build(session, found)
            if self.window is not None:
                self.window.go("settings", "look")

        self.tasks.run(lambda _: about(session), build)

    @Slot(object, object)
    def _renamed(self, kinds: frozenset[str], _: object) -> None:
        session, window = self.session, self.window
        if kinds & {"cell", "account"} and session is not None and window is not None:

            def show(found: _About) -> None:
                window.set_cell_name(found.name)
                window.set_user(found.user)

            self.tasks.run(lambda _: about(session), show)

    @Slot()
    def _look_for_call(self) -> None:
        if self.session is not None and self.session.was_called():
            self.shell.come_to_front()

    # -- locking and the end ------------------------------------------------------------------

    @Slot()
    def _idle(self) -> None:
        if self.window is not None and not self.shell.locked:
            self.window.lock()

    @Slot()
    def lock(self) -> None:
        """Hide everything of the book and ask for the password; what was typed is kept."""
        self.idle.stop()
        self.shell.lock()

    @Slot()
    def unlock(self) -> None:
        """Show everything again as it was."""
        self.shell.unlock()
        self.idle.start()

    @Slot()
    def finish(self) -> None:
        """Close the book after everything under way, and end the threads."""
        self._calls.stop()
        self.idle.stop()
        session, self.session = self.session or self.shell.unfinished_session(), None
        if session is not None:
            self.tasks.run(lambda _: session.close(), lambda _: None)
        self.tasks.close()
        if self._demo_folder is not None:
            self._demo_folder.cleanup()
            self._demo_folder = None


def about(session: Session) -> _About:
    """Return whose book it is, by the name of today."""
    cell = session.cell()
    users = list_accounts(session)
    own = next((a.name for a in users if a.id == session.user), "") if len(users) > 1 else ""
    return _About(cell.name_on(session.clock.today()).name, session.is_office, own)


def free_name(folder: Path) -> Path:
    """Return the folder, or the first like it with a number that does not exist."""
    found, number = folder, 2
    while found.exists():
        found, number = folder.with_name(f"{folder.name} {number}"), number + 1
    return found


def run_window(argv: Sequence[str], folder: Path | None = None, *, demo: bool = False, no_screen: str = "") -> int:
    """Open the window and return the exit code when it is closed.

    `argv` is the program and Qt's options; `no_screen` is said where Qt finds no screen to draw on.
    """
    preferences = Preferences(config_folder() / "tuy-chon.ini")
    wanted = folder or preferences.last_folder
    if not demo and wanted is not None and is_book(wanted):
        held = who_has(wanted)
        if held is not None and first_window_came(wanted):
            sys.stderr.write(f"{held.title} Đã gọi cửa sổ đó lên trước.\n")
            return 0
    app = _application(list(argv), no_screen)
    collector = GuiCollector(app)
    program = Program(app, preferences, SystemClock(), documents_folder())
    crash = CrashHandler(config_folder() / "loi.txt", lambda: _save(program))
    crash.install()
    if demo:
        program.start_demo(folder)
    else:
        program.start(folder)
    code = app.exec()
    program.shell.close()
    sys.excepthook = sys.__excepthook__
    del collector
    return code


def _save(program: Program) -> None:
    if program.window is not None:
        program.window.commit_all()


def _application(argv: list[str], no_screen: str) -> QApplication:
    """Make the application; where Qt finds no screen it says so and ends instead of dumping core."""

    def heard(kind: QtMsgType, _: QMessageLogContext, words: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            sys.stderr.write(f"{no_screen}\n")
            sys.stderr.flush()
            os._exit(1)
        del words

    before = qInstallMessageHandler(heard)
    app = QApplication(argv)
    qInstallMessageHandler(before)
    app.setApplicationName("chibo-desktop")
    app.setApplicationDisplayName("Sổ chi bộ")
    app.setApplicationVersion(__version__)
    return app
