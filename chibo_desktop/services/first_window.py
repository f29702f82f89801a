"""The window that has a book open, as a second start of the program sees it."""

from __future__ import annotations

import time
from pathlib import Path

from chibo_desktop.storage.lock import CALL_NAME, BookLock, InUseError, call_to_front

_ANSWER_SECONDS = 3
"""how long a second start waits for the first window to come to the front"""


def who_has(folder: Path) -> InUseError | None:
    """Return who has a book open, None when nobody has (or the folder does not tell)."""
    lock = BookLock(folder)
    try:
        lock.take(window=True)
    except InUseError as error:
        return error
    except OSError:
        return None
    lock.release()
    return None


def first_window_came(folder: Path, *, seconds: float = _ANSWER_SECONDS) -> bool:
    """Ask the window that has a book open to come to the front; True when it did."""
    call_to_front(folder)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not (folder / CALL_NAME).exists():
            return True
        time.sleep(0.1)
    return False
