"""Where to send to and receive from: the drives that are plugged in, or any folder (USB)."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QStorageInfo, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from chibo_desktop.services.session import Session
from chibo_desktop.ui.dialogs import choose_folder
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.labels import size_text
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.theme import GRID

LAST_PLACE = "folder:exchange"
"""the name under which the book remembers the last choice"""
_LOOK_EVERY = 3_000
_MOUNTS = ("/media/", "/run/media/", "/mnt/", "/Volumes/")


@dataclass(frozen=True, slots=True)
class Place:
    """A drive or folder and how it is named to the person."""

    path: Path
    label: str


def mounted_drives() -> list[Place]:
    """Return the removable drives that are plugged in now."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        if not volume.isValid() or not volume.isReady() or volume.isRoot() or not _is_removable(volume):
            continue
        name = volume.displayName() or volume.rootPath()
        room = "chỉ đọc" if volume.isReadOnly() else f"còn trống {size_text(volume.bytesAvailable())}"
        shown = name if name == volume.rootPath() else f"{name} ({volume.rootPath()})"
        found.append(Place(Path(volume.rootPath()), f"USB {shown}, {room}"))
    return found


def _is_removable(volume: QStorageInfo) -> bool:
    if sys.platform == "win32":
        import ctypes

        removable = 2
        return bool(ctypes.windll.kernel32.GetDriveTypeW(volume.rootPath()) == removable)
    return volume.rootPath().startswith(_MOUNTS) and bytes(volume.device().data()).startswith(b"/dev/")


class LastPlace(QObject):
    """The place chosen last in this book on this computer; every chooser shows the same one."""

    changed = Signal()

    def __init__(self, desk: Desk, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self.path: Path | None = None

    def load(self, kept: str) -> None:
        """Take what the book remembers, unless the person has chosen since."""
        if self.path is None and kept:
            self.path = Path(kept)
            self.changed.emit()

    def choose(self, path: Path) -> None:
        """Remember a choice."""
        if path == self.path:
            return
        self.path = path
        session = self._session
        self._desk.tasks.run(lambda _job: session.remember(LAST_PLACE, str(path)), lambda _none: None)
        self.changed.emit()


class DriveChoice(QWidget):
    """A line to choose the drive; what is plugged in or pulled shows within three seconds."""

    def __init__(self, desk: Desk, last: LastPlace, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._last = last
        self._drives: list[Place] = []
        self._looking = False
        words = text(label, "fieldLabel", wrap=False)
        self.choice: Choice[Path | None] = Choice([(None, _NONE)])
        self.choice.setAccessibleName(label)
        self.other = button("Chọn thư mục khác", self._ask, icon_name="folder")
        self._problem = text(role="fieldProblem")
        self._problem.hide()
        words.setBuddy(self.choice)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(GRID)
        layout.setVerticalSpacing(GRID // 2)
        layout.setColumnStretch(0, 1)
        layout.addWidget(words, 0, 0, 1, 2)
        layout.addWidget(self.choice, 1, 0)
        layout.addWidget(self.other, 1, 1)
        layout.addWidget(self._problem, 2, 0, 1, 2)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self.choice.committed.connect(self._chosen)
        last.changed.connect(self._offer)
        self._offer()

    def place(self) -> Path | None:
        """Return the chosen place; without one say beside the field what to do, and return None."""
        chosen = self.choice.value()
        problem = "" if chosen else "Chưa thấy USB nào. Cắm USB vào máy, hoặc bấm “Chọn thư mục khác”."
        self._show_problem(problem)
        if chosen is None:
            self.other.setFocus()
        else:
            self._last.choose(chosen)
        return chosen

    @Slot()
    def look(self) -> None:
        """Look which drives are plugged in."""
        if self._looking:
            return
        self._looking = True
        self._desk.tasks.run(lambda _job: mounted_drives(), self._found, worker="files", owner=self)

    def _found(self, drives: list[Place]) -> None:
        self._looking = False
        if drives != self._drives:
            self._drives = drives
            self._offer()

    @Slot()
    def _offer(self) -> None:
        options: list[tuple[Path | None, str]] = [(place.path, place.label) for place in self._drives]
        last = self._last.path
        plugged = {place.path for place in self._drives}
        if last is not None and last not in plugged and last.is_dir():
            options.append((last, f"Thư mục {last}"))
        if options == [(None, _NONE)]:
            return
        before = self.choice.value()
        self.choice.set_options(options or [(None, _NONE)])
        for wanted in (last, before):
            if wanted is not None and wanted in {path for path, _ in options}:
                self.choice.set_value(wanted)
                break
        if options:
            self._show_problem("")

    def _show_problem(self, words: str) -> None:
        self._problem.setText(f"✗ {words}" if words else "")
        self._problem.setVisible(bool(words))
        self.choice.setAccessibleDescription(words)

    @Slot(object)
    def _chosen(self, path: Path | None) -> None:
        if path is not None:
            self._last.choose(path)

    def _ask(self) -> None:
        choose_folder(self, "Chọn USB hoặc thư mục", self._last.choose, start=self.choice.value())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


_NONE = "Chưa thấy USB nào"
