"""Looking up what the journal says of one record."""

from __future__ import annotations

from chibo_desktop.domain.corrections import Correction
from chibo_desktop.domain.journal import decode_body
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.records import Record, kind_of
from chibo_desktop.storage.book import OWN, Book
from chibo_desktop.storage.tables import Entries


def hash_after(book: Book, cls: type[Record], record_id: bytes, number: int = OWN) -> bytes | None:
    """Return the chain's hash right after the last entry of a record; None if it has none."""
    query = (
        Entries.select(Entries.hash)
        .where((Entries.book == number) & (Entries.kind == kind_of(cls)) & (Entries.record == record_id))
        .order_by(Entries.epoch.desc(), Entries.seq.desc())
        .limit(1)
    )
    return next((row.hash for row in book.run(query)), None)


def minutes_hash(book: Book, meeting_id: bytes, number: int = OWN) -> bytes | None:
    """Return the chain's hash at which a meeting's minutes were closed or last corrected.

    What is noted afterwards (signed, reported) does not change it. None while they are open.
    """
    of_meeting = (Entries.kind == kind_of(Meeting)) & (Entries.record == meeting_id)
    query = (
        Entries.select(Entries.hash, Entries.body)
        .where((Entries.book == number) & of_meeting)
        .order_by(Entries.epoch.desc(), Entries.seq.desc())
    )
    found = None
    for row in book.run(query):
        meeting = decode_body(kind_of(Meeting), row.body) if row.body is not None else None
        if not isinstance(meeting, Meeting) or not meeting.closed:
            break
        found = row.hash
    corrections = book.find(Correction, book=number, meeting_id=meeting_id)
    if found is None or not corrections:
        return found
    last = max(corrections, key=lambda c: c.position)
    return hash_after(book, Correction, last.id, number)
