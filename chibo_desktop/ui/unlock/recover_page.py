"""A forgotten password: the recovery key opens the book and sets a new one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit

from chibo_desktop.common.clock import Clock
from chibo_desktop.common.errors import UserError, WrongPasswordError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.services.books import change_password, looks_like_recovery_key, open_book
from chibo_desktop.services.session import Session
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.passwords import NewPassword
from chibo_desktop.ui.tasks import Tasks
from chibo_desktop.ui.unlock.page import Page


class RecoverPage(Page):
    """Type the key from its sheet and a new password, twice."""

    opened = Signal(object)
    """the Session"""
    left = Signal()

    def __init__(self, folder: Path, tasks: Tasks, clock: Clock) -> None:
        super().__init__(
            "Quên mật khẩu",
            "Gõ khóa phục hồi trên tờ giấy đã cất, rồi đặt mật khẩu mới cho người phụ trách sổ (bí thư). Sổ không "
            "mất gì. Người khác quên mật khẩu thì bí thư cho thôi dùng sổ rồi thêm lại.",
        )
        self._folder = folder
        self._tasks = tasks
        self._clock = clock
        self.key = QLineEdit()
        self.key.setMaxLength(100)
        self.key.textChanged.connect(self._quiet)
        self.key_box = FieldBox(
            "Khóa phục hồi",
            self.key,
            "Sáu nhóm, mỗi nhóm năm ký tự. Chữ hoa hay thường, có gạch hay không đều được.",
        )
        self.new = NewPassword()
        self.new.entered.connect(self.go_on)
        self.key.returnPressed.connect(self.new.setFocus)
        self.setFocusProxy(self.key)
        self.body.addWidget(self.key_box)
        self.body.addWidget(self.new)
        self.body.addStretch(1)
        self.add_left("Quay lại nhập mật khẩu", self.left.emit, "back")
        self.button = self.add_primary("Đặt mật khẩu mới và mở sổ", self.go_on, "key")

    def ask(self) -> None:
        """Be shown empty."""
        self._forget_key()
        self.new.empty()
        self.message.clear()
        self.key.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _quiet(self) -> None:
        self.key_box.show_problem("")

    @Slot()
    def go_on(self) -> None:
        """Open the book with the key and replace the password."""
        key = self.key.text()
        if not looks_like_recovery_key(key):
            self.key_box.show_problem("Khóa gõ chưa đúng hoặc còn thiếu. Hãy so lại từng nhóm với tờ giấy.")
            self.key.setFocus()
            self.show_focus()
            return
        password = self.new.take()
        if password is None:
            self.show_focus()
            return
        folder, clock = self._folder, self._clock

        def work(_: JobControl) -> Session:
            session = open_book(folder, key, clock=clock, window=True)
            try:
                change_password(session, key, password)
            except BaseException:
                session.close()
                raise
            return session

        self._tasks.run(
            work,
            self._open,
            self._refuse,
            title="Đang đặt mật khẩu mới",
            owner=self,
            busy=self.button,
            can_stop=False,
        )

    def _open(self, session: Session) -> None:
        self._forget_key()
        self.new.empty()
        self.opened.emit(session)

    def _forget_key(self) -> None:
        # `clear` could be undone.
        self.key.setText("")

    def _refuse(self, error: UserError) -> None:
        if isinstance(error, WrongPasswordError):
            self.message.show_message(
                Level.ERROR,
                "Khóa này không phải của sổ đang mở.",
                "Tìm tờ khóa phục hồi mới nhất của sổ này; tờ cũ đã thay thì không mở được nữa.",
            )
        else:
            self.message.show_error(error)
