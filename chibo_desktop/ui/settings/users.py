"""Người dùng: who opens the book, with which right, each by an own password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.domain.accounts import Account, AccountRole
from chibo_desktop.domain.terms import label
from chibo_desktop.services import accounts
from chibo_desktop.services.accounts import AccountRow
from chibo_desktop.services.members import MemberRow, list_members
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.passwords import NewPassword
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings.section import Section
from chibo_desktop.ui.settings.who import Who
from chibo_desktop.ui.theme import GRID

_CELL_ROLES = (
    AccountRole.DEPUTY_SECRETARY, AccountRole.COMMITTEE_MEMBER, AccountRole.ASSISTANT, AccountRole.SECRETARY,
)  # fmt: skip
_OFFICE_ROLES = (AccountRole.OFFICER, AccountRole.ASSISTANT)
_RIGHTS = {
    AccountRole.SECRETARY: "Làm được mọi việc; thêm, bớt người dùng; bàn giao sổ.",
    AccountRole.DEPUTY_SECRETARY: "Ghi sổ; đọc và ghi phần phê bình đã niêm phong.",
    AccountRole.COMMITTEE_MEMBER: "Ghi sổ; đọc và ghi phần phê bình đã niêm phong.",
    AccountRole.ASSISTANT: "Ghi sổ; không mở được phần phê bình đã niêm phong.",
    AccountRole.OFFICER: "Làm được mọi việc của văn phòng; thêm, bớt người dùng.",
}


@dataclass(frozen=True, slots=True)
class _Shown:
    rows: list[AccountRow]
    members: list[MemberRow]
    manager: bool
    office: bool


def _read(session: Session) -> _Shown:
    return _Shown(accounts.rows(session), list_members(session), accounts.may_manage(session), session.is_office)


class UsersSection(Section):
    """Add, rename and end users; only the secretary may."""

    key = "users"
    name = "Người dùng"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(
            desk,
            session,
            "Mỗi người mở sổ bằng mật khẩu riêng, sổ ghi ai đã sửa gì. Phần phê bình chỉ bí thư, phó bí thư, "
            "chi ủy viên mở được.",
        )
        self._offered: list[tuple[AccountRole, str]] = []
        self._list = QWidget()
        self._cards = QVBoxLayout(self._list)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(GRID)
        self.body.addWidget(self._list)
        self._new = QWidget()
        added = QVBoxLayout(self._new)
        added.setContentsMargins(0, GRID, 0, 0)
        added.setSpacing(2 * GRID)
        added.addWidget(text("Thêm người dùng", "sectionTitle"))
        self.who = Who()
        self.role: Choice[AccountRole] = Choice([(role, label(role)) for role in _CELL_ROLES])
        self._role_box = FieldBox("Vai trò", self.role, _RIGHTS[_CELL_ROLES[0]])
        self.password = NewPassword()
        self.add_user_button = button("Thêm người dùng", self.add_user, icon_name="add")
        added.addWidget(self.who)
        added.addWidget(self._role_box)
        added.addWidget(text("Mời người đó tự gõ mật khẩu của mình vào hai ô dưới đây.", "faint"))
        added.addWidget(self.password)
        added.addWidget(self.add_user_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._new)
        self._only = text("Chỉ bí thư thêm, bớt người dùng.", "faint")
        self.body.addWidget(self._only)
        self.role.committed.connect(self._explain)
        self.password.entered.connect(self.add_user)

    def fill(self) -> None:
        session = self.session
        self.desk.tasks.run(lambda _: _read(session), self._show, owner=self)

    def _show(self, shown: _Shown) -> None:
        while (old := self._cards.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in shown.rows:
            self._cards.addWidget(self._card(row, manager=shown.manager))
        if not self.who.name.value():
            self.who.show_members(shown.members)
        roles = _OFFICE_ROLES if shown.office else _CELL_ROLES
        self._offered = [(role, label(role)) for role in roles]
        self.role.set_options(self._offered)
        self._explain()
        self._new.setVisible(shown.manager)
        self._only.setHidden(shown.manager)
        # The pressed button went with its card and the focus scrolled on with it, away from the news.
        self.reveal_news()

    def _card(self, row: AccountRow, *, manager: bool) -> QWidget:
        account = row.account
        card = frame("card")
        lines = QVBoxLayout(card)
        lines.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        lines.setSpacing(GRID // 2)
        lines.addWidget(text(f"{account.name} · {label(account.role)}", "sectionTitle"))
        span = f"Từ {date_text(account.since)}"
        if account.until is not None:
            lines.addWidget(text(f"{span} đến {date_text(account.until)}. ✗ Đã thôi dùng sổ.", "faint"))
            return card
        here = " ✓ Đang mở sổ." if row.here else ""
        lines.addWidget(text(f"{span}.{here} {_RIGHTS[account.role]}", "faint"))
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        if manager or row.here:
            buttons.addWidget(button("Sửa tên", lambda: self._ask_name(account), icon_name="edit"))
        if manager and not row.here:
            buttons.addWidget(button("Đổi vai trò", lambda: self._ask_role(account)))
            buttons.addWidget(button("Thôi dùng sổ", lambda: self._ask_end(account), icon_name="remove"))
        buttons.addStretch(1)
        lines.addLayout(buttons)
        return card

    @Slot()
    def _explain(self) -> None:
        role = self.role.value()
        if role is not None:
            self._role_box.set_hint(_RIGHTS[role])

    @Slot()
    def add_user(self) -> None:
        """Give somebody a password of their own, or say beside the field what is missing."""
        said, role = self.who.take(), self.role.value()
        if said is None or role is None:
            return
        password = self.password.take()
        if password is None:
            return
        name, member_id = said
        session = self.session

        def work(_: JobControl) -> Account:
            return accounts.add(session, name, role, password, member_id=member_id)

        self.desk.tasks.run(
            work, self._added, self._refused, title="Đang thêm người dùng", owner=self,
            busy=self.add_user_button, can_stop=False,
        )  # fmt: skip

    def _added(self, account: Account) -> None:
        self.who.empty()
        self.password.empty()
        self.message.show_message(
            Level.DONE, f"Đã thêm {account.name} ({label(account.role)}).",
            "Lần sau đồng chí ấy mở sổ bằng mật khẩu của mình.",
        )  # fmt: skip
        self._announce(Changed(frozenset({"account"})))

    def _ask_name(self, account: Account) -> None:
        dialog = _NameDialog(self, account)
        session = self.session
        who = dialog.who
        dialog.accepted.connect(
            lambda: self._do(
                partial(accounts.rename, session, account, who.name.value(), who.member.value() or None),
                "Đã sửa tên.",
            )
        )
        self.desk.tasks.run(lambda _: list_members(session), dialog.show_members, owner=self)
        dialog.open()

    def _ask_role(self, account: Account) -> None:
        session = self.session
        roles = [
            role for role in AccountRole if (role is AccountRole.OFFICER) == (account.role in _OFFICE_ROLES[:1])
        ]
        dialog = Dialog(
            self, f"Vai trò của {account.name}", "Quyền mới có ngay từ lần mở sổ sau.", yes="Đổi vai trò"
        )
        role: Choice[AccountRole] = Choice([(r, label(r)) for r in roles])
        role.set_value(account.role)
        dialog.body.addWidget(FieldBox("Vai trò", role))

        def change() -> None:
            wanted = role.value()
            if wanted is not None and wanted is not account.role:
                self._do(lambda: accounts.change_role(session, account, wanted), "Đã đổi vai trò.")

        dialog.accepted.connect(change)
        dialog.open()

    def _ask_end(self, account: Account) -> None:
        session = self.session
        dialog = Dialog(
            self,
            f"Thôi cho {account.name} dùng sổ?",
            "Mật khẩu của người này không mở được sổ nữa, sổ được thay khóa. Những gì đã ghi vẫn giữ nguyên tên "
            "người ghi. Bản sao lưu cũ vẫn mở được bằng mật khẩu cũ: hãy cất kỹ hoặc hủy.",
            yes="Thôi dùng sổ",
            danger=True,
        )
        dialog.accepted.connect(
            lambda: self._do(
                lambda: accounts.remove(session, account), f"{account.name} không mở được sổ nữa. Sổ đã thay khóa."
            )
        )
        dialog.open()

    def _do(self, act: Callable[[], Changed], words: str) -> None:
        def work(_: JobControl) -> Changed:
            return act()

        def done(changed: Changed) -> None:
            self.message.show_message(Level.DONE, words)
            self._announce(changed)

        self.desk.tasks.run(work, done, self._refused, title="Đang ghi", owner=self, can_stop=False)

    def _announce(self, changed: Changed) -> None:
        self.desk.changes.announce(changed.kinds, self)
        self.fill()

    def _refused(self, error: UserError) -> None:
        self.message.show_error(error)
        # A disk that is full may have let the half of it through.
        self.fill()


class _NameDialog(Dialog):
    """Another name for a user, or which member they are."""

    def __init__(self, parent: QWidget, account: Account) -> None:
        super().__init__(parent, f"Tên của {account.name}", yes="Ghi tên")
        self._account = account
        self.who = Who()
        self.who.name.set_value(account.name)
        self.body.addWidget(self.who)

    def show_members(self, rows: list[MemberRow]) -> None:
        """Offer the members of the list, the one they are chosen."""
        self.who.show_members(rows)
        self.who.member.set_value(self._account.member_id or b"")

    def check(self) -> str | None:
        return None if self.who.take() is not None else "Hãy ghi họ và tên."
