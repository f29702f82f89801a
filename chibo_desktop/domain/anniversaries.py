"""Badges for years of membership and the days they are usually given on (huy hiệu Đảng)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

BADGES = (30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90)
"""years of membership (tuổi Đảng) that a badge is given for"""
AWARD_DAYS = ((2, 3), (5, 19), (9, 2), (11, 7))
"""month and day on which badges are usually given"""


@dataclass(frozen=True, slots=True)
class Anniversary:
    """Somebody who reaches a badge; the days are as exact as what is kept of the joining."""

    years: int
    first: date
    """the first day on which the years may be full"""
    last: date
    """the last such day: of the month, or of the year where only the year is kept"""
    award: date
    """the first award day on which the years are full for certain"""
    earliest_award: date
    """the award day that serves if the years are full early in the month or the year"""

    @property
    def certain(self) -> bool:
        """Whether one award day serves whatever the day of joining was."""
        return self.award == self.earliest_award


def award_day_from(day: date) -> date:
    """Return the first award day on or after a day."""
    for month, number in AWARD_DAYS:
        if date(day.year, month, number) >= day:
            return date(day.year, month, number)
    month, number = AWARD_DAYS[0]
    return date(day.year + 1, month, number)


def span_of(joined: str, years: int = 0) -> tuple[date, date]:
    """Return the first and the last day that a stored year and month may stand for, some years later."""
    year, month = int(joined[:4]) + years, int(joined[5:7] or 0)
    last = month or 12
    return date(year, month or 1, 1), date(year, last, monthrange(year, last)[1])


def years_of_membership(joined: str, day: date) -> int | None:
    """Return the full years since joining by the end of a day's month; None if nothing is kept of it.

    Where only the year is kept, the year counts from its first month.
    """
    if not joined:
        return None
    first, _ = span_of(joined)
    return max(0, day.year - first.year - ((day.month) < first.month))


def anniversaries_of(joined: str, year: int) -> list[Anniversary]:
    """Return the badges that are reached or given in a year, the earlier first.

    Who reaches the years after 7 November is awarded on 3 February of the next year, and stands in
    both years.
    """
    if not joined:
        return []
    found = []
    for years in BADGES:
        first, last = span_of(joined, years)
        shown = Anniversary(years, first, last, award_day_from(last), award_day_from(first))
        if year in {first.year, shown.award.year}:
            found.append(shown)
    return found
