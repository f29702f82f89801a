"""What taking a member list would add to the book, row by row, and the person's choices about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import msgspec

from chibo_desktop.domain.members import Member


class Severity(Enum):
    """How much a finding weighs."""

    BLOCKS = "blocks"
    """the row cannot be taken"""
    SKIPS = "skips"
    """the row is left out unless the person takes it"""
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about a row, in a sentence."""

    row: int
    severity: Severity
    sentence: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One line of the file that stands for a person."""

    row: int
    """number in the file, from 1"""
    name: str
    member: Member | None
    """the record that taking the row creates; None when it cannot be taken"""
    take: bool
    suggestion: str = ""
    """how the name is better written; empty when it is well as it is"""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What would be added, and what not and why."""

    rows: tuple[PlannedRow, ...]
    ignored: tuple[int, ...] = ()
    """numbers of lines that stand for nobody: totals, signatures, headings"""
    kept_out: tuple[str, ...] = ()
    """headings of the columns that are not taken into the book by rule"""

    @property
    def members(self) -> tuple[Member, ...]:
        """The records to create, in the file's order."""
        return tuple(row.member for row in self.rows if row.take and row.member is not None)

    @property
    def skipped(self) -> int:
        """How many people are left out by choice."""
        return sum(not row.take and row.member is not None for row in self.rows)

    @property
    def blocked(self) -> int:
        """How many people cannot be taken."""
        return sum(row.member is None for row in self.rows)

    @property
    def suggestions(self) -> tuple[PlannedRow, ...]:
        """The rows whose name could be written better."""
        return tuple(row for row in self.rows if row.suggestion)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every finding, by row."""
        return tuple(problem for row in self.rows for problem in row.problems)

    def with_choice(self, row: int, *, take: bool) -> ImportPlan:
        """Return the plan with one row taken or left out; a row that cannot be taken stays out."""
        return self._changed(row, lambda r: replace(r, take=take and r.member is not None))

    def with_suggestion(self, row: int) -> ImportPlan:
        """Return the plan with one row's name written as suggested."""
        return self._changed(row, _as_suggested)

    def with_all_suggestions(self) -> ImportPlan:
        """Return the plan with every name written as suggested."""
        return replace(self, rows=tuple(_as_suggested(row) for row in self.rows))

    def _changed(self, number: int, change: Callable[[PlannedRow], PlannedRow]) -> ImportPlan:
        return replace(self, rows=tuple(change(r) if r.row == number else r for r in self.rows))


def _as_suggested(row: PlannedRow) -> PlannedRow:
    if not row.suggestion:
        return row
    member = msgspec.structs.replace(row.member, name=row.suggestion) if row.member else None
    return replace(row, name=row.suggestion, member=member, suggestion="")
