"""Printing from the place of criticism: asked first, and not printing is what Enter does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from chibo_desktop.domain.criticism import CriticismForm
from chibo_desktop.services import criticism_papers
from chibo_desktop.services.session import Session
from chibo_desktop.ui.criticism.note_list import Month
from chibo_desktop.ui.criticism.sheet_dialog import SheetDialog
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.messages import Level, ask
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.screen import Screen

_PDF = "Giấy tờ PDF (*.pdf)"
_WARNING = (
    "Tờ giấy này ai cầm cũng đọc được, tệp PDF cũng vậy; không còn niêm phong như trong sổ. In xong hãy xóa tệp, "
    "giữ giấy như giữ sổ chi bộ."
)
Save = Callable[[Path], Path]


class Printing:
    """The papers of the place; `owner` shows questions and news."""

    def __init__(self, owner: Screen, session: Session) -> None:
        self._owner = owner
        self._session = session

    def ask_sheet(self) -> None:
        """Ask which sheet is to be prepared at home, then where it goes; nothing sealed stands on it."""
        dialog = SheetDialog(self._owner)
        dialog.accepted.connect(lambda: self._save_sheet(*dialog.value()))
        dialog.open()

    def _save_sheet(self, form: CriticismForm, per_sheet: int) -> None:
        def save(target: Path) -> Path:
            return criticism_papers.save_worksheet(self._session, form, target, per_sheet=per_sheet)

        name = criticism_papers.worksheet_name(form)
        self._choose("Lưu phiếu chuẩn bị để in", name, save, "Phát cho từng đồng chí trước buổi họp vài ngày.")

    def ask_month(self, month: Month) -> None:
        """Ask before a whole month is printed."""
        year, number = month

        def save(target: Path) -> Path:
            return criticism_papers.save_month(self._session, year, number, target)

        name = criticism_papers.record_name(date(year, number, 1), whole_month=True)
        self._ask(f"In bản ghi tự phê bình và phê bình tháng {number}/{year}?", name, save)

    def ask_note(self, note_id: bytes, day: date) -> None:
        """Ask before one note is printed."""

        def save(target: Path) -> Path:
            return criticism_papers.save_note(self._session, note_id, target)

        self._ask("In ghi chép này ra giấy?", criticism_papers.record_name(day, whole_month=False), save)

    def _ask(self, title: str, name: str, save: Save) -> None:
        ask(
            self._owner,
            title,
            _WARNING,
            yes="Chọn nơi lưu để in",
            no="Không in",
            on_yes=lambda: self._choose("Lưu bản ghi để in", name, save, "In xong hãy xóa tệp này."),
            danger=True,
        )

    def _choose(self, title: str, name: str, save: Save, remedy: str) -> None:
        def chosen(target: Path) -> None:
            self.print_to(save, target, remedy)

        choose_target(self._owner, title, documents_folder() / name, _PDF, chosen)

    def print_to(self, save: Save, target: Path, remedy: str = "") -> None:
        """Write a paper there, open it in the system's viewer and say what to mind."""

        def written(path: Path) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
            self._owner.message.show_message(Level.DONE, f"Đã lưu vào {path}.", remedy)

        self._owner.desk.tasks.run(
            lambda _: save(target), written, title="Đang làm giấy để in", owner=self._owner, can_stop=False
        )
