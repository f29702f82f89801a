"""One note: who, the guiding questions, what was said, how it was taken, what will be mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText, GuidedAnswer, Mending
from chibo_desktop.domain.criticism_questions import FactKind, asked
from chibo_desktop.domain.members import Member
from chibo_desktop.services import criticism
from chibo_desktop.services.criticism import NoteRow
from chibo_desktop.ui.criticism.follow_panel import FollowPanel
from chibo_desktop.ui.criticism.person_field import PersonField
from chibo_desktop.ui.criticism.question_box import QuestionBox
from chibo_desktop.ui.criticism.work import Detail, Edit, Note, Snapshot
from chibo_desktop.ui.fields import Choice, DateField
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import Form, commit_fields
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import scrolled
from chibo_desktop.ui.sealed_fields import SealedNote
from chibo_desktop.ui.theme import GRID

_NO_MEETING = b""
_TITLES = {CriticismForm.SELF: "Tự phê bình", CriticismForm.CRITICISM: "Phê bình, góp ý"}
_HOW = {
    CriticismForm.SELF: "Đồng chí ấy đã viết phiếu thì chép theo từng câu; chưa viết thì hỏi và ghi lời nói. "
    "Câu nào không có gì thì bỏ trống.",
    CriticismForm.CRITICISM: "Hỏi theo từng câu rồi ghi gọn. Câu nào không có gì thì bỏ trống.",
}
_WHO = {CriticismForm.SELF: "Ai tự phê bình", CriticismForm.CRITICISM: "Ai góp ý"}
_TEXTS = ("content", "acceptance", "fix")
_replace = msgspec.structs.replace


class NoteForm(QWidget):
    """`edited(Edit)` comes with each change, `drafted(str, str)` while typing: the field's key and its words."""

    edited = Signal(object)
    drafted = Signal(str, str)
    follow_asked = Signal(object, str)
    print_asked = Signal()
    share_asked = Signal()
    withdraw_asked = Signal()
    removal_asked = Signal()
    note_asked = Signal(object)
    """the id of an earlier note to be shown"""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note: Note | None = None
        self._people: Sequence[Member] = ()
        self._questions: list[tuple[str, QuestionBox]] = []
        self._detail: Detail | None = None
        self.is_new = False
        self.heading = text(role="sectionTitle")
        self.how = text(role="faint")
        self.follow = FollowPanel()
        self.date = DateField(required="Hãy ghi ngày.", latest=today)
        self.meeting = Choice[bytes]()
        self.speaker = PersonField("Người khác, ghi tên", "Bà con, ban công tác Mặt trận …")
        self.spoken_to = PersonField("Tập thể hoặc người khác, ghi tên", "Chi ủy, tổ đảng …")
        self.content = SealedNote(rows=3)
        self.acceptance = SealedNote(rows=2)
        self.fix = SealedNote(rows=2)
        self.due = DateField()
        self.head = Form()
        self.head.add_beside(("Ngày", self.date), ("Cuộc họp", self.meeting))
        self.head.add("Ai tự phê bình", self.speaker)
        self.head.add("Góp ý cho ai", self.spoken_to)
        self._question_column = QVBoxLayout()
        self._question_column.setSpacing(2 * GRID)
        self.boxes: dict[str, QuestionBox] = {
            "content": QuestionBox(
                "Ghi theo lời nói", self.content, "Điều không nằm trong câu hỏi nào thì ghi ở đây."
            ),
            "acceptance": QuestionBox("Tiếp thu", self.acceptance, "Nghe góp ý rồi, đồng chí ấy nói gì."),
            "fix": QuestionBox("Việc sẽ sửa", self.fix),
            "due": QuestionBox("Sửa xong trước ngày", self.due, "Đến ngày này sổ nhắc hỏi lại."),
        }
        self.broken = QWidget()
        self.broken_words = text(role="fieldWarning")
        self.broken_button = button("Xem lần trước", self._show_broken, role="flat")
        below = QVBoxLayout(self.broken)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.broken_words)
        below.addWidget(self.broken_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.broken.hide()
        self.shared = text(role="fieldHint")
        self.print_button = button("In ghi chép này", self.print_asked.emit, icon_name="print")
        self.share_button = button("Cho Đảng ủy xã xem", self.share_asked.emit, icon_name="send")
        self.withdraw_button = button("Rút lại, không cho xã xem", self.withdraw_asked.emit)
        self.remove_button = button("Xóa ghi chép", self.removal_asked.emit, icon_name="remove")
        self._foot = flow(self.print_button, self.share_button, self.withdraw_button, self.remove_button)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("content")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        for part in (self.heading, self.how, self.head):
            column.addWidget(part)
        column.addLayout(self._question_column)
        for key in ("content", "acceptance", "fix"):
            column.addWidget(self.boxes[key])
        column.addWidget(self.broken)
        column.addWidget(self.boxes["due"])
        self._column = column
        column.addWidget(self.shared)
        column.addWidget(self._foot)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = scrolled(inside)
        outer.addWidget(self.area)

    def _connect(self) -> None:
        self.date.committed.connect(self._dated)
        self.meeting.committed.connect(self._met)
        self.speaker.chosen.connect(self._spoke)
        self.spoken_to.chosen.connect(self._spoken_to)
        for key in _TEXTS:
            field = self.note_field(key)
            field.committed.connect(partial(self._written, key))
            field.draft_changed.connect(partial(self.drafted.emit, key))
        self.due.committed.connect(self._promised)
        self.follow.asked.connect(self.follow_asked)
        self.follow.words.draft_changed.connect(partial(self.drafted.emit, "follow"))
        self.follow.words.committed.connect(partial(self.drafted.emit, "follow"))

    def note_field(self, key: str) -> SealedNote:
        """Return the field of several lines that a key names."""
        if key == "follow":
            return self.follow.words
        for answer, box in self._questions:
            if answer == key and isinstance(box.field, SealedNote):
                return box.field
        return {"content": self.content, "acceptance": self.acceptance, "fix": self.fix}[key]

    # -- what is shown ------------------------------------------------------------------------

    @property
    def note(self) -> Note | None:
        """The note that is shown, as it was last read."""
        return self._note

    @property
    def note_id(self) -> bytes | None:
        """The identifier of the note that is shown."""
        return self._note[0].id if self._note else None

    def show_note(
        self, note: Note, snapshot: Snapshot, row: NoteRow | None, *, drafts: Mapping[str, str], new: bool = False
    ) -> None:
        """Show a note in the place of the one before; `drafts` is what was being typed in it."""
        form = note[0].form
        self.forget()
        self._note = note
        self.is_new = new
        self.heading.setText(_TITLES[form])
        self.how.setText(_HOW[form])
        self.head.box(self.speaker).label.setText(_WHO[form])
        self.speaker.setAccessibleName(_WHO[form])
        self.head.set_shown(self.spoken_to, form is CriticismForm.CRITICISM)
        fix = criticism.guide().fix_question(form)
        self.fix.setPlaceholderText(fix.hint if fix else "")
        self._ask(form, note[1])
        # Asked after now, it stands first; else below what was promised, and never moves while one writes.
        first = row is not None and row.due
        self._column.removeWidget(self.follow)
        self._column.insertWidget(1 if first else self._column.indexOf(self.shared), self.follow)
        self.update_note(note, snapshot, row)
        for key, words in drafts.items():
            if key in {*_TEXTS, "follow", *(answer for answer, _ in self._questions)}:
                self.note_field(key).restore_draft(words)
        self._order_keys(follow_first=first)
        self.area.verticalScrollBar().setValue(0)

    def _order_keys(self, *, follow_first: bool) -> None:
        """Let Tab go down the page: the questions were made after what stands below them."""
        follow = self.follow.stops
        stops: list[QWidget] = [*follow] if follow_first else []
        stops += [self.date, self.meeting, *self.speaker.stops, *self.spoken_to.stops]
        for _, box in self._questions:
            stops += box.stops
        for key in ("content", "acceptance", "fix"):
            stops += self.boxes[key].stops
        stops += [self.broken_button, self.due, *([] if follow_first else follow)]
        stops += [self.print_button, self.share_button, self.withdraw_button, self.remove_button]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _ask(self, form: CriticismForm, text: CriticismText) -> None:
        for _, box in self._questions:
            self._question_column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._questions = []
        for number, (question, _) in enumerate(asked(criticism.guide(), form, text.answers)):
            field = SealedNote(rows=2)
            key = f"answer:{number}"
            box = QuestionBox(question.text, field, question.hint)
            field.committed.connect(partial(self._answered, key, question.text))
            field.draft_changed.connect(partial(self.drafted.emit, key))
            self._questions.append((key, box))
            self._question_column.addWidget(box)

    def update_note(self, note: Note, snapshot: Snapshot, row: NoteRow | None) -> None:
        """Show the note as it stands in the book now; fields being typed in are left alone."""
        record, words = self._note = note
        self._people = snapshot.people
        if not self.date.dirty:
            self.date.set_value(record.date)
        self.meeting.set_options([(_NO_MEETING, "Không gắn cuộc họp"), *snapshot.meetings])
        self.meeting.set_value(record.meeting_id or _NO_MEETING)
        self.speaker.show_person(self._people, words.from_id, words.from_name)
        self.spoken_to.show_person(self._people, words.to_id, words.to_name)
        for key, value in (("content", words.content), ("acceptance", words.acceptance), ("fix", words.fix)):
            if not self.note_field(key).dirty:
                self.note_field(key).set_value(value)
        if not self.due.dirty:
            self.due.set_value(words.due)
        given = {answer.question: answer.text for answer in words.answers}
        for key, box in self._questions:
            field = self.note_field(key)
            if not field.dirty:
                field.set_value(given.get(box.box.label.text(), ""))
        self.follow.show_row(row)
        self._show_foot(row, paired=snapshot.paired)

    def _show_foot(self, row: NoteRow | None, *, paired: bool) -> None:
        shown = row.shared if row else None
        held = self.window().focusWidget() in {self.share_button, self.withdraw_button}
        self._foot.setVisible(row is not None)
        self.share_button.setVisible(row is not None and shown is None and paired)
        self.withdraw_button.setVisible(shown is not None)
        if held:
            # One of the two has gone: the next key must not fall on the button that removes the note.
            (self.withdraw_button if shown is not None else self.print_button).setFocus()
        self.shared.setVisible(shown is not None)
        if shown is not None:
            self.shared.setText(f"Đã cho xã xem ngày {date_text(shown.date)}, đúng như lời ghi hôm ấy.")

    def set_detail(self, detail: Detail) -> None:
        """Show what the book says beside the note; of another note it is passed over."""
        if detail.note_id != self.note_id or self._note is None:
            return
        self._detail = detail
        answers = self._answer_keys()
        for key, box in (*self._questions, *self.boxes.items()):
            box.show_findings(f for f in detail.findings if answers.get(f.place, f.place) == key)
        questions = {q.text: q for q in criticism.guide().questions(self._note[0].form)}
        for _, box in self._questions:
            question = questions.get(box.box.label.text())
            kinds: tuple[FactKind, ...] = question.facts if question else ()
            box.show_facts(f for f in detail.facts if f.kind in kinds)
        self._order_keys(follow_first=self._column.indexOf(self.follow) == 1)
        self.broken.setVisible(bool(detail.broken))
        if detail.broken:
            days = ", ".join(date_text(b.day) for b in detail.broken)
            self.broken_words.setText(
                f"△ Lời hứa này đã ghi ngày {days} mà chưa sửa. Hỏi vì sao lần trước không làm được, ai giúp được, "
                "rồi hẹn một việc nhỏ hơn."
            )

    def _answer_keys(self) -> dict[str, str]:
        """Return by place of a finding ("answer:0" of those given) the key of its field."""
        if self._note is None:
            return {}
        by_question = {box.box.label.text(): key for key, box in self._questions}
        given = [a.question for a in self._note[1].answers if a.text]
        return {f"answer:{n}": by_question[question] for n, question in enumerate(given) if question in by_question}

    def _show_broken(self) -> None:
        if self._detail is not None and self._detail.broken:
            self.note_asked.emit(self._detail.broken[0].criticism_id)

    def forget(self) -> None:
        """Leave the note: no word of it stays in a field."""
        self._note = None
        self._detail = None
        self.is_new = False
        for field in (*(self.note_field(key) for key in (*_TEXTS, "follow")), *self._answer_fields()):
            field.forget()
        self.speaker.clear()
        self.spoken_to.clear()
        self.due.set_value(None)
        for _, box in (*self._questions, *self.boxes.items()):
            box.show_facts(())
            box.show_findings(())
        self.broken.hide()
        self.shared.hide()
        self.follow.show_row(None)

    def _answer_fields(self) -> list[SealedNote]:
        return [self.note_field(key) for key, _ in self._questions]

    def commit(self) -> bool:
        """Commit every field; False if one has a problem."""
        return self._note is None or commit_fields(self)

    # -- what is written ----------------------------------------------------------------------

    def _tell(self, key: str, change: Callable[[Criticism, CriticismText], Note]) -> None:
        if self._note is not None:
            self.edited.emit(Edit(key, change))

    def _text(self, key: str, **values: object) -> None:
        self._tell(key, lambda record, text: (record, _replace(text, **values)))

    @Slot(object)
    def _dated(self, day: date) -> None:
        self._tell("date", lambda record, text: (_replace(record, date=day), text))

    @Slot(object)
    def _met(self, meeting_id: bytes) -> None:
        self._tell("meeting", lambda record, text: (_replace(record, meeting_id=meeting_id or None), text))

    @Slot(object, str)
    def _spoke(self, member_id: bytes | None, name: str) -> None:
        self._text("from", from_id=member_id, from_name=name)

    @Slot(object, str)
    def _spoken_to(self, member_id: bytes | None, name: str) -> None:
        self._text("to", to_id=member_id, to_name=name)

    def _written(self, key: str, words: str) -> None:
        self._text(key, **{key: words})

    @Slot(object)
    def _promised(self, day: date | None) -> None:
        self._text("due", due=day)

    def _answered(self, key: str, question: str, words: str) -> None:
        order = [box.box.label.text() for _, box in self._questions]

        def change(record: Criticism, text: CriticismText) -> Note:
            given = {answer.question: answer.text for answer in text.answers} | {question: words}
            answers = [GuidedAnswer(question=q, text=given[q]) for q in order if given.get(q)]
            return record, _replace(text, answers=tuple(answers))

        self._tell(key, change)

    def ask_again(self) -> None:
        """Put the focus where one press says how the promise stands."""
        self.follow.buttons[Mending.MENDED].setFocus()
