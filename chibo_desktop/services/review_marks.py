"""What is noted of one review: handed in, points, votes, results (ghi kết quả kiểm điểm)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain.attendance import members_on
from chibo_desktop.domain.members import Status
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_rules import is_counted, vote_problems, winner
from chibo_desktop.domain.reviews import LaterChange, RatingVote, Review, ReviewExemption, ReviewPoints
from chibo_desktop.domain.votes import may_vote, vote_base
from chibo_desktop.domain.wording import decimal
from chibo_desktop.services.members import all_members
from chibo_desktop.services.review_meeting import meeting_of, roll_of
from chibo_desktop.services.review_views import ReviewView, RoundView
from chibo_desktop.services.reviews import load_review, review_record, valid_review
from chibo_desktop.services.session import Changed, Session


def set_exemption(session: Session, found_id: bytes, exempt: ReviewExemption | None, note: str = "") -> Changed:
    """Say that a member is not reviewed and why, or with None that they are after all."""
    review = review_record(session, found_id)
    note = clean_line(note) if exempt else ""
    return save_review(session, msgspec.structs.replace(review, exempt=exempt, exempt_note=note), "Miễn kiểm điểm")


def save_review(session: Session, review: Review, what: str = "Sửa bản kiểm điểm") -> Changed:
    """Save dates, points, ratings of a review; its words are saved by review_texts.save_text."""
    return session.save(valid_review(review), what=what)


def set_handed_in(session: Session, ids: Sequence[bytes], day: date | None) -> Changed:
    """Note for one or several that the paper was handed in, or with None that it was not."""
    found = [msgspec.structs.replace(review_record(session, i), handed_in_on=day) for i in ids]
    return session.save(*found, what="Nộp bản kiểm điểm")


def set_discussed(session: Session, ids: Sequence[bytes], day: date | None) -> Changed:
    """Note for one or several that the cell went through the review."""
    found = [msgspec.structs.replace(review_record(session, i), discussed_on=day) for i in ids]
    return session.save(*found, what="Đã kiểm điểm")


def set_points(
    session: Session,
    found_id: bytes,
    code: str,
    points: float | None,
    *,
    cell: bool = False,
    note: str | None = None,
) -> Changed:
    """Give a line its points: the person's own, or with `cell` the cell's. Raises UserError above the maximum."""
    view = load_review(session, found_id)
    line = next((line for line in view.lines if line.code == code), None)
    if line is None:
        raise UserError(f"Mẫu này không có tiêu chí {code}.", "Hãy mở lại bản kiểm điểm.")
    if points is not None and not 0 <= points <= line.max:
        raise UserError(f"Điểm của dòng {code} từ 0 đến {decimal(line.max, 2)}.", "Hãy ghi lại số điểm.")
    return fill_points(session, view, {code: points}, cell=cell, notes={code: note} if note is not None else {})


def fill_points(
    session: Session,
    view: ReviewView,
    given: Mapping[str, float | None],
    *,
    cell: bool = False,
    notes: Mapping[str, str] | None = None,
) -> Changed:
    """Give several lines their points at once."""
    kept = {part.code: part for part in view.review.points}
    for code, points in given.items():
        part = kept.get(code) or ReviewPoints(code=code)
        part = msgspec.structs.replace(part, **{"cell_points" if cell else "self_points": points})
        if notes and code in notes:
            part = msgspec.structs.replace(part, note=clean(notes[code]))
        kept[code] = part
    ordered = tuple(
        kept[line.code]
        for line in view.lines
        if line.code in kept and kept[line.code] != ReviewPoints(code=line.code)
    )
    return save_review(session, msgspec.structs.replace(view.review, points=ordered), "Chấm điểm kiểm điểm")


def set_self_rating(session: Session, found_id: bytes, rating: YearRating | None) -> Changed:
    """Write down the level the person proposes for themselves."""
    return save_review(
        session, msgspec.structs.replace(review_record(session, found_id), self_rating=rating), "Tự xếp loại"
    )


def set_vote(session: Session, found_id: bytes, vote: RatingVote | None) -> Changed:
    """Write down the count of a rating vote; raises UserError for numbers that cannot be.

    The level that more than half of the base chose becomes the cell's proposal, unless one was set by hand
    that the count does not contradict.
    """
    review = review_record(session, found_id)
    if vote is not None and (wrong := vote_problems(vote)):
        raise UserError(wrong[0], "Hãy đếm lại và sửa số phiếu.")
    chosen = winner(vote) if vote else None
    rating = chosen or (None if is_counted(vote) else review.cell_rating)
    return save_review(
        session, msgspec.structs.replace(review, vote=vote, cell_rating=rating), "Kiểm phiếu xếp loại"
    )


def set_votes(session: Session, in_round: bytes, votes: Mapping[bytes, RatingVote | None]) -> Changed:
    """Write down the counts of several at once, by review id; none is written when one cannot be."""
    known = {r.id: r for r in session.book.find(Review, round_id=in_round)}
    changed = []
    for found_id, vote in votes.items():
        if vote is not None and (wrong := vote_problems(vote)):
            raise UserError(wrong[0], "Hãy đếm lại và sửa số phiếu.")
        if found_id in known:
            rating = (winner(vote) if vote else None) or (None if is_counted(vote) else known[found_id].cell_rating)
            changed.append(valid_review(msgspec.structs.replace(known[found_id], vote=vote, cell_rating=rating)))
    return session.save(*changed, what="Kiểm phiếu xếp loại")


def set_cell_rating(session: Session, found_id: bytes, rating: YearRating | None) -> Changed:
    """Write down the level the cell proposes."""
    return save_review(
        session, msgspec.structs.replace(review_record(session, found_id), cell_rating=rating), "Chi bộ xếp loại"
    )


def set_result(
    session: Session, found_id: bytes, rating: YearRating | None, paper: str, day: date | None
) -> Changed:
    """Write down what the upper level decided, with its paper; a later change is `set_change`."""
    review = msgspec.structs.replace(
        review_record(session, found_id), upper_rating=rating, upper_paper=clean_line(paper), upper_on=day
    )
    return save_review(session, review, "Kết quả xếp loại của cấp trên")


def set_results(session: Session, ratings: Mapping[bytes, YearRating], paper: str, day: date | None) -> Changed:
    """Write down one decision of the upper level for several, by review id."""
    found = [
        valid_review(
            msgspec.structs.replace(
                review_record(session, i), upper_rating=rating, upper_paper=clean_line(paper), upper_on=day
            )
        )
        for i, rating in ratings.items()
    ]
    return session.save(*found, what="Kết quả xếp loại của cấp trên")


def set_told(session: Session, ids: Sequence[bytes], day: date | None) -> Changed:
    """Note that the result was told to the person (QĐ 366 Điều 15)."""
    found = [msgspec.structs.replace(review_record(session, i), told_on=day) for i in ids]
    return session.save(*found, what="Báo kết quả xếp loại")


def set_change(session: Session, found_id: bytes, change: LaterChange | None) -> Changed:
    """Write down a rating put right later (Mẫu 03); the first result stays beside it. Raises UserError."""
    review = review_record(session, found_id)
    if change is not None and review.upper_rating is None:
        raise UserError("Chưa có kết quả của cấp trên để xếp loại lại.", "Hãy ghi kết quả trước.")
    if change is not None:
        change = msgspec.structs.replace(change, paper=clean_line(change.paper), reason=clean(change.reason))
    return save_review(session, msgspec.structs.replace(review, change=change), "Xếp loại lại")


def vote_base_of(session: Session, view: RoundView) -> int:
    """Return how many may vote on a rating: full members of the day, less those away or exempt (QĐ 294).

    Once the roll of the round's meeting was called, it is counted from there.
    """
    rows = roll_of(session, meeting_of(session, view.round, book=view.book), book=view.book)
    if rows:
        return vote_base(rows)
    return sum(
        may_vote(m.standing_on(view.day), status)
        and status not in {Status.TEMPORARY_OUT, Status.EXEMPT, Status.TEMPORARILY_EXEMPT}
        for m in members_on(all_members(session, book=view.book), view.day)
        for status in (m.status_on(view.day),)
    )
