"""Periods counted in months and in working days (ngày làm việc)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_SATURDAY = 5


def months_after(day: date, months: int) -> date:
    """Return the same day some months later; where the month is too short its last: 29/02/2024 gives 28/02/2025."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def working_days_after(day: date, count: int) -> date:
    """Return the last of some working days, Monday to Friday, that follow a day; feasts are not known."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def working_days_before(day: date, count: int) -> date:
    """Return the day from which so many working days lie before another; feasts are not known."""
    while count > 0:
        day -= timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day
