"""Since when someone is a probationary or a full member (dự bị, chính thức), from what is known of it."""

from __future__ import annotations

from datetime import date

from chibo_desktop.domain.members import Standing, StandingPeriod
from chibo_desktop.domain.roll_values import EARLIEST_YEAR

UNKNOWN_SINCE = date(EARLIEST_YEAR, 1, 1)
"""the first day of a standing whose month is not known: long before any meeting of the book"""


def first_day(joined: str) -> date | None:
    """Return the first day of a stored year and month, None if nothing is stored."""
    return date(int(joined[:4]), int(joined[5:7] or 1), 1) if joined else None


def usual_recognition(joined: str) -> date | None:
    """Return twelve months after joining (Điều lệ 5.1)."""
    start = first_day(joined)
    return date(start.year + 1, start.month, 1) if start else None


def standings_since(
    standing: Standing, joined: str, recognised: date | None, today: date
) -> tuple[StandingPeriod, ...]:
    """Return the periods of someone who has a standing now.

    Without a day of recognition the usual one is supposed, unless it is still to come; without a
    month of joining nothing is said of a probation.
    """
    start = first_day(joined)
    if standing is Standing.PROBATIONARY:
        return (StandingPeriod(since=start or UNKNOWN_SINCE, standing=Standing.PROBATIONARY),)
    if start is None:
        return (StandingPeriod(since=recognised or UNKNOWN_SINCE, standing=Standing.FULL),)
    since = recognised or date(start.year + 1, start.month, 1)
    if since <= start or (recognised is None and since > today):
        return (StandingPeriod(since=start, standing=Standing.FULL),)
    return (
        StandingPeriod(since=start, standing=Standing.PROBATIONARY),
        StandingPeriod(since=since, standing=Standing.FULL),
    )
