"""An open book and the person who works in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.common.clock import Clock
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.ids import IdSource, RandomIds
from chibo_desktop.domain.cell import Cell, CellKind
from chibo_desktop.domain.journal import Head, short_code
from chibo_desktop.domain.records import KINDS, Record
from chibo_desktop.domain.settings import Setting, setting
from chibo_desktop.storage import lock
from chibo_desktop.storage.book import OWN, Book

OWNER = "bi-thu"
_UNDO_DEPTH = 100
_REMEMBERED = "remembered:"


@dataclass(frozen=True, slots=True)
class Changed:
    """Which kinds of record an act touched; screens refresh by it."""

    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Step:
    what: str
    before: tuple[tuple[str, bytes, Record | None], ...]


class Session:
    """An open book with clock, identifiers and the acts that can be taken back.

    Only one thread uses a session at a time.
    """

    def __init__(
        self,
        book: Book,
        ids: IdSource | None = None,
        by: str = OWNER,
        *,
        user: bytes = b"",
        sealed: tuple[bytes, ...] = (),
    ) -> None:
        self.book = book
        self.ids = ids or RandomIds()
        self.by = by
        self.user = user
        """id of the account that opened the book"""
        self.sealed_keys = sealed
        """the second keys, the newest last; empty without the right to what is sealed"""
        self._done: list[_Step] = []

    @property
    def clock(self) -> Clock:
        """The clock this session reads."""
        return self.book.clock

    @property
    def folder(self) -> Path:
        """The book's folder."""
        return self.book.folder

    def new_id(self) -> bytes:
        """Return a fresh identifier."""
        return self.ids.new()

    def close(self) -> None:
        """Close the book and forget the second keys."""
        self.sealed_keys = ()
        self.book.close()

    # -- what the book is ---------------------------------------------------------------------

    def cell(self, book: int = OWN) -> Cell:
        """Return whose book it is; raises UserError while a received book has not told yet."""
        found = self.book.find(Cell, book=book)
        if not found:
            raise UserError("Sổ này chưa có tên chi bộ.", "Hãy nhận lại gói dữ liệu của chi bộ.")
        return found[0]

    @property
    def is_office(self) -> bool:
        """Whether this is the office's book."""
        return self.cell().kind is CellKind.OFFICE

    def head(self, book: int = OWN) -> Head:
        """Return where the book's journal ends."""
        return self.book.head(book)

    def head_code(self, book: int = OWN) -> str:
        """Return the short code of the journal's head, as printed and read by phone."""
        return short_code(self.head(book).hash)

    # -- changing, with undo ------------------------------------------------------------------

    def save(self, *items: Record, delete: Iterable[Record] = (), what: str = "Sửa") -> Changed:
        """Write records and deletions as one transaction; what is unchanged makes no entry.

        `what` names the act for the undo button ("Sửa ý kiến").
        """
        with self.book.changing(self.by) as change:
            for item in items:
                change.put(item)
            for item in delete:
                change.delete(type(item), item.id)
        if change.before:
            self._done.append(_Step(what, tuple(change.before)))
            del self._done[:-_UNDO_DEPTH]
        return Changed(change.kinds)

    def record(self, *items: Record, delete: Iterable[Record] = (), redact: Iterable[Record] = ()) -> Changed:
        """Write what undo must not take back: users, handover, what was removed for good."""
        with self.book.changing(self.by) as change:
            for item in items:
                change.put(item)
            for item in delete:
                change.delete(type(item), item.id)
            for item in redact:
                change.redact(type(item), item.id)
        return Changed(change.kinds)

    def forget_done(self) -> None:
        """Leave nothing to undo: another person works from here on."""
        self._done.clear()

    @property
    def undo_name(self) -> str | None:
        """What undo would take back, None when there is nothing."""
        return self._done[-1].what if self._done else None

    def undo(self) -> Changed:
        """Take back the last act of this session by writing what was there before."""
        if not self._done:
            return Changed()
        step = self._done.pop()
        with self.book.changing(self.by) as change:
            for kind, record_id, before in reversed(step.before):
                if before is None:
                    change.delete(KINDS[kind], record_id)
                else:
                    change.put(before)
        return Changed(change.kinds)

    # -- drafts -------------------------------------------------------------------------------

    def save_draft(self, place: str, text: str) -> None:
        """Keep what is being typed in a field; survives a crash, makes no revision."""
        self.book.save_draft(place, text)

    def drafts(self, prefix: str = "") -> dict[str, str]:
        """Return what was being typed, by place."""
        return self.book.drafts(prefix)

    def drop_drafts(self, *places: str) -> None:
        """Forget drafts that became records."""
        self.book.drop_drafts(places)

    # -- what is remembered on this computer ----------------------------------------------------

    def remember(self, name: str, text: str) -> None:
        """Keep a choice made on this computer, such as the folder printed to; never journaled, never sent."""
        self.book.keep_secret(f"{_REMEMBERED}{name}", text.encode())

    def recalled(self, name: str) -> str:
        """Return what was remembered under a name, "" if nothing was."""
        return (self.book.secret(f"{_REMEMBERED}{name}") or b"").decode()

    # -- settings -----------------------------------------------------------------------------

    def setting(self, name: str, default: str = "") -> str:
        """Return the book's setting of a name."""
        found = self.book.get(Setting, setting(name, "").id)
        return found.value if found else default

    # -- the window that has it open ----------------------------------------------------------

    def was_called(self) -> bool:
        """Return whether another start of the program asked this window to come to the front."""
        return lock.was_called(self.folder)
