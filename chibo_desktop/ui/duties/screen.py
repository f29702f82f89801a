"""The place "Nhiệm vụ": the board at the left, one duty at the right, the year's assignment."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from chibo_desktop.common.text import excerpt
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.duty_board import Shown
from chibo_desktop.domain.duty_plan import usual_year
from chibo_desktop.services import duties
from chibo_desktop.services.session import Session
from chibo_desktop.ui.duties import desk_work
from chibo_desktop.ui.duties.beside import Beside
from chibo_desktop.ui.duties.board_view import BoardView
from chibo_desktop.ui.duties.desk_work import Done, Snapshot
from chibo_desktop.ui.duties.duty_form import DutyForm
from chibo_desktop.ui.duties.plan_page import PlanPage
from chibo_desktop.ui.duties.planning import Planning
from chibo_desktop.ui.duties.printing import Printing
from chibo_desktop.ui.duties.wording import Row, counts_sentence, head_text
from chibo_desktop.ui.duties.writing import Writing
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.screen import Desk, Screen, scrolled
from chibo_desktop.ui.tables import EmptyState
from chibo_desktop.ui.theme import GRID, scaled

TITLE = "Nhiệm vụ"
_WIDE = 900
"""pixels of the content from which board and duty stand side by side"""


class DutiesScreen(Screen):
    """Who has which duty until when, and how far it is.

    `enter` takes a duty's id, a member's id, "overdue" or "month" for the board by date, "plan" for the year's
    assignment, or nothing.
    """

    concerns: ClassVar[frozenset[str]] = frozenset({"duty", "duty_progress", "member", "meeting", "resolution"})

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, TITLE, "")
        self.session = session
        self.snapshot: Snapshot | None = None
        self._wanted: object = None
        self._member: bytes | None = None
        """whose group is chosen on the board"""
        self._wide = True
        self._open = False
        self.board = BoardView(self.undo)
        self.form = DutyForm()
        self.plan = PlanPage()
        self.nothing = Beside(self.add_duty)
        self.beside = QStackedWidget()
        self.beside.addWidget(self.nothing)
        self.beside.addWidget(self.form)
        self._both = QWidget()
        row = QHBoxLayout(self._both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID)
        self._board_area = scrolled(self.board)
        # The usual policy scrolls below the height the content wishes for, which a table never has.
        self.board.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        row.addWidget(self._board_area, 11)
        row.addWidget(self.beside, 10)
        self.empty = EmptyState(
            "duties",
            "Sổ chưa có nhiệm vụ nào",
            "Nơi này cho thấy ai nhận việc gì, đến bao giờ, đã làm đến đâu, đồng chí nào chưa có việc. Việc giao ở "
            "cuộc họp tự hiện ở đây. Đầu năm có thể phân công cả chi bộ một lần.",
            label="Phân công cả chi bộ",
            action=self.start_plan,
        )
        self._pages = QStackedWidget()
        for part in (self._both, self.plan, self.empty):
            self._pages.addWidget(part)
        self.body.addWidget(self._pages, 1)
        self.printing = Printing(desk, session, self, self.message)
        self.writing = Writing(desk, session, self, self.form, self.message)
        self.planning = Planning(desk, session, self, self.plan, self.message)
        self.plan_button = self.add_action("Phân công năm", self.start_plan, "calendar")
        self.set_primary("Giao nhiệm vụ", self.add_duty, "add").setEnabled(False)
        self._connect()
        self._show_head()

    def _connect(self) -> None:
        self.board.chosen.connect(self._chosen)
        self.board.pointed.connect(self._pointed)
        self.board.opened.connect(self._opened)
        self.board.give_asked.connect(self.give_to)
        self.board.print_asked.connect(self.ask_print)
        self.writing.acted.connect(self._acted)
        self.writing.created.connect(self.board.select)
        self.planning.begun.connect(self._plan_begun)
        self.planning.given.connect(self._plan_given)
        self.form.removal_asked.connect(self._ask_removal)
        self.form.meeting_asked.connect(lambda meeting: self.desk.go("meetings", (meeting, 1)))
        self.plan.changed.connect(self._show_head)
        for sequence, action in (
            (QKeySequence.StandardKey.Undo, self.undo), (QKeySequence.StandardKey.Find, self._find),
        ):  # fmt: skip
            key = QShortcut(QKeySequence(sequence), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(action)

    # -- what is shown ------------------------------------------------------------------------

    def enter(self, target: object = None) -> None:
        """Be shown on what is named; turns that are due begin."""
        self._wanted = target
        # Days pass without a record changing, so the place is read anew each time.
        self._stale = False
        super().enter(target)
        self.desk.tasks.run(lambda _: desk_work.read(self.session, renew=True), self._entered, owner=self)

    def _entered(self, done: Done) -> None:
        self._show(done.snapshot)
        if done.changed.kinds:
            self.desk.changes.announce(done.changed.kinds, self)

    def refresh(self) -> None:
        """Read the place again; fields being typed in are left alone."""
        self.desk.tasks.run(lambda _: desk_work.read(self.session), lambda d: self._show(d.snapshot), owner=self)

    def _show(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.writing.take_drafts(snapshot.drafts)
        board = snapshot.board
        self.board.show_board(board, snapshot.undo_name)
        shown = self.form.duty
        if shown is not None and not self.form.is_new and not self.writing.saving:
            duty = board.find(shown.id)
            if duty is None:
                self._show_nothing()
            else:
                self.form.update_duty(duty, board, snapshot.logs.get(duty.id, ()))
        if self._pages.currentWidget() is not self.plan:
            bare = not board.duties and not self.form.is_new
            self._pages.setCurrentWidget(self.empty if bare else self._both)
        wanted, self._wanted = self._wanted, None
        self._go_to(wanted)
        self._show_head()

    def _go_to(self, wanted: object) -> None:
        board = self.snapshot.board if self.snapshot else None
        if board is None or wanted is None:
            return
        if wanted == "plan":
            self.start_plan()
        elif wanted in {"overdue", "month"} and self._pages.currentWidget() is not self.plan:
            self.board.look_at_days(Shown.OVERDUE if wanted == "overdue" else Shown.OPEN)
        elif isinstance(wanted, bytes):
            if self._pages.currentWidget() is self.plan:
                self.leave_plan()
            if board.find(wanted) is not None:
                self.show_duty(wanted)
            elif self._pages.currentWidget() is self._both:
                self.board.select_member(wanted)
            elif wanted in board.names:
                self.give_to(wanted)

    @Slot()
    def _show_head(self) -> None:
        """Show title, sentence, buttons and the way back of what is in front."""
        planning = self._pages.currentWidget() is self.plan
        alone = self._open and not self._wide and not planning
        ready = self.snapshot is not None
        bare = self._pages.currentWidget() is self.empty
        if planning and self.plan.plan is not None:
            self.set_title(f"Phân công năm {self.plan.plan.year}", "Xem lại từng dòng rồi giao tất cả một lần.")
            self.set_back("Bảng nhiệm vụ", self.leave_plan)
            self.set_primary(f"Giao {self.plan.count} việc", self.give_plan, "check")
        else:
            sentence = counts_sentence(self.snapshot.board.counts) if self.snapshot and not bare else ""
            if alone:
                sentence = "Rời khỏi ô nào là ô đó đã lưu."
            self.set_title(self._alone_title() if alone else TITLE, sentence)
            self.set_back("Bảng nhiệm vụ" if alone else "", self.show_board if alone else None)
            self.set_primary("Giao nhiệm vụ", self.add_duty, "add")
        if self.primary is not None:
            self.primary.setEnabled(ready and (not planning or self.plan.count > 0))
            self.primary.setVisible(not alone)
        year = usual_year(self.session.clock.today())
        self.plan_button.setText(f"Phân công năm {year}")
        self.plan_button.setVisible(not planning and not alone and not bare)
        self._board_area.setVisible(not alone)
        self.beside.setVisible(self._open or self._wide)
        self._arrange_head()

    def _alone_title(self) -> str:
        duty = self.form.duty
        if duty is None or self.form.is_new:
            return "Giao nhiệm vụ"
        return excerpt(duty.text, 50)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() - 8 * GRID >= scaled(_WIDE)
        if wide != self._wide:
            self._wide = wide
            self._show_head()

    # -- moving about -------------------------------------------------------------------------

    @Slot()
    def _find(self) -> None:
        self.show_board()
        self.board.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.board.find_box.selectAll()

    @Slot()
    def show_board(self) -> None:
        """Leave the duty for the board, where both have no room side by side."""
        if not self._wide and self._open:
            self.form.commit()
            self._open = False
            self._show_head()
            self.board.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_duty(self, duty_id: bytes) -> None:
        """Show one duty, chosen on the board."""
        if self.board.select(duty_id):
            row = self.board.table.current()
            if row is not None and row.duty is not None:
                self._open_duty(row.duty)

    @Slot(object)
    def _chosen(self, row: Row) -> None:
        if row.duty is None:
            self._member = row.group.member_id
            if self._wide and not self.form.is_new:
                self._show_group(row)
            return
        self._member = None
        shown = self.form.duty
        if self._wide and (shown is None or shown.id != row.duty.id):
            self._open_duty(row.duty)

    @Slot(object)
    def _pointed(self, row: Row) -> None:
        if not self._wide and row.duty is not None:
            self._open_duty(row.duty)

    @Slot(object)
    def _opened(self, row: Row) -> None:
        if row.duty is not None:
            self._open_duty(row.duty)
            self.form.log.words.setFocus(Qt.FocusReason.OtherFocusReason)
        elif row.group.member_id is not None:
            self.give_to(row.group.member_id)

    def _open_duty(self, duty: Duty) -> None:
        snapshot, shown = self.snapshot, self.form.duty
        if snapshot is None:
            return
        if shown is None or self.form.is_new or shown.id != duty.id:
            self.form.commit()
            self.form.show_duty(
                duty, snapshot.board, snapshot.logs.get(duty.id, ()), drafts=self.writing.drafts_of(duty.id)
            )
        self._show_form()

    def _show_form(self) -> None:
        self._open = True
        self._pages.setCurrentWidget(self._both)
        self.beside.setCurrentWidget(self.form)
        self._show_head()

    def _show_group(self, row: Row) -> None:
        self.form.commit()
        self.form.show_nothing()
        self._open = False
        self.nothing.say(head_text(row.group, row.today), member=row.group.member_id is not None)
        self.beside.setCurrentWidget(self.nothing)
        self._show_head()

    def _show_nothing(self) -> None:
        self._open = False
        self.form.show_nothing()
        self.form.is_new = False
        self.nothing.say_nothing()
        self.beside.setCurrentWidget(self.nothing)
        if self.snapshot is not None and not self.snapshot.board.duties:
            self._pages.setCurrentWidget(self.empty)
        self._show_head()

    # -- giving -------------------------------------------------------------------------------

    @Slot()
    def add_duty(self) -> None:
        """Show an empty form, for the member whose group is chosen."""
        if self.snapshot is None:
            return
        if self.form.duty is not None and self.form.is_new:
            self._show_form()
        else:
            self._begin(self._member)
        self.form.words.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def give_to(self, member_id: object) -> None:
        """Show an empty form for a member."""
        if isinstance(member_id, bytes) and self.snapshot is not None:
            self.form.commit()
            self._begin(member_id)
            self.form.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, owner: bytes | None) -> None:
        snapshot = self.snapshot
        if snapshot is None:
            return
        self.form.commit()
        here = {m.id for m in snapshot.board.here}
        blank = duties.new_duty(self.session, owner_id=owner if owner in here else None)
        drafts = self.writing.drafts_of(None)
        self.board.table.clearSelection()
        self.form.show_duty(blank, snapshot.board, (), new=True, drafts=drafts)
        self._show_form()

    # -- acts ---------------------------------------------------------------------------------

    @Slot(object)
    def _acted(self, done: Done) -> None:
        self._show(done.snapshot)
        if done.changed.kinds:
            self.desk.changes.announce(done.changed.kinds, self)

    @Slot()
    def undo(self) -> None:
        """Take back the last act, whichever place it was made in, and say which."""
        if self._pages.currentWidget() is not self.plan:
            self.writing.undo()

    @Slot()
    def _ask_removal(self) -> None:
        if self.form.is_new:
            self.writing.give_up()
            self._show_nothing()
        else:
            self.writing.ask_removal()

    def leave(self) -> None:
        """Commit every field."""
        self.form.commit()
        self.plan.commit()

    # -- the year's assignment ----------------------------------------------------------------

    @Slot()
    def start_plan(self) -> None:
        """Draft the year's assignment from last year's."""
        self.form.commit()
        self.planning.start(usual_year(self.session.clock.today()))

    @Slot()
    def _plan_begun(self) -> None:
        self._pages.setCurrentWidget(self.plan)
        self._show_head()
        self.plan.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave_plan(self) -> None:
        """Go back to the board; nothing of the draft was given, and it is kept as it is."""
        self.plan.commit()
        self._pages.setCurrentWidget(self._both)
        self.refresh()

    @Slot()
    def give_plan(self) -> None:
        """Give every row that is taken as one act."""
        self.planning.give()

    @Slot(object)
    def _plan_given(self, done: Done) -> None:
        self._pages.setCurrentWidget(self._both)
        self._acted(done)
        self.message.show_message(
            Level.DONE, f"{done.what}.", "In bảng phân công để bí thư ký.", button="Hoàn tác", action=self.undo
        )

    # -- the paper ----------------------------------------------------------------------------

    @Slot()
    def ask_print(self) -> None:
        """Ask which duties are printed, then where to."""
        if self.snapshot is not None:
            self.form.commit()
            self.printing.ask(self.snapshot.board)
