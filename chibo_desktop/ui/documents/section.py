"""One section of the books and papers: what it shows, its red button, its news, its printing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sized
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.services import exports
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.form import commit_fields
from chibo_desktop.ui.messages import Level, MessageBar
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.screen import Desk, scrolled
from chibo_desktop.ui.tables import EmptyState, TableView
from chibo_desktop.ui.theme import GRID, scaled

_FOLDER = "folder:documents"
"""the name under which the folder that papers were last written to is remembered"""


_LEAST_TABLE = 150
"""pixels: the headings and two rows"""


class _Column(QVBoxLayout):
    """A column whose least height is that of its parts: a scroll area would else take what they wish for."""

    def hasHeightForWidth(self) -> bool:
        return False


class ListOrEmpty(QStackedWidget):
    """A table while it has rows, else what the place is for, which scrolls where the window is low."""

    def __init__(self, table: TableView[Any], empty: EmptyState) -> None:
        super().__init__()
        self.table = table
        self.empty = empty
        table.setMinimumHeight(scaled(_LEAST_TABLE))
        self.addWidget(table)
        self.addWidget(scrolled(empty))

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show rows, or the empty state if there are none."""
        rows = list(rows)
        self.table.set_rows(rows)
        self.setCurrentIndex(0 if rows else 1)


class Section(QWidget):
    """What every section is given; subclasses build their parts in `body` and read them in `fill`.

    `head_changed` asks the screen to show the sentence, the red button and the way back anew.
    """

    key: ClassVar[str] = ""
    name: ClassVar[str] = ""
    sentence: ClassVar[str] = ""
    """what to do here, shown under the screen's title"""
    concerns: ClassVar[frozenset[str]] = frozenset()
    """the kinds of record shown here"""
    exported: ClassVar[str] = ""
    """which of exports.EXPORTS is the section's own list"""
    head_changed = Signal()

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.setObjectName("content")
        self.desk = desk
        self.session = session
        self.message = MessageBar()
        self.initiator: QWidget = self
        """who is named when changes are announced; the screen puts itself here"""
        self.primary: tuple[str, Callable[[], None], str] | None = None
        self.back: tuple[str, Callable[[], None]] | None = None
        self.listed = False
        """whether the list has lines to be saved as a spreadsheet"""
        self._listed_year: int | None = None
        self.body = _Column(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GRID)
        self.body.addWidget(self.message)

    # -- what subclasses say ------------------------------------------------------------------

    def fill(self) -> None:
        """Read again what is shown; override. Must leave what is being typed alone."""

    def enter(self, record: object) -> None:
        """Show a certain record of this section; override. `fill` follows."""

    def leave(self) -> None:
        """Commit what was typed before another section or place is shown."""
        commit_fields(self)

    # -- the head of the screen ---------------------------------------------------------------

    def set_primary(self, words: str, action: Callable[[], None], icon_name: str = "") -> None:
        """Say what the screen's red button (F10) does while this section is shown; no words hide it."""
        self.primary = (words, action, icon_name) if words else None
        self.head_changed.emit()

    def set_back(self, words: str = "", action: Callable[[], None] | None = None) -> None:
        """Show the way back above the title; without an action it goes."""
        self.back = (words, action) if action is not None else None
        self.head_changed.emit()

    def set_listed(self, rows: Sized, year: int | None = None) -> None:
        """Say which lines the section's own list has, and of which year, None for all."""
        self.listed, self._listed_year = bool(rows), year
        self.head_changed.emit()

    # -- acts ---------------------------------------------------------------------------------

    def act(
        self,
        work: Callable[[], Changed],
        said: str | Callable[[], str] = "",
        *,
        remedy: str = "",
        done: Callable[[], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        busy: QPushButton | None = None,
    ) -> None:
        """Run a service that changes the book, tell the others, fill anew, say what happened and offer undo.

        `said` may be a function where only the finished act knows the words.
        """

        def finished(changed: Changed) -> None:
            self.desk.changes.announce(changed.kinds, self.initiator)
            words = said() if callable(said) else said
            if words and changed.kinds:
                self.message.show_message(Level.DONE, words, remedy, button="Hoàn tác", action=self.undo)
            elif words:
                self.message.show_message(Level.DONE, words, remedy)
            if done is not None:
                done()
            self.fill()

        self.desk.tasks.run(lambda _: work(), finished, failed or self.refused, owner=self, busy=busy)

    @Slot()
    def undo(self) -> None:
        """Take back the last act of the book and say which it was."""

        def finished(result: tuple[str | None, Changed]) -> None:
            what, changed = result
            self.desk.changes.announce(changed.kinds, self.initiator)
            self.message.show_message(Level.INFO, f"Đã hoàn tác: {what}." if what else "Không còn gì để hoàn tác.")
            self.fill()

        self.desk.tasks.run(lambda _: self.take_back(), finished, self.refused, owner=self)

    def take_back(self) -> tuple[str | None, Changed]:
        """Undo the last act and return its name and what it touched; runs on the book's worker."""
        return self.session.undo_name, self.session.undo()

    def refused(self, error: UserError) -> None:
        """Say what the person can mend."""
        self.message.show_error(error)

    # -- papers and files written for the person ------------------------------------------------

    def save_as(
        self,
        what: str,
        name: str,
        save: Callable[[Path], Path],
        *,
        filters: str = "Giấy tờ PDF (*.pdf)",
        open_it: bool = True,
    ) -> None:
        """Ask where a file goes, beside the one written last; write it there and open it.

        `what` names it as it stands in a sentence ("bảng thu đảng phí"), `save` writes and returns the path.
        """
        session = self.session

        def ask_target(folder: str) -> None:
            start = Path(folder) if folder and Path(folder).is_dir() else documents_folder()
            choose_target(
                self, f"Lưu {what}", start / name, filters, lambda p: self.write_to(what, p, save, open_it=open_it)
            )

        self.desk.tasks.run(lambda _: session.recalled(_FOLDER), ask_target, owner=self)

    def save_list(self) -> None:
        """Ask where the section's own list goes as a spreadsheet and write it."""
        session, what, year = self.session, self.exported, self._listed_year

        def save(target: Path) -> Path:
            exports.EXPORTS[what](session, target, year)
            return target

        self.save_as(
            f"bảng tính {exports.NAMES[what]}",
            exports.suggested_name(what, year or session.clock.today()),
            save,
            filters="Bảng tính Excel (*.xlsx)",
        )

    def write_to(self, what: str, target: Path, save: Callable[[Path], Path], *, open_it: bool = True) -> None:
        """Write a file there, remember the folder, open it in the system's viewer."""
        session = self.session

        def work(_: object) -> Path:
            written = save(target)
            session.remember(_FOLDER, str(written.parent))
            return written

        def written(path: Path) -> None:
            if open_it:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
            self.message.show_message(
                Level.DONE, f"Đã lưu {what} vào {path}.", "Tệp này nằm ngoài sổ, ai mở cũng đọc được."
            )

        self.desk.tasks.run(work, written, self.refused, title=f"Đang lưu {what}", owner=self, can_stop=False)
