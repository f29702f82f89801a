"""The place "Đảng viên": the list, the person, their years, the acts, the badges, the import."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.domain.members import Member
from chibo_desktop.services.members import MemberRow
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.members import desk_work
from chibo_desktop.ui.members.acts_page import ActsPage
from chibo_desktop.ui.members.badges_page import BadgesPage
from chibo_desktop.ui.members.desk_work import Snapshot
from chibo_desktop.ui.members.head import Head
from chibo_desktop.ui.members.list_saving import ListSaving
from chibo_desktop.ui.members.low_screen import scrolled_when_low
from chibo_desktop.ui.members.member_form import MemberForm
from chibo_desktop.ui.members.member_list import MemberList, nobody_chosen
from chibo_desktop.ui.members.person_page import PersonPage
from chibo_desktop.ui.members.person_writing import PersonWriting
from chibo_desktop.ui.members.roll_wizard import RollWizard, Taken
from chibo_desktop.ui.members.side_by_side import SideBySide
from chibo_desktop.ui.members.wording import counts_sentence
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.screen import Desk, Screen

TITLE = "Đảng viên"
_OWN = 1
"""the number of the file's own book"""


class MembersScreen(Screen):
    """Everyone the cell has had, and all that is written about them.

    `enter` takes a member's id for their years, ("form", id) for what is written of them, "new",
    "import", "acts", ("act", id), ("recognise", member id) or "anniversaries".
    """

    concerns: ClassVar[frozenset[str]] = frozenset({
        "member", "member_act", "meeting", "attendance", "speech", "duty", "mention", "dues", "review",
        "review_round", "reward", "vote",
    })  # fmt: skip

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, TITLE, "")
        self._session = session
        self._snapshot: Snapshot | None = None
        self._wanted: object = None
        self.list = MemberList()
        self.form = MemberForm(session.clock.today)
        self.writing = PersonWriting(desk, session, self.form, self.message, self)
        self.saving = ListSaving(desk, session, self.message, self)
        self.wizard = RollWizard(desk, session, self.message)
        self.page = PersonPage(desk, session, self.message)
        self.acts = ActsPage(desk, session, self.message)
        self.badges = BadgesPage(desk, session)
        self.nobody = nobody_chosen()
        self.person = QStackedWidget()
        self.person.addWidget(self.nobody)
        self.person.addWidget(self.form)
        self._both = SideBySide(scrolled_when_low(self.list), self.person)
        self._pages = QStackedWidget()
        for page in (self._both, self.wizard, self.page, self.acts, self.badges):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages)
        self.set_primary("Thêm đảng viên", self.add_member, "add").setEnabled(False)
        self._list_buttons = (
            self.add_action("Kết nạp, chuyển sinh hoạt", self.show_acts, "next"),
            self.add_action("Tuổi Đảng", self.show_badges, "calendar"),
        )
        self._connect()
        self._show_head()

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.pointed.connect(self._pointed)
        self.list.opened.connect(self._opened)
        self.list.add_asked.connect(self.add_member)
        self.list.import_asked.connect(self.start_import)
        self.list.save_asked.connect(self.saving.ask)
        self.list.undo_asked.connect(self.undo)
        self._both.rearranged.connect(self._show_head)
        self.form.years_asked.connect(self._years_of_shown)
        self.writing.read_again.connect(self._show)
        self.writing.added.connect(self.list.select)
        self.writing.given_up.connect(self._show_nobody)
        self.wizard.taken.connect(self._taken)
        self.acts.undo_asked.connect(self.undo)
        self.acts.changed.connect(self._changed)
        self.page.form_asked.connect(self._edit_shown)
        self.badges.member_asked.connect(self.show_page)
        self.page.meeting_asked.connect(self._open_meeting)
        self.acts.meeting_asked.connect(self._open_meeting)
        for page in (self.wizard, self.page, self.acts, self.badges):
            page.head_changed.connect(self._show_head)
            page.left.connect(self.show_members)
        for key, action in (
            (QKeySequence.StandardKey.Undo, self.undo),
            (QKeySequence.StandardKey.Find, self._find),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    # -- what is shown ------------------------------------------------------------------------

    def enter(self, target: object = None) -> None:
        """Show the place, on what is named."""
        self._wanted = target
        # Acts of other places change what undo would take back, so the place is always read again.
        self._stale = True
        super().enter(target)

    def refresh(self) -> None:
        """Read the place again; fields being typed in are left alone."""
        first = self._snapshot is None

        def work(_: object) -> Snapshot:
            return desk_work.read(self._session, with_drafts=first)

        self.desk.tasks.run(work, self._show, owner=self)
        here = self._pages.currentWidget()
        if here in {self.page, self.acts, self.badges} and self._wanted is None:
            here.refresh()

    @Slot(object)
    def _show(self, snapshot: Snapshot) -> None:
        first = self._snapshot is None
        self._snapshot = snapshot
        self.writing.take(snapshot)
        self.list.set_rows(snapshot.rows)
        self.list.undo_button.name_act(snapshot.undo_name)
        shown = self.form.member
        if shown is not None and not self.form.is_new and not self.writing.busy:
            member = snapshot.find(shown.id)
            if member is None:
                self._show_nobody()
            else:
                self.form.update_member(member)
        if first:
            self.writing.typed.load(snapshot.drafts)
            self._tell_of_drafts()
        wanted, self._wanted = self._wanted, None
        self._go_to(wanted)
        self._show_head()

    def _go_to(self, wanted: object) -> None:
        match wanted:
            case "import":
                self.start_import()
            case "new":
                self.add_member()
            case "acts":
                self.show_acts()
            case "anniversaries":
                self.show_badges()
            case bytes():
                self.show_page(wanted)
            case ("form", bytes() as member_id):
                self.show_member(member_id)
            case ("act" | "recognise", bytes() as wanted_id):
                self.show_acts(wanted_id)

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
        self.message.show_message(
            Level.INFO,
            f"Lần trước chương trình tắt khi đang ghi dở về {whose}.",
            "Những chữ đã gõ vẫn còn.",
            button="Mở để ghi tiếp",
            action=action,
        )

    @Slot()
    def _show_head(self) -> None:
        """Show title, sentence, buttons and way back of what is in front."""
        here = self._pages.currentWidget()
        head = here.head if isinstance(here, RollWizard | PersonPage | ActsPage | BadgesPage) else self._list_head()
        self._both.arrange(right_when_closed=not self.list.is_empty)
        in_list = here is self._both and not self._both.alone and not self.list.is_empty
        for made in self._list_buttons:
            made.setVisible(in_list)
        self.set_title(head.title, head.sentence)
        primary = self.set_primary(head.primary, head.action, head.icon_name)
        primary.setEnabled(head.enabled)
        primary.setVisible(head.shown)
        self.set_back(head.back, head.back_action)
        self._arrange_head()

    def _list_head(self) -> Head:
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

    # -- moving about -------------------------------------------------------------------------

    def _turn_to(self, page: QWidget) -> None:
        """Commit what is in front and show another page."""
        self.leave()
        self.message.clear()
        self._pages.setCurrentWidget(page)

    @Slot()
    def _find(self) -> None:
        self.show_members()
        self.show_list()
        self.list.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.find_box.selectAll()

    @Slot()
    def show_list(self) -> None:
        """Leave the person for the list, where both have no room side by side."""
        if not self._both.wide:
            self.form.commit()
            self._both.open = False
            self._show_head()
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def show_members(self) -> None:
        """Go back from another page to the list."""
        if self._pages.currentWidget() is not self._both:
            from_page = self._pages.currentWidget() is self.page
            self.leave()
            self._pages.setCurrentWidget(self._both)
            if from_page and not self._both.wide:
                self._both.open = False
            self._show_head()
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_member(self, member_id: bytes) -> None:
        """Show what is written of one member, chosen in the list."""
        self._pages.setCurrentWidget(self._both)
        if self.list.select(member_id):
            row = self.list.table.current()
            if row is not None:
                self._open_person(row.member)

    @Slot(bytes)
    def show_page(self, member_id: bytes) -> None:
        """Show one member through the years."""
        member = self._snapshot.find(member_id) if self._snapshot else None
        if member is None:
            return
        self.show_member(member_id)
        self._turn_to(self.page)
        self.page.show_member(member_id, member.name)

    @Slot()
    def _years_of_shown(self) -> None:
        if self.form.member is not None:
            self.show_page(self.form.member.id)

    @Slot()
    def show_acts(self, target: bytes | None = None) -> None:
        """Show admission, recognition and transfer, on one act or one member on probation."""
        self._turn_to(self.acts)
        self.acts.show_target(target)
        self._show_head()

    @Slot()
    def show_badges(self) -> None:
        """Show who reaches how many years of membership."""
        self._turn_to(self.badges)
        self.badges.refresh()
        self._show_head()

    @Slot()
    def _edit_shown(self) -> None:
        page = self.page.page
        if page is not None:
            self.show_member(page.member.id)
            self._show_head()
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
        self.show_page(row.member.id)

    def _open_person(self, member: Member) -> None:
        shown = self.form.member
        if shown is None or self.form.is_new or shown.id != member.id:
            self.form.commit()
            self.form.show_member(member, drafts=self.writing.typed.of(member.id))
        self._show_person()

    def _show_person(self) -> None:
        self._both.open = True
        self.person.setCurrentWidget(self.form)
        self._show_head()

    @Slot()
    def _show_nobody(self) -> None:
        self._both.open = False
        self.form.show_nobody()
        self.person.setCurrentWidget(self.nobody)
        self._show_head()

    @Slot()
    def add_member(self) -> None:
        """Show an empty form; whoever was begun and has no name yet is shown again."""
        if self._snapshot is None:
            return
        if not self.form.is_new:
            self.list.table.clearSelection()
        self.writing.begin_new(self._snapshot.blank)
        self._pages.setCurrentWidget(self._both)
        self._show_person()
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(bytes)
    def _open_meeting(self, meeting_id: bytes) -> None:
        self.desk.go("meetings", (meeting_id, _OWN))

    # -- acts ---------------------------------------------------------------------------------

    def leave(self) -> None:
        """Commit every field."""
        self.form.commit()
        self.acts.leave()

    @Slot()
    def undo(self) -> None:
        """Take back the last act, whichever place it was made in, and say which."""
        here = self._pages.currentWidget()
        if here is not self.wizard and self._snapshot is not None:
            self.writing.undo()
            if here in {self.page, self.acts, self.badges}:
                here.refresh()

    @Slot(object)
    def _changed(self, changed: Changed) -> None:
        """Read the list again after an act of another page."""
        self.refresh_list()
        self.desk.changes.announce(changed.kinds, self)

    def refresh_list(self) -> None:
        """Read the list of members again, the page in front left alone."""
        self.desk.tasks.run(lambda _: desk_work.read(self._session), self._show, owner=self)

    @Slot()
    def start_import(self) -> None:
        """Begin bringing in a list."""
        self._turn_to(self.wizard)
        self.wizard.start()

    @Slot(object)
    def _taken(self, taken: Taken) -> None:
        self._show_nobody()
        self._pages.setCurrentWidget(self._both)
        self._show(taken.snapshot)
        self.message.show_message(
            Level.DONE,
            f"Đã ghi {taken.count} đảng viên vào sổ.",
            "Nhập nhầm tệp thì bấm Hoàn tác.",
            button="Hoàn tác",
            action=self.undo,
        )
        self.desk.changes.announce(taken.changed.kinds, self)

    def save_list(self, target: Path) -> None:
        """Write the members of today to a spreadsheet."""
        self.saving.save(target)
