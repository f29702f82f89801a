"""Meetings from preparation to closed minutes (cuộc họp): planning them here, the rest beside."""

from __future__ import annotations

from datetime import date, time

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain import agenda as agendas
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import (
    AgendaItem,
    Attendance,
    Conclusion,
    Guest,
    Meeting,
    MeetingKind,
    Speech,
)
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.mentions import Mention
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.score_sheets import ScoreSheet
from chibo_desktop.domain.targets import Target
from chibo_desktop.domain.votes import Vote
from chibo_desktop.services.closing import close_meeting, note_after
from chibo_desktop.services.meeting_records import (
    new_agenda_item,
    new_conclusion,
    new_duty,
    new_guest,
    new_speech,
    new_vote,
    open_meeting,
    reach_stage,
    reorder,
    save_meeting,
    save_parts,
)
from chibo_desktop.services.meeting_view import MeetingRow, MeetingView, list_meetings, load, years
from chibo_desktop.services.roll_call import attendance_id, call_roll, mark, refresh_roll
from chibo_desktop.services.rules import pack_for
from chibo_desktop.services.session import Changed, Session

__all__ = [
    "PARTS",
    "USUAL_START",
    "MeetingRow",
    "MeetingView",
    "attendance_id",
    "call_roll",
    "close_meeting",
    "create_meeting",
    "delete_meeting",
    "list_meetings",
    "load",
    "mark",
    "new_agenda_item",
    "new_conclusion",
    "new_duty",
    "new_guest",
    "new_speech",
    "new_vote",
    "note_after",
    "planned_meeting",
    "reach_stage",
    "refresh_roll",
    "reorder",
    "save_meeting",
    "save_parts",
    "usual_day",
    "years",
]


USUAL_START = time(19, 30)
PARTS: tuple[type[Record], ...] = (
    AgendaItem, Attendance, Guest, Speech, Conclusion, Vote, Duty, Resolution, Mention, Proposal, ScoreSheet,
)  # fmt: skip
"""kinds of record that belong to one meeting by their `meeting_id`"""


def usual_day(day: date, regular_day: int = 3) -> date:
    """Return the next monthly meeting day, this month's or the next one's: the 3rd (HD 37-HD/BTGDVTW).

    `regular_day` is that of the pack in force (`Calendar.regular_day`).
    """
    if day.day <= regular_day:
        return day.replace(day=regular_day)
    first = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return first.replace(day=regular_day)


def create_meeting(
    session: Session, kind: MeetingKind, day: date, *, starts: time | None = USUAL_START, title: str = ""
) -> bytes:
    """Plan a meeting with the agenda its kind usually has; return its id."""
    meeting, *items = planned_meeting(session, kind, day, starts=starts, title=title)
    session.save(meeting, *items, what="Lập cuộc họp")
    return meeting.id


def planned_meeting(
    session: Session, kind: MeetingKind, day: date, *, starts: time | None = USUAL_START, title: str = ""
) -> tuple[Meeting, *tuple[AgendaItem, ...]]:
    """Return a new meeting and the agenda its kind usually has; not saved.

    Place, chair and minute-taker follow the last meeting and the posts on that day.
    """
    members = session.book.find(Member)
    earlier = [m for m in session.book.find(Meeting) if m.date <= day]
    last = max(earlier, key=lambda m: m.date, default=None)
    held = {m.role_on(day): m.id for m in members if m.belongs_on(day)}
    still_here = {m.id for m in members if m.belongs_on(day)}
    minute_taker = last.minute_taker_id if last and last.minute_taker_id in still_here else None
    pack = pack_for(session, day)
    meeting = Meeting(
        id=session.new_id(),
        kind=kind,
        date=day,
        starts=starts,
        title=clean_line(title),
        place=last.place if last else "",
        chair_id=held.get(Role.SECRETARY) or held.get(Role.DEPUTY_SECRETARY),
        minute_taker_id=minute_taker,
        pack=pack.id,
    )
    names = {m.id: m.name for m in members}
    chair = names.get(meeting.chair_id or b"", "")
    items = [
        AgendaItem(
            id=session.new_id(), meeting_id=meeting.id, position=place, part=line.part, title=line.title,
            person=chair if line.by_chair else "", minutes=line.minutes, needs_vote=line.needs_vote,
        )
        for place, line in enumerate(agendas.usual_agenda(kind, pack.agendas), start=1)
    ]  # fmt: skip
    return meeting, *items


def delete_meeting(session: Session, meeting_id: bytes) -> Changed:
    """Delete a meeting that is not closed, with everything in it; can be undone."""
    meeting = open_meeting(session, meeting_id)
    parts: list[Record] = []
    for cls in PARTS:
        parts += session.book.find(cls, meeting_id=meeting_id)
    resolved = {part.id for part in parts if isinstance(part, Resolution)}
    parts += session.book.find(Target, resolution_id=resolved)
    return session.save(delete=[*parts, meeting], what="Xóa cuộc họp")
