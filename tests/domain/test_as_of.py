"""What is true of members on a day, for random members and days (rules 1.2, 4.1, 4.2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chibo_desktop.domain.attendance import is_present, members_on, roll, tally
from chibo_desktop.domain.member_counts import member_counts
from chibo_desktop.domain.member_edits import overlapping, with_period
from chibo_desktop.domain.members import LEFT, Member, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.votes import may_vote, vote_base

DAY = timedelta(days=1)
MEETING = b"m" * 16
DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))
NOT_DUE = {Status.EXEMPT, Status.TEMPORARILY_EXEMPT, Status.TEMPORARY_OUT, Status.SUSPENDED, Status.TEMPORARY_IN}


@st.composite
def periods(draw: st.DrawFn, statuses: type[Status] | list[Status] = Status) -> StatusPeriod:
    since = draw(DAYS)
    until = draw(st.none() | st.integers(0, 900).map(lambda n: since + timedelta(days=n)))
    return StatusPeriod(since=since, until=until, status=draw(st.sampled_from(statuses)), paper="QĐ 1")


@st.composite
def people(draw: st.DrawFn, number: int = 0) -> Member:
    first = draw(st.dates(date(1990, 1, 1), date(2026, 1, 1)))
    standings = [StandingPeriod(since=first, standing=Standing.PROBATIONARY)]
    if draw(st.booleans()):
        later = first + timedelta(days=draw(st.integers(1, 800)))
        standings.append(StandingPeriod(since=later, standing=Standing.FULL))
    return Member(
        id=number.to_bytes(16, "big"),
        name=f"Lò Văn {chr(65 + number % 26)}",
        standings=tuple(standings),
        periods=tuple(draw(st.lists(periods(), max_size=4))),
    )


@st.composite
def cells(draw: st.DrawFn) -> list[Member]:
    return [draw(people(number)) for number in range(draw(st.integers(0, 12)))]


@given(cells(), DAYS)
@settings(max_examples=60)
def test_total_is_full_and_probationary_and_due_leaves_out_who_is_not_expected(
    cell: list[Member], day: date
) -> None:
    rows = roll(cell, [], MEETING, day)
    counts = tally(rows)
    own = [m for m in cell if m.belongs_on(day) and m.status_on(day) is not Status.TEMPORARY_IN]
    assert counts.total == counts.full + counts.probationary == len(own)
    assert counts.due == sum(m.status_on(day) not in NOT_DUE for m in own)
    assert counts.present_due <= counts.due
    assert {row.member_id for row in rows} == {m.id for m in members_on(cell, day)}


@given(cells(), DAYS)
@settings(max_examples=60)
def test_vote_base_is_full_members_of_this_cell_who_are_convened(cell: list[Member], day: date) -> None:
    rows = roll(cell, [], MEETING, day)
    base = [
        m
        for m in cell
        if m.belongs_on(day)
        and m.standing_on(day) is Standing.FULL
        and m.status_on(day) in {Status.ACTIVE, Status.REDUCED}
    ]
    assert vote_base(rows) == len(base)
    assert all(not may_vote(row.standing, row.status) for row in rows if row.status is Status.TEMPORARY_IN)
    assert not any(row.status in LEFT for row in rows)


@given(people(), periods())
@settings(max_examples=80)
def test_a_period_holds_from_its_first_to_its_last_day_and_leaves_other_days_alone(
    one: Member, period: StatusPeriod
) -> None:
    assume(Status.TEMPORARY_IN not in {p.status for p in (period, *one.periods)})
    alone = replace(one, periods=(period,))
    assert alone.status_on(period.since - DAY) is Status.ACTIVE
    assert alone.status_on(period.since) is period.status
    if period.until is not None:
        assert alone.status_on(period.until) is period.status
        assert alone.status_on(period.until + DAY) is Status.ACTIVE
    after = with_period(one, None, period)
    assert after.status_on(period.since - DAY) is one.status_on(period.since - DAY)
    if period.until is not None:
        assert after.status_on(period.until + DAY) is one.status_on(period.until + DAY)


@given(people(), periods(), periods(), DAYS)
@settings(max_examples=80)
def test_of_overlapping_periods_the_later_begun_counts(
    one: Member, first: StatusPeriod, second: StatusPeriod, day: date
) -> None:
    both = replace(one, periods=(first, second))
    turned = replace(one, periods=(second, first))
    if first.covers(day) and second.covers(day) and first.since != second.since:
        later = max(first, second, key=lambda p: p.since)
        assert both.status_on(day) is turned.status_on(day) is later.status
    shared = any(first.covers(d) and second.covers(d) for d in (first.since, second.since))
    assert overlapping(both.periods, first) == ([second] if shared else [])


def test_a_period_does_not_overlap_itself_but_its_twin() -> None:
    one = StatusPeriod(since=date(2026, 1, 1), status=Status.EXEMPT)
    assert overlapping((one,), one) == []
    assert overlapping((one, one), one) == [one]


@given(people(), DAYS, st.sampled_from(sorted(LEFT, key=lambda s: s.value)))
@settings(max_examples=80)
def test_transfer_and_end_remove_from_that_day_on_and_not_before(one: Member, day: date, status: Status) -> None:
    still = replace(one, periods=())
    gone = with_period(still, None, StatusPeriod(since=day, status=status, paper="GTSH 12"))
    first = min(p.since for p in one.standings)
    assert gone.belongs_on(day - DAY) == (first <= day - DAY)
    for later in (day, day + DAY, day + 400 * DAY):
        assert not gone.belongs_on(later)
        assert members_on([gone], later) == []
        assert tally(roll([gone], [], MEETING, later)).total == 0


@given(people(), DAYS, periods(), st.integers(1, 500))
@settings(max_examples=80)
def test_meetings_before_a_status_was_added_stay_as_they_were(
    one: Member, day: date, period: StatusPeriod, gap: int
) -> None:
    assume(Status.TEMPORARY_IN not in {p.status for p in (period, *one.periods)})
    later = replace(period, since=day + gap * DAY, until=None)
    before = roll([one], [], MEETING, day)
    assert roll([with_period(one, None, later)], [], MEETING, day) == before
    # What a roll has saved stays even against a status that reaches back.
    back = with_period(one, None, replace(period, since=day - gap * DAY, until=None))
    kept = roll([back], before, MEETING, day)
    assert kept == before or not before
    assert tally(kept or before) == tally(before) or not before


@given(people(), DAYS)
@settings(max_examples=80)
def test_standing_changes_on_its_day(one: Member, day: date) -> None:
    full = [p.since for p in one.standings if p.standing is Standing.FULL]
    wanted = Standing.FULL if full and day >= full[0] else Standing.PROBATIONARY
    assert one.standing_on(day) is wanted
    if full:
        assert one.standing_on(full[0] - DAY) is Standing.PROBATIONARY
        assert one.standing_on(full[0]) is Standing.FULL
    first = min(p.since for p in one.standings)
    assert not one.belongs_on(first - DAY)
    assert one.standing_on(first - DAY) is Standing.PROBATIONARY


@given(cells(), DAYS)
@settings(max_examples=40)
def test_who_is_taken_to_be_there_is_who_is_expected_or_here_for_a_time(cell: list[Member], day: date) -> None:
    for row in roll(cell, [], MEETING, day):
        assert is_present(row) == (row.status in {Status.ACTIVE, Status.REDUCED, Status.TEMPORARY_IN})


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2026, 2, 28), Status.TRANSFERRED),
        (date(2026, 3, 1), Status.TEMPORARY_IN),
        (date(2026, 8, 31), Status.TEMPORARY_IN),
        (date(2026, 9, 1), Status.TRANSFERRED),
    ],
)
def test_who_is_here_for_a_time_is_of_the_other_cell_before_and_after_the_stay(day: date, status: Status) -> None:
    stay = StatusPeriod(since=date(2026, 3, 1), until=date(2026, 8, 31), status=Status.TEMPORARY_IN)
    guest = Member(
        id=MEETING, name="Lò Văn An", periods=(stay,),
        standings=(StandingPeriod(since=date(2001, 1, 1), standing=Standing.FULL),),
    )  # fmt: skip
    assert guest.status_on(day) is status
    counts = tally(roll([guest], [], MEETING, day))
    assert (counts.total, counts.due, vote_base(roll([guest], [], MEETING, day))) == (0, 0, 0)
    assert member_counts([guest], day).total.number == 0
    assert guest.belongs_on(day) is (status is Status.TEMPORARY_IN)


def test_an_own_member_who_was_away_elsewhere_stays_one() -> None:
    """Out, back, exempt for a leap day: two periods, and what lies around them is the cell's."""
    periods = (
        StatusPeriod(since=date(2023, 5, 1), until=date(2023, 5, 31), status=Status.TEMPORARY_OUT),
        StatusPeriod(since=date(2024, 2, 29), until=date(2024, 2, 29), status=Status.EXEMPT),
    )
    own = Member(
        id=MEETING, name="Lò Văn An", periods=periods,
        standings=(StandingPeriod(since=date(2001, 1, 1), standing=Standing.FULL),),
    )  # fmt: skip
    days = {
        date(2023, 4, 30): (1, 1), date(2023, 5, 1): (1, 0), date(2023, 5, 31): (1, 0), date(2023, 6, 1): (1, 1),
        date(2024, 2, 28): (1, 1), date(2024, 2, 29): (1, 0), date(2024, 3, 1): (1, 1),
    }  # fmt: skip
    for day, expected in days.items():
        rows = roll([own], [], MEETING, day)
        counts = tally(rows)
        assert (counts.total, counts.due) == expected
        assert vote_base(rows) == counts.due


def test_of_two_periods_that_begin_on_one_day_the_one_written_last_counts() -> None:
    day = date(2026, 3, 1)
    one = Member(
        id=MEETING, name="Lò Văn An",
        standings=(StandingPeriod(since=date(2001, 1, 1), standing=Standing.FULL),),
    )  # fmt: skip
    exempt = with_period(one, None, StatusPeriod(since=day, status=Status.EXEMPT))
    gone = with_period(exempt, None, StatusPeriod(since=day, status=Status.TRANSFERRED))
    assert gone.status_on(day) is Status.TRANSFERRED
    assert not gone.belongs_on(day)
    assert gone.belongs_on(day - DAY)
