"""Entries of other books, received: applied whole, parked, or held as a fork."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec

from chibo_desktop.domain.journal import (
    SCHEMA_VERSION,
    ChainError,
    Entry,
    Head,
    Header,
    Op,
    Parent,
    UnknownRecordError,
    decode_body,
    decode_header,
    link,
    verify_entry,
)
from chibo_desktop.domain.records import KINDS, is_private
from chibo_desktop.storage import search
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.epochs import entries_of, epochs_of, start_epoch
from chibo_desktop.storage.errors import RefusedEntryError, translated
from chibo_desktop.storage.tables import RECORD_TABLES, Books, Entries

_READ_UP_TO = "read-up-to"
"""the name in the vault of the highest schema version whose waiting entries were applied"""


class Outcome(Enum):
    """What became of a span of entries."""

    APPLIED = "applied"
    ALREADY = "already_have"
    GAP = "parked"
    FORK = "fork"


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive entries of one epoch of one book, as a bundle brings them."""

    book_id: bytes
    epoch: bytes
    parent: Parent | None
    from_seq: int
    base_hash: bytes
    entries: Sequence[Entry]

    @property
    def to_seq(self) -> int:
        """The number of the last entry."""
        return self.from_seq + len(self.entries) - 1


@dataclass(frozen=True, slots=True)
class Received:
    """What receiving a span did."""

    outcome: Outcome
    applied: int = 0
    kinds: frozenset[str] = frozenset()


def receive(book: Book, span: Span) -> Received:
    """Apply a span to the file in one transaction, or say why it waits.

    Order of decisions: unknown parent or number beyond what is applied: parked as a gap; overlap
    with equal hashes: skipped; overlap with another hash: a fork, nothing applied. Raises
    ChainError when the entries do not chain, RefusedEntryError when an entry of a known version breaks
    its declaration.
    """
    digests = _chain(span)
    with translated(book.folder), book.database.immediate():
        number = book.number_of(span.book_id)
        epochs = epochs_of(book, number) if number is not None else []
        known = next((e for e in epochs if e.epoch == span.epoch), None)
        if known is None:
            verdict, number, epoch_number = _new_epoch(book, span, number, epochs)
            if verdict is not None:
                return Received(verdict)
            have = 0
        else:
            assert number is not None
            verdict = _overlap(book, span, number, known, digests, is_current=known is epochs[-1])
            if verdict is not None:
                return Received(verdict)
            epoch_number, have = known.number, known.seq
        kinds = set()
        for offset in range(have + 1 - span.from_seq, len(span.entries)):
            kinds.add(_apply(book, number, epoch_number, span.entries[offset], digests[offset]))
        if span.entries:
            book.move_head(number, epoch_number, span.to_seq, digests[-1])
        return Received(Outcome.APPLIED, len(span.entries) - (have + 1 - span.from_seq), frozenset(kinds))


def _chain(span: Span) -> list[bytes]:
    digests = []
    digest = span.base_hash
    for seq, entry in enumerate(span.entries, start=span.from_seq):
        verify_entry(entry, seq)
        digest = link(digest, entry.header)
        digests.append(digest)
    return digests


def _new_epoch(book: Book, span: Span, number: int | None, epochs: list[Any]) -> tuple[Outcome | None, int, int]:
    if span.from_seq != 1:
        return Outcome.GAP, 0, 0
    if span.parent is None:
        if epochs:
            return Outcome.FORK, 0, 0
        number = number if number is not None else book.add_book(span.book_id)
        epoch_number = start_epoch(book, number, span.epoch, None)
        _expect_base(book, number, span)
        return None, number, epoch_number
    origin = next((e for e in epochs if e.epoch == span.parent.epoch), None)
    if origin is None or number is None or origin.seq < span.parent.seq:
        return Outcome.GAP, 0, 0
    if hash_at(book, number, origin, span.parent.seq) != span.parent.hash or origin is not epochs[-1]:
        return Outcome.FORK, 0, 0
    parent = Head(epoch=span.parent.epoch, seq=span.parent.seq, hash=span.parent.hash)
    epoch_number = start_epoch(book, number, span.epoch, parent)
    _expect_base(book, number, span)
    if origin.seq > span.parent.seq:
        book.run(Books.update(rewound=Books.rewound + 1).where(Books.book == number))
        replay(book, number)
    return None, number, epoch_number


def _expect_base(book: Book, number: int, span: Span) -> None:
    if book.head(number).hash != span.base_hash:
        raise ChainError("the first entry does not begin its epoch")


def _overlap(
    book: Book, span: Span, number: int, known: Any, digests: list[bytes], *, is_current: bool
) -> Outcome | None:
    if span.from_seq > known.seq + 1:
        return Outcome.GAP if is_current else Outcome.FORK
    if hash_at(book, number, known, span.from_seq - 1) != span.base_hash:
        return Outcome.FORK
    last = min(span.to_seq, known.seq)
    mine = entries_of(book, number, epoch=known.number, first=span.from_seq, last=last)
    for row, digest in zip(mine, digests, strict=False):
        if row.hash != digest:
            return Outcome.FORK
    if span.to_seq <= known.seq:
        return Outcome.ALREADY
    return None if is_current else Outcome.FORK


