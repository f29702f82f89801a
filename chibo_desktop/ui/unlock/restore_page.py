"""Bringing a book back from a backup into an empty folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit

from chibo_desktop.common.clock import Clock
from chibo_desktop.common.errors import UserError, WrongPasswordError
from chibo_desktop.services.backups import restore
from chibo_desktop.services.session import Session
from chibo_desktop.ui.dialogs import choose_file, choose_folder
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.passwords import PasswordField
from chibo_desktop.ui.tasks import Tasks
from chibo_desktop.ui.unlock.page import Page, line_with_button

FILTER = "Bản sao lưu (*.chibo-saoluu)"


class RestorePage(Page):
    """The backup's file, where the book shall lie, and its password."""

    opened = Signal(object)
    """the Session"""
    left = Signal()

    def __init__(self, suggested: Path, tasks: Tasks, clock: Clock) -> None:
        super().__init__(
            "Phục hồi từ bản sao lưu",
            "Chọn bản sao lưu trên USB, nơi để sổ và nhập mật khẩu của bản đó. Bản sao lưu vẫn giữ nguyên.",
        )
        self._tasks = tasks
        self._clock = clock
        self.file = QLineEdit()
        self.file.setPlaceholderText("sao-luu-….chibo-saoluu")
        self.folder = QLineEdit(str(suggested))
        self.password = PasswordField("Mật khẩu")
        self.file_box = FieldBox("Bản sao lưu", line_with_button(self.file, "Chọn tệp …", self._choose_file))
        self.folder_box = FieldBox(
            "Để sổ vào thư mục",
            line_with_button(self.folder, "Chọn thư mục …", self._choose_folder),
            "Thư mục chưa có sổ nào.",
        )
        self.password_box = FieldBox(
            "Mật khẩu hoặc khóa phục hồi", self.password, "Mật khẩu đang dùng khi làm bản sao lưu đó."
        )
        for box in (self.file_box, self.folder_box, self.password_box):
            self.body.addWidget(box)
        self.body.addStretch(1)
        self.file.textChanged.connect(self._quiet)
        self.folder.textChanged.connect(self._quiet)
        self.password.changed.connect(self._quiet)
        self.password.entered.connect(self.go_on)
        self.setFocusProxy(self.file)
        self.add_left("Quay lại", self.left.emit, "back")
        self.button = self.add_primary("Phục hồi và mở sổ", self.go_on, "undo")

    @Slot()
    def _quiet(self) -> None:
        for box in (self.file_box, self.folder_box, self.password_box):
            box.show_problem("")

    @Slot()
    def _choose_file(self) -> None:
        choose_file(self, "Chọn bản sao lưu", FILTER, lambda file: self.file.setText(str(file)))

    @Slot()
    def _choose_folder(self) -> None:
        choose_folder(self, "Chọn thư mục để sổ", lambda folder: self.folder.setText(str(folder)))

    @Slot()
    def go_on(self) -> None:
        """Restore, or say beside the field what is missing."""
        source, folder, secret = self.file.text().strip(), self.folder.text().strip(), self.password.value()
        for box, value, words in (
            (self.file_box, source, "Chưa chọn bản sao lưu."),
            (self.folder_box, folder, "Chưa chọn thư mục."),
            (self.password_box, secret, "Chưa nhập mật khẩu."),
        ):
            if not value:
                box.show_problem(words)
                box.field.setFocus(Qt.FocusReason.OtherFocusReason)
                self.show_focus()
                return
        clock = self._clock
        self.message.clear()
        self._tasks.run(
            lambda _: restore(Path(source), Path(folder), secret, clock=clock),
            self._open,
            self._refuse,
            title="Đang phục hồi sổ",
            owner=self,
            busy=self.button,
            can_stop=False,
        )

    def _open(self, session: Session) -> None:
        self.password.empty()
        self.opened.emit(session)

    def _refuse(self, error: UserError) -> None:
        if isinstance(error, WrongPasswordError):
            self.message.show_message(
                Level.ERROR,
                "Mật khẩu này không mở được bản sao lưu.",
                "Nhập mật khẩu đã dùng vào ngày làm bản sao lưu, hoặc khóa phục hồi.",
            )
            self.password.setFocus()
        else:
            self.message.show_error(error)
