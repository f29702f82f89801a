"""Backing up, restoring and checking a book (sao lưu, phục hồi, kiểm tra)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.common.clock import Clock, SystemClock
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import place_error
from chibo_desktop.common.progress import JobControl, silent
from chibo_desktop.common.text import fold
from chibo_desktop.domain.journal import short_code
from chibo_desktop.services.books import open_book
from chibo_desktop.services.outputs import refuse_own_file
from chibo_desktop.services.session import Session
from chibo_desktop.storage import backup, keys
from chibo_desktop.storage.book import OWN, Book
from chibo_desktop.storage.check import Fault
from chibo_desktop.storage.check import check as check_file
from chibo_desktop.storage.epochs import start_epoch
from chibo_desktop.storage.errors import damaged, translated
from chibo_desktop.storage.founding import laying_down, refuse_book

LAST_BACKUP = "last_backup"

__all__ = ["Fault"]


@dataclass(frozen=True, slots=True)
class BackedUp:
    """Where a backup was written and how far it goes."""

    file: Path
    size: int
    seq: int
    code: str


def back_up(session: Session, target: Path) -> BackedUp:
    """Write a backup into a folder (under a plain name) or to the file named."""
    if target.is_dir() or not target.suffix:
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise place_error(error, target) from error
        target /= suggested_backup_name(session)
    refuse_own_file(target)
    meta = backup.write_backup(session.book, target)
    session.book.keep_secret(LAST_BACKUP, session.clock.now().isoformat().encode())
    return BackedUp(target, target.stat().st_size, meta.head.seq, short_code(meta.head.hash))


def suggested_backup_name(session: Session) -> str:
    """Return "sao-luu-chi-bo-ban-huoi-long-2026-11-22.chibo-saoluu"."""
    name = fold(session.cell().name_on(session.clock.today()).name)
    words = "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in name).split())
    return f"sao-luu-{words[:60]}-{session.clock.local():%Y-%m-%d-%H%M}{backup.SUFFIX}"


def last_backup(session: Session) -> str | None:
    """Return when this book was last backed up (ISO, UTC), None if never on this computer."""
    value = session.book.secret(LAST_BACKUP)
    return value.decode() if value else None


def restore(source: Path, folder: Path, secret: str, *, clock: Clock | None = None) -> Session:
    """Put a backup into an empty folder, open it and begin a new epoch; return the open book.

    The new epoch names where it continues, so that the commune sees a restored book and not a
    forged one. Raises WrongPasswordError before anything is left behind.
    """
    clock = clock or SystemClock()
    if not source.is_file():
        raise UserError(f"Không tìm thấy bản sao lưu {source}.", "Kiểm tra lại tên tệp hoặc cắm lại USB.")
    refuse_book(folder)
    slots = backup.slots_in(source)
    ring = keys.unlock(slots, secret).ring
    with laying_down(folder, slots) as part:
        backup.unpack(source, part)
        book = Book.open(folder, ring.book, clock, exclusive=False, name=part.name, former=ring.former)
        try:
            if book.book_id != slots.book_id:
                raise damaged("tệp khóa thuộc về một sổ khác")
            with translated(folder), book.database.immediate():
                start_epoch(book, OWN, os.urandom(16), book.head())
        finally:
            book.close()
    return open_book(folder, secret, clock=clock)


def check(session: Session, *, full: bool = False, control: JobControl | None = None) -> list[Fault]:
    """Look through the book; an empty list means sound."""
    return check_file(session.book, full=full, control=control or silent())
