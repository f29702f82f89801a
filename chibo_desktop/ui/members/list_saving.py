"""The list of members as a spreadsheet: where it goes, and what to mind about it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from chibo_desktop.services import members
from chibo_desktop.services.session import Session
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.messages import Level, MessageBar
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.screen import Desk

_SHEET = "Bảng tính Excel (*.xlsx)"


class ListSaving:
    """Ask where, write, say so."""

    def __init__(self, desk: Desk, session: Session, message: MessageBar, owner: QWidget) -> None:
        self._desk = desk
        self._session = session
        self._message = message
        self._owner = owner

    def ask(self) -> None:
        """Ask where the list is to be saved."""
        name = f"Danh sách đảng viên {self._session.clock.today():%Y-%m-%d}.xlsx"
        choose_target(self._owner, "Lưu danh sách đảng viên", documents_folder() / name, _SHEET, self.save)

    def save(self, target: Path) -> None:
        """Write the members of today to a spreadsheet and say what to mind about it."""

        def done(count: int) -> None:
            self._message.show_message(
                Level.DONE,
                f"Đã lưu {count} đảng viên vào tệp {target.name}.",
                "Tệp này ai mở cũng đọc được; chỉ đưa cho người có trách nhiệm.",
            )

        self._desk.tasks.run(
            lambda _: members.export_members(self._session, target),
            done,
            title="Đang lưu danh sách đảng viên",
            owner=self._owner,
            can_stop=False,
        )
