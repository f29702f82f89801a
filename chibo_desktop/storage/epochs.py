"""The epochs of a book's journal and the entries in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import peewee

from chibo_desktop.domain.journal import Head, Parent, epoch_hash
from chibo_desktop.storage.book import OWN, Book
from chibo_desktop.storage.errors import translated
from chibo_desktop.storage.tables import Books, Entries, Epochs


def start_epoch(book: Book, number: int, epoch: bytes, parent: Head | None) -> int:
    """Begin an epoch of the book of that number and make it the current one; return the epoch's number."""
    book_id = book.run(Books.select().where(Books.book == number))[0].book_id
    last = book.run(Epochs.select(peewee.fn.MAX(Epochs.number)).where(Epochs.book == number).tuples())[0][0]
    following = int(last or 0) + 1
    origin = Parent(epoch=parent.epoch, seq=parent.seq, hash=parent.hash) if parent else None
    book.run(
        Epochs.insert(
            book=number,
            number=following,
            epoch=epoch,
            parent_epoch=parent.epoch if parent else None,
            parent_seq=parent.seq if parent else None,
            parent_hash=parent.hash if parent else None,
            seq=0,
            hash=epoch_hash(book_id, epoch, origin),
        )
    )
    book.run(Books.update(epoch=following).where(Books.book == number))
    return following


def epochs_of(book: Book, number: int = OWN) -> list[Any]:
    """Return the rows of all epochs of a book, the oldest first."""
    return list(book.run(Epochs.select().where(Epochs.book == number).order_by(Epochs.number)))


def entries_of(
    book: Book, number: int = OWN, *, epoch: int | None = None, first: int = 1, last: int | None = None
) -> Iterator[Any]:
    """Yield journal rows of one epoch (default: the current one) in order of number."""
    wanted = epoch if epoch is not None else book.epoch_row(number).number
    query = Entries.select().where((Entries.book == number) & (Entries.epoch == wanted) & (Entries.seq >= first))
    if last is not None:
        query = query.where(Entries.seq <= last)
    with translated(book.folder):
        # Not `run`: a whole journal need not stand in memory at once.
        yield from query.order_by(Entries.seq).execute(book.database).iterator()
