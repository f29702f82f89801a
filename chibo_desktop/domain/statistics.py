"""A year of the cell in figures; behind each stand the records it was counted from (thống kê)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.absences import calls_all, held, longest_run, run_of_absences
from chibo_desktop.domain.attendance import is_expected, is_present
from chibo_desktop.domain.duties import Duty, DutyState, is_overdue
from chibo_desktop.domain.likeness import words_of
from chibo_desktop.domain.meetings import (
    Attendance,
    AttendanceState,
    Meeting,
    MeetingKind,
    MeetingLevel,
    Speech,
)
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.thematic import Theme
from chibo_desktop.domain.votes import Vote, VoteMethod, carries

T = TypeVar("T")
DONE = frozenset({DutyState.DONE_ON_TIME, DutyState.DONE_LATE, DutyState.DONE_BEYOND})
ON_TIME = frozenset({DutyState.DONE_ON_TIME, DutyState.DONE_BEYOND})


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with the ids of what was counted."""

    ids: tuple[bytes, ...] = ()

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.ids)

    def share_of(self, whole: Counted) -> float | None:
        """Return the share of a whole in per cent; None of nothing."""
        return 100 * self.number / whole.number if whole.number else None


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
    mentions: Sequence[Mention] = ()
    proposals: Sequence[Proposal] = ()
    themes: Sequence[Theme] = ()
    members: Sequence[Member] = ()


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
    duties: Counted
    duties_done: Counted
    duties_overdue: Counted


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
class DutyFigures:
    """The duties given in the year, or due in it without a meeting."""

    by_state: Mapping[DutyState, Counted]
    overdue: Counted
    due: Counted
    """whose day has come"""
    due_done: Counted
    due_on_time: Counted


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


Minimum = Callable[[Meeting, int], int | None]


def figures(seen: YearRecords, minimum: Minimum) -> YearFigures:
    """Count a year; `minimum` tells how many minutes a meeting with so many on its roll must last."""
    meetings = sorted((m for m in seen.meetings if held(m)), key=lambda m: (m.date, m.starts or time.min, m.id))
    rows = _by(seen.rows, lambda row: row.meeting_id)
    speeches = _by(seen.speeches, lambda speech: speech.meeting_id)
    votes = _by(seen.votes, lambda vote: vote.meeting_id)
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
        levels={level: _ids(m for m in meetings if m.level is level) for level in MeetingLevel},
        short=_ids(m for m in shown if m.short),
        closed=_ids(m for m in meetings if m.closed),
        duties=_duties(seen),
        votes=VoteFigures(
            carried=_ids(v for v in seen.votes if carries(v)),
            lost=_ids(v for v in seen.votes if not carries(v)),
            secret=_ids(v for v in seen.votes if v.method is VoteMethod.SECRET_BALLOT),
            reserved=_ids(v for v in seen.votes if v.reserved_opinion),
        ),
        commended=_ids(m for m in seen.mentions if m.kind is MentionKind.COMMENDATION),
        reminded=_ids(m for m in seen.mentions if m.kind is MentionKind.REMINDER),
        proposals={state: _ids(p for p in seen.proposals if p.state is state) for state in ProposalState},
    )


def _ids(items: Iterable[object]) -> Counted:
    return Counted(tuple(item.id for item in items))  # type: ignore[attr-defined]


def _by(items: Iterable[T], key: Callable[[T], bytes]) -> dict[bytes, list[T]]:
    found: dict[bytes, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def _presence(rows: Iterable[Attendance]) -> Presence:
    due = [row for row in rows if is_expected(row.status)]
    return Presence(
        due=_ids(due),
        present=_ids(row for row in due if is_present(row)),
        excused=_ids(row for row in due if row.state is AttendanceState.ABSENT_EXCUSED),
        unexcused=_ids(row for row in due if row.state is AttendanceState.ABSENT_UNEXCUSED),
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
        in_room=_ids(here),
        speeches=_ids(speeches),
        speakers=Counted(tuple(row.member_id for row in here if row.member_id in spoke)),
        length=meeting.length,
        minimum=minimum(meeting, len(rows)),
        score=meeting.score,
        level=meeting.level,
        votes=_ids(votes),
    )


def _members(
    seen: YearRecords,
    meetings: Sequence[Meeting],
    whole: Sequence[Attendance],
    speeches: Sequence[Speech],
    counted_words: Mapping[bytes, int],
) -> tuple[MemberFigures, ...]:
    """Count everyone who was on a roll or spoke; `whole` is in the order of the meetings."""
    rows = _by(whole, lambda row: row.member_id)
    said = _by((s for s in speeches if s.member_id is not None), lambda s: s.member_id or b"")
    duties = _by((d for d in seen.duties if d.owner_id is not None), lambda d: d.owner_id or b"")
    names = {row.member_id: row.name for row in whole}
    names |= {m.id: m.name for m in seen.members if m.id in rows or m.id in said or m.id in duties}
    result = []
    for member, name in sorted(names.items(), key=lambda pair: (name_key(pair[1]), pair[0])):
        own = rows.get(member, [])
        spoken = said.get(member, [])
        given = duties.get(member, [])
        result.append(
            MemberFigures(
                id=member,
                name=name,
                presence=_presence(own),
                outside=_ids(row for row in own if not is_expected(row.status)),
                absent_now=_ids(run_of_absences(reversed(own))),
                absent_longest=_ids(longest_run(own)),
                speeches=_ids(spoken),
                words=sum(counted_words[speech.id] for speech in spoken),
                chaired=_ids(m for m in meetings if m.chair_id == member),
                duties=_ids(given),
                duties_done=_ids(d for d in given if d.state in DONE),
                duties_overdue=_ids(d for d in given if is_overdue(d, seen.today)),
            )
        )
    return tuple(result)


def _quarter(seen: YearRecords, meetings: Sequence[Meeting], number: int) -> QuarterFigures:
    first = date(seen.year, 3 * number - 2, 1)
    after = date(seen.year + number // 4, 3 * number % 12 + 1, 1)
    return QuarterFigures(
        number=number,
        thematic=_ids(m for m in meetings if m.kind is MeetingKind.THEMATIC and first <= m.date < after),
        planned=_ids(theme for theme in seen.themes if theme.quarter == number),
        begun=first <= seen.today,
        over=after <= seen.today,
    )


def _months_without(seen: YearRecords, meetings: Sequence[Meeting]) -> tuple[int, ...]:
    """Return the months gone by without a regular meeting, counted from the first month that had one."""
    months = {m.date.month for m in meetings if m.kind is MeetingKind.REGULAR and m.date.year == seen.year}
    last = 12 if seen.year < seen.today.year else seen.today.month - 1
    return tuple(month for month in range(min(months), last + 1) if month not in months) if months else ()


def _duties(seen: YearRecords) -> DutyFigures:
    due = [d for d in seen.duties if d.due is not None and d.due <= seen.today]
    return DutyFigures(
        by_state={state: _ids(d for d in seen.duties if d.state is state) for state in DutyState},
        overdue=_ids(d for d in seen.duties if is_overdue(d, seen.today)),
        due=_ids(due),
        due_done=_ids(d for d in due if d.state in DONE),
        due_on_time=_ids(d for d in due if d.state in ON_TIME),
    )
