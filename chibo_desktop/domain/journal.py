"""The journal: every change of the book as one numbered, chained entry (nhật ký sổ)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import Enum
from typing import Annotated

import msgspec
from msgspec import Meta

from chibo_desktop.domain.records import KINDS, Id, Record, kind_of

SCHEMA_VERSION = 2
"""version of the record declarations; raised whenever a field or kind is added"""

SALT_SIZE = 16
HASH_SIZE = 32
_ENTRY_TAG = b"chibo entry 1"
_EPOCH_TAG = b"chibo epoch 1"

Digest = Annotated[bytes, Meta(min_length=HASH_SIZE, max_length=HASH_SIZE)]
Sequence = Annotated[int, Meta(ge=1, le=2**53)]


class Op(Enum):
    """What an entry does to its record."""

    PUT = "put"
    DELETE = "delete"
    REDACT = "redact"
    """an earlier body of the record was removed on purpose; the chain still verifies"""


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry without its body. Field names are short: they stand in every entry for ever."""

    s: Sequence
    """number within the epoch, 1, 2, 3 ... without gaps"""
    k: Annotated[str, Meta(min_length=1, max_length=40)]
    """record kind"""
    id: Id
    rev: Annotated[int, Meta(ge=1, le=2**53)]
    """revision of the record, 1 for its first"""
    op: Op
    at: datetime
    """the computer's time, UTC; information only, order is `s`"""
    by: Annotated[str, Meta(max_length=64)]
    """which user of the book made the change"""
    sv: Annotated[int, Meta(ge=1, le=2**31)]
    """schema version of the body"""
    dh: Digest | None = None
    """SHA-256 of salt and body; none where the entry has no body"""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as it is kept and carried: bytes that are never encoded again."""

    header: bytes
    salt: bytes | None = None
    body: bytes | None = None


class Parent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an epoch goes on from another one."""

    epoch: Id
    seq: Annotated[int, Meta(ge=0, le=2**53)]
    hash: Digest


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The end of a chain: epoch, last number (0 before the first entry) and its hash."""

    epoch: Id
    seq: Annotated[int, Meta(ge=0, le=2**53)]
    hash: Digest


class ChainError(ValueError):
    """An entry does not fit the chain or its own digest."""


class UnknownRecordError(ValueError):
    """A body that this program's version should know, and does not."""


_encoder = msgspec.json.Encoder(order="deterministic")
_header_decoder = msgspec.json.Decoder(Header, strict=True)


def encode_body(record: Record) -> bytes:
    """Return the canonical bytes of a record: JSON with fixed key order, UTF-8, no spaces."""
    return _encoder.encode(record)


def decode_body(kind: str, body: bytes) -> Record:
    """Read a body of a known kind.

    Raises UnknownRecordError for a kind that is not in the register and msgspec.ValidationError
    with the field's name for one that breaks its declaration.
    """
    cls = KINDS.get(kind)
    if cls is None:
        raise UnknownRecordError(kind)
    return msgspec.json.decode(body, type=cls, strict=True)


def encode_header(header: Header) -> bytes:
    """Return the canonical bytes of an entry without its body."""
    return _encoder.encode(header)


def decode_header(data: bytes) -> Header:
    """Read an entry's header; raises ChainError unless it is in canonical form."""
    try:
        header = _header_decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ChainError(str(error)) from error
    if _encoder.encode(header) != data:
        raise ChainError("entry is not in canonical form")
    return header


def body_digest(salt: bytes, body: bytes) -> bytes:
    """Return what stands for a body in the chain."""
    return hashlib.sha256(salt + body).digest()


def epoch_hash(book_id: bytes, epoch: bytes, parent: Parent | None) -> bytes:
    """Return the hash before an epoch's first entry; it binds the chain to its book and parent."""
    return hashlib.sha256(_EPOCH_TAG + book_id + epoch + (_encoder.encode(parent) if parent else b"")).digest()


def link(previous: bytes, header: bytes) -> bytes:
    """Return the chain's hash after an entry."""
    return hashlib.sha256(_ENTRY_TAG + previous + header).digest()


def make_entry(
    item: Record | None,
    *,
    kind: str,
    record_id: bytes,
    seq: int,
    rev: int,
    op: Op,
    at: datetime,
    by: str,
    salt: bytes,
) -> Entry:
    """Build the entry of one change; `item` is None for a deletion."""
    body = encode_body(item) if item is not None else None
    header = Header(
        s=seq,
        k=kind_of(item) if item is not None else kind,
        id=record_id,
        rev=rev,
        op=op,
        at=at,
        by=by,
        sv=SCHEMA_VERSION,
        dh=body_digest(salt, body) if body is not None else None,
    )
    return Entry(header=encode_header(header), salt=salt if body is not None else None, body=body)


def verify_entry(entry: Entry, expected_seq: int) -> Header:
    """Check an entry alone: form, number, and its body against its digest; return the header.

    Raises ChainError. A body may be absent (private or redacted); a body without digest may not.
    """
    header = decode_header(entry.header)
    if header.s != expected_seq:
        raise ChainError(f"entry {header.s} where {expected_seq} should be")
    if entry.body is None:
        if entry.salt is not None:
            raise ChainError("salt without body")
    else:
        if header.dh is None or entry.salt is None or len(entry.salt) != SALT_SIZE:
            raise ChainError("body without digest")
        if body_digest(entry.salt, entry.body) != header.dh:
            raise ChainError("body does not fit its digest")
    if (header.op is Op.PUT) != (header.dh is not None):
        raise ChainError("a put has a digest, other operations have none")
    return header


def short_code(digest: bytes) -> str:
    """Return the code of a chain's head as it is printed and read by phone: "3F9A-1C2B-77D0"."""
    text = digest[:6].hex().upper()
    return "-".join(text[i : i + 4] for i in range(0, 12, 4))
