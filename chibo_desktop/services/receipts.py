"""What the cell does with the commune's answers (giấy báo nhận)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from chibo_desktop.bundles.drives import Drive
from chibo_desktop.bundles.format import BundleError, Kind, Reason
from chibo_desktop.bundles.reader import check_signature, read_outer
from chibo_desktop.bundles.receipts import EpochState, Receipt, Status, read_receipt, supersedes
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.progress import JobControl, silent
from chibo_desktop.domain.journal import Head, Op, decode_body, decode_header
from chibo_desktop.domain.partners import Partner
from chibo_desktop.services import pairing
from chibo_desktop.services.sending import LAST_RECEIPT_ID
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage import exchange as remembered
from chibo_desktop.storage.book import OWN
from chibo_desktop.storage.epochs import entries_of, epochs_of, start_epoch
from chibo_desktop.storage.errors import translated
from chibo_desktop.storage.replica import hash_at

LAST_RECEIPT = "last_receipt"
FORKED = "forked"


@dataclass(slots=True)
class ReceivedAtCell:
    """What receiving a drive did at the cell."""

    receipts: int = 0
    """new receipts that were taken"""
    acknowledged: int = 0
    """entries of the current epoch that the commune has"""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """what the person should know: title and next step"""
    forked: bool = False
    """the commune has other entries under our numbers; see `continue_separately`"""


def receive_at_cell(session: Session, place: Path, control: JobControl | None = None) -> ReceivedAtCell:
    """Take the commune's receipts for this cell from a drive; older ones after newer are ignored."""
    control = control or silent()
    office = pairing.office_of(session)
    if office is None:
        raise UserError(
            "Chi bộ chưa ghép với Đảng ủy xã.", "Hãy lấy thẻ của Đảng ủy xã và đối chiếu sáu nhóm số trước."
        )
    drive = Drive(place)
    drive.require()
    result = ReceivedAtCell()
    identity = pairing.identity_of(session)
    own = drive.to_cell(pairing.my_card(session).code)
    files = [f for f in drive.list_receipts(own.name, session.book.book_id) if not f.is_card]
    for done, listed in enumerate(files):
        control.step(done, len(files), f"Đang nhận {listed.name}")
        try:
            data = drive.read(listed)
            outer = read_outer(data)
            if outer.header.kind is not Kind.RECEIPT:
                raise BundleError(Reason.WRONG_KIND, outer.header.kind.value)
            check_signature(outer, office.sign_key)
            receipt = read_receipt(outer, identity, session.book.book_id)
        except BundleError as error:
            # A folder may serve two cells of one name: what is not for us is not our business.
            if listed.path.parent == own and error.reason not in {Reason.WRONG_RECIPIENT, Reason.WRONG_BOOK}:
                result.notes.append((f"{listed.name}: {error.title}", error.remedy))
            continue
        last = last_receipt(session)
        if receipt.office_book_id == office.book_id and (last is None or supersedes(receipt, last)):
            _take(session, office, receipt, outer.header.bundle_id, listed.name, len(data), result)
    result.acknowledged = max(
        (
            c.head.seq
            for c in remembered.cursors(session.book, office.book_id)
            if c.head.epoch == session.head().epoch
        ),
        default=0,
    )
    return result


def last_receipt(session: Session) -> Receipt | None:
    """Return the newest receipt that was taken from the office this cell is paired with now."""
    office = pairing.office_of(session)
    data = session.book.secret(f"{LAST_RECEIPT}:{office.book_id.hex()}") if office else None
    return msgspec.json.decode(data, type=Receipt) if data else None


