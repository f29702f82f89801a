"""What speaks for proposing a member for a reward, in facts of the book (căn cứ đề nghị khen thưởng).

No score is made of the facts: they are shown in words, each with its records, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.text import excerpt, name_key
from chibo_desktop.domain.counted import Counted
from chibo_desktop.domain.members import Member, Role, Status
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import Review
from chibo_desktop.domain.statistics import MemberFigures, YearFigures
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import capitalised, decimal, sentence

ORDER = (
    "Xếp theo thứ tự: ít điều phải nhắc hơn; biểu dương nhiều hơn; vượt mức nhiều hơn; nhiều việc đúng hạn hơn; "
    "xếp loại gần nhất cao hơn; dự họp đều hơn; phát biểu nhiều hơn; rồi đến tên."
)
REGULAR = 90
"""per cent of meetings from which attendance speaks for someone"""
NOT_PROPOSED = frozenset({Status.SUSPENDED, Status.TEMPORARY_IN})
"""who is not proposed here: suspended, or another cell's to propose"""
_RANKS = {rating: place for place, rating in enumerate(YearRating)}
_LONGEST_CAUSE = 160


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact in words, with the records it was counted from."""

    words: str
    counted: Counted


@dataclass(frozen=True, slots=True)
class LastRating:
    """The last yearly rating of a member."""

    year: int
    rating: YearRating
    review_id: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardCandidate:
    """A member with the facts of a year."""

    member_id: bytes
    name: str
    role: Role | None
    speaks_for: tuple[Fact, ...]
    speaks_against: tuple[Fact, ...]
    reason: str
    """the facts as the words of a proposal, to be edited"""

    @property
    def counted(self) -> Counted:
        """The records of all facts."""
        facts = (*self.speaks_for, *self.speaks_against)
        return Counted(tuple(dict.fromkeys(item for fact in facts for item in fact.counted.ids)))


def last_ratings(years: Mapping[bytes, int], reviews: Iterable[Review]) -> dict[bytes, LastRating]:
    """Return the last rating of each member; `years` are those of the yearly rounds by id."""
    found: dict[bytes, LastRating] = {}
    for review in reviews:
        if review.member_id is None or review.result is None or review.round_id not in years:
            continue
        year = years[review.round_id]
        if review.member_id not in found or found[review.member_id].year < year:
            found[review.member_id] = LastRating(year, review.result, review.id)
    return found


def reward_candidates(shown: YearFigures) -> tuple[RewardCandidate, ...]:
    """Return the members for whom something speaks, in the order that ORDER tells."""
    seen, day = shown.records, shown.roll.day
    ratings = last_ratings({r.id: r.year for r in seen.rounds}, seen.reviews)
    members = {m.id: m for m in seen.members}
    ranked = []
    for figures in shown.members:
        member = members.get(figures.id)
        if member is None or not _may_be_proposed(member, day):
            continue
        rating = ratings.get(figures.id)
        mentions = [m for m in seen.mentions if m.member_id == figures.id]
        speaks_for = tuple(_for(figures, mentions, rating))
        if not _merits(figures, rating):
            continue
        against = tuple(_against(figures, mentions, rating))
        found = RewardCandidate(
            member_id=member.id,
            name=member.name,
            role=member.role_on(day),
            speaks_for=speaks_for,
            speaks_against=against,
            reason=reason_of(speaks_for),
        )
        ranked.append((_rank(figures, rating, len(against)), found))
    return tuple(found for _, found in sorted(ranked, key=lambda pair: pair[0]))


def _may_be_proposed(member: Member, day: date) -> bool:
    return member.belongs_on(day) and member.status_on(day) not in NOT_PROPOSED


def _merits(own: MemberFigures, rating: LastRating | None) -> bool:
    """Whether more speaks for the member than coming and not being reminded."""
    good = rating is not None and rating.rating in {YearRating.EXCELLENT, YearRating.GOOD}
    return bool(own.commended.number or own.duties.on_time.number or own.duties.beyond.number or good)


def _rank(own: MemberFigures, rating: LastRating | None, against: int) -> tuple[object, ...]:
    return (
        against,
        -own.commended.number,
        -own.duties.beyond.number,
        -own.duties.on_time.number,
        _RANKS[rating.rating] if rating else len(_RANKS),
        -(own.presence.rate or 0),
        -own.speeches.number,
        name_key(own.name),
        own.id,
    )


def _for(own: MemberFigures, mentions: Sequence[Mention], rating: LastRating | None) -> Iterable[Fact]:
    duties, presence = own.duties, own.presence
    if own.commended.number:
        causes = _causes(mentions, MentionKind.COMMENDATION)
        yield Fact(f"được biểu dương {own.commended.number} lần{causes}", own.commended)
    if duties.on_time.number:
        beyond = f", trong đó {duties.beyond.number} việc vượt mức" if duties.beyond.number else ""
        words = f"hoàn thành đúng hạn {duties.on_time.number}/{duties.judged.number} nhiệm vụ đến hạn{beyond}"
        yield Fact(words, duties.on_time)
    if rating is not None and rating.rating in {YearRating.EXCELLENT, YearRating.GOOD}:
        yield _rated(rating)
    if presence.rate is not None and presence.rate >= REGULAR:
        words = f"dự họp {presence.present.number}/{presence.due.number} buổi ({decimal(presence.rate)}%)"
        yield Fact(words, presence.present)
    if own.speeches.number:
        yield Fact(f"phát biểu {own.speeches.number} ý kiến", own.speeches)
    if not own.reminded.number:
        yield Fact("không bị nhắc nhở", Counted())


def _against(own: MemberFigures, mentions: Sequence[Mention], rating: LastRating | None) -> Iterable[Fact]:
    presence = own.presence
    if own.reminded.number:
        causes = _causes(mentions, MentionKind.REMINDER)
        yield Fact(f"bị nhắc nhở {own.reminded.number} lần{causes}", own.reminded)
    if presence.unexcused.number:
        yield Fact(f"vắng không lý do {presence.unexcused.number} buổi", presence.unexcused)
    if own.duties.overdue.number:
        yield Fact(f"còn {own.duties.overdue.number} nhiệm vụ quá hạn", own.duties.overdue)
    good = {*own.duties.on_time.ids, *own.duties.overdue.ids}
    late = Counted(tuple(item for item in own.duties.judged.ids if item not in good))
    if late.number:
        yield Fact(f"{late.number} nhiệm vụ xong muộn hoặc không xong", late)
    if rating is not None and rating.rating is YearRating.FAILED:
        yield _rated(rating)


def _rated(rating: LastRating) -> Fact:
    return Fact(f"năm {rating.year} xếp loại {label(rating.rating).lower()}", Counted((rating.review_id,)))


def _causes(mentions: Sequence[Mention], kind: MentionKind) -> str:
    texts = [" ".join(m.text.split()).rstrip(".") for m in mentions if m.kind is kind and m.text.strip()]
    words = excerpt("; ".join(texts), _LONGEST_CAUSE)
    return f" ({words})" if words else ""


def reason_of(facts: Sequence[Fact]) -> str:
    """Return the facts that have records behind them as one sentence to begin a proposal with."""
    return sentence(capitalised("; ".join(fact.words for fact in facts if fact.counted.number)))
