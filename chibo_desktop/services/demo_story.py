"""The story of the demonstration's cell: its people and twelve months of meetings, from data files."""

from __future__ import annotations

import calendar
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from chibo_desktop.common.resources import resource
from chibo_desktop.domain.duties import DutyState
from chibo_desktop.domain.meetings import AgendaPart, ConclusionKind, GuestKind, MeetingKind, MeetingLevel
from chibo_desktop.domain.members import (
    Member,
    Role,
    RoleTerm,
    Standing,
    StandingPeriod,
    Status,
    StatusPeriod,
)
from chibo_desktop.domain.records import Count, Line, LongText, Note, Title
from chibo_desktop.domain.votes import Matter, VoteMethod

MONTHS = 12
_TERM_INDEX = -6
"""the month from which the posts are held"""

Key = Annotated[str, Meta(pattern="^[a-z]{2,10}$")]
Day = Annotated[int, Meta(ge=1, le=28)]


class _Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the story; months are counted by their index, 0 for the oldest."""


class StoryMember(_Told, frozen=True, kw_only=True):
    """One member. `joined` is a fixed month, `joined_index` one that moves with the story."""

    key: Key
    name: Title
    joined: Line = ""
    joined_index: int | None = None
    full_index: int | None = None
    """the month of recognition; without it a member who joined at an index is still probationary"""
    standing: Standing = Standing.FULL
    role: Role | None = None
    status: Status = Status.ACTIVE
    status_since: date | None = None
    status_index: int | None = None
    area: Line = ""
    """which part of the village they live in"""
    note: Note = ""


class StoryGuest(_Told, frozen=True, kw_only=True):
    """A guest of one meeting."""

    name: Title
    office: Line
    kind: GuestKind = GuestKind.OTHER


class StoryAbsence(_Told, frozen=True, kw_only=True):
    """Who stayed away and why."""

    member: Key
    reason: Line
    excused: bool = True


class StoryItem(_Told, frozen=True, kw_only=True):
    """One item of the agenda and what was presented."""

    part: AgendaPart
    title: Title
    person: Key
    minutes: Count
    outcome: LongText
    papers: Line = ""
    needs_vote: bool = False


class StorySpeech(_Told, frozen=True, kw_only=True):
    """What a member (`who`) or a guest (`guest`, by name) said under an item, counted from 1."""

    text: LongText
    item: Annotated[int, Meta(ge=1)]
    who: Key | None = None
    guest: Title | None = None


class StoryConclusion(_Told, frozen=True, kw_only=True):
    """A paragraph of the chair's."""

    text: LongText
    kind: ConclusionKind = ConclusionKind.CONCLUSION


class StoryVote(_Told, frozen=True, kw_only=True):
    """A vote; all full members in the room who are in neither number agreed."""

    matter: Matter
    title: Title
    method: VoteMethod = VoteMethod.SHOW_OF_HANDS
    disagree: Count = 0
    other: Count = 0
    reserved: LongText = ""


class StoryDuty(_Told, frozen=True, kw_only=True):
    """A duty given at the meeting, due so many days after it."""

    owner: Key
    text: Note
    due_days: Count
    output: Line = ""
    area: Line = ""
    co_owners: tuple[Key, ...] = ()
    state: DutyState = DutyState.NOT_STARTED
    progress: Note = ""

    def done_days(self) -> int | None:
        """Return how many days after the meeting it was done; None while it is not."""
        if self.state in {DutyState.DONE_ON_TIME, DutyState.DONE_BEYOND}:
            return max(1, self.due_days - 1)
        return self.due_days + 5 if self.state is DutyState.DONE_LATE else None


class StoryResolution(_Told, frozen=True, kw_only=True):
    """A resolution adopted by the vote whose matter is a resolution."""

    title: Title
    text: LongText


class StoryMeeting(_Told, frozen=True, kw_only=True):
    """One meeting of a month."""

    starts: time
    ends: time
    chair: Key
    minute_taker: Key
    dues: Note = ""
    title: Line = ""
    """the theme of a thematic meeting"""
    guests: tuple[StoryGuest, ...] = msgspec.field(default=(), name="guest")
    absences: tuple[StoryAbsence, ...] = msgspec.field(default=(), name="absent")
    exempt_present: tuple[Key, ...] = ()
    agenda: tuple[StoryItem, ...]
    speeches: tuple[StorySpeech, ...] = msgspec.field(name="speech")
    conclusions: tuple[StoryConclusion, ...] = msgspec.field(name="conclusion")
    votes: tuple[StoryVote, ...] = msgspec.field(default=(), name="vote")
    duties: tuple[StoryDuty, ...] = msgspec.field(default=(), name="duty")
    resolution: StoryResolution | None = None
    score: Annotated[float, Meta(ge=0, le=100)] | None = None
    level: MeetingLevel | None = None


class StoryMonth(_Told, frozen=True, kw_only=True):
    """The meetings of one month; `index` 11 is the latest."""

    index: Annotated[int, Meta(ge=0, lt=MONTHS)]
    regular: StoryMeeting
    thematic: StoryMeeting | None = None

    def meetings(self) -> tuple[tuple[MeetingKind, StoryMeeting], ...]:
        """Return the month's meetings in the order they were held."""
        held = [(MeetingKind.REGULAR, self.regular)]
        if self.thematic is not None:
            held.append((MeetingKind.THEMATIC, self.thematic))
        return tuple(held)


