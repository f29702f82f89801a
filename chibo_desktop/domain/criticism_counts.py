"""Criticism in figures, from what is not sealed (số lượt tự phê bình và phê bình)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chibo_desktop.domain.criticism import Criticism, CriticismForm, Mending


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """The figures of one month; `month` is 0 in the sum of a year."""

    month: int
    self_criticisms: int
    """lượt tự phê bình"""
    criticisms: int
    """lượt phê bình, góp ý"""
    mended: int

    @property
    def promises(self) -> int:
        """How many are to be mended or were: every note is one."""
        return self.self_criticisms + self.criticisms


@dataclass(frozen=True, slots=True)
class YearCounts:
    """The twelve months of a year and their sum."""

    year: int
    months: tuple[MonthCounts, ...]
    total: MonthCounts


def year_counts(records: Iterable[Criticism], year: int) -> YearCounts:
    """Count the notes of a year by the month in which they were made; mended counts as it stands today."""
    own = [record for record in records if record.date.year == year]
    months = tuple(_counts(month, [r for r in own if r.date.month == month]) for month in range(1, 13))
    return YearCounts(year, months, _counts(0, own))


def _counts(month: int, records: list[Criticism]) -> MonthCounts:
    own = sum(record.form is CriticismForm.SELF for record in records)
    mended = sum(record.mending is Mending.MENDED for record in records)
    return MonthCounts(month, own, len(records) - own, mended)
