"""Ai, mẫu nào: the form, whether the member is reviewed, and the days of the review."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.reviews import ReviewExemption, ReviewForm
from chibo_desktop.services import review_marks, reviews
from chibo_desktop.ui.fields import Choice, LineEdit
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import FieldBox, Form
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.reviews.day_field import DayField
from chibo_desktop.ui.reviews.steps import ReviewState, Sign, Step
from chibo_desktop.ui.reviews.work import Work

PERSONAL = (ReviewForm.VILLAGER, ReviewForm.LEADER, ReviewForm.OFFICIAL)
"""most villagers use 2C, so it stands first"""
_WHEN = {
    ReviewForm.VILLAGER: "Cho đảng viên hưu trí, làm nông, học sinh, sinh viên: phần lớn đảng viên thôn, bản.",
    ReviewForm.LEADER: "Cho cán bộ lãnh đạo, quản lý; nhiều nơi cho cả bí thư chi bộ. Theo hướng dẫn của xã.",
    ReviewForm.OFFICIAL: "Cho cán bộ, công chức, viên chức không giữ chức vụ lãnh đạo.",
}


def when_used(form: ReviewForm | None) -> str:
    """Return for whom a form is."""
    return _WHEN.get(form, "") if form is not None else ""


class WhoStep(Step):
    """The first step of a member's review; the cell's has only its days."""

    name: ClassVar[str] = "Ai, mẫu nào"

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.form: Choice[ReviewForm] = Choice([(form, label(form)) for form in PERSONAL])
        self.when = text(role="fieldHint")
        reasons: list[tuple[ReviewExemption | None, str]] = [(None, "Có kiểm điểm")]
        reasons += [(reason, f"Không: {label(reason)[0].lower()}{label(reason)[1:]}") for reason in ReviewExemption]
        self.exempt: Choice[ReviewExemption | None] = Choice(reasons)
        self.note = LineEdit(max_length=200, placeholder="Ví dụ: quyết định số, từ ngày nào")
        self.who = Form()
        self.form_box = FieldBox("Mẫu bản kiểm điểm", self.form)
        self.who.add_widget(self.form_box)
        self.who.add_widget(self.when)
        self.who.add("Có kiểm điểm trong kỳ này không", self.exempt)
        self.who.add("Lý do, giấy tờ", self.note)
        today = work.session.clock.today
        self.handed_in = DayField("Ngày nộp bản kiểm điểm", today)
        self.outside = DayField("Ngày nhận ý kiến nơi khác", today, "Nơi cư trú, hoặc nơi đang sinh hoạt tạm thời.")
        self.discussed = DayField("Ngày kiểm điểm trước chi bộ", today)
        self.days = flow(self.handed_in, self.outside, self.discussed)
        self.body.addWidget(self.who)
        self.body.addWidget(text("Các ngày", "sectionTitle"))
        self.body.addWidget(self.days)
        self.body.addStretch(1)
        self.form.committed.connect(self._choose_form)
        self.exempt.committed.connect(self._exempted)
        self.note.committed.connect(self._exempted)
        self.handed_in.committed.connect(lambda day: self.save("Nộp bản kiểm điểm", handed_in_on=day))
        self.outside.committed.connect(lambda day: self.save("Ý kiến nơi khác", outside_opinion_on=day))
        self.discussed.committed.connect(lambda day: self.save("Đã kiểm điểm", discussed_on=day))

    def fill(self, state: ReviewState, *, fresh: bool) -> None:
        del fresh
        review = state.review
        self.who.setVisible(review.member_id is not None)
        quarter = bool(state.view.round.quarter)
        self.form_box.setVisible(not quarter)
        self.form.set_value(review.form)
        self.when.setText("Kỳ quý dùng mẫu 05, bản tự đánh giá." if quarter else when_used(review.form))
        self.exempt.set_value(review.exempt)
        if not self.note.dirty:
            self.note.set_value(review.exempt_note)
        self.who.set_shown(self.note, review.exempt is not None)
        self.handed_in.set_value(review.handed_in_on)
        self.outside.set_value(review.outside_opinion_on)
        self.discussed.set_value(review.discussed_on)
        self.days.setVisible(review.exempt is None)
        self.outside.setVisible(review.member_id is not None)

    def first(self) -> QWidget | None:
        return self.form if self.who.isVisibleTo(self) else self.handed_in.field

    def sign(self, state: ReviewState) -> Sign:
        review = state.review
        if review.exempt is not None or review.handed_in_on is not None:
            return "done"
        return ""

    @Slot(object)
    def _choose_form(self, form: ReviewForm) -> None:
        if self.state is None or self.state.review.member_id is None:
            return
        in_round, member = self.state.review.round_id, self.state.review.member_id
        self.work.act(lambda session: reviews.choose_form(session, in_round, member, form))

    @Slot(object)
    def _exempted(self, _value: object) -> None:
        found, reason, note = self.review_id, self.exempt.value(), self.note.value()
        if self.state is not None and reason is not None and reason is not self.state.review.exempt:
            note = note or label(reason)
        self.work.act(lambda session: review_marks.set_exemption(session, found, reason, note))
