"""The score sheet of a meeting: computed, filled in, voted on, appraised, printed (phiếu chấm điểm)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.ids import named_id
from chibo_desktop.common.text import clean
from chibo_desktop.domain.meetings import Meeting, MeetingLevel
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolution_paper import Quality, QualityRow
from chibo_desktop.domain.score_explained import points_text
from chibo_desktop.domain.score_frames import ScoreFrame
from chibo_desktop.domain.score_paper import ScorePaper, compose_score_sheet, score_sheet_text
from chibo_desktop.domain.score_sheets import ScoreLine, ScoreSheet
from chibo_desktop.domain.scoring import Scored, YearSummary, year_summary
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.votes import Matter
from chibo_desktop.domain.wording import DOTS
from chibo_desktop.papers.score_sheet import render_score_sheet
from chibo_desktop.services import meetings
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.papers import save_paper
from chibo_desktop.services.score_facts import SCORED_KINDS, scored_of
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN

__all__ = ["score_sheet_text"]

NOT_APPLICABLE = "Không có trong kỳ này"
_WHAT = "Chấm điểm buổi sinh hoạt"


@dataclass(frozen=True, slots=True)
class SheetView:
    """A meeting's score sheet as the screen, the paper and the commune see it."""

    meeting: Meeting
    scored: Scored
    sheet: ScoreSheet | None
    """what was written down so far"""
    scorer: str
    """the name of the comrade who scores, "" while nobody is named"""

    @property
    def frame(self) -> ScoreFrame:
        """The frame."""
        return self.scored.frame

    @property
    def level(self) -> MeetingLevel | None:
        """The level by the points; in a frame without points, and before there is a sheet, the chosen one."""
        if self.frame.scored and self.sheet is not None:
            return self.scored.level
        return self.meeting.level

    @property
    def total(self) -> float | None:
        """The points of a complete sheet; without a sheet the points written on the meeting."""
        if self.sheet is None:
            return self.meeting.score
        return self.scored.total if self.scored.complete else None


def is_judged(meeting: Meeting) -> bool:
    """Whether the quality of such a meeting is judged: regular and thematic ones."""
    return meeting.kind in SCORED_KINDS


def sheet_of(session: Session, meeting_id: bytes, *, book: int = OWN) -> SheetView:
    """Return the score sheet of a meeting, computed as far as the book's numbers go; changes nothing."""
    return sheet_in(session, meetings.load(session, meeting_id, book=book))


def sheet_in(session: Session, view: MeetingView) -> SheetView:
    """Return the score sheet of a meeting that is already loaded."""
    names = {member.id: member.name for member in view.members}
    scorer_id = view.score_sheet.scorer_id if view.score_sheet else None
    return SheetView(view.meeting, scored_of(session, view), view.score_sheet, names.get(scorer_id or b"", ""))


# -- the cell's own points ------------------------------------------------------------------------


def set_score(session: Session, meeting_id: bytes, code: str, points: float | None, note: str = "") -> Changed:
    """Give a criterion its points (điểm tự chấm), or with None take the person's word back.

    Points other than the computed ones need a reason. In a frame without points 1 is met and 0 not.
    Raises UserError above the maximum, without a reason, or when the meeting is closed.
    """
    view, sheet = _open(session, meeting_id)
    line = sheet.line(code)
    if line is None:
        raise UserError("Khung chấm điểm không có tiêu chí này.", "Hãy mở lại bước Biểu quyết, kết luận.")
    note = clean(note)
    before = line.line or ScoreLine(code=code)
    if points is not None and not 0 <= points <= line.maximum:
        raise UserError(f"Điểm của tiêu chí {code} từ 0 đến {points_text(line.maximum)}.", "Hãy ghi lại số điểm.")
    overridden = points is not None and line.computed is not None and points != line.computed
    if overridden and not note:
        raise UserError(
            f"Tiêu chí {code} được tính {points_text(line.computed or 0)} điểm.",
            "Muốn cho điểm khác, hãy ghi lý do.",
        )
    own = None if line.computed is not None and not overridden else points
    changed = msgspec.structs.replace(
        before, self_score=own, overridden=overridden, note=note if points is not None else ""
    )
    return _save(session, view, sheet, [changed])


