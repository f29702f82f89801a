"""Opening a book with its password, and the locked window's page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot

from chibo_desktop.common.clock import Clock
from chibo_desktop.common.errors import DamagedError, UserError, WrongPasswordError
from chibo_desktop.services.books import InUseError, call_to_front, check_password, open_book
from chibo_desktop.services.session import Session
from chibo_desktop.ui.dialogs import choose_folder
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.passwords import PasswordField
from chibo_desktop.ui.tasks import Tasks
from chibo_desktop.ui.theme import scaled
from chibo_desktop.ui.unlock.page import Page
from chibo_desktop.ui.unlock.patience import Patience

WRONG = "Xem phím Caps Lock và bộ gõ tiếng Việt (Unikey): bấm “Hiện” để nhìn chữ đang gõ, rồi nhập lại."


class PasswordPage(Page):
    """One password and one button; a wrong one makes the wait grow."""

    def __init__(self, title: str, sentence: str, verb: str, hint: str = "") -> None:
        super().__init__(title, sentence)
        self.password = PasswordField("Mật khẩu")
        self.box = FieldBox("Mật khẩu", self.password, hint)
        self.box.setMaximumWidth(scaled(520))
        self.body.addWidget(self.box)
        self._verb = verb
        self.button = self.add_primary(verb, self.try_it, "key")
        self.right_row.removeWidget(self.button)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.sheet.setMaximumHeight(scaled(520))
        self.setFocusProxy(self.password)
        self.password.entered.connect(self.try_it)
        self.password.changed.connect(self._quiet)
        self.patience = Patience(self)
        self.patience.left_changed.connect(self._waiting)

    @Slot()
    def _quiet(self) -> None:
        self.box.show_problem("")

    @Slot()
    def try_it(self) -> None:
        """Try what was typed, unless the wait is not over."""
        if self.patience.left or not self.button.isEnabled():
            return
        if not self.password.value():
            self.box.show_problem("Chưa nhập mật khẩu.")
            self.password.setFocus()
            return
        self.message.clear()
        self.attempt(self.password.value())

    def attempt(self, secret: str) -> None:
        """Do with the password what the page is for."""
        raise NotImplementedError

    def refuse(self, error: UserError) -> None:
        """Say what was wrong."""
        if isinstance(error, WrongPasswordError):
            self.message.show_message(Level.ERROR, "Mật khẩu chưa đúng.", WRONG)
            self.password.line.selectAll()
            self.password.setFocus()
            self.patience.note_wrong()
        else:
            self.message.show_error(error)

    @Slot(int)
    def _waiting(self, left: int) -> None:
        self.button.setEnabled(left == 0)
        self.button.setText(f"Chờ {left} giây" if left else self._verb)

    def accepted(self) -> None:
        """Forget the password and the wrong ones before it."""
        self.patience.forget()
        self._waiting(0)
        self.password.empty()
        self.message.clear()


class UnlockPage(PasswordPage):
    """Open the book of one folder."""

    opened = Signal(object)
    """the Session"""
    forgotten = Signal()
    restore_asked = Signal()
    other_chosen = Signal(object)
    """another folder"""
    new_asked = Signal()

    def __init__(self, folder: Path, tasks: Tasks, clock: Clock) -> None:
        super().__init__("Mở sổ", "Nhập mật khẩu của sổ rồi bấm Mở sổ.", "Mở sổ")
        self._folder = folder
        self._tasks = tasks
        self._clock = clock
        self.set_folder_words()
        self.forgot_button = self.add_left("Quên mật khẩu: dùng khóa phục hồi", self.forgotten.emit)
        self.other_button = self.add_left("Sổ khác …", self._choose)
        self.new_button = self.add_left("Lập sổ mới", self.new_asked.emit)

    def set_folder_words(self) -> None:
        """Say which book it is; its cell's name is not known before it is open."""
        self.heading.setText(f"Mở sổ “{self._folder.name}”")
        self.sentence.setText(f"Nhập mật khẩu của sổ. Sổ nằm ở {self._folder}.")

    @Slot()
    def _choose(self) -> None:
        choose_folder(self, "Chọn thư mục có sổ", self.other_chosen.emit, self._folder.parent)

    def attempt(self, secret: str) -> None:
        folder, clock = self._folder, self._clock
        self._tasks.run(
            lambda _: open_book(folder, secret, clock=clock, window=True),
            self._open,
            self.refuse,
            owner=self,
            busy=self.button,
        )

    def _open(self, session: Session) -> None:
        self.accepted()
        self.opened.emit(session)

    def refuse(self, error: UserError) -> None:
        if isinstance(error, DamagedError):
            self.message.show_error(error, button="Phục hồi từ bản sao lưu", action=self.restore_asked.emit)
        elif isinstance(error, InUseError):
            call_to_front(self._folder)
            self.message.show_error(error)
        else:
            super().refuse(error)


class LockPage(PasswordPage):
    """The locked window: nothing of the book is shown until the password comes."""

    unlocked = Signal()
    other_asked = Signal()
    """another user wants to open the book"""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__(
            "Sổ đang khóa",
            "Những gì đang ghi dở vẫn được giữ nguyên. Nhập mật khẩu để làm tiếp.",
            "Mở khóa",
            "Quên mật khẩu thì nhập khóa phục hồi, rồi đặt mật khẩu mới ở mục Cài đặt.",
        )
        self.other_button = self.add_left("Người khác mở sổ", self.other_asked.emit)
        self._session = session
        self._tasks = tasks

    def attempt(self, secret: str) -> None:
        session = self._session

        def work(_: object) -> None:
            check_password(session, secret)

        self._tasks.run(work, self._right, self.refuse, worker="files", owner=self, busy=self.button)

    def _right(self, _: None) -> None:
        self.accepted()
        self.unlocked.emit()

    def ask(self) -> None:
        """Be shown empty, ready to be typed into."""
        self.password.empty()
        self.message.clear()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
