"""The review of a year or a quarter: who, forms, points, votes, results, what is missing (kiểm điểm, xếp loại)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.ids import named_id
from chibo_desktop.common.text import clean, clean_line, name_key
from chibo_desktop.domain.attendance import members_on
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.review_pack import ReviewPack
from chibo_desktop.domain.review_rules import excellent_cap, exemption_of, period_of, points_of
from chibo_desktop.domain.reviews import DossierItem, Review, ReviewForm, ReviewRound
from chibo_desktop.domain.sealed import SealedText
from chibo_desktop.services.members import all_members
from chibo_desktop.services.review_packs import pack_of_round, review_pack_mark
from chibo_desktop.services.review_views import ReviewRow, ReviewView, RoundView, round_title, unknown_review
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN

R = TypeVar("R", Review, ReviewRound)

CELL_NAME = "Chi bộ (tập thể)"
LEADING = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.COMMITTEE_MEMBER})
_ORDER = {Role.SECRETARY: 0, Role.DEPUTY_SECRETARY: 1, Role.COMMITTEE_MEMBER: 2}


def round_id(year: int, quarter: int = 0) -> bytes:
    """Return the identity of the round of a year or quarter; there is one of each."""
    return named_id(f"review_round:{year}:{quarter}")


def review_id(in_round: bytes, member_id: bytes | None) -> bytes:
    """Return the identity of a member's (or the cell's) review in a round."""
    return named_id(f"review:{in_round.hex()}:{member_id.hex() if member_id else 'cell'}")


# -- rounds ---------------------------------------------------------------------------------------


def list_rounds(session: Session, *, book: int = OWN) -> list[ReviewRound]:
    """Return the rounds, the newest first; a year stands before its quarters."""
    found = session.book.find(ReviewRound, book=book)
    return sorted(found, key=lambda r: (-r.year, r.quarter and 5 - r.quarter))


def open_round(session: Session, year: int, quarter: int = 0) -> bytes:
    """Begin the review of a year, or of a quarter for the leading members, and return its id.

    Everyone of the day has a review, exempt ones with the reason; the secretary only once the form is
    chosen (`choose_form`). Opened twice it stays as it is. Raises UserError in a cell without members.
    """
    known = round_id(year, quarter)
    if session.book.get(ReviewRound, known) is not None:
        return known
    first, last = period_of(year, quarter)
    today = session.clock.today()
    if first > today:
        raise UserError(f"Chưa đến kỳ kiểm điểm {year}.", "Hãy chọn năm hoặc quý đã bắt đầu.")
    new = ReviewRound(id=known, year=year, quarter=quarter, pack=review_pack_mark(session, min(today, last)))
    reviews = _newcomers(session, new, [])
    if not any(review.member_id for review in reviews) and not _unformed(session, new, reviews):
        raise UserError("Sổ chưa có đảng viên nào để kiểm điểm.", "Hãy đưa danh sách đảng viên vào sổ trước.")
    session.save(new, *reviews, what=f"Mở kỳ {round_title(new).lower()}")
    return known


def refresh_round(session: Session, in_round: bytes) -> Changed:
    """Add those who came to the cell since the round was opened; changes nothing that is there."""
    found = _round(session, in_round)
    newcomers = _newcomers(session, found, session.book.find(Review, round_id=in_round))
    return session.save(*newcomers, what="Thêm người kiểm điểm") if newcomers else Changed()


def remove_round(session: Session, in_round: bytes) -> Changed:
    """Take away a round opened by mistake; raises UserError once somebody has handed in or been rated."""
    found = _round(session, in_round)
    reviews = session.book.find(Review, round_id=in_round)
    sealed = session.book.find(SealedText, id={review.id for review in reviews})
    if sealed or any(
        r.handed_in_on or r.discussed_on or r.points or r.cell_rating or r.upper_rating for r in reviews
    ):
        raise UserError("Kỳ này đã có bản kiểm điểm hoặc xếp loại.", "Hãy giữ lại kỳ này.")
    return session.save(delete=[found, *reviews], what=f"Bỏ kỳ {round_title(found).lower()}")


def save_round(session: Session, found: ReviewRound, what: str = "Sửa kỳ kiểm điểm") -> Changed:
    """Save the dates, tellers, meeting and note of a round; raises UserError."""
    if found.drafts_out_on and found.held_on and found.drafts_out_on > found.held_on:
        raise UserError("Ngày gửi bản kiểm điểm đứng sau ngày họp.", "Hãy sửa lại một trong hai ngày.")
    return session.save(valid_review(msgspec.structs.replace(found, note=clean(found.note))), what=what)


def set_dossier(session: Session, in_round: bytes, code: str, done_on: date | None, note: str = "") -> Changed:
    """Tick one paper of the dossier, or with None take the tick back."""
    found = _round(session, in_round)
    pack = pack_of_round(session, found)
    kept = {item.code: item for item in found.dossier}
    kept[code] = DossierItem(code=code, done_on=done_on, note=clean_line(note))
    items = tuple(kept[rule.code] for rule in pack.dossier if rule.code in kept)
    return save_round(session, msgspec.structs.replace(found, dossier=items), "Hồ sơ kiểm điểm")


def _round(session: Session, in_round: bytes, book: int = OWN) -> ReviewRound:
    found = session.book.get(ReviewRound, in_round, book)
    if found is None:
        raise UserError("Không còn kỳ kiểm điểm này trong sổ.", "Hãy mở lại danh sách các kỳ.")
    return found


def day_of(session: Session, found: ReviewRound) -> date:
    """Return the day on which a round looks at members: its meeting's, else today within the round's time."""
    first, last = period_of(found.year, found.quarter)
    return found.held_on or max(first, min(session.clock.today(), last))


def _newcomers(session: Session, found: ReviewRound, have: Sequence[Review]) -> list[Review]:
    day = day_of(session, found)
    rules = pack_of_round(session, found).deadlines
    known = {review.member_id for review in have}
    added = []
    if not found.quarter and None not in known:
        added.append(Review(id=review_id(found.id, None), round_id=found.id, form=ReviewForm.CELL))
    for member in _called(session, found):
        exempt, why = exemption_of(member, day, rules)
        asked = not found.quarter and exempt is None and member.role_on(day) is Role.SECRETARY
        if member.id not in known and not asked:
            added.append(
                Review(
                    id=review_id(found.id, member.id), round_id=found.id, member_id=member.id,
                    form=ReviewForm.VILLAGER, exempt=exempt, exempt_note=why[:200],
                )
            )  # fmt: skip
    return added


def _called(session: Session, found: ReviewRound, book: int = OWN) -> list[Member]:
    day = day_of(session, found)
    members = members_on(all_members(session, book=book), day)
    return [m for m in members if m.role_on(day) in LEADING] if found.quarter else members


def _unformed(session: Session, found: ReviewRound, have: Sequence[Review], book: int = OWN) -> list[Member]:
    if found.quarter:
        return []
    day = day_of(session, found)
    known = {review.member_id for review in have}
    rules = pack_of_round(session, found, book=book).deadlines
    return [
        m
        for m in _called(session, found, book)
        if m.id not in known and m.role_on(day) is Role.SECRETARY and exemption_of(m, day, rules)[0] is None
    ]


# -- reading --------------------------------------------------------------------------------------


def load_round(session: Session, in_round: bytes, *, book: int = OWN) -> RoundView:
    """Return a round with everyone in it; raises UserError if it is gone."""
    found = _round(session, in_round, book)
    pack = pack_of_round(session, found, book=book)
    day = day_of(session, found)
    reviews = session.book.find(Review, book=book, round_id=in_round)
    members = {m.id: m for m in all_members(session, book=book)}
    rows = [_row(review, members.get(review.member_id or b""), pack, day) for review in reviews]
    forms = _last_forms(session, found, book)
    rows += [
        _row(None, member, pack, day, forms.get(member.id)) for member in _unformed(session, found, reviews, book)
    ]
    rows.sort(
        key=lambda r: (not r.is_cell, _ORDER.get(r.role, 3) if r.role else 3, name_key(r.name), r.member_id or b"")
    )
    ratings = [row.review.result for row in rows if row.review and not row.is_cell and row.reviewed]
    return RoundView(
        found, pack, tuple(rows), day, excellent_cap(pack.cap, ratings, outstanding=found.outstanding), book
    )


def _row(
    review: Review | None, member: Member | None, pack: ReviewPack, day: date, last: ReviewForm | None = None
) -> ReviewRow:
    form = review.form if review else ReviewForm.VILLAGER
    lines = pack.lines_for(form)
    given = review.points if review else ()
    return ReviewRow(
        member_id=review.member_id if review else (member.id if member else None),
        name=member.name
        if member
        else CELL_NAME
        if review and review.member_id is None
        else "(không còn trong sổ)",
        role=member.role_on(day) if member else None,
        standing=member.standing_on(day) if member else None,
        status=member.status_on(day) if member else None,
        review=review,
        own=points_of(given, lines, cell=False),
        given=points_of(given, lines, cell=True),
        last_form=last,
    )


def _last_forms(session: Session, found: ReviewRound, book: int) -> dict[bytes, ReviewForm]:
    years = {
        r.id: r.year for r in session.book.find(ReviewRound, book=book) if r.year < found.year and not r.quarter
    }
    if not years:
        return {}
    old = sorted(session.book.find(Review, book=book, round_id=set(years)), key=lambda r: years[r.round_id])
    return {review.member_id: review.form for review in old if review.member_id}


def load_review(session: Session, found_id: bytes, *, book: int = OWN) -> ReviewView:
    """Return one review; raises UserError if it is gone."""
    review = session.book.get(Review, found_id, book)
    if review is None:
        raise unknown_review()
    found = _round(session, review.round_id, book)
    pack = pack_of_round(session, found, book=book)
    day = day_of(session, found)
    member = session.book.get(Member, review.member_id, book) if review.member_id else None
    return ReviewView(found, pack, _row(review, member, pack, day), day, book)


def choose_form(session: Session, in_round: bytes, member_id: bytes, form: ReviewForm) -> Changed:
    """Choose the form of a member; for the secretary this puts the review into the round."""
    if form is ReviewForm.CELL:
        raise UserError("Mẫu 01 là của tập thể chi bộ.", "Hãy chọn mẫu 2A, 2B hoặc 2C.")
    known = review_id(in_round, member_id)
    review = session.book.get(Review, known)
    if review is None:
        _round(session, in_round)
        review = Review(id=known, round_id=in_round, member_id=member_id, form=form)
    return session.save(msgspec.structs.replace(review, form=form), what="Chọn mẫu kiểm điểm")


def review_record(session: Session, found_id: bytes) -> Review:
    """Return the record of a review; raises UserError if it is gone."""
    review = session.book.get(Review, found_id)
    if review is None:
        raise unknown_review()
    return review


def valid_review(item: R) -> R:
    """Return a record after the limits of its declaration were applied; raises UserError."""
    try:
        return msgspec.convert(msgspec.to_builtins(item), type=type(item))
    except msgspec.ValidationError as error:
        raise UserError(f"Có ô chưa đúng khuôn ({error}).", "Hãy rút ngắn hoặc sửa ô đó rồi lưu lại.") from error
