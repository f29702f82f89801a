"""Who is there: the roll of a meeting (điểm danh)."""

from __future__ import annotations

from datetime import time

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.attendance import default_state, states_for
from chibo_desktop.domain.meetings import AttendanceState
from chibo_desktop.services.meeting_records import open_meeting, save_parts
from chibo_desktop.services.meeting_view import load
from chibo_desktop.services.session import Changed, Session


def attendance_id(meeting_id: bytes, member_id: bytes) -> bytes:
    """Return the identity of a member's row at a meeting; there is one of each."""
    return named_id(f"attendance:{meeting_id.hex()}:{member_id.hex()}")


def mark(
    session: Session,
    meeting_id: bytes,
    member_id: bytes,
    state: AttendanceState,
    *,
    reason: str = "",
    arrived: time | None = None,
    left: time | None = None,
) -> Changed:
    """Say where one member is; raises UserError for a state their status on the date rules out."""
    view = load(session, meeting_id)
    row = next((r for r in view.roll if r.member_id == member_id), None)
    if row is None or state not in states_for(row.status):
        raise UserError(
            "Đồng chí này không thể ghi như vậy theo tình trạng sinh hoạt trong ngày họp.",
            "Hãy xem lại tình trạng ở mục Đảng viên.",
        )
    marked = msgspec.structs.replace(
        row, id=attendance_id(meeting_id, member_id), state=state, reason=reason, arrived=arrived, left=left
    )
    return save_parts(session, marked, what=f"Điểm danh {row.name}")


def call_roll(session: Session, meeting_id: bytes) -> Changed:
    """Save a row for everyone on the list: who has none yet is taken to be where expected."""
    view = load(session, meeting_id)
    open_meeting(session, meeting_id)
    rows = [msgspec.structs.replace(row, id=attendance_id(meeting_id, row.member_id)) for row in view.roll]
    called = msgspec.structs.replace(view.meeting, roll_called=True)
    return session.save(called, *rows, what="Điểm danh")


def refresh_roll(session: Session, meeting_id: bytes) -> Changed:
    """Take names and status of the roll anew from the members, keeping where everyone was."""
    view = load(session, meeting_id)
    by_id = {m.id: m for m in view.members}
    rows = []
    for row in view.roll:
        member = by_id.get(row.member_id)
        if member is None:
            continue
        day = view.meeting.date
        status = member.status_on(day)
        state = row.state if row.state in states_for(status) else default_state(status)
        rows.append(
            msgspec.structs.replace(
                row, id=attendance_id(meeting_id, row.member_id), name=member.name,
                standing=member.standing_on(day), status=status, state=state,
            )
        )  # fmt: skip
    return save_parts(session, *rows, what="Cập nhật danh sách điểm danh")
