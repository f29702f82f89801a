"""The meeting a round is held at: its roll, its chair, its place (hội nghị kiểm điểm)."""

from __future__ import annotations

from chibo_desktop.domain.meetings import Attendance, Meeting, MeetingKind
from chibo_desktop.domain.review_rules import period_of
from chibo_desktop.domain.reviews import ReviewRound
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN


def review_meetings(session: Session, found: ReviewRound, *, book: int = OWN) -> list[Meeting]:
    """Return the review meetings of a round's year, the latest first; a quarter's may be held after it."""
    first, _ = period_of(found.year, found.quarter)
    kept = session.book.find(Meeting, book=book, kind=MeetingKind.REVIEW.value)
    return sorted((m for m in kept if first <= m.date and m.date.year == found.year), key=lambda m: m.date)[::-1]


def meeting_of(session: Session, found: ReviewRound, *, book: int = OWN) -> Meeting | None:
    """Return the meeting of a round: the one named, else the review meeting of the day it was held."""
    if found.meeting_id is not None:
        return session.book.get(Meeting, found.meeting_id, book)
    if found.held_on is None:
        return None
    return next((m for m in review_meetings(session, found, book=book) if m.date == found.held_on), None)


def roll_of(session: Session, meeting: Meeting | None, *, book: int = OWN) -> list[Attendance]:
    """Return the roll of a meeting, nothing before it was called."""
    if meeting is None or not (meeting.roll_called or meeting.closed):
        return []
    return session.book.find(Attendance, book=book, meeting_id=meeting.id)
