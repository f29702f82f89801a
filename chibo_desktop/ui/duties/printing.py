"""Printing the assignment: which duties, where to, and opening it (in bảng phân công)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.duties import DutySource
from chibo_desktop.services.duties import Board
from chibo_desktop.services.duty_papers import suggested_name
from chibo_desktop.services.session import Session
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.duties import desk_work
from chibo_desktop.ui.duties.print_dialog import PrintDialog
from chibo_desktop.ui.messages import Level, MessageBar
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.screen import Desk


class Printing(QObject):
    """The way of the assignment to paper."""

    def __init__(self, desk: Desk, session: Session, owner: QWidget, message: MessageBar) -> None:
        super().__init__(owner)
        self._desk = desk
        self._session = session
        self._owner = owner
        self._message = message

    def ask(self, board: Board) -> PrintDialog:
        """Ask which duties are printed, then where to."""
        planned = {d.plan_year for d in board.duties if d.source is DutySource.PLAN and d.plan_year is not None}
        dialog = PrintDialog(self._owner, board.today.year, planned)
        dialog.accepted.connect(lambda: self._ask_target(dialog.value()))
        dialog.open()
        return dialog

    def _ask_target(self, year: int | None) -> None:
        def ask_target(folder: str) -> None:
            start = Path(folder) if folder and Path(folder).is_dir() else documents_folder()
            choose_target(
                self._owner, "Lưu bảng phân công để in", start / suggested_name(year), "Giấy tờ PDF (*.pdf)",
                lambda target: self.print_to(target, year),
            )  # fmt: skip

        self._desk.tasks.run(lambda _: self._session.recalled(desk_work.FOLDER), ask_target, owner=self._owner)

    def print_to(self, target: Path, year: int | None) -> None:
        """Write the assignment there and open it in the system's viewer."""

        def done(written: Path) -> None:
            opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(written)))
            here = "Xem và bấm in trong cửa sổ vừa mở."
            elsewhere = "Mở tệp này bằng chương trình xem PDF rồi in."
            self._message.show_message(
                Level.DONE, f"Đã lưu bảng phân công vào {written}.", here if opened else elsewhere
            )

        self._desk.tasks.run(
            lambda _: desk_work.print_board(self._session, target, year), done, title="Đang in giấy tờ",
            owner=self._owner, can_stop=False,
        )  # fmt: skip
