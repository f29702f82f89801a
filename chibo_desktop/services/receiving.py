"""What the office does with a file: all checks in their order, then the receipt (nhận từ chi bộ)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from chibo_desktop.bundles.card import Card, read_card
from chibo_desktop.bundles.drives import Drive, receipt_name
from chibo_desktop.bundles.envelope import Outer, signature_holds
from chibo_desktop.bundles.format import BundleError, Kind, Reason
from chibo_desktop.bundles.identities import Recipient
from chibo_desktop.bundles.reader import check_signature, read_outer, unseal
from chibo_desktop.bundles.receipts import (
    BundleOutcome,
    EpochState,
    ParkedRange,
    Receipt,
    Status,
    write_receipt,
)
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.progress import JobControl, silent
from chibo_desktop.domain.journal import ChainError
from chibo_desktop.domain.partners import Partner, PartnerRole
from chibo_desktop.services import pairing
from chibo_desktop.services.session import Session
from chibo_desktop.storage import exchange as remembered
from chibo_desktop.storage.epochs import epochs_of
from chibo_desktop.storage.errors import RefusedEntryError
from chibo_desktop.storage.replica import Outcome, Span, receive

_STATUS = {
    Outcome.APPLIED: Status.APPLIED,
    Outcome.ALREADY: Status.ALREADY_HAVE,
    Outcome.GAP: Status.PARKED,
    Outcome.FORK: Status.FORK,
}
UNKNOWN = "unknown_sender"
_MOST_BUNDLES = 50
MOST_STRANGERS = 200
MOST_FROM_STRANGERS = 64 << 20
"""bytes kept of files whose sender is not paired; what is beyond stays on its drive only"""
_MOST_PARKED = 100
_MOST_EPOCHS = 200


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What became of one file on the drive."""

    name: str
    status: str
    """a value of Status, or "unknown_sender" """
    sender: str
    """name of the paired cell, empty while the sender is not known"""
    entries: int = 0
    title: str = ""
    remedy: str = ""


@dataclass(slots=True)
class ReceivedAtOffice:
    """What receiving a drive did."""

    files: list[ReceivedFile] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    """cards of cells that are not paired yet, or that bring other keys"""
    receipts: list[Path] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()

    @property
    def entries(self) -> int:
        """How many new entries were taken into the books."""
        return sum(file.entries for file in self.files)


def receive_at_office(session: Session, place: Path, control: JobControl | None = None) -> ReceivedAtOffice:
    """Take in every file that cells sent up, and write their receipts to the same drive.

    Order for each file: signature, key known for this cell, decryption, limits, chain, then gap,
    overlap, fork, or applied in one transaction. A refused file is not recorded as seen.
    """
    control = control or silent()
    drive = Drive(place)
    drive.require()
    result = ReceivedAtOffice()
    answered: dict[bytes, list[BundleOutcome]] = {}
    files = drive.list_for_office()
    for done, listed in enumerate(files):
        control.step(done, len(files), f"Đang nhận {listed.name}")
        try:
            data = drive.read(listed)
        except UserError as error:
            result.files.append(ReceivedFile(listed.name, Status.REFUSED.value, "", 0, error.title, error.remedy))
            continue
        if listed.is_card:
            _note_card(session, data, result)
        else:
            _take(session, listed.name, data, result, answered)
    for partner in pairing.trusted_partners(session, PartnerRole.CELL):
        if partner.book_id in answered:
            result.receipts.append(_answer(session, drive, partner, answered[partner.book_id]))
    return result


def _note_card(session: Session, data: bytes, result: ReceivedAtOffice) -> None:
    try:
        card = read_card(data)
        seen = pairing.preview(session, card)
    except UserError:
        return
    if not seen.same_keys:
        result.cards.append(card)


