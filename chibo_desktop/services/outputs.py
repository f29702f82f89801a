"""Files written where a person says, never over the files of a book (ghi tệp ra ngoài)."""

from __future__ import annotations

from pathlib import Path

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import write_whole
from chibo_desktop.storage.book import BOOK_NAME
from chibo_desktop.storage.errors import BALLAST_NAME
from chibo_desktop.storage.lock import HOLDER_NAME, LOCK_NAME
from chibo_desktop.storage.slot_files import SLOT_FILES

_OWN = frozenset({
    BOOK_NAME, f"{BOOK_NAME}-wal", f"{BOOK_NAME}-shm", *SLOT_FILES, LOCK_NAME, HOLDER_NAME, BALLAST_NAME,
})  # fmt: skip


def refuse_own_file(target: Path) -> None:
    """Raise UserError for a name that a book's own files bear: writing there would destroy the book."""
    if target.name.lower() in _OWN:
        raise UserError(f"{target.name} là tên tệp riêng của sổ.", "Hãy chọn tên khác hoặc thư mục khác.")


def write_out(target: Path, data: bytes, *, verify: bool = False) -> None:
    """Write a file for a person as `write_whole` does. Raises UserError."""
    refuse_own_file(target)
    write_whole(target, data, verify=verify)