def _take(
    session: Session,
    office: Partner,
    receipt: Receipt,
    bundle_id: bytes,
    name: str,
    size: int,
    result: ReceivedAtCell,
) -> None:
    book, at = session.book, session.clock.now().isoformat()
    heads = {c.head.epoch: c.head for c in remembered.cursors(book, office.book_id)}
    forked = False
    for state in receipt.epochs:
        verdict = _compare(session, state)
        if verdict == "same":
            heads[state.epoch] = Head(epoch=state.epoch, seq=state.seq, hash=state.hash)
            heads |= _continued(session, state.epoch)
        elif verdict == "ahead":
            result.notes.append((
                "Đảng ủy xã có nhiều ghi chép hơn máy này: sổ trên máy là bản cũ được chép lại.",
                "Hãy phục hồi sổ từ bản sao lưu mới nhất, hoặc từ tệp chi bộ đã gửi trên USB.",
            ))  # fmt: skip
        elif verdict == "other":
            forked = True
    # What the office restored from its backup no longer has must be sent again.
    named = {state.epoch for state in receipt.epochs}
    kept = [head for epoch, head in heads.items() if epoch in named]
    remembered.save_cursors(book, office.book_id, kept, receipt.number, at)
    book.keep_secret(f"{LAST_RECEIPT}:{office.book_id.hex()}", msgspec.json.encode(receipt))
    book.keep_secret(f"{LAST_RECEIPT_ID}:{office.book_id.hex()}", bundle_id)
    book.keep_secret(FORKED, b"1" if forked else b"")
    result.receipts += 1
    result.forked = forked
    if forked:
        result.notes.append((
            "Sổ này và sổ Đảng ủy xã đang giữ khác nhau từ một chỗ: có thể đã dùng hai máy.",
            "Hãy chọn máy nào dùng tiếp; trên máy đó bấm “Dùng tiếp sổ trên máy này” rồi gửi lại.",
        ))  # fmt: skip
    for outcome in receipt.bundles:
        if outcome.status in {Status.REFUSED, Status.NEWER}:
            reason = next((r for r in Reason if r.value == outcome.reason), Reason.DAMAGED)
            result.notes.append(("Đảng ủy xã chưa nhận được một tệp đã gửi.", BundleError(reason).title))
    remembered.log_transfer(
        book,
        remembered.Transfer(
            direction="received", kind=Kind.RECEIPT.value, bundle_id=bundle_id, book_id=office.book_id,
            file=name, size=size, status="taken", reason=f"số {receipt.number}", at=at,
        ),
    )  # fmt: skip


def _continued(session: Session, epoch_id: bytes) -> dict[bytes, Head]:
    """Return the end of the epoch that one goes on from: who has this one has that one so far."""
    epoch = next(e for e in epochs_of(session.book) if e.epoch == epoch_id)
    if epoch.parent_epoch is None:
        return {}
    return {epoch.parent_epoch: Head(epoch=epoch.parent_epoch, seq=epoch.parent_seq, hash=epoch.parent_hash)}


def _compare(session: Session, state: EpochState) -> str:
    """Say how the office's end of an epoch stands to ours: same, ahead, other, unknown."""
    epoch = next((e for e in epochs_of(session.book) if e.epoch == state.epoch), None)
    if epoch is None:
        return "unknown"
    current = epoch.number == session.book.epoch_row().number
    if state.seq > epoch.seq:
        return "ahead" if current else "unknown"
    if hash_at(session.book, OWN, epoch, state.seq) == state.hash and not (state.fork and current):
        return "same"
    return "other" if current else "unknown"


def is_forked(session: Session) -> bool:
    """Whether the newest receipt says that the commune has other entries under our numbers."""
    return bool(session.book.secret(FORKED))


def continue_separately(session: Session) -> Changed:
    """Go on with the book on this computer: a new epoch from the last point both sides share.

    The entries after that point are written again in the new epoch. The other branch stays in the
    office's book; nothing is merged.
    """
    office = pairing.office_of(session)
    book = session.book
    old = book.epoch_row()
    shared = 0
    if office is not None:
        cursors = remembered.cursors(book, office.book_id)
        shared = next((c.head.seq for c in cursors if c.head.epoch == old.epoch), 0)
    digest = hash_at(book, OWN, old, shared)
    kinds = set()
    with translated(book.folder), book.database.immediate():
        rows = list(entries_of(book, epoch=old.number, first=shared + 1))
        start_epoch(book, OWN, os.urandom(16), Head(epoch=old.epoch, seq=shared, hash=digest or old.hash))
        for row in rows:
            header = decode_header(row.header)
            if header.op is Op.PUT and row.body is None:
                continue
            item = decode_body(row.kind, row.body) if row.body is not None else None
            book.append(item, row.kind, row.record, header.rev, header.op, header.by)
            kinds.add(row.kind)
    book.keep_secret(FORKED, b"")
    return Changed(frozenset(kinds))
