"""Looking up what the journal says of one record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from chibo_desktop.domain.corrections import Correction
from chibo_desktop.domain.journal import decode_body
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.records import Record, kind_of
from chibo_desktop.storage.book import OWN, Book
from chibo_desktop.storage.tables import Entries

R = TypeVar("R", bound=Record)


def hash_after(book: Book, cls: type[Record], record_id: bytes, number: int = OWN) -> bytes | None:
    """Return the chain's hash right after the last entry of a record; None if it has none."""
    query = (
        Entries.select(Entries.hash)
        .where((Entries.book == number) & (Entries.kind == kind_of(cls)) & (Entries.record == record_id))
        .order_by(Entries.epoch.desc(), Entries.seq.desc())
        .limit(1)
    )
    return next((row.hash for row in book.run(query)), None)


def _closing(book: Book, meeting_id: bytes, number: int) -> Entries | None:
    """Return the entry by which a meeting's minutes were closed, None while they are open."""
    of_meeting = (Entries.kind == kind_of(Meeting)) & (Entries.record == meeting_id)
    query = (
        Entries.select(Entries.hash, Entries.body, Entries.epoch, Entries.seq)
        .where((Entries.book == number) & of_meeting)
        .order_by(Entries.epoch.desc(), Entries.seq.desc())
    )
    found: Entries | None = None
    for row in book.run(query):
        meeting = decode_body(kind_of(Meeting), row.body) if row.body is not None else None
        if not isinstance(meeting, Meeting) or not meeting.closed:
            break
        found = row
    return found


def minutes_hash(book: Book, meeting_id: bytes, number: int = OWN) -> bytes | None:
    """Return the chain's hash at which a meeting's minutes were closed or last corrected.

    What is noted afterwards (signed, reported) does not change it. None while they are open.
    """
    closing = _closing(book, meeting_id, number)
    found: bytes | None = closing.hash if closing is not None else None
    corrections = book.find(Correction, book=number, meeting_id=meeting_id)
    if found is None or not corrections:
        return found
    last = max(corrections, key=lambda c: c.position)
    return hash_after(book, Correction, last.id, number)


def as_closed(book: Book, meeting_id: bytes, items: Sequence[R], number: int = OWN) -> list[R]:
    """Return records as they stood when a meeting's minutes were closed; those made later are left out.

    While the minutes are open the records are returned as they are.
    """
    closing = _closing(book, meeting_id, number) if items else None
    if closing is None:
        return list(items)
    before = (Entries.epoch < closing.epoch) | ((Entries.epoch == closing.epoch) & (Entries.seq <= closing.seq))
    name = kind_of(items[0])
    query = (
        Entries.select(Entries.record, Entries.body)
        .where((Entries.book == number) & (Entries.kind == name) & before)
        .where(Entries.record.in_([item.id for item in items]))
        .order_by(Entries.epoch, Entries.seq)
    )
    bodies = {row.record: row.body for row in book.run(query)}
    found = []
    for item in items:
        body = bodies.get(item.id)
        then = decode_body(name, body) if body is not None else None
        if isinstance(then, type(item)):
            found.append(then)
    return found
