"""Sao lưu và kiểm tra: a copy on a drive, and looking through the whole book."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Slot

from chibo_desktop.services.backups import BackedUp, Fault, back_up, check, last_backup
from chibo_desktop.services.session import Session
from chibo_desktop.ui.dialogs import choose_folder
from chibo_desktop.ui.labels import moment_text, size_text
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings.section import Section


class BackupSection(Section):
    """Copy the whole book, still locked, to a folder the person says."""

    key = "backup"
    name = "Sao lưu"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(
            desk,
            session,
            "Mỗi tháng một lần, chép sổ ra USB rồi rút USB và cất nơi khác. Bản sao vẫn khóa bằng mật khẩu.",
        )
        self.last = text()
        self.button = button("Sao lưu ra thư mục hoặc USB …", self._choose, icon_name="usb", role="primary")
        self.body.addWidget(self.last)
        self.add_button(self.button)

    def fill(self) -> None:
        session = self.session
        self.desk.tasks.run(lambda _: last_backup(session), self._show_last, owner=self)

    def _show_last(self, moment: str | None) -> None:
        self.last.setText(
            f"Lần gần nhất trên máy này: {moment_text(datetime.fromisoformat(moment))}."
            if moment
            else "Chưa sao lưu lần nào trên máy này."
        )

    @Slot()
    def _choose(self) -> None:
        choose_folder(self, "Chọn USB hoặc thư mục để sao lưu", self.back_up_to)

    def back_up_to(self, folder: Path) -> None:
        """Write a backup into a folder and say where it is."""
        session = self.session
        self.desk.tasks.run(
            lambda _: back_up(session, folder),
            self._done,
            self.message.show_error,
            title="Đang sao lưu sổ",
            owner=self,
            busy=self.button,
            can_stop=False,
        )

    def _done(self, made: BackedUp) -> None:
        self.message.show_message(
            Level.DONE,
            f"Đã sao lưu và đọc lại kiểm tra: {made.file.name} ({size_text(made.size)})",
            f"Tệp nằm ở {made.file.parent}. Rút USB và cất nơi khác máy tính.",
        )
        self.fill()


class CheckSection(Section):
    """Look through every page and every entry of the book."""

    key = "check"
    name = "Kiểm tra sổ"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(
            desk, session, "Đọc lại toàn bộ sổ, xem có chỗ nào hỏng hoặc bị sửa ngoài chương trình không."
        )
        self.button = button("Kiểm tra toàn bộ sổ", self.look, icon_name="check", role="primary")
        self.add_button(self.button)

    @Slot()
    def look(self) -> None:
        """Check; the strip shows how far it is and can stop it."""
        session = self.session
        self.message.clear()
        self.desk.tasks.run(
            lambda control: check(session, full=True, control=control),
            self._done,
            self.message.show_error,
            title="Đang kiểm tra sổ",
            owner=self,
            busy=self.button,
        )

    def _done(self, faults: list[Fault]) -> None:
        if not faults:
            self.message.show_message(Level.DONE, "Sổ còn nguyên vẹn, không thấy chỗ nào hỏng.")
            return
        self.message.show_message(
            Level.ERROR,
            f"Có {len(faults)} chỗ không đúng: {faults[0].what}.",
            "Đừng ghi thêm. Hãy sao lưu ngay ra USB, rồi phục hồi từ bản sao lưu cũ hơn hoặc nhờ xã giúp.",
        )
