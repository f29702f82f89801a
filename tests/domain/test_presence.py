"""Members leaving may leave too few to decide (section 4.2, Điều lệ 9.5)."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.meetings import Attendance, AttendanceState
from chibo_desktop.domain.members import Standing, Status
from chibo_desktop.domain.presence import majority_warning, presence

HOME = time(20, 40)


def row(number, state=AttendanceState.PRESENT, *, left=None, standing=Standing.FULL, status=Status.ACTIVE):
    return Attendance(
        id=named_id(f"row {number}"), meeting_id=named_id("m"), member_id=named_id(f"member {number}"), state=state,
        left=left, name=f"Lò Văn {number}", standing=standing, status=status,
    )  # fmt: skip


def test_majority_of_full_members_is_lost_when_the_eleventh_of_21_leaves():
    rows = [row(n) for n in range(11)] + [row(n, AttendanceState.ABSENT_EXCUSED) for n in range(11, 21)]
    assert majority_warning(presence(rows)) == ""
    rows[0] = row(0, left=HOME)
    found = presence(rows)
    assert (found.in_room, found.base, found.broken_by_leaving) == (10, 21, True)
    assert majority_warning(found).startswith("1 đồng chí đã về, còn 10/21 đảng viên chính thức trong phòng")


def test_too_few_from_the_beginning_is_said_otherwise():
    rows = [row(0), row(1, AttendanceState.ABSENT_UNEXCUSED)]
    assert majority_warning(presence(rows)).startswith("Mới có 1/2 đảng viên chính thức trong phòng")


@pytest.mark.parametrize(
    "other",
    [
        row(9, left=HOME, standing=Standing.PROBATIONARY),
        row(9, left=HOME, status=Status.TEMPORARY_IN),
        row(9, AttendanceState.AWAY, status=Status.TEMPORARY_OUT),
        row(9, AttendanceState.EXEMPT_ABSENT, status=Status.EXEMPT),
    ],
)
def test_who_has_no_vote_is_no_part_of_the_majority(other):
    found = presence([row(0), row(1), other])
    assert (found.base, found.came, found.left, found.majority) == (2, 2, 0, True)


def test_nobody_to_vote_is_no_warning():
    assert majority_warning(presence([])) == ""


@given(st.lists(st.tuples(st.sampled_from(AttendanceState), st.sampled_from(Status), st.booleans()), max_size=20))
def test_who_is_in_the_room_never_outnumbers_who_came(drawn):
    rows = [
        row(n, state, status=status, left=HOME if gone else None) for n, (state, status, gone) in enumerate(drawn)
    ]
    found = presence(rows)
    assert 0 <= found.in_room <= found.came
    assert found.majority or majority_warning(found)
