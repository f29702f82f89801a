"""What the storage tests share: a key, a clock that stands still, a member."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

from chibo_desktop.domain.journal import Header, decode_body, decode_header
from chibo_desktop.domain.members import Member, Standing, StandingPeriod
from chibo_desktop.domain.records import Record, kind_of
from chibo_desktop.storage import keys, recovery_key
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.epochs import entries_of
from chibo_desktop.storage.founding import begin, laying_down

KEY = bytes(range(32))
BOOK_ID = b"B" * 16
PASSWORD = "mật khẩu mùa gặt"


class FixedClock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def local(self) -> datetime:
        return self.moment.replace(tzinfo=None)

    def today(self) -> date:
        return self.moment.date()


def revisions(book: Book, cls: type[Record], record_id: bytes) -> list[tuple[Header, Record | None]]:
    """Return what the journal has of one record, the oldest first; None where it was deleted or redacted."""
    return [
        (decode_header(row.header), decode_body(row.kind, row.body) if row.body is not None else None)
        for row in entries_of(book)
        if (row.kind, row.record) == (kind_of(cls), record_id)
    ]


def member(number: int, name: str = "") -> Member:
    return Member(
        id=number.to_bytes(16, "big"),
        name=name or f"Lò Văn {number}",
        standings=(StandingPeriod(since=date(2001, 1, 1), standing=Standing.FULL),),
    )


def lay_down_empty(folder: Path, clock: FixedClock, book_id: bytes | None = None) -> None:
    """Make a book whose key is KEY and whose password is PASSWORD."""
    book_id = book_id or os.urandom(16)
    slots = keys.new_slots(book_id, KEY, PASSWORD, recovery_key.new_recovery_key(), keys.WEAKEST)
    with laying_down(folder, slots) as part:
        begin(part, KEY, book_id, clock).close()
