"""The figures of a year, read from the book and written out (thống kê)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import Attendance, Meeting, Speech
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.mentions import Mention
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.rules import RulePack
from chibo_desktop.domain.statistics import Counted, YearFigures, YearRecords, figures
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.thematic import Theme
from chibo_desktop.domain.votes import Vote
from chibo_desktop.services.outputs import write_out
from chibo_desktop.services.rules import pack_of
from chibo_desktop.services.session import Session
from chibo_desktop.services.statistics_tables import tables
from chibo_desktop.sheets.writer import write_tables
from chibo_desktop.storage.book import OWN


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a number, in words, and the place where it stands."""

    id: bytes
    day: date | None
    where: str
    """the meeting, "" where there is none"""
    words: str
    note: str
    place: str
    """ "meetings" or "members" """
    target: object


def of_year(session: Session, year: int, *, book: int = OWN) -> YearFigures:
    """Return the figures of a year; nothing outside it is read but the members' names."""
    known: dict[object, RulePack] = {}

    def minimum(meeting: Meeting, members: int) -> int | None:
        key = meeting.pack if meeting.closed and meeting.pack else meeting.date
        if key not in known:
            known[key] = pack_of(session, meeting, book=book)
        return known[key].minimum_length(meeting.kind, members=members)

    return figures(_records(session, year, book), minimum)


def _records(session: Session, year: int, book: int) -> YearRecords:
    find = session.book.find
    meetings = [m for m in find(Meeting, book=book) if m.date.year == year]
    ids = {m.id for m in meetings}
    loose = [d for d in find(Duty, book=book, meeting_id=None) if d.due is not None and d.due.year == year]
    return YearRecords(
        year=year,
        today=session.clock.today(),
        meetings=meetings,
        rows=find(Attendance, book=book, meeting_id=ids),
        speeches=find(Speech, book=book, meeting_id=ids),
        votes=find(Vote, book=book, meeting_id=ids),
        duties=[*find(Duty, book=book, meeting_id=ids), *loose],
        mentions=find(Mention, book=book, meeting_id=ids),
        proposals=find(Proposal, book=book, meeting_id=ids),
        themes=find(Theme, book=book, year=year),
        members=find(Member, book=book),
    )


def save_tables(session: Session, year: int, target: Path, *, book: int = OWN) -> Path:
    """Write the tables of a year as a spreadsheet; returns the file. Raises UserError."""
    name = session.cell(book).name_on(date(year, 12, 31)).name
    write_out(target, write_tables(tables(of_year(session, year, book=book), name)))
    return target


def suggested_name(year: int) -> str:
    """Return a file name for the tables of a year."""
    return f"thong-ke-{year}.xlsx"


def behind(shown: YearFigures, counted: Counted, *, book: int = OWN) -> list[Behind]:
    """Return the records behind a number, in the order of their days."""
    seen = shown.records
    wanted = set(counted.ids)
    meetings = {m.id: m for m in seen.meetings}
    names = {m.id: m.name for m in seen.members}
    found = []
    for item in chain(
        seen.meetings, seen.rows, seen.speeches, seen.votes, seen.duties, seen.mentions, seen.proposals,
        seen.themes, seen.members,
    ):  # fmt: skip
        if item.id not in wanted:
            continue
        words, note = _DESCRIBED[type(item)](item, names)
        meeting_id = item.id if isinstance(item, Meeting) else getattr(item, "meeting_id", None)
        meeting = meetings.get(meeting_id or b"")
        place, target = _place(item, meeting_id, book)
        day = item.due if isinstance(item, Duty) else meeting.date if meeting else None
        where = meeting_title(meeting) if meeting and not isinstance(item, Meeting) else ""
        found.append(Behind(item.id, day, where, words, note, place, target))
    return sorted(found, key=lambda b: (b.day or date.max, name_key(b.words), b.id))


def _place(item: Record, meeting_id: bytes | None, book: int) -> tuple[str, object]:
    if meeting_id is not None:
        return "meetings", (meeting_id, book)
    if isinstance(item, Theme):
        return "meetings", None
    return "members", item.owner_id if isinstance(item, Duty) else item.id


_Names = Mapping[bytes, str]
_DESCRIBED: dict[type[Record], Callable[[Any, _Names], tuple[str, str]]] = {
    Meeting: lambda meeting, _: (meeting_title(meeting), label(meeting.level)),
    Attendance: lambda row, _: (row.name, f"{label(row.state)}: {row.reason}" if row.reason else label(row.state)),
    Speech: lambda speech, _: (speech.speaker, _short(speech.text)),
    Vote: lambda vote, _: (vote.title, f"{vote.agree}/{vote.base} tán thành"),
    Duty: lambda duty, names: (
        names.get(duty.owner_id, "Chưa rõ ai"),
        f"{label(duty.state)}: {_short(duty.text)}",
    ),
    Mention: lambda mention, names: (names.get(mention.member_id, ""), _short(mention.text)),
    Proposal: lambda proposal, _: (proposal.by, _short(proposal.text)),
    Theme: lambda theme, _: (theme.topic, label(theme.state)),
    Member: lambda member, _: (member.name, ""),
}
"""what a record is called in a list, and a few words about it"""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:160].rpartition(' ')[0]} …"
