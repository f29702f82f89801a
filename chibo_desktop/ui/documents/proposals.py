"""Kiến nghị: what members and people ask for, at meetings and between them, until it is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.proposals import WAITING_DAYS, Proposal, ProposalState
from chibo_desktop.services import proposals
from chibo_desktop.services.proposals import ProposalRow
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.documents.kept_words import KeptWords
from chibo_desktop.ui.documents.proposal_dialogs import AnswerDialog, ForwardDialog, ProposalDialog
from chibo_desktop.ui.documents.section import Section
from chibo_desktop.ui.documents.two_sides import TwoSides
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.messages import Banner, Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk, scrolled
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty, Tone
from chibo_desktop.ui.theme import GRID, scaled

_WIDE = 820
_WAITING, _LATE, _EVERY = "waiting", "late", "every"
_FILTERS: dict[str, Callable[[ProposalRow], bool]] = {
    _WAITING: lambda r: r.proposal.state is not ProposalState.ANSWERED,
    _LATE: lambda r: r.late,
    "forwarded": lambda r: r.proposal.state is ProposalState.FORWARDED,
    "answered": lambda r: r.proposal.state is ProposalState.ANSWERED,
}
_NAMES = {
    _WAITING: "Đang chờ trả lời", _LATE: f"Chờ quá {WAITING_DAYS} ngày", "forwarded": "Đã chuyển lên trên",
    "answered": "Đã trả lời", _EVERY: "Tất cả",
}  # fmt: skip


def state_words(row: ProposalRow) -> str:
    """Return how far a proposal is, short enough for a column: "Chưa trả lời, 45 ngày"."""
    found = row.proposal
    if found.state is ProposalState.ANSWERED:
        return f"Đã trả lời {date_text(found.answered_on)}".rstrip()
    word = "Đã chuyển" if found.state is ProposalState.FORWARDED else label(found.state)
    return f"{word}, {row.days} ngày" if row.days is not None else word


def _tone(row: ProposalRow) -> Tone | None:
    if row.late:
        return "due"
    return "done" if row.proposal.state is ProposalState.ANSWERED else None


class ProposalsSection(Section):
    """The list at the left, the chosen proposal with its answer at the right."""

    key = "proposals"
    name = "Kiến nghị"
    sentence = "Ai kiến nghị gì, đã chuyển đi đâu, đã trả lời chưa."
    concerns: ClassVar[frozenset[str]] = frozenset({"proposal", "meeting"})

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session)
        self._wanted: bytes | None = None
        self._rows: list[ProposalRow] = []
        self.filter: Choice[str] = Choice(list(_NAMES.items()))
        self.filter.setAccessibleName("Chỉ xem")
        self.filter.setMaximumWidth(scaled(240))
        self.filter.committed.connect(self._filtered)
        self.table: FittedTable[ProposalRow] = FittedTable(
            [
                Column("Ngày", lambda r: date_text(r.made), key=lambda r: r.made or date.min, width=140),
                Column("Kiến nghị", _asked, width=190, stretch=True, tip=lambda r: r.proposal.text),
                Column("Tình trạng", state_words, width=232, tone=_tone, icon=lambda r: "due" if r.late else None),
            ],
            name="Kiến nghị",
            identity=lambda r: r.id,
            dropped_first=(0,),
        )
        self.table.row_selected.connect(self._selected)
        self.table.row_activated.connect(self._open)
        self.table.delete_asked.connect(self.delete)
        self.empty = EmptyState(
            "speech",
            "Chưa có kiến nghị nào",
            "Kiến nghị nêu trong cuộc họp tự vào đây. Ai đến gặp ngoài cuộc họp thì ghi ở đây; "
            "kiến nghị chưa trả lời sẽ được nhắc khi soạn chương trình họp.",
            label="Thêm kiến nghị",
            action=self.add,
        )
        self.list = TableOrEmpty(self.table, self.empty)
        self.list.setFocusProxy(self.table)
        self.none = text("Không có kiến nghị nào như vậy.", "faint")
        self.who = text("", "sectionTitle")
        self.when = text("", "faint")
        self.late = Banner(Level.DUE, "", "Hỏi lại nơi nhận, rồi báo cho người kiến nghị biết.")
        self.asked = text("")
        self.sent = text("")
        self.answer = text("")
        self.sent_box = FieldBox("Đã chuyển đến", self.sent)
        self.answer_box = FieldBox("Trả lời", self.answer)
        self.answer_button = button("Ghi trả lời", self.write_answer, icon_name="check")
        self.forward_button = button("Chuyển lên trên", self.pass_on, icon_name="send")
        self.reopen_button = button("Mở lại", self.reopen, icon_name="undo")
        self.edit_button = button("Sửa", self.edit, icon_name="edit")
        self.delete_button = button("Xóa", self.delete, icon_name="remove", role="flat")
        self.meeting_button = button("Mở cuộc họp", self._open_meeting, icon_name="meetings")
        self.sides = TwoSides(self, self._left(), self._right(), "Danh sách kiến nghị", wide=_WIDE, shares=(12, 11))
        self.body.addWidget(self.sides, 1)
        self.set_primary("Thêm kiến nghị", self.add, "add")

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFocusProxy(self.list)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        words = text("Chỉ xem", "fieldLabel", wrap=False)
        words.setBuddy(self.filter)
        row.addWidget(words)
        row.addWidget(self.filter, 1)
        row.addStretch(1)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        return left

    def _right(self) -> QWidget:
        self._inside = QWidget()
        self._inside.setObjectName("content")
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(GRID)
        for part in (self.who, self.when, self.late, self.asked, self.sent_box, self.answer_box):
            column.addWidget(part)
        column.addWidget(
            flow(
                self.answer_button, self.forward_button, self.reopen_button, self.edit_button, self.meeting_button,
                self.delete_button,
            )
        )  # fmt: skip
        column.addStretch(1)
        self.detail = scrolled(self._inside)
        self.detail.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return self.detail

    # -- reading ----------------------------------------------------------------------------------

    def enter(self, record: object) -> None:
        """Show one proposal, whatever is shown else."""
        if isinstance(record, bytes):
            self._wanted = record
            self.filter.set_value(_EVERY)

    def fill(self) -> None:
        session = self.session
        self.desk.tasks.run(lambda _: proposals.list_proposals(session), self._show, owner=self)

    def _show(self, rows: list[ProposalRow]) -> None:
        self._rows = rows
        wanted, self._wanted = self._wanted, None
        kept = _FILTERS.get(self.filter.value() or _EVERY)
        shown = [row for row in rows if kept is None or kept(row) or row.id == wanted]
        self.filter.setEnabled(bool(rows))
        self.none.setVisible(bool(rows) and not shown)
        if rows:
            self.list.setCurrentWidget(self.table)
            self.table.set_rows(shown)
        else:
            self.list.set_rows([])
        if wanted is not None and self.table.select(wanted):
            self.sides.open()
        elif shown and self.table.current() is None:
            self.table.select(shown[0].id)
        self._selected(self.table.current())

    @Slot(object)
    def _filtered(self, _value: str) -> None:
        self._show(self._rows)

    @Slot(object)
    def _selected(self, row: ProposalRow | None) -> None:
        self._inside.setVisible(row is not None)
        if row is None:
            return
        found = row.proposal
        answered = found.state is ProposalState.ANSWERED
        self.who.setText(found.by)
        where = f"nêu tại {meeting_title(row.meeting)}" if row.meeting is not None else "nhận ngoài cuộc họp"
        self.when.setText(f"Ngày {date_text(row.made)}, {where}. {label(found.state)}." if row.made else where)
        self.late.setVisible(row.late)
        self.late.say(
            Level.DUE, f"Đã chờ {row.days} ngày, quá {WAITING_DAYS} ngày.",
            "Hỏi lại nơi nhận, rồi báo cho người kiến nghị biết." if found.state is ProposalState.FORWARDED
            else "Trả lời ở kỳ họp tới, hoặc chuyển lên cấp trên.",
        )  # fmt: skip
        self.asked.setText(found.text)
        day = f", ngày {date_text(found.sent_on)}" if found.sent_on else ""
        self.sent.setText(f"{found.sent_to}{day}")
        self.sent_box.setVisible(bool(found.sent_to))
        day = f"Ngày {date_text(found.answered_on)}: " if found.answered_on and answered else ""
        self.answer.setText(f"{day}{found.answer}")
        self.answer_box.label.setText("Trả lời" if answered else "Đã ghi")
        self.answer_box.setVisible(bool(found.answer))
        self.answer_button.setText("Sửa trả lời" if answered else "Ghi trả lời")
        for part, shown in (
            (self.forward_button, not answered), (self.reopen_button, found.state is not ProposalState.OPEN),
            (self.edit_button, not row.fixed), (self.delete_button, not row.fixed),
            (self.meeting_button, row.meeting is not None),
        ):  # fmt: skip
            part.setVisible(shown)

    # -- acts -------------------------------------------------------------------------------------

    @Slot(object)
    def _open(self, row: ProposalRow) -> None:
        self.table.select(row.id)
        if self.sides.wide:
            self.write_answer()
            return
        self.sides.open()
        self.answer_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self) -> None:
        """Ask for a proposal received between two meetings."""
        self._ask(proposals.new_proposal(self.session), new=True)

    def edit(self) -> None:
        """Change the words of the chosen proposal."""
        row = self.table.current()
        if row is not None and not row.fixed:
            self._ask(row.proposal, new=False)

    def _ask(self, proposal: Proposal, *, new: bool) -> None:
        dialog = ProposalDialog(self, proposal, self.session.clock.today(), new=new)
        place = "proposal:new" if new else f"proposal:{proposal.id.hex()}:edited"
        KeptWords(self, dialog, place, {"by": dialog.by, "text": dialog.text})

        def wanted() -> None:
            written = dialog.value()
            self._wanted = written.id
            said = "Đã thêm kiến nghị." if new else "Đã sửa kiến nghị."
            self.act(lambda: proposals.save_proposal(self.session, written), said)

        dialog.accepted.connect(wanted)
        dialog.open()

    def write_answer(self) -> None:
        """Ask what was answered."""
        row = self.table.current()
        if row is None:
            return
        dialog = AnswerDialog(self, row, self.session.clock.today())
        KeptWords(self, dialog, f"proposal:{row.id.hex()}:answered", {"answer": dialog.answer})

        def wanted() -> None:
            words, day = dialog.answer.value(), dialog.day.value()
            if day is not None:
                self._do(row, lambda: proposals.answer(self.session, row.id, words, day), "Đã ghi trả lời.")

        dialog.accepted.connect(wanted)
        dialog.open()

    def pass_on(self) -> None:
        """Ask where the chosen proposal goes."""
        row = self.table.current()
        if row is None:
            return
        dialog = ForwardDialog(self, row, self.session.clock.today())

        def wanted() -> None:
            to, day = dialog.to.value(), dialog.day.value()
            if day is not None:
                self._do(row, lambda: proposals.forward(self.session, row.id, to, day), f"Đã ghi chuyển đến {to}.")

        dialog.accepted.connect(wanted)
        dialog.open()

    def reopen(self) -> None:
        """Let the chosen proposal wait again."""
        row = self.table.current()
        if row is not None:
            self._do(row, lambda: proposals.reopen(self.session, row.id), "Kiến nghị chờ trả lời lại.")

    @Slot()
    def delete(self) -> None:
        """Delete the chosen proposal; it can be undone."""
        row = self.table.current()
        if row is not None:
            self.act(lambda: proposals.delete_proposal(self.session, row.id), "Đã xóa kiến nghị.")

    def _do(self, row: ProposalRow, work: Callable[[], Changed], said: str) -> None:
        self._wanted = row.id
        self.act(work, said)

    def _open_meeting(self) -> None:
        row = self.table.current()
        if row is not None and row.meeting is not None:
            self.desk.go("meetings", (row.meeting.id, 1))


def _asked(row: ProposalRow) -> str:
    return f"{row.proposal.by}: {' '.join(row.proposal.text.split())}"
