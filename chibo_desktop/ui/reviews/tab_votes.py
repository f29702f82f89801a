"""Phiếu xếp loại: tellers, counts of everyone by keyboard, the cap always in view (kiểm phiếu)."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_rules import is_counted, vote_problems, winner
from chibo_desktop.services import review_marks
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.reviews.ballot_field import BallotField
from chibo_desktop.ui.reviews.cap_card import CapCard
from chibo_desktop.ui.reviews.low_area import low_area
from chibo_desktop.ui.reviews.round_state import RoundState
from chibo_desktop.ui.reviews.step_vote import cap_with, level_options
from chibo_desktop.ui.reviews.vote_grid import VoteGrid, VoteLine
from chibo_desktop.ui.reviews.work import Work
from chibo_desktop.ui.theme import GRID, scaled

_WIDE = 980
"""width in pixels from which the tellers stand beside the ballots"""

_LOW = 330
"""height in pixels below which the level is chosen in the person's own review only"""

_LOW_CAP = 420
"""height in pixels below which the cap is one line, its formula a tip"""


class VotesTab(QWidget):
    """The votes of one meeting."""

    schedule_asked = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.setObjectName("content")
        self._work = work
        self._state: RoundState | None = None
        self._chosen: bytes | None = None
        self.cap = CapCard()
        self.tellers = text("", "faint", wrap=False)
        self.tellers_button = button("Chọn tổ kiểm phiếu", self.schedule_asked.emit, role="flat")
        self.issued = BallotField()
        self.issued.setAccessibleName("Phiếu phát ra cho mọi người")
        self.collected = BallotField()
        self.collected.setAccessibleName("Phiếu thu về cho mọi người")
        self.all_button = button("Ghi cho tất cả", self.fill_all)
        self.grid = VoteGrid()
        self.grid.setMinimumHeight(scaled(124))
        self.grid.setToolTip("Gõ số rồi bấm Enter để sang ô sau; hết một người thì sang người tiếp theo.")
        self.person = text("", "fieldLabel", wrap=False)
        self.rating: Choice[YearRating | None] = Choice(level_options())
        self.rating.setMinimumWidth(scaled(300))
        self.person.setMinimumHeight(self.rating.sizeHint().height())
        self.tellers.setMinimumHeight(self.all_button.sizeHint().height())
        self.level_row = flow(self.person, self.rating)
        layout = low_area(self)
        layout.setSpacing(GRID)
        layout.addWidget(self.cap)
        layout.addWidget(
            flow(
                _label("Phát ra", self.issued), self.issued, _label("Thu về", self.collected), self.collected,
                self.all_button, self.tellers, self.tellers_button,
            )
        )  # fmt: skip
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.level_row)
        self.grid.entered.connect(self._store)
        self.grid.typed.connect(self._live)
        self.grid.person_chosen.connect(self._show_person)
        self.rating.committed.connect(self._rate)

    def show_state(self, state: RoundState) -> None:
        """Show the newest state; what is being typed stays."""
        self._state = state
        lines = []
        rows = [*state.view.reviewed, *([state.view.cell] if state.view.cell is not None else [])]
        for row in rows:
            if row.review is not None:
                line = VoteLine(row.review.id, row.name, state.base)
                line.take(row.review.vote, state.base)
                lines.append(line)
        self.grid.show_lines(lines)
        for field in (self.issued, self.collected):
            if field.value() is None and not field.dirty:
                field.set_value(state.base)
        names = {row.member_id: row.name for row in state.view.members}
        chosen = [names[i] for i in state.round.tellers if i in names]
        said = f"Tổ kiểm phiếu: {', '.join(chosen)}" if chosen else ""
        self.tellers.setText(f"{state.base} người có quyền biểu quyết. {said}".strip())
        self.tellers_button.setVisible(not chosen)
        self._live()
        self._show_person(self._chosen or (lines[0].review_id if lines else None))

    @Slot()
    def _live(self) -> None:
        state = self._state
        if state is None:
            return
        changed = {
            line.review_id: winner(line.vote)
            for line in self.grid.lines_model.lines
            if line.dirty and is_counted(line.vote) and not vote_problems(line.vote)
        }
        self.cap.show_cap(state.view, cap_with(state.view, dict(changed)))

    @Slot(object)
    def _show_person(self, review_id: bytes | None) -> None:
        self._chosen = review_id
        row = next(
            (r for r in self._state.view.rows if r.review is not None and r.review.id == review_id)
            if self._state
            else iter(()),
            None,
        )
        self.rating.setEnabled(row is not None)
        if row is None or row.review is None:
            self.person.setText("")
            return
        self.person.setText(f"Đề nghị xếp loại {row.name}:")
        self.rating.setAccessibleName(self.person.text())
        self.rating.set_value(row.review.cell_rating)

    # -- writing ------------------------------------------------------------------------------

    @Slot()
    def fill_all(self) -> None:
        """Write how many ballots went out and came back for everyone who has none yet."""
        if self.issued.commit() and self.collected.commit():
            self.grid.fill_all(self.issued.value(), self.collected.value())
            self.grid.setFocus()

    @Slot(object)
    def _store(self, lines: list[VoteLine]) -> None:
        if self._state is None:
            return
        in_round = self._state.round.id
        votes = {line.review_id: None if line.empty else line.vote for line in lines}
        self._work.act(lambda session: review_marks.set_votes(session, in_round, votes))

    @Slot(object)
    def _rate(self, rating: YearRating | None) -> None:
        found = self._chosen
        if found is not None:
            self._work.act(lambda session: review_marks.set_cell_rating(session, found, rating))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tellers.setHidden(self.width() < scaled(_WIDE))
        self.level_row.setHidden(self.height() < scaled(_LOW))
        self.cap.set_low(self.height() < scaled(_LOW_CAP))

    def leave(self) -> None:
        """Write what was typed."""
        self.grid.write()

    def start(self) -> None:
        """Put the cursor into the table."""
        self.grid.setFocus()


def _label(words: str, field: QWidget) -> QWidget:
    made = text(words, "fieldLabel", wrap=False)
    made.setMinimumHeight(field.sizeHint().height())
    return made
