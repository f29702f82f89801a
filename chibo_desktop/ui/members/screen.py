"""The place "Đảng viên": its pages and the ways between them."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.members import desk_work
from chibo_desktop.ui.members.acts_page import ActsPage
from chibo_desktop.ui.members.badges_page import BadgesPage
from chibo_desktop.ui.members.desk_work import Snapshot
from chibo_desktop.ui.members.list_saving import ListSaving
from chibo_desktop.ui.members.people_page import TITLE, PeoplePage
from chibo_desktop.ui.members.person_page import PersonPage
from chibo_desktop.ui.members.roll_wizard import RollWizard, Taken
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.screen import Desk, Screen

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
        self.people = PeoplePage(desk, session, self.message, self)
        self.list = self.people.list
        self.form = self.people.form
        self.saving = ListSaving(desk, session, self.message, self)
        self.wizard = RollWizard(desk, session, self.message)
        self.page = PersonPage(desk, session, self.message)
        self.acts = ActsPage(desk, session, self.message)
        self.badges = BadgesPage(desk, session)
        self._pages = QStackedWidget()
        for page in (self.people, self.wizard, self.page, self.acts, self.badges):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages)
        self.set_primary("Thêm đảng viên", self.add_member, "add").setEnabled(False)
        self._connect()
        self._show_head()

    def _connect(self) -> None:
        self.list.acts_asked.connect(self.show_acts)
        self.list.badges_asked.connect(self.show_badges)
        self.list.import_asked.connect(self.start_import)
        self.list.save_asked.connect(self.saving.ask)
        self.list.undo_asked.connect(self.undo)
        self.people.years_asked.connect(self.show_page)
        self.people.writing.read_again.connect(self._show)
        self.wizard.taken.connect(self._taken)
        self.page.form_asked.connect(self._edit_shown)
        self.page.meeting_asked.connect(self._open_meeting)
        self.page.place_asked.connect(self.desk.go)
        self.acts.meeting_asked.connect(self._open_meeting)
        self.acts.undo_asked.connect(self.undo)
        self.acts.changed.connect(self._changed)
        self.badges.member_asked.connect(self.show_page)
        for page in (self.people, self.wizard, self.page, self.acts, self.badges):
            page.head_changed.connect(self._show_head)
        for other in (self.wizard, self.page, self.acts, self.badges):
            other.left.connect(self.show_people)
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
        self._read_people()
        if self._wanted is None:
            self._refresh_front()

    def _read_people(self) -> None:
        first = self._snapshot is None

        def work(_: object) -> Snapshot:
            return desk_work.read(self._session, with_drafts=first)

        self.desk.tasks.run(work, self._show, owner=self)

    def _refresh_front(self) -> None:
        for page in (self.page, self.acts, self.badges):
            if self._pages.currentWidget() is page:
                page.refresh()

    @Slot(object)
    def _show(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.people.show_snapshot(snapshot)
        wanted, self._wanted = self._wanted, None
        self._go_to(wanted)

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

    @Slot()
    def _show_head(self) -> None:
        """Show title, sentence, buttons and way back of what is in front."""
        here = self._pages.currentWidget()
        if not isinstance(here, PeoplePage | RollWizard | PersonPage | ActsPage | BadgesPage):
            return
        head = here.head
        self.set_title(head.title, head.sentence)
        primary = self.set_primary(head.primary, head.action, head.icon_name)
        primary.setEnabled(head.enabled)
        primary.setVisible(head.shown)
        self.set_back(head.back, head.back_action)
        self._arrange_head()

    # -- moving about -------------------------------------------------------------------------

    def _turn_to(self, page: QWidget) -> None:
        """Commit what is in front and show another page."""
        self.leave()
        self.message.clear()
        self._pages.setCurrentWidget(page)
        self._show_head()

    @Slot()
    def _find(self) -> None:
        self.show_people()
        self.people.focus_find()

    @Slot()
    def show_people(self) -> None:
        """Go back from another page to the list."""
        here = self._pages.currentWidget()
        if here is not self.people:
            self.leave()
            self._pages.setCurrentWidget(self.people)
            if here is self.page:
                self.people.show_list()
            self._show_head()
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_member(self, member_id: bytes) -> None:
        """Show what is written of one member, chosen in the list."""
        self._pages.setCurrentWidget(self.people)
        self.people.show_member(member_id)

    @Slot()
    def add_member(self) -> None:
        """Show the form of somebody new."""
        self._pages.setCurrentWidget(self.people)
        self.people.add_member()

    @Slot(bytes)
    def show_page(self, member_id: bytes) -> None:
        """Show one member through the years."""
        member = self._snapshot.find(member_id) if self._snapshot else None
        if member is not None:
            self.show_member(member_id)
            self._turn_to(self.page)
            self.page.show_member(member_id, member.name)

    @Slot()
    def _edit_shown(self) -> None:
        page = self.page.page
        if page is not None:
            self._pages.setCurrentWidget(self.people)
            self.people.edit_member(page.member.id)

    @Slot()
    def show_acts(self, target: bytes | None = None) -> None:
        """Show admission, recognition and transfer, on one act or one member on probation."""
        self._turn_to(self.acts)
        self.acts.show_target(target)

    @Slot()
    def show_badges(self) -> None:
        """Show who reaches how many years of membership."""
        self._turn_to(self.badges)
        self.badges.refresh()

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
        if self._pages.currentWidget() is not self.wizard and self._snapshot is not None:
            self.people.writing.undo()
            self._refresh_front()

    @Slot(object)
    def _changed(self, changed: Changed) -> None:
        """Read the list again after an act of another page."""
        self._read_people()
        self.desk.changes.announce(changed.kinds, self)

    @Slot()
    def start_import(self) -> None:
        """Begin bringing in a list."""
        self._turn_to(self.wizard)
        self.wizard.start()

    @Slot(object)
    def _taken(self, taken: Taken) -> None:
        self.people.show_nobody()
        self._pages.setCurrentWidget(self.people)
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
