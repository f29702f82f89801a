"""Everything the book knows of one member through the years, sealed words left out (trang đảng viên)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import excerpt
from chibo_desktop.domain.absences import ABSENT, calls_all, held
from chibo_desktop.domain.act_steps import admitted_on, recognition_due
from chibo_desktop.domain.anniversaries import years_of_membership
from chibo_desktop.domain.attendance import is_expected, is_present
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import OPEN, Duty, DutyState, is_overdue
from chibo_desktop.domain.duty_board import year_of
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Meeting, Speech
from chibo_desktop.domain.member_edits import recognised_on
from chibo_desktop.domain.members import Member, Role, Standing, Status
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.records import at
from chibo_desktop.domain.reviews import Review, ReviewRound
from chibo_desktop.domain.rewards import Reward
from chibo_desktop.domain.standings import UNKNOWN_SINCE
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN

_SHORT = 200


class LineKind(Enum):
    """What a line of the page is about; the value is what the person reads."""

    ABSENCE = "Vắng họp"
    SPEECH = "Phát biểu"
    DUTY = "Nhiệm vụ"
    COMMENDATION = "Biểu dương"
    REMINDER = "Nhắc nhở"
    POST = "Chức vụ, tình trạng"
    REVIEW = "Xếp loại, khen thưởng"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing about the member on a day; `meeting_id` where it was, if it was at a meeting.

    What was at no meeting may stand in another place of the window: `place` is its key there.
    """

    key: bytes
    kind: LineKind
    year: int
    day: date | None
    words: str
    where: str = ""
    warns: bool = False
    meeting_id: bytes | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """A year of the member in numbers."""

    year: int
    due: int = 0
    present: int = 0
    excused: int = 0
    unexcused: int = 0
    speeches: int = 0
    duties: int = 0
    duties_open: int = 0
    duties_done: int = 0
    duties_overdue: int = 0
    commended: int = 0
    reminded: int = 0
    months_paid: int | None = None
    """of twelve; None where nothing was noted in that year"""
    rating: YearRating | None = None


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One member today and through the years, the newest year first."""

    book: int
    member: Member
    today: date
    standing: Standing
    standing_since: date | None
    status: Status
    status_paper: str
    role: Role | None
    years_in_party: int | None
    recognition_due: date | None
    years: tuple[YearLine, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of one member."""

    member: Member
    meetings: Mapping[bytes, Meeting]
    rows: list[Attendance]
    speeches: list[Speech]
    duties: list[Duty]
    mentions: list[Mention]
    dues: list[Dues]
    reviews: list[tuple[ReviewRound, Review]]
    rewards: list[Reward]
    today: date


def member_page(session: Session, member_id: bytes, *, book: int = OWN) -> MemberPage:
    """Return the page of a member; raises UserError when they are not in the book.

    Nothing sealed is read: of criticism nothing, of reviews the rating only.
    """
    member = session.book.get(Member, member_id, book)
    if member is None:
        raise UserError("Đồng chí này không còn trong danh sách.", "Hãy quay lại danh sách đảng viên.")
    found = _read(session, member, book)
    today = found.today
    since = _known_since(member, today)
    period = at(member.periods, today)
    return MemberPage(
        book=book,
        member=member,
        today=today,
        standing=member.standing_on(today),
        standing_since=since,
        status=member.status_on(today),
        status_paper=period.paper if period else "",
        role=member.role_on(today),
        years_in_party=years_of_membership(member.joined, today),
        recognition_due=recognition_due(member, today),
        years=tuple(_years(found)),
        lines=tuple(_lines(found)),
    )


def _known_since(member: Member, today: date) -> date | None:
    """Return since when the member stands as today, None where the day was only supposed."""
    if member.standing_on(today) is Standing.PROBATIONARY:
        return admitted_on(member, today)
    given = recognised_on(member)
    return given if given is not None and given <= today else None


