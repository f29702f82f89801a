"""What the book remembers of sending and receiving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chibo_desktop.domain.journal import Head
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.errors import translated
from chibo_desktop.storage.tables import Cursors, Held, Transfers


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One file that went out or came in."""

    direction: str
    """"sent" or "received" """
    kind: str
    bundle_id: bytes
    book_id: bytes
    file: str
    size: int
    epoch: bytes | None = None
    from_seq: int | None = None
    to_seq: int | None = None
    status: str
    reason: str = ""
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """A received file that waits; `data` is the file as it came."""

    bundle_id: bytes
    book_id: bytes
    status: str
    reason: str
    epoch: bytes | None = None
    from_seq: int | None = None
    to_seq: int | None = None
    file: str
    at: str
    data: bytes


def log_transfer(book: Book, transfer: Transfer) -> None:
    """Remember a file that was sent or received."""
    values = {name: getattr(transfer, name) for name in Transfer.__dataclass_fields__}
    with translated(book.folder), book.database.immediate():
        book.run(Transfers.insert(**values))


def transfers(book: Book, *, most: int = 200, **equal: Any) -> list[Transfer]:
    """Return what was sent and received, the newest first."""
    query = Transfers.select().order_by(Transfers.number.desc()).limit(most)
    for name, value in equal.items():
        query = query.where(getattr(Transfers, name) == value)
    return [
        Transfer(**{name: getattr(row, name) for name in Transfer.__dataclass_fields__}) for row in book.run(query)
    ]


def hold(book: Book, file: HeldFile) -> None:
    """Keep a file that cannot be applied now."""
    values = {name: getattr(file, name) for name in HeldFile.__dataclass_fields__}
    with translated(book.folder), book.database.immediate():
        book.run(Held.replace(**values))


def held(book: Book, **equal: Any) -> list[HeldFile]:
    """Return the files that wait, by number."""
    query = Held.select().order_by(Held.book_id, Held.from_seq)
    for name, value in equal.items():
        query = query.where(getattr(Held, name) == value)
    return [
        HeldFile(**{name: getattr(row, name) for name in HeldFile.__dataclass_fields__}) for row in book.run(query)
    ]


def let_go(book: Book, bundle_id: bytes) -> None:
    """Forget a waiting file that was applied."""
    with translated(book.folder), book.database.immediate():
        book.run(Held.delete().where(Held.bundle_id == bundle_id))


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a partner says it has of one epoch."""

    head: Head
    receipt: int
    at: str


def cursors(book: Book, partner: bytes) -> list[Cursor]:
    """Return what a partner's receipts have acknowledged, per epoch."""
    rows = book.run(Cursors.select().where(Cursors.partner == partner))
    return [Cursor(Head(epoch=r.epoch, seq=r.seq, hash=r.hash), r.receipt, r.at) for r in rows]


def save_cursors(book: Book, partner: bytes, heads: list[Head], receipt: int, at: str) -> None:
    """Replace what a partner has acknowledged by its newest receipt."""
    with translated(book.folder), book.database.immediate():
        book.run(Cursors.delete().where(Cursors.partner == partner))
        for head in heads:
            book.run(
                Cursors.insert(
                    partner=partner, epoch=head.epoch, seq=head.seq, hash=head.hash, receipt=receipt, at=at
                )
            )
