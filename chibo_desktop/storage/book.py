"""The book on disk: records, journal and drafts in one SQLCipher file (sổ chi bộ)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import peewee

from chibo_desktop.common.clock import Clock
from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.journal import (
    SALT_SIZE,
    Entry,
    Head,
    Op,
    decode_header,
    link,
    make_entry,
)
from chibo_desktop.domain.records import R, Record, kind_of
from chibo_desktop.storage import search
from chibo_desktop.storage.cipher import APPLICATION_ID, CipherDatabase
from chibo_desktop.storage.errors import DATABASE_ERRORS, damaged, keep_ballast, translated
from chibo_desktop.storage.lock import BookLock
from chibo_desktop.storage.mapper import columns_of, from_row, refuse_invalid, to_row
from chibo_desktop.storage.migrations import LATEST, migrate, pending, refuse_newer
from chibo_desktop.storage.tables import (
    RECORD_TABLES,
    Books,
    Drafts,
    Entries,
    Epochs,
    Vault,
    insert_entry,
    replace_row,
    table_of,
)

BOOK_NAME = "so-chi-bo.db"
OWN = 1
"""the number of the file's own book"""


def _connected(path: Path, key: bytes, former: bytes | None, *, reading: bool) -> CipherDatabase:
    database = CipherDatabase(path, key, reading=reading)
    try:
        database.connect()
        database.pragma_value("schema_version")
    except DATABASE_ERRORS:
        if former is None:
            raise
        database.close()
        database = CipherDatabase(path, former, reading=reading)
        database.connect()
    return database


@dataclass(frozen=True, slots=True)
class BookRow:
    """A book in the file: its number here and its identity everywhere."""

    number: int
    book_id: bytes
    own: bool
    rewound: int
    """how often its writer went back to an earlier state (restored a backup)"""


