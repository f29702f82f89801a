"""Who votes, on what base, and what carries (Điều lệ 3, 4.3, 9.5, 38.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.meetings import Attendance, AttendanceState
from chibo_desktop.domain.members import Standing, Status
from chibo_desktop.domain.votes import Matter, Vote, carries, may_vote, needed, rule_of, vote_base

ID = b"i" * 16


def row(
    standing: Standing = Standing.FULL,
    status: Status = Status.ACTIVE,
    state: AttendanceState = AttendanceState.PRESENT,
) -> Attendance:
    return Attendance(
        id=ID, meeting_id=ID, member_id=ID, state=state, name="Lò Văn An", standing=standing, status=status
    )


def vote(matter: Matter, base: int, agree: int) -> Vote:
    return Vote(id=ID, meeting_id=ID, position=1, matter=matter, title="Việc", base=base, agree=agree)


@pytest.mark.parametrize(
    ("base", "agree", "carried"), [(20, 10, False), (20, 11, True), (21, 10, False), (21, 11, True), (0, 0, False)]
)
def test_resolution_needs_more_than_half_of_the_body(base: int, agree: int, carried: bool) -> None:
    assert carries(vote(Matter.RESOLUTION, base, agree)) is carried


@pytest.mark.parametrize(
    ("base", "agree", "carried"), [(18, 11, False), (18, 12, True), (19, 12, False), (19, 13, True), (3, 2, True)]
)
def test_admission_needs_two_thirds_of_full_members(base: int, agree: int, carried: bool) -> None:
    assert carries(vote(Matter.ADMISSION, base, agree)) is carried


@given(st.sampled_from(Matter), st.integers(1, 200))
def test_needed_is_the_least_number_that_carries(matter: Matter, base: int) -> None:
    least = needed(matter, base)
    assert carries(vote(matter, base, least))
    assert not carries(vote(matter, base, least - 1))
    assert least <= base


def test_probationary_and_visiting_members_do_not_vote() -> None:
    assert may_vote(Standing.FULL, Status.ACTIVE)
    assert may_vote(Standing.FULL, Status.REDUCED)
    assert not may_vote(Standing.PROBATIONARY, Status.ACTIVE)
    assert not may_vote(Standing.FULL, Status.TEMPORARY_IN)
    assert not may_vote(Standing.FULL, Status.SUSPENDED)


def test_base_counts_absent_full_members_but_not_those_away_or_exempt_and_absent() -> None:
    rows = [
        row(),
        row(state=AttendanceState.ABSENT_EXCUSED),
        row(state=AttendanceState.ABSENT_UNEXCUSED),
        row(status=Status.TEMPORARY_OUT, state=AttendanceState.AWAY),
        row(status=Status.EXEMPT, state=AttendanceState.EXEMPT_ABSENT),
        row(status=Status.EXEMPT, state=AttendanceState.EXEMPT_PRESENT),
        row(standing=Standing.PROBATIONARY),
        row(status=Status.TEMPORARY_IN),
        row(status=Status.SUSPENDED, state=AttendanceState.SUSPENDED),
    ]
    assert vote_base(rows) == 4


def test_elections_discipline_and_expulsion_are_secret() -> None:
    assert {m for m in Matter if rule_of(m).secret} == {Matter.ELECTION, Matter.DISCIPLINE, Matter.EXPULSION}