def set_not_applicable(session: Session, meeting_id: bytes, code: str) -> Changed:
    """Say that a criterion's matter did not arise; where the frame allows it, it has full points."""
    view, sheet = _open(session, meeting_id)
    line = sheet.line(code)
    if line is None or not line.criterion.not_applicable_full:
        raise UserError("Khung không cho đủ điểm khi không có nội dung này.", "Hãy tự chấm điểm tiêu chí này.")
    before = line.line or ScoreLine(code=code)
    changed = msgspec.structs.replace(before, self_score=line.maximum, overridden=True, note=NOT_APPLICABLE)
    return _save(session, view, sheet, [changed])


def fill_rest(session: Session, meeting_id: bytes, *, share: float = 1.0) -> Changed:
    """Give every criterion that has nothing yet this share of its maximum, rounded down to a half."""
    view, sheet = _open(session, meeting_id)
    filled = []
    for line in sheet.lines:
        if line.points is None:
            points = line.maximum if line.criterion.max is None else int(2 * share * line.maximum) / 2
            filled.append(
                msgspec.structs.replace(
                    line.line or ScoreLine(code=line.criterion.code), self_score=points, overridden=False, note=""
                )
            )
    return _save(session, view, sheet, filled) if filled else Changed()


def set_weak_points(session: Session, meeting_id: bytes, note: str) -> Changed:
    """Write down what was weak; it goes into the resolution's part I.5."""
    view, sheet = _open(session, meeting_id)
    return _save(session, view, sheet, [], note=clean(note))


def set_scorer(session: Session, meeting_id: bytes, member_id: bytes | None) -> Changed:
    """Name the comrade who scores (01 đồng chí, HD 42)."""
    view, sheet = _open(session, meeting_id)
    record = msgspec.structs.replace(_sheet_record(view, sheet), scorer_id=member_id)
    return meetings.save_parts(session, record, what="Phân công người chấm điểm")


def choose_level(session: Session, meeting_id: bytes, level: MeetingLevel | None) -> Changed:
    """Choose the level in a frame without points; raises UserError where the points decide."""
    view, sheet = _open(session, meeting_id)
    if sheet.frame.scored and view.score_sheet is not None:
        raise UserError("Mức do tổng điểm quyết định.", "Muốn đổi mức, hãy sửa điểm của tiêu chí.")
    return meetings.save_meeting(session, msgspec.structs.replace(view.meeting, level=level), what=_WHAT)


def vote_on_level(session: Session, meeting_id: bytes) -> bytes:
    """Put the level to the vote (the secretary proposes, the cell decides); return the vote's id.

    Raises UserError while there is no level to vote on.
    """
    view, _ = _open(session, meeting_id)
    level = sheet_in(session, view).level
    if level is None:
        raise UserError("Chưa có mức để biểu quyết.", "Hãy chấm hết các tiêu chí hoặc chọn mức trước.")
    title = f"Mức chất lượng buổi sinh hoạt: {label(level)}"
    vote = next((v for v in view.votes if v.matter is Matter.MEETING_LEVEL), None)
    if vote is None:
        vote = meetings.new_vote(view, session, Matter.MEETING_LEVEL, title)
    else:
        vote = msgspec.structs.replace(vote, title=title)
    meetings.save_parts(session, vote, what="Biểu quyết mức chất lượng")
    return vote.id


def _open(session: Session, meeting_id: bytes) -> tuple[MeetingView, Scored]:
    view = meetings.load(session, meeting_id)
    return view, scored_of(session, view)


def _sheet_record(view: MeetingView, sheet: Scored) -> ScoreSheet:
    if view.score_sheet is not None:
        return msgspec.structs.replace(view.score_sheet, frame=sheet.frame.id)
    return ScoreSheet(id=sheet_id(view.meeting.id), meeting_id=view.meeting.id, frame=sheet.frame.id)


def sheet_id(meeting_id: bytes) -> bytes:
    """Return the identity of a meeting's score sheet; there is one of each."""
    return named_id(f"score_sheet:{meeting_id.hex()}")


