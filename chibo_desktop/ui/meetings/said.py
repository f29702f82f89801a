"""What is said of members and what is asked for, each on its card (biểu dương, nhắc nhở, kiến nghị)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.records import Record
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.mentions import new_mention, new_proposal
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import Choice, LineEdit, NoteEdit
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import options
from chibo_desktop.ui.meetings.bound import Bound, icon_button
from chibo_desktop.ui.meetings.cards import Card, CardList
from chibo_desktop.ui.meetings.people import PersonPicker, Speaker, speakers_of
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID

_WHOM = {MentionKind.COMMENDATION: "Biểu dương", MentionKind.REMINDER: "Nhắc nhở"}
_WHAT_FOR = {MentionKind.COMMENDATION: "Vì việc gì tốt", MentionKind.REMINDER: "Vì việc gì chưa tốt"}
Members = Callable[[], list[tuple[bytes, str]]]


class MentionCard(Card):
    """One commendation or reminder: its kind, the member, for what."""

    def __init__(self, meeting: OpenMeeting, mention: Mention, members: Members) -> None:
        super().__init__(meeting, mention)
        self._members = members
        self.kind: Choice[MentionKind] = Choice(options(MentionKind))
        self.kind.setAccessibleName("Biểu dương hay nhắc nhở")
        self.member: Choice[bytes] = Choice(members())
        self.member.setAccessibleName("Đồng chí được biểu dương hoặc bị nhắc nhở")
        self.text = NoteEdit(rows=1, max_rows=6, max_length=4_000, placeholder=_WHAT_FOR[mention.kind])
        self.text.setAccessibleName("Vì việc gì")
        self.first = self.text
        what = "Sửa biểu dương, nhắc nhở"
        self.bind(
            Bound(meeting, self.kind, "kind", what=what),
            Bound(meeting, self.member, "member_id", what=what),
            Bound(meeting, self.text, "text", what=what),
        )
        delete = icon_button("remove", "Xóa biểu dương, nhắc nhở này", self._remove)
        self.writing_parts = [delete]
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.kind, 2)
        head.addWidget(self.member, 3)
        head.addWidget(delete)
        _stack(self, head, self.text)

    def show_record(self, record: Record) -> None:
        self.member.set_options(self._members())
        super().show_record(record)

    def _remove(self) -> None:
        words = _WHOM[self.record.kind].lower()
        self.meeting.remove(
            self.record, what=f"Xóa {words}", said=f"Đã xóa {words} Đ/c {self.member.currentText()}."
        )


class ProposalCard(Card):
    """One proposal: who asks, what for, and how far the answer is."""

    def __init__(self, meeting: OpenMeeting, proposal: Proposal) -> None:
        super().__init__(meeting, proposal)
        self.by = LineEdit(required="Hãy ghi ai kiến nghị, hoặc xóa kiến nghị này.")
        self.by.setAccessibleName("Ai kiến nghị")
        self.state: Choice[ProposalState] = Choice(options(ProposalState))
        self.state.setAccessibleName("Kiến nghị đã đến đâu")
        self.text = NoteEdit(rows=1, max_rows=8, max_length=4_000, placeholder="Kiến nghị việc gì")
        self.text.setAccessibleName("Nội dung kiến nghị")
        self.answer = NoteEdit(rows=1, max_rows=6, max_length=4_000, placeholder="Trả lời thế nào, chuyển đến đâu")
        self.answer.setAccessibleName("Trả lời kiến nghị")
        self.first = self.text
        what = "Sửa kiến nghị"
        self.bind(
            Bound(meeting, self.by, "by", what=what),
            Bound(meeting, self.state, "state", what=what),
            Bound(meeting, self.text, "text", what=what),
            Bound(meeting, self.answer, "answer", what=what),
        )
        delete = icon_button("remove", f"Xóa kiến nghị của {proposal.by}", self._remove)
        self.writing_parts = [delete]
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.by, 3)
        head.addWidget(self.state, 2)
        head.addWidget(delete)
        _stack(self, head, self.text, self.answer)
        self.state.committed.connect(self._answered)

    def show_record(self, record: Record) -> None:
        super().show_record(record)
        self._answered()

    @Slot()
    def _answered(self) -> None:
        self.answer.setVisible(self.state.value() is not ProposalState.OPEN)

    def _remove(self) -> None:
        self.meeting.remove(
            self.record, what="Xóa kiến nghị", said=f"Đã xóa kiến nghị của {self.record.by or 'người này'}."
        )


def _stack(card: Card, head: QHBoxLayout, *fields: QWidget) -> None:
    layout = QVBoxLayout(card)
    layout.setContentsMargins(GRID, GRID // 2, GRID, GRID)
    layout.setSpacing(GRID // 2)
    layout.addLayout(head)
    for field in fields:
        layout.addWidget(field)


class MentionBox(QWidget):
    """Who is commended and who is reminded; letters and Enter add one more."""

    asked = Signal(object)
    """the PersonPicker that has the focus now"""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self._members: list[tuple[bytes, str]] = []
        self.cards = CardList(self._make)
        self.pickers = {kind: PersonPicker(f"{word} ai", "Tên, chữ cái đầu") for kind, word in _WHOM.items()}
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        keys = {MentionKind.COMMENDATION: "F7", MentionKind.REMINDER: "F8"}
        for kind, picker in self.pickers.items():
            picker.picked.connect(self._adder(kind))
            row.addWidget(FieldBox(f"{_WHOM[kind]} ({keys[kind]})", picker), 1, Qt.AlignmentFlag.AlignTop)
        self.writing_parts: list[QWidget] = [entry]
        self.heading = text("Biểu dương, nhắc nhở", "sectionTitle")
        _column(self, self.heading, self.cards, entry)

    def _make(self, mention: Record) -> Card:
        assert isinstance(mention, Mention)
        return MentionCard(self._meeting, mention, lambda: self._members)

    def show_view(self, view: MeetingView) -> None:
        """Show what is said of members, and offer those on the list."""
        self._members = [(row.member_id, row.name) for row in view.roll]
        people = [person for person in speakers_of(view) if person.member_id is not None]
        for picker in self.pickers.values():
            picker.set_people(people)
        self.cards.show_items(view.mentions)

    def pick(self, kind: MentionKind, first: Speaker | None = None) -> None:
        """Ask whom; Enter takes the one given, letters find another."""
        picker = self.pickers[kind]
        picker.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if first is not None and first.member_id is not None:
            picker.offer_first(first)
        self.asked.emit(picker)

    def _adder(self, kind: MentionKind) -> Callable[[Speaker], None]:
        def add(person: Speaker) -> None:
            self.add(kind, person)

        return add

    def add(self, kind: MentionKind, person: Speaker) -> None:
        """Add a commendation or reminder of a member and go to what it is for."""
        member_id = person.member_id
        if member_id is None:
            return

        def make(view: MeetingView, session: Session) -> Mention:
            return new_mention(view, session, member_id, kind)

        self._meeting.add(make, what=f"{_WHOM[kind]} {person.name}", then=self.cards.focus_when_shown)


class ProposalBox(QWidget):
    """What members and people ask for; letters or any name and Enter add one more."""

    asked = Signal(object)
    """the PersonPicker that has the focus now"""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self.cards = CardList(self._make)
        self.picker = PersonPicker("Ai kiến nghị", "Tên, chữ cái đầu, hoặc “Nhân dân nhóm ...”", free=True)
        self.picker.picked.connect(self.add)
        entry = FieldBox("Thêm kiến nghị của ai (F9)", self.picker)
        self.writing_parts: list[QWidget] = [entry]
        _column(self, text("Kiến nghị", "sectionTitle"), self.cards, entry)

    def _make(self, proposal: Record) -> Card:
        assert isinstance(proposal, Proposal)
        return ProposalCard(self._meeting, proposal)

    def show_view(self, view: MeetingView) -> None:
        """Show what is asked for."""
        self.picker.set_people(speakers_of(view))
        self.cards.show_items(view.proposals)

    def pick(self) -> None:
        """Ask who asks for something."""
        self.picker.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.asked.emit(self.picker)

    @Slot(object)
    def add(self, person: Speaker, words: str = "") -> None:
        """Add somebody's proposal and go to its text."""

        def make(view: MeetingView, session: Session) -> Proposal:
            member = next((m for m in view.members if m.id == person.member_id), None)
            return new_proposal(view, session, person.name, member=member, text=words)

        self._meeting.add(make, what=f"Thêm kiến nghị của {person.name}", then=self.cards.focus_when_shown)


def _column(box: QWidget, *parts: QWidget) -> None:
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, GRID, 0, 0)
    layout.setSpacing(GRID)
    for part in parts:
        layout.addWidget(part)
