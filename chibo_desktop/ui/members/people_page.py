"""The list of members at the left, what is written of one of them at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.domain.members import Member
from chibo_desktop.services.members import MemberRow
from chibo_desktop.services.session import Session
from chibo_desktop.ui.members.desk_work import Snapshot
from chibo_desktop.ui.members.head import Head
from chibo_desktop.ui.members.low_screen import scrolled_when_low
from chibo_desktop.ui.members.member_form import MemberForm
from chibo_desktop.ui.members.member_list import MemberList, nobody_chosen
from chibo_desktop.ui.members.person_writing import PersonWriting
from chibo_desktop.ui.members.side_by_side import SideBySide
from chibo_desktop.ui.members.wording import counts_sentence
from chibo_desktop.ui.messages import Level, MessageBar
from chibo_desktop.ui.screen import Desk

TITLE = "Đảng viên"


class PeoplePage(QWidget):
    """`years_asked(id)` comes on Enter, a double click and from the form's button."""

    head_changed = Signal()
    years_asked = Signal(bytes)

    def __init__(
        self, desk: Desk, session: Session, message: MessageBar, place: QWidget, parent: QWidget | None = None
    ) -> None:
        """`place` is the screen: what is asked stands before it, and it announces what has changed."""
        super().__init__(parent)
        self._message = message
        self._snapshot: Snapshot | None = None
        self.list = MemberList()
        self.form = MemberForm(session.clock.today)
        self.writing = PersonWriting(desk, session, self.form, message, place)
        self.nobody = nobody_chosen()
        self.person = QStackedWidget()
        self.person.addWidget(self.nobody)
        self.person.addWidget(self.form)
        self._both = SideBySide(scrolled_when_low(self.list), self.person)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._both)
        self.list.chosen.connect(self._chosen)
        self.list.pointed.connect(self._pointed)
        self.list.opened.connect(self._opened)
        self.list.add_asked.connect(self.add_member)
        self.form.years_asked.connect(self._years_of_shown)
        self._both.rearranged.connect(self._rearrange)
        self.writing.added.connect(self.list.select)
        self.writing.given_up.connect(self.show_nobody)

    # -- what is shown ------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how the book stands; fields being typed in are left alone."""
        first = self._snapshot is None
        self._snapshot = snapshot
        self.writing.take(snapshot)
        self.list.set_rows(snapshot.rows)
        self.list.undo_button.name_act(snapshot.undo_name)
        shown = self.form.member
        if shown is not None and not self.form.is_new and not self.writing.busy:
            member = snapshot.find(shown.id)
            if member is None:
                self.show_nobody()
            else:
                self.form.update_member(member)
        if first:
            self.writing.typed.load(snapshot.drafts)
            self._tell_of_drafts()
        self._rearrange()

    def _tell_of_drafts(self) -> None:
        for owner in self.writing.typed.owners():
            if owner is None:
                self._offer_draft("một đồng chí mới", self.add_member)
                return
            member = self._snapshot.find(owner) if self._snapshot else None
            if member is not None:
                self._offer_draft(f"đồng chí {member.name}", partial(self.show_member, owner))
                return

    def _offer_draft(self, whose: str, action: Callable[[], None]) -> None:
        self._message.show_message(
            Level.INFO,
            f"Lần trước chương trình tắt khi đang ghi dở về {whose}.",
            "Những chữ đã gõ vẫn còn.",
            button="Mở để ghi tiếp",
            action=action,
        )

    @property
    def alone(self) -> bool:
        """Whether the person covers the list."""
        return self._both.alone

    @property
    def head(self) -> Head:
        """What the screen's head shows."""
        alone = self._both.alone
        rows = self._snapshot.rows if self._snapshot else ()
        title, sentence = TITLE, ""
        if self._snapshot is not None:
            empty = "Ghi các đồng chí trong chi bộ một lần, dùng cho mọi cuộc họp."
            sentence = counts_sentence(rows) if rows else empty
        if alone and self.form.member is not None:
            title = "Đảng viên mới" if self.form.is_new else self.form.member.name
            sentence = "Rời khỏi ô nào là ô đó đã lưu."
        return Head(
            title, sentence, "Thêm đảng viên", self.add_member, icon_name="add",
            enabled=self._snapshot is not None,
            shown=not alone and (self._both.open or not self.list.is_empty),
            back="Danh sách đảng viên" if alone else "", back_action=self.show_list if alone else None,
        )  # fmt: skip

    @Slot()
    def _rearrange(self) -> None:
        self._both.arrange(right_when_closed=not self.list.is_empty)
        self.head_changed.emit()

    # -- moving about -------------------------------------------------------------------------

    def focus_find(self) -> None:
        """Put the focus on the find box."""
        self.show_list()
        self.list.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.find_box.selectAll()

    @Slot()
    def show_list(self) -> None:
        """Leave the person for the list, where both have no room side by side."""
        if not self._both.wide:
            self.form.commit()
            self._both.open = False
            self._rearrange()
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_member(self, member_id: bytes) -> None:
        """Show what is written of one member, chosen in the list."""
        if self.list.select(member_id):
            row = self.list.table.current()
            if row is not None:
                self._open_person(row.member)

    def edit_member(self, member_id: bytes) -> None:
        """Show what is written of one member and put the focus there."""
        self.show_member(member_id)
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _chosen(self, row: MemberRow) -> None:
        shown = self.form.member
        if not self._both.wide or (shown is not None and shown.id == row.member.id):
            return
        self._open_person(row.member)

    @Slot(object)
    def _pointed(self, row: MemberRow) -> None:
        if not self._both.wide:
            self._open_person(row.member)

    @Slot(object)
    def _opened(self, row: MemberRow) -> None:
        self.years_asked.emit(row.member.id)

    @Slot()
    def _years_of_shown(self) -> None:
        if self.form.member is not None:
            self.years_asked.emit(self.form.member.id)

    def _open_person(self, member: Member) -> None:
        shown = self.form.member
        if shown is None or self.form.is_new or shown.id != member.id:
            self.form.commit()
            self.form.show_member(member, drafts=self.writing.typed.of(member.id))
        self._show_person()

    def _show_person(self) -> None:
        self._both.open = True
        self.person.setCurrentWidget(self.form)
        self._rearrange()

    @Slot()
    def show_nobody(self) -> None:
        """Show that nobody is chosen."""
        self._both.open = False
        self.form.show_nobody()
        self.person.setCurrentWidget(self.nobody)
        self._rearrange()

    @Slot()
    def add_member(self) -> None:
        """Show an empty form; whoever was begun and has no name yet is shown again."""
        if self._snapshot is None:
            return
        if not self.form.is_new:
            self.list.table.clearSelection()
        self.writing.begin_new(self._snapshot.blank)
        self._show_person()
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
