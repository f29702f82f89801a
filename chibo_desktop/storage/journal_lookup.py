"""Looking up what the journal says of one record."""

from __future__ import annotations

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
