"""Correcting closed minutes: a new revision with its reason, both versions kept (đính chính)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import Any

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain.attendance import states_for
from chibo_desktop.domain.corrections import Correction
from chibo_desktop.domain.meetings import Attendance, AttendanceState, ConclusionKind
from chibo_desktop.domain.records import Record, kind_of
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import comrade, short_date
from chibo_desktop.services import meetings
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.session import Changed, Session

_TIME = re.compile(r"(\d{1,2})[:hg.](\d{2})")
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MOST = 60_000


@dataclass(frozen=True, slots=True)
class Place:
    """One thing in closed minutes that can be corrected."""

    record: Record
    field: str
    what: str
    """the place in words: "Ý kiến của Đ/c Lò Văn An" """
    now: str
    """what stands there, as it is shown"""
    options: tuple[str, ...] = ()
    """what may be chosen, where not everything may be written"""


def places(view: MeetingView) -> list[Place]:
    """Return everything of a closed meeting that can be corrected, in the order of the minutes."""
    return [
        Place(record, field, what, shown(getattr(record, field)), options)
        for record, field, what, options in _places(view)
    ]


def _places(view: MeetingView) -> Iterator[tuple[Record, str, str, tuple[str, ...]]]:
    meeting = view.meeting
    yield meeting, "starts", "Giờ bắt đầu", ()
    yield meeting, "ends", "Giờ kết thúc", ()
    yield meeting, "place", "Địa điểm", ()
    for row in view.roll:
        states = tuple(label(state) for state in states_for(row.status))
        if len(states) > 1:
            yield row, "state", f"Điểm danh {comrade(row.name)}", states
        if row.state in {AttendanceState.ABSENT_EXCUSED, AttendanceState.ABSENT_UNEXCUSED}:
            yield row, "reason", f"Lý do vắng của {comrade(row.name)}", ()
    for guest in view.guests:
        yield guest, "name", f"Tên đại biểu {guest.name}", ()
        yield guest, "office", f"Chức vụ của đại biểu {guest.name}", ()
    yield meeting, "dues_note", "Tình hình nộp đảng phí", ()
    for item in view.agenda:
        yield item, "outcome", f"Nội dung “{item.title}”", ()
    for speech in view.speeches:
        yield speech, "text", f"Ý kiến của {comrade(speech.speaker)}", ()
    for number, conclusion in enumerate(view.conclusions, start=1):
        name = "Kết luận" if conclusion.kind is ConclusionKind.CONCLUSION else "Giải trình, tiếp thu"
        yield conclusion, "text", f"{name} thứ {number}", ()
    for duty in view.duties:
        yield duty, "text", f"Nhiệm vụ “{duty.text[:60]}”", ()
        yield duty, "due", f"Hạn của nhiệm vụ “{duty.text[:60]}”", ()
    for vote in view.votes:
        for field, words in (
            ("agree", "số tán thành"),
            ("disagree", "số không tán thành"),
            ("other", "ý kiến khác"),
        ):
            yield vote, field, f"Biểu quyết “{vote.title}”: {words}", ()
        yield vote, "reserved_opinion", f"Biểu quyết “{vote.title}”: ý kiến bảo lưu", ()


def shown(value: Any) -> str:
    """Return a value as people read it."""
    if value is None:
        return ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return short_date(value)
    return label(value) if isinstance(value, Enum) else str(value)


def correct(session: Session, meeting_id: bytes, place: Place, words: str, reason: str) -> Changed:
    """Write what should have stood there, with the reason; raises UserError for what cannot be read.

    The record gets a new revision, the Correction keeps both versions; number and counts that were
    fixed at closing stay as they were.
    """
    reason = clean(reason)
    if not reason:
        raise UserError("Chưa ghi lý do đính chính.", "Hãy ghi một câu vì sao phải sửa, rồi lưu lại.")
    view = meetings.load(session, meeting_id)
    if not view.meeting.closed:
        raise UserError("Biên bản chưa chốt nên chưa cần đính chính.", "Hãy sửa thẳng vào ô cần sửa.")
    found = next((p for p in places(view) if (p.record.id, p.field) == (place.record.id, place.field)), None)
    if found is None:
        raise UserError("Chỗ cần sửa không còn trong biên bản.", "Hãy chọn lại chỗ cần đính chính.")
    value = _read(found, words)
    if value == getattr(found.record, found.field):
        return Changed()
    changed = msgspec.structs.replace(found.record, **{found.field: value})
    if isinstance(changed, Attendance) and changed.state is AttendanceState.PRESENT:
        changed = msgspec.structs.replace(changed, reason="")
    correction = Correction(
        id=session.new_id(),
        meeting_id=meeting_id,
        position=max((c.position for c in view.corrections), default=0) + 1,
        record_kind=kind_of(found.record),
        record_id=found.record.id,
        field=found.field,
        what=clean_line(found.what)[:200],
        before=found.now,
        after=shown(value),
        reason=reason,
        at=session.clock.now(),
    )
    return session.save(changed, correction, what=f"Đính chính {found.what}"[:120])


def _read(place: Place, words: str) -> Any:
    words = clean(words)
    now = getattr(place.record, place.field)
    if isinstance(now, Enum):
        return _chosen(type(now), words)
    if place.field in {"starts", "ends"}:
        found = _TIME.fullmatch(words)
        if found and int(found[1]) < 24 and int(found[2]) < 60:
            return time(int(found[1]), int(found[2]))
        raise UserError(f"Không đọc được giờ “{words}”.", "Hãy ghi như 19:30.")
    if place.field == "due":
        return _day(words)
    if isinstance(now, int):
        if words.isdigit() and int(words) <= 10_000:
            return int(words)
        raise UserError(f"“{words}” không phải là số người.", "Hãy ghi một số, ví dụ 15.")
    if not words and place.field in {"name", "text"}:
        raise UserError("Chỗ này không để trống được.", "Hãy ghi nội dung đúng.")
    if len(words) > _MOST:
        raise UserError("Nội dung dài quá mức cho phép.", "Hãy rút ngắn lại.")
    return words


def _chosen(values: type[Enum], words: str) -> Enum:
    for value in values:
        if label(value) == words:
            return value
    raise UserError(f"Không có lựa chọn “{words}”.", "Hãy chọn trong danh sách.")


def _day(words: str) -> date | None:
    if not words:
        return None
    found = _DATE.fullmatch(words)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else _no_day(words)
    except ValueError:
        return _no_day(words)


def _no_day(words: str) -> date:
    raise UserError(f"Không đọc được ngày “{words}”.", "Hãy ghi như 03/11/2026.")
