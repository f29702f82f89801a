"""Meetings as they are read: the list of a year, and one with all that belongs to it (cuộc họp)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.attendance import Tally, members_on, roll, tally
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.corrections import Correction
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.findings import Finding, meeting_findings
from chibo_desktop.domain.meetings import AgendaItem, Attendance, Conclusion, Guest, Meeting, Speech
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.mentions import Mention
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.rules import RulePack
from chibo_desktop.domain.score_sheets import ScoreSheet
from chibo_desktop.domain.votes import Vote, vote_base
from chibo_desktop.services.rules import pack_of
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as the list shows it."""

    meeting: Meeting
    tally: Tally
    speeches: int
    book: int = OWN


@dataclass(frozen=True, slots=True)
class MeetingView:
    """Everything of one meeting, in its order; what the workspace and the papers show."""

    book: int
    cell: Cell
    meeting: Meeting
    members: tuple[Member, ...]
    """who is on the list on the date"""
    roll: tuple[Attendance, ...]
    """one row for everyone, those not saved yet included"""
    tally: Tally
    guests: tuple[Guest, ...]
    agenda: tuple[AgendaItem, ...]
    speeches: tuple[Speech, ...]
    conclusions: tuple[Conclusion, ...]
    votes: tuple[Vote, ...]
    duties: tuple[Duty, ...]
    resolutions: tuple[Resolution, ...]
    mentions: tuple[Mention, ...]
    proposals: tuple[Proposal, ...]
    corrections: tuple[Correction, ...]
    score_sheet: ScoreSheet | None
    numbers: tuple[DocumentNumber, ...]
    """numbers given to papers of this meeting"""
    pack: RulePack
    """the rules of its date; of closed minutes those they were closed under"""

    @property
    def number(self) -> DocumentNumber | None:
        """The number of the minutes, if given."""
        return next((n for n in self.numbers if n.type is DocumentType.MINUTES), None)

    @property
    def vote_base(self) -> int:
        """The base of a vote taken at this meeting (domain.votes.vote_base)."""
        return vote_base(self.roll)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is missing or against a rule; it warns and never forbids."""
        return meeting_findings(
            meeting=self.meeting, rows=self.roll, agenda=self.agenda, speeches=self.speeches,
            conclusions=self.conclusions, votes=self.votes, has_committee=self.cell.has_committee, pack=self.pack,
        )  # fmt: skip


def list_meetings(session: Session, *, year: int | None = None, book: int = OWN) -> list[MeetingRow]:
    """Return the meetings of a year (or all), the newest first."""
    meetings = [m for m in session.book.find(Meeting, book=book) if year is None or m.date.year == year]
    wanted = {} if year is None else {"meeting_id": {m.id for m in meetings}}
    rows: dict[bytes, list[Attendance]] = {}
    for row in session.book.find(Attendance, book=book, **wanted):
        rows.setdefault(row.meeting_id, []).append(row)
    speeches = Counter(speech.meeting_id for speech in session.book.find(Speech, book=book, **wanted))
    meetings.sort(key=lambda m: (m.date, m.starts or time.min, m.id), reverse=True)
    return [MeetingRow(m, tally(rows.get(m.id, ())), speeches[m.id], book) for m in meetings]


def years(session: Session, *, book: int = OWN) -> list[int]:
    """Return the years that have meetings, the newest first."""
    return sorted({m.date.year for m in session.book.find(Meeting, book=book)}, reverse=True)


def load(session: Session, meeting_id: bytes, *, book: int = OWN) -> MeetingView:
    """Return a meeting with everything that belongs to it; raises UserError when it is gone."""
    meeting = session.book.get(Meeting, meeting_id, book)
    if meeting is None:
        raise UserError("Cuộc họp này không còn trong sổ.", "Hãy quay lại danh sách cuộc họp.")
    members = session.book.find(Member, book=book)
    saved = session.book.find(Attendance, book=book, meeting_id=meeting_id)
    rows = saved_roll(saved) if meeting.closed else roll(members, saved, meeting_id, meeting.date)

    def ordered(cls: type) -> tuple:  # type: ignore[type-arg]
        found: list[Any] = session.book.find(cls, book=book, meeting_id=meeting_id)
        return tuple(sorted(found, key=lambda item: (item.position, item.id)))

    return MeetingView(
        book=book,
        cell=session.cell(book),
        meeting=meeting,
        members=tuple(members_on(members, meeting.date)),
        roll=tuple(rows),
        tally=tally(rows),
        guests=ordered(Guest),
        agenda=ordered(AgendaItem),
        speeches=ordered(Speech),
        conclusions=ordered(Conclusion),
        votes=ordered(Vote),
        duties=ordered(Duty),
        resolutions=tuple(session.book.find(Resolution, book=book, meeting_id=meeting_id)),
        mentions=ordered(Mention),
        proposals=ordered(Proposal),
        corrections=ordered(Correction),
        score_sheet=next(iter(session.book.find(ScoreSheet, book=book, meeting_id=meeting_id)), None),
        numbers=tuple(session.book.find(DocumentNumber, book=book, subject_id=meeting_id)),
        pack=pack_of(session, meeting, book=book),
    )


def saved_roll(rows: list[Attendance]) -> list[Attendance]:
    """Return the roll of a closed meeting: exactly what was saved, by given name."""
    return roll((), rows, b"", date.min)
