"""First step of a meeting: when, where, who leads, what will be spoken of (chuẩn bị)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import MeetingKind, MeetingMode, Stage
from chibo_desktop.domain.members import Member
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.ui.fields import Choice, DateField, LineEdit, TimeField
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import label, options
from chibo_desktop.ui.meetings.agenda import AgendaBox
from chibo_desktop.ui.meetings.before import BeforeBox, LinksBox
from chibo_desktop.ui.meetings.bound import Bound, order_tabs, tall
from chibo_desktop.ui.meetings.notes import FindingNote
from chibo_desktop.ui.meetings.steps import Step
from chibo_desktop.ui.meetings.suggesting import SuggestionBox
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID


class PreparationStep(Step):
    """The meeting's own fields, what is proposed, the agenda, and what is done before the day."""

    stage = Stage.PREPARATION

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(meeting, parent)
        self.date = DateField(required="Hãy ghi ngày họp.")
        self.starts = TimeField()
        self.place = LineEdit(placeholder="Nhà văn hóa bản")
        self.chair: Choice[bytes | None] = Choice()
        self.minute_taker: Choice[bytes | None] = Choice()
        self.mode: Choice[MeetingMode] = Choice(options(MeetingMode))
        self.theme = LineEdit(placeholder="Tên chuyên đề")
        self.form = QWidget()
        self._grid = QGridLayout(self.form)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(2 * GRID)
        self._boxes: dict[QWidget, FieldBox] = {}
        self._put("Ngày họp", self.date, 0, 0, 3)
        self._put("Giờ bắt đầu", self.starts, 0, 3, 3)
        self._put("Địa điểm", self.place, 0, 6, 6)
        self._put("Tên chuyên đề", self.theme, 1, 0, 12)
        self._put("Chủ trì", self.chair, 2, 0, 5)
        self._put("Thư ký ghi biên bản", self.minute_taker, 2, 5, 4)
        self._put("Cách họp", self.mode, 2, 9, 3)
        what = "Sửa thông tin cuộc họp"
        self._bound = [
            Bound(meeting, self.date, "date", what=what),
            Bound(meeting, self.starts, "starts", what=what),
            Bound(meeting, self.place, "place", what=what),
            Bound(meeting, self.theme, "title", what=what),
            Bound(meeting, self.chair, "chair_id", what=what),
            Bound(meeting, self.minute_taker, "minute_taker_id", what=what),
            Bound(meeting, self.mode, "mode", what=what),
        ]
        self._places: dict[str, QWidget] = {
            "starts": self.starts, "place": self.place, "chair": self.chair, "minute_taker": self.minute_taker,
        }  # fmt: skip
        self._notes = [self._note(name, field) for name, field in self._places.items()]
        self.suggestions = SuggestionBox(meeting)
        self.agenda = AgendaBox(meeting)
        self.links = LinksBox(meeting)
        self.links.joined.connect(self.agenda.show_joined)
        self.before = BeforeBox(meeting)
        self.writing_parts = self.agenda.writing_parts
        self._stale = True

        inside = QWidget()
        inside.setObjectName("content")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self.form)
        column.addWidget(self.suggestions)
        column.addWidget(text("Chương trình họp", "sectionTitle"))
        column.addWidget(self.agenda)
        column.addWidget(text("Trước ngày họp", "sectionTitle"))
        column.addWidget(self.links)
        column.addWidget(self.before)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(tall(inside))
        order_tabs(self.form, self.suggestions, self.agenda, self.links, self.before)

    def _put(self, label: str, field: QWidget, row: int, column: int, width: int) -> None:
        box = FieldBox(label, field)
        self._boxes[field] = box
        for index in range(column, column + width):
            self._grid.setColumnStretch(index, 1)
        self._grid.addWidget(box, row, column, 1, width, Qt.AlignmentFlag.AlignTop)

    def _note(self, name: str, field: QWidget) -> FindingNote:
        note = FindingNote(Stage.PREPARATION, name)
        column = self._boxes[field].layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.count() - 1, note)
        return note

    def show_view(self, view: MeetingView) -> None:
        """Show the meeting's fields and agenda."""
        self._offer_people(view)
        for bound in self._bound:
            bound.aim(view.meeting)
        self._boxes[self.theme].setVisible(view.meeting.kind is MeetingKind.THEMATIC)
        for note in self._notes:
            note.show_findings(self.meeting.findings)
        self.agenda.show_view(view)
        self.before.show_view(view)
        self._stale = True
        if self.isVisible():
            self._look_around(view)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        view = self.meeting.view
        if self._stale and view is not None:
            self._look_around(view)

    def _look_around(self, view: MeetingView) -> None:
        """Ask what other meetings say; only in front, so that recording is not slowed by it."""
        self._stale = False
        self.suggestions.show_view(view)
        self.links.show_view(view)

    def _offer_people(self, view: MeetingView) -> None:
        people: list[tuple[bytes | None, str]] = [(None, "Chưa chọn")]
        people += [(member.id, self._named(member, view)) for member in view.members]
        known = {member.id for member in view.members}
        gone = {view.meeting.chair_id, view.meeting.minute_taker_id} - known - {None}
        people += [(member_id, _name_in_roll(view, member_id)) for member_id in gone]
        for field in (self.chair, self.minute_taker):
            if field.count() != len(people) or [field.itemText(i) for i in range(len(people))] != [
                words for _, words in people
            ]:
                field.set_options(people)

    @staticmethod
    def _named(member: Member, view: MeetingView) -> str:
        role = member.role_on(view.meeting.date)
        return f"{member.name} – {label(role)}" if role else member.name

    def start(self) -> None:
        """Begin where something is missing, else at the agenda."""
        missing = [f.field for f in self.meeting.findings if f.stage is self.stage]
        if missing and missing[0] in self._places:
            self.jump(missing[0])
        else:
            self.agenda.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def jump(self, field: str) -> None:
        """Put the focus on a field by a finding's name for it."""
        target = self._places.get(field, self.agenda.table)
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _name_in_roll(view: MeetingView, member_id: bytes | None) -> str:
    return next((row.name for row in view.roll if row.member_id == member_id), "Người đã rời chi bộ")