class Cast(_Told, frozen=True, kw_only=True):
    """The cell and its members, as `story.toml` names them."""

    cell: Title
    commune: Line
    office: Title
    place: Line
    term: Line
    regular_day: Day
    thematic_day: Day
    members: tuple[StoryMember, ...] = msgspec.field(name="member")


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """The whole story: the cast and twelve months, the oldest first."""

    cast: Cast
    months: tuple[StoryMonth, ...]

    def member(self, key: str) -> StoryMember:
        """Return a member by key; raises KeyError for a stranger."""
        for member in self.cast.members:
            if member.key == key:
                return member
        raise KeyError(key)

    def roll_columns(self) -> tuple[str, ...]:
        """Return the headings of the member list."""
        return ("TT", "Họ và tên", "Tháng năm vào Đảng", "Chính thức/Dự bị", "Chức vụ", "Tình trạng", "Ghi chú")

    def roll_rows(self, calendar_of: StoryCalendar) -> list[tuple[str | int, ...]]:
        """Return the member list as a secretary keeps it in a spreadsheet, for the import to read."""
        return [
            (
                number,
                member.name,
                calendar_of.joined(member),
                "Dự bị" if member.standing is Standing.PROBATIONARY else "Chính thức",
                _ROLE_WORDS[member.role],
                _STATUS_WORDS.get(member.status, ""),
                member.note,
            )
            for number, member in enumerate(self.cast.members, start=1)
        ]


_ROLE_WORDS: dict[Role | None, str] = {
    None: "",
    Role.SECRETARY: "Bí thư",
    Role.DEPUTY_SECRETARY: "Phó bí thư",
    Role.COMMITTEE_MEMBER: "Chi ủy viên",
}
_STATUS_WORDS = {
    Status.EXEMPT: "Miễn sinh hoạt",
    Status.TEMPORARY_OUT: "Sinh hoạt tạm thời đi nơi khác",
    Status.TEMPORARY_IN: "Sinh hoạt tạm thời đến",
}


class StoryCalendar:
    """Lay the story's months on the calendar so that the latest regular meeting is not after today."""

    def __init__(self, story: Story, today: date) -> None:
        self._cast = story.cast
        latest = today.year * 12 + today.month - 1
        if today.day < story.cast.regular_day:
            latest -= 1
        self._first = latest - (MONTHS - 1)

    def day(self, index: int, day: int) -> date:
        """Return a day of the month with that index; indices below 0 are earlier months."""
        year, month = divmod(self._first + index, 12)
        return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))

    def held(self, index: int, kind: MeetingKind) -> date:
        """Return the date of a month's meeting."""
        thematic = kind is MeetingKind.THEMATIC
        return self.day(index, self._cast.thematic_day if thematic else self._cast.regular_day)

    def month(self, index: int) -> str:
        """Return a month as YearMonth."""
        return f"{self.day(index, 1):%Y-%m}"

    def joined(self, member: StoryMember) -> str:
        """Return when a member joined as YearMonth, "" if the story does not say."""
        return member.joined if member.joined_index is None else self.month(member.joined_index)

    def record(self, member: StoryMember, member_id: bytes) -> Member:
        """Return a member as the book keeps them, with every period laid on the calendar."""
        joined = self.joined(member)
        year, month = int(joined[:4]), int(joined[5:7])
        standings = [StandingPeriod(since=date(year, month, 1), standing=Standing.PROBATIONARY)]
        if member.standing is Standing.FULL:
            full = self.day(member.full_index, 4) if member.full_index is not None else date(year + 1, month, 1)
            standings.append(StandingPeriod(since=full, standing=Standing.FULL))
        term = self.day(_TERM_INDEX, 1)
        return Member(
            id=member_id,
            name=member.name,
            joined=joined,
            standings=tuple(standings),
            periods=self._periods(member),
            roles=() if member.role is None else (RoleTerm(since=term, role=member.role),),
            note=member.note,
        )

    def _periods(self, member: StoryMember) -> tuple[StatusPeriod, ...]:
        if member.status is Status.ACTIVE:
            return ()
        since = member.status_since or self.day(member.status_index or 0, 1)
        return (StatusPeriod(since=since, status=member.status),)

    def fill(self, text: str, index: int) -> str:
        """Return a text of that month with {thang}, {nam}, {thang_truoc} and {thang_sau} filled in."""
        held = self.day(index, 1)
        for name, value in (
            ("{thang}", held.month),
            ("{nam}", held.year),
            ("{thang_truoc}", self.day(index - 1, 1).month),
            ("{thang_sau}", self.day(index + 1, 1).month),
        ):
            text = text.replace(name, str(value))
        return text


def load_story(folder: Path | None = None) -> Story:
    """Read the story that ships with the program.

    Raises msgspec.ValidationError naming the field when a file breaks its declaration.
    """
    folder = folder or resource("demo")
    cast = _read(folder / "story.toml", Cast)
    months = [_read(path, StoryMonth) for path in folder.glob("20*.toml")]
    return Story(cast=cast, months=tuple(sorted(months, key=lambda month: month.index)))


T = TypeVar("T", bound=_Told)


def _read(path: Path, part: type[T]) -> T:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), part)
