"""Months of dues: who is on the list, what was paid, how a year looks (đảng phí)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.members import Member

MONTHS_BASIS = "Điều lệ Đảng 8.1"
MANY_MONTHS = 3
"""months without dues in a year that the secretary is quietly told of (Điều lệ 8.1)"""


class DuesState(Enum):
    """One month of one member, with the word and the sign of the year's table."""

    PAID = ("Đã đóng", "✓")
    UNPAID = ("Chưa đóng", "✗")
    UNWRITTEN = ("Chưa ghi", "·")
    ABSENT = ("Không ở danh sách", "–")

    def __init__(self, word: str, sign: str) -> None:
        self.word = word
        self.sign = sign


@dataclass(frozen=True, slots=True)
class DuesRow:
    """One member in one month."""

    member_id: bytes
    name: str
    paid: bool
    amount: int | None
    """đồng"""


@dataclass(frozen=True, slots=True)
class YearRow:
    """One member through the twelve months of a year."""

    member_id: bytes
    name: str
    months: tuple[DuesState, ...]
    total: int
    """đồng paid in the year"""

    @property
    def unpaid(self) -> int:
        """How many months of the year were written down and not paid."""
        return self.months.count(DuesState.UNPAID)


def month_of_day(day: date) -> str:
    """Return the month as it is kept: "2026-11"."""
    return f"{day.year:04d}-{day.month:02d}"


def first_of(month: str) -> date:
    """Return the first day of "2026-11"."""
    return date(int(month[:4]), int(month[5:]), 1)


def months_from(month: str, steps: int) -> str:
    """Return the month so many months later, or earlier for a negative number."""
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + steps
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def on_list(members: Iterable[Member], month: str) -> list[Member]:
    """Return who is on the cell's list in a month, by given name: all who belonged at its beginning or end."""
    first = first_of(month)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    found = [m for m in members if m.belongs_on(first) or m.belongs_on(last)]
    return sorted(found, key=lambda m: (name_key(m.name), m.id))


def rows_of(members: Sequence[Member], dues: Iterable[Dues], month: str) -> tuple[DuesRow, ...]:
    """Return the lines of a month; who paid stays on it also when no longer on the list."""
    written = {d.member_id: d for d in dues if d.month == month}
    listed = on_list(members, month)
    here = {m.id for m in listed}
    listed += [m for m in members if m.id not in here and m.id in written and written[m.id].paid]
    listed.sort(key=lambda m: (name_key(m.name), m.id))
    rows = []
    for member in listed:
        found = written.get(member.id)
        rows.append(
            DuesRow(member.id, member.name, found is not None and found.paid, found.amount if found else None)
        )
    return tuple(rows)


def total_of(rows: Iterable[DuesRow]) -> int:
    """Return what was paid in đồng."""
    return sum(row.amount or 0 for row in rows if row.paid)


def year_rows(members: Sequence[Member], dues: Sequence[Dues], year: int, now: str) -> tuple[YearRow, ...]:
    """Return everyone on the list of a month of the year; a month in which nothing was written counts for nobody.

    `now` is the present month: in it, and later, nobody is behind yet.
    """
    months = [f"{year:04d}-{number:02d}" for number in range(1, 13)]
    by_month: dict[str, dict[bytes, Dues]] = {month: {} for month in months}
    for one in dues:
        if one.month in by_month:
            by_month[one.month][one.member_id] = one
    lists = {month: {m.id for m in on_list(members, month)} for month in months}
    rows = []
    for member in sorted(members, key=lambda m: (name_key(m.name), m.id)):
        states = tuple(_state(member.id, by_month[month], lists[month], month < now) for month in months)
        if all(state is DuesState.ABSENT for state in states):
            continue
        paid = [found[member.id] for found in by_month.values() if member.id in found and found[member.id].paid]
        rows.append(YearRow(member.id, member.name, states, sum(d.amount or 0 for d in paid)))
    return tuple(rows)


def _state(member: bytes, written: Mapping[bytes, Dues], listed: set[bytes], over: bool) -> DuesState:
    if member in written and written[member].paid:
        return DuesState.PAID
    if member not in listed:
        return DuesState.ABSENT
    anything = any(one.paid for one in written.values())
    return DuesState.UNPAID if anything and over else DuesState.UNWRITTEN