class Change:
    """One transaction's worth of changes; what was there before is kept for undo."""

    def __init__(self, book: Book, by: str) -> None:
        self._book = book
        self._by = by
        self.before: list[tuple[str, bytes, Record | None]] = []

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record touched so far."""
        return frozenset(kind for kind, _, _ in self.before)

    def put(self, item: Record) -> None:
        """Save a record; one that is already so is left alone and makes no entry.

        Raises UserError when it breaks its own declaration: such a row could never be read again,
        and no office would take it.
        """
        refuse_invalid(item)
        kind = kind_of(item)
        current, rev = self._book.current(type(item), item.id)
        if current == item:
            return
        self.before.append((kind, item.id, current))
        self._book.append(item, kind, item.id, rev + 1, Op.PUT, self._by)

    def delete(self, cls: type[Record], record_id: bytes) -> None:
        """Delete a record; its revisions stay in the journal. Deleting what is not there does nothing."""
        current, rev = self._book.current(cls, record_id)
        if current is None:
            return
        self.before.append((kind_of(cls), record_id, current))
        self._book.append(None, kind_of(cls), record_id, rev + 1, Op.DELETE, self._by)

    def redact(self, cls: type[Record], record_id: bytes) -> None:
        """Remove a record and every earlier body of it; the chain still verifies.

        For what should never have been written (Luật 91/2025/QH15: the right to have data deleted).
        """
        current, rev = self._book.current(cls, record_id)
        self.before.append((kind_of(cls), record_id, current))
        self._book.append(None, kind_of(cls), record_id, rev + 1, Op.REDACT, self._by)


class Book:
    """An open book. One thread uses it at a time."""

    def __init__(self, folder: Path, database: CipherDatabase, clock: Clock, lock: BookLock | None) -> None:
        self.folder = folder
        self.database = database
        self.clock = clock
        self._lock = lock

    # -- opening ------------------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        folder: Path,
        key: bytes,
        clock: Clock,
        *,
        exclusive: bool = True,
        window: bool = False,
        former: bytes | None = None,
        name: str = BOOK_NAME,
    ) -> Self:
        """Open an existing book; runs pending migrations after a backup of the file.

        `exclusive` takes the writer's lock. `former` is the key before the last change of keys: a file
        that still has it is written again under the new one. Raises UserError (InUseError when locked)
        and DamagedError when the key's slot opened but the file does not.
        """
        path = folder / name
        if not path.is_file():
            raise damaged("không còn tệp sổ trong thư mục")
        if path.stat().st_size == 0:
            raise damaged("tệp sổ trống rỗng")
        lock = BookLock(folder) if exclusive else None
        if lock is not None:
            lock.take(window=window)
        try:
            with translated(folder):
                database = _connected(path, key, former, reading=not exclusive)
                if database.pragma_value("application_id") != APPLICATION_ID:
                    raise damaged("tệp sổ không phải của chương trình này")
                refuse_newer(database)
                book = cls(folder, database, clock, lock)
                if exclusive:
                    if database.key != key:
                        database.rekey(key)
                    elif former is not None:
                        database.empty_wal()
                    book._prepare()
                elif name == BOOK_NAME and pending(database):
                    raise UserError(
                        "Sổ này do bản chương trình cũ ghi, cần được nâng lên một lần.",
                        "Hãy mở sổ bằng cửa sổ chương trình một lần rồi làm lại lệnh này.",
                    )
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return book

    def _prepare(self) -> None:
        if pending(self.database):
            self.copy_to(self.folder / f"truoc-nang-cap-{LATEST}.db")
            migrate(self.database)
        self.database.use_wal()
        keep_ballast(self.folder)

    def close(self) -> None:
        """Close the file and let others open it."""
        self.database.close()
        if self._lock is not None:
            self._lock.release()

    def copy_to(self, target: Path) -> None:
        """Write a whole, still encrypted copy of the book (VACUUM INTO)."""
        target.unlink(missing_ok=True)
        with translated(target.parent):
            self.database.execute_sql("VACUUM INTO ?", (str(target),))

    # -- books and epochs ---------------------------------------------------------------------

    def run(self, query: Any) -> Any:
        """Execute a peewee query on this book's file; rows come as a list."""
        with translated(self.folder):
            result = query.execute(self.database)
            return list(result) if isinstance(result, peewee.CursorWrapper) else result

    def execute(self, sql: str, values: Sequence[Any]) -> None:
        """Execute a statement whose text is made once: on paths where a thousand rows go by."""
        with translated(self.folder):
            self.database.execute_sql(sql, values)

    def books(self) -> list[BookRow]:
        """Return every book in the file, its own first."""
        rows = self.run(Books.select().order_by(Books.book))
        return [BookRow(r.book, r.book_id, bool(r.own), r.rewound) for r in rows]

    @cached_property
    def book_id(self) -> bytes:
        """The identity of the file's own book, for good."""
        return self.books()[0].book_id

    def number_of(self, book_id: bytes) -> int | None:
        """Return the number of a book in this file, None if it is not in it."""
        return next((b.number for b in self.books() if b.book_id == book_id), None)

    def add_book(self, book_id: bytes, *, own: bool = False) -> int:
        """Enter a book in the file and return its number."""
        return int(self.run(Books.insert(book_id=book_id, own=own, epoch=0)))

    def epoch_row(self, book: int = OWN) -> Any:
        """Return the row of a book's current epoch."""
        query = Epochs.select().join(Books, on=(Books.book == Epochs.book) & (Books.epoch == Epochs.number))
        return self.run(query.where(Epochs.book == book))[0]

    def head(self, book: int = OWN) -> Head:
        """Return where a book's chain ends."""
        row = self.epoch_row(book)
        return Head(epoch=row.epoch, seq=row.seq, hash=row.hash)

    # -- changing -----------------------------------------------------------------------------

    @contextmanager
    def changing(self, by: str) -> Iterator[Change]:
        """Give a change that is written as one transaction, or not at all."""
        with translated(self.folder), self.database.immediate():
            yield Change(self, by)

    def append(self, item: Record | None, kind: str, record_id: bytes, rev: int, op: Op, by: str) -> None:
        """Write one entry of the own book and the row it changes; call inside `changing`."""
        epoch = self.epoch_row()
        entry = make_entry(
            item,
            kind=kind,
            record_id=record_id,
            seq=epoch.seq + 1,
            rev=rev,
            op=op,
            at=self.clock.now(),
            by=by,
            salt=os.urandom(SALT_SIZE),
        )
        digest = link(epoch.hash, entry.header)
        self.store_entry(OWN, epoch.number, epoch.seq + 1, kind, record_id, entry, digest, applied=True)
        self.move_head(OWN, epoch.number, epoch.seq + 1, digest)
        self.apply(OWN, kind, record_id, rev, op, item)

    def store_entry(
        self,
        book: int,
        epoch: int,
        seq: int,
        kind: str,
        record_id: bytes,
        entry: Entry,
        digest: bytes,
        *,
        applied: bool,
    ) -> None:
        """Write an entry's bytes; `move_head` follows, once for a whole span."""
        self.execute(
            insert_entry(),
            (
                book, epoch, seq, kind, record_id, entry.header, entry.salt, entry.body, digest, int(applied),
            ),
        )  # fmt: skip

    def move_head(self, book: int, epoch: int, seq: int, digest: bytes) -> None:
        """Say where an epoch ends now."""
        self.execute(
            "UPDATE epochs SET seq = ?, hash = ? WHERE book = ? AND number = ?", (seq, digest, book, epoch)
        )

    def apply(self, book: int, kind: str, record_id: bytes, rev: int, op: Op, item: Record | None) -> None:
        """Make the row of a record what an entry says."""
        table = RECORD_TABLES[kind]
        if item is not None:
            values = to_row(item)
            self.execute(replace_row(kind), (book, rev, *(values[name] for name in columns_of(type(item)))))
            search.keep(self.database, book, item)
            return
        self.run(table.delete().where((table.book == book) & (table.id == record_id)))
        search.forget(self.database, book, kind, record_id)
        if op is Op.REDACT:
            self.run(
                Entries.update(body=None, salt=None).where(
                    (Entries.book == book) & (Entries.kind == kind) & (Entries.record == record_id)
                )
            )

    # -- reading ------------------------------------------------------------------------------

    def current(self, cls: type[R], record_id: bytes) -> tuple[R | None, int]:
        """Return a record of the own book and the number of its last revision (0 if it never was)."""
        table = table_of(cls)
        rows = self.run(table.select().where((table.book == OWN) & (table.id == record_id)).dicts())
        for row in rows:
            rev = row.pop("rev")
            row.pop("book")
            return from_row(cls, row), rev
        return None, self._last_revision(kind_of(cls), record_id)

    def _last_revision(self, kind: str, record_id: bytes) -> int:
        query = Entries.select(Entries.header).where(
            (Entries.book == OWN) & (Entries.kind == kind) & (Entries.record == record_id)
        )
        return max((decode_header(row.header).rev for row in self.run(query)), default=0)

    def get(self, cls: type[R], record_id: bytes, book: int = OWN) -> R | None:
        """Return one record, None if it is not there."""
        return next(iter(self.find(cls, book=book, id=record_id)), None)

    def find(self, cls: type[R], *, book: int = OWN, **equal: Any) -> list[R]:
        """Return the records of a class whose columns have the values given, in order of id.

        A list or set as a value means any of its members.
        """
        table = table_of(cls)
        query = table.select(*(getattr(table, name) for name in columns_of(cls))).where(table.book == book)
        for name, value in equal.items():
            column = getattr(table, name)
            query = query.where(column.in_(list(value)) if isinstance(value, list | set) else column == value)
        return [from_row(cls, row) for row in self.run(query.order_by(table.id).dicts())]

    def count(self, cls: type[Record], *, book: int = OWN) -> int:
        """Return how many records of a class a book has."""
        table = table_of(cls)
        return int(self.run(table.select(peewee.fn.COUNT(table.id)).where(table.book == book).tuples())[0][0])

    # -- drafts and secrets -------------------------------------------------------------------

    def save_draft(self, place: str, body: str) -> None:
        """Keep what is being typed at a place; not journaled."""
        with translated(self.folder), self.database.immediate():
            body = body.encode(errors="replace").decode()
            self.run(Drafts.replace(place=place, body=body, at=self.clock.now().isoformat()))

    def drafts(self, prefix: str = "") -> dict[str, str]:
        """Return the drafts whose place begins so."""
        rows = self.run(Drafts.select().order_by(Drafts.place))
        return {row.place: row.body for row in rows if row.place.startswith(prefix)}

    def drop_drafts(self, places: Sequence[str]) -> None:
        """Forget drafts that became records or were given up."""
        with translated(self.folder), self.database.immediate():
            for place in places:
                self.run(Drafts.delete().where(Drafts.place == place))

    def secret(self, name: str) -> bytes | None:
        """Return a private value of this installation."""
        rows = self.run(Vault.select().where(Vault.name == name))
        return next((row.value for row in rows), None)

    def keep_secret(self, name: str, value: bytes) -> None:
        """Keep a private value; it never travels."""
        with translated(self.folder), self.database.immediate():
            self.run(Vault.replace(name=name, value=value))
