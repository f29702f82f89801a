"""What the chair concluded, and who does what until when (kết luận, phân công)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import Conclusion, ConclusionKind, Stage
from chibo_desktop.domain.records import Record
from chibo_desktop.services.meetings import MeetingView, new_conclusion, new_duty
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import Choice, DateField, NoteEdit
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import label, options
from chibo_desktop.ui.meetings.bound import Bound, icon_button
from chibo_desktop.ui.meetings.cards import Card, CardList
from chibo_desktop.ui.meetings.notes import FindingNote
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID, scaled


class ConclusionCard(Card):
    """A paragraph of the chair: what kind it is and its text."""

    def __init__(self, meeting: OpenMeeting, conclusion: Conclusion) -> None:
        super().__init__(meeting, conclusion)
        self.kind: Choice[ConclusionKind] = Choice(options(ConclusionKind))
        self.kind.setAccessibleName("Loại ý kiến của chủ trì")
        self.kind.setMinimumContentsLength(16)
        self.text = NoteEdit(rows=3, max_rows=16, placeholder="Chủ trì giải trình, tiếp thu hoặc kết luận")
        self.text.setAccessibleName("Ý kiến của chủ trì")
        self.first = self.text
        what = "Sửa kết luận"
        self.bind(Bound(meeting, self.kind, "kind", what=what), Bound(meeting, self.text, "text", what=what))
        up = icon_button("up", "Đưa đoạn này lên trên", self._up)
        down = icon_button("down", "Đưa đoạn này xuống dưới", self._down)
        delete = icon_button("remove", "Xóa đoạn này", self._remove)
        self.writing_parts = [up, down, delete]
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.kind)
        head.addStretch(1)
        for made in (up, down, delete):
            head.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(head)
        layout.addWidget(self.text)

    def _up(self) -> None:
        self.meeting.move(self.record, -1, lambda view: view.conclusions)

    def _down(self) -> None:
        self.meeting.move(self.record, 1, lambda view: view.conclusions)

    def _remove(self) -> None:
        self.meeting.remove(
            self.record, what="Xóa kết luận", said=f"Đã xóa một đoạn {label(self.record.kind).lower()}."
        )


class DutyCard(Card):
    """One duty given at the meeting."""

    def __init__(self, meeting: OpenMeeting, duty: Duty) -> None:
        super().__init__(meeting, duty)
        self.text = NoteEdit(rows=1, max_rows=8, max_length=4_000, placeholder="Việc gì, ở đâu, kết quả thế nào")
        self.owner: Choice[bytes | None] = Choice([(None, "Chưa phân công")])
        self.due = DateField()
        self.first = self.text
        what = "Sửa nhiệm vụ"
        self._bound_text = Bound(meeting, self.text, "text", what=what)
        self.bind(self._bound_text, Bound(meeting, self.due, "due", what=what))
        self._owner_bound = Bound(meeting, self.owner, "owner_id", what=what)
        delete = icon_button("remove", "Xóa nhiệm vụ này", self._remove)
        self.writing_parts.append(delete)
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, GRID, GRID, 2 * GRID)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.addWidget(FieldBox("Việc được giao", self.text), 0, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(delete, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(FieldBox("Người thực hiện", self.owner), 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(FieldBox("Xong trước ngày", self.due), 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)

    def offer(self, people: Sequence[tuple[bytes | None, str]]) -> None:
        """Offer these people to do it, and show who does."""
        self.owner.set_options(people)
        self._owner_bound.aim(self.record)

    def _remove(self) -> None:
        self.meeting.remove(self.record, what="Xóa nhiệm vụ", said="Đã xóa một nhiệm vụ.")


class ConclusionBox(QWidget):
    """The chair's paragraphs and the ways to a new one."""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting

        def make(conclusion: Record) -> Card:
            assert isinstance(conclusion, Conclusion)
            return ConclusionCard(meeting, conclusion)

        self.cards = CardList(make)
        self.note = FindingNote(Stage.VOTING, "conclusions")
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        self.add_conclusion = button("Thêm kết luận", self._add_conclusion, icon_name="conclusion")
        self.add_explanation = button("Thêm giải trình, tiếp thu", self._add_explanation, icon_name="add")
        row.addWidget(self.add_conclusion)
        row.addWidget(self.add_explanation)
        row.addStretch(1)
        self.writing_parts: list[QWidget] = [entry]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(text("Chủ trì giải trình, tiếp thu, kết luận", "sectionTitle"))
        layout.addWidget(self.note)
        layout.addWidget(self.cards)
        layout.addWidget(entry)

    def show_view(self, view: MeetingView) -> None:
        """Show the chair's paragraphs."""
        self.cards.show_items(view.conclusions)
        self.note.show_findings(self._meeting.findings)

    def _add_conclusion(self) -> None:
        self.add(ConclusionKind.CONCLUSION)

    def _add_explanation(self) -> None:
        self.add(ConclusionKind.EXPLANATION)

    def add(self, kind: ConclusionKind) -> None:
        """Add an empty paragraph and go to it."""

        def make(view: MeetingView, session: Session) -> Conclusion:
            return new_conclusion(view, session, kind)

        self._meeting.add(make, what=f"Thêm {label(kind).lower()}", then=self.cards.focus_when_shown)


class DutyBox(QWidget):
    """The duties given at this meeting."""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting

        def make(duty: Record) -> Card:
            assert isinstance(duty, Duty)
            return DutyCard(meeting, duty)

        self.cards = CardList(make)
        self.add_button = button("Thêm nhiệm vụ", self.add, icon_name="duties")
        self.add_button.setMinimumWidth(scaled(160))
        self.writing_parts: list[QWidget] = [self.add_button]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(text("Phân công nhiệm vụ", "sectionTitle"))
        layout.addWidget(self.cards)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_view(self, view: MeetingView) -> None:
        """Show the duties."""
        self.cards.show_items(view.duties)
        people: list[tuple[bytes | None, str]] = [(None, "Chưa phân công")]
        people += [(member.id, member.name) for member in view.members]
        known = {member_id for member_id, _ in people}
        for card in self.cards.cards:
            if isinstance(card, DutyCard):
                owner = card.record.owner_id
                gone = [] if owner in known else [(owner, "Người đã rời chi bộ")]
                card.offer([*people, *gone])

    def add(self) -> None:
        """Add an empty duty and go to it."""

        def make(view: MeetingView, session: Session) -> Duty:
            return new_duty(view, session, "", None, None)

        self._meeting.add(make, what="Thêm nhiệm vụ", then=self.cards.focus_when_shown)
