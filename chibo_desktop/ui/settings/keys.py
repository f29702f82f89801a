"""Mật khẩu và khóa phục hồi: changing the one, renewing the other."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.common.errors import UserError, WrongPasswordError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.services.accounts import may_manage
from chibo_desktop.services.books import change_password, renew_recovery_key
from chibo_desktop.services.recovery_sheet import note_recovery_kept
from chibo_desktop.services.session import Session
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.passwords import NewPassword, PasswordField
from chibo_desktop.ui.recovery_key import RecoveryKey
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings.section import Section


class PasswordSection(Section):
    """Change the password; the book itself is not rewritten."""

    key = "password"
    name = "Mật khẩu"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(
            desk,
            session,
            "Đổi mật khẩu khi bàn giao sổ, hoặc khi ngờ có người khác biết. Khóa phục hồi vẫn dùng được.",
        )
        self.old = PasswordField("Mật khẩu đang dùng")
        self._old_box = FieldBox("Mật khẩu đang dùng", self.old, "Quên thì nhập khóa phục hồi.")
        self.new = NewPassword()
        self.button = button("Đổi mật khẩu", self.change, icon_name="key")
        self.body.addWidget(self._old_box)
        self.body.addWidget(self.new)
        self.add_button(self.button)
        self.old.changed.connect(self._quiet)
        self.old.entered.connect(self.new.setFocus)
        self.new.entered.connect(self.change)

    @Slot()
    def _quiet(self) -> None:
        self._old_box.show_problem("")

    @Slot()
    def change(self) -> None:
        """Change it, or say beside the field what is missing."""
        old, session = self.old.value(), self.session
        if not old:
            self._old_box.show_problem("Chưa nhập mật khẩu đang dùng.")
            self.old.setFocus()
            return
        new = self.new.take()
        if new is None:
            return

        def work(_: JobControl) -> None:
            change_password(session, old, new)

        self.desk.tasks.run(
            work,
            self._done,
            self._refused,
            title="Đang đổi mật khẩu",
            owner=self,
            busy=self.button,
            can_stop=False,
        )

    def _done(self, _: None) -> None:
        self.old.empty()
        self.new.empty()
        self.message.show_message(Level.DONE, "Đã đổi mật khẩu.", "Lần sau mở sổ bằng mật khẩu mới.")

    def _refused(self, error: UserError) -> None:
        if isinstance(error, WrongPasswordError):
            self._old_box.show_problem("Mật khẩu đang dùng chưa đúng.")
            self.old.setFocus()
        else:
            self.message.show_error(error)


class RecoverySection(Section):
    """Make a new recovery key, print it, prove that it is on paper."""

    key = "recovery"
    name = "Khóa phục hồi"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(
            desk,
            session,
            "Quên mật khẩu thì chỉ tờ giấy này mở lại được sổ. Mất tờ cũ, hoặc bàn giao sổ: làm khóa mới.",
        )
        self.password = PasswordField("Mật khẩu đang dùng")
        self._box = FieldBox("Mật khẩu đang dùng", self.password)
        self.button = button("Làm khóa phục hồi mới", self.renew, icon_name="key")
        self._warning = text("Có khóa mới thì tờ khóa cũ không mở được sổ nữa.", "faint")
        self._only = text("Chỉ bí thư làm được khóa phục hồi mới.", "faint")
        self._only.hide()
        self.key_view = RecoveryKey(desk.tasks, session.clock)
        self.key_view.hide()
        self.finish_button = button("Tiếp tục", self.key_view.check, icon_name="next", role="primary")
        self.finish_button.hide()
        self.body.addWidget(self._only)
        self.body.addWidget(self._box)
        self.body.addWidget(self._warning)
        self.add_button(self.button)
        self.body.addWidget(self.key_view)
        self.add_button(self.finish_button)
        self.password.entered.connect(self.renew)
        self.password.changed.connect(self._quiet)
        self.key_view.proved.connect(self._proved)
        self.key_view.step_changed.connect(self.finish_button.setText)

    def fill(self) -> None:
        session = self.session
        self.desk.tasks.run(lambda _: may_manage(session), self._show_right, owner=self)

    def _show_right(self, may: bool) -> None:
        self._only.setHidden(may)
        if self.key_view.isHidden():
            for part in (self._box, self._warning, self.button):
                part.setVisible(may)

    @Slot()
    def _quiet(self) -> None:
        self._box.show_problem("")

    @Slot()
    def renew(self) -> None:
        """Make the new key with the password."""
        password, session = self.password.value(), self.session
        if not password:
            self._box.show_problem("Chưa nhập mật khẩu đang dùng.")
            self.password.setFocus()
            return
        self.desk.tasks.run(
            lambda _: renew_recovery_key(session, password),
            self._made,
            self._refused,
            title="Đang làm khóa mới",
            owner=self,
            busy=self.button,
            can_stop=False,
        )

    def _turn(self, *, shown: bool) -> None:
        before: tuple[QWidget, ...] = (self._box, self._warning, self.button)
        after: tuple[QWidget, ...] = (self.key_view, self.finish_button)
        for part in before:
            part.setHidden(shown)
        for part in after:
            part.setVisible(shown)

    def _made(self, key: str) -> None:
        self.password.empty()
        self.message.clear()
        session = self.session
        self._turn(shown=True)
        self.desk.tasks.run(
            lambda _: session.cell().name_on(session.clock.today()).name,
            lambda name: self.key_view.show_key(key, name),
            owner=self,
        )

    def _refused(self, error: UserError) -> None:
        if isinstance(error, WrongPasswordError):
            self._box.show_problem("Mật khẩu chưa đúng.")
            self.password.setFocus()
        else:
            self.message.show_error(error)

    @Slot()
    def _proved(self) -> None:
        session = self.session
        self._turn(shown=False)
        self.desk.tasks.run(lambda _: note_recovery_kept(session), self._noted, owner=self)

    def _noted(self, _: None) -> None:
        self.message.show_message(
            Level.DONE, "Khóa phục hồi mới đã dùng được.", "Cất tờ giấy nơi khác máy tính, hủy tờ cũ."
        )
