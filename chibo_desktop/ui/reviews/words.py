"""Short words and signs of a round for its tables (chữ trong bảng kiểm điểm)."""

from __future__ import annotations

from datetime import date

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_rules import is_counted, winner
from chibo_desktop.domain.reviews import RatingVote, Review, ReviewRound
from chibo_desktop.domain.wording import decimal, roman
from chibo_desktop.services.review_overview import RoundOverview
from chibo_desktop.services.review_views import ReviewRow
from chibo_desktop.ui.labels import date_text

SHORT = {
    YearRating.EXCELLENT: "Xuất sắc",
    YearRating.GOOD: "Tốt",
    YearRating.COMPLETED: "Hoàn thành",
    YearRating.FAILED: "Không HT",
}
"""the four levels where a column has no room for the whole words"""


def short_rating(rating: YearRating | None) -> str:
    """Return a level in a word or two, "" for none."""
    return SHORT[rating] if rating is not None else ""


def points_words(points: float | None) -> str:
    """Return "37,5", "" for none."""
    return "" if points is None else decimal(points, 2)


def round_name(found: ReviewRound) -> str:
    """Return "Năm 2026" or "Quý III năm 2026"."""
    return f"Quý {roman(found.quarter)} năm {found.year}" if found.quarter else f"Năm {found.year}"


def day_month(day: date) -> str:
    """Return "20/11"."""
    return f"{day.day:02d}/{day.month:02d}"


def done_words(row: ReviewRow, day: date | None) -> str:
    """Return "✓ 20/11" for what was done, "– chưa" for what was not, nothing for who is not reviewed."""
    if not row.reviewed:
        return ""
    return f"✓ {day_month(day)}" if day else "– chưa"


def form_words(row: ReviewRow, *, quarter: bool) -> str:
    """Return the form, or that none is needed or chosen."""
    if row.review is None:
        return "? chọn"
    if not row.reviewed:
        return "Không"
    return "05" if quarter and not row.is_cell else row.review.form.value


def outside_words(row: ReviewRow) -> str:
    """Return whether the opinion of the other cell came, "" where none is needed."""
    review = row.review
    if review is None or not row.reviewed:
        return ""
    if review.outside_opinion_on is not None:
        return f"✓ {day_month(review.outside_opinion_on)}"
    return "– chưa" if row.needs_outside_opinion else ""


def points_pair(row: ReviewRow) -> str:
    """Return the cell's points, else the member's own in brackets."""
    if row.given.total is not None:
        return points_words(row.given.total)
    return f"({points_words(row.own.total)})" if row.own.total is not None else ""


def vote_words(vote: RatingVote | None) -> str:
    """Return the ballots of the level that was chosen: "15/21"."""
    if vote is None or not is_counted(vote):
        return ""
    level = winner(vote)
    if level is None:
        return "! chưa rõ"
    return f"{getattr(vote, level.value)}/{vote.base}"


def result_words(review: Review | None) -> str:
    """Return what the upper level decided, with a sign for one put right later."""
    if review is None or review.upper_rating is None:
        return ""
    return f"↻ {short_rating(review.change.rating)}" if review.change else short_rating(review.upper_rating)


def tip_of(row: ReviewRow) -> str:
    """Return a row's whole state in a few lines."""
    review = row.review
    if review is None:
        return f"{row.name}\nChưa chọn mẫu bản kiểm điểm."
    if review.exempt is not None:
        return f"{row.name}\nKhông kiểm điểm: {review.exempt_note}"
    told = f"\nĐã báo kết quả {date_text(review.told_on)}." if review.told_on else ""
    return f"{row.name}\n{row.state}.{told}"


def counts(overview: RoundOverview) -> str:
    """Return how far a round has come: "18/21 đã nộp, 5/21 đã kiểm điểm, 0/21 xếp loại"."""
    whole = len(overview.reviewed)
    parts = [
        (overview.handed_in, "đã nộp"),
        (overview.discussed, "đã kiểm điểm"),
        (overview.rated, "xếp loại"),
    ]
    if overview.decided:
        parts = [(overview.rated, "xếp loại"), (overview.decided, "có kết quả"), (overview.told, "đã báo")]
    return f"{', '.join(f'{len(rows)}/{whole} {word}' for rows, word in parts)}."


def names(rows: tuple[ReviewRow, ...], most: int = 4) -> str:
    """Return "Lò Văn An, Cà Thị Ân và 3 đồng chí nữa"."""
    shown = ", ".join(row.name for row in rows[:most])
    return f"{shown} và {len(rows) - most} đồng chí nữa" if len(rows) > most else shown
