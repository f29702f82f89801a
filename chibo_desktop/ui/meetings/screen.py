"""The place of meetings: the list by year, and the one that is open (cuộc họp)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.services import meetings
from chibo_desktop.services.meetings import MeetingRow
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.meetings.listing import MeetingList, name_of
from chibo_desktop.ui.meetings.new_meeting import NewMeeting, NewMeetingDialog
from chibo_desktop.ui.meetings.themes import ThemesPage
from chibo_desktop.ui.meetings.work import OWN, News, take_back, undone
from chibo_desktop.ui.meetings.workspace import MeetingWorkspace
from chibo_desktop.ui.messages import Level, ask
from chibo_desktop.ui.screen import Desk, Screen
from chibo_desktop.ui.theme import GRID, scaled

_TITLE = "Cuộc họp"
_LOW = 640
"""height of the place, in pixels of the usual text size, below which its head takes one line"""
_SENTENCE = "Chọn một cuộc họp để ghi tiếp, hoặc lập cuộc họp mới."
Listed = tuple[list[MeetingRow], list[int], int, date]


class MeetingPage(Screen):
    """A screen that shows one meeting at a time, of any book."""

    concerns: ClassVar[frozenset[str]] = frozenset({
        "meeting", "agenda_item", "attendance", "guest", "speech", "conclusion", "vote", "duty", "resolution",
        "document_number", "member", "cell", "setting", "mention", "proposal", "target",
    })  # fmt: skip
    esc_goes_back: ClassVar[bool] = False

    def __init__(self, desk: Desk, session: Session, title: str = _TITLE, sentence: str = "") -> None:
        self._low = False
        super().__init__(desk, title, sentence)
        self.session = session
        self.workspace: MeetingWorkspace | None = None
        self.undo_button = self.add_action("Hoàn tác", self.undo, "undo")
        self.undo_button.setToolTip("Lấy lại việc vừa làm (Ctrl+Z)")
        self.undo_button.setAccessibleName("Hoàn tác")
        self.back_words = ""
        self.leave_meeting: Callable[[], None] | None = None
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack)

    def enter(self, target: object = None) -> None:
        """Show a meeting: its id in the own book, or `(id, book)`."""
        match target:
            case (bytes() as meeting_id, int() as book):
                self.open_meeting(meeting_id, book)
            case bytes() as meeting_id:
                self.open_meeting(meeting_id, OWN)
            case _:
                super().enter(target)

    def open_meeting(self, meeting_id: bytes, book: int = OWN) -> None:
        """Show a meeting in its steps, read-only if it is in another's book."""
        now = self.workspace
        if now is not None and (now.meeting.meeting_id, now.meeting.book) == (meeting_id, book):
            now.refresh()
            return
        self.close_workspace()
        made = MeetingWorkspace(self.desk, self.session, meeting_id, book=book, initiator=self, parent=self.stack)
        made.named.connect(self._named)
        made.led.connect(self._led)
        made.told.connect(self.tell)
        made.lost.connect(self._lost)
        made.stepped.connect(self.message.clear)
        self.workspace = made
        self.message.clear()
        self.stack.addWidget(made)
        self.stack.setCurrentWidget(made)
        self.undo_button.setVisible(book == OWN)
        self.workspace_opened()

    def workspace_opened(self) -> None:
        """Follow the opening of a meeting; override."""

    def close_workspace(self) -> None:
        """Commit what is typed and put the meeting away."""
        if self.workspace is None:
            return
        self.workspace.commit()
        self.stack.removeWidget(self.workspace)
        self.workspace.hide()
        self.workspace.deleteLater()
        self.workspace = None

    def refresh(self) -> None:
        if self.workspace is not None:
            self.workspace.refresh()

    @Slot(str)
    def _named(self, title: str) -> None:
        self.set_title(title, "")
        self._make_room()

    def _arrange_head(self) -> None:
        super()._arrange_head()
        if self._low:
            self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
            self._column.setSpacing(GRID)
            if not self._narrow:
                self._narrow = True
                self._head.removeWidget(self._button_row)
                self._head.addWidget(self._button_row, 0, 1, Qt.AlignmentFlag.AlignRight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()
        super().resizeEvent(event)

    def _make_room(self) -> None:
        """On a low screen let the way back bear the meeting's name, and give the steps the room."""
        self._low = self.workspace is not None and self.height() < scaled(_LOW)
        self._title.setVisible(not self._low)
        self.undo_button.setText("" if self._low else "Hoàn tác")
        self.set_back(self.title if self._low else self.back_words, self.leave_meeting)
        self._arrange_head()

    @Slot(str, str)
    def _led(self, words: str, icon_name: str) -> None:
        self.set_primary(words, self._lead, icon_name)

    def _lead(self) -> None:
        if self.workspace is not None:
            self.workspace.lead()

    @Slot(object)
    def tell(self, news: News) -> None:
        """Show news; with undo where it can be taken back."""
        if news.undo:
            self.message.show_message(Level.DONE, news.title, news.remedy, button="Hoàn tác", action=self.undo)
        else:
            self.message.show_message(Level.INFO, news.title, news.remedy)

    @Slot(object)
    def _lost(self, error: UserError) -> None:
        self.message.show_error(error)

    def undo(self) -> None:
        """Take back the last act."""
        if self.workspace is not None:
            self.workspace.undo()


class MeetingsScreen(MeetingPage):
    """The list of a year's meetings; opening one puts its workspace in the place of the list."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session, _TITLE, _SENTENCE)
        self._year: int | None = None
        self._today: date | None = None
        self._new_wanted = False
        self.list = MeetingList()
        self.list.opened.connect(self._open_row)
        self.list.delete_asked.connect(self._ask_delete)
        self.list.new_asked.connect(self.new_meeting)
        self.list.year_chosen.connect(self._choose_year)
        self.stack.addWidget(self.list)
        self.themes = ThemesPage(desk, session, self)
        self.themes.opened.connect(self.open_meeting)
        self.themes.told.connect(self.tell)
        self.list.themes_asked.connect(self.show_themes)
        self.stack.addWidget(self.themes)
        for page in (self.list, self.themes):
            shortcut = QShortcut(QKeySequence("Ctrl+Z"), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.undo)
        self._show_head()

    def enter(self, target: object = None) -> None:
        """Show a meeting, the list, with "new" the dialog that plans one, with "themes" the year's plan."""
        if target == "themes":
            self.show_themes()
            return
        if target == "new":
            self._new_wanted = True
            self.show_list()
            return
        super().enter(target)

    def _show_head(self) -> None:
        self.set_title(_TITLE, _SENTENCE)
        self.back_words, self.leave_meeting = "", None
        self._make_room()
        self.set_primary("Lập cuộc họp", self.new_meeting, "add")
        self.undo_button.setVisible(True)

    def workspace_opened(self) -> None:
        own = self.workspace is not None and self.workspace.meeting.book == OWN
        self.back_words = "Danh sách cuộc họp" if own else "Các chi bộ"
        self.leave_meeting = self.show_list if own else self._to_cells
        self._make_room()

    def _to_cells(self) -> None:
        self.close_workspace()
        self.desk.go("cells", None)

    def show_list(self) -> None:
        """Go back to the list."""
        self.close_workspace()
        self.message.clear()
        self.stack.setCurrentWidget(self.list)
        self._show_head()
        self._read_list()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def show_themes(self) -> None:
        """Go to the year's plan of thematic meetings."""
        self.close_workspace()
        self.message.clear()
        self.stack.setCurrentWidget(self.themes)
        self.set_title("Kế hoạch sinh hoạt chuyên đề", "Mỗi quý ít nhất một chuyên đề (CT 50-CT/TW).")
        self.back_words, self.leave_meeting = "Danh sách cuộc họp", self.show_list
        self._make_room()
        self.set_primary("Thêm chuyên đề", self.themes.add, "add")
        self.undo_button.setVisible(True)
        self.themes.read()
        self.themes.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        super().refresh()
        if self.workspace is not None:
            return
        if self.stack.currentWidget() is self.themes:
            self.themes.read()
        else:
            self._read_list()

    def _read_list(self) -> None:
        wanted = self._year

        def work(job: JobControl) -> Listed:
            del job
            today = self.session.clock.today()
            known = sorted({*meetings.years(self.session), today.year, *([wanted] if wanted else [])}, reverse=True)
            year = wanted or (min(known[0], today.year))
            return meetings.list_meetings(self.session, year=year), known, year, today

        self.desk.tasks.run(work, self._listed, owner=self)

    def _listed(self, found: Listed) -> None:
        rows, years, year, self._today = found
        if self._year in {None, year}:
            self._year = year
            self.list.show_rows(rows, years, year)
        if self._new_wanted:
            self._new_wanted = False
            self.new_meeting()

    @Slot(object)
    def _choose_year(self, year: int) -> None:
        self._year = year
        self._read_list()

    @Slot(object)
    def _open_row(self, row: MeetingRow) -> None:
        self.open_meeting(row.meeting.id, row.book)

    # -- making and deleting ----------------------------------------------------------------------

    def new_meeting(self) -> None:
        """Ask for kind and day, and open the new meeting."""
        if self._today is None:
            return
        dialog = NewMeetingDialog(self, self._today)

        def wanted() -> None:
            value = dialog.value()
            if value is not None:
                self._create(value)

        dialog.accepted.connect(wanted)
        dialog.open()

    def _create(self, new: NewMeeting) -> None:
        def work(job: JobControl) -> bytes:
            del job
            return meetings.create_meeting(self.session, new.kind, new.day, starts=new.starts, title=new.theme)

        def made(meeting_id: bytes) -> None:
            self._year = new.day.year
            self.desk.changes.announce({"meeting", "agenda_item"}, self)
            self.open_meeting(meeting_id)

        self.desk.tasks.run(work, made, owner=self)

    @Slot(object)
    def _ask_delete(self, row: MeetingRow) -> None:
        def delete() -> None:
            self._delete(row)

        ask(
            self,
            "Xóa cuộc họp?",
            f"{name_of(row)} ngày {date_text(row.meeting.date)} cùng điểm danh và ý kiến đã ghi sẽ bị xóa khỏi sổ. "
            "Nếu xóa nhầm, bấm Hoàn tác.",
            yes="Xóa cuộc họp",
            no="Giữ lại",
            on_yes=delete,
            danger=True,
        )

    def _delete(self, row: MeetingRow) -> None:
        def done(changed: Changed) -> None:
            self.desk.changes.announce(changed.kinds, self)
            self._read_list()
            self.tell(News(f"Đã xóa cuộc họp ngày {date_text(row.meeting.date)}.", undo=True))

        self.desk.tasks.run(lambda _job: meetings.delete_meeting(self.session, row.meeting.id), done, owner=self)

    def undo(self) -> None:
        """Take back the last act, in the open meeting or in the list."""
        if self.workspace is not None:
            super().undo()
            return
        if self.stack.currentWidget() is self.themes:
            self.themes.undo()
            return

        def done(result: tuple[str | None, Changed]) -> None:
            what, changed = result
            self.desk.changes.announce(changed.kinds, self)
            self._read_list()
            self.tell(undone(what))

        self.desk.tasks.run(lambda _job: take_back(self.session), done, owner=self)


def meeting_page(desk: Desk, session: Session, target: object) -> MeetingPage:
    """Return a screen that shows one meeting: an id, or `(id, book)`; another's book is read-only."""
    page = MeetingPage(desk, session)
    page.enter(target)
    return page
