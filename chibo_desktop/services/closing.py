"""Closing the minutes, and what is noted after (chốt biên bản)."""

from __future__ import annotations

from datetime import date

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.meetings import Closing, Meeting, Post, Stage
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType, next_number
from chibo_desktop.domain.records import Record
from chibo_desktop.services.meeting_view import load
from chibo_desktop.services.roll_call import attendance_id
from chibo_desktop.services.rules import pack_mark
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.services.settling import settled_with


def close_meeting(session: Session, meeting_id: bytes, *, numbered: bool = True) -> Changed:
    """Close the minutes: fix names, counts and number; from then on nothing of the meeting changes.

    Closing twice is closing once. Without an end time the computer's is taken when the meeting is
    today, else UserError asks for it. The number counts per type within the term (HD 36-HD/VPTW).
    """
    view = load(session, meeting_id)
    meeting = view.meeting
    if meeting.closed:
        return Changed()
    if meeting.starts is None:
        raise UserError("Chưa ghi giờ bắt đầu họp.", "Hãy ghi giờ bắt đầu ở bước Chuẩn bị rồi chốt lại.")
    ends = meeting.ends
    if ends is None:
        if meeting.date != session.clock.today():
            raise UserError("Chưa ghi giờ kết thúc họp.", "Hãy ghi giờ kết thúc ở bước Biên bản rồi chốt lại.")
        ends = session.clock.local().time().replace(second=0)
    term = view.cell.term_on(meeting.date)
    records: list[Record] = [
        msgspec.structs.replace(row, id=attendance_id(meeting_id, row.member_id)) for row in view.roll
    ]
    number = view.number
    if number is None and numbered:
        given = session.book.find(DocumentNumber)
        number = DocumentNumber(
            id=session.new_id(), type=DocumentType.MINUTES, term=term.name if term else "",
            number=next_number(given, DocumentType.MINUTES, term.name if term else ""), date=meeting.date,
            subject=f"Biên bản họp ngày {meeting.date:%d/%m/%Y}", subject_id=meeting_id,
        )  # fmt: skip
        records.append(number)
    names = view.cell.name_on(meeting.date)
    closing = Closing(
        at=session.clock.now(), number=number.number if number else None, cell_name=names.name,
        commune=names.commune, base_total=view.tally.total, base_due=view.tally.due, base_voters=view.vote_base,
        posts=tuple(Post(member_id=m.id, role=role) for m in view.members if (role := m.role_on(meeting.date))),
    )  # fmt: skip
    ended = msgspec.structs.replace(meeting, ends=ends, stage=Stage.MINUTES, roll_called=True)
    judged, settled = settled_with(session, view, ended)
    records += settled
    closed = msgspec.structs.replace(judged, pack=pack_mark(session, meeting), closing=closing)
    return session.save(*records, closed, what="Chốt biên bản")


def note_after(
    session: Session, meeting_id: bytes, *, signed_on: date | None = None, reported_on: date | None = None
) -> Changed:
    """Note that closed minutes were signed or reported up; nothing that was closed changes."""
    meeting = session.book.get(Meeting, meeting_id)
    if meeting is None or not meeting.closed:
        raise UserError("Biên bản chưa chốt.", "Hãy chốt biên bản rồi ký và báo cáo.")
    noted = msgspec.structs.replace(
        meeting, signed_on=signed_on or meeting.signed_on, reported_on=reported_on or meeting.reported_on
    )
    return session.save(noted, what="Ghi việc sau họp")
