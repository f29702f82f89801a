"""Putting a book into a folder so that it is there whole or not at all (lập sổ, phục hồi)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chibo_desktop.common.clock import Clock
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import place_error, replace_durably
from chibo_desktop.storage.book import BOOK_NAME, OWN, Book
from chibo_desktop.storage.cipher import CipherDatabase
from chibo_desktop.storage.epochs import start_epoch
from chibo_desktop.storage.errors import translated
from chibo_desktop.storage.keys import SlotFile
from chibo_desktop.storage.lock import LOCK_NAME, BookLock
from chibo_desktop.storage.migrations import migrate
from chibo_desktop.storage.slot_files import SLOT_FILES, save_slots

PART_NAME = f"{BOOK_NAME}.part"
_LEFTOVERS = (*SLOT_FILES, f"{PART_NAME}-journal", f"{PART_NAME}-wal", f"{PART_NAME}-shm", PART_NAME)


def is_book(folder: Path) -> bool:
    """Whether a folder holds a book (or what is left of one).

    Key files beside an unfinished book file are of a book that was never given to anyone.
    Raises UserError when the folder may not be looked into.
    """
    try:
        if (folder / BOOK_NAME).exists():
            return True
        return not (folder / PART_NAME).exists() and any((folder / name).exists() for name in SLOT_FILES)
    except OSError as error:
        raise place_error(error, folder) from error


def refuse_book(folder: Path) -> None:
    """Raise UserError when a folder holds a book."""
    if is_book(folder):
        raise UserError(f"Thư mục {folder} đã có một sổ.", "Hãy mở sổ đó, hoặc chọn thư mục khác còn trống.")


@contextmanager
def laying_down(folder: Path, slots: SlotFile) -> Iterator[Path]:
    """Give the temporary file to make a book in; afterwards write its key slots and give it its name.

    The name comes last: killed at any moment, a folder holds the whole book or none, and can be used
    again. Raises UserError when the folder has a book or cannot be written; nothing is left then.
    """
    refuse_book(folder)
    made = not folder.exists()
    part = folder / PART_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise place_error(error, folder) from error
    lock = BookLock(folder)
    lock.take()
    try:
        _clear(folder)
        part.touch()
        yield part
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        save_slots(folder, slots)
        replace_durably(part, folder / BOOK_NAME)
    except BaseException as error:
        if not (folder / BOOK_NAME).exists():
            with contextlib.suppress(OSError):
                _clear(folder)
        lock.release()
        if made:
            with contextlib.suppress(OSError):
                (folder / LOCK_NAME).unlink(missing_ok=True)
                folder.rmdir()
        if isinstance(error, OSError):
            raise place_error(error, folder) from error
        raise
    lock.release()


def _clear(folder: Path) -> None:
    for name in _LEFTOVERS:
        (folder / name).unlink(missing_ok=True)


def begin(part: Path, key: bytes, book_id: bytes, clock: Clock) -> Book:
    """Make an empty book in a temporary file and return it open."""
    with translated(part.parent):
        database = CipherDatabase(part, key, create=True)
        database.connect()
        migrate(database)
        book = Book(part.parent, database, clock, None)
        with database.immediate():
            book.add_book(book_id, own=True)
            start_epoch(book, OWN, os.urandom(16), None)
    return book
