"""Who of the voters is still in the room, and whether they are a majority (số đảng viên còn lại trong phòng)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from msgspec.structs import replace

from chibo_desktop.domain.attendance import is_present, states_for
from chibo_desktop.domain.meetings import Attendance, AttendanceState
from chibo_desktop.domain.votes import in_base, vote_base

PRESENT_STATES = (AttendanceState.PRESENT, AttendanceState.EXEMPT_PRESENT)


@dataclass(frozen=True, slots=True)
class Presence:
    """Numbers of full members: the base of a vote, who came, and who left again."""

    base: int
    came: int
    left: int

    @property
    def in_room(self) -> int:
        """Full members in the room now."""
        return self.came - self.left

    @property
    def majority(self) -> bool:
        """Whether those in the room are more than half of the base (Điều lệ 9.5)."""
        return self.base == 0 or 2 * self.in_room > self.base

    @property
    def broken_by_leaving(self) -> bool:
        """Whether there was a majority before members left."""
        return not self.majority and 2 * self.came > self.base


def presence(rows: Iterable[Attendance]) -> Presence:
    """Count a roll; a time of leaving means the member has gone and not come back."""
    rows = list(rows)
    came = [row for row in rows if is_present(row) and in_base(row)]
    return Presence(base=vote_base(rows), came=len(came), left=sum(row.left is not None for row in came))


def majority_warning(found: Presence) -> str:
    """Return what to say while there is no majority in the room, "" while there is one."""
    if found.majority:
        return ""
    now = f"{found.in_room}/{found.base} đảng viên chính thức trong phòng, chưa quá nửa"
    if found.broken_by_leaving:
        return f"{found.left} đồng chí đã về, còn {now}: chưa biểu quyết được nghị quyết (Điều lệ Đảng 9.5)."
    return f"Mới có {now}: chưa biểu quyết được nghị quyết (Điều lệ Đảng 9.5)."


def marked(row: Attendance, state: AttendanceState) -> Attendance:
    """Return a row with another state; who is not in the room neither came late nor left early."""
    after = replace(row, state=state)
    return after if is_present(after) else replace(after, arrived=None, left=None)


def came_late(row: Attendance, at: time) -> Attendance:
    """Return the row of a member who comes in now; said once more, the time is taken back.

    Who was noted as absent is here after all, and the reason no longer holds. A suspended member's
    row stays as it is.
    """
    here = next((state for state in states_for(row.status) if state in PRESENT_STATES), None)
    if here is None:
        return row
    if not is_present(row):
        return replace(row, state=here, reason="", arrived=at, left=None)
    return replace(row, arrived=None if row.arrived else at)


def left_early(row: Attendance, at: time) -> Attendance:
    """Return the row of a member who leaves now; said once more, they are back; the absent stay absent."""
    return replace(row, left=None if row.left else at) if is_present(row) else row
