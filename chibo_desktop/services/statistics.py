"""The figures of a year, read from the book and written out (thống kê)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from chibo_desktop.common.text import excerpt, name_key
from chibo_desktop.domain.counted import Counted
from chibo_desktop.domain.criticism import Criticism
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import OPEN, Duty
from chibo_desktop.domain.duty_board import year_of
from chibo_desktop.domain.inspections import Inspection
from chibo_desktop.domain.meetings import Attendance, Meeting, Speech
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.mentions import Mention
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.reviews import Review, ReviewRound
from chibo_desktop.domain.rewards import Reward
from chibo_desktop.domain.rules import RulePack
from chibo_desktop.domain.statistics import YearFigures, YearRecords, figures
from chibo_desktop.domain.targets import Target, state_on
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
    today = session.clock.today()
    everyone = find(Meeting, book=book)
    days = {m.id: m.date for m in everyone}
    meetings = [m for m in everyone if m.date.year == year]
    ids = {m.id for m in meetings}
    duties, still_open = _duties(session, year, book, days)
    between = [
        p for p in find(Proposal, book=book, meeting_id=None) if p.received_on and p.received_on.year == year
    ]
    rounds = [r for r in find(ReviewRound, book=book, quarter=0) if r.year <= year]
    return YearRecords(
        year=year,
        today=today,
        meetings=meetings,
        rows=find(Attendance, book=book, meeting_id=ids),
        speeches=find(Speech, book=book, meeting_id=ids),
        votes=find(Vote, book=book, meeting_id=ids),
        duties=duties,
        still_open=still_open,
        mentions=find(Mention, book=book, meeting_id=ids),
        proposals=[*find(Proposal, book=book, meeting_id=ids), *between],
        themes=find(Theme, book=book, year=year),
        members=find(Member, book=book),
        criticisms=[c for c in find(Criticism, book=book) if c.date.year == year],
        targets=_targets(session, year, book),
        inspections=find(Inspection, book=book, year=year),
        dues=find(Dues, book=book, month={f"{year}-{month:02}" for month in range(1, 13)}),
        rewards=find(Reward, book=book, year=year),
        rounds=rounds,
        reviews=find(Review, book=book, round_id={r.id for r in rounds}),
    )


def _duties(session: Session, year: int, book: int, days: Mapping[bytes, date]) -> tuple[list[Duty], list[Duty]]:
    """Return the duties of a year, and those of years before it that are still open."""
    of_year, still_open = [], []
    for duty in session.book.find(Duty, book=book):
        own = year_of(duty, days)
        if own == year:
            of_year.append(duty)
        elif duty.state in OPEN and (own is None or own < year):
            still_open.append(duty)
    return of_year, still_open


def _targets(session: Session, year: int, book: int) -> list[Target]:
    """Return the targets due in a year; without a day those of the year's resolutions, or measured in it."""
    targets = session.book.find(Target, book=book)
    undated = {t.resolution_id for t in targets if t.due is None and t.resolution_id is not None}
    resolved = {r.id: r.date for r in session.book.find(Resolution, book=book, id=undated)} if undated else {}
    found = []
    for target in targets:
        day = target.due or resolved.get(target.resolution_id or b"") or target.measured_on
        if day is not None and day.year == year:
            found.append(target)
    return found


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
    rounds = {r.id: r for r in seen.rounds}
    found = []
    for item in chain(
        seen.meetings, seen.rows, seen.speeches, seen.votes, seen.duties, seen.mentions, seen.proposals,
        seen.themes, seen.members, seen.criticisms, seen.targets, seen.inspections, seen.rewards, seen.reviews,
    ):  # fmt: skip
        if item.id not in wanted:
            continue
        words, note = _DESCRIBED[type(item)](item, names)
        if isinstance(item, Target):
            note = label(state_on(item, seen.today))
        meeting_id = item.id if isinstance(item, Meeting) else getattr(item, "meeting_id", None)
        meeting = meetings.get(meeting_id or b"")
        where = meeting_title(meeting) if meeting and not isinstance(item, Meeting) else ""
        if isinstance(item, Review) and item.round_id in rounds:
            where = f"Kiểm điểm năm {rounds[item.round_id].year}"
        place, target = _place(item, meeting_id, book)
        found.append(Behind(item.id, _day(item, meeting), where, words, note, place, target))
    return sorted(found, key=lambda b: (b.day or date.max, name_key(b.words), b.id))


_DAYS: dict[type[Record], Callable[[Any], date | None]] = {
    Duty: lambda duty: duty.due,
    Proposal: lambda proposal: proposal.received_on,
    Criticism: lambda criticism: criticism.date,
    Target: lambda target: target.due or target.measured_on,
    Inspection: lambda inspection: inspection.done_on or inspection.due,
    Reward: lambda reward: reward.decided_on or reward.proposed_on,
}
"""the day of a record that has one of its own; the others are of their meeting's"""


def _day(item: Record, meeting: Meeting | None) -> date | None:
    own = _DAYS[type(item)](item) if type(item) in _DAYS else None
    return own or (meeting.date if meeting and not isinstance(item, Duty) else None)


def _place(item: Record, meeting_id: bytes | None, book: int) -> tuple[str, object]:
    """Return where a record is opened: in its own place, else at its meeting."""
    if type(item) in _SECTIONS and book == OWN:
        return "documents", (_SECTIONS[type(item)], item.id)
    if isinstance(item, Duty | Criticism | Review) and book == OWN:
        return {Duty: "duties", Criticism: "criticism", Review: "reviews"}[type(item)], item.id
    if meeting_id is not None:
        return "meetings", (meeting_id, book)
    if isinstance(item, Theme):
        return "meetings", None
    return "members", item.id


_SECTIONS: dict[type[Record], str] = {
    Target: "resolutions", Proposal: "proposals", Inspection: "inspections", Reward: "rewards",
}  # fmt: skip
"""the section of the books and papers that shows a record"""

_Names = Mapping[bytes, str]
_DESCRIBED: dict[type[Record], Callable[[Any, _Names], tuple[str, str]]] = {
    Meeting: lambda meeting, _: (meeting_title(meeting), label(meeting.level)),
    Attendance: lambda row, _: (row.name, f"{label(row.state)}: {row.reason}" if row.reason else label(row.state)),
    Speech: lambda speech, _: (speech.speaker, excerpt(speech.text, 160)),
    Vote: lambda vote, _: (vote.title, f"{vote.agree}/{vote.base} tán thành"),
    Duty: lambda duty, names: (
        names.get(duty.owner_id, "Chưa rõ ai"),
        f"{label(duty.state)}: {excerpt(duty.text, 160)}",
    ),
    Mention: lambda mention, names: (names.get(mention.member_id, ""), excerpt(mention.text, 160)),
    Proposal: lambda proposal, _: (proposal.by, excerpt(proposal.text, 160)),
    Theme: lambda theme, _: (theme.topic, label(theme.state)),
    Member: lambda member, _: (member.name, ""),
    Criticism: lambda criticism, _: (label(criticism.form), label(criticism.mending)),
    Target: lambda target, _: (target.text, ""),
    Inspection: lambda item, _: (item.text, label(item.form)),
    Reward: lambda reward, names: (names.get(reward.member_id, ""), f"{label(reward.state)}: {reward.form}"),
    Review: lambda review, names: (
        names.get(review.member_id, "Chi bộ"),
        label(review.result) or label(review.exempt) or "Chưa xếp loại",
    ),
}
"""what a record is called in a list, and a few words about it"""
