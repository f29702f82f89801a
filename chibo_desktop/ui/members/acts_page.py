"""Admission, recognition and transfer: the list at the left, the steps of one at the right (thủ tục)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.act_steps import Step
from chibo_desktop.domain.member_acts import ActKind, MemberAct
from chibo_desktop.domain.members import Standing
from chibo_desktop.services import member_acts
from chibo_desktop.services.member_acts import ActView, LostVoteError, VoteChoice
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.members.act_list import ActList, ActRow
from chibo_desktop.ui.members.act_reading import DRAFTS, ActsRead, change_field, delete, read
from chibo_desktop.ui.members.act_stepper import ActStepper
from chibo_desktop.ui.members.act_words import step_words
from chibo_desktop.ui.members.begin_act import BeginAct
from chibo_desktop.ui.members.head import Head
from chibo_desktop.ui.members.side_by_side import SideBySide
from chibo_desktop.ui.messages import Level, MessageBar, ask
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.theme import GRID

_TITLE = "Kết nạp, chuyển sinh hoạt"
_SENTENCE = "Chọn một việc để làm bước tiếp theo. Ngày nào chưa rõ thì bỏ qua, làm bước sau."


class ActsPage(QWidget):
    """`meeting_asked(id)` opens the meeting of a vote, `member_asked(id)` a person, `left()` goes back."""

    head_changed = Signal()
    meeting_asked = Signal(bytes)
    member_asked = Signal(bytes)
    left = Signal()
    undo_asked = Signal()
    changed = Signal(object)
    """the Changed of an act of this page"""

    def __init__(self, desk: Desk, session: Session, message: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._message = message
        self._read: ActsRead | None = None
        self._wanted: bytes | None = None
        self._row: ActRow | None = None
        self._typed: dict[str, str] = {}
        self.list = ActList()
        self.stepper = ActStepper(session.clock.today)
        self.due_words = text()
        self._nobody = self._one_text(text("Chọn một việc ở danh sách bên trái để làm tiếp.", "sectionTitle"))
        self._due = self._one_text(self.due_words)
        self._right = QStackedWidget()
        for page in (self._nobody, self._due, self.stepper):
            self._right.addWidget(page)
        self._both = SideBySide(self.list, self._right, (10, 11))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._both)
        self._connect()

    @staticmethod
    def _one_text(words: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(2 * GRID, 2 * GRID, 0, 0)
        column.addWidget(words)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        self._both.rearranged.connect(self._rearrange)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self.list.begin_asked.connect(self.ask_begin)
        self.list.undo_asked.connect(self.undo_asked)
        self.stepper.changed.connect(self._field_left)
        self.stepper.drafted.connect(self._draft)
        self.stepper.vote_chosen.connect(self._vote_chosen)
        self.stepper.vote_asked.connect(self._open_meeting)
        self.stepper.given_up.connect(partial(self._whole, member_acts.give_up))
        self.stepper.taken_up.connect(partial(self._whole, member_acts.take_up_again))
        self.stepper.deleted.connect(partial(self._whole, delete))

    # -- what is shown ------------------------------------------------------------------------

    @property
    def view(self) -> ActView | None:
        """The act that is open."""
        return self._row.view if self._row is not None else None

    @property
    def head(self) -> Head:
        """What the screen's head shows: the red button is the next step."""
        name, action, icon_name = self._next()
        alone = self._both.alone
        return Head(
            label(self.view.act.kind) if alone and self.view else _TITLE,
            self.view.name if alone and self.view else _SENTENCE,
            name, action, icon_name, self._read is not None, not self.list.is_empty or alone,
            back="Các thủ tục" if alone else "Danh sách đảng viên",
            back_action=self.show_list if alone else self.left.emit,
        )  # fmt: skip

    def _next(self) -> tuple[str, Callable[[], None], str]:
        row = self._row if self._both.open else None
        if row is not None and row.probation is not None:
            return "Bắt đầu công nhận chính thức", self._begin_recognition, "next"
        view = row.view if row is not None else None
        if view is None or view.step is None:
            return "Bắt đầu thủ tục", self.ask_begin, "add"
        if view.step is Step.VOTED:
            if view.meeting is not None:
                return "Mở cuộc họp", self._open_meeting, "meetings"
            meeting = self._read.open_meeting if self._read else None
            if meeting is not None and view.act.base == 0:
                return f"Đưa vào cuộc họp ngày {date_text(meeting.date)}", self.plan_vote, "meetings"
        return step_words(view.act.kind, view.step).button, self.take_step, "done"

    @Slot()
    def _rearrange(self) -> None:
        self.stepper.who.setVisible(not self._both.alone)
        self._both.arrange(right_when_closed=not self.list.is_empty)
        self.head_changed.emit()

    def show_target(self, target: bytes | None) -> None:
        """Read the page and open an act, or somebody on probation."""
        self._wanted = target
        self._both.open = False
        self.refresh()

    def refresh(self) -> None:
        """Read the page again; fields being typed in are left alone."""
        self._desk.tasks.run(lambda _: read(self._session), self._show, owner=self)

    def _show(self, found: ActsRead) -> None:
        self._read = found
        self._typed = dict(found.drafts)
        today = self._session.clock.today()
        open_acts = [ActRow(today, view=view) for view in found.views if not view.closed]
        ended = [ActRow(today, view=view) for view in found.views if view.closed]
        due = [ActRow(today, probation=probation) for probation in found.probations]
        self.list.set_rows([*open_acts, *due, *ended], found.undo_name)
        wanted, self._wanted = self._wanted, None
        shown = wanted or (self._row.id if self._row is not None and self._both.open else None)
        known = shown is not None and self.list.table.select(shown)
        if not known and self._both.wide and self.list.table.rows_model.rows:
            self.list.table.selectRow(0)
        row = self.list.table.current() if known or self._both.wide else None
        if row is not None:
            self._open(row)
        else:
            self._row = None
            self._both.open = False
            self._right.setCurrentWidget(self._nobody)
        self._rearrange()

    @Slot(object)
    def _chosen(self, row: ActRow | None) -> None:
        if row is not None and self._both.wide:
            self._open(row)
            self._rearrange()

    @Slot(object)
    def _opened(self, row: ActRow) -> None:
        self._open(row)
        self._rearrange()

    def _open(self, row: ActRow) -> None:
        other = self._row is not None and self._row.id != row.id
        if other:
            self.leave()
        self._row = row
        self._both.open = True
        if row.view is not None:
            act_id = row.view.act.id
            votes = self._read.votes.get(act_id, []) if self._read else []
            self.stepper.show_view(row.view, votes, self._drafts(act_id))
            self._right.setCurrentWidget(self.stepper)
        elif row.probation is not None:
            due = row.probation.due
            when = f"Đủ 12 tháng dự bị ngày {date_text(due)}" if due else "Chưa rõ tháng kết nạp"
            self.due_words.setText(
                f"Đồng chí {row.name} đang dự bị. {when} (Điều lệ Đảng 5.1). Chi bộ biểu quyết, cần ít nhất hai "
                "phần ba đảng viên chính thức tán thành (Điều lệ Đảng 5.2), rồi gửi hồ sơ lên xã."
            )
            self._right.setCurrentWidget(self._due)

    def _drafts(self, act_id: bytes) -> dict[str, str]:
        start = f"{DRAFTS}{act_id.hex()}/"
        return {key.removeprefix(start): words for key, words in self._typed.items() if key.startswith(start)}

    @Slot()
    def show_list(self) -> None:
        """Leave the act for the list, where both have no room side by side."""
        self.leave()
        self._both.open = False
        self._rearrange()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- beginning ----------------------------------------------------------------------------

    @Slot()
    def ask_begin(self) -> None:
        """Ask which act is begun and for whom."""
        if self._read is not None:
            BeginAct(self, self._read.rows, self.begin).open()

    def begin(self, kind: ActKind, member_id: bytes | None, name: str, place: str) -> None:
        """Begin an act and show its first step."""

        def done(act_id: bytes) -> None:
            self._wanted = act_id
            self._after(Changed(frozenset({"member_act"})))

        self._desk.tasks.run(
            lambda _: member_acts.begin(self._session, kind, member_id=member_id, name=name, other_place=place),
            done,
            self._message.show_error,
            owner=self,
        )

    def _begin_recognition(self) -> None:
        if self._row is not None and self._row.probation is not None:
            self.begin(ActKind.RECOGNITION, self._row.probation.member.id, "", "")

    # -- steps --------------------------------------------------------------------------------

    @Slot(str, object)
    def _field_left(self, key: str, value: object) -> None:
        if self.view is not None:
            self._save(self.view.act, key, value)

    def _save(self, act: MemberAct, key: str, value: object, *, confirmed: bool = False) -> None:
        standing = self.stepper.standing.value() or Standing.FULL
        joined = self.stepper.joined.storable_month()
        ends = key == "done_on"

        def work(_: object) -> Changed:
            return change_field(
                self._session, act.id, key, value, standing=standing, joined=joined, confirmed=confirmed
            )

        def done(changed: Changed) -> None:
            self._message.clear()
            self._after(changed)
            if ends and isinstance(value, date):
                self._say_done(act, value)

        def failed(error: UserError) -> None:
            if isinstance(error, LostVoteError):
                ask(
                    self, error.title, error.remedy, yes="Vẫn ghi", no="Xem lại biểu quyết", danger=True,
                    on_yes=partial(self._save, act, key, value, confirmed=True), on_no=self._reload,
                )  # fmt: skip
                return
            self._message.show_error(error)
            self._reload()

        self._desk.tasks.run(work, done, failed, owner=self)

    def _reload(self) -> None:
        """Show the book's own values again."""
        self.stepper.view = None
        self.refresh()

    def _say_done(self, act: MemberAct, day: date) -> None:
        words = {
            ActKind.ADMISSION: f"Đồng chí {act.name} đã ở trong danh sách đảng viên dự bị.",
            ActKind.RECOGNITION: f"Đồng chí {act.name} là đảng viên chính thức từ {date_text(day)}.",
            ActKind.TRANSFER_OUT: f"Đồng chí {act.name} đã chuyển đi từ {date_text(day)}.",
            ActKind.TRANSFER_IN: f"Đồng chí {act.name} đã ở trong danh sách đảng viên.",
        }
        self._message.show_message(
            Level.DONE, words[act.kind], "Các cuộc họp đã ghi trước ngày này không đổi.", button="Hoàn tác",
            action=self.undo_asked.emit,
        )  # fmt: skip

    def take_step(self) -> None:
        """Write the next step: today where a day is enough, else lead to what is still to be filled in."""
        view = self.view
        if view is None or view.step is None or not self.stepper.commit():
            return
        field_of = {Step.VOTED: self.stepper.voted_on, Step.SENT: self.stepper.sent_on,
                    Step.DECIDED: self.stepper.decided_on, Step.DONE: self.stepper.done_on}[view.step]  # fmt: skip
        day = field_of.value()
        if view.step is Step.SENT and day is None:
            self._save(view.act, "sent_on", self._session.clock.today())
        elif day is None:
            field_of.set_problem("Hãy ghi ngày này.")
            self.stepper.focus_step(view.step)
        elif view.step is Step.DONE:
            self._save(view.act, "done_on", day)

    @Slot(str, str)
    def _draft(self, key: str, words: str) -> None:
        if self.view is None:
            return
        where = f"{DRAFTS}{self.view.act.id.hex()}/{key}"
        self._typed[where] = words
        self._desk.tasks.run(
            lambda _: self._session.save_draft(where, words),
            lambda _: self._desk.changes.announce_draft(),
            owner=self,
        )

    # -- the vote -----------------------------------------------------------------------------

    def plan_vote(self) -> None:
        """Put the vote into the next open meeting."""
        view = self.view
        if view is None:
            return

        def done(changed: Changed) -> None:
            self._after(changed)
            self._message.show_message(
                Level.DONE, "Đã đưa vào phần biểu quyết của cuộc họp.",
                "Khi họp, ghi số tán thành ở đó; kết quả tự về đây.",
            )  # fmt: skip

        self._desk.tasks.run(
            lambda _: member_acts.plan_vote(self._session, view.act), done, self._message.show_error, owner=self
        )

    @Slot(object)
    def _vote_chosen(self, choice: VoteChoice | None) -> None:
        view = self.view
        if view is not None:
            self._desk.tasks.run(
                lambda _: member_acts.take_vote(self._session, view.act, choice), self._after, owner=self
            )

    @Slot()
    def _open_meeting(self) -> None:
        if self.view is not None and self.view.meeting is not None:
            self.meeting_asked.emit(self.view.meeting.id)

    # -- the act as a whole -------------------------------------------------------------------

    def _whole(self, work: Callable[[Session, MemberAct], Changed]) -> None:
        view = self.view
        if view is not None:
            self._desk.tasks.run(
                lambda _: work(self._session, view.act), self._after, self._message.show_error, owner=self
            )

    def _after(self, changed: Changed) -> None:
        self.refresh()
        self.changed.emit(changed)

    def leave(self) -> None:
        """Commit what was typed; words typed back to what the book holds are no draft any more."""
        self.stepper.commit()
        if self.view is None:
            return
        start = f"{DRAFTS}{self.view.act.id.hex()}/"
        settled = [place for key in self.stepper.settled() if (place := f"{start}{key}") in self._typed]
        if settled:
            for place in settled:
                del self._typed[place]
            self._desk.tasks.run(lambda _: self._session.drop_drafts(*settled), lambda _: None, owner=self)