def _take(
    session: Session, name: str, data: bytes, result: ReceivedAtOffice, answered: dict[bytes, list[BundleOutcome]]
) -> None:
    partner, outer = None, None
    try:
        outer = read_outer(data)
        partner = _sender(session, outer)
        status, entries, kinds = _apply(session, partner, outer, name, data)
    except (BundleError, RefusedEntryError) as error:
        # Anything else (a full disk, a damaged book) is trouble here, and no fault of the file's.
        reason = error.reason if isinstance(error, BundleError) else None
        shown = ReceivedFile(
            name, _refusal(reason).value if partner else UNKNOWN if reason is Reason.UNKNOWN_SENDER else
            _refusal(reason).value, partner.name if partner else "", 0, error.title, error.remedy,
        )  # fmt: skip
        result.files.append(shown)
        if outer is not None and (reason is Reason.UNKNOWN_SENDER or reason is Reason.NEWER_VERSION):
            _hold(session, outer, partner, name, data, shown.status)
        if outer is not None and partner is not None:
            outcome = BundleOutcome(
                bundle_id=outer.header.bundle_id,
                status=_refusal(reason),
                reason=reason.value if reason else Reason.BAD_ENTRIES.value,
            )
            answered.setdefault(partner.book_id, []).append(outcome)
        return
    result.kinds |= kinds
    result.files.append(ReceivedFile(name, status.value, partner.name, entries, *_words(status)))
    answered.setdefault(partner.book_id, []).append(BundleOutcome(bundle_id=outer.header.bundle_id, status=status))
    if status is Status.APPLIED:
        _try_parked(session, partner, result, answered)


def _refusal(reason: Reason | None) -> Status:
    return Status.NEWER if reason is Reason.NEWER_VERSION else Status.REFUSED


def _words(status: Status) -> tuple[str, str]:
    return {
        Status.APPLIED: ("Đã nhận.", ""),
        Status.ALREADY_HAVE: ("Đã nhận từ trước, không có gì mới.", ""),
        Status.PARKED: (
            "Còn thiếu phần trước đó; tệp này được giữ lại.",
            "Đề nghị chi bộ bấm Gửi lại một lần nữa sau khi nhận giấy báo.",
        ),
        Status.FORK: (
            "Chi bộ có hai sổ khác nhau từ cùng một chỗ; tệp này được giữ riêng, chưa nhập.",
            "Hãy hỏi chi bộ đang dùng máy nào, rồi chỉ dùng một máy.",
        ),
    }.get(status, ("", ""))


def _sender(session: Session, outer: Outer) -> Partner:
    for partner in pairing.trusted_partners(session, PartnerRole.CELL):
        if partner.sign_key == outer.header.sender_key:
            return partner
    if not signature_holds(outer):
        raise BundleError(Reason.BAD_SIGNATURE)
    raise BundleError(Reason.UNKNOWN_SENDER, outer.header.sender_key_id.hex())


def _apply(
    session: Session, partner: Partner, outer: Outer, name: str, data: bytes
) -> tuple[Status, int, frozenset[str]]:
    check_signature(outer, partner.sign_key)
    bundle_id = outer.header.bundle_id
    if remembered.transfers(session.book, bundle_id=bundle_id, direction="received", most=1):
        return Status.ALREADY_HAVE, 0, frozenset()
    if outer.header.kind not in {Kind.CHANGES, Kind.BOOK}:
        raise BundleError(Reason.WRONG_KIND, outer.header.kind.value)
    opened = unseal(outer, pairing.identity_of(session), partner.book_id)
    manifest = opened.manifest
    span = Span(
        book_id=manifest.book_id, epoch=manifest.epoch, parent=manifest.parent, from_seq=manifest.from_seq,
        base_hash=manifest.base_hash, entries=opened.entries,
    )  # fmt: skip
    try:
        received = receive(session.book, span)
    except ChainError as error:
        raise BundleError(Reason.BAD_ENTRIES, str(error)) from error
    status = _STATUS[received.outcome]
    at = session.clock.now().isoformat()
    if status in {Status.PARKED, Status.FORK}:
        remembered.hold(
            session.book,
            remembered.HeldFile(
                bundle_id=bundle_id, book_id=manifest.book_id, status=status.value, reason="",
                epoch=manifest.epoch, from_seq=manifest.from_seq, to_seq=manifest.to_seq, file=name, at=at,
                data=data,
            ),
        )  # fmt: skip
    else:
        remembered.let_go(session.book, bundle_id)
        remembered.log_transfer(
            session.book,
            remembered.Transfer(
                direction="received", kind=outer.header.kind.value, bundle_id=bundle_id, book_id=manifest.book_id,
                file=name, size=len(data), epoch=manifest.epoch, from_seq=manifest.from_seq, to_seq=manifest.to_seq,
                status=status.value, at=at,
            ),
        )  # fmt: skip
    return status, received.applied, received.kinds


