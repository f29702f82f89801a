"""Fourth step of a meeting: votes, conclusions, duties, and how good it was (biểu quyết, kết luận)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import Stage
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.ui.meetings.bound import order_tabs, tall
from chibo_desktop.ui.meetings.decisions import ConclusionBox, DutyBox
from chibo_desktop.ui.meetings.resolution_card import ResolutionBox
from chibo_desktop.ui.meetings.score_sheet import ScoreBox
from chibo_desktop.ui.meetings.steps import Step
from chibo_desktop.ui.meetings.votes import VoteBox
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.theme import GRID, scaled


class VotingStep(Step):
    """Votes, what the chair said, duties and the meeting's own mark, below one another."""

    stage = Stage.VOTING

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(meeting, parent)
        self.conclusions = ConclusionBox(meeting)
        self.votes = VoteBox(meeting)
        self.duties = DutyBox(meeting)
        self.resolution = ResolutionBox(meeting)
        self.score = ScoreBox(meeting)
        self.writing_parts = [
            *self.conclusions.writing_parts, *self.votes.writing_parts, *self.duties.writing_parts,
        ]  # fmt: skip
        inside = QWidget()
        inside.setObjectName("content")
        inside.setMaximumWidth(scaled(1120))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(3 * GRID)
        self._sections: list[QWidget] = [
            self.conclusions, self.duties, self.votes, self.resolution, self.score,
        ]  # fmt: skip
        for section in self._sections:
            column.addWidget(section)
        column.addStretch(1)
        self.area = tall(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        for box in (self.conclusions, self.votes, self.duties):
            box.cards.rebuilt.connect(self._order_tabs)
        self.score.rebuilt.connect(self._order_tabs)
        for asked in (self.resolution, self.score):
            asked.voted.connect(self.votes.cards.focus_when_shown)
        self._stale = True
        self._order_tabs()

    @Slot()
    def _order_tabs(self) -> None:
        order_tabs(*self._sections)

    def show_view(self, view: MeetingView) -> None:
        """Show votes, conclusions, duties and the mark."""
        self.conclusions.show_view(view)
        self.votes.show_view(view)
        self.duties.show_view(view)
        self.resolution.show_view(view)
        self._stale = True
        if self.isVisible():
            self._read_score(view)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self.meeting.view is not None:
            self._read_score(self.meeting.view)

    def _read_score(self, view: MeetingView) -> None:
        self._stale = False
        self.score.show_view(view)

    def lock(self, *, locked: bool) -> None:
        super().lock(locked=locked)
        for box in (self.conclusions, self.votes, self.duties):
            box.cards.lock(locked=locked)
        self.resolution.relock()

    def start(self) -> None:
        """Begin at what the chair said."""
        cards = self.conclusions.cards.cards
        target = cards[0].first if cards and cards[0].first else self.conclusions.add_conclusion
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def jump(self, field: str) -> None:
        """Put the focus on what a finding speaks of."""
        if field == "resolution":
            self.resolution.start()
            self.area.ensureWidgetVisible(self.resolution.title)
            return
        if field in {"score", "level"}:
            self.score.start()
            self.area.ensureWidgetVisible(self.score.vote_button)
            return
        if field != "votes":
            self.start()
            return
        cards = self.votes.cards.cards
        target = cards[0].first if cards and cards[0].first else self.votes.add_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(target)
