"""Who is expected on the date, and the rate of attendance (rules 4.1)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.attendance import is_present, members_on, roll, states_for, tally
from chibo_desktop.domain.meetings import Attendance, AttendanceState
from chibo_desktop.domain.members import (
    Member,
    Role,
    RoleTerm,
    Standing,
    StandingPeriod,
    Status,
    StatusPeriod,
    parse_year_month,
)

DAY = date(2026, 11, 3)
MEETING = b"m" * 16


def member(number: int, *periods: StatusPeriod, name: str = "", probationary: bool = False) -> Member:
    standing = Standing.PROBATIONARY if probationary else Standing.FULL
    return Member(
        id=number.to_bytes(16, "big"),
        name=name or f"Lò Văn {chr(65 + number % 26)}",
        standings=(StandingPeriod(since=date(2010, 1, 1), standing=standing),),
        periods=periods,
    )


def away(status: Status, since: date, until: date | None = None) -> StatusPeriod:
    return StatusPeriod(since=since, until=until, status=status)


def test_status_holds_from_its_first_to_its_last_day() -> None:
    one = member(1, away(Status.TEMPORARY_OUT, DAY, DAY))
    assert one.status_on(DAY - timedelta(days=1)) is Status.ACTIVE
    assert one.status_on(DAY) is Status.TEMPORARY_OUT
    assert one.status_on(DAY + timedelta(days=1)) is Status.ACTIVE


def test_of_two_periods_the_later_begun_one_counts() -> None:
    one = member(1, away(Status.EXEMPT, date(2020, 1, 1)), away(Status.TEMPORARY_OUT, date(2026, 1, 1)))
    assert one.status_on(DAY) is Status.TEMPORARY_OUT


def test_member_becomes_full_on_the_day_of_recognition() -> None:
    one = Member(
        id=MEETING,
        name="Cà Thị Ân",
        standings=(
            StandingPeriod(since=date(2025, 11, 3), standing=Standing.PROBATIONARY),
            StandingPeriod(since=DAY, standing=Standing.FULL),
        ),
    )
    assert one.standing_on(DAY - timedelta(days=1)) is Standing.PROBATIONARY
    assert one.standing_on(DAY) is Standing.FULL
    assert not one.belongs_on(date(2025, 11, 2))


def test_who_left_is_not_on_the_list_any_more() -> None:
    gone = member(1, away(Status.TRANSFERRED, DAY))
    assert gone.belongs_on(DAY - timedelta(days=1))
    assert members_on([gone], DAY) == []


def test_highest_post_is_shown() -> None:
    one = Member(
        id=MEETING,
        name="Lò Văn An",
        standings=(StandingPeriod(since=date(2000, 1, 1), standing=Standing.FULL),),
        roles=(
            RoleTerm(since=date(2020, 1, 1), role=Role.COMMITTEE_MEMBER),
            RoleTerm(since=date(2025, 7, 1), until=date(2026, 12, 31), role=Role.SECRETARY),
        ),
    )
    assert one.role_on(DAY) is Role.SECRETARY
    assert one.role_on(date(2027, 1, 1)) is Role.COMMITTEE_MEMBER


def test_tally_follows_the_formula_of_due() -> None:
    people = [member(i) for i in range(5)]
    people += [
        member(10, away(Status.EXEMPT, date(2020, 1, 1))),
        member(11, away(Status.TEMPORARILY_EXEMPT, date(2026, 6, 1))),
        member(12, away(Status.TEMPORARY_OUT, date(2026, 6, 1))),
        member(13, away(Status.SUSPENDED, date(2026, 6, 1))),
        member(14, away(Status.TEMPORARY_IN, date(2026, 6, 1))),
        member(15, probationary=True),
        member(16, away(Status.REDUCED, date(2020, 1, 1))),
    ]
    rows = roll(people, [], MEETING, DAY)
    counts = tally(rows)
    assert (counts.total, counts.full, counts.probationary) == (11, 10, 1)
    assert counts.due == 7
    assert counts.present_due == 7
    assert counts.present_temporary_in == 1
    assert counts.rate == 100


def test_saved_rows_are_kept_even_when_the_member_left_meanwhile() -> None:
    row = Attendance(
        id=b"r" * 16, meeting_id=MEETING, member_id=b"x" * 16, state=AttendanceState.PRESENT, name="Người cũ",
        standing=Standing.FULL, status=Status.ACTIVE,
    )  # fmt: skip
    assert roll([], [row], MEETING, DAY) == [row]


def test_two_members_of_one_name_both_stand_on_the_roll() -> None:
    rows = roll([member(1, name="Lò Văn An"), member(2, name="Lò Văn An")], [], MEETING, DAY)
    assert len({row.member_id for row in rows}) == 2


@given(
    st.lists(
        st.tuples(st.sampled_from(Status), st.sampled_from(Standing), st.integers(0, 2)), min_size=0, max_size=120
    )
)
def test_rate_is_never_above_a_hundred(people: list[tuple[Status, Standing, int]]) -> None:
    rows = []
    for number, (status, standing, choice) in enumerate(people):
        states = states_for(status)
        rows.append(
            Attendance(
                id=MEETING, meeting_id=MEETING, member_id=number.to_bytes(16, "big"), name="A", standing=standing,
                status=status, state=states[choice % len(states)],
            )
        )  # fmt: skip
    counts = tally(rows)
    assert counts.rate is None or 0 <= counts.rate <= 100
    assert counts.due <= counts.total <= len(rows)
    assert counts.present_full + counts.present_probationary + counts.present_temporary_in == sum(
        map(is_present, rows)
    )


def test_month_and_year_are_kept_and_the_day_is_dropped() -> None:
    assert parse_year_month("15/3/1998") == "1998-03"
    assert parse_year_month("03-1998") == "1998-03"
    assert parse_year_month("1998") == "1998"
    assert parse_year_month("1998-03-15") == "1998-03"
    assert parse_year_month("") == ""
    assert parse_year_month("13/1998") is None
    assert parse_year_month("năm nào đó") is None
