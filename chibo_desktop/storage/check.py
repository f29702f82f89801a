"""Checking a book: file, schema, journal (kiểm tra sổ)."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from chibo_desktop.common.errors import DamagedError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.domain.journal import (
    SCHEMA_VERSION,
    ChainError,
    Entry,
    Op,
    decode_body,
    decode_header,
    link,
    verify_entry,
)
from chibo_desktop.domain.records import KINDS
from chibo_desktop.storage.book import Book, BookRow
from chibo_desktop.storage.epochs import entries_of, epochs_of
from chibo_desktop.storage.errors import DATABASE_ERRORS
from chibo_desktop.storage.mapper import from_row
from chibo_desktop.storage.migrations import LATEST, version_of
from chibo_desktop.storage.replica import hash_at, path
from chibo_desktop.storage.tables import RECORD_TABLES


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the book that is not as it should be."""

    where: str
    what: str


def check(book: Book, *, full: bool, control: JobControl) -> list[Fault]:
    """Look through the file; an empty list means sound.

    The short check reads every page's structure and every chain's links. The full one also
    verifies page digests, bodies against their digests, and rows against the journal.
    """
    faults: list[Fault] = []
    try:
        faults += _file(book, full=full)
        books = book.books()
        for done, row in enumerate(books):
            control.step(done, len(books), "Kiểm tra nhật ký sổ")
            faults += _chain(book, row, full=full)
            if full and not faults:
                faults += _rows(book, row)
    except (DamagedError, *DATABASE_ERRORS):
        faults.append(Fault("tệp sổ", "có trang không đọc được"))
    return faults


def _file(book: Book, *, full: bool) -> list[Fault]:
    faults = []
    pragma = "integrity_check" if full else "quick_check"
    answers = [str(r[0]) for r in book.database.execute_sql(f"PRAGMA {pragma}")]
    faults += [Fault("tệp sổ", answer) for answer in answers if answer != "ok"]
    if full:
        pages = book.database.execute_sql("PRAGMA cipher_integrity_check")
        faults += [Fault("tệp sổ", str(r[0])) for r in pages]
    if version_of(book.database) != LATEST:
        faults.append(Fault("khuôn sổ", f"phiên bản {version_of(book.database)}, cần {LATEST}"))
    return faults


def _chain(book: Book, row: BookRow, *, full: bool) -> list[Fault]:
    faults = []
    for epoch in epochs_of(book, row.number):
        where = f"nhật ký {row.number}.{epoch.number}"
        digest = hash_at(book, row.number, epoch, 0) or b""
        seq = 0
        for entry in entries_of(book, row.number, epoch=epoch.number):
            seq += 1
            digest = link(digest, entry.header)
            if digest != entry.hash or entry.seq != seq:
                faults.append(Fault(where, f"mục {entry.seq} không khớp chuỗi"))
                break
            if full:
                try:
                    verify_entry(Entry(header=entry.header, salt=entry.salt, body=entry.body), seq)
                except ChainError as error:
                    faults.append(Fault(where, f"mục {seq}: {error}"))
                    break
        else:
            if seq != epoch.seq or digest != epoch.hash:
                faults.append(Fault(where, f"cuối chuỗi không khớp (mục {seq}/{epoch.seq})"))
    return faults


def _rows(book: Book, row: BookRow) -> list[Fault]:
    expected: dict[tuple[str, bytes], tuple[int, bytes]] = {}
    unread: set[tuple[str, bytes]] = set()
    for epoch, last in path(book, row.number):
        for entry in entries_of(book, row.number, epoch=epoch.number, last=last):
            header = decode_header(entry.header)
            key = (header.k, header.id)
            if header.sv > SCHEMA_VERSION:
                unread.add(key)
            elif header.op is not Op.PUT:
                expected.pop(key, None)
            elif entry.body is not None:
                expected[key] = (header.rev, entry.body)
    faults = []
    for kind, cls in KINDS.items():
        table = RECORD_TABLES[kind]
        for values in book.run(table.select().where(table.book == row.number).dicts()):
            values.pop("book")
            rev = values.pop("rev")
            key = (kind, bytes(values["id"]))
            if key in unread:
                expected.pop(key, None)
                continue
            wanted = expected.pop(key, None)
            try:
                fits = wanted is not None and (rev, from_row(cls, values)) == (
                    wanted[0],
                    decode_body(kind, wanted[1]),
                )
            except (msgspec.ValidationError, ValueError):
                fits = False
            if not fits:
                faults.append(Fault(kind, f"ghi chép {key[1].hex()[:8]} không khớp nhật ký"))
    faults += [
        Fault(kind, f"thiếu ghi chép {record_id.hex()[:8]}")
        for kind, record_id in expected
        if (kind, record_id) not in unread
    ]
    return faults
