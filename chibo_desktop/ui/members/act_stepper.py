"""One act, a card for each step, the next one marked (các bước của một thủ tục)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from chibo_desktop.domain.act_steps import MATTERS, STEPS, Step, day_of
from chibo_desktop.domain.findings import Severity
from chibo_desktop.domain.member_acts import ActKind
from chibo_desktop.domain.members import Standing
from chibo_desktop.services.member_acts import ActView, VoteChoice
from chibo_desktop.ui.fields import Choice, DateField, LineEdit, NoteEdit, NumberField
from chibo_desktop.ui.form import Form, commit_fields
from chibo_desktop.ui.labels import label, options
from chibo_desktop.ui.members.act_strip import ActStrip
from chibo_desktop.ui.members.act_words import state_words, step_words, vote_state
from chibo_desktop.ui.members.member_fields import MonthField
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import scrolled
from chibo_desktop.ui.theme import GRID, mark

_NOTE = 4_000


class _Card(QFrame):
    """One step: its state and title, its fields, and what to mind."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.state = text(role="faint")
        self.title = text(role="sectionTitle")
        self.form = Form()
        self.finding = text(role="fieldProblem")
        self.hint = text(role="fieldHint")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        for part in (self.state, self.title, self.form, self.finding, self.hint):
            column.addWidget(part)

    def say(self, label_: QLabel, words: Sequence[str]) -> None:
        """Show sentences in a label, or hide it."""
        label_.setText("\n".join(words))
        label_.setVisible(bool(words))


