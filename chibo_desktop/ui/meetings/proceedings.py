"""Third step of a meeting: what was presented and who said what (diễn biến)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import AgendaItem, Speech, Stage
from chibo_desktop.domain.records import Record
from chibo_desktop.services.meetings import MeetingView, new_speech
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import NoteEdit
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.meetings.bound import Bound, icon_button, order_tabs, tall
from chibo_desktop.ui.meetings.cards import Card, CardList
from chibo_desktop.ui.meetings.notes import FindingNote
from chibo_desktop.ui.meetings.people import PersonPicker, Speaker, speakers_of
from chibo_desktop.ui.meetings.places import place_of
from chibo_desktop.ui.meetings.steps import Step
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.tables import Column, TableView
from chibo_desktop.ui.theme import GRID, scaled


@dataclass(frozen=True, slots=True)
class Topic:
    """A line of the list on the left: an agenda item, or what belongs to none."""

    item: AgendaItem | None
    number: int
    speeches: int

    @property
    def id(self) -> bytes | None:
        """The agenda item's identity, None for what belongs to none."""
        return self.item.id if self.item else None


def speeches_on(view: MeetingView, item_id: bytes | None) -> list[Speech]:
    """Return what was said on an agenda item; None: on no item, or on one that was taken off."""
    if item_id is not None:
        return [speech for speech in view.speeches if speech.agenda_item_id == item_id]
    known = {item.id for item in view.agenda}
    return [speech for speech in view.speeches if speech.agenda_item_id not in known]


