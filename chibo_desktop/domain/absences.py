"""Absences in a row, of those who were expected (vắng liên tiếp)."""

from __future__ import annotations

from collections.abc import Iterable

from chibo_desktop.domain.attendance import is_expected
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Meeting, MeetingKind

WHOLE_CELL = frozenset({
    MeetingKind.REGULAR, MeetingKind.THEMATIC, MeetingKind.EXTRAORDINARY, MeetingKind.REVIEW, MeetingKind.CONGRESS,
})  # fmt: skip
"""meetings to which every member is called; the chi ủy and the groups meet by themselves"""
ABSENT = frozenset({AttendanceState.ABSENT_EXCUSED, AttendanceState.ABSENT_UNEXCUSED})
IN_A_ROW = 3
"""excused more often than this without a break is looked into (HD 12-HD/BTCTW)"""
LOOKED_BACK = 24
"""meetings of the whole cell through which absences in a row are followed: about two years"""
UNEXCUSED_MONTHS = 3
"""months of a year without reason after which the cell must look into it (Điều lệ Đảng 8.1)"""


def calls_all(meeting: Meeting) -> bool:
    """Whether every member of the cell is called to the meeting."""
    return meeting.kind in WHOLE_CELL


def held(meeting: Meeting) -> bool:
    """Whether the meeting took place as far as the book tells: its roll was called."""
    return meeting.roll_called or meeting.closed


def run_of_absences(rows: Iterable[Attendance]) -> tuple[Attendance, ...]:
    """Return the absences of one member that come first in rows given newest first, without a break.

    Meetings at which the member was not expected (exempt, away, suspended) neither count nor break.
    """
    run = []
    for row in rows:
        if not is_expected(row.status):
            continue
        if row.state not in ABSENT:
            break
        run.append(row)
    return tuple(run)


def longest_run(rows: Iterable[Attendance]) -> tuple[Attendance, ...]:
    """Return the longest run of absences among the rows of one member, in the order given."""
    longest: list[Attendance] = []
    run: list[Attendance] = []
    for row in rows:
        if not is_expected(row.status):
            continue
        run = [*run, row] if row.state in ABSENT else []
        longest = max(longest, run, key=len)
    return tuple(longest)
