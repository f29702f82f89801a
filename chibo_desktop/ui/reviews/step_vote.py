"""Phiếu: the count of one vote with its checks, and the level the cell proposes."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_rules import (
    Cap,
    excellent_cap,
    invalid_votes,
    is_counted,
    needed_votes,
    vote_problems,
    winner,
)
from chibo_desktop.domain.reviews import RatingVote
from chibo_desktop.services import review_marks
from chibo_desktop.services.review_views import RoundView
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import FieldBox, Form
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.reviews.ballot_field import BallotField
from chibo_desktop.ui.reviews.cap_card import CapCard
from chibo_desktop.ui.reviews.steps import ReviewState, Sign, Step
from chibo_desktop.ui.reviews.words import SHORT
from chibo_desktop.ui.reviews.work import Work
from chibo_desktop.ui.theme import scaled

_COUNTS = ("issued", "collected", *(level.value for level in YearRating))


def level_options() -> list[tuple[YearRating | None, str]]:
    """Return the levels as a Choice takes them, with none first."""
    return [(None, "Chưa xếp loại"), *((level, label(level)) for level in YearRating)]


def cap_with(view: RoundView, changed: dict[bytes, YearRating | None]) -> Cap:
    """Return the cap as it would be with other proposals of the cell, by review id."""
    ratings = []
    for row in view.reviewed:
        review = row.review
        if review is None:
            continue
        decided = review.upper_rating is not None or review.change is not None
        other = review.id in changed and not decided
        ratings.append(changed[review.id] if other else review.result)
    return excellent_cap(view.pack.cap, ratings, outstanding=view.round.outstanding)


def vote_words(vote: RatingVote) -> str:
    """Return what follows from a count: what cannot be, else which level was chosen and how."""
    wrong = vote_problems(vote)
    if wrong:
        return f"✗ {' '.join(wrong)}"
    if not is_counted(vote):
        return f"Ghi số phiếu của từng mức. Một mức cần ít nhất {needed_votes(vote)}/{vote.base} phiếu."
    invalid = invalid_votes(vote)
    spoilt = f" Phiếu không hợp lệ: {invalid}." if invalid else ""
    level = winner(vote)
    if level is None:
        return f"! Chưa mức nào được quá nửa: cần ít nhất {needed_votes(vote)}/{vote.base} phiếu.{spoilt}"
    number = getattr(vote, level.value)
    return f"✓ {label(level)}: {number}/{vote.base} phiếu, quá nửa.{spoilt}"


class VoteStep(Step):
    """Ballots handed out, collected and for each level; the level follows from them or is chosen."""

    name: ClassVar[str] = "Phiếu"

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.cap = CapCard()
        self.base_words = text()
        self.fields = {code: BallotField() for code in _COUNTS}
        titles = {"issued": "Phát ra", "collected": "Thu về"} | {level.value: SHORT[level] for level in YearRating}
        boxes = [FieldBox(titles[code], field) for code, field in self.fields.items()]
        for box in boxes:
            box.setFixedWidth(scaled(104))
        self.told = text()
        self.rating: Choice[YearRating | None] = Choice(level_options())
        self.level_form = Form()
        self.level_form.add(
            "Chi bộ đề nghị xếp loại",
            self.rating,
            "Tự ghi theo mức được quá nửa số phiếu; chọn lại khi chi bộ quyết định khác.",
        )
        self.body.addWidget(self.cap)
        self.body.addWidget(self.base_words)
        self.body.addWidget(flow(*boxes))
        self.body.addWidget(self.told)
        self.body.addWidget(self.level_form)
        self.body.addStretch(1)
        for field in self.fields.values():
            field.typed.connect(self._check)
            field.committed.connect(self._store)
        self.rating.committed.connect(self._rate)

    def fill(self, state: ReviewState, *, fresh: bool) -> None:
        vote = state.review.vote
        self.cap.setVisible(state.review.member_id is not None)
        self.cap.show_cap(state.whole)
        base = vote.base if vote else state.base
        self.base_words.setText(
            f"{base} người có quyền biểu quyết; một mức cần ít nhất {base // 2 + 1} phiếu "
            f"({state.view.pack.basis_of('vote')})."
        )
        for code, field in self.fields.items():
            number = getattr(vote, code) if vote else None
            if fresh or not field.dirty:
                field.set_value(number)
        self.rating.set_value(state.review.cell_rating)
        self._check()

    def first(self) -> QWidget | None:
        return self.fields["issued"]

    def sign(self, state: ReviewState) -> Sign:
        review = state.review
        if review.cell_rating is not None:
            return "done"
        return "due" if is_counted(review.vote) else ""

    def typed_vote(self) -> RatingVote:
        """Return the count as it stands in the fields."""
        state = self.state
        base = state.base if state else 0
        if state is not None and state.review.vote is not None:
            base = state.review.vote.base
        found = {code: field.value() or 0 for code, field in self.fields.items()}
        return RatingVote(base=base, **found)

    @Slot()
    def _check(self) -> None:
        vote = self.typed_vote()
        self.told.setText(vote_words(vote))
        if self.state is not None and is_counted(vote) and not vote_problems(vote):
            self.cap.show_cap(self.state.whole, cap_with(self.state.whole, {self.review_id: winner(vote)}))

    @Slot()
    def _store(self, _value: object = None) -> None:
        vote = self.typed_vote()
        found = self.review_id
        self._check()
        # Each field is left for the next one: only a whole count without contradiction is written.
        if vote_problems(vote):
            return
        empty = not any(getattr(vote, code) for code in _COUNTS)
        self.work.act(lambda session: review_marks.set_vote(session, found, None if empty else vote))

    @Slot(object)
    def _rate(self, rating: YearRating | None) -> None:
        found = self.review_id
        self.work.act(lambda session: review_marks.set_cell_rating(session, found, rating))
