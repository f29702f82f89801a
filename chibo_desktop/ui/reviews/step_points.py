"""Điểm 30 + 70: points, what the book suggests, the level that follows and its conditions."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_rules import Condition, LevelProposal
from chibo_desktop.services import review_facts, review_marks, reviews
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.reviews.points_grid import PointsGrid
from chibo_desktop.ui.reviews.step_vote import level_options
from chibo_desktop.ui.reviews.steps import ReviewState, Sign, Step, chain
from chibo_desktop.ui.reviews.work import Work
from chibo_desktop.ui.theme import GRID, mark

_SIGNS: dict[bool | None, tuple[str, str]] = {
    True: ("✓ Đạt", "done"),
    False: ("✗ Chưa đạt", "error"),
    None: ("? Chi bộ xét", "due"),
}


def condition_words(condition: Condition) -> str:
    """Return one condition with its sign and what was found."""
    sign, _ = _SIGNS[condition.holds]
    return f"{sign}: {condition.words} ({condition.found})."


class ProposalCard(QWidget):
    """Which level points and conditions lead to, with every condition shown met or not."""

    def __init__(self) -> None:
        super().__init__()
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        inside.setSpacing(GRID // 2)
        self.title = text("", "fieldLabel")
        self.reason = text()
        self.checks = [text(role="bannerWord") for _ in range(6)]
        self.hint = text("", "fieldHint")
        for part in (self.title, self.reason, *self.checks, self.hint):
            inside.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def show_proposal(self, title: str, proposal: LevelProposal, notes: tuple[str, ...]) -> None:
        """Show a proposal."""
        level = label(proposal.level) if proposal.level else "chưa đề xuất được mức"
        self.title.setText(f"{title}: {level}")
        self.reason.setText(proposal.reason)
        for number, shown in enumerate(self.checks):
            given = number < len(proposal.checks)
            shown.setVisible(given)
            if given:
                shown.setText(condition_words(proposal.checks[number]))
                mark(shown, "level", _SIGNS[proposal.checks[number].holds][1])
        said = "\n".join(part for part in (proposal.hint, *notes) if part)
        self.hint.setText(said)
        self.hint.setVisible(bool(said))


class PointsStep(Step):
    """Points of the person and of the cell."""

    name: ClassVar[str] = "Điểm, mức"

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.suggest_button = button("Điền điểm gợi ý", self.suggest, icon_name="book")
        self.copy_button = button("Chi bộ chấm như tự chấm", self.copy_own)
        self.levels = text()
        self.grid: PointsGrid | None = None
        self._holder = QVBoxLayout()
        self.self_rating: Choice[YearRating | None] = Choice(level_options())
        self.form = Form()
        self.form.add("Tự đề xuất xếp loại", self.self_rating)
        self.own_card = ProposalCard()
        self.given_card = ProposalCard()
        self.body.addWidget(flow(self.suggest_button, self.copy_button))
        self.body.addWidget(self.levels)
        self.body.addLayout(self._holder)
        for part in (self.own_card, self.form, self.given_card):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.self_rating.committed.connect(self._rate)
        self._lines: tuple[object, ...] = ()

    def fill(self, state: ReviewState, *, fresh: bool) -> None:
        groups = state.view.pack.groups_for(state.review.form)
        if self.grid is None or groups != self._lines:
            self._lines = groups
            if self.grid is not None:
                self._holder.removeWidget(self.grid)
                self.grid.hide()
                self.grid.deleteLater()
            self.grid = PointsGrid(groups)
            self.grid.given.connect(self._give)
            self.grid.noted.connect(self._note)
            self._holder.addWidget(self.grid)
            chain(self.suggest_button, self.copy_button, *self.grid.in_order(), self.self_rating)
            fresh = True
        help_ = state.help
        row = state.row
        self.grid.show_points(state.review.points, row.own, row.given, help_, fresh=fresh)
        self.self_rating.set_value(state.review.self_rating)
        collective = state.review.member_id is None
        self.levels.setVisible(collective)
        if collective and help_ is not None:
            said = next((s.words for s in help_.suggestions if s.words.startswith("Mức các buổi")), "")
            self.levels.setText(said or "Trong năm chưa có buổi sinh hoạt nào được xếp mức.")
        if help_ is not None:
            self.own_card.show_proposal("Theo điểm tự chấm", help_.own, help_.notes)
            self.given_card.show_proposal("Theo điểm chi bộ chấm", help_.given, ())
        self.own_card.setVisible(row.own.total is not None)
        self.given_card.setVisible(row.given.total is not None)
        empty_own = help_ is not None and any(
            s.points is not None and s.code not in row.own.by_code for s in help_.suggestions
        )
        self.suggest_button.setEnabled(empty_own)
        self.copy_button.setEnabled(any(code not in row.given.by_code for code in row.own.by_code))

    def first(self) -> QWidget | None:
        return next((row.own for row in self.grid.rows.values()), None) if self.grid else None

    def sign(self, state: ReviewState) -> Sign:
        return "done" if state.row.given.total is not None or state.row.own.total is not None else ""

    @Slot(str, object, bool)
    def _give(self, code: str, points: object, cell: bool) -> None:
        found = self.review_id
        value = points if isinstance(points, float) else None
        self.work.act(lambda session: review_marks.set_points(session, found, code, value, cell=cell))

    @Slot(str, str)
    def _note(self, code: str, words: str) -> None:
        found = self.review_id

        def act(session: Session) -> Changed:
            view = reviews.load_review(session, found)
            own = view.row.own.by_code.get(code)
            return review_marks.fill_points(session, view, {code: own}, notes={code: words})

        self.work.act(act)

    @Slot()
    def suggest(self) -> None:
        """Put the suggested points into the lines of the person that have none."""
        found = self.review_id
        self.leave()

        def act(session: Session) -> Changed:
            points = review_facts.suggested_points(session, found)
            return review_marks.fill_points(session, reviews.load_review(session, found), dict(points))

        self.work.act(act, "Đã điền điểm gợi ý vào các dòng còn trống.", "Sửa lại theo ý kiến của đồng chí.")

    @Slot()
    def copy_own(self) -> None:
        """Give the lines that the cell has not scored the person's own points."""
        found = self.review_id
        self.leave()

        def act(session: Session) -> Changed:
            view = reviews.load_review(session, found)
            missing = {c: p for c, p in view.row.own.by_code.items() if c not in view.row.given.by_code}
            return review_marks.fill_points(session, view, dict(missing), cell=True)

        self.work.act(act, "Đã ghi điểm chi bộ chấm như điểm tự chấm ở các dòng còn trống.")

    @Slot(object)
    def _rate(self, rating: YearRating | None) -> None:
        found = self.review_id
        self.work.act(lambda session: review_marks.set_self_rating(session, found, rating))
