"""Papers of a meeting other than the minutes: where they go, and opening them (in giấy tờ)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.meetings.work import News, OpenMeeting
from chibo_desktop.ui.preferences import documents_folder

Save = Callable[..., Path]
"""a service (session, meeting_id, target, *, book) -> the file written"""


def print_beside(owner: QWidget, meeting: OpenMeeting, what: str, name: str, save: Save) -> None:
    """Ask where a paper goes, beside the minutes printed last; write it and open it.

    `what` names the paper as it stands in a sentence: "phiếu chấm điểm".
    """

    def ask_target(folder: str) -> None:
        start = Path(folder) if folder and Path(folder).is_dir() else documents_folder()

        def chosen(target: Path) -> None:
            print_to(meeting, what, save, target)

        choose_target(owner, f"Lưu {what} để in", start / name, "Giấy tờ PDF (*.pdf)", chosen)

    meeting.last_folder(ask_target)


def print_to(meeting: OpenMeeting, what: str, save: Save, target: Path) -> None:
    """Write a paper there and open it in the system's viewer."""

    def written(path: Path) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        remedy = "Xem và bấm in trong cửa sổ vừa mở." if opened else "Mở tệp này bằng chương trình xem PDF rồi in."
        meeting.told.emit(News(f"Đã lưu {what} vào {path}.", remedy))

    meeting.print_to(target, written, save)
