"""Bàn giao sổ: step by step from the old secretary to the new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError, WrongPasswordError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.domain.accounts import MAY_MANAGE, Account, AccountRole
from chibo_desktop.domain.handovers import Handover
from chibo_desktop.domain.terms import label
from chibo_desktop.services import accounts, handover
from chibo_desktop.services.books import renew_recovery_key
from chibo_desktop.services.handover import BeforeHandover
from chibo_desktop.services.members import MemberRow, list_members
from chibo_desktop.services.recovery_sheet import note_recovery_kept
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import Dialog, choose_target
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.passwords import NewPassword, PasswordField
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.recovery_key import RecoveryKey, open_in_viewer
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings.handover_record import HandoverRecord
from chibo_desktop.ui.settings.section import Section
from chibo_desktop.ui.settings.who import OUTSIDE, Who
from chibo_desktop.ui.step_names import StepNames
from chibo_desktop.ui.theme import GRID

STEPS = ("Kiểm tra", "Bí thư mới", "Khóa phục hồi", "Biên bản")
_READY, _WHO, _KEY, _RECORD = range(4)


@dataclass(frozen=True, slots=True)
class _Shown:
    manager: bool
    office: bool
    before: BeforeHandover
    members: list[MemberRow]
    successors: list[Account]
    past: list[Handover]


def _read(session: Session) -> _Shown:
    waiting = [
        row.account for row in accounts.rows(session) if row.opens and not row.here and row.account.until is None
    ]
    return _Shown(
        accounts.may_manage(session), session.is_office, handover.before(session), list_members(session), waiting,
        handover.list_handovers(session),
    )  # fmt: skip


class HandoverSection(Section):
    """What is open, who comes, a new recovery key, the record; then the old password ends."""

    key = "handover"
    name = "Bàn giao sổ"

    def __init__(self, desk: Desk, session: Session, handed_over: Callable[[], None]) -> None:
        super().__init__(
            desk,
            session,
            "Khi thay bí thư: làm bốn bước, in biên bản, rồi sổ thay khóa. Mật khẩu của người cũ hết hiệu lực.",
        )
        self._handed_over = handed_over
        self._successor: Account | None = None
        self._waiting: dict[bytes, Account] = {}
        self._step = _READY
        self.steps = StepNames(STEPS)
        self._pages = [self._ready_page(), self._who_page(), self._key_page(), self._record_page()]
        self._only = text("Chỉ bí thư bàn giao được sổ.", "faint")
        self._past = QWidget()
        self._past_lines = QVBoxLayout(self._past)
        self._past_lines.setContentsMargins(0, 2 * GRID, 0, 0)
        self.body.addWidget(self._only)
        self.body.addWidget(self.steps)
        for page in self._pages:
            self.body.addWidget(page)
        self.body.addWidget(self._past)
        self._go(_READY)

    # -- the four steps -----------------------------------------------------------------------

    def _ready_page(self) -> QWidget:
        page, lines = _page()
        self._checks = text()
        self.begin_button = button("Bắt đầu bàn giao", lambda: self._go_on(_WHO), icon_name="next", role="primary")
        lines.addWidget(self._checks)
        lines.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignLeft)
        return page

    def _who_page(self) -> QWidget:
        page, lines = _page()
        self._has_one = text()
        self.ready: Choice[bytes] = Choice()
        self._ready_box = FieldBox("Người nhận bàn giao", self.ready)
        self.ready.committed.connect(self._choose_ready)
        self.who = Who()
        self.password = NewPassword()
        self._ask = text("Mời đồng chí bí thư mới tự gõ mật khẩu của mình vào hai ô dưới đây.", "faint")
        self.who_button = button("Tiếp: khóa phục hồi mới", self.take_successor, icon_name="next", role="primary")
        for part in (self._ready_box, self._has_one, self.who, self._ask, self.password):
            lines.addWidget(part)
        lines.addWidget(self.who_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.password.entered.connect(self.take_successor)
        return page

    def _key_page(self) -> QWidget:
        page, lines = _page()
        self._why = text(
            "Tờ khóa phục hồi cũ đã qua tay người bàn giao. Làm tờ mới, bí thư mới chép và cất; tờ cũ hủy trước "
            "mặt hai bên."
        )
        self.own = PasswordField("Mật khẩu của người bàn giao")
        self._own_box = FieldBox("Mật khẩu của người bàn giao", self.own)
        self.key_button = button("Làm khóa phục hồi mới", self.renew, icon_name="key", role="primary")
        self.key_view = RecoveryKey(self.desk.tasks, self.session.clock)
        self.key_view.hide()
        self.proved_button = button("Tiếp tục", self.key_view.check, icon_name="next", role="primary")
        self.proved_button.hide()
        for part in (self._why, self._own_box):
            lines.addWidget(part)
        lines.addWidget(self.key_button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.key_view)
        lines.addWidget(self.proved_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.own.entered.connect(self.renew)
        self.own.changed.connect(lambda: self._own_box.show_problem(""))
        self.key_view.proved.connect(self._proved)
        self.key_view.step_changed.connect(self.proved_button.setText)
        return page

    def _record_page(self) -> QWidget:
        page, lines = _page()
        self.record = HandoverRecord()
        self.print_button = button("In biên bản bàn giao", self._choose_print, icon_name="print")
        self.finish_button = button("Bàn giao xong", self._ask_finish, icon_name="done", role="primary")
        lines.addWidget(self.record)
        lines.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.finish_button, 0, Qt.AlignmentFlag.AlignLeft)
        return page

    def _go(self, step: int) -> None:
        self._step = step
        self.steps.show_step(step)
        for number, page in enumerate(self._pages):
            page.setVisible(number == step)

    def _go_on(self, step: int) -> None:
        self._go(step)
        who = self.ready if self._waiting else self.who.member
        first = {_WHO: who, _KEY: self.own, _RECORD: self.record.from_name}[step]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- showing ------------------------------------------------------------------------------

    def fill(self) -> None:
        session = self.session
        self.desk.tasks.run(lambda _: _read(session), self._show, owner=self)

    def _show(self, shown: _Shown) -> None:
        self._only.setHidden(shown.manager)
        self.steps.setVisible(shown.manager)
        for number, page in enumerate(self._pages):
            page.setVisible(shown.manager and number == self._step)
        self._checks.setText("\n".join(_checked(shown.before)))
        first = not self._waiting
        self._waiting = {account.id: account for account in shown.successors}
        self.ready.set_options([
            *((account.id, handover.role_words(account)) for account in shown.successors),
            (OUTSIDE, "Người khác: đặt mật khẩu mới"),
        ])  # fmt: skip
        if self._successor is not None:
            self.ready.set_value(self._successor.id)
        elif first and shown.successors and shown.successors[0].role in MAY_MANAGE:
            # Begun before and interrupted: the new secretary has a password already.
            self._successor = shown.successors[0]
            self.ready.set_value(self._successor.id)
        else:
            self.ready.set_value(OUTSIDE)
        self._ready_box.setVisible(bool(shown.successors))
        if not self.who.name.value():
            self.who.show_members(shown.members)
        self._show_successor()
        self._show_past(shown.past)

    @Slot()
    def _choose_ready(self) -> None:
        self._successor = self._waiting.get(self.ready.value() or OUTSIDE)
        self._show_successor()

    def _show_successor(self) -> None:
        waiting = self._successor
        self._has_one.setVisible(waiting is not None)
        for part in (self.who, self._ask, self.password):
            part.setVisible(waiting is None)
        if waiting is not None:
            self._has_one.setText(f"✓ {waiting.name} đã có mật khẩu riêng với vai trò {label(waiting.role)}.")

    def _show_past(self, past: list[Handover]) -> None:
        while (old := self._past_lines.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if past:
            self._past_lines.addWidget(text("Các lần bàn giao", "sectionTitle"))
        for one in past:
            self._past_lines.addWidget(text(f"{date_text(one.date)}: {one.from_name} bàn giao cho {one.to_name}."))
            again = button("In lại biên bản", partial(self._choose, one), icon_name="print")
            self._past_lines.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)

    # -- doing --------------------------------------------------------------------------------

    @Slot()
    def take_successor(self) -> None:
        """Give the new secretary a password, or go on with one who has it."""
        if self._successor is not None:
            self._go_on(_KEY)
            return
        said = self.who.take()
        if said is None:
            return
        password = self.password.take()
        if password is None:
            return
        session, (name, member_id) = self.session, said

        def work(_: JobControl) -> Account:
            role = AccountRole.OFFICER if session.is_office else AccountRole.SECRETARY
            return accounts.add(session, name, role, password, member_id=member_id)

        self.desk.tasks.run(
            work, self._took, self._refused, title="Đang ghi bí thư mới", owner=self, busy=self.who_button,
            can_stop=False,
        )  # fmt: skip

    def _took(self, account: Account) -> None:
        self._successor = account
        self.password.empty()
        self.message.clear()
        self.desk.changes.announce(frozenset({"account"}), self)
        self._go_on(_KEY)
        self.fill()

    @Slot()
    def renew(self) -> None:
        """Make the new recovery key with the password of who hands over."""
        password, session = self.own.value(), self.session
        if not password:
            self._own_box.show_problem("Chưa nhập mật khẩu.")
            self.own.setFocus()
            return
        self.desk.tasks.run(
            lambda _: (renew_recovery_key(session, password), session.cell().name_on(session.clock.today()).name),
            self._made, self._not_made, title="Đang làm khóa mới", owner=self, busy=self.key_button, can_stop=False,
        )  # fmt: skip

    def _made(self, made: tuple[str, str]) -> None:
        self.own.empty()
        for part in (self._own_box, self.key_button):
            part.hide()
        self.key_view.show()
        self.proved_button.show()
        self.key_view.show_key(*made)
        self.proved_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_made(self, error: UserError) -> None:
        if isinstance(error, WrongPasswordError):
            self._own_box.show_problem("Mật khẩu chưa đúng.")
            self.own.setFocus()
        else:
            self.message.show_error(error)

    @Slot()
    def _proved(self) -> None:
        session, successor = self.session, self._successor

        def work(_: JobControl) -> Handover:
            note_recovery_kept(session)
            return handover.draft(session, successor)

        self.desk.tasks.run(work, self._show_record, owner=self)

    def _show_record(self, draft: Handover) -> None:
        self.record.show_draft(draft)
        self._go_on(_RECORD)

    @Slot()
    def _choose_print(self) -> None:
        taken = self.record.take()
        if taken is not None:
            self._choose(taken)

    def _choose(self, one: Handover) -> None:
        choose_target(
            self, "Lưu biên bản bàn giao", documents_folder() / handover.suggested_name(one), "Giấy để in (*.pdf)",
            lambda target: self.save_record(one, target),
        )  # fmt: skip

    def save_record(self, one: Handover, target: Path) -> None:
        """Write the record to a file and show it for printing."""
        session = self.session

        def done(file: Path) -> None:
            self.message.show_message(Level.DONE, f"Đã ghi biên bản: {file}", "In ba bản để các bên ký.")
            open_in_viewer(file)

        self.desk.tasks.run(
            lambda _: handover.save_record(session, one, target), done, self._refused,
            title="Đang làm biên bản", owner=self, busy=self.print_button,
        )  # fmt: skip

    @Slot()
    def _ask_finish(self) -> None:
        taken = self.record.take()
        if taken is None:
            return
        dialog = Dialog(
            self,
            f"Bàn giao sổ cho {taken.to_name}?",
            "Từ lúc này chỉ mật khẩu của bí thư mới và tờ khóa phục hồi mới mở được sổ; mật khẩu của đồng chí hết "
            "hiệu lực, sổ được thay khóa. Việc này không hoàn tác được. Đã in và ký biên bản chưa?",
            yes="Bàn giao",
            danger=True,
        )
        dialog.accepted.connect(lambda: self.finish(taken))
        dialog.open()

    def finish(self, taken: Handover) -> None:
        """Write the handover and change the keys; the book is closed afterwards."""
        session = self.session
        self.desk.tasks.run(
            lambda _: handover.complete(session, taken), self._finished, self._refused, title="Đang thay khóa sổ",
            owner=self, busy=self.finish_button, can_stop=False,
        )  # fmt: skip

    def _finished(self, _: Changed) -> None:
        self._handed_over()

    def _refused(self, error: UserError) -> None:
        # Shown anew, so that it scrolls into sight each time.
        self.message.clear()
        self.message.show_error(error)


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    lines = QVBoxLayout(page)
    lines.setContentsMargins(0, GRID, 0, 0)
    lines.setSpacing(2 * GRID)
    return page, lines


def _checked(found: BeforeHandover) -> list[str]:
    lines = [
        f"! Còn {found.open_meetings} cuộc họp chưa chốt biên bản." if found.open_meetings
        else "✓ Mọi cuộc họp đã chốt biên bản.",
        "! Còn thay đổi chưa gửi lên xã." if found.unsent else "✓ Không còn gì phải gửi lên xã.",
        "✓ Hôm nay đã sao lưu sổ." if found.backed_up else "! Hôm nay chưa sao lưu sổ ra USB.",
    ]  # fmt: skip
    if any(line.startswith("!") for line in lines):
        lines.append("Nên làm xong các việc có dấu ! trước; vẫn bàn giao được khi chưa xong.")
    return lines