def hash_at(book: Book, number: int, epoch: Any, seq: int) -> bytes | None:
    """Return the chain's hash after an entry (0: before the first), None if it is not there."""
    if seq == 0:
        from chibo_desktop.domain.journal import epoch_hash

        origin = None
        if epoch.parent_epoch is not None:
            origin = Parent(epoch=epoch.parent_epoch, seq=epoch.parent_seq, hash=epoch.parent_hash)
        book_id = next(b.book_id for b in book.books() if b.number == number)
        return epoch_hash(book_id, epoch.epoch, origin)
    rows = list(entries_of(book, number, epoch=epoch.number, first=seq, last=seq))
    return rows[0].hash if rows else None


def _apply(book: Book, number: int, epoch_number: int, entry: Entry, digest: bytes) -> str:
    header = decode_header(entry.header)
    if is_private(header.k) and entry.body is not None:
        raise _refused(f"{header.k}: phần không được gửi đi")
    applied = header.sv <= SCHEMA_VERSION
    book.store_entry(number, epoch_number, header.s, header.k, header.id, entry, digest, applied=applied)
    if applied:
        _apply_row(book, number, header, entry.body)
    return header.k


def _apply_row(book: Book, number: int, header: Header, body: bytes | None) -> None:
    if header.k not in KINDS:
        raise _refused(f"loại ghi chép lạ “{header.k}”")
    if header.op is not Op.PUT:
        book.apply(number, header.k, header.id, header.rev, header.op, None)
    elif body is not None:
        try:
            item = decode_body(header.k, body)
        except (msgspec.DecodeError, UnknownRecordError, UnicodeDecodeError) as error:
            raise _refused(f"{header.k}: {error}") from error
        if item.id != header.id:
            raise _refused(f"{header.k}: id")
        book.apply(number, header.k, header.id, header.rev, header.op, item)


def _refused(what: str) -> RefusedEntryError:
    return RefusedEntryError(
        f"Gói nhận được có ghi chép không đúng khuôn ({what}).",
        "Chưa nhận gì từ gói này. Hãy báo chi bộ gửi lại.",
    )


def replay(book: Book, number: int) -> None:
    """Build a book's rows again from its journal, along the path its current epoch continues."""
    for table in RECORD_TABLES.values():
        book.run(table.delete().where(table.book == number))
    search.forget_book(book.database, number)
    book.run(Entries.update(applied=False).where(Entries.book == number))
    for epoch, last in path(book, number):
        for row in entries_of(book, number, epoch=epoch.number, last=last):
            header = decode_header(row.header)
            if header.sv <= SCHEMA_VERSION:
                _apply_row(book, number, header, row.body)
                _mark_applied(book, row)


def path(book: Book, number: int) -> list[tuple[Any, int]]:
    """Return the epochs from the first to the current one, each with the last number that counts."""
    epochs = {e.epoch: e for e in epochs_of(book, number)}
    current = book.epoch_row(number)
    steps = [(current, current.seq)]
    while steps[0][0].parent_epoch is not None:
        first = steps[0][0]
        if first.parent_epoch not in epochs:
            break
        steps.insert(0, (epochs[first.parent_epoch], first.parent_seq))
    return steps


def catch_up(book: Book) -> int:
    """Apply what waited for this version of the program, once after each update; return how many entries."""
    if int(book.secret(_READ_UP_TO) or b"1") >= SCHEMA_VERSION:
        return 0
    done = apply_pending(book)
    book.keep_secret(_READ_UP_TO, str(SCHEMA_VERSION).encode())
    return done


def apply_pending(book: Book) -> int:
    """Apply entries that an older version of the program could not read yet; return how many."""
    done = 0
    with translated(book.folder), book.database.immediate():
        rows = list(book.run(Entries.select().where(~Entries.applied).order_by(
            Entries.book, Entries.epoch, Entries.seq
        )))  # fmt: skip
        for row in rows:
            header = decode_header(row.header)
            if header.sv <= SCHEMA_VERSION and _on_path(book, row):
                try:
                    _apply_row(book, row.book, header, row.body)
                except RefusedEntryError:
                    # One cell's broken entry must not keep the office's book shut; the check names it.
                    continue
                _mark_applied(book, row)
                done += 1
    return done


def _on_path(book: Book, row: Any) -> bool:
    return any(e.number == row.epoch and row.seq <= last for e, last in path(book, row.book))


def _mark_applied(book: Book, row: Any) -> None:
    book.run(
        Entries.update(applied=True).where(
            (Entries.book == row.book) & (Entries.epoch == row.epoch) & (Entries.seq == row.seq)
        )
    )
