"""Every place of the window on a large cell's ten years: the first entering, and coming back."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

from books import PASSWORD, Calendar, ten_years
from figures import figure, heading

BLINK = 300.0
"""milliseconds in which a place should have its content"""


def places(folder: Path) -> None:
    """Open each place on the book of 108 members and ten years, in a window without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from chibo_desktop.places import cell_places
    from chibo_desktop.services.books import open_book
    from chibo_desktop.ui.main_window import MainWindow
    from chibo_desktop.ui.tasks import Changes, Tasks
    from chibo_desktop.ui.theme import apply_theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app)
    clock = Calendar(date(2026, 11, 3))
    ten_years(folder / "lon", count=int(os.environ.get("CHIBO_BENCH_MEETINGS", "200")))
    session = open_book(folder / "lon", PASSWORD, clock=clock)
    tasks, changes = Tasks(), Changes()
    window = MainWindow("Chi bộ bản Huổi Lóng", cell_places(session), tasks, changes, clock)
    window.resize(1366, 768)
    window.show()

    def settle() -> None:
        while True:
            app.processEvents()
            if not tasks.busy:
                app.processEvents()
                if not tasks.busy:
                    return

    def took(key: str) -> float:
        began = time.perf_counter()
        window.go(key)
        settle()
        return (time.perf_counter() - began) * 1000

    settle()
    heading(f"Places on ten years of 108 members ({session.head().seq} entries); a blink is {BLINK:.0f} ms")
    for place in cell_places(session):
        figure(f"{place.title}, entered first", took(place.key), "ms", BLINK, "a blink")
        window.go("home")
        settle()
        figure(f"{place.title}, entered again", took(place.key), "ms", BLINK, "a blink")
    window.close()
    tasks.close()
    session.close()
