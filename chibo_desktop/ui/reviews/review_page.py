"""One review, step by step: who and which form, words, prompts, comments, points, ballots, result."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.services.review_views import ReviewRow
from chibo_desktop.services.session import Session
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.reviews.step_points import PointsStep
from chibo_desktop.ui.reviews.step_result import ResultStep
from chibo_desktop.ui.reviews.step_talk import CommentsStep, PromptsStep
from chibo_desktop.ui.reviews.step_text import TextStep
from chibo_desktop.ui.reviews.step_vote import VoteStep
from chibo_desktop.ui.reviews.step_who import WhoStep
from chibo_desktop.ui.reviews.steps import ReviewState, Step, StepBar, read_review
from chibo_desktop.ui.reviews.work import Work
from chibo_desktop.ui.theme import GRID


class ReviewPage(QWidget):
    """All steps of one review; every one is reachable at any time."""

    head_changed = Signal()
    person_asked = Signal(object)
    """the review to be shown next, None for the table of the round"""
    lost = Signal()
    moved = Signal()
    """another step is shown"""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.setObjectName("content")
        self._work = work
        self.review_id: bytes | None = None
        self.state: ReviewState | None = None
        self.who = WhoStep(work)
        self.words = TextStep(work)
        self.prompts = PromptsStep(work)
        self.comments = CommentsStep(work)
        self.points = PointsStep(work)
        self.vote = VoteStep(work)
        self.result = ResultStep(work)
        self.steps: tuple[Step, ...] = (
            self.who, self.words, self.prompts, self.comments, self.points, self.vote, self.result,
        )  # fmt: skip
        self.bar = StepBar([step.name for step in self.steps])
        self.bar.chosen.connect(self.show_step)
        self._stack = QStackedWidget()
        for step in self.steps:
            self._stack.addWidget(step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)

    # -- whose review -------------------------------------------------------------------------

    def open(self, review_id: bytes, step: int = 0) -> None:
        """Show a review; the step stays when one goes from person to person."""
        self.leave()
        self.review_id = review_id
        self.state = None
        self._stack.setCurrentIndex(step)
        self.bar.show_step(step)
        self._read(drafts=True)

    def refresh(self) -> None:
        """Read the review again; fields being typed in are left alone."""
        if self.review_id is not None:
            self._read(drafts=self.state is None)

    def _read(self, *, drafts: bool) -> None:
        wanted = self.review_id
        if wanted is None:
            return

        def work(session: Session) -> ReviewState:
            return read_review(session, wanted, drafts=drafts)

        self._work.ask(work, self._show, lambda _error: self.lost.emit())

    def _show(self, state: ReviewState) -> None:
        if state.review.id != self.review_id or self._work.saving:
            return
        opened = self.state is None
        self.state = state
        for step in self.steps:
            step.show_review(state, fresh=opened)
        self.bar.show_signs([step.sign(state) for step in self.steps])
        exempt = state.review.exempt is not None
        self.bar.show_only([0] if exempt else list(range(len(self.steps))))
        if exempt and self.step:
            self.show_step(0)
        if opened:
            self.steps[self.step].start()
        self.head_changed.emit()

    # -- steps --------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """The number of the step that is shown."""
        return self._stack.currentIndex()

    @Slot(int)
    def show_step(self, number: int) -> None:
        """Show a step; what was typed in the one before is written."""
        if number != self.step:
            self.steps[self.step].leave()
            self._stack.setCurrentIndex(number)
            self.moved.emit()
        self.bar.show_step(number)
        self.steps[number].start()
        self.head_changed.emit()

    def go_on(self) -> None:
        """Go to the next step; after the last one to the next person."""
        state = self.state
        if state is None:
            return
        if state.review.exempt is None and self.step + 1 < len(self.steps):
            self.show_step(self.step + 1)
            return
        after = self.neighbour(1)
        self.leave()
        self.person_asked.emit(after.review.id if after is not None and after.review is not None else None)

    def neighbour(self, offset: int) -> ReviewRow | None:
        """Return the line before or after this one in the round."""
        if self.state is None:
            return None
        rows = [row for row in self.state.whole.rows if row.review is not None]
        ids = [row.review.id for row in rows if row.review is not None]
        if self.review_id not in ids:
            return None
        wanted = ids.index(self.review_id) + offset
        return rows[wanted] if 0 <= wanted < len(rows) else None

    @property
    def primary_words(self) -> str:
        """What the red button says."""
        if self.state is None:
            return "Tiếp"
        if self.state.review.exempt is None and self.step + 1 < len(self.steps):
            return f"Tiếp: {self.steps[self.step + 1].name}"
        after = self.neighbour(1)
        return f"Tiếp: đồng chí {after.name}" if after is not None else "Về bảng chung"

    @property
    def title(self) -> str:
        """Whose review it is."""
        return self.state.row.name if self.state else ""

    @property
    def sentence(self) -> str:
        """The form and how far it has come."""
        if self.state is None:
            return ""
        row = self.state.row
        form = "Mẫu 05" if self.state.view.round.quarter else label(self.state.review.form)
        return f"{form}. {row.state}."

    def leave(self) -> None:
        """Commit what was typed."""
        if self.state is not None:
            self.steps[self.step].leave()