class SpeechCard(Card):
    """What one person said: the name, the text, and the ways to move or delete it."""

    def __init__(self, meeting: OpenMeeting, speech: Speech, step: ProceedingsStep) -> None:
        super().__init__(meeting, speech)
        self._step = step
        self.speaker = text(speech.speaker, "bannerTitle")
        self.text = NoteEdit(rows=3, max_rows=16, placeholder="Nội dung ý kiến")
        self.text.setAccessibleName(f"Ý kiến của {speech.speaker}")
        self.first = self.text
        self.text.installEventFilter(self)
        self.bind(Bound(meeting, self.text, "text", what="Sửa ý kiến"))
        up = icon_button("up", "Đưa ý kiến lên trên (Alt+↑)", self.move_up)
        down = icon_button("down", "Đưa ý kiến xuống dưới (Alt+↓)", self.move_down)
        delete = icon_button("remove", f"Xóa ý kiến của {speech.speaker}", self._remove)
        self.writing_parts = [up, down, delete]
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.speaker, 1)
        for made in (up, down, delete):
            head.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID)
        layout.setSpacing(GRID // 2)
        layout.addLayout(head)
        layout.addWidget(self.text)

    def move_up(self) -> None:
        """Move this speech before the one above."""
        self._move(-1)

    def move_down(self) -> None:
        """Move this speech behind the one below."""
        self._move(1)

    def _move(self, steps: int) -> None:
        item_id = self._step.topic_id
        self.meeting.move(self.record, steps, lambda view: speeches_on(view, item_id))

    def _remove(self) -> None:
        self.meeting.remove(self.record, what="Xóa ý kiến", said=f"Đã xóa ý kiến của Đ/c {self.record.speaker}.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.text.isReadOnly():
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if alt and event.key() == Qt.Key.Key_Up:
                self.move_up()
                return True
            if alt and event.key() == Qt.Key.Key_Down:
                self.move_down()
                return True
        return super().eventFilter(watched, event)


class ProceedingsStep(Step):
    """The agenda on the left; on the right what was presented under an item and what was said on it."""

    stage = Stage.PROCEEDINGS

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(meeting, parent)
        self._view: MeetingView | None = None
        self.topic_id: bytes | None = None
        self.topics: TableView[Topic] = TableView(
            [
                Column("Nội dung", self._topic_words, stretch=True),
            ],
            name="Nội dung cuộc họp",
            identity=lambda topic: topic.id,
            sortable=False,
        )
        self.topics.horizontalHeader().hide()
        self.topics.verticalHeader().setDefaultSectionSize(scaled(62))
        self.topics.setWordWrap(True)
        self.topics.row_selected.connect(self._choose)
        self.topics.row_activated.connect(self._open)
        self.dues = NoteEdit(rows=1, max_rows=5, max_length=4_000, placeholder="Đã thu xong tháng này, còn ...")
        self._dues_bound = Bound(meeting, self.dues, "dues_note", what="Sửa tình hình đóng đảng phí")
        self.outcome = NoteEdit(rows=3, max_rows=14, placeholder="Ai báo cáo, báo cáo gì, số liệu nào")
        self._outcome_bound = Bound(meeting, self.outcome, "outcome", what="Sửa nội dung đã trình bày")
        self._heading = text("", "sectionTitle")
        self._outcome_box = FieldBox("Nội dung đã trình bày", self.outcome)
        self.picker = PersonPicker("Thêm ý kiến của ai", "Gõ tên hoặc chữ cái đầu người phát biểu")
        self.picker.picked.connect(self.add)
        self._picker_box = FieldBox("Thêm ý kiến (Ctrl+Enter)", self.picker)
        self.cards = CardList(self._make_card)
        self._agenda_note = FindingNote(Stage.PROCEEDINGS, "agenda")
        self._speech_note = FindingNote(Stage.PROCEEDINGS, "speeches")
        self.writing_parts = [self._picker_box]
        self._lay_out()
        self.cards.rebuilt.connect(self._order_tabs)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._to_picker)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.topics, 1)
        left.addWidget(FieldBox("Tình hình đóng đảng phí", self.dues))
        inside = QWidget()
        inside.setObjectName("content")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, GRID, GRID)
        self._column.setSpacing(GRID)
        for part in (self._heading, self._outcome_box, self._agenda_note, self.cards, self._picker_box):
            self._column.addWidget(part)
        self._column.addWidget(self._speech_note)
        self._column.addStretch(1)
        self.area = tall(inside)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addLayout(left, 5)
        layout.addWidget(self.area, 8)
        self.topics.setMinimumWidth(scaled(220))
        self._order_tabs()

    @Slot()
    def _order_tabs(self) -> None:
        order_tabs(self.topics, self._outcome_box, self.cards, self._picker_box, self.dues)

    def _topic_words(self, topic: Topic) -> str:
        count = f" ({topic.speeches} ý kiến)" if topic.speeches else ""
        if topic.item is None:
            return f"Ý kiến khác{count}"
        sign = "✓ " if topic.item.outcome else ""
        return f"{sign}{topic.number}.{count} {topic.item.title}"

    def _make_card(self, speech: Record) -> Card:
        assert isinstance(speech, Speech)
        return SpeechCard(self.meeting, speech, self)

    def show_view(self, view: MeetingView) -> None:
        """Show the agenda, and of the chosen item what was presented and said."""
        first = self._view is None
        self._view = view
        topics = [
            Topic(item, number, len(speeches_on(view, item.id))) for number, item in enumerate(view.agenda, start=1)
        ]
        rest = len(speeches_on(view, None))
        topics.append(Topic(None, 0, rest))
        known = {topic.id for topic in topics}
        if first or self.topic_id not in known:
            self.topic_id = self._drafted_topic(view) if first else topics[0].id
        if list(self.topics.rows_model.rows) != topics:
            self.topics.set_rows(topics)
        self.topics.select(self.topic_id)
        self._dues_bound.aim(view.meeting)
        self.picker.set_people(speakers_of(view))
        self._agenda_note.show_findings(self.meeting.findings)
        self._speech_note.show_findings(self.meeting.findings)
        self._show_topic()

    def _drafted_topic(self, view: MeetingView) -> bytes | None:
        """Return the item on which something was being typed when the program ended last, else the first."""
        for speech in view.speeches:
            if self.meeting.drafted(speech):
                return speech.agenda_item_id
        drafted = [item.id for item in view.agenda if place_of(item, "outcome") in self.meeting.drafts]
        return next(iter([*drafted, *(item.id for item in view.agenda)]), None)

    @Slot(object)
    def _choose(self, topic: Topic | None) -> None:
        if topic is not None and topic.id != self.topic_id:
            self.topic_id = topic.id
            self._show_topic()
            self.area.verticalScrollBar().setValue(0)

    @Slot(object)
    def _open(self, topic: Topic) -> None:
        if topic.item is not None:
            self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._to_picker()

    def _show_topic(self) -> None:
        if self._view is None:
            return
        item = next((item for item in self._view.agenda if item.id == self.topic_id), None)
        self._heading.setText(item.title if item else "Ý kiến khác")
        self._outcome_box.setVisible(item is not None)
        if item is not None:
            self._outcome_bound.aim(item)
        self.cards.show_items(speeches_on(self._view, self.topic_id))

    @Slot(object)
    def add(self, person: Speaker) -> None:
        """Add an empty speech of someone on the chosen item and go to its text."""
        item_id = self.topic_id

        def make(view: MeetingView, session: Session) -> Speech:
            member = next((m for m in view.members if m.id == person.member_id), None)
            guest = next((g for g in view.guests if g.id == person.guest_id), None)
            return new_speech(view, session, member=member, guest=guest, agenda_item_id=item_id)

        self.meeting.add(make, what=f"Thêm ý kiến của {person.name}", then=self.cards.focus_when_shown)

    @Slot()
    def _to_picker(self) -> None:
        self.picker.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.area.ensureWidgetVisible(self._picker_box)

    def lock(self, *, locked: bool) -> None:
        super().lock(locked=locked)
        self.cards.lock(locked=locked)

    def start(self) -> None:
        """Begin at what was presented under the chosen item."""
        self.topics.setFocus(Qt.FocusReason.OtherFocusReason)

    def jump(self, field: str) -> None:
        """Put the focus on what a finding speaks of."""
        if field == "speeches":
            self._to_picker()
        else:
            self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)
