"""Sending a cell's changes to the commune on a drive (gửi lên xã)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chibo_desktop.bundles.drives import Drive, changes_name
from chibo_desktop.bundles.format import MAX_ENTRIES, Kind
from chibo_desktop.bundles.identities import Recipient
from chibo_desktop.bundles.writer import write_bundle
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.progress import JobControl, silent
from chibo_desktop.domain.journal import Entry, Parent, short_code
from chibo_desktop.domain.partners import Partner
from chibo_desktop.domain.records import is_private
from chibo_desktop.services import pairing
from chibo_desktop.services.session import Session
from chibo_desktop.storage import exchange as remembered
from chibo_desktop.storage.book import OWN
from chibo_desktop.storage.epochs import entries_of
from chibo_desktop.storage.replica import hash_at, path

MAX_IN_ONE = min(MAX_ENTRIES, 20_000)
MAX_BYTES_IN_ONE = 24 << 20
LAST_RECEIPT_ID = "last_receipt_id"


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file that lies on the drive and was read back."""

    path: Path
    size: int
    from_seq: int
    to_seq: int


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending did."""

    office: Partner
    files: tuple[SentFile, ...]
    entries: int
    code: str
    """short code of the journal's head, to be read by phone"""

    @property
    def nothing_new(self) -> bool:
        """Whether the commune already has everything."""
        return not self.files


@dataclass(frozen=True, slots=True)
class _Piece:
    epoch: Any
    parent: Parent | None
    base_hash: bytes
    entries: list[Entry]
    from_seq: int


def send(session: Session, place: Path, control: JobControl | None = None) -> Sent:
    """Write everything the commune has not acknowledged to a drive; cumulative since the last receipt.

    Seals for the commune and for the cell itself (its own recovery). On return every file has been
    read back from the drive. Raises UserError when not paired, or the drive refuses.
    """
    control = control or silent()
    if session.is_office:
        raise UserError(
            "Đây là sổ của Đảng ủy xã.", "Để trả lời các chi bộ, hãy bấm Nhận; giấy báo nhận tự ghi vào USB."
        )
    office = pairing.office_of(session)
    if office is None:
        raise UserError(
            "Chi bộ chưa ghép với Đảng ủy xã nên chưa biết gửi cho ai.",
            "Hãy lấy thẻ của Đảng ủy xã trên USB và đối chiếu sáu nhóm số trước.",
        )
    drive = Drive(place)
    identity = pairing.identity_of(session)
    card = pairing.my_card(session)
    recipients = [Recipient.of(office.sign_key, office.age_recipient), identity.recipient]
    drive.put_for_office(*pairing.my_card_file(session))
    files = []
    pieces = list(_pieces(session, office))
    for done, piece in enumerate(pieces):
        control.step(done, len(pieces), "Đang ghi lên USB")
        bundle_id = session.new_id()
        data = write_bundle(
            kind=Kind.CHANGES,
            bundle_id=bundle_id,
            time=session.clock.now(),
            sender=identity,
            recipients=recipients,
            book_id=session.book.book_id,
            epoch=piece.epoch.epoch,
            base_hash=piece.base_hash,
            entries=piece.entries,
            from_seq=piece.from_seq,
            parent=piece.parent,
            last_receipt_id=session.book.secret(f"{LAST_RECEIPT_ID}:{office.book_id.hex()}"),
        )
        to_seq = piece.from_seq + len(piece.entries) - 1
        name = changes_name(card.code, piece.epoch.epoch, piece.from_seq, to_seq)
        written = drive.put_for_office(name, data)
        files.append(SentFile(written, len(data), piece.from_seq, to_seq))
        remembered.log_transfer(
            session.book,
            remembered.Transfer(
                direction="sent", kind=Kind.CHANGES.value, bundle_id=bundle_id, book_id=session.book.book_id,
                file=name, size=len(data), epoch=piece.epoch.epoch, from_seq=piece.from_seq, to_seq=to_seq,
                status="written", at=session.clock.now().isoformat(),
            ),
        )  # fmt: skip
    entries = sum(len(piece.entries) for piece in pieces)
    return Sent(office, tuple(files), entries, short_code(session.head().hash))


def unsent(session: Session, office: Partner) -> int:
    """Count the journal entries that the commune has not acknowledged."""
    known = _acknowledged(session, office)
    return sum(max(0, last - known.get(epoch.epoch, 0)) for epoch, last in path(session.book, OWN))


def _acknowledged(session: Session, office: Partner) -> dict[bytes, int]:
    return {c.head.epoch: c.head.seq for c in remembered.cursors(session.book, office.book_id)}


def _pieces(session: Session, office: Partner) -> Iterator[_Piece]:
    known = _acknowledged(session, office)
    for epoch, last in path(session.book, OWN):
        parent = None
        if epoch.parent_epoch is not None:
            parent = Parent(epoch=epoch.parent_epoch, seq=epoch.parent_seq, hash=epoch.parent_hash)
        first = known.get(epoch.epoch, 0) + 1
        while first <= last:
            base = hash_at(session.book, OWN, epoch, first - 1)
            entries = _entries(session, epoch.number, first, last)
            yield _Piece(epoch, parent, base or b"", entries, first)
            first += len(entries)


def _entries(session: Session, epoch: int, first: int, last: int) -> list[Entry]:
    entries: list[Entry] = []
    size = 0
    for row in entries_of(session.book, epoch=epoch, first=first, last=last):
        size += len(row.header) + len(row.body or b"")
        if entries and (len(entries) >= MAX_IN_ONE or size > MAX_BYTES_IN_ONE):
            break
        entries.append(
            Entry(header=row.header)
            if is_private(row.kind)
            else Entry(header=row.header, salt=row.salt, body=row.body)
        )
    return entries
