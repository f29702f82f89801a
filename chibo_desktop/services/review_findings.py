"""What of a round is missing or against a rule, with the rule's source (nhắc việc kiểm điểm).

They warn and quote the rule and never forbid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.findings import Severity
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_rules import (
    drafts_latest,
    end_of,
    exemption_of,
    is_counted,
    months_in_doubt,
    needed_votes,
    vote_problems,
    votes_for,
    winner,
)
from chibo_desktop.domain.reviews import Review
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import counted, short_date
from chibo_desktop.services.review_meeting import review_meetings
from chibo_desktop.services.review_views import ReviewRow, RoundView
from chibo_desktop.services.reviews import load_round
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """One sentence about a round or one review of it."""

    severity: Severity
    sentence: str
    basis: str
    review_id: bytes | None = None


def round_findings(session: Session, in_round: bytes, *, book: int = OWN) -> tuple[ReviewFinding, ...]:
    """Return what to look at in a round, the heaviest first."""
    view = load_round(session, in_round, book=book)
    members = {m.id: m for m in session.book.find(Member, book=book)}
    meetings = review_meetings(session, view.round, book=book)
    return findings_of(view, members, session.clock.today(), [m.date for m in meetings])


def findings_of(
    view: RoundView, members: dict[bytes, Member], today: date, meetings: Sequence[date] = ()
) -> tuple[ReviewFinding, ...]:
    """Return what to look at in a loaded round, the heaviest first; `meetings` are the days of review meetings."""
    found = [
        *_days(view, today),
        *_meeting(view, meetings),
        *_cap(view),
        *(finding for row in view.rows for finding in _row(view, row, members, today)),
        *_dossier(view),
    ]
    return tuple(sorted(found, key=lambda f: -f.severity))


def _days(view: RoundView, today: date) -> Iterator[ReviewFinding]:
    rules, here = view.pack.deadlines, view.round
    end = end_of(here.year, here.quarter, rules)
    held = here.held_on
    if held is None and today > end:
        yield ReviewFinding(
            Severity.WARNING,
            f"Đã qua {short_date(end)} mà chưa ghi ngày hội nghị kiểm điểm.",
            view.pack.basis_of("end"),
        )
    if held is not None and held > end:
        yield ReviewFinding(
            Severity.WARNING,
            f"Hội nghị kiểm điểm ngày {short_date(held)}, sau {short_date(end)}.",
            view.pack.basis_of("end"),
        )
    if held is not None:
        latest = drafts_latest(held, rules)
        days = counted(rules.drafts_working_days)
        given = here.drafts_out_on
        if given is None and today >= latest:
            yield ReviewFinding(
                Severity.WARNING,
                f"Chưa gửi bản kiểm điểm; phải gửi chậm nhất {short_date(latest)} (trước {days} ngày làm việc).",
                view.pack.basis_of("drafts"),
            )
        if given is not None and given > latest:
            yield ReviewFinding(
                Severity.WARNING,
                f"Gửi bản kiểm điểm ngày {short_date(given)}, chậm hơn {short_date(latest)} "
                f"(trước {days} ngày làm việc).",
                view.pack.basis_of("drafts"),
            )


def _meeting(view: RoundView, meetings: Sequence[date]) -> Iterator[ReviewFinding]:
    held = view.round.held_on
    if meetings and held not in meetings:
        known = ", ".join(short_date(day) for day in meetings)
        given = f"kỳ này ghi ngày {short_date(held)}" if held else "kỳ này chưa ghi ngày họp"
        yield ReviewFinding(
            Severity.HINT,
            f"Sổ có cuộc họp kiểm điểm ngày {known}, {given}.",
            view.pack.basis_of("end"),
        )


def _cap(view: RoundView) -> Iterator[ReviewFinding]:
    if view.cap.over:
        yield ReviewFinding(
            Severity.WARNING,
            f"{view.cap.given} đồng chí xếp loại Hoàn thành xuất sắc nhiệm vụ. {view.cap.formula}.",
            view.pack.basis_of("cap"),
        )


def _row(view: RoundView, row: ReviewRow, members: dict[bytes, Member], today: date) -> Iterator[ReviewFinding]:
    review = row.review
    if review is None:
        yield ReviewFinding(Severity.MISSING, f"{row.name}: chưa chọn mẫu 2A hay 2C.", view.pack.basis_of("points"))
        return
    if row.left:
        yield ReviewFinding(
            Severity.HINT,
            f"{row.name} đã rời chi bộ trước ngày {short_date(view.day)}, không kiểm điểm ở đây.",
            view.pack.basis_of("exempt"),
            review.id,
        )
        return
    yield from _exempt(view, row, review, members)
    if review.exempt is not None:
        return
    if row.needs_outside_opinion and review.outside_opinion_on is None:
        yield ReviewFinding(
            Severity.WARNING,
            f"{row.name} sinh hoạt tạm thời nơi khác: chưa có nhận xét của chi bộ nơi đó.",
            view.pack.basis_of("outside"),
            review.id,
        )
    yield from _vote(view, row, review)
    late = view.round.hand_in_by
    if late is not None and late < today and review.handed_in_on is None:
        yield ReviewFinding(
            Severity.MISSING,
            f"{row.name}: chưa nộp bản kiểm điểm (hạn {short_date(late)}).",
            view.pack.basis_of("drafts"),
            review.id,
        )
    if review.upper_rating is not None and review.told_on is None:
        yield ReviewFinding(
            Severity.HINT, f"{row.name}: chưa báo kết quả xếp loại.", view.pack.basis_of("result"), review.id
        )


def _exempt(
    view: RoundView, row: ReviewRow, review: Review, members: dict[bytes, Member]
) -> Iterator[ReviewFinding]:
    member = members.get(review.member_id or b"")
    if member is None:
        return
    now, why = exemption_of(member, view.day, view.pack.deadlines)
    basis = view.pack.basis_of("exempt")
    month = months_in_doubt(member, view.day, view.pack.deadlines)
    if month and review.exempt is None:
        words = f"{row.name}: sổ chỉ ghi kết nạp {month}; xem lại ngày kết nạp để biết đã đủ 6 tháng chưa."
        yield ReviewFinding(Severity.HINT, words, basis, review.id)
    if now is not None and review.exempt is None:
        yield ReviewFinding(Severity.WARNING, f"{row.name}: {why}, không thuộc diện kiểm điểm.", basis, review.id)
    if now is None and review.exempt is not None:
        yield ReviewFinding(
            Severity.WARNING,
            f"{row.name} đang ghi là {label(review.exempt).lower()}, nhưng ngày {short_date(view.day)} không còn.",
            basis,
            review.id,
        )


def _vote(view: RoundView, row: ReviewRow, review: Review) -> Iterator[ReviewFinding]:
    vote = review.vote
    if vote is None:
        return
    basis = view.pack.basis_of("vote")
    for sentence in vote_problems(vote):
        yield ReviewFinding(Severity.WARNING, f"{row.name}: {sentence}", basis, review.id)
    if not is_counted(vote):
        return
    chosen = winner(vote)
    if chosen is None:
        best = max(YearRating, key=lambda level: votes_for(vote, level))
        yield ReviewFinding(
            Severity.WARNING,
            f"{row.name}: chưa mức nào quá nửa (cần {needed_votes(vote)}/{vote.base} phiếu; nhiều nhất là "
            f"{label(best)} {votes_for(vote, best)} phiếu). Bỏ phiếu lại hoặc xin ý kiến cấp trên.",
            basis,
            review.id,
        )
    elif review.cell_rating is not None and review.cell_rating is not chosen:
        yield ReviewFinding(
            Severity.WARNING,
            f"{row.name}: phiếu chọn {label(chosen)}, đang ghi {label(review.cell_rating)}.",
            basis,
            review.id,
        )


def _dossier(view: RoundView) -> Iterator[ReviewFinding]:
    if view.round.held_on is None:
        return
    done = {item.code for item in view.round.dossier if item.done_on is not None}
    missing = [rule.title.lower() for rule in view.pack.dossier if not rule.if_any and rule.code not in done]
    if missing and not view.round.quarter:
        yield ReviewFinding(Severity.HINT, f"Hồ sơ còn thiếu: {'; '.join(missing)}.", view.pack.basis_of("dossier"))
