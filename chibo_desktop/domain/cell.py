"""The cell and its dated names (chi bộ), or the office that keeps a book of its own (đảng ủy xã)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from chibo_desktop.domain.records import Dated, Line, Record, Title, at, kind


class CellKind(Enum):
    """What the book belongs to."""

    SUBORDINATE = "subordinate"
    """chi bộ trực thuộc, as village cells are"""
    BASE = "base"
    """chi bộ cơ sở"""
    OFFICE = "office"
    """the office of the commune committee"""


class LocalityKind(Enum):
    """What kind of place the cell lives in."""

    THON = "thon"
    BAN = "ban"
    TDP = "tdp"
    OTHER = "other"


class CellName(Dated, frozen=True, kw_only=True):
    """How the cell and what stands above it were called in a span of time.

    Villages and communes merge and are renamed; a document keeps the names of its date.
    """

    name: Title
    """as spoken: "Chi bộ bản Púng Giắt 1" """
    commune: Line = ""
    """with its kind: "xã Mường Mươn" """


class Term(Dated, frozen=True, kw_only=True):
    """A term of office (nhiệm kỳ); documents are numbered from 01 within it."""

    name: Line
    """as written: "2025 - 2030", or "2025 - 2027" """


@kind("cell")
class Cell(Record, frozen=True, kw_only=True):
    """Whose book this is; a book has exactly one."""

    kind: CellKind = CellKind.SUBORDINATE
    locality: LocalityKind = LocalityKind.BAN
    names: tuple[CellName, ...]
    terms: tuple[Term, ...] = ()
    code: Line = ""
    """the organisation's code, free text such as 38.168.053.000.001"""
    has_committee: bool = False
    """whether there is a chi ủy (from 9 full members, Điều lệ 24.4)"""

    def name_on(self, day: date) -> CellName:
        """Return the names in force on a day, or the oldest known."""
        return at(self.names, day) or min(self.names, key=lambda n: n.since)

    def term_on(self, day: date) -> Term | None:
        """Return the term of office that a day falls in."""
        return at(self.terms, day)
