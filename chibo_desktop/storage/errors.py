"""What the database says, in the person's words; the one place of this package that translates."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee
import sqlcipher3.dbapi2 as sqlcipher

from chibo_desktop.common.errors import DamagedError, UserError

_FULL = ("database or disk is full", "disk i/o error")
_NOT_A_BOOK = ("file is not a database", "malformed", "encrypted", "corrupt")


def damaged(what: str) -> DamagedError:
    """Return the error of a book whose file or keys are not as they were written."""
    return DamagedError(
        f"Sổ bị hỏng: {what}.",
        "Đừng ghi thêm. Hãy phục hồi từ bản sao lưu mới nhất, hoặc xin lại sổ từ Đảng ủy xã.",
    )


class RefusedEntryError(UserError):
    """An entry that came in breaks the declaration of its kind of record."""


DATABASE_ERRORS = (peewee.DatabaseError, sqlcipher.DatabaseError)
"""peewee wraps what is raised on executing, not what is raised on fetching rows"""


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn database errors into a UserError; a full disk releases the ballast file first."""
    try:
        yield
    except DATABASE_ERRORS as error:
        found = _meaning(str(error).lower(), folder)
        if found is None:
            raise
        raise found from error


def _meaning(text: str, folder: Path) -> UserError | None:
    if any(part in text for part in _FULL):
        release_ballast(folder)
        return UserError(
            "Chưa lưu được vì ổ đĩa của máy đã đầy.",
            "Xóa bớt tệp không dùng (cần ít nhất 20 MB trống) rồi làm lại; những gì đã lưu vẫn còn.",
        )
    if "locked" in text or "busy" in text:
        return UserError(
            "Sổ đang bị một chương trình khác giữ (diệt vi-rút hoặc sao lưu).", "Chờ một phút rồi làm lại."
        )
    if "readonly" in text:
        return UserError("Sổ đang ở nơi chỉ cho đọc.", "Chép cả thư mục sổ vào ổ của máy rồi mở lại.")
    if "unable to open" in text:
        return UserError(
            "Máy không cho mở tệp sổ trong thư mục này.",
            "Kiểm tra ổ đĩa và quyền của thư mục, hoặc chép cả thư mục sổ vào nơi khác rồi mở lại.",
        )
    if any(part in text for part in _NOT_A_BOOK):
        return damaged("tệp sổ không đọc được")
    return None


BALLAST_NAME = "du-phong.bin"
BALLAST_SIZE = 8 << 20


def release_ballast(folder: Path) -> None:
    """Delete the ballast so that a full disk can still take a deletion and a close."""
    with contextlib.suppress(OSError):
        (folder / BALLAST_NAME).unlink(missing_ok=True)


def keep_ballast(folder: Path) -> None:
    """Lay down 8 MB that can be released when the disk is full; without room, do without."""
    ballast = folder / BALLAST_NAME
    try:
        if not ballast.exists() or ballast.stat().st_size != BALLAST_SIZE:
            with ballast.open("wb") as stream:
                stream.write(b"\0" * BALLAST_SIZE)
    except OSError:
        release_ballast(folder)
