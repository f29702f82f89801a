"""Kết quả của cấp trên: the decision, telling it, and a rating put right later (Mẫu 03)."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import LaterChange
from chibo_desktop.services import review_marks
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import Choice, DateField, LineEdit, NoteEdit
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.messages import ask
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.reviews.day_field import DayField
from chibo_desktop.ui.reviews.step_vote import level_options
from chibo_desktop.ui.reviews.steps import ReviewState, Sign, Step
from chibo_desktop.ui.reviews.work import Work
from chibo_desktop.ui.theme import scaled


class ChangeDialog(Dialog):
    """To which level a result was put right, when, by which paper and why."""

    def __init__(self, parent: QWidget, state: ReviewState) -> None:
        super().__init__(
            parent,
            "Ghi xếp loại lại",
            "Khi cấp trên xếp loại lại (Mẫu 03). Kết quả lần đầu vẫn giữ bên cạnh.",
            yes="Ghi xếp loại lại",
        )
        old = state.review.change
        self.rating: Choice[YearRating] = Choice([(level, label(level)) for level in YearRating])
        self.day = DateField(required="Hãy ghi ngày của quyết định.", latest=state.today)
        self.paper = LineEdit(max_length=200, placeholder="Số, ký hiệu quyết định")
        self.reason = NoteEdit(max_length=4_000, rows=2)
        if old is not None:
            self.rating.set_value(old.rating)
            self.day.set_value(old.date)
            self.paper.set_value(old.paper)
            self.reason.set_value(old.reason)
        self.form = Form()
        self.form.add_beside(("Xếp loại lại thành", self.rating), ("Ngày", self.day))
        self.form.add("Quyết định", self.paper)
        self.form.add("Lý do", self.reason)
        self.body.addWidget(self.form)
        self.rating.setFocus()

    def check(self) -> str | None:
        return None if self.form.commit() else "Còn ô chưa đúng."

    def value(self) -> LaterChange | None:
        """Return what was filled in."""
        rating, day = self.rating.value(), self.day.value()
        if rating is None or day is None:
            return None
        return LaterChange(rating=rating, date=day, paper=self.paper.value(), reason=self.reason.value())


class ResultStep(Step):
    """The last step."""

    name: ClassVar[str] = "Kết quả"

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        today = work.session.clock.today
        self.proposed = text()
        self.rating: Choice[YearRating | None] = Choice(level_options())
        self.paper = LineEdit(max_length=200, placeholder="Số, ký hiệu văn bản")
        self.form = Form()
        self.form.add("Cấp trên quyết định xếp loại", self.rating)
        self.form.add("Văn bản", self.paper)
        self.day = DayField("Ngày của văn bản", today)
        self.told_on = DayField("Ngày báo kết quả cho đảng viên", today)
        self.change_words = text()
        self.change_button = button("Ghi xếp loại lại", self.ask_change, icon_name="edit")
        self.undo_change = button("Bỏ xếp loại lại", self._ask_no_change, role="flat")
        self.told_on.setMinimumWidth(scaled(300))
        for part in (self.proposed, self.form, flow(self.day, self.told_on), self.change_words):
            self.body.addWidget(part)
        self.body.addWidget(flow(self.change_button, self.undo_change))
        self.body.addStretch(1)
        self.rating.committed.connect(self._store)
        self.paper.committed.connect(self._store)
        self.day.committed.connect(self._store)
        self.told_on.committed.connect(lambda day: self.save("Báo kết quả xếp loại", told_on=day))

    def fill(self, state: ReviewState, *, fresh: bool) -> None:
        review = state.review
        proposed = label(review.cell_rating) if review.cell_rating else "chưa có"
        basis = state.view.pack.basis_of("result")
        self.proposed.setText(f"Chi bộ đề nghị: {proposed}. Đảng ủy xã quyết định, rồi báo lại ({basis}).")
        self.rating.set_value(review.upper_rating)
        if fresh or not self.paper.dirty:
            self.paper.set_value(review.upper_paper)
        self.day.set_value(review.upper_on)
        self.told_on.set_value(review.told_on)
        change = review.change
        self.change_words.setVisible(change is not None)
        if change is not None:
            paper = f", {change.paper}" if change.paper else ""
            why = f" Lý do: {change.reason}" if change.reason else ""
            self.change_words.setText(
                f"↻ Xếp loại lại: {label(change.rating)}, {date_text(change.date)}{paper}.{why}"
            )
        self.change_button.setVisible(review.upper_rating is not None)
        self.change_button.setText("Sửa xếp loại lại" if change else "Ghi xếp loại lại")
        self.undo_change.setVisible(change is not None)

    def first(self) -> QWidget | None:
        return self.rating

    def sign(self, state: ReviewState) -> Sign:
        if state.review.told_on is not None:
            return "done"
        return "due" if state.review.upper_rating is not None else ""

    @Slot()
    def _store(self, _value: object = None) -> None:
        found, rating, paper, day = self.review_id, self.rating.value(), self.paper.value(), self.day.value()
        self.work.act(lambda session: review_marks.set_result(session, found, rating, paper, day))

    @Slot()
    def ask_change(self) -> None:
        """Ask to which level the result was put right."""
        if self.state is None:
            return
        found = self.review_id
        dialog = ChangeDialog(self, self.state)

        def wanted() -> None:
            change = dialog.value()
            self.work.act(lambda session: review_marks.set_change(session, found, change), "Đã ghi xếp loại lại.")

        dialog.accepted.connect(wanted)
        dialog.open()

    def _ask_no_change(self) -> None:
        found = self.review_id

        def drop() -> None:
            self.work.act(
                lambda session: _without_change(session, found), "Đã bỏ xếp loại lại, kết quả lần đầu có hiệu lực."
            )

        ask(
            self,
            "Bỏ xếp loại lại?",
            "Kết quả lần đầu của cấp trên lại có hiệu lực.",
            yes="Bỏ xếp loại lại",
            on_yes=drop,
            danger=True,
        )


def _without_change(session: Session, found: bytes) -> Changed:
    return review_marks.set_change(session, found, None)
