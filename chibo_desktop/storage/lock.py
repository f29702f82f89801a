"""One program at a time writes a book; a second one asks the first to come to the front."""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
import time
from pathlib import Path
from typing import Annotated

import msgspec
from filelock import FileLock, Timeout
from msgspec import Meta

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import place_error

LOCK_NAME = "dang-mo.lock"
HOLDER_NAME = "dang-mo.json"
CALL_NAME = "goi-len.txt"


class Holder(msgspec.Struct, frozen=True):
    """Who has the book open; shown to the second one who tries."""

    pid: int
    user: str
    computer: str
    since: Annotated[float, Meta(ge=0, le=2**32)]
    window: bool


class InUseError(UserError):
    """The book is open in another program."""

    def __init__(self, holder: Holder | None) -> None:
        if holder is None:
            title = "Sổ này đang được mở ở một chương trình khác."
        else:
            where = time.strftime("%H:%M", time.localtime(holder.since))
            title = f"Sổ này đang mở từ {where} trên máy {holder.computer}, người dùng {holder.user}."
        super().__init__(title, "Hãy đóng cửa sổ đang mở sổ này rồi làm lại.")
        self.holder = holder


class BookLock:
    """The writer's lock of a book folder; the system lets it go when the program dies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # A book is opened by a worker and may be closed by another thread.
        self._lock = FileLock(folder / LOCK_NAME, timeout=0, thread_local=False)

    def take(self, *, window: bool = False) -> None:
        """Take the lock; raises InUseError with the holder's name when someone has it."""
        try:
            self._lock.acquire()
        except Timeout:
            raise InUseError(read_holder(self._folder)) from None
        except OSError as error:
            raise place_error(error, self._folder) from error
        holder = Holder(pid=os.getpid(), user=_user(), computer=platform.node(), since=time.time(), window=window)
        with contextlib.suppress(OSError):
            (self._folder / HOLDER_NAME).write_bytes(msgspec.json.encode(holder))
            (self._folder / CALL_NAME).unlink(missing_ok=True)

    def release(self) -> None:
        """Let others open the book."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                (self._folder / HOLDER_NAME).unlink(missing_ok=True)
            self._lock.release()


def read_holder(folder: Path) -> Holder | None:
    """Return who wrote the holder file last, if it can be read."""
    try:
        return msgspec.json.decode((folder / HOLDER_NAME).read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError):
        return None


def call_to_front(folder: Path) -> None:
    """Ask the window that has the book open to show itself."""
    with contextlib.suppress(OSError):
        (folder / CALL_NAME).write_text(str(os.getpid()), encoding="ascii")


def was_called(folder: Path) -> bool:
    """Return whether another start asked for this window, and forget it."""
    call = folder / CALL_NAME
    if not call.exists():
        return False
    with contextlib.suppress(OSError):
        call.unlink()
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
