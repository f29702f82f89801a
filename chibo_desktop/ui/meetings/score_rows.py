"""One criterion on the score sheet: points, what the book's numbers say, a reason where they differ."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.score_explained import points_text
from chibo_desktop.domain.scoring import ScoredLine
from chibo_desktop.services import scoring
from chibo_desktop.ui.fields import Choice, LineEdit
from chibo_desktop.ui.meetings.bound import lock_field
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.points_field import PointsField, parse_points
from chibo_desktop.ui.theme import GRID, scaled

_TICKS: list[tuple[float | None, str]] = [(None, "Chưa xét"), (1.0, "Đạt"), (0.0, "Chưa đạt")]


class ScoreRow(QWidget):
    """A criterion. Points other than those computed wait for their reason before they are written."""

    entered = Signal()
    """Enter was pressed and the row is done: the next one's turn"""

    def __init__(self, meeting: OpenMeeting, line: ScoredLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self._line = line
        self._waiting: float | None = None
        criterion = line.criterion
        name = f"Tiêu chí {criterion.code}: {criterion.title}"
        self.points = PointsField(line.maximum)
        self.points.setAccessibleName(name)
        self.tick: Choice[float | None] = Choice(_TICKS)
        self.tick.setAccessibleName(name)
        self.appraised = PointsField(line.maximum)
        self.appraised.setAccessibleName(f"Điểm cấp ủy thẩm định, {name.lower()}")
        self.reason = LineEdit(max_length=300, placeholder="Lý do cho điểm khác điểm tính được")
        self.reason.setAccessibleName(f"Lý do, {name.lower()}")
        self.told = text("", "fieldHint")
        self._problem = text("", "fieldProblem")
        self._without = button("Không có trong kỳ này", self._not_applicable, role="flat")
        self._build(f"{criterion.code}. {criterion.title}", criterion.note)
        self.points.committed.connect(self._points_given)
        self.points.draft_changed.connect(self._keep_points)
        self.points.problem_changed.connect(self._show_problem)
        self.points.returnPressed.connect(self._enter)
        self.reason.committed.connect(self._reason_given)
        self.reason.draft_changed.connect(self._keep_reason)
        self.reason.returnPressed.connect(self._reason_entered)
        self.tick.committed.connect(self._ticked)
        self.appraised.committed.connect(self._appraise)
        self._restore()

    def _build(self, title: str, note: str) -> None:
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(GRID // 2)
        name = text(title)
        name.setToolTip(note)
        for part in (name, self.told, self._problem, self.reason):
            words.addWidget(part)
        words.addWidget(self._without, 0, Qt.AlignmentFlag.AlignLeft)
        scored = self._line.criterion.max is not None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GRID // 2, 0, GRID // 2)
        row.setSpacing(GRID)
        row.addLayout(words, 1)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.points if scored else self.tick, 0, top)
        most = text(f"/ {points_text(self._line.maximum)}" if scored else "", "faint", wrap=False)
        most.setFixedWidth(scaled(40) if scored else 0)
        most.setMinimumHeight(self.points.sizeHint().height())
        row.addWidget(most, 0, top)
        row.addWidget(self.appraised, 0, top)
        (self.tick if scored else self.points).hide()
        hidden: list[QWidget] = [self.reason, self._problem, self._without, self.appraised]
        for hidden_part in hidden:
            hidden_part.hide()

    @property
    def code(self) -> str:
        """The criterion's code."""
        return self._line.criterion.code

    @property
    def entry(self) -> QWidget:
        """The field that is filled in."""
        return self.points if self._line.criterion.max is not None else self.tick

    @property
    def empty(self) -> bool:
        """Whether the criterion has nothing yet."""
        return self._line.points is None

    def _place(self, what: str) -> str:
        # The criterion's code has dots but no colon, so the owner of the draft stays readable.
        return f"score:{self._meeting.meeting_id.hex()}:{what}{self.code}"

    def _restore(self) -> None:
        reason = self._meeting.drafts.get(self._place("why"))
        points = self._meeting.drafts.get(self._place(""))
        if points is not None:
            self.points.restore_draft(points)
            value, computed = parse_points(points), self._line.computed
            if value is not None and computed is not None and value != computed:
                self._waiting = value
        if reason is not None:
            self.reason.restore_draft(reason)

    def show_line(self, line: ScoredLine, *, locked: bool, appraising: bool) -> None:
        """Show the newest state and leave what is being typed alone."""
        self._line = line
        if self._waiting is None and not self.points.dirty:
            self.points.set_value(line.points)
        if not self.reason.dirty:
            self.reason.set_value(line.note)
        self.tick.set_value(line.points)
        if not self.appraised.dirty:
            self.appraised.set_value(line.appraised)
        self.told.setText(line.explained)
        self.told.setVisible(bool(line.explained))
        self._without.setVisible(line.criterion.not_applicable_full and line.points is None and not locked)
        for field in (self.points, self.reason, self.tick):
            lock_field(field, locked=locked)
        lock_field(self.appraised, locked=not appraising)
        self.appraised.setVisible(line.criterion.max is not None and (appraising or line.appraised is not None))
        self._show_reason()

    def _show_reason(self) -> None:
        wanted = self._waiting is not None or self._line.overridden or self.reason.dirty
        self.reason.setVisible(wanted)
        if self._waiting is not None and self._line.computed is not None:
            self._problem.setText(f"Khác {points_text(self._line.computed)} điểm tính được: ghi lý do.")
        self._problem.setVisible(self._waiting is not None or bool(self.points.problem))

    @Slot(str)
    def _show_problem(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    # -- writing ----------------------------------------------------------------------------------

    @Slot(object)
    def _points_given(self, value: object) -> None:
        points = value if isinstance(value, float) else None
        differs = points is not None and self._line.computed is not None and points != self._line.computed
        reason = self.reason.value()
        if differs and not reason:
            self._waiting = points
            self._meeting.keep_draft(self._place(""), self.points.text())
            self._show_reason()
            QTimer.singleShot(0, self, self._ask_reason)
            return
        self._write(points, reason if differs or self._line.computed is None else "")

    @Slot()
    def _ask_reason(self) -> None:
        if self._waiting is not None:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _reason_given(self, value: object) -> None:
        points = self._waiting if self._waiting is not None else self._line.points
        if value or self._waiting is None:
            self._write(points, str(value))

    def _write(self, points: float | None, note: str) -> None:
        self._waiting = None
        meeting, code = self._meeting.meeting_id, self.code
        self._meeting.save(
            lambda session: scoring.set_score(session, meeting, code, points, note),
            drop=[self._place(""), self._place("why")],
        )

    @Slot(object)
    def _ticked(self, value: object) -> None:
        self._write(value if isinstance(value, float) else None, "")

    def _not_applicable(self) -> None:
        meeting, code = self._meeting.meeting_id, self.code
        self._meeting.save(lambda session: scoring.set_not_applicable(session, meeting, code))

    @Slot(object)
    def _appraise(self, value: object) -> None:
        points = value if isinstance(value, float) else None
        meeting, code = self._meeting.meeting_id, self.code
        self._meeting.save_after(lambda session: scoring.set_appraised(session, meeting, {code: points}))

    # -- drafts and keys --------------------------------------------------------------------------

    @Slot(str)
    def _keep_points(self, typed: str) -> None:
        self._keep(self._place(""), typed, dirty=self.points.dirty)

    @Slot(str)
    def _keep_reason(self, typed: str) -> None:
        self._keep(self._place("why"), typed, dirty=self.reason.dirty)

    def _keep(self, place: str, typed: str, *, dirty: bool) -> None:
        if dirty:
            self._meeting.keep_draft(place, typed)
        else:
            self._meeting.drop_draft(place)

    @Slot()
    def _enter(self) -> None:
        if self._waiting is None and not self.points.problem:
            self.entered.emit()

    @Slot()
    def _reason_entered(self) -> None:
        if self._waiting is None:
            self.entered.emit()
