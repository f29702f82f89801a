"""Printing papers from the book (in giấy tờ)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import place_error
from chibo_desktop.common.text import fold
from chibo_desktop.domain.journal import short_code
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.minutes import Minutes, compose_minutes, meeting_title, minutes_text
from chibo_desktop.papers.minutes import render_minutes
from chibo_desktop.papers.recovery import render_recovery_sheet
from chibo_desktop.services import meetings
from chibo_desktop.services.outputs import write_out
from chibo_desktop.services.proposals import as_minuted
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN
from chibo_desktop.storage.journal_lookup import minutes_hash

__all__ = ["minutes_text"]


def minutes_of(session: Session, meeting_id: bytes, *, book: int = OWN) -> Minutes:
    """Return the minutes of a meeting as a paper, closed or draft.

    Closed minutes bear the code of the journal at their closing (or last correction), so that every print and the
    commune's print bear the same; a draft bears the code of now.
    """
    view = meetings.load(session, meeting_id, book=book)
    digest = minutes_hash(session.book, meeting_id, book)
    return compose_minutes(
        cell=view.cell,
        meeting=view.meeting,
        members=view.members,
        attendance=view.roll,
        guests=view.guests,
        agenda=view.agenda,
        speeches=view.speeches,
        conclusions=view.conclusions,
        votes=view.votes,
        duties=view.duties,
        resolutions=view.resolutions,
        mentions=view.mentions,
        proposals=as_minuted(session, view.meeting, view.proposals, book),
        corrections=view.corrections,
        laws=view.pack.votes,
        chain_code=short_code(digest or session.head(book).hash),
    )


def minutes_pdf(session: Session, meeting_id: bytes, *, book: int = OWN) -> bytes:
    """Return the minutes as PDF bytes."""
    return render_minutes(minutes_of(session, meeting_id, book=book))


def save_minutes(session: Session, meeting_id: bytes, target: Path, *, book: int = OWN) -> Path:
    """Write the minutes where the person says; a file open elsewhere is left and a new name taken."""
    return save_paper(minutes_pdf(session, meeting_id, book=book), target)


def save_paper(data: bytes, target: Path) -> Path:
    """Write a paper where the person says; a file open elsewhere is left and a new name taken. Raises UserError."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise place_error(error, target) from error
    try:
        write_out(target, data)
    except UserError as error:
        if not isinstance(error.__cause__, PermissionError) or not target.exists():
            raise
        target = free_name(target)
        write_out(target, data)
    return target


def free_name(target: Path) -> Path:
    """Return the first name like this one that no file has: "bien-ban (2).pdf"."""
    number = 2
    while (other := target.with_name(f"{target.stem} ({number}){target.suffix}")).exists():
        number += 1
    return other


def suggested_name(meeting: Meeting) -> str:
    """Return a plain file name for the minutes: "bien-ban-2026-11-03-sinh-hoat-chi-bo-....pdf"."""
    words = "".join(c if c.isalnum() else "-" for c in fold(meeting_title(meeting)))
    short = "-".join(part for part in words.split("-") if part)[:60].rstrip("-")
    return f"bien-ban-{meeting.date:%Y-%m-%d}-{short}.pdf"


def save_recovery_sheet(cell_name: str, recovery_key: str, day: date, target: Path) -> Path:
    """Write the sheet with the recovery key, to be printed and kept apart from the laptop."""
    return save_paper(render_recovery_sheet(cell_name, recovery_key, day), target)
