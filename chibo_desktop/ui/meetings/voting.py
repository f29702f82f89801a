"""Fourth step of a meeting: votes, conclusions, duties, and how good it was (biểu quyết, kết luận)."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import MeetingLevel, Stage
from chibo_desktop.domain.wording import decimal
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.ui.fields import Choice, LineEdit
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import options
from chibo_desktop.ui.meetings.bound import Bound, order_tabs, tall
from chibo_desktop.ui.meetings.decisions import ConclusionBox, DutyBox
from chibo_desktop.ui.meetings.steps import Step
from chibo_desktop.ui.meetings.votes import VoteBox
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID, scaled


def parse_score(words: str) -> float | None:
    """Read "92,5" or "92.5" as a score from 0 to 100; None if it is none."""
    match = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?", words.strip())
    if not match:
        return None
    value = float(f"{match[1]}.{match[2] or '0'}")
    return value if value <= 100 else None


def _check_score(words: str) -> str | None:
    return None if parse_score(words) is not None else "Điểm từ 0 đến 100. Hãy gõ như 92,5."


def _score_text(value: float | None) -> str:
    return "" if value is None else decimal(value, 2)


class VotingStep(Step):
    """Votes, what the chair said, duties and the meeting's own mark, below one another."""

    stage = Stage.VOTING

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(meeting, parent)
        self.conclusions = ConclusionBox(meeting)
        self.votes = VoteBox(meeting)
        self.duties = DutyBox(meeting)
        self.score = LineEdit(max_length=6, check=_check_score, placeholder="92,5")
        self.level: Choice[MeetingLevel | None] = Choice([(None, "Chưa đánh giá"), *options(MeetingLevel)])
        self.quality = Form()
        self.quality.add_beside(("Điểm chi bộ tự chấm", self.score), ("Mức", self.level))
        what = "Sửa đánh giá buổi sinh hoạt"
        self._bound = [
            Bound(meeting, self.score, "score", what=what, convert=parse_score, shown=_score_text),
            Bound(meeting, self.level, "level", what=what),
        ]
        self.writing_parts = [
            *self.conclusions.writing_parts, *self.votes.writing_parts, *self.duties.writing_parts,
        ]  # fmt: skip
        inside = QWidget()
        inside.setObjectName("content")
        inside.setMaximumWidth(scaled(1120))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(3 * GRID)
        self._sections: list[QWidget] = [self.conclusions, self.duties, self.votes, self.quality]
        for section in (self.conclusions, self.duties, self.votes):
            column.addWidget(section)
        column.addWidget(text("Đánh giá chất lượng buổi sinh hoạt", "sectionTitle"))
        column.addWidget(self.quality)
        column.addStretch(1)
        self.area = tall(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        for box in (self.conclusions, self.votes, self.duties):
            box.cards.rebuilt.connect(self._order_tabs)
        self._order_tabs()

    @Slot()
    def _order_tabs(self) -> None:
        order_tabs(*self._sections)

    def show_view(self, view: MeetingView) -> None:
        """Show votes, conclusions, duties and the mark."""
        self.conclusions.show_view(view)
        self.votes.show_view(view)
        self.duties.show_view(view)
        for bound in self._bound:
            bound.aim(view.meeting)

    def lock(self, *, locked: bool) -> None:
        super().lock(locked=locked)
        for box in (self.conclusions, self.votes, self.duties):
            box.cards.lock(locked=locked)

    def start(self) -> None:
        """Begin at what the chair said."""
        cards = self.conclusions.cards.cards
        target = cards[0].first if cards and cards[0].first else self.conclusions.add_conclusion
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def jump(self, field: str) -> None:
        """Put the focus on what a finding speaks of."""
        if field != "votes":
            self.start()
            return
        cards = self.votes.cards.cards
        target = cards[0].first if cards and cards[0].first else self.votes.add_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(target)