def _read(session: Session, member: Member, book: int) -> _Found:
    find = session.book.find
    rows = find(Attendance, book=book, member_id=member.id)
    duties = find(Duty, book=book, owner_id=member.id)
    mentions = find(Mention, book=book, member_id=member.id)
    called = {row.meeting_id for row in rows}
    # By meeting: speeches have no order by member, and who was not on the roll did not speak.
    speeches = find(Speech, book=book, meeting_id=called, member_id=member.id)
    rounds = {r.id: r for r in find(ReviewRound, book=book)}
    wanted = called | {d.meeting_id for d in duties if d.meeting_id} | {m.meeting_id for m in mentions}
    return _Found(
        member=member,
        meetings={m.id: m for m in find(Meeting, book=book, id=wanted)},
        rows=rows,
        speeches=speeches,
        duties=duties,
        mentions=mentions,
        dues=find(Dues, book=book, member_id=member.id),
        reviews=[
            (rounds[r.round_id], r) for r in find(Review, book=book, member_id=member.id) if r.round_id in rounds
        ],
        rewards=find(Reward, book=book, member_id=member.id),
        today=session.clock.today(),
    )


def _counted(found: _Found, row: Attendance) -> Meeting | None:
    """Return the meeting of a row if it counts: held, and everyone was called to it."""
    meeting = found.meetings.get(row.meeting_id)
    return meeting if meeting is not None and held(meeting) and calls_all(meeting) else None


def duty_year(duty: Duty, meetings: Mapping[bytes, Meeting]) -> int | None:
    """Return the year a duty belongs to: of its plan, its due date, when it was given, when it was done."""
    year = year_of(duty, {key: meeting.date for key, meeting in meetings.items()})
    return year or (duty.done_on.year if duty.done_on else None)


# -- years ----------------------------------------------------------------------------------------


def _years(found: _Found) -> list[YearLine]:
    numbers: dict[int, dict[str, int]] = {}

    def add(year: int | None, *names: str) -> None:
        if year is not None:
            counts = numbers.setdefault(year, {})
            for name in names:
                counts[name] = counts.get(name, 0) + 1

    for row in found.rows:
        meeting = _counted(found, row)
        if meeting is not None and is_expected(row.status):
            add(meeting.date.year, "due", *(["present"] if is_present(row) else []))
            add(meeting.date.year, *_ABSENCES.get(row.state, ()))
    for speech in found.speeches:
        add(_year_of(found, speech.meeting_id), "speeches")
    for duty in found.duties:
        late = ["duties_overdue"] if is_overdue(duty, found.today) else []
        state = "duties_open" if duty.state in OPEN else "duties_done"
        names = [] if duty.state is DutyState.NOT_DONE else [state]
        add(duty_year(duty, found.meetings), "duties", *names, *late)
    for mention in found.mentions:
        name = "commended" if mention.kind is MentionKind.COMMENDATION else "reminded"
        add(_year_of(found, mention.meeting_id), name)
    paid: dict[int, int] = {}
    for dues in found.dues:
        year = int(dues.month[:4])
        paid[year] = paid.get(year, 0) + dues.paid
    ratings = {r.year: review.result for r, review in found.reviews if r.quarter == 0}
    return [
        YearLine(year=year, months_paid=paid.get(year), rating=ratings.get(year), **numbers.get(year, {}))
        for year in sorted({*numbers, *paid, *ratings}, reverse=True)
    ]


_ABSENCES: Mapping[AttendanceState, tuple[str, ...]] = {
    AttendanceState.ABSENT_EXCUSED: ("excused",),
    AttendanceState.ABSENT_UNEXCUSED: ("unexcused",),
}


def _year_of(found: _Found, meeting_id: bytes) -> int | None:
    meeting = found.meetings.get(meeting_id)
    return meeting.date.year if meeting else None


# -- lines ----------------------------------------------------------------------------------------


def _lines(found: _Found) -> list[Line]:
    lines = [*_absences(found), *_speeches(found), *_duties(found), *_mentions(found), *_posts(found),
             *_ratings(found), *_rewards(found)]  # fmt: skip
    return sorted(lines, key=lambda line: (line.day or date(line.year, 12, 31), line.key), reverse=True)


def _at(found: _Found, meeting_id: bytes | None) -> tuple[Meeting | None, str]:
    meeting = found.meetings.get(meeting_id or b"")
    return meeting, meeting_title(meeting) if meeting else ""


