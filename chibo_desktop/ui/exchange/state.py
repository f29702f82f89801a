"""What the exchange shows, read in one go on the book's thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chibo_desktop.domain.partners import Partner, PartnerRole
from chibo_desktop.services import exchange, pairing
from chibo_desktop.services.exchange import ExchangeStatus, Transfer
from chibo_desktop.services.session import Session
from chibo_desktop.ui.exchange.drives import LAST_PLACE


@dataclass(frozen=True, slots=True, kw_only=True)
class CellState:
    """Where a cell stands with its commune."""

    status: ExchangeStatus
    not_sent: int
    """entries that were never written to a drive, of those not acknowledged"""
    acknowledged: int
    """number of the last entry the commune confirmed"""
    last_place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file that waits, without its bytes."""

    id: bytes
    file: str
    sender: str
    status: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeState:
    """Where the office stands with its cells."""

    cells: int
    held: tuple[Held, ...]
    last_received: datetime | None
    last_place: str


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A paired book with the six groups of its keys."""

    partner: Partner
    fingerprint: tuple[str, ...]

    @property
    def id(self) -> bytes:
        """The partner's identity."""
        return self.partner.id


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysState:
    """The book's own card and everyone it was paired with."""

    name: str
    fingerprint: tuple[str, ...]
    partners: tuple[PartnerRow, ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A file that went out or came in, with the other side's name."""

    transfer: Transfer
    partner: str


def read_state(session: Session) -> CellState | OfficeState:
    """Read where this book stands."""
    place = session.recalled(LAST_PLACE)
    return _office_state(session, place) if session.is_office else _cell_state(session, place)


def _cell_state(session: Session, place: str) -> CellState:
    status = exchange.status(session)
    head = session.head()
    sent = next((t for t in exchange.transfers(session) if t.direction == "sent"), None)
    not_sent = status.unsent
    if sent is not None and sent.to_seq is not None and sent.epoch == head.epoch and not status.forked:
        not_sent = min(not_sent, max(0, head.seq - sent.to_seq))
    return CellState(
        status=status, not_sent=not_sent, acknowledged=max(0, head.seq - status.unsent), last_place=place
    )


def _office_state(session: Session, place: str) -> OfficeState:
    names = _names(session)
    held = tuple(
        Held(
            id=file.bundle_id,
            file=file.file,
            sender=names.get(file.book_id, ""),
            status=file.status,
            at=datetime.fromisoformat(file.at),
        )
        for file in exchange.held(session)
    )
    last = next((t for t in exchange.transfers(session) if t.direction == "received"), None)
    return OfficeState(
        cells=len(pairing.trusted_partners(session, PartnerRole.CELL)),
        held=held,
        last_received=datetime.fromisoformat(last.at) if last else None,
        last_place=place,
    )


def _names(session: Session) -> dict[bytes, str]:
    return {partner.book_id: partner.name for partner in pairing.partners(session)}


def read_keys(session: Session) -> KeysState:
    """Read this book's own groups and its partners, those in use first."""
    card = pairing.my_card(session)
    found = sorted(pairing.partners(session), key=lambda partner: not partner.trusted)
    rows = tuple(PartnerRow(partner, pairing.fingerprint_of(partner)) for partner in found)
    return KeysState(name=card.name, fingerprint=card.fingerprint, partners=rows)


def read_history(session: Session) -> list[HistoryRow]:
    """Read what was sent and received, the newest first."""
    names = _names(session)
    office = pairing.office_of(session)
    own = office.name if office else ""
    return [HistoryRow(t, names.get(t.book_id, own)) for t in exchange.transfers(session)]
