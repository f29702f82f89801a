"""The records of a meeting, and where on its screen each of their fields is written."""

from __future__ import annotations

from collections.abc import Sequence

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.meetings import Attendance, Stage
from chibo_desktop.domain.records import Record, kind_of
from chibo_desktop.services.meetings import MeetingView


def parts_of(view: MeetingView) -> list[Record]:
    """Return every record of a meeting that can be typed in."""
    return [
        view.meeting, *view.agenda, *view.guests, *view.speeches, *view.conclusions, *view.votes, *view.duties,
        *view.mentions, *view.proposals, *view.resolutions,
    ]  # fmt: skip


def siblings(view: MeetingView, record: Record) -> Sequence[Record]:
    """Return the records of the same kind in their order."""
    return [item for item in parts_of(view) if type(item) is type(record)]


def found(view: MeetingView, record: Record) -> Record:
    """Return a record as it is in the book now; raises UserError when it was deleted."""
    for item in parts_of(view):
        if item.id == record.id:
            return item
    raise UserError("Phần vừa sửa đã bị xóa khỏi cuộc họp.", "Bấm Hoàn tác để lấy lại, rồi ghi tiếp.")


_STAGES = {
    "attendance": Stage.ROLL_CALL,
    "guest": Stage.ROLL_CALL,
    "speech": Stage.PROCEEDINGS,
    "vote": Stage.VOTING,
    "conclusion": Stage.VOTING,
    "duty": Stage.VOTING,
    "resolution": Stage.VOTING,
    "new_guest": Stage.ROLL_CALL,
    "mention": Stage.PROCEEDINGS,
    "proposal": Stage.PROCEEDINGS,
    "outcome": Stage.PROCEEDINGS,
    "dues_note": Stage.PROCEEDINGS,
    "score": Stage.VOTING,
    "ends": Stage.MINUTES,
}


def stage_of(place: str) -> Stage:
    """Return the step in which a draft's field stands."""
    kind, _, rest = place.partition(":")
    return _STAGES.get(kind) or _STAGES.get(rest.rpartition(":")[2], Stage.PREPARATION)


def place_of(record: Record, field: str) -> str:
    """Return where the draft of a record's field is kept.

    A row of the roll has no identity of its own before it is saved, so its place names the member
    and the meeting.
    """
    if isinstance(record, Attendance):
        return f"attendance:{record.member_id.hex()}:{record.meeting_id.hex()}:{field}"
    return f"{kind_of(record)}:{record.id.hex()}:{field}"