def _hold(session: Session, outer: Outer, partner: Partner | None, name: str, data: bytes, status: str) -> None:
    if partner is None:
        # Anyone may leave files on a drive: they never push out what waits, nor fill the book.
        waiting = remembered.held(session.book, bundle_id=outer.header.bundle_id)
        strangers = remembered.held(session.book, status=UNKNOWN)
        room = MOST_FROM_STRANGERS - sum(len(file.data) for file in strangers)
        if waiting or len(strangers) >= MOST_STRANGERS or len(data) > room:
            return
    remembered.hold(
        session.book,
        remembered.HeldFile(
            bundle_id=outer.header.bundle_id,
            book_id=partner.book_id if partner else outer.header.sender_key_id,
            status=status,
            reason="",
            file=name,
            at=session.clock.now().isoformat(),
            data=data,
        ),
    )


def _try_parked(
    session: Session, partner: Partner, result: ReceivedAtOffice, answered: dict[bytes, list[BundleOutcome]]
) -> None:
    for waiting in remembered.held(session.book, book_id=partner.book_id, status=Status.PARKED.value):
        outer = read_outer(waiting.data)
        status, entries, kinds = _apply(session, partner, outer, waiting.file, waiting.data)
        if status is Status.APPLIED:
            result.kinds |= kinds
            result.files.append(
                ReceivedFile(waiting.file, status.value, partner.name, entries, "Phần giữ lại nay đã nhận đủ.")
            )
            answered.setdefault(partner.book_id, []).append(
                BundleOutcome(bundle_id=waiting.bundle_id, status=status)
            )


def receive_held(session: Session) -> ReceivedAtOffice:
    """Try the files again that waited for a pairing or for a newer program."""
    result = ReceivedAtOffice()
    answered: dict[bytes, list[BundleOutcome]] = {}
    waiting = remembered.held(session.book, status=UNKNOWN) + remembered.held(
        session.book, status=Status.NEWER.value
    )
    for file in waiting:
        before = len(result.files)
        _take(session, file.file, file.data, result, answered)
        if result.files[before].status not in {UNKNOWN, Status.NEWER.value, Status.PARKED.value, Status.FORK.value}:
            remembered.let_go(session.book, file.bundle_id)
    return result


def receipt_for(session: Session, partner: Partner, outcomes: list[BundleOutcome]) -> Receipt:
    """Return the answer to a cell: per epoch how far it has arrived, per file what became of it."""
    number = session.book.number_of(partner.book_id)
    held = remembered.held(session.book, book_id=partner.book_id)
    states = []
    for epoch in epochs_of(session.book, number) if number is not None else []:
        parked = tuple(
            ParkedRange(first=h.from_seq, last=h.to_seq)
            for h in held
            if h.epoch == epoch.epoch and h.status == Status.PARKED.value and h.from_seq and h.to_seq
        )[:_MOST_PARKED]
        fork = any(h.epoch == epoch.epoch and h.status == Status.FORK.value for h in held)
        states.append(EpochState(epoch=epoch.epoch, seq=epoch.seq, hash=epoch.hash, parked=parked, fork=fork))
    counter = f"receipt:{partner.book_id.hex()}"
    last = int(session.book.secret(counter) or b"0")
    session.book.keep_secret(counter, str(last + 1).encode())
    return Receipt(
        office_book_id=session.book.book_id,
        office_epoch=session.head().epoch,
        cell_book_id=partner.book_id,
        number=last + 1,
        issued_at=session.clock.now(),
        epochs=tuple(states[-_MOST_EPOCHS:]),
        bundles=tuple(outcomes[-_MOST_BUNDLES:]),
    )


def _answer(session: Session, drive: Drive, partner: Partner, outcomes: list[BundleOutcome]) -> Path:
    receipt = receipt_for(session, partner, outcomes)
    identity = pairing.identity_of(session)
    data = write_receipt(
        receipt,
        bundle_id=session.new_id(),
        sender=identity,
        recipients=[Recipient.of(partner.sign_key, partner.age_recipient)],
    )
    name = receipt_name(partner.code, partner.book_id, receipt.office_epoch, receipt.number)
    return drive.put_for_cell(partner.code, name, data)
