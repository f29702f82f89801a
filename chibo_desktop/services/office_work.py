"""A cell's work as the commune sees it: duties, counts of criticism, ratings, texts it was shown (văn phòng)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.criticism_counts import MonthCounts
from chibo_desktop.domain.duties import Duty, is_overdue
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.services import criticism, sealed
from chibo_desktop.services.members import names_of
from chibo_desktop.services.review_overview import ratings_through_years
from chibo_desktop.services.sealed import Shared
from chibo_desktop.services.session import Session


@dataclass(frozen=True, slots=True)
class CellDuty:
    """A duty with its owner's name."""

    duty: Duty
    owner: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class CellWork:
    """What a received book says of a cell's work; nothing sealed but what it chose to show."""

    duties: tuple[CellDuty, ...]
    """those due first at the front"""
    criticism: MonthCounts
    """of this year"""
    ratings: tuple[tuple[int, dict[YearRating, int]], ...]
    """members by rating, the newest year first"""
    shared: tuple[Shared, ...]


def work_of(session: Session, book: int) -> CellWork:
    """Read a cell's work from its book at the office."""
    today = session.clock.today()
    names = names_of(session.book.find(Member, book=book))
    duties = sorted(session.book.find(Duty, book=book), key=lambda d: (d.due or date.max, d.position, d.id))
    return CellWork(
        duties=tuple(CellDuty(d, names.get(d.owner_id or b"", ""), is_overdue(d, today)) for d in duties),
        criticism=criticism.criticism_counts(session, today.year, book=book).total,
        ratings=_ratings(session, book),
        shared=tuple(sealed.shared(session, book=book)),
    )


def _ratings(session: Session, book: int) -> tuple[tuple[int, dict[YearRating, int]], ...]:
    years: dict[int, dict[YearRating, int]] = {}
    for member_id, rated in ratings_through_years(session, book=book).items():
        for year, rating in rated.items():
            if member_id is not None:
                counts = years.setdefault(year, dict.fromkeys(YearRating, 0))
                counts[rating] += 1
    return tuple(sorted(years.items(), reverse=True))
