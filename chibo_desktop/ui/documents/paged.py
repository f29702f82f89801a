"""A section of a list and the form of one record, one in front of the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.records import Record
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.documents.record_page import NEW, RecordPage
from chibo_desktop.ui.documents.section import Section
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.screen import Desk, scrolled
from chibo_desktop.ui.theme import GRID

R = TypeVar("R", bound=Record)


class PagedSection(Section, Generic[R]):
    """What sections share whose records are written in a form of their own.

    Subclasses build `page` and the list in `list_body`, and say how a record is saved and read.
    """

    back_words: ClassVar[str] = ""
    add_words: ClassVar[str] = ""
    lacking: ClassVar[str] = ""
    """what is said when a new record is left before it could be saved"""

    def __init__(self, desk: Desk, session: Session, page: RecordPage[R]) -> None:
        super().__init__(desk, session)
        self.page = page
        self._looked = False
        self._writing = 0
        """saves under way: what was read before them is no longer so"""
        self.stack = QStackedWidget()
        self.list_page = QWidget()
        self.list_page.setObjectName("content")
        self.list_body = QVBoxLayout(self.list_page)
        self.list_body.setContentsMargins(0, 0, 0, 0)
        self.list_body.setSpacing(GRID)
        self.stack.addWidget(self.list_page)
        form = QWidget()
        form.setObjectName("content")
        self.form_head = QVBoxLayout(form)
        """above the form, always in view"""
        self.form_head.setContentsMargins(0, 0, 0, 0)
        self.form_head.setSpacing(GRID)
        self.form_head.addWidget(scrolled(page), 1)
        self.stack.addWidget(form)
        self.body.addWidget(self.stack, 1)
        page.written.connect(self._write)
        page.draft_changed.connect(self._keep_draft)
        self.set_primary(self.add_words, self.add, "add")

    # -- what subclasses say ------------------------------------------------------------------

    def save(self, record: R) -> Changed:
        """Save a record; runs on the book's worker."""
        raise NotImplementedError

    def blank(self) -> R:
        """Return a new record; runs on the book's worker."""
        raise NotImplementedError

    def read(self, record_id: bytes) -> R | None:
        """Return a record; runs on the book's worker."""
        raise NotImplementedError

    # -- the list and the form ------------------------------------------------------------------

    @property
    def on_form(self) -> bool:
        """Whether the form is in front."""
        return self.stack.currentIndex() == 1

    def enter(self, record: object) -> None:
        """Show a record's form."""
        if isinstance(record, bytes):
            self.open(record)

    def add(self) -> None:
        """Show the form of a new record, with what was typed and not finished the last time."""
        prefix = f"{self._drafts()}{NEW}/"
        self._load(lambda: (self.blank(), self.session.drafts(prefix)), prefix, new=True)

    def open(self, record_id: bytes) -> None:
        """Show the form of a record of the book."""
        prefix = f"{self._drafts()}{record_id.hex()}/"
        self._load(lambda: (self.read(record_id), self.session.drafts(prefix)), prefix, new=False)

    def _load(self, work: Callable[[], tuple[R | None, dict[str, str]]], prefix: str, *, new: bool) -> None:
        def show(found: tuple[R | None, dict[str, str]]) -> None:
            record, drafts = found
            if record is None:
                self.show_list()
                return
            self.message.clear()
            self.stack.setCurrentIndex(1)
            self.set_back(self.back_words, self.show_list)
            self.set_primary("Xong", self.finish, "done")
            self.page.show_record(
                record, new=new, drafts={place.removeprefix(prefix): words for place, words in drafts.items()}
            )
            self.form_shown(record)
            if drafts:
                self.message.show_message(Level.INFO, "Phần đang gõ dở lần trước vẫn còn trong các ô.")

        self.desk.tasks.run(lambda _: work(), show, self.refused, owner=self)

    def form_shown(self, record: R) -> None:
        """Show what belongs to a record besides its fields; override."""

    @Slot()
    def finish(self) -> None:
        """Go back to the list once everything is right; say what is missing otherwise."""
        if self.page.commit():
            self.show_list()

    @Slot()
    def show_list(self) -> None:
        """Put the list in front; a new record that lacks what it needs stays as it was typed."""
        page = self.page
        if self.on_form:
            whole = self._settle()
            if not whole and page.touched:
                self.message.show_message(Level.DUE, self.lacking, f"Bấm {self.add_words} để ghi tiếp.")
        self.stack.setCurrentIndex(0)
        self.set_back()
        self.set_primary(self.add_words, self.add, "add")
        self.fill()
        self.list_page.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop_form(self) -> None:
        """Put the list in front without committing the form: its record is about to be deleted."""
        if self.on_form:
            self.page.record = None
            self.stack.setCurrentIndex(0)
            self.show_list()

    def leave(self) -> None:
        """Commit the form; what was typed and taken back needs no draft any more."""
        if self.on_form:
            self._settle()
        super().leave()

    def _settle(self) -> bool:
        """Commit the form and forget its drafts where nothing half typed is left; return whether it is whole."""
        page, session = self.page, self.session
        whole = page.commit()
        if page.record is not None and (whole or (page.is_new and not page.touched)):
            prefix = f"{self._drafts()}{page.place()}"

            def drop(_: object) -> None:
                found = session.drafts(prefix)
                if found:
                    session.drop_drafts(*found)

            self.desk.tasks.run(drop, _nothing, owner=self)
        return whole

    # -- saving ---------------------------------------------------------------------------------

    def _drafts(self) -> str:
        return f"documents/{self.key}/"

    @Slot(object)
    def _write(self, record: R) -> None:
        session, drafts = self.session, f"{self._drafts()}{self.page.place()}"
        was_new, self.page.is_new = self.page.is_new, False
        self._writing += 1

        def work() -> Changed:
            changed = self.save(record)
            found = session.drafts(drafts)
            if found:
                session.drop_drafts(*found)
            return changed

        def done() -> None:
            self._writing -= 1

        def failed(error: UserError) -> None:
            self._writing -= 1
            self.page.is_new = was_new
            self.refused(error)

        self.act(work, done=done, failed=failed)

    @Slot(str, str)
    def _keep_draft(self, end: str, words: str) -> None:
        session, place = self.session, f"{self._drafts()}{end}"

        def kept(_: object) -> None:
            self.desk.changes.announce_draft()

        self.desk.tasks.run(lambda _: session.save_draft(place, words), kept)

    def _find_unfinished(self) -> None:
        """Say once, after the program was started, that something was left half typed, and lead to it."""
        session, prefix = self.session, self._drafts()

        def show(drafts: dict[str, str]) -> None:
            owners = sorted({place.removeprefix(prefix).partition("/")[0] for place in drafts})
            if not owners or self.on_form:
                return
            first = owners[-1] if NEW in owners else owners[0]

            def lead() -> None:
                if first == NEW:
                    self.add()
                else:
                    self.open(bytes.fromhex(first))

            self.message.show_message(Level.INFO, "Lần trước có phần đang gõ dở.", button="Ghi tiếp", action=lead)

        self.desk.tasks.run(lambda _: session.drafts(prefix), show, owner=self)

    def fill(self) -> None:
        """Read the list, and the record in the form where it is in front."""
        if not self._looked:
            self._looked = True
            self._find_unfinished()
        self.fill_list()
        record: Any = self.page.record
        if not self.on_form or record is None or self.page.is_new:
            return

        def show(found: R | None) -> None:
            now = self.page.record
            if not self.on_form or now is None or now.id != record.id or self._writing:
                return
            if found is None:
                self.page.record = None
                self.show_list()
            elif not self.page.is_new:
                self.page.refresh(found)
                self.form_shown(found)

        self.desk.tasks.run(lambda _: self.read(record.id), show, owner=self)

    def fill_list(self) -> None:
        """Read the list again; override."""


def _nothing(_done: None) -> None:
    """Take the end of an act that nobody waits for."""
