"""What is done before a meeting and by which day, and what of it is late (việc cần làm trước khi họp)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.wording import short_date

Field = Literal["notice_on", "documents_on", "supervisor_on"]
DOCUMENTS_BASIS = "HD 42-HD/BTCTW"
_DAY_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to do before the meeting."""

    field: Field
    """the field of the meeting that keeps the day"""
    words: str
    due: date
    done_on: date | None
    late: bool
    """whether it was done after the day it was due, or that day has passed"""
    state: str
    """how it stands, in words"""


def checklist(
    meeting: Meeting, today: date, *, documents_days: int = 1, basis: str = DOCUMENTS_BASIS
) -> tuple[Check, ...]:
    """Return what is to be done before a meeting; the committee's own sends nothing out.

    Documents go out `documents_days` before at the latest (HD 42-HD/BTCTW); notice and supervisor
    by the day before, so that people can come.
    """
    if meeting.kind is MeetingKind.COMMITTEE:
        return ()
    before = meeting.date - _DAY_BEFORE
    documents = meeting.date - timedelta(days=documents_days)
    source = f" ({basis})" if basis else ""
    asked: tuple[tuple[Field, str, date], ...] = (
        ("notice_on", "Thông báo thời gian, địa điểm, nội dung cho đảng viên", before),
        ("documents_on", f"Tài liệu gửi trước ít nhất {documents_days:02d} ngày{source}", documents),
        ("supervisor_on", "Cấp ủy viên theo dõi chi bộ đã được báo", before),
    )
    return tuple(_check(name, words, due, getattr(meeting, name), today) for name, words, due in asked)


def _check(name: Field, words: str, due: date, done_on: date | None, today: date) -> Check:
    if done_on is not None:
        late = done_on > due
        state = f"Đã làm ngày {short_date(done_on)}"
        state += f", muộn {(done_on - due).days} ngày so với hạn {short_date(due)}." if late else "."
    else:
        late = today > due
        state = f"Chưa làm, đã quá hạn {short_date(due)}." if late else f"Chưa làm, hạn {short_date(due)}."
    return Check(name, words, due, done_on, late, state)
