"""Reviews as the command line shows them, without any sealed word."""

from __future__ import annotations

from typing import Any

from chibo_desktop.cli.output import Answer
from chibo_desktop.domain.reviews import RatingVote
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import decimal
from chibo_desktop.services import reviews
from chibo_desktop.services.review_findings import round_findings
from chibo_desktop.services.review_overview import ballots_words, form_words, overview_of
from chibo_desktop.services.review_views import ReviewRow, RoundView
from chibo_desktop.services.session import Session

_COLUMNS = ("Họ và tên", "Mẫu", "Tình hình", "Tự chấm", "Chi bộ chấm", "Phiếu", "Chi bộ xếp loại", "Kết quả")


def show_reviews(session: Session, book: int, year: int | None) -> Answer:
    """Return the rounds of a year, or of all years, with everyone in them."""
    rounds = [r for r in reviews.list_rounds(session, book=book) if year is None or r.year == year]
    views = [reviews.load_round(session, r.id, book=book) for r in rounds]
    answer = Answer({"reviews": [_plain(session, view) for view in views]})
    for view in views:
        answer.say(view.title)
        answer.table(_COLUMNS, [_words(view, row) for row in view.rows])
        answer.say(overview_of(view).sentence)
        answer.say(f"Giới hạn xuất sắc: {view.cap.formula}.")
        for finding in round_findings(session, view.round.id, book=book):
            answer.say(f"- {finding.sentence} ({finding.basis})")
        answer.say()
    if not views:
        answer.say("Chưa có kỳ kiểm điểm nào.")
    return answer


def _plain(session: Session, view: RoundView) -> dict[str, Any]:
    found = overview_of(view)
    here = view.round
    return {
        "id": here.id.hex(), "year": here.year, "quarter": here.quarter, "pack": view.pack.id,
        "held_on": here.held_on.isoformat() if here.held_on else None, "ends": found.ends.isoformat(),
        "reviewed": len(found.reviewed), "exempt": len(found.exempt), "handed_in": len(found.handed_in),
        "discussed": len(found.discussed), "rated": len(found.rated), "told": len(found.told),
        "excellent_allowed": view.cap.allowed, "excellent_formula": view.cap.formula,
        "by_rating": {level.value: len(rows) for level, rows in found.by_rating.items()},
        "rows": [_row(view, row) for row in view.rows],
        "findings": [
            {"severity": f.severity.name.lower(), "sentence": f.sentence, "basis": f.basis}
            for f in round_findings(session, here.id, book=view.book)
        ],
    }  # fmt: skip


def _row(view: RoundView, row: ReviewRow) -> dict[str, Any]:
    review = row.review
    data: dict[str, Any] = {
        "name": row.name, "cell": row.is_cell, "role": row.role.value if row.role else None, "state": row.state,
    }  # fmt: skip
    if review is None:
        return data | {"form": None}
    return data | {
        "id": review.id.hex(), "form": form_words(view.round, review),
        "exempt": review.exempt.value if review.exempt else None, "self_points": row.own.total,
        "cell_points": row.given.total, "vote": _vote(review.vote),
        "self_rating": review.self_rating.value if review.self_rating else None,
        "cell_rating": review.cell_rating.value if review.cell_rating else None,
        "upper_rating": review.upper_rating.value if review.upper_rating else None,
        "result": review.result.value if review.result else None,
    }  # fmt: skip


def _vote(vote: RatingVote | None) -> dict[str, int] | None:
    if vote is None:
        return None
    return {
        "base": vote.base, "issued": vote.issued, "collected": vote.collected, "excellent": vote.excellent,
        "good": vote.good, "completed": vote.completed, "failed": vote.failed,
    }  # fmt: skip


def _words(view: RoundView, row: ReviewRow) -> tuple[object, ...]:
    review = row.review
    if review is None:
        return row.name, "", row.state, "", "", "", "", ""

    def points(value: float | None) -> str:
        return "" if value is None else decimal(value, 2)

    return (
        row.name, form_words(view.round, review), row.state, points(row.own.total), points(row.given.total),
        ballots_words(review.vote) if review.vote else "", label(review.cell_rating), label(review.result),
    )  # fmt: skip
