"""The coach: what to look at before closing, across the meetings of a book (nhắc trước khi chốt)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import msgspec

from chibo_desktop.domain.absences import ABSENT, LOOKED_BACK, calls_all, held
from chibo_desktop.domain.coach import coach_findings
from chibo_desktop.domain.coach_evidence import Contents, Evidence
from chibo_desktop.domain.duties import OPEN, Duty
from chibo_desktop.domain.findings import Finding, meeting_findings
from chibo_desktop.domain.meetings import AgendaItem, Attendance, Conclusion, Meeting, Speech, Stage
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.rules import RulePack
from chibo_desktop.services.meetings import MeetingView, load
from chibo_desktop.services.rules import pack_of
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN


def findings_for(session: Session, meeting_id: bytes, *, book: int = OWN) -> tuple[Finding, ...]:
    """Return everything to look at before closing, the heaviest first; raises UserError when it is gone."""
    return findings_of(session, load(session, meeting_id, book=book))


def findings_of(session: Session, view: MeetingView) -> tuple[Finding, ...]:
    """Return the findings of a meeting that is already loaded, those of the meeting alone included."""
    pack = pack_of(session, view.meeting, book=view.book)
    seen = evidence(session, view, pack)
    if seen.partners:
        pack = msgspec.structs.replace(pack, lengths=msgspec.structs.replace(pack.lengths, kinds={}))
    alone = meeting_findings(
        meeting=view.meeting, rows=view.roll, agenda=view.agenda, speeches=view.speeches,
        conclusions=view.conclusions, votes=view.votes, has_committee=view.cell.has_committee, pack=pack,
    )  # fmt: skip
    return merged(alone, coach_findings(seen))


def merged(*groups: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings of several rules, the heaviest first, each sentence once."""
    once = {finding.sentence: finding for group in reversed(groups) for finding in group}
    order = list(Stage)
    return tuple(sorted(once.values(), key=lambda f: (-f.severity, order.index(f.stage))))


def evidence(session: Session, view: MeetingView, pack: RulePack) -> Evidence:
    """Read what a meeting is compared with; only the few records that the rules look at."""
    book, meeting = session.book, view.meeting
    meetings = sorted(book.find(Meeting, book=view.book), key=_when)
    earlier = [m for m in meetings if _when(m) < _when(meeting)]
    before = next((m for m in reversed(earlier) if m.kind is meeting.kind and held(m)), None)
    ids = {m.id for m in earlier}
    open_states = {state.value for state in OPEN}
    return Evidence(
        meeting=meeting,
        contents=Contents(agenda=view.agenda, speeches=view.speeches, conclusions=view.conclusions),
        rows=view.roll,
        guests=view.guests,
        votes=view.votes,
        resolutions=view.resolutions,
        mentions=view.mentions,
        score_sheet=view.score_sheet,
        has_committee=view.cell.has_committee,
        meetings=meetings,
        pack=pack,
        partners=[m for m in meetings if m.sitting_id == meeting.sitting_id and m.id != meeting.id]
        if meeting.sitting_id is not None
        else (),
        earlier_rows=_earlier_rows(session, view, [m for m in reversed(earlier) if calls_all(m) and held(m)]),
        before=before,
        contents_before=_contents(session, before, view.book),
        duties=[
            duty
            for duty in book.find(Duty, book=view.book, state=open_states)
            if duty.meeting_id is None or duty.meeting_id in ids
        ],
        proposals=[
            proposal
            for proposal in book.find(Proposal, book=view.book, state=ProposalState.OPEN.value)
            if proposal.meeting_id in ids
            or (proposal.meeting_id is None and (proposal.received_on or date.max) < meeting.date)
        ],
    )


def _when(meeting: Meeting) -> tuple[object, ...]:
    return meeting.date, meeting.starts or time.min, meeting.id


def _contents(session: Session, meeting: Meeting | None, book: int) -> Contents:
    if meeting is None:
        return Contents()
    return Contents(
        agenda=session.book.find(AgendaItem, book=book, meeting_id=meeting.id),
        speeches=session.book.find(Speech, book=book, meeting_id=meeting.id),
        conclusions=session.book.find(Conclusion, book=book, meeting_id=meeting.id),
    )


def _earlier_rows(session: Session, view: MeetingView, earlier: list[Meeting]) -> dict[bytes, list[Attendance]]:
    """Return the earlier rows of those who are absent now, newest first."""
    absent = {row.member_id for row in view.roll if row.state in ABSENT}
    order = {m.id: place for place, m in enumerate(earlier[:LOOKED_BACK])}
    if not absent or not order:
        return {}
    rows: dict[bytes, list[Attendance]] = {}
    for row in session.book.find(Attendance, book=view.book, member_id=absent, meeting_id=set(order)):
        rows.setdefault(row.member_id, []).append(row)
    for own in rows.values():
        own.sort(key=lambda row: order[row.meeting_id])
    return rows
