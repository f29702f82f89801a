"""Start a window, say when it can be used and what it weighs, and end: run by `run.py` in a process of its own."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def resident_mib() -> float:
    """Return this process's memory in MiB, 0 where the system has no /proc."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def tell(name: str) -> None:
    """Print what has come and when; the parent knows when it started us."""
    print(f"{name} {time.time():.6f} {resident_mib():.1f}", flush=True)


def settle(app: QApplication) -> None:
    """Let everything that waits to be drawn be drawn."""
    for _ in range(5):
        app.processEvents()


def empty() -> None:
    """Show the smallest window that PySide6 can show."""
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1240, 740)
    window.show()
    settle(app)
    window.grab()
    tell("ready")


def ours(folder: Path, password: str) -> None:
    """Show the password page of a book, then the book with its first place filled."""
    from PySide6.QtWidgets import QApplication, QLineEdit

    from chibo_desktop.app import Program
    from chibo_desktop.common.clock import SystemClock
    from chibo_desktop.services.books import open_book
    from chibo_desktop.ui.preferences import Preferences

    app = QApplication(sys.argv[:1])
    program = Program(app, Preferences(folder.parent / "tuy-chon.ini"), SystemClock(), folder.parent)
    program.start(folder)
    settle(app)
    assert program.shell.findChild(QLineEdit) is not None
    program.shell.grab()
    tell("password")
    tell("typed")
    program.tasks.run(lambda _: open_book(folder, password, window=True), program.show_book)
    while program.window is None or program.tasks.busy:
        app.processEvents()
        time.sleep(0.001)
    program.shell.grab()
    tell("ready")
    program.shell.close()
    while program.tasks.busy:
        app.processEvents()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        ours(Path(sys.argv[1]), sys.argv[2])
    else:
        empty()
