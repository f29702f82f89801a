"""Files kept with documents: inside the encrypted book, by their digest; never journaled, never sent."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from chibo_desktop.storage.book import Book
from chibo_desktop.storage.errors import translated
from chibo_desktop.storage.tables import Attachments


def keep(book: Book, data: bytes) -> bytes:
    """Keep a file and return its SHA-256; the same bytes are kept once."""
    digest = hashlib.sha256(data).digest()
    with translated(book.folder), book.database.immediate():
        book.run(Attachments.replace(sha256=digest, data=data))
    return digest


def read(book: Book, digest: bytes) -> bytes | None:
    """Return a kept file, None if the book does not have it."""
    rows = book.run(Attachments.select().where(Attachments.sha256 == digest))
    return next((row.data for row in rows), None)


def kept(book: Book) -> set[bytes]:
    """Return the digests of all kept files."""
    return {bytes(row[0]) for row in book.run(Attachments.select(Attachments.sha256).tuples())}


def drop_unused(book: Book, used: Collection[bytes]) -> dict[bytes, bytes]:
    """Remove the files that nothing uses any more and return them, so that an undo can keep them again."""
    gone = kept(book) - set(used)
    removed = {digest: data for digest in gone if (data := read(book, digest)) is not None}
    with translated(book.folder), book.database.immediate():
        for digest in gone:
            book.run(Attachments.delete().where(Attachments.sha256 == digest))
    return removed
