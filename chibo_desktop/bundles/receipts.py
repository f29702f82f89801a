"""What the office answers: how far each book has arrived, and what became of each file (giấy báo nhận)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated

import msgspec
from msgspec import Meta

from chibo_desktop.bundles.archive import inflate, list_members, write_zip
from chibo_desktop.bundles.card import AgeRecipient
from chibo_desktop.bundles.envelope import Outer, build_container, make_header, open_payload, seal
from chibo_desktop.bundles.format import FORMAT, BundleError, Kind, Reason
from chibo_desktop.bundles.identities import Identity, Recipient
from chibo_desktop.bundles.manifest import check_binding
from chibo_desktop.bundles.strict_json import decode
from chibo_desktop.domain.journal import Digest
from chibo_desktop.domain.partners import Key, PartnerRole
from chibo_desktop.domain.records import Id, Line, Part

RECEIPT_NAME = "receipt.json"

Number = Annotated[int, Meta(ge=1, le=2**53)]


class Status(Enum):
    """What the office did with one file."""

    APPLIED = "applied"
    ALREADY_HAVE = "already_have"
    PARKED = "parked"
    """kept until the numbers before it arrive"""
    FORK = "fork"
    REFUSED = "refused"
    NEWER = "newer"
    """kept unopened until the office's program is updated"""


class ParkedRange(Part, frozen=True, kw_only=True):
    """Entries that arrived ahead of a gap, both ends included."""

    first: Number
    last: Number


class EpochState(Part, frozen=True, kw_only=True):
    """How far one epoch of the cell's book has arrived."""

    epoch: Id
    seq: Annotated[int, Meta(ge=0, le=2**53)]
    """highest number without a gap before it; 0 when nothing is applied"""
    hash: Digest
    """the chain's hash there"""
    parked: Annotated[tuple[ParkedRange, ...], Meta(max_length=100)] = ()
    fork: bool = False
    """two different entries with one number arrived; the cell begins a new epoch"""


class BundleOutcome(Part, frozen=True, kw_only=True):
    """What became of one file, named by its id."""

    bundle_id: Id
    status: Status
    reason: Line = ""
    """short; a `Reason` value or a few words"""


class KeyAction(Enum):
    """What happens to a key pair."""

    NEW = "new"
    """use this one from now on"""
    REVOKED = "revoked"
    ACKNOWLEDGED = "acknowledged"
    """the office uses this key of the cell"""


class KeyChange(Part, frozen=True, kw_only=True):
    """A replaced, revoked or acknowledged pair of keys of one side."""

    action: KeyAction
    role: PartnerRole
    sign_key: Key
    age_recipient: AgeRecipient
    at: Annotated[datetime, Meta(tz=True)]


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The office's answer to one cell; it replaces every earlier one."""

    office_book_id: Id
    office_epoch: Id
    """the office's own epoch: `number` starts again when the office restores its book"""
    cell_book_id: Id
    number: Number
    issued_at: Annotated[datetime, Meta(tz=True)]
    epochs: Annotated[tuple[EpochState, ...], Meta(max_length=200)] = ()
    bundles: Annotated[tuple[BundleOutcome, ...], Meta(max_length=500)] = ()
    keys: Annotated[tuple[KeyChange, ...], Meta(max_length=20)] = ()


class _Sealed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sender_public_key: Key
    header_sha256: Digest
    receipt: Receipt


_encoder = msgspec.json.Encoder(order="deterministic")


def supersedes(new: Receipt, old: Receipt) -> bool:
    """Whether `new` was issued after `old` by the same office for the same cell.

    Numbers decide within one epoch of the office; across epochs (the office restored its book)
    only its clock can.
    """
    if (new.office_book_id, new.cell_book_id) != (old.office_book_id, old.cell_book_id):
        return False
    if new.office_epoch == old.office_epoch:
        return new.number > old.number
    return new.issued_at > old.issued_at


def write_receipt(
    receipt: Receipt, *, bundle_id: bytes, sender: Identity, recipients: Sequence[Recipient]
) -> bytes:
    """Return the receipt sealed for the cell and signed by the office."""
    header = make_header(Kind.RECEIPT, bundle_id, sender, recipients, receipt.issued_at)
    sealed = _Sealed(
        sender_public_key=sender.sign_public, header_sha256=hashlib.sha256(header).digest(), receipt=receipt
    )
    archive = write_zip([(RECEIPT_NAME, _encoder.encode(sealed))])
    data = build_container(header, seal(archive, recipients), sender)
    if len(data) > Kind.RECEIPT.max_sealed:
        raise ValueError("a receipt larger than any reader accepts")
    return data


def read_receipt(outer: Outer, identity: Identity, cell_book_id: bytes | None = None) -> Receipt:
    """Open a receipt; with `cell_book_id`, only one for that book.

    Call `check_signature` with the office's paired key first. Raises BundleError.
    """
    if outer.header.kind is not Kind.RECEIPT:
        raise BundleError(Reason.WRONG_KIND, outer.header.kind.value)
    archive = open_payload(outer, identity)
    members = list_members(archive, Kind.RECEIPT.max_unpacked)
    if list(members) != [RECEIPT_NAME]:
        raise BundleError(Reason.BAD_MANIFEST, "members of a receipt")
    text = inflate(archive, members[RECEIPT_NAME])
    newer = outer.header.format > FORMAT
    sealed = decode(text, _Sealed, Kind.RECEIPT.max_unpacked, Reason.BAD_MANIFEST, newer=newer)
    check_binding(outer, sealed.sender_public_key, sealed.header_sha256)
    receipt = sealed.receipt
    if cell_book_id is not None and receipt.cell_book_id != cell_book_id:
        raise BundleError(Reason.WRONG_BOOK, receipt.cell_book_id.hex())
    if len({state.epoch for state in receipt.epochs}) != len(receipt.epochs):
        raise BundleError(Reason.BAD_MANIFEST, "an epoch named twice")
    if any(part.first > part.last for state in receipt.epochs for part in state.parked):
        raise BundleError(Reason.BAD_MANIFEST, "a range that ends before it begins")
    return receipt
