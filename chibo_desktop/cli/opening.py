"""The book that a command is about."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from chibo_desktop.cli.passwords import password
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import fold
from chibo_desktop.services import books, exchange
from chibo_desktop.services.session import Session


@contextmanager
def opened(args: argparse.Namespace, *, reading: bool = False) -> Iterator[Session]:
    """Open the book of a command; `reading` leaves the writer's lock to a window that is open."""
    books.require_book(args.folder)
    session = books.open_book(args.folder, password(args.password_file), exclusive=not reading)
    try:
        yield session
    finally:
        session.close()


def book_of(session: Session, cell: str) -> int:
    """Return the number of a cell's book by its name or code, 1 without a name. Raises UserError."""
    if not cell:
        return 1
    rows = [row for row in exchange.cells(session) if row.book is not None]
    found = [row for row in rows if fold(cell) in {fold(row.name), row.partner.code}]
    found = found or [row for row in rows if fold(cell) in fold(row.name)]
    if len(found) != 1 or found[0].book is None:
        raise UserError(
            f"Không rõ chi bộ nào là “{cell}”.", "Xem tên các chi bộ bằng lệnh: chibo show FOLDER cells"
        )
    return found[0].book
