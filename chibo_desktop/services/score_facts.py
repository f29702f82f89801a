"""What the book knows of a meeting for its score sheet (số liệu để chấm điểm)."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from chibo_desktop.domain.absences import calls_all, held, run_of_absences
from chibo_desktop.domain.attendance import is_expected, is_present
from chibo_desktop.domain.counted import grouped
from chibo_desktop.domain.duties import Duty, DutyProgress
from chibo_desktop.domain.duty_log import known_on
from chibo_desktop.domain.follow_up import CarriedDuty, carried_duties, share_met
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Meeting, MeetingKind
from chibo_desktop.domain.rules import RulePack
from chibo_desktop.domain.score_explained import Facts
from chibo_desktop.domain.score_frames import ScoreFrame
from chibo_desktop.domain.scoring import Scored, scored
from chibo_desktop.services import rules
from chibo_desktop.services.session import Session
from chibo_desktop.services.targets import carried_to

if TYPE_CHECKING:
    from chibo_desktop.services.meetings import MeetingView

_LOOKED_BACK = 12
_ONE_SITTING = frozenset({MeetingKind.REGULAR, MeetingKind.THEMATIC})
SCORED_KINDS = frozenset({MeetingKind.REGULAR, MeetingKind.THEMATIC})
"""kinds of meeting whose quality is judged (HD 42)"""


def scored_of(session: Session, view: MeetingView) -> Scored:
    """Return the score sheet of a meeting; a closed one as it was written down."""
    frame = frame_of(session, view)
    return scored(frame, facts_of(session, view), view.score_sheet, fixed=view.meeting.closed)


def frame_of(session: Session, view: MeetingView) -> ScoreFrame:
    """Return the frame a meeting is judged in: a closed one's is the one its sheet was filled in with."""
    sheet, pack = view.score_sheet, view.pack
    if view.meeting.closed and sheet is not None and sheet.frame != pack.score_frame.id:
        kept = [p.score_frame for p in rules.packs(session, book=view.book) if p.score_frame.id == sheet.frame]
        return kept[0] if kept else pack.score_frame
    return pack.score_frame


def facts_of(session: Session, view: MeetingView) -> Facts:
    """Return the counts behind the criteria that can be computed."""
    meeting, pack = view.meeting, view.pack
    called = held(meeting)
    here = {row.member_id for row in view.roll if is_present(row)} if called else set()
    meetings = session.book.find(Meeting, book=view.book)
    figures = carried_to(session, view, meetings)
    met, targets = share_met([*carried(session, view, meetings), *figures])
    length, least, sitting = _length(view, pack, meetings)
    unexcused = [row.name for row in view.roll if row.state is AttendanceState.ABSENT_UNEXCUSED]
    return Facts(
        length=length,
        least=least,
        sitting=sitting,
        present=view.tally.present_due,
        due=view.tally.due if called else 0,
        unexcused=tuple(unexcused) if called else (),
        spoke=len({s.member_id for s in view.speeches if s.member_id in here}),
        here=len(here),
        met=met,
        targets=targets,
        figures=sum(row.counted for row in figures),
        too_often=_too_often(session, view, pack.absences_in_a_row, meetings) if called else None,
        in_a_row=pack.absences_in_a_row,
    )


def carried(session: Session, view: MeetingView, meetings: list[Meeting] | None = None) -> tuple[CarriedDuty, ...]:
    """Return the duties of earlier meetings that a meeting reviews, as their logs told them on its day."""
    found = session.book.find(Meeting, book=view.book) if meetings is None else meetings
    logs = grouped(session.book.find(DutyProgress, book=view.book), lambda row: row.duty_id)
    duties = [
        known_on(duty, logs.get(duty.id, ()), view.meeting.date) for duty in session.book.find(Duty, book=view.book)
    ]
    return carried_duties(view.meeting, duties, found)


def _length(view: MeetingView, pack: RulePack, meetings: list[Meeting]) -> tuple[int | None, int | None, bool]:
    meeting = view.meeting
    least = pack.minimum_length(meeting.kind, members=view.tally.total)
    if meeting.sitting_id is None or meeting.kind not in _ONE_SITTING:
        return meeting.length, least, False
    together = [m for m in meetings if m.sitting_id == meeting.sitting_id and m.id != meeting.id]
    together = [meeting, *(m for m in together if m.kind in _ONE_SITTING)]
    if {m.kind for m in together} != _ONE_SITTING:
        return meeting.length, least, False
    lengths = [m.length for m in together]
    known = [length for length in lengths if length is not None]
    return (sum(known) if len(known) == len(lengths) else None), pack.sitting_length, True


def _too_often(session: Session, view: MeetingView, allowed: int, meetings: list[Meeting]) -> tuple[str, ...]:
    """Return who is excused here and was at the meetings before, more often running than allowed."""
    own = (view.meeting.date, view.meeting.starts or time.min, view.meeting.id)
    earlier = [m for m in meetings if calls_all(m) and held(m) and (m.date, m.starts or time.min, m.id) < own]
    earlier.sort(key=lambda m: (m.date, m.starts or time.min, m.id), reverse=True)
    order = {m.id: place for place, m in enumerate(earlier[: max(_LOOKED_BACK, allowed)])}
    absent = {
        row.member_id: row
        for row in view.roll
        if row.state is AttendanceState.ABSENT_EXCUSED and is_expected(row.status)
    }
    if not absent or not order:
        return ()
    rows: dict[bytes, list[Attendance]] = {member_id: [] for member_id in absent}
    wanted = {"member_id": set(absent), "meeting_id": set(order)}
    for row in session.book.find(Attendance, book=view.book, **wanted):
        rows[row.member_id].append(row)
    names = []
    for member_id, now in absent.items():
        before = sorted(rows[member_id], key=lambda row: order[row.meeting_id])
        excused = 0
        for row in run_of_absences([now, *before]):
            if row.state is not AttendanceState.ABSENT_EXCUSED:
                break
            excused += 1
        if excused > allowed:
            names.append(now.name)
    return tuple(names)
