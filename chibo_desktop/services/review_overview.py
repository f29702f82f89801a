"""A round of reviews at a glance, as a table, and through the years (tình hình kiểm điểm)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_rules import Cap, end_of
from chibo_desktop.domain.reviews import RatingVote, Review, ReviewRound
from chibo_desktop.domain.terms import label
from chibo_desktop.services.review_views import ReviewRow, RoundView
from chibo_desktop.services.reviews import load_round
from chibo_desktop.services.session import Session
from chibo_desktop.sheets.writer import Value
from chibo_desktop.storage.book import OWN


@dataclass(frozen=True, slots=True)
class RoundOverview:
    """How far a round has come; each tuple holds the rows counted."""

    title: str
    reviewed: tuple[ReviewRow, ...]
    exempt: tuple[ReviewRow, ...]
    handed_in: tuple[ReviewRow, ...]
    missing: tuple[ReviewRow, ...]
    discussed: tuple[ReviewRow, ...]
    rated: tuple[ReviewRow, ...]
    decided: tuple[ReviewRow, ...]
    told: tuple[ReviewRow, ...]
    by_rating: Mapping[YearRating, tuple[ReviewRow, ...]]
    """members by the rating that counts today"""
    ends: date
    cap: Cap

    @property
    def sentence(self) -> str:
        """The state in a sentence."""
        whole = len(self.reviewed)
        return (
            f"{len(self.handed_in)}/{whole} đã nộp, {len(self.discussed)}/{whole} đã kiểm điểm, "
            f"{len(self.rated)}/{whole} đã xếp loại, {len(self.told)}/{whole} đã báo kết quả."
        )


def overview_of(view: RoundView) -> RoundOverview:
    """Return how far a loaded round has come; members only."""
    reviewed = view.reviewed
    done = [(row, row.review) for row in reviewed if row.review is not None]
    return RoundOverview(
        title=view.title,
        reviewed=reviewed,
        exempt=tuple(row for row in view.members if not row.reviewed),
        handed_in=tuple(row for row, r in done if r.handed_in_on is not None),
        missing=tuple(row for row in reviewed if row.review is None or row.review.handed_in_on is None),
        discussed=tuple(row for row, r in done if r.discussed_on is not None),
        rated=tuple(row for row, r in done if r.result is not None),
        decided=tuple(row for row, r in done if r.upper_rating is not None),
        told=tuple(row for row, r in done if r.told_on is not None),
        by_rating={level: tuple(row for row, r in done if r.result is level) for level in YearRating},
        ends=end_of(view.round.year, view.round.quarter, view.pack.deadlines),
        cap=view.cap,
    )


COLUMNS = ("TT", "Họ và tên", "Chức vụ", "Mẫu", "Tự chấm", "Tự xếp loại", "Chi bộ chấm", "Phiếu", "Chi bộ xếp loại",
           "Cấp trên quyết định", "Ghi chú")  # fmt: skip


def review_table(
    session: Session, in_round: bytes, *, book: int = OWN
) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    """Return a round as a table: columns and a row each, without any word that is sealed."""
    view = load_round(session, in_round, book=book)
    rows: list[tuple[Value, ...]] = []
    for number, row in enumerate(view.members, start=1):
        review = row.review
        if review is None:
            rows.append((number, row.name, label(row.role), "", None, "", None, "", "", "", row.state))
            continue
        vote = review.vote
        rows.append((
            number, row.name, label(row.role), form_words(view.round, review), row.own.total,
            label(review.self_rating), row.given.total, ballots_words(vote) if vote else "",
            label(review.cell_rating), label(review.result if review.upper_rating else None), remark_of(row),
        ))  # fmt: skip
    return COLUMNS, rows


def form_words(found: ReviewRound, review: Review) -> str:
    """Return which form is used: "2C", in a quarter "05"."""
    return "05" if found.quarter and review.member_id else review.form.value


def ballots_words(vote: RatingVote) -> str:
    """Return the ballots in the order of the levels: "2/15/4/0 (21)"."""
    return f"{vote.excellent}/{vote.good}/{vote.completed}/{vote.failed} ({vote.base})"


def remark_of(row: ReviewRow) -> str:
    """Return what is to be said of a row beside its numbers."""
    review = row.review
    if review is None:
        return row.state
    if review.exempt is not None:
        return f"{label(review.exempt)}. {review.exempt_note}".rstrip(". ")
    if review.change is not None:
        paper = f", {review.change.paper}" if review.change.paper else ""
        return f"Xếp loại lại {review.change.date:%d/%m/%Y}{paper}; trước: {label(review.upper_rating)}"
    return row.state


def ratings_through_years(session: Session, *, book: int = OWN) -> dict[bytes | None, dict[int, YearRating]]:
    """Return the yearly ratings that count today, by member (None: the cell) and year."""
    years = {r.id: r.year for r in session.book.find(ReviewRound, book=book) if not r.quarter}
    if not years:
        return {}
    found: dict[bytes | None, dict[int, YearRating]] = {}
    for review in session.book.find(Review, book=book, round_id=set(years)):
        if review.result is not None and review.exempt is None:
            found.setdefault(review.member_id, {})[years[review.round_id]] = review.result
    return found