class ActStepper(QWidget):
    """The steps of the act shown.

    `changed(str, object)` carries a field's name and new value, `drafted(str, str)` what is being typed,
    `vote_chosen(VoteChoice|None)` another vote, `vote_asked()` opens its meeting; `given_up()`,
    `taken_up()` and `deleted()` come from the foot.
    """

    changed = Signal(str, object)
    drafted = Signal(str, str)
    vote_chosen = Signal(object)
    vote_asked = Signal()
    given_up = Signal()
    taken_up = Signal()
    deleted = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: ActView | None = None
        self.who = text(role="sectionTitle")
        self.name = LineEdit(max_length=200, required="Họ và tên không để trống được.")
        self.other_place = LineEdit()
        self.vote: Choice[VoteChoice | None] = Choice()
        self.voted_on, self.sent_on, self.decided_on, self.done_on = (DateField() for _ in range(4))
        self.base, self.agree = NumberField(0, 1_000), NumberField(0, 1_000)
        self.paper = LineEdit(placeholder="Ví dụ: 15-QĐ/ĐU")
        self.standing: Choice[Standing] = Choice(options(Standing))
        self.joined = MonthField(today)
        self.note = NoteEdit(max_length=_NOTE, rows=2, max_rows=6)
        self.vote_state = text()
        self.open_vote = button("Mở cuộc họp", self.vote_asked.emit, icon_name="meetings")
        self.give_up_button = button("Thôi, không làm nữa", self.given_up.emit, icon_name="stop", role="flat")
        self.take_up_button = button("Làm tiếp", self.taken_up.emit, icon_name="undo", role="flat")
        self.delete_button = button("Xóa, ghi nhầm", self.deleted.emit, icon_name="remove", role="flat")
        self.strip = ActStrip()
        self.about = Form()
        self.about.add("Họ và tên", self.name)
        self.about.add("Chuyển đến đâu", self.other_place)
        self.cards: dict[Step, _Card] = {step: _Card() for step in Step}
        self._fill_cards()
        self.end = Form()
        self.end.add("Ghi chú", self.note)
        self._lay_out()
        self._connect()

    def _fill_cards(self) -> None:
        voted = self.cards[Step.VOTED].form
        voted.add("Lần biểu quyết trong biên bản", self.vote)
        voted.add_widget(self.vote_state)
        voted.add("Ngày biểu quyết", self.voted_on)
        voted.add_beside(("Số chính thức", self.base), ("Tán thành", self.agree))
        voted.add_widget(self.open_vote)
        self.cards[Step.SENT].form.add("Ngày gửi", self.sent_on)
        self.cards[Step.DECIDED].form.add_beside(("Ngày ký", self.decided_on), ("Số", self.paper))
        done = self.cards[Step.DONE].form
        done.add("Ngày", self.done_on)
        done.add_beside(("Chính thức hay dự bị", self.standing), ("Tháng, năm vào Đảng", self.joined))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("content")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self.about)
        for card in self.cards.values():
            column.addWidget(card)
        column.addWidget(self.end)
        for foot in (self.take_up_button, self.give_up_button, self.delete_button):
            column.addWidget(foot, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.area = scrolled(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.who)
        layout.addWidget(self.strip)
        layout.addWidget(self.area, 1)

    def _fields(self) -> dict[str, LineEdit | DateField | NumberField | NoteEdit]:
        return {
            "name": self.name, "other_place": self.other_place, "voted_on": self.voted_on, "base": self.base,
            "agree": self.agree, "sent_on": self.sent_on, "decided_on": self.decided_on, "paper": self.paper,
            "done_on": self.done_on, "note": self.note,
        }  # fmt: skip

    def _connect(self) -> None:
        for key, field in self._fields().items():
            field.draft_changed.connect(partial(self.drafted.emit, key))
            field.committed.connect(partial(self._leave, key))
        self.vote.committed.connect(self.vote_chosen)

    def _leave(self, key: str, value: object) -> None:
        if self.view is None:
            return
        if key == "done_on" and self.view.act.done_on is None:
            # The last step changes the list of members: its button writes it, leaving the field does not.
            self.drafted.emit(key, self.done_on.text())
            return
        self.changed.emit(key, value or 0 if key in {"base", "agree"} else value)

    # -- showing ------------------------------------------------------------------------------

    def show_view(
        self, view: ActView, votes: Sequence[VoteChoice], drafts: Mapping[str, str] | None = None
    ) -> None:
        """Show an act; fields being typed in are left alone if it is the one shown already."""
        same = self.view is not None and self.view.act.id == view.act.id
        self.view = view
        act = view.act
        self.who.setText(f"{label(act.kind)}: {view.name}")
        self.strip.show_view(view)
        self._load(view, careful=same)
        self._show_vote(view, votes)
        for step, card in self.cards.items():
            self._show_card(card, step, view)
        self.about.set_shown(self.name, act.kind in {ActKind.ADMISSION, ActKind.TRANSFER_IN} and not act.member_id)
        self.about.set_shown(self.other_place, act.kind in {ActKind.TRANSFER_IN, ActKind.TRANSFER_OUT})
        place = "Từ chi bộ, đảng bộ nào" if act.kind is ActKind.TRANSFER_IN else "Chuyển đến chi bộ, đảng bộ nào"
        self.about.box(self.other_place).label.setText(place)
        self.other_place.setAccessibleName(place)
        coming = act.kind is ActKind.TRANSFER_IN and act.done_on is None
        self.cards[Step.DONE].form.set_shown(self.standing, coming)
        self.cards[Step.DONE].form.set_shown(self.joined, coming)
        self.give_up_button.setVisible(not view.closed)
        self.take_up_button.setVisible(act.given_up_on is not None)
        self.delete_button.setVisible(act.done_on is None)
        if not same:
            for key, words in (drafts or {}).items():
                field = self._fields().get(key)
                if field is not None:
                    field.restore_draft(words)
            QTimer.singleShot(0, self, self.show_next)

    def _load(self, view: ActView, *, careful: bool) -> None:
        act = view.act
        values = {
            "name": act.name, "other_place": act.other_place, "voted_on": act.voted_on, "base": act.base or None,
            "agree": act.agree if act.base else None, "sent_on": act.sent_on, "decided_on": act.decided_on,
            "paper": act.paper, "done_on": act.done_on, "note": act.note,
        }  # fmt: skip
        for key, field in self._fields().items():
            typed = key == "done_on" and act.done_on is None and self.done_on.text()
            if not (careful and (field.dirty or typed)):
                field.set_value(values[key])  # type: ignore[arg-type]

    def _show_vote(self, view: ActView, votes: Sequence[VoteChoice]) -> None:
        card = self.cards[Step.VOTED]
        known = [choice for choice in votes if choice.vote.id == view.act.vote_id]
        self.vote.set_options([(None, "Ghi tay, không chọn trong biên bản"), *((c, c.words) for c in votes)])
        self.vote.set_value(known[0] if known else None)
        tied = view.vote is not None
        card.form.set_shown(self.vote, bool(votes))
        for field in (self.voted_on, self.base, self.agree):
            card.form.set_shown(field, not tied)
        self.vote_state.setText(vote_state(view))
        self.open_vote.setVisible(view.meeting is not None)

    def _show_card(self, card: _Card, step: Step, view: ActView) -> None:
        act = view.act
        card.setVisible(step in STEPS[act.kind] and (step is not Step.VOTED or act.kind in MATTERS))
        if step not in STEPS[act.kind]:
            return
        words = step_words(act.kind, step)
        here = step is view.step
        card.state.setObjectName("stepName" if here or day_of(act, step) else "faint")
        mark(card.state, "state", "here" if here else "done" if day_of(act, step) else "")
        card.state.setText(state_words(act, step, view.step))
        card.state.updateGeometry()
        card.title.setText(words.title)
        day = {Step.VOTED: self.voted_on, Step.SENT: self.sent_on, Step.DECIDED: self.decided_on,
               Step.DONE: self.done_on}[step]  # fmt: skip
        card.form.box(day).label.setText(words.day)
        day.setAccessibleName(words.day)
        found = [f for f in view.findings if f.step is step]
        warned = [f for f in found if f.severity is not Severity.HINT]
        card.say(card.finding, [_sentence(f.sentence, f.basis, "! ") for f in warned])
        card.say(card.hint, [_sentence(f.sentence, f.basis, "") for f in found if f not in warned])

    def show_next(self) -> None:
        """Bring the next step into view."""
        if self.view is not None and self.view.step is not None:
            self.area.verticalScrollBar().setValue(self.cards[self.view.step].y())

    def focus_step(self, step: Step) -> None:
        """Put the focus on the day of a step."""
        field = {Step.VOTED: self.voted_on, Step.SENT: self.sent_on, Step.DECIDED: self.decided_on,
                 Step.DONE: self.done_on}[step]  # fmt: skip
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def settled(self) -> list[str]:
        """Return the names of the fields that hold what the book holds."""
        act = self.view.act if self.view is not None else None
        waits = act is not None and act.done_on is None and bool(self.done_on.text())
        return [
            key for key, field in self._fields().items() if not field.dirty and not (waits and key == "done_on")
        ]

    def commit(self) -> bool:
        """Commit every field; False if one of them has a problem."""
        return commit_fields(self)


def _sentence(words: str, basis: str, sign: str) -> str:
    return f"{sign}{words} ({basis})" if basis else f"{sign}{words}"
