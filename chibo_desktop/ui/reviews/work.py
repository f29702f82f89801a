"""What every part of the place asks of the book, in order, and what is said afterwards (kiểm điểm)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.services import review_texts, sealed
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.screen import Desk

T = TypeVar("T")
_FOLDER = "folder:documents"


@dataclass(frozen=True, slots=True)
class News:
    """What happened, the next step, and whether undo is offered with it."""

    title: str
    remedy: str = ""
    undo: bool = False


class Work(QObject):
    """The book as the parts of this place share it; saves are queued in the order they are asked for.

    `stale` comes when something was written and no save is under way, so that an older state never
    overwrites what was just written.
    """

    stale = Signal()
    told = Signal(object)
    """a piece of News"""
    refused = Signal(object)
    """a UserError"""

    def __init__(self, desk: Desk, session: Session, owner: QWidget) -> None:
        super().__init__(owner)
        self.desk = desk
        self.session = session
        self._owner = owner
        self._saving = 0

    @property
    def saving(self) -> bool:
        """Whether something is being written."""
        return self._saving > 0

    def ask(
        self,
        work: Callable[[Session], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Read something of the book."""
        session = self.session
        self.desk.tasks.run(lambda _: work(session), done, failed or self.refused.emit, owner=self._owner)

    def act(
        self,
        work: Callable[[Session], Changed],
        said: str = "",
        remedy: str = "",
        *,
        done: Callable[[], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        undone: bool = True,
    ) -> None:
        """Run a service that changes the book, tell the others; with words, say so and offer undo.

        `undone` False where undo does not take the act back.
        """
        session = self.session
        self._saving += 1

        def finished(changed: Changed) -> None:
            self._saving -= 1
            self.desk.changes.announce(changed.kinds, self._owner)
            if said:
                self.told.emit(News(said, remedy, undo=undone and bool(changed.kinds)))
            if done is not None:
                done()
            self._settle()

        def wrong(error: UserError) -> None:
            self._saving -= 1
            self.refused.emit(error)
            if failed is not None:
                failed(error)
            self._settle()

        self.desk.tasks.run(lambda _: work(session), finished, wrong, owner=self._owner)

    def _settle(self) -> None:
        if not self._saving:
            self.stale.emit()

    def undo(self) -> None:
        """Take back the last act of the book and say which it was."""
        name: list[str] = []

        def work(session: Session) -> Changed:
            name.append(session.undo_name or "")
            return session.undo()

        def say() -> None:
            self.told.emit(News(f"Đã hoàn tác: {name[0]}." if name[0] else "Không còn gì để hoàn tác."))

        self.act(work, done=say)

    # -- sealed words -------------------------------------------------------------------------

    def keep_draft(self, review_id: bytes, code: str, words: str) -> None:
        """Keep sealed words that are being typed, sealed."""

        def kept(_: object) -> None:
            self.desk.changes.announce_draft()

        place = review_texts.draft_place(review_id, code)
        self.ask(lambda session: sealed.save_draft(session, place, words), kept)

    def drop_drafts(self, review_id: bytes, *codes: str) -> None:
        """Forget drafts that became records or were given up."""
        places = [review_texts.draft_place(review_id, code) for code in codes]

        def dropped(_: object) -> None:
            return None

        self.ask(lambda session: sealed.drop_drafts(session, *places), dropped)

    # -- papers -------------------------------------------------------------------------------

    def save_paper(self, owner: QWidget, what: str, name: str, save: Callable[[Path], Path]) -> None:
        """Ask where a paper goes, beside the one written last; write it there and open it.

        `what` names it as it stands in a sentence ("biên bản kiểm phiếu").
        """

        def ask_target(folder: str) -> None:
            start = Path(folder) if folder and Path(folder).is_dir() else documents_folder()
            choose_target(
                owner,
                f"Lưu {what} để in",
                start / name,
                "Giấy tờ PDF (*.pdf)",
                lambda p: self.write_paper(what, p, save),
            )

        self.ask(lambda session: session.recalled(_FOLDER), ask_target)

    def write_paper(self, what: str, target: Path, save: Callable[[Path], Path]) -> None:
        """Write a paper there, remember the folder, open it in the system's viewer."""
        session = self.session

        def work(_: Any) -> Path:
            written = save(target)
            session.remember(_FOLDER, str(written.parent))
            return written

        def written(path: Path) -> None:
            opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
            remedy = (
                "Xem và bấm in trong cửa sổ vừa mở." if opened else "Mở tệp này bằng chương trình xem PDF rồi in."
            )
            self.told.emit(News(f"Đã lưu {what} vào {path}.", remedy))

        self.desk.tasks.run(
            work, written, self.refused.emit, title=f"Đang in {what}", owner=self._owner, can_stop=False
        )
