"""The growing wait after wrong passwords; it never locks anyone out of the data."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

LONGEST_WAIT = 30


def wait_after(wrong: int) -> int:
    """Return the seconds to wait after so many wrong passwords: 1, 2, 4 ... 30; never a lock-out."""
    return min(1 << max(wrong - 1, 0), LONGEST_WAIT)


class Patience(QObject):
    """Count wrong passwords and the seconds until the next may be tried."""

    left_changed = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wrong = 0
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1_000)
        self._timer.timeout.connect(self._count)

    @property
    def left(self) -> int:
        """Seconds still to wait."""
        return self._left

    def note_wrong(self) -> None:
        """Begin the wait after one more wrong password."""
        self._wrong += 1
        self._left = wait_after(self._wrong)
        self._timer.start()
        self.left_changed.emit(self._left)

    def forget(self) -> None:
        """Begin anew after the right one."""
        self._wrong = 0
        self._left = 0
        self._timer.stop()

    @Slot()
    def _count(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._left = 0
            self._timer.stop()
        self.left_changed.emit(self._left)
