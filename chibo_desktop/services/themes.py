"""The year's plan of thematic meetings and how far each has come (kế hoạch sinh hoạt chuyên đề)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean_line, fold, name_key
from chibo_desktop.domain.agenda_draft import quarter_of
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.thematic import Theme, ThemeState
from chibo_desktop.services import meetings
from chibo_desktop.services.rules import pack_for
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme as the plan shows it."""

    theme: Theme
    author: str
    meeting: Meeting | None
    state: ThemeState
    """as it is: a theme whose meeting has closed minutes has been held"""


@dataclass(frozen=True, slots=True)
class Quarter:
    """How a quarter stands."""

    number: int
    held: int
    """thematic meetings with closed minutes"""
    planned: int
    """thematic meetings not closed yet, and themes without a meeting"""
    over: bool
    """whether the quarter has passed"""

    @property
    def lacking(self) -> bool:
        """Whether the quarter has nothing held and either nothing planned or no time left."""
        return not self.held and (self.over or not self.planned)


@dataclass(frozen=True, slots=True)
class ThemePlan:
    """A year's plan with its coverage."""

    year: int
    rows: tuple[ThemeRow, ...]
    quarters: tuple[Quarter, ...]
    members: tuple[tuple[bytes, str], ...]
    """who can write one: id and name"""


def plan(session: Session, year: int, *, book: int = OWN) -> ThemePlan:
    """Return the plan of a year by quarter and topic."""
    members = session.book.find(Member, book=book)
    names = {m.id: m.name for m in members}
    thematic = session.book.find(Meeting, book=book, kind=MeetingKind.THEMATIC.value)
    by_id = {m.id: m for m in thematic}
    themes = session.book.find(Theme, book=book, year=year)
    rows = [_row(theme, names, by_id) for theme in themes]
    rows.sort(key=lambda r: (r.theme.quarter, fold(r.theme.topic), r.theme.id))
    today = session.clock.today()
    of_year = [m for m in thematic if m.date.year == year]
    day = max(date(year, 1, 1), min(today, date(year, 12, 31)))
    here = sorted((m for m in members if m.belongs_on(day)), key=lambda m: (name_key(m.name), m.id))
    return ThemePlan(
        year=year,
        rows=tuple(rows),
        quarters=tuple(_quarter(n, year, today, of_year, rows) for n in range(1, 5)),
        members=tuple((m.id, m.name) for m in here),
    )


def _row(theme: Theme, names: dict[bytes, str], by_id: dict[bytes, Meeting]) -> ThemeRow:
    meeting = by_id.get(theme.meeting_id or b"")
    state = ThemeState.HELD if meeting is not None and meeting.closed else theme.state
    return ThemeRow(theme, names.get(theme.author_id or b"", ""), meeting, state)


def _quarter(number: int, year: int, today: date, thematic: list[Meeting], rows: list[ThemeRow]) -> Quarter:
    own = [m for m in thematic if quarter_of(m.date) == number]
    waiting = [
        r for r in rows if r.theme.quarter == number and r.meeting is None and r.state is not ThemeState.HELD
    ]  # fmt: skip
    by_hand = sum(r.theme.quarter == number and r.meeting is None and r.state is ThemeState.HELD for r in rows)
    return Quarter(
        number=number,
        held=sum(m.closed for m in own) + by_hand,
        planned=sum(not m.closed for m in own) + len(waiting),
        over=(today.year, quarter_of(today)) > (year, number),
    )


def years(session: Session) -> list[int]:
    """Return the years that have a plan, and this and the next one, the newest first."""
    this = session.clock.today().year
    return sorted({t.year for t in session.book.find(Theme)} | {this, this + 1}, reverse=True)


def new_theme(session: Session, year: int, quarter: int) -> Theme:
    """Return a theme without a topic; not saved."""
    return Theme(id=session.new_id(), year=year, quarter=quarter, topic="…")


def save_theme(session: Session, theme: Theme) -> Changed:
    """Save a theme; raises UserError without a topic."""
    topic = clean_line(theme.topic)
    if not topic or topic == "…":
        raise UserError("Chưa ghi tên chuyên đề.", "Hãy ghi tên chuyên đề.")
    if len(topic) > _LONGEST:
        raise UserError("Tên chuyên đề dài quá mức cho phép.", f"Hãy ghi ngắn hơn {_LONGEST} chữ cái.")
    tidy = msgspec.structs.replace(theme, topic=topic, note=theme.note.strip())
    what = "Sửa chuyên đề" if session.book.get(Theme, theme.id) else "Thêm chuyên đề"
    return session.save(tidy, what=what)


_LONGEST = 200
"""as long as a meeting's title may be"""


def delete_theme(session: Session, theme_id: bytes) -> Changed:
    """Take a theme off the plan; its meeting, if any, stays."""
    theme = _theme(session, theme_id)
    return session.save(delete=[theme], what="Xóa chuyên đề")


def hold(session: Session, theme_id: bytes, day: date, *, starts: time | None = meetings.USUAL_START) -> bytes:
    """Plan the meeting of a theme: its topic is the title, its author presents; return the meeting's id.

    A theme that has its meeting already keeps it, and its id is returned.
    """
    theme = _theme(session, theme_id)
    if theme.meeting_id is not None and session.book.get(Meeting, theme.meeting_id) is not None:
        return theme.meeting_id
    author = session.book.get(Member, theme.author_id) if theme.author_id else None
    meeting, *items = meetings.planned_meeting(
        session, MeetingKind.THEMATIC, day, starts=starts, title=theme.topic[:_LONGEST]
    )
    if author is not None:
        items = [item if item.person else msgspec.structs.replace(item, person=author.name) for item in items]
    records: list[Record] = [meeting, *items, msgspec.structs.replace(theme, meeting_id=meeting.id)]
    session.save(*records, what="Lập sinh hoạt chuyên đề")
    return meeting.id


def usual_day(session: Session, theme: Theme) -> date:
    """Return a day for a theme's meeting: the next usual day, in its quarter where that is still to come."""
    today = session.clock.today()
    first = date(theme.year, 3 * theme.quarter - 2, 1)
    after = max(today, first)
    return meetings.usual_day(after, pack_for(session, after).calendar.regular_day)


def _theme(session: Session, theme_id: bytes) -> Theme:
    theme = session.book.get(Theme, theme_id)
    if theme is None:
        raise UserError("Chuyên đề này không còn trong kế hoạch.", "Hãy xem lại danh sách chuyên đề.")
    return theme
