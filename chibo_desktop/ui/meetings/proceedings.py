"""Third step of a meeting: what was presented and who said what (diễn biến)."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QKeyCombination, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import Speech, Stage
from chibo_desktop.domain.mentions import MentionKind
from chibo_desktop.domain.pace import next_item
from chibo_desktop.domain.phrases import Phrase
from chibo_desktop.domain.presence import majority_warning, presence
from chibo_desktop.domain.records import Record
from chibo_desktop.services.meetings import MeetingView, new_speech
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import NoteEdit
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.meetings.bound import Bound, order_tabs, tall
from chibo_desktop.ui.meetings.cards import Card, CardList
from chibo_desktop.ui.meetings.expansion import composing, expand, put_in
from chibo_desktop.ui.meetings.live import LiveStrip
from chibo_desktop.ui.meetings.notes import FindingNote, WarningLine
from chibo_desktop.ui.meetings.people import PersonPicker, Speaker, speakers_of
from chibo_desktop.ui.meetings.phrase_bank import PhraseBank
from chibo_desktop.ui.meetings.places import place_of
from chibo_desktop.ui.meetings.said import MentionBox, ProposalBox
from chibo_desktop.ui.meetings.speeches import Follow, SpeechCard, Topic, speaker_of, speakers_words, speeches_on
from chibo_desktop.ui.meetings.steps import Step
from chibo_desktop.ui.meetings.work import News, OpenMeeting
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.tables import Column, TableView
from chibo_desktop.ui.theme import GRID, scaled

_KINDS = {Follow.PRAISE: MentionKind.COMMENDATION, Follow.REMIND: MentionKind.REMINDER}


_KEYPAD_ENTER = QKeySequence(QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Enter))
"""as text, "Ctrl+Enter" would be Ctrl+Return once more, and two shortcuts of one key answer neither"""


class ProceedingsStep(Step):
    """The agenda on the left; on the right what was presented under an item and what was said on it."""

    stage = Stage.PROCEEDINGS

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(meeting, parent)
        self._view: MeetingView | None = None
        self._late: MeetingView | None = None
        self._locked: bool | None = None
        self._editor: NoteEdit | None = None
        self.topic_id: bytes | None = None
        self.live = meeting.live
        self.live.moved.connect(self._show_topics)
        self.strip = LiveStrip(meeting)
        self.strip.asked_next.connect(self.next_topic)
        self.warning = WarningLine()
        self.topics: TableView[Topic] = TableView(
            [Column("Nội dung", lambda topic: topic.words, stretch=True)],
            name="Nội dung cuộc họp",
            identity=lambda topic: topic.id,
            sortable=False,
        )
        self.topics.row_selected.connect(self._choose)
        self.topics.row_activated.connect(self._open)
        self.bank = PhraseBank(meeting)
        self.bank.chosen.connect(self._put_in)
        self.bank.left.connect(self._close_bank)
        self.dues = NoteEdit(rows=1, max_rows=5, max_length=4_000, placeholder="Đã thu xong tháng này, còn ...")
        self._dues_bound = Bound(meeting, self.dues, "dues_note", what="Sửa tình hình đóng đảng phí")
        self._dues_box = FieldBox("Tình hình đóng đảng phí", self.dues)
        self.outcome = NoteEdit(rows=3, max_rows=14, placeholder="Ai báo cáo, báo cáo gì, số liệu nào")
        self._outcome_bound = Bound(meeting, self.outcome, "outcome", what="Sửa nội dung đã trình bày")
        self._heading = text("", "sectionTitle")
        self._outcome_box = FieldBox("Nội dung đã trình bày", self.outcome)
        self.picker = PersonPicker("Thêm ý kiến của ai", "Gõ tên hoặc chữ cái đầu người phát biểu")
        self.picker.picked.connect(self.add)
        self._picker_box = FieldBox("Thêm ý kiến (Ctrl+Enter)", self.picker)
        self.cards = CardList(self._make_card)
        self.spoken = text("", "fieldHint")
        self.mentions = MentionBox(meeting)
        self.proposals = ProposalBox(meeting)
        self._agenda_note = FindingNote(Stage.PROCEEDINGS, "agenda")
        self._speech_note = FindingNote(Stage.PROCEEDINGS, "speeches")
        self.writing_parts = [self._picker_box, *self.mentions.writing_parts, *self.proposals.writing_parts]
        self._built = False
        for part in (
            self.strip, self.warning, self.topics, self.bank, self._dues_box, self._heading, self._outcome_box,
            self._picker_box, self.cards, self.spoken, self.mentions, self.proposals, self._agenda_note,
            self._speech_note,
        ):  # fmt: skip
            # Without a parent a part would end with the last reference to it, on whichever thread that is.
            part.setParent(self)
        self.cards.rebuilt.connect(self._order_tabs)
        for cards in (self.cards, self.mentions.cards, self.proposals.cards):
            cards.focused.connect(self._reveal)
        for box in (self.mentions, self.proposals):
            box.asked.connect(self._reveal)
        self._shortcuts()

    def _build(self) -> None:
        """Lay the parts out when they are first seen: it is most of what the step costs."""
        if not self._built:
            self._built = True
            self._lay_out()
            locked, self._locked = bool(self._locked), None
            self.lock(locked=locked)

    def _lay_out(self) -> None:
        self.topics.horizontalHeader().hide()
        self.topics.verticalHeader().setDefaultSectionSize(scaled(62))
        self.topics.setWordWrap(True)
        self.topics.setMinimumWidth(scaled(220))
        agenda = QWidget()
        left = QVBoxLayout(agenda)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(GRID)
        left.addWidget(self.topics, 1)
        left.addWidget(self._dues_box)
        self._left = QStackedWidget()
        self._left.addWidget(agenda)
        self._left.addWidget(self.bank)
        inside = QWidget()
        inside.setObjectName("content")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(GRID)
        for part in (
            self._heading, self._outcome_box, self._agenda_note, self.cards, self._picker_box, self.spoken,
            self._speech_note, self.mentions, self.proposals,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.area = tall(inside)
        both = QHBoxLayout()
        both.setSpacing(2 * GRID)
        both.addWidget(self._left, 5)
        both.addWidget(self.area, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.strip)
        layout.addWidget(self.warning)
        layout.addLayout(both, 1)
        self._order_tabs()

    def _shortcuts(self) -> None:
        for keys, act in (
            ("Ctrl+Return", self._to_picker), (_KEYPAD_ENTER, self._to_picker), ("Ctrl+Down", self.next_topic),
            ("F2", self.open_bank), ("F3", self.expand), ("Ctrl+Space", self.expand), ("F7", self._praise),
            ("F8", self._remind), ("F9", self._propose),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @Slot()
    def _order_tabs(self) -> None:
        order_tabs(
            self.topics, self._outcome_box, self.cards, self._picker_box, self.mentions, self.proposals, self.dues
        )

    def _make_card(self, speech: Record) -> Card:
        assert isinstance(speech, Speech)
        return SpeechCard(self.meeting, speech, lambda: self.topic_id, self._follow)

    # -- showing ----------------------------------------------------------------------------------

    def show_view(self, view: MeetingView) -> None:
        """Show the agenda, and of the chosen item what was presented and said; behind another step, later."""
        if self.isHidden():
            self._late = view
            return
        self._late = None
        self._build()
        first = self._view is None
        self._view = view
        known = {item.id for item in view.agenda} | {None}
        if first or self.topic_id not in known:
            self.topic_id = self._drafted_topic(view) if first else next((i.id for i in view.agenda), None)
        self.strip.show_view(view)
        self.bank.look(again=self.bank.isVisible())
        self._show_topics()
        self._dues_bound.aim(view.meeting)
        self.picker.set_people(speakers_of(view))
        self._agenda_note.show_findings(self.meeting.findings)
        self._speech_note.show_findings(self.meeting.findings)
        self.warning.warn("" if self.meeting.locked else majority_warning(presence(view.roll)))
        self.spoken.setText(speakers_words(view))
        self.spoken.setVisible(bool(view.speeches))
        self.mentions.show_view(view)
        self.proposals.show_view(view)
        self._show_topic()

    def catch_up(self) -> None:
        """Show what came while another step was in front."""
        if self._late is not None and not self.isHidden():
            self.show_view(self._late)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.catch_up()

    @Slot()
    def _show_topics(self) -> None:
        view = self._view
        if view is None:
            return
        current = self.live.current.item_id if self.live.current and not self.meeting.locked else None
        topics = [
            Topic(item, number, len(speeches_on(view, item.id)), current=item.id == current)
            for number, item in enumerate(view.agenda, start=1)
        ]
        topics.append(Topic(None, 0, len(speeches_on(view, None))))
        if list(self.topics.rows_model.rows) != topics:
            self.topics.set_rows(topics)
        self.topics.select(self.topic_id)

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

    # -- speeches ---------------------------------------------------------------------------------

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
        self._reveal(self._picker_box)

    @Slot(object)
    def _reveal(self, part: QWidget) -> None:
        """Scroll to a part as soon as it has its place."""

        def scroll() -> None:
            self.area.ensureWidgetVisible(part, 0, 2 * GRID)
            if isinstance(part, PersonPicker):
                self.area.ensureWidgetVisible(part.field, 0, GRID)

        QTimer.singleShot(0, part, scroll)

    @Slot()
    def next_topic(self) -> None:
        """Make the next item of the agenda the current one and go to what is presented under it."""
        view = self._view
        if view is None or self.meeting.locked:
            return
        item = next_item(view.agenda, self.live.current)
        if item is None:
            self.meeting.told.emit(News("Đây là nội dung cuối của chương trình.", "Sang bước Biểu quyết."))
            return
        self.live.begin(item)
        self.topics.select(item.id)
        self.outcome.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- in the same breath -----------------------------------------------------------------------

    def _speech_in_hand(self) -> SpeechCard | None:
        focus = QApplication.focusWidget()
        cards = (card for card in self.cards.cards if isinstance(card, SpeechCard))
        return next((card for card in cards if focus is not None and card.isAncestorOf(focus)), None)

    def _follow(self, card: SpeechCard, follow: Follow) -> None:
        speaker = speaker_of(card.record)
        if follow is Follow.PROPOSE:
            self.proposals.add(speaker, card.text.textCursor().selectedText().replace("\u2029", "\n"))
        else:
            self.mentions.add(_KINDS[follow], speaker)

    @Slot()
    def _praise(self) -> None:
        self._pick(MentionKind.COMMENDATION)

    @Slot()
    def _remind(self) -> None:
        self._pick(MentionKind.REMINDER)

    def _pick(self, kind: MentionKind) -> None:
        if not self.meeting.locked:
            card = self._speech_in_hand()
            self.mentions.pick(kind, speaker_of(card.record) if card else None)

    @Slot()
    def _propose(self) -> None:
        card = self._speech_in_hand()
        if self.meeting.locked:
            return
        if card is not None:
            self._follow(card, Follow.PROPOSE)
        else:
            self.proposals.pick()

    # -- phrases ----------------------------------------------------------------------------------

    def _field_in_hand(self) -> NoteEdit | None:
        focus = QApplication.focusWidget()
        return focus if isinstance(focus, NoteEdit) and not self.bank.isAncestorOf(focus) else None

    @Slot()
    def open_bank(self) -> None:
        """Show the phrases in the place of the agenda; what was being written waits uncommitted."""
        if self.meeting.locked:
            return
        self._editor = self._field_in_hand() or self._editor or self.outcome
        self._left.setCurrentWidget(self.bank)
        self.bank.begin()

    @Slot(object)
    def _put_in(self, phrase: Phrase) -> None:
        editor = self._editor
        self._close_bank()
        if editor is not None and shiboken6.isValid(editor):
            put_in(editor, phrase)

    @Slot()
    def _close_bank(self) -> None:
        self._left.setCurrentIndex(0)
        if self._editor is not None and shiboken6.isValid(self._editor):
            self._editor.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def expand(self) -> None:
        """Put a phrase in the place of the shortcut before the cursor."""
        field = self._field_in_hand()
        if field is None or expand(field, self.bank.phrases) or field.isReadOnly():
            return
        if composing(field):
            self.meeting.told.emit(News("Bộ gõ đang ghép chữ.", "Gõ xong chữ tắt rồi bấm F3."))
        else:
            self.meeting.told.emit(News("Trước con trỏ không phải chữ tắt nào.", "Bấm F2 để chọn câu mẫu."))

    # -- as a step --------------------------------------------------------------------------------

    def lock(self, *, locked: bool) -> None:
        if locked == self._locked:
            return
        self._locked = locked
        if not self._built:
            return
        super().lock(locked=locked)
        for cards in (self.cards, self.mentions.cards, self.proposals.cards):
            cards.lock(locked=locked)
        if locked:
            self._left.setCurrentIndex(0)

    def start(self) -> None:
        """Begin at what was presented under the chosen item."""
        self._build()
        self.catch_up()
        self.topics.setFocus(Qt.FocusReason.OtherFocusReason)

    def jump(self, field: str) -> None:
        """Put the focus on what a finding speaks of."""
        self._build()
        self.catch_up()
        if field == "speeches":
            self._to_picker()
        else:
            self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)