def _absences(found: _Found) -> Iterable[Line]:
    for row in found.rows:
        meeting = _counted(found, row)
        if meeting is None or row.state not in ABSENT:
            continue
        words = f"{label(row.state)}: {row.reason}" if row.reason else label(row.state)
        yield Line(
            key=row.id, kind=LineKind.ABSENCE, year=meeting.date.year, day=meeting.date, words=words,
            where=meeting_title(meeting), warns=row.state is AttendanceState.ABSENT_UNEXCUSED,
            meeting_id=meeting.id,
        )  # fmt: skip


def _speeches(found: _Found) -> Iterable[Line]:
    for speech in found.speeches:
        meeting, where = _at(found, speech.meeting_id)
        if meeting is not None:
            yield Line(
                key=speech.id, kind=LineKind.SPEECH, year=meeting.date.year, day=meeting.date,
                words=excerpt(speech.text, _SHORT), where=where, meeting_id=meeting.id,
            )  # fmt: skip


def _duties(found: _Found) -> Iterable[Line]:
    for duty in found.duties:
        meeting, where = _at(found, duty.meeting_id)
        year = duty_year(duty, found.meetings) or found.today.year
        late = is_overdue(duty, found.today)
        state = "Quá hạn" if late else label(duty.state)
        due = f" (hạn {short_date(duty.due)})" if duty.due else ""
        grade = f" Đánh giá: {label(duty.grade).lower()}." if duty.grade else ""
        yield Line(
            key=duty.id, kind=LineKind.DUTY, year=year,
            day=duty.due or duty.given_on or (meeting.date if meeting else None),
            words=f"{state}{due}: {excerpt(duty.text, _SHORT)}{grade}", where=where, warns=late,
            meeting_id=meeting.id if meeting else None, place="duties",
        )  # fmt: skip


def _mentions(found: _Found) -> Iterable[Line]:
    for mention in found.mentions:
        meeting, where = _at(found, mention.meeting_id)
        if meeting is not None:
            praised = mention.kind is MentionKind.COMMENDATION
            yield Line(
                key=mention.id, kind=LineKind.COMMENDATION if praised else LineKind.REMINDER,
                year=meeting.date.year, day=meeting.date, where=where, meeting_id=meeting.id,
                words=excerpt(mention.text, _SHORT) or label(mention.kind),
            )  # fmt: skip


def _posts(found: _Found) -> Iterable[Line]:
    member = found.member
    for number, term in enumerate(member.roles):
        yield _post(member, b"r", number, term.since, f"{label(term.role)}{_until(term.until)}")
    for number, period in enumerate(member.periods):
        paper = f" ({period.paper})" if period.paper else ""
        words = label(period.status)
        if period.status is Status.TRANSFERRED and period.until is not None:
            words = "Sinh hoạt ở chi bộ khác"
        yield _post(member, b"s", number, period.since, f"{words}{_until(period.until)}{paper}")
    for number, standing in enumerate(member.standings):
        if standing.since != UNKNOWN_SINCE:
            yield _post(member, b"t", number, standing.since, label(standing.standing))


def _post(member: Member, mark: bytes, number: int, since: date, words: str) -> Line:
    key = member.id + mark + number.to_bytes(4, "big")
    return Line(key=key, kind=LineKind.POST, year=since.year, day=since, words=words)


def _until(day: date | None) -> str:
    return f", đến hết {short_date(day)}" if day else ""


def _ratings(found: _Found) -> Iterable[Line]:
    for held_round, review in found.reviews:
        if review.result is None:
            continue
        when = f"quý {held_round.quarter}" if held_round.quarter else "cả năm"
        source = " (chi bộ đề nghị)" if review.change is None and review.upper_rating is None else ""
        yield Line(
            key=review.id, kind=LineKind.REVIEW, year=held_round.year,
            day=review.upper_on or held_round.held_on,
            words=f"Xếp loại {when}: {label(review.result)}{source}", place="reviews",
        )  # fmt: skip


def _rewards(found: _Found) -> Iterable[Line]:
    for reward in found.rewards:
        yield Line(
            key=reward.id, kind=LineKind.REVIEW, year=reward.year, day=reward.decided_on or reward.proposed_on,
            words=": ".join(part for part in (label(reward.state), reward.form) if part),
        )  # fmt: skip
