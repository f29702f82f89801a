"""A vote on the screen: numbers, base, and whether it carries while the numbers are typed (biểu quyết)."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import Stage
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.votes import Matter, Threshold, Vote, VoteMethod, carries, needed, rule_of
from chibo_desktop.domain.wording import percent
from chibo_desktop.services.meetings import MeetingView, new_vote
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import Choice, LineEdit, NoteEdit, NumberField
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import label, options
from chibo_desktop.ui.meetings.bound import Bound, icon_button
from chibo_desktop.ui.meetings.cards import Card, CardList
from chibo_desktop.ui.meetings.notes import FindingNote
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID, mark

_FIRST_TITLES = {
    Matter.RESOLUTION: "Thông qua nghị quyết của chi bộ",
    Matter.CONCLUSION: "Thông qua kết luận của chi bộ",
    Matter.MEETING_LEVEL: "Mức chất lượng buổi sinh hoạt",
    Matter.ADMISSION: "Đề nghị kết nạp đảng viên",
    Matter.RECOGNITION: "Đề nghị công nhận đảng viên chính thức",
    Matter.ELECTION: "Bầu cử",
    Matter.DISCIPLINE: "Thi hành kỷ luật",
    Matter.EXPULSION: "Đề nghị khai trừ",
    Matter.RATING: "Xếp loại chất lượng",
    Matter.OTHER: "Nội dung biểu quyết",
}
BASE_WORDS = (
    "Tính trên số đảng viên chính thức được triệu tập, kể cả người vắng; "
    "không tính người sinh hoạt tạm thời nơi khác và người được miễn mà không dự."
)


def result_words(vote: Vote, view: MeetingView | None = None) -> str:
    """Return the outcome in one sentence by the meeting's rules: "Đạt: 15/17 tán thành (88,2%), cần 9"."""
    laws = view.pack.votes if view else None
    if not vote.base:
        return "Chưa có số đảng viên chính thức để tính."
    share = percent(vote.agree, vote.base)
    rule = rule_of(vote.matter, laws)
    least = "quá nửa" if rule.threshold is Threshold.MORE_THAN_HALF else "từ hai phần ba"
    need = f"cần {needed(vote.matter, vote.base, laws)} ({least}, {rule.basis})"
    word = "✓ Đạt" if carries(vote, laws) else "✗ Chưa đạt"
    return f"{word}: {vote.agree}/{vote.base} tán thành ({share}), {need}."


class VoteCard(Card):
    """One vote; the sentence below follows the numbers as they are typed."""

    def __init__(self, meeting: OpenMeeting, vote: Vote) -> None:
        super().__init__(meeting, vote)
        self.title = LineEdit(max_length=300, required="Hãy ghi nội dung biểu quyết, hoặc xóa biểu quyết này.")
        self.matter: Choice[Matter] = Choice(options(Matter))
        self.method: Choice[VoteMethod] = Choice(options(VoteMethod))
        self.agree, self.disagree, self.other, self.base = (NumberField(required="Hãy ghi số.") for _ in range(4))
        self.reserved = NoteEdit(rows=1, max_rows=6, placeholder="Ai bảo lưu, ý kiến gì (nếu có)")
        self.result = text("", "bannerTitle")
        self.first = self.title
        what = "Sửa biểu quyết"
        for field, name in (
            (self.title, "title"), (self.matter, "matter"), (self.method, "method"), (self.agree, "agree"),
            (self.disagree, "disagree"), (self.other, "other"), (self.base, "base"),
            (self.reserved, "reserved_opinion"),
        ):  # fmt: skip
            self.bind(Bound(meeting, field, name, what=what))
        for number in (self.agree, self.disagree, self.other, self.base):
            number.textEdited.connect(self._tell)
        self.matter.committed.connect(self._tell)
        delete = icon_button("remove", "Xóa biểu quyết này", self._remove)
        self.writing_parts.append(delete)
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, GRID, GRID, 2 * GRID)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(FieldBox("Nội dung biểu quyết", self.title), 0, 0, 1, 8, top)
        grid.addWidget(delete, 0, 8)
        grid.addWidget(FieldBox("Loại việc", self.matter), 1, 0, 1, 5, top)
        grid.addWidget(FieldBox("Cách biểu quyết", self.method), 1, 5, 1, 4, top)
        grid.addWidget(FieldBox("Tán thành", self.agree), 2, 0, 1, 2, top)
        grid.addWidget(FieldBox("Không tán thành", self.disagree), 2, 2, 1, 3, top)
        grid.addWidget(FieldBox("Ý kiến khác", self.other), 2, 5, 1, 2, top)
        grid.addWidget(FieldBox("Tính trên", self.base), 2, 7, 1, 2, top)
        grid.addWidget(self.result, 3, 0, 1, 9)
        grid.addWidget(text(BASE_WORDS, "fieldHint"), 4, 0, 1, 9)
        grid.addWidget(FieldBox("Ý kiến bảo lưu", self.reserved), 5, 0, 1, 9, top)
        for column in range(8):
            grid.setColumnStretch(column, 1)

    def show_record(self, record: Vote) -> None:
        super().show_record(record)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        vote: Vote = self.record
        shown = msgspec.structs.replace(
            vote,
            matter=self.matter.value() or vote.matter,
            agree=self.agree.value() or 0,
            disagree=self.disagree.value() or 0,
            other=self.other.value() or 0,
            base=self.base.value() or 0,
        )
        view = self.meeting.view
        words = result_words(shown, view)
        left = shown.base - shown.agree - shown.disagree - shown.other
        if left > 0:
            words += f" Không biểu quyết hoặc vắng: {left}."
        self.result.setText(words)
        mark(self.result, "passed", carries(shown, view.pack.votes if view else None))

    def _remove(self) -> None:
        self.meeting.remove(self.record, what="Xóa biểu quyết", said=f"Đã xóa biểu quyết “{self.title.value()}”.")


class VoteBox(QWidget):
    """The votes and the way to a new one."""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting

        def make(vote: Record) -> Card:
            assert isinstance(vote, Vote)
            return VoteCard(meeting, vote)

        self.cards = CardList(make)
        self.note = FindingNote(Stage.VOTING, "votes")
        self.matter: Choice[Matter] = Choice(options(Matter))
        self.matter.setAccessibleName("Loại việc đưa ra biểu quyết")
        self.matter.setMinimumContentsLength(22)
        self.add_button = button("Thêm biểu quyết", self.add, icon_name="vote")
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.matter)
        row.addWidget(self.add_button)
        row.addStretch(1)
        self.writing_parts: list[QWidget] = [entry]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(text("Biểu quyết", "sectionTitle"))
        layout.addWidget(self.note)
        layout.addWidget(self.cards)
        layout.addWidget(entry)

    def show_view(self, view: MeetingView) -> None:
        """Show the votes."""
        self.cards.show_items(view.votes)
        self.note.show_findings(self._meeting.findings)

    def add(self) -> None:
        """Add a vote on the chosen matter with its base counted, and go to its title."""
        matter = self.matter.value() or Matter.OTHER
        title = _FIRST_TITLES[matter]

        def make(view: MeetingView, session: Session) -> Vote:
            return new_vote(view, session, matter, title)

        self._meeting.add(make, what=f"Thêm biểu quyết: {label(matter)}", then=self.cards.focus_when_shown)
