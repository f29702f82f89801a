"""A year of the cell in figures; behind each stand the records it was counted from (thống kê)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.absences import calls_all, held, longest_run, run_of_absences
from chibo_desktop.domain.attendance import is_expected, is_present
from chibo_desktop.domain.counted import Counted, counted, grouped
from chibo_desktop.domain.criticism import Criticism
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.duty_figures import DutyFigures, OwnDuties, duty_figures, own_duties
from chibo_desktop.domain.inspections import Inspection
from chibo_desktop.domain.likeness import words_of
from chibo_desktop.domain.meetings import (
    Attendance,
    AttendanceState,
    Meeting,
    MeetingKind,
    MeetingLevel,
    Speech,
)
from chibo_desktop.domain.member_counts import (
    MemberCounts,
    MemberMoves,
    last_day,
    member_counts,
    months_of,
    moves,
)
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.reviews import Review, ReviewRound
from chibo_desktop.domain.rewards import Reward
from chibo_desktop.domain.targets import Target
from chibo_desktop.domain.thematic import Theme
from chibo_desktop.domain.votes import Vote, VoteMethod, carries
from chibo_desktop.domain.work_figures import (
    WorkFigures,
    YearRatings,
    criticism_figures,
    dues_months,
    inspection_figures,
    reward_figures,
    target_figures,
    year_ratings,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRecords:
    """The records of one year that the figures are counted from."""

    year: int
    today: date
    meetings: Sequence[Meeting] = ()
    rows: Sequence[Attendance] = ()
    speeches: Sequence[Speech] = ()
    votes: Sequence[Vote] = ()
    duties: Sequence[Duty] = ()
    still_open: Sequence[Duty] = ()
    """duties of earlier years that nobody has settled"""
    mentions: Sequence[Mention] = ()
    proposals: Sequence[Proposal] = ()
    themes: Sequence[Theme] = ()
    members: Sequence[Member] = ()
    criticisms: Sequence[Criticism] = ()
    targets: Sequence[Target] = ()
    inspections: Sequence[Inspection] = ()
    dues: Sequence[Dues] = ()
    rewards: Sequence[Reward] = ()
    rounds: Sequence[ReviewRound] = ()
    """yearly reviews up to this year"""
    reviews: Sequence[Review] = ()
    """what is under those rounds"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Attendance among those who were expected; every id is of an attendance record."""

    due: Counted
    present: Counted
    excused: Counted
    unexcused: Counted

    @property
    def rate(self) -> float | None:
        """Present over expected in per cent (rules-and-forms 4.1); None if nobody was expected."""
        return self.present.share_of(self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFigures:
    """One meeting that was held."""

    id: bytes
    date: date
    kind: MeetingKind
    title: str
    closed: bool
    presence: Presence
    in_room: Counted
    """everyone of the roll who was there, exempt and temporary members too"""
    speeches: Counted
    speakers: Counted
    """members in the room who spoke; their ids"""
    length: int | None
    """minutes"""
    minimum: int | None
    score: float | None
    level: MeetingLevel | None
    votes: Counted

    @property
    def short(self) -> bool:
        """Whether it was shorter than its minimum."""
        return self.length is not None and self.minimum is not None and self.length < self.minimum

    @property
    def speaking_rate(self) -> float | None:
        """Different speakers over those in the room, in per cent (4.1)."""
        return self.speakers.share_of(self.in_room)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFigures:
    """One member through the year; attendance at meetings of the whole cell only."""

    id: bytes
    name: str
    presence: Presence
    outside: Counted
    """attendance records of meetings at which they were not expected: exempt, away, suspended"""
    absent_now: Counted
    """absences in a row up to the last meeting; attendance records"""
    absent_longest: Counted
    speeches: Counted
    words: int
    chaired: Counted
    duties: OwnDuties
    commended: Counted
    reminded: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterFigures:
    """Whether a quarter had its thematic meeting (CT 50-CT/TW mục 2)."""

    number: int
    thematic: Counted
    planned: Counted
    """themes of the year's plan"""
    begun: bool
    over: bool

    @property
    def missing(self) -> bool:
        """Whether the quarter is over without one."""
        return self.over and not self.thematic.number


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteFigures:
    """The votes taken in the year."""

    carried: Counted
    lost: Counted
    secret: Counted
    reserved: Counted
    """with a reserved opinion"""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """All figures of a year."""

    records: YearRecords
    meetings: tuple[MeetingFigures, ...]
    """those held, the oldest first"""
    members: tuple[MemberFigures, ...]
    """by given name"""
    presence: Presence
    """of all meetings of the whole cell together"""
    words: int
    """spoken in the year, guests included"""
    quarters: tuple[QuarterFigures, ...]
    months_without: tuple[int, ...]
    """months gone by without a regular meeting (Điều lệ 24.2)"""
    levels: Mapping[MeetingLevel, Counted]
    short: Counted
    closed: Counted
    duties: DutyFigures
    votes: VoteFigures
    commended: Counted
    reminded: Counted
    proposals: Mapping[ProposalState, Counted]
    roll: MemberCounts
    """the members on the last day of the year, or today while it runs"""
    months: tuple[MemberCounts, ...]
    moves: MemberMoves
    """through the year"""
    work: WorkFigures
    ratings: tuple[YearRatings, ...]
    """through the years, the oldest first"""


Minimum = Callable[[Meeting, int], int | None]


def figures(seen: YearRecords, minimum: Minimum) -> YearFigures:
    """Count a year; `minimum` tells how many minutes a meeting with so many on its roll must last."""
    meetings = sorted((m for m in seen.meetings if held(m)), key=lambda m: (m.date, m.starts or time.min, m.id))
    rows = grouped(seen.rows, lambda row: row.meeting_id)
    speeches = grouped(seen.speeches, lambda speech: speech.meeting_id)
    votes = grouped(seen.votes, lambda vote: vote.meeting_id)
    day = last_day(seen.year, seen.today)
    shown = tuple(
        _meeting(m, rows.get(m.id, []), speeches.get(m.id, []), votes.get(m.id, []), minimum) for m in meetings
    )
    whole = [row for m in meetings if calls_all(m) for row in rows.get(m.id, [])]
    held_speeches = [speech for m in meetings for speech in speeches.get(m.id, [])]
    counted_words = {speech.id: len(words_of(speech.text)) for speech in held_speeches}
    return YearFigures(
        records=seen,
        meetings=shown,
        members=_members(seen, meetings, whole, held_speeches, counted_words),
        presence=_presence(whole),
        words=sum(counted_words.values()),
        quarters=tuple(_quarter(seen, meetings, number) for number in range(1, 5)),
        months_without=_months_without(seen, meetings),
        levels={level: counted(m for m in meetings if m.level is level) for level in MeetingLevel},
        short=counted(m for m in shown if m.short),
        closed=counted(m for m in meetings if m.closed),
        duties=duty_figures(seen.duties, seen.still_open, seen.members, day=day, today=seen.today),
        votes=VoteFigures(
            carried=counted(v for v in seen.votes if carries(v)),
            lost=counted(v for v in seen.votes if not carries(v)),
            secret=counted(v for v in seen.votes if v.method is VoteMethod.SECRET_BALLOT),
            reserved=counted(v for v in seen.votes if v.reserved_opinion),
        ),
        commended=counted(m for m in seen.mentions if m.kind is MentionKind.COMMENDATION),
        reminded=counted(m for m in seen.mentions if m.kind is MentionKind.REMINDER),
        proposals={state: counted(p for p in seen.proposals if p.state is state) for state in ProposalState},
        roll=member_counts(seen.members, day),
        months=tuple(member_counts(seen.members, end) for end in months_of(seen.year, seen.today)),
        moves=moves(seen.members, date(seen.year - 1, 12, 31), day),
        work=WorkFigures(
            criticism=criticism_figures(seen.criticisms),
            targets=target_figures(seen.targets, seen.today),
            inspections=inspection_figures(seen.inspections, seen.today),
            dues=dues_months(seen.dues),
            rewards=reward_figures(seen.rewards),
        ),
        ratings=year_ratings(seen.rounds, seen.reviews, seen.members, seen.today),
    )


def _presence(rows: Iterable[Attendance]) -> Presence:
    due = [row for row in rows if is_expected(row.status)]
    return Presence(
        due=counted(due),
        present=counted(row for row in due if is_present(row)),
        excused=counted(row for row in due if row.state is AttendanceState.ABSENT_EXCUSED),
        unexcused=counted(row for row in due if row.state is AttendanceState.ABSENT_UNEXCUSED),
    )


def _meeting(
    meeting: Meeting, rows: list[Attendance], speeches: list[Speech], votes: list[Vote], minimum: Minimum
) -> MeetingFigures:
    here = [row for row in rows if is_present(row)]
    spoke = {speech.member_id for speech in speeches}
    return MeetingFigures(
        id=meeting.id,
        date=meeting.date,
        kind=meeting.kind,
        title=meeting_title(meeting),
        closed=meeting.closed,
        presence=_presence(rows),
        in_room=counted(here),
        speeches=counted(speeches),
        speakers=Counted(tuple(row.member_id for row in here if row.member_id in spoke)),
        length=meeting.length,
        minimum=minimum(meeting, len(rows)),
        score=meeting.score,
        level=meeting.level,
        votes=counted(votes),
    )


def _members(
    seen: YearRecords,
    meetings: Sequence[Meeting],
    whole: Sequence[Attendance],
    speeches: Sequence[Speech],
    counted_words: Mapping[bytes, int],
) -> tuple[MemberFigures, ...]:
    """Count everyone who was on a roll, spoke, has a duty or was named; `whole` is in the order of the meetings."""
    rows = grouped(whole, lambda row: row.member_id)
    said = grouped(speeches, lambda s: s.member_id)
    given = grouped(seen.duties, lambda d: d.owner_id)
    shared = grouped(((i, d) for d in seen.duties for i in d.co_owner_ids if i != d.owner_id), lambda pair: pair[0])
    named = grouped(seen.mentions, lambda mention: mention.member_id)
    names = {row.member_id: row.name for row in whole}
    names |= {
        m.id: m.name for m in seen.members if any(m.id in part for part in (rows, said, given, shared, named))
    }
    result = []
    for member, name in sorted(names.items(), key=lambda pair: (name_key(pair[1]), pair[0])):
        own = rows.get(member, [])
        spoken = said.get(member, [])
        spoken_of = named.get(member, [])
        result.append(
            MemberFigures(
                id=member,
                name=name,
                presence=_presence(own),
                outside=counted(row for row in own if not is_expected(row.status)),
                absent_now=counted(run_of_absences(reversed(own))),
                absent_longest=counted(longest_run(own)),
                speeches=counted(spoken),
                words=sum(counted_words[speech.id] for speech in spoken),
                chaired=counted(m for m in meetings if m.chair_id == member),
                duties=own_duties(given.get(member, []), [d for _, d in shared.get(member, [])], seen.today),
                commended=counted(m for m in spoken_of if m.kind is MentionKind.COMMENDATION),
                reminded=counted(m for m in spoken_of if m.kind is MentionKind.REMINDER),
            )
        )
    return tuple(result)


def _quarter(seen: YearRecords, meetings: Sequence[Meeting], number: int) -> QuarterFigures:
    first = date(seen.year, 3 * number - 2, 1)
    after = date(seen.year + number // 4, 3 * number % 12 + 1, 1)
    return QuarterFigures(
        number=number,
        thematic=counted(m for m in meetings if m.kind is MeetingKind.THEMATIC and first <= m.date < after),
        planned=counted(theme for theme in seen.themes if theme.quarter == number),
        begun=first <= seen.today,
        over=after <= seen.today,
    )


def _months_without(seen: YearRecords, meetings: Sequence[Meeting]) -> tuple[int, ...]:
    """Return the months gone by without a regular meeting, counted from the first month that had one."""
    months = {m.date.month for m in meetings if m.kind is MeetingKind.REGULAR and m.date.year == seen.year}
    last = 12 if seen.year < seen.today.year else seen.today.month - 1
    return tuple(month for month in range(min(months), last + 1) if month not in months) if months else ()
