"""Sending and receiving, seen from either side (gửi và nhận)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chibo_desktop.bundles.format import MAX_FILE
from chibo_desktop.bundles.reader import Inspection
from chibo_desktop.bundles.reader import inspect as inspect_bytes
from chibo_desktop.common.files import read_limited
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.journal import decode_header, short_code
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.partners import Partner, PartnerRole
from chibo_desktop.services import pairing, receipts, sending
from chibo_desktop.services.members import list_members
from chibo_desktop.services.session import Session
from chibo_desktop.storage import exchange as remembered
from chibo_desktop.storage.epochs import entries_of
from chibo_desktop.storage.exchange import HeldFile, Transfer

__all__ = ["HeldFile", "Transfer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeStatus:
    """How a cell stands with its commune."""

    office: Partner | None
    unsent: int
    """entries the commune has not acknowledged"""
    last_sent: datetime | None
    last_receipt: datetime | None
    forked: bool

    @property
    def paired(self) -> bool:
        """Whether the cell knows its commune's keys."""
        return self.office is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """A cell as the office's list shows it."""

    partner: Partner
    book: int | None
    """number of its book here, None before anything arrived"""
    name: str
    received_seq: int
    received_at: datetime | None
    """the cell's own time of the last entry received"""
    code: str
    """short code of the received journal's head, to be compared by phone"""
    members: int
    meetings: int
    closed: int
    last_meeting: Meeting | None
    waiting: int
    """files that wait: gaps, newer"""
    fork: bool
    rewound: int


def status(session: Session) -> ExchangeStatus:
    """Return how this cell stands with its commune."""
    office = pairing.office_of(session)
    sent = remembered.transfers(session.book, direction="sent", most=1)
    receipt = receipts.last_receipt(session)
    return ExchangeStatus(
        office=office,
        unsent=sending.unsent(session, office) if office else session.head().seq,
        last_sent=datetime.fromisoformat(sent[0].at) if sent else None,
        last_receipt=receipt.issued_at if receipt else None,
        forked=receipts.is_forked(session),
    )


def transfers(session: Session, *, most: int = 100) -> list[Transfer]:
    """Return what was sent and received, the newest first."""
    return remembered.transfers(session.book, most=most)


def held(session: Session) -> list[HeldFile]:
    """Return the files that wait: for a pairing, a missing part, a person."""
    return remembered.held(session.book)


def cells(session: Session) -> list[CellRow]:
    """Return the office's cells with how far each has arrived."""
    rows = []
    for partner in pairing.partners(session):
        if partner.role is not PartnerRole.CELL:
            continue
        number = session.book.number_of(partner.book_id)
        waiting = remembered.held(session.book, book_id=partner.book_id)
        forks = [file for file in waiting if file.status == "fork"]
        if number is None:
            rows.append(_empty_row(partner, len(waiting), bool(forks)))
            continue
        head = session.head(number)
        last = list(entries_of(session.book, number, first=head.seq, last=head.seq))
        meetings = session.book.find(Meeting, book=number)
        rows.append(
            CellRow(
                partner=partner,
                book=number,
                name=_name(session, number, partner),
                received_seq=head.seq,
                received_at=decode_header(last[0].header).at if last else None,
                code=short_code(head.hash),
                members=len(list_members(session, book=number)),
                meetings=len(meetings),
                closed=sum(m.closed for m in meetings),
                last_meeting=max(meetings, key=lambda m: m.date, default=None),
                waiting=len(waiting) - len(forks),
                fork=bool(forks),
                rewound=next(b.rewound for b in session.book.books() if b.number == number),
            )
        )
    return sorted(rows, key=lambda row: row.name)


def _name(session: Session, number: int, partner: Partner) -> str:
    """Return what a received book calls its cell; until it says so, what its card did."""
    told = session.book.find(Cell, book=number)
    return told[0].name_on(session.clock.today()).name if told else partner.name


def _empty_row(partner: Partner, waiting: int, fork: bool) -> CellRow:
    return CellRow(
        partner=partner, book=None, name=partner.name, received_seq=0, received_at=None, code="", members=0,
        meetings=0, closed=0, last_meeting=None, waiting=waiting, fork=fork, rewound=0,
    )  # fmt: skip


def inspect(path: Path) -> Inspection:
    """Tell everything of a file that can be verified without a key. Raises UserError."""
    return inspect_bytes(read_limited(path, MAX_FILE))
