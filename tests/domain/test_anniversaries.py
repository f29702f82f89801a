"""Badges for years of membership: which, when full, on which award day."""

from __future__ import annotations

from calendar import isleap
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.anniversaries import (
    AWARD_DAYS,
    BADGES,
    anniversaries_of,
    award_day_from,
    span_of,
    years_of_membership,
)

MONTHS = st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(1930, 2026), st.integers(1, 12))


def test_thirty_years_are_given_on_the_next_award_day() -> None:
    (one,) = anniversaries_of("1996-06", 2026)
    assert (one.years, one.first, one.last) == (30, date(2026, 6, 1), date(2026, 6, 30))
    assert one.award == date(2026, 9, 2)
    assert one.certain


def test_twenty_nine_years_and_years_between_badges_have_none() -> None:
    assert anniversaries_of("1997-06", 2026) == []
    assert anniversaries_of("1991-06", 2026) == []
    assert [a.years for a in anniversaries_of("1981-06", 2026)] == [45]
    assert anniversaries_of("", 2026) == []


def test_award_day_within_the_month_of_joining_is_not_certain() -> None:
    (one,) = anniversaries_of("1996-11", 2026)
    assert (one.earliest_award, one.award) == (date(2026, 11, 7), date(2027, 2, 3))
    assert not one.certain


def test_december_is_given_in_february_and_stands_in_both_years() -> None:
    assert [a.award for a in anniversaries_of("1996-12", 2026)] == [date(2027, 2, 3)]
    assert [a.years for a in anniversaries_of("1996-12", 2027)] == [30]
    assert anniversaries_of("1996-10", 2027) == []


def test_february_has_the_days_of_its_year() -> None:
    (one,) = anniversaries_of("1996-02", 2026)
    assert (one.last, one.award) == (date(2026, 2, 28), date(2026, 5, 19))
    (leap,) = anniversaries_of("1988-02", 2028)
    assert leap.last == date(2028, 2, 29)


def test_of_a_year_alone_the_whole_year_is_possible() -> None:
    (one,) = anniversaries_of("1996", 2026)
    assert (one.first, one.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (one.earliest_award, one.award) == (date(2026, 2, 3), date(2027, 2, 3))


def test_award_days_are_the_four_feasts() -> None:
    assert award_day_from(date(2026, 2, 3)) == date(2026, 2, 3)
    assert award_day_from(date(2026, 2, 4)) == date(2026, 5, 19)
    assert award_day_from(date(2026, 11, 7)) == date(2026, 11, 7)
    assert award_day_from(date(2026, 11, 8)) == date(2027, 2, 3)


def test_full_years_of_membership() -> None:
    assert years_of_membership("1996-11", date(2026, 10, 31)) == 29
    assert years_of_membership("1996-11", date(2026, 11, 1)) == 30
    assert years_of_membership("1996", date(2026, 1, 1)) == 30
    assert years_of_membership("", date(2026, 1, 1)) is None
    assert years_of_membership("2026-12", date(2026, 11, 3)) == 0


@given(MONTHS, st.integers(1931, 2120))
def test_every_badge_is_a_badge_and_comes_when_the_years_are_full(joined: str, year: int) -> None:
    for one in anniversaries_of(joined, year):
        assert one.years in BADGES
        assert one.first.year - int(joined[:4]) == one.years
        assert one.first <= one.last <= one.award
        assert one.earliest_award <= one.award
        assert (one.award.month, one.award.day) in AWARD_DAYS
        assert year in {one.first.year, one.award.year}


@given(st.integers(1930, 2100))
def test_span_of_february_follows_the_leap_year(year: int) -> None:
    assert span_of(f"{year}-02")[1].day == (29 if isleap(year) else 28)
