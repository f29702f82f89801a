"""The place "Đảng viên": the list to the left, the person to the right, the import in its steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QStandardPaths, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.members import Member
from chibo_desktop.services import members
from chibo_desktop.services.members import MemberRow
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.members import desk_work
from chibo_desktop.ui.members.desk_work import Saved, Snapshot, Undone
from chibo_desktop.ui.members.edits import NAMELESS, Edit
from chibo_desktop.ui.members.low_screen import scrolled_when_low
from chibo_desktop.ui.members.member_form import MemberForm
from chibo_desktop.ui.members.member_list import MemberList, nobody_chosen
from chibo_desktop.ui.members.roll_wizard import Head, RollWizard, Taken
from chibo_desktop.ui.members.typed_words import TypedWords
from chibo_desktop.ui.members.wording import counts_sentence
from chibo_desktop.ui.messages import Level, ask
from chibo_desktop.ui.screen import Desk, Screen
from chibo_desktop.ui.theme import GRID, scaled

TITLE = "Đảng viên"
_WIDE = 900
"""pixels of the content from which list and person stand side by side"""
_SHEET = "Bảng tính Excel (*.xlsx)"


class MembersScreen(Screen):
    """Everyone the cell has had, and all that is written about them.

    `enter` takes a member's id, "new" for the form of somebody new, or "import" for the import.
    """

    concerns: ClassVar[frozenset[str]] = frozenset({"member"})

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, TITLE, "")
        self._session = session
        self._snapshot: Snapshot | None = None
        self._blank: Member | None = None
        self._typed = TypedWords(desk, session, self)
        self._saves = 0
        self._wanted: object = None
        self._wide = True
        self._open = False
        self.list = MemberList()
        self.form = MemberForm(session.clock.today)
        self.wizard = RollWizard(desk, session, self.message)
        self.nobody = nobody_chosen()
        self.person = QStackedWidget()
        self.person.addWidget(self.nobody)
        self.person.addWidget(self.form)
        self._both = QWidget()
        row = QHBoxLayout(self._both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID)
        self._list_area = scrolled_when_low(self.list)
        row.addWidget(self._list_area, 11)
        row.addWidget(self.person, 10)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._both)
        self._pages.addWidget(self.wizard)
        self.body.addWidget(self._pages)
        self.set_primary("Thêm đảng viên", self.add_member, "add").setEnabled(False)
        self._connect()
        self._show_head()

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.pointed.connect(self._pointed)
        self.list.opened.connect(self._opened)
        self.list.add_asked.connect(self.add_member)
        self.list.import_asked.connect(self.start_import)
        self.list.save_asked.connect(self.ask_target)
        self.list.undo_asked.connect(self.undo)
        self.form.edited.connect(self._edited)
        self.form.drafted.connect(self._draft)
        self.form.dropped.connect(self._drop_draft)
        self.form.removal_asked.connect(self._ask_removal)
        self.wizard.head_changed.connect(self._show_head)
        self.wizard.taken.connect(self._taken)
        self.wizard.left.connect(self._leave_import)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.undo)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._find)

    # -- what is shown ------------------------------------------------------------------------

    def enter(self, target: object = None) -> None:
        """Show the place, on a member's id, "new" or "import" if one is named."""
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

    def _show(self, snapshot: Snapshot) -> None:
        first = self._snapshot is None
        self._snapshot = snapshot
        self.list.set_rows(snapshot.rows)
        self.list.undo_button.name_act(snapshot.undo_name)
        shown = self.form.member
        if shown is not None and not self.form.is_new and not self._saves:
            member = snapshot.find(shown.id)
            if member is None:
                self._show_nobody()
            else:
                self.form.update_member(member)
        if first:
            self._typed.load(snapshot.drafts)
            self._tell_of_drafts()
        wanted, self._wanted = self._wanted, None
        if wanted == "import":
            self.start_import()
        elif wanted == "new":
            self.add_member()
        elif isinstance(wanted, bytes):
            self.show_member(wanted)
        self._show_head()

    def _tell_of_drafts(self) -> None:
        for owner in self._typed.owners():
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
        """Show title, sentence, primary button and way back of what is in front."""
        if self._pages.currentWidget() is self.wizard:
            self._apply(self.wizard.head)
            return
        alone = self._open and not self._wide
        rows = self._snapshot.rows if self._snapshot else ()
        sentence = ""
        if self._snapshot is not None and rows:
            sentence = counts_sentence(rows)
        elif self._snapshot is not None:
            sentence = "Ghi các đồng chí trong chi bộ một lần, dùng cho mọi cuộc họp."
        title = TITLE
        if alone and self.form.member is not None:
            title = "Đảng viên mới" if self.form.is_new else self.form.member.name
            sentence = "Rời khỏi ô nào là ô đó đã lưu."
        self._apply(
            Head(
                title,
                sentence,
                "Thêm đảng viên",
                self.add_member,
                icon_name="add",
                enabled=self._snapshot is not None,
                shown=not alone and (self._open or not self.list.is_empty),
                back="Danh sách đảng viên" if alone else "",
                back_action=self.show_list if alone else None,
            )
        )
        self._list_area.setVisible(not alone)
        self.person.setVisible(self._open if not self._wide else self._open or not self.list.is_empty)

    def _apply(self, head: Head) -> None:
        self.set_title(head.title, head.sentence)
        primary = self.set_primary(head.primary, head.action, head.icon_name)
        primary.setEnabled(head.enabled)
        primary.setVisible(head.shown)
        self.set_back(head.back, head.back_action)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() - 8 * GRID >= scaled(_WIDE)
        if wide != self._wide:
            self._wide = wide
            self._show_head()

    # -- moving about -------------------------------------------------------------------------

    @Slot()
    def _find(self) -> None:
        self.show_list()
        self.list.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.find_box.selectAll()

    @Slot()
    def show_list(self) -> None:
        """Leave the person for the list, where both have no room side by side."""
        if not self._wide:
            self.form.commit()
            self._open = False
            self._show_head()
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_member(self, member_id: bytes) -> None:
        """Show one member, chosen in the list."""
        if self._pages.currentWidget() is self.wizard:
            self._leave_import()
        if self.list.select(member_id):
            row = self.list.table.current()
            if row is not None:
                self._open_person(row.member)

    @Slot(object)
    def _chosen(self, row: MemberRow) -> None:
        shown = self.form.member
        if not self._wide or (shown is not None and shown.id == row.member.id):
            return
        self._open_person(row.member)

    @Slot(object)
    def _pointed(self, row: MemberRow) -> None:
        if not self._wide:
            self._open_person(row.member)

    @Slot(object)
    def _opened(self, row: MemberRow) -> None:
        self._open_person(row.member)
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_person(self, member: Member) -> None:
        shown = self.form.member
        if shown is None or self.form.is_new or shown.id != member.id:
            self.form.commit()
            self.form.show_member(member, drafts=self._typed.of(member.id))
        self._show_person()

    def _show_person(self) -> None:
        self._open = True
        self.person.setCurrentWidget(self.form)
        self._show_head()

    def _show_nobody(self) -> None:
        self._open = False
        self.form.show_nobody()
        self.person.setCurrentWidget(self.nobody)
        self._show_head()

    @Slot()
    def add_member(self) -> None:
        """Show an empty form; whoever was begun and has no name yet is shown again."""
        if self._snapshot is None:
            return
        if not self.form.is_new:
            self.form.commit()
            blank = self._blank or self._with_chosen(self._snapshot.blank)
            self._blank = blank
            self.list.table.clearSelection()
            self.form.show_member(blank, new=True, drafts=self._typed.of(None))
        self._show_person()
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _with_chosen(self, blank: Member) -> Member:
        drafts = self._typed.of(None)
        today = self._session.clock.today()
        for edit in desk_work.chosen_edits(drafts, today):
            blank = edit.change(blank)
        return blank

    # -- writing ------------------------------------------------------------------------------

    @Slot(object)
    def _edited(self, edit: Edit) -> None:
        shown = self.form.member
        if shown is None:
            return
        base = None
        if self.form.is_new and self._blank is not None:
            self._blank = base = edit.change(self._blank)
            if base.name == NAMELESS:
                self._draft(edit.key, self.form.words_of(edit.key))
                return
        before = base or shown

        def work(_: object) -> Saved:
            return desk_work.save(self._session, before.id, base, edit)

        def failed(error: UserError) -> None:
            self._saves -= 1
            current = self._snapshot.find(before.id) if self._snapshot else None
            if self._is_shown(before.id):
                self.form.refuse(edit.key, error, current or before)
            else:
                self.message.show_error(error)

        self._saves += 1
        self.desk.tasks.run(work, lambda saved: self._saved(saved, edit, new=base is not None), failed, owner=self)

    def _is_shown(self, member_id: bytes) -> bool:
        return self.form.member is not None and self.form.member.id == member_id

    def _saved(self, saved: Saved, edit: Edit, *, new: bool) -> None:
        self._saves -= 1
        self._typed.forget(saved.member.id, edit.key)
        if new:
            self._typed.forget(None)
            if self._blank is not None and self._blank.id == saved.member.id and not self._saves:
                self._blank = None
        shown = self._is_shown(saved.member.id)
        if shown and new and not self._saves:
            self.form.update_member(saved.member)
        self._show(saved.snapshot)
        if shown:
            if new:
                self.list.select(saved.member.id)
            if edit.key in {"name", "role"}:
                self.form.warn_of(saved.same_name, saved.other_secretary)
        self.desk.changes.announce(saved.changed.kinds, self)

    @Slot(str, str)
    def _draft(self, key: str, words: str) -> None:
        if self.form.member is not None:
            self._typed.keep(None if self.form.is_new else self.form.member.id, key, words)

    @Slot(str)
    def _drop_draft(self, key: str) -> None:
        if self.form.member is not None:
            self._typed.drop(self.form.member.id, key)

    def leave(self) -> None:
        """Commit every field."""
        self.form.commit()

    @Slot()
    def undo(self) -> None:
        """Take back the last act, whichever place it was made in, and say which."""
        if self._pages.currentWidget() is self.wizard or self._snapshot is None:
            return

        def done(undone: Undone) -> None:
            self._show(undone.snapshot)
            if undone.what:
                self.message.show_message(Level.INFO, f"Đã hoàn tác: {undone.what}.")
                self.desk.changes.announce(undone.changed.kinds, self)

        self.desk.tasks.run(lambda _: desk_work.undo(self._session), done, owner=self)

    @Slot()
    def _ask_removal(self) -> None:
        member = self.form.member
        if member is None:
            return
        if self.form.is_new:
            self._give_up_new()
            return
        ask(
            self,
            f"Xóa đồng chí {member.name} khỏi danh sách?",
            "Chỉ xóa khi ghi nhầm. Biên bản đã lập vẫn giữ tên này. Đồng chí chuyển đi hay không còn là đảng "
            "viên thì đừng xóa, hãy ghi ở Tình trạng sinh hoạt.",
            yes="Xóa",
            no="Giữ lại",
            on_yes=lambda: self._remove(member),
            danger=True,
        )

    def _give_up_new(self) -> None:
        self._blank = None
        self._typed.drop(None)
        self._show_nobody()

    def _remove(self, member: Member) -> None:
        def done(result: tuple[Changed, Snapshot]) -> None:
            changed, snapshot = result
            self._typed.forget(member.id)
            self._show(snapshot)
            self.message.show_message(
                Level.DONE,
                f"Đã xóa đồng chí {member.name} khỏi danh sách.",
                button="Hoàn tác",
                action=self.undo,
            )
            self.desk.changes.announce(changed.kinds, self)

        self.desk.tasks.run(lambda _: desk_work.remove(self._session, member), done, owner=self)

    # -- the whole list -----------------------------------------------------------------------

    @Slot()
    def start_import(self) -> None:
        """Begin bringing in a list."""
        self.form.commit()
        self.message.clear()
        self._pages.setCurrentWidget(self.wizard)
        self.wizard.start()

    @Slot()
    def _leave_import(self) -> None:
        self._pages.setCurrentWidget(self._both)
        self._show_head()

    @Slot(object)
    def _taken(self, taken: Taken) -> None:
        self._show_nobody()
        self._leave_import()
        self._show(taken.snapshot)
        self.message.show_message(
            Level.DONE,
            f"Đã ghi {taken.count} đảng viên vào sổ.",
            "Nhập nhầm tệp thì bấm Hoàn tác.",
            button="Hoàn tác",
            action=self.undo,
        )
        self.desk.changes.announce(taken.changed.kinds, self)

    @Slot()
    def ask_target(self) -> None:
        """Ask where the list is to be saved as a spreadsheet."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"Danh sách đảng viên {self._session.clock.today():%Y-%m-%d}.xlsx"
        choose_target(self, "Lưu danh sách đảng viên", Path(folder) / name, _SHEET, self.save_list)

    def save_list(self, target: Path) -> None:
        """Write the members of today to a spreadsheet and say what to mind about it."""

        def done(count: int) -> None:
            self.message.show_message(
                Level.DONE,
                f"Đã lưu {count} đảng viên vào tệp {target.name}.",
                "Tệp này ai mở cũng đọc được; chỉ đưa cho người có trách nhiệm.",
            )

        self.desk.tasks.run(
            lambda _: members.export_members(self._session, target),
            done,
            title="Đang lưu danh sách đảng viên",
            owner=self,
            can_stop=False,
        )