def _save(
    session: Session, view: MeetingView, sheet: Scored, changed: Iterable[ScoreLine], *, note: str | None = None
) -> Changed:
    record = _sheet_record(view, sheet)
    lines = {line.code: line for line in record.lines} | {line.code: line for line in changed}
    kept = tuple(
        lines[c.code] for c in sheet.frame.criteria if c.code in lines and lines[c.code] != ScoreLine(code=c.code)
    )
    record = msgspec.structs.replace(record, lines=kept, note=record.note if note is None else note)
    records: list[Record] = [record]
    after = scored_of(session, replace(view, score_sheet=record))
    if after.frame.scored:
        score = after.total if after.complete else None
        meeting = msgspec.structs.replace(view.meeting, score=score, level=after.level)
        if meeting != view.meeting:
            records.append(meeting)
    return meetings.save_parts(session, *records, what=_WHAT)


# -- the commune's points -------------------------------------------------------------------------


def set_appraised(session: Session, meeting_id: bytes, points: dict[str, float | None]) -> Changed:
    """Write down what the upper committee gave (điểm thẩm định), by code; also after the closing.

    HD 42: the upper committee decides, and does so after the minutes are closed and sent. So these
    points alone may be written into the sheet of a closed meeting: nothing the cell itself decided
    changes, the minutes do not print them, and the journal keeps each revision. The meeting's own
    score and level stay those the cell voted on.
    """
    view, sheet = _open(session, meeting_id)
    lines = {line.code: line for line in (view.score_sheet.lines if view.score_sheet else ())}
    for code, given in points.items():
        line = sheet.line(code)
        if line is None:
            raise UserError("Khung chấm điểm không có tiêu chí này.", "Hãy mở lại phiếu chấm điểm.")
        if given is not None and not 0 <= given <= line.maximum:
            raise UserError(
                f"Điểm của tiêu chí {code} từ 0 đến {points_text(line.maximum)}.", "Hãy ghi lại số điểm."
            )
        lines[code] = msgspec.structs.replace(lines.get(code) or ScoreLine(code=code), appraised_score=given)
    ordered = tuple(lines[c.code] for c in sheet.frame.criteria if c.code in lines)
    record = msgspec.structs.replace(_sheet_record(view, sheet), lines=ordered)
    return session.save(record, what="Ghi điểm thẩm định")


# -- reading --------------------------------------------------------------------------------------


def quality_of(session: Session, view: MeetingView) -> Quality:
    """Return part IV of the resolution: points per group, the sum, the level."""
    sheet = sheet_in(session, view)
    level = label(sheet.level) or DOTS
    if not sheet.frame.scored:
        return Quality((), "", level)
    rows = tuple(
        QualityRow(
            group.group.title,
            points_text(group.points) if sheet.sheet is not None and not group.missing else DOTS,
            points_text(group.group.max or 0),
        )
        for group in sheet.scored.groups
    )
    total = sheet.total
    return Quality(
        rows if sheet.sheet is not None or total is None else (),
        f"{points_text(total) if total is not None else DOTS}/100",
        level,
    )


def year_of(session: Session, year: int, *, book: int = OWN) -> YearSummary:
    """Return the levels of a year's regular and thematic meetings together."""
    own = [m for m in session.book.find(Meeting, book=book) if m.date.year == year and is_judged(m) and m.closed]
    return year_summary([m.level for m in own], [m.score for m in own])


def paper_of(session: Session, meeting_id: bytes, *, book: int = OWN) -> ScorePaper:
    """Return the score sheet as a paper, form (g)."""
    view = meetings.load(session, meeting_id, book=book)
    sheet = sheet_in(session, view)
    return compose_score_sheet(
        cell=view.cell, meeting=view.meeting, members=view.members, guests=view.guests, sheet=sheet.scored,
        written=view.score_sheet, score=sheet.total, level=sheet.level,
    )  # fmt: skip


def save_score_sheet(session: Session, meeting_id: bytes, target: Path, *, book: int = OWN) -> Path:
    """Write the score sheet as PDF where the person says; a file open elsewhere is left and a new name taken."""
    return save_paper(render_score_sheet(paper_of(session, meeting_id, book=book)), target)
