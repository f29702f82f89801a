"""Members as of a day: sums that match on every day, months that end where the year does, moves both ways."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.attendance import roll, tally
from chibo_desktop.domain.member_counts import last_day, member_counts, months_of, moves
from chibo_desktop.domain.members import (
    LEFT,
    Member,
    Role,
    RoleTerm,
    Standing,
    StandingPeriod,
    Status,
    StatusPeriod,
)

FIRST = date(2024, 1, 1)
days = st.integers(0, 1_200).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def members(draw: st.DrawFn) -> list[Member]:
    """Up to eight members with any standings, periods, posts and groups."""
    made = []
    for number in range(draw(st.integers(0, 8))):
        since = draw(days)
        standings = [StandingPeriod(since=since, standing=draw(st.sampled_from(Standing)))]
        if draw(st.booleans()):
            standings.append(StandingPeriod(since=since + timedelta(days=365), standing=Standing.FULL))
        periods = tuple(
            StatusPeriod(since=start, until=start + timedelta(days=draw(st.integers(0, 300))), status=status)
            for start, status in draw(st.lists(st.tuples(days, st.sampled_from(Status)), max_size=3))
        )
        roles = tuple(RoleTerm(since=draw(days), role=role) for role in draw(st.sets(st.sampled_from(Role))))
        made.append(
            Member(
                id=number.to_bytes(16, "big"), name=f"Lò Văn {number}", standings=tuple(standings), periods=periods,
                roles=roles, group=draw(st.sampled_from(["", "Tổ 1", "Tổ 2"])),
            )
        )  # fmt: skip
    return made


@settings(max_examples=80, deadline=None)
@given(members(), days)
def test_on_every_day_the_parts_make_the_whole(found: list[Member], day: date) -> None:
    counts = member_counts(found, day)
    listed = {m.id for m in found if m.belongs_on(day)}
    assert sum(part.number for part in counts.standings.values()) == counts.total.number
    assert {i for part in counts.statuses.values() for i in part.ids} == listed
    assert not LEFT & set(counts.statuses)
    temporary = counts.statuses[Status.TEMPORARY_IN].number
    assert sum(part.number for part in counts.statuses.values()) == counts.total.number + temporary
    assert sum(part.number for part in counts.roles.values()) <= len(listed)
    if counts.groups:
        assert sum(part.number for part in counts.groups.values()) == counts.total.number
    assert set(counts.expected.ids) <= set(counts.total.ids)


@settings(max_examples=60, deadline=None)
@given(members(), days)
def test_the_figures_agree_with_a_roll_called_on_the_day(found: list[Member], day: date) -> None:
    counts, called = member_counts(found, day), tally(roll(found, (), b"m" * 16, day))
    assert (counts.total.number, counts.expected.number) == (called.total, called.due)
    assert counts.standings[Standing.FULL].number == called.full
    assert counts.standings[Standing.PROBATIONARY].number == called.probationary


@settings(max_examples=60, deadline=None)
@given(members(), days, days)
def test_what_came_and_left_leads_from_one_day_to_the_other(found: list[Member], one: date, other: date) -> None:
    before, day = sorted((one, other))
    moved = moves(found, before, day)
    first, last = set(member_counts(found, before).total.ids), set(member_counts(found, day).total.ids)
    assert (first - set(moved.left.ids)) | set(moved.come.ids) == last
    assert set(moved.recognised.ids) <= first & last


@pytest.mark.parametrize(
    ("year", "today", "last"),
    [
        (2025, date(2026, 11, 3), date(2025, 12, 31)),
        (2026, date(2026, 11, 3), date(2026, 11, 3)),
        (2026, date(2026, 12, 31), date(2026, 12, 31)),
        (2027, date(2026, 11, 3), date(2027, 1, 1)),
    ],
)
def test_a_year_is_counted_as_of_its_last_day_or_today(year: int, today: date, last: date) -> None:
    assert last_day(year, today) == last


def test_months_end_on_their_last_day_and_the_running_one_today() -> None:
    assert months_of(2024, date(2024, 3, 1)) == (date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1))
    assert len(months_of(2023, date(2024, 3, 1))) == 12
    assert months_of(2025, date(2024, 3, 1)) == ()


def test_a_member_recognised_within_the_year_is_told_once() -> None:
    standings = (
        StandingPeriod(since=date(2025, 3, 1), standing=Standing.PROBATIONARY),
        StandingPeriod(since=date(2026, 3, 1), standing=Standing.FULL),
    )
    member = Member(id=b"a" * 16, name="Cà Thị Bình", standings=standings)
    assert moves([member], date(2025, 12, 31), date(2026, 2, 28)).recognised.ids == ()
    assert moves([member], date(2025, 12, 31), date(2026, 3, 1)).recognised.ids == (member.id,)
    assert moves([member], date(2024, 12, 31), date(2025, 12, 31)).come.ids == (member.id,)
