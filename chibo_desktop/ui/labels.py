"""Vietnamese words for the domain's enumerations, and dates, times and numbers as people write them."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import Enum
from typing import TypeVar

from chibo_desktop.domain.terms import LABELS, label

__all__ = ["LABELS", "label"]

E = TypeVar("E", bound=Enum)


def options(values: type[E]) -> list[tuple[E, str]]:
    """Return every value of an enumeration with its word, as Choice takes them."""
    return [(value, LABELS[value]) for value in values]


def date_text(day: date | None) -> str:
    """Return "03/11/2026"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}" if day else ""


def time_text(moment: time | datetime | None) -> str:
    """Return "19:30"."""
    return f"{moment.hour:02d}:{moment.minute:02d}" if moment else ""


def moment_text(moment: datetime) -> str:
    """Return "19:30 ngày 03/11/2026" in this computer's time zone."""
    local = moment.astimezone() if moment.tzinfo else moment
    return f"{time_text(local)} ngày {date_text(local.date())}"


def year_month_text(value: str) -> str:
    """Return a stored "1998-03" as "03/1998"; a year alone stays as it is."""
    year, _, month = value.partition("-")
    return f"{month}/{year}" if month else year


def number_text(number: float) -> str:
    """Return "1.234", or "87,5" with at most one decimal."""
    if isinstance(number, int) or number == int(number):
        return f"{int(number):,}".replace(",", ".")
    return f"{number:,.1f}".translate(str.maketrans(",.", ".,"))


def percent_text(share: float) -> str:
    """Return a share from 0 to 1 as "92,3%"."""
    return f"{number_text(round(share * 100, 1))}%"


def length_text(minutes: int) -> str:
    """Return "2 giờ 15 phút"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} giờ"] if hours else []
    return " ".join([*parts, f"{rest} phút"]) if rest or not hours else parts[0]


def size_text(size: int) -> str:
    """Return a file's size in the unit that reads best: "12 KB", "3,4 MB"."""
    if size < 1_000_000:
        return f"{number_text(max(1, round(size / 1000)))} KB"
    return f"{number_text(round(size / 1_000_000, 1))} MB"
