"""How good the meeting was: the score sheet with sums and level while it is filled in (chấm điểm)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import MeetingLevel
from chibo_desktop.domain.score_explained import points_text
from chibo_desktop.services import scoring
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.scoring import SheetView
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.fields import Choice, NoteEdit
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import label, options
from chibo_desktop.ui.meetings.bound import lock_field
from chibo_desktop.ui.meetings.printing import print_beside
from chibo_desktop.ui.meetings.score_rows import ScoreRow
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.theme import GRID


def total_words(sheet: SheetView) -> str:
    """Return the sum and the level in one line: "92,5/100 điểm · Mức Tốt"."""
    level = label(sheet.level)
    if not sheet.frame.scored:
        return f"Mức {level}" if level else "Chưa chọn mức"
    if sheet.sheet is None and sheet.meeting.score is not None:
        return f"{points_text(sheet.meeting.score)}/100 điểm" + (f" · Mức {level}" if level else "")
    points = points_text(sheet.scored.total or 0.0)
    if not sheet.scored.complete:
        return f"{points} điểm · còn {sheet.scored.missing} tiêu chí chưa chấm"
    return f"{points}/100 điểm" + (f" · Mức {level}" if level else "")


class ScoreBox(QWidget):
    """The score sheet of the meeting's pack, criterion by criterion."""

    rebuilt = Signal()
    """the rows were made anew, so that the way of Tab must be too"""
    voted = Signal(object)
    """the id of the vote on the level, before it is shown: its numbers come next"""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self._rows: dict[str, ScoreRow] = {}
        self._sums: dict[int, QLabel] = {}
        self._shape: tuple[str, ...] = ()
        self._locked = False
        self._basis = text("", "faint")
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        self.total = text("", "figure")
        self.note = text("", "fieldHint")
        self.weak = NoteEdit(rows=2, max_rows=6, max_length=4_000, placeholder="Mỗi dòng một hạn chế cần khắc phục")
        self.scorer: Choice[bytes | None] = Choice([(None, "Chưa phân công")])
        self.level: Choice[MeetingLevel | None] = Choice([(None, "Chưa chọn mức"), *options(MeetingLevel)])
        self.fill_button = button("Cho đủ điểm các mục còn trống", self._fill, icon_name="check")
        self.vote_button = button("Biểu quyết mức chất lượng", self._vote, icon_name="vote")
        self.print_button = button("In phiếu chấm điểm", self.print, icon_name="print")
        self._level_box = FieldBox("Mức chất lượng", self.level)
        self._build()
        self.weak.committed.connect(self._weak_given)
        self.weak.draft_changed.connect(self._keep_weak)
        self.scorer.committed.connect(self._scorer_chosen)
        self.level.committed.connect(self._level_chosen)

    def _build(self) -> None:
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        inside.setSpacing(GRID)
        inside.addWidget(self._basis)
        inside.addLayout(self._body)
        inside.addWidget(frame("rule"))
        inside.addWidget(self.total)
        inside.addWidget(self.note)
        people = QHBoxLayout()
        people.setSpacing(2 * GRID)
        people.addWidget(FieldBox("Người chấm điểm", self.scorer), 1)
        people.addWidget(self._level_box, 1)
        inside.addLayout(people)
        inside.addWidget(FieldBox("Hạn chế của buổi sinh hoạt", self.weak))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(text("Đánh giá chất lượng buổi sinh hoạt", "sectionTitle"))
        layout.addWidget(card)
        layout.addWidget(flow(self.vote_button, self.print_button, self.fill_button))

    @property
    def rows(self) -> dict[str, ScoreRow]:
        """The rows by the codes of their criteria."""
        return self._rows

    @property
    def _weak_place(self) -> str:
        return f"score:{self._meeting.meeting_id.hex()}:weak"

    # -- showing ----------------------------------------------------------------------------------

    def show_view(self, view: MeetingView) -> None:
        """Show the sheet of the newest state; nothing for kinds of meeting that are not judged."""
        judged = scoring.is_judged(view.meeting) or view.score_sheet is not None or view.meeting.level is not None
        self.setVisible(judged)
        if not judged:
            return
        people: list[tuple[bytes | None, str]] = [(None, "Chưa phân công")]
        self.scorer.set_options([*people, *((member.id, member.name) for member in view.members)])
        self._meeting.ask(lambda session: scoring.sheet_in(session, view), self._show)

    def _show(self, sheet: SheetView) -> None:
        shape = (sheet.frame.id, *(c.code for c in sheet.frame.criteria))
        if not self._shape and self._weak_place in self._meeting.drafts:
            self.weak.restore_draft(self._meeting.drafts[self._weak_place])
        if shape != self._shape:
            self._shape = shape
            self._make_rows(sheet)
            self.rebuilt.emit()
        closed, own = sheet.meeting.closed, not self._meeting.read_only
        self._locked = self._meeting.locked
        for line in sheet.scored.lines:
            self._rows[line.criterion.code].show_line(line, locked=self._locked, appraising=closed and own)
        for group in sheet.scored.groups:
            made = self._sums.get(group.group.number)
            if made is not None:
                most = points_text(group.group.max or 0)
                points = points_text(group.points) if not group.missing else "…"
                made.setText(f"{points}/{most}")
        self._basis.setText(f"{sheet.frame.title} · {sheet.frame.basis}")
        self.total.setText(total_words(sheet))
        self._tell(sheet)
        if not self.weak.dirty:
            self.weak.set_value(sheet.sheet.note if sheet.sheet else "")
        self.scorer.set_value(sheet.sheet.scorer_id if sheet.sheet else None)
        self.level.set_value(sheet.level)
        self._level_box.setVisible(not sheet.frame.scored)
        for field in (self.weak, self.scorer, self.level):
            lock_field(field, locked=self._locked)
        self.fill_button.setVisible(not self._locked and 0 < sheet.scored.missing < len(sheet.scored.lines))
        self.vote_button.setVisible(not self._locked)
        self.vote_button.setEnabled(sheet.level is not None)

    def _tell(self, sheet: SheetView) -> None:
        words = []
        if sheet.scored.held_back:
            codes = ", ".join(criterion.code for criterion in sheet.scored.held_back)
            words.append(f"Chưa đủ điểm ở tiêu chí {codes} nên hạ một mức.")
        appraised = sheet.scored.appraised_total
        if appraised is not None:
            level = label(sheet.scored.appraised_level)
            words.append(f"Cấp ủy thẩm định: {points_text(appraised)}/100 điểm, mức {level}.")
        elif sheet.meeting.closed and not self._meeting.read_only and sheet.frame.scored:
            words.append("Cột thứ hai ghi điểm cấp ủy thẩm định; điểm chi bộ tự chấm không đổi.")
        self.note.setText(" ".join(words))
        self.note.setVisible(bool(words))

    def _make_rows(self, sheet: SheetView) -> None:
        while (taken := self._body.takeAt(0)) is not None:
            if (gone := taken.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self._rows, self._sums = {}, {}
        for group in sheet.frame.groups:
            own = [line for line in sheet.scored.lines if line.group is group]
            if len(own) > 1:
                self._body.addWidget(self._heading(group.number, f"{group.number}. {group.title}", sheet))
            for line in own:
                row = ScoreRow(self._meeting, line)
                row.entered.connect(self._next)
                self._rows[line.criterion.code] = row
                self._body.addWidget(row)

    def _heading(self, number: int, words: str, sheet: SheetView) -> QWidget:
        heading = QWidget()
        row = QHBoxLayout(heading)
        row.setContentsMargins(0, GRID, 0, 0)
        row.addWidget(text(words, "bannerTitle"), 1)
        if sheet.frame.scored:
            made = text("", "bannerTitle", wrap=False)
            self._sums[number] = made
            row.addWidget(made)
        return heading

    @Slot()
    def _next(self) -> None:
        rows = list(self._rows.values())
        here = next((i for i, row in enumerate(rows) if row is self.sender()), len(rows))
        target = rows[here + 1].entry if here + 1 < len(rows) else self.weak
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def start(self) -> None:
        """Put the focus on the first criterion that has nothing yet, or on the vote."""
        waiting = [row for row in self._rows.values() if row.empty]
        (waiting[0].entry if waiting else self.vote_button).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- writing ----------------------------------------------------------------------------------

    def _fill(self) -> None:
        meeting = self._meeting.meeting_id
        self._meeting.save(lambda session: scoring.fill_rest(session, meeting))

    def _vote(self) -> None:
        meeting = self._meeting.meeting_id

        made: list[bytes] = []

        def act(session: Session) -> Changed:
            made.append(scoring.vote_on_level(session, meeting))
            return Changed(frozenset({"vote"}))

        self._meeting.save(act, done=lambda: self.voted.emit(made[0]))

    @Slot(object)
    def _weak_given(self, value: object) -> None:
        meeting = self._meeting.meeting_id
        self._meeting.save(
            lambda session: scoring.set_weak_points(session, meeting, str(value)), drop=[self._weak_place]
        )

    @Slot(str)
    def _keep_weak(self, typed: str) -> None:
        if self.weak.dirty:
            self._meeting.keep_draft(self._weak_place, typed)
        else:
            self._meeting.drop_draft(self._weak_place)

    @Slot(object)
    def _scorer_chosen(self, value: object) -> None:
        meeting, member = self._meeting.meeting_id, value if isinstance(value, bytes) else None
        self._meeting.save(lambda session: scoring.set_scorer(session, meeting, member))

    @Slot(object)
    def _level_chosen(self, value: object) -> None:
        meeting, level = self._meeting.meeting_id, value if isinstance(value, MeetingLevel) else None
        self._meeting.save(lambda session: scoring.choose_level(session, meeting, level))

    @Slot()
    def print(self) -> None:
        """Ask where the PDF goes, write it, and open it in the system's viewer."""
        view = self._meeting.view
        if view is None:
            return
        name = f"phieu-cham-diem-{view.meeting.date:%Y-%m-%d}.pdf"
        print_beside(self, self._meeting, "phiếu chấm điểm", name, scoring.save_score_sheet)
