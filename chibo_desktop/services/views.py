"""Lists that are read and not changed: duties, the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.journal import decode_header
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN
from chibo_desktop.storage.epochs import entries_of, epochs_of


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry of the journal without its body."""

    epoch: int
    """number of the epoch in this file, 1 for the first"""
    seq: int
    kind: str
    record: bytes
    rev: int
    op: str
    at: datetime
    by: str
    hash: bytes


def duties(session: Session, *, book: int = OWN) -> list[Duty]:
    """Return every duty, those due first at the front."""
    return sorted(session.book.find(Duty, book=book), key=lambda d: (d.due or date.max, d.position, d.id))


def journal(session: Session, *, book: int = OWN) -> list[JournalLine]:
    """Return the whole journal of a book in its order."""
    lines = []
    for epoch in epochs_of(session.book, book):
        for row in entries_of(session.book, book, epoch=epoch.number):
            header = decode_header(row.header)
            lines.append(
                JournalLine(
                    epoch=epoch.number,
                    seq=header.s,
                    kind=header.k,
                    record=header.id,
                    rev=header.rev,
                    op=header.op.value,
                    at=header.at,
                    by=header.by,
                    hash=row.hash,
                )
            )
    return lines
