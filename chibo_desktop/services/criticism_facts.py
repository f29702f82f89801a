"""What the book knows of a member that self-criticism or criticism can begin from (việc có trong sổ)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from chibo_desktop.common.text import excerpt
from chibo_desktop.domain.criticism_questions import FactKind
from chibo_desktop.domain.duties import DONE, OPEN, Duty, DutyState, is_overdue
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Meeting
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import criticism
from chibo_desktop.services.criticism import NoteRow
from chibo_desktop.services.session import Session

_MOST_OF_A_KIND = 4
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that stands in the book, as a sentence that can be put into an answer."""

    kind: FactKind
    day: date
    words: str = field(repr=False)


def quarter_start(day: date) -> date:
    """Return the first day of a day's quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def facts_about(
    session: Session, member_id: bytes, day: date, *, but: bytes = b"", notes: Sequence[NoteRow] | None = None
) -> tuple[Fact, ...]:
    """Return what the book knows of a member up to a day; raises UserError without the right.

    Overdue duties and earlier promises that are not mended, whenever they are from; absences without
    reason, reminders, commendations and duties done of the day's quarter. `but` is the note that is
    being written: its own promise is left out; `notes` are all notes where the caller has read them.
    """
    since = quarter_start(day)
    meetings = {m.id: m for m in session.book.find(Meeting) if since <= m.date <= day}
    found = [
        *_duties(session, member_id, since, day),
        *_absences(session, member_id, meetings),
        *_mentions(session, member_id, meetings),
        *_promises(criticism.list_notes(session) if notes is None else notes, member_id, day, but),
    ]
    kept: list[Fact] = []
    for kind in FactKind:
        kept += sorted((f for f in found if f.kind is kind), key=lambda f: f.day, reverse=True)[:_MOST_OF_A_KIND]
    return tuple(kept)


def _duties(session: Session, member_id: bytes, since: date, day: date) -> list[Fact]:
    found = []
    for duty in session.book.find(Duty):
        if member_id not in {duty.owner_id, *duty.co_owner_ids}:
            continue
        text = excerpt(duty.text.rstrip(" ."), _LONGEST)
        if is_overdue(duty, day) and duty.due:
            state = "" if duty.state is DutyState.NOT_STARTED else f", {label(duty.state).lower()}"
            words = f"Việc “{text}” hạn {short_date(duty.due)} chưa xong{state}."
            found.append(Fact(FactKind.DUTY, duty.due, words))
        elif duty.state is DutyState.NOT_DONE and duty.due and since <= duty.due <= day:
            words = f"Việc “{text}” hạn {short_date(duty.due)} không hoàn thành."
            found.append(Fact(FactKind.DUTY, duty.due, words))
        elif duty.state in DONE and duty.done_on and since <= duty.done_on <= day:
            words = f"Việc “{text}”: {label(duty.state).lower()} ngày {short_date(duty.done_on)}."
            found.append(Fact(FactKind.PRAISE, duty.done_on, words))
        elif duty.state in OPEN and duty.due and (duty.due.year, duty.due.month) == (day.year, day.month):
            words = f"Việc “{text}” đến hạn {short_date(duty.due)}, {label(duty.state).lower()}."
            found.append(Fact(FactKind.DUTY, duty.due, words))
    return found


def _absences(session: Session, member_id: bytes, meetings: dict[bytes, Meeting]) -> list[Fact]:
    rows = session.book.find(Attendance, member_id=member_id, meeting_id=set(meetings))
    held = [meetings[row.meeting_id] for row in rows if row.state is AttendanceState.ABSENT_UNEXCUSED]
    return [
        Fact(FactKind.ABSENCE, m.date, f"Vắng không lý do: {meeting_title(m)}, ngày {short_date(m.date)}.")
        for m in held
    ]


def _mentions(session: Session, member_id: bytes, meetings: dict[bytes, Meeting]) -> list[Fact]:
    found = []
    for mention in session.book.find(Mention, member_id=member_id, meeting_id=set(meetings)):
        day = meetings[mention.meeting_id].date
        kind, verb = {
            MentionKind.REMINDER: (FactKind.REMINDER, "Đã được nhắc nhở"),
            MentionKind.COMMENDATION: (FactKind.PRAISE, "Được biểu dương"),
        }[mention.kind]
        words = f": {excerpt(mention.text.rstrip(' .'), _LONGEST)}" if mention.text else ""
        found.append(Fact(kind, day, f"{verb} ngày {short_date(day)}{words}."))
    return found


def _promises(notes: Sequence[NoteRow], member_id: bytes, day: date, but: bytes) -> list[Fact]:
    found = []
    for row in notes:
        if row.id == but or not row.open or row.who_id != member_id or row.record.date > day or not row.text.fix:
            continue
        by = f", hẹn {short_date(row.text.due)}" if row.text.due else ""
        words = f"Ngày {short_date(row.record.date)} đã hứa: {excerpt(row.text.fix.rstrip(' .'), _LONGEST)}{by}."
        found.append(Fact(FactKind.PROMISE, row.record.date, words))
    return found
