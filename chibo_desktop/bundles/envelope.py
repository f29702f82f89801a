"""The container around a bundle: what is in clear, the signature, and the sealed part (phong bì)."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec
import pyrage  # type: ignore[import-untyped]
from msgspec import Meta
from pyrage import x25519

from chibo_desktop.bundles.age_header import parse_age_header
from chibo_desktop.bundles.format import (
    FORMAT,
    MAGIC,
    MAX_FILE,
    MAX_HEADER,
    MAX_RECIPIENTS,
    SIGNATURE_SIZE,
    SIGNATURE_TAG,
    BundleError,
    Kind,
    Reason,
)
from chibo_desktop.bundles.identities import Identity, Recipient, key_id, verify
from chibo_desktop.bundles.strict_json import decode, strict_json
from chibo_desktop.domain.partners import Key
from chibo_desktop.domain.records import Id

_LATER_MAGIC = re.compile(rb"CHIBO[2-9]\n")
_HEADER_LENGTH = struct.Struct(">I")
_PAYLOAD_LENGTH = struct.Struct(">Q")
_encoder = msgspec.json.Encoder(order="deterministic")


class OuterHeader(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What anyone who finds the drive can read: no names."""

    format: Annotated[int, Meta(ge=1, le=2**31)]
    min_reader: Annotated[int, Meta(ge=1, le=2**31)]
    """oldest format number whose readers understand this file"""
    kind: Kind
    bundle_id: Id
    sender_key_id: Id
    sender_key: Key
    """the key that signed; its being here proves nothing about who sent the file"""
    recipient_key_ids: Annotated[tuple[Id, ...], Meta(max_length=MAX_RECIPIENTS)]
    time: Annotated[datetime, Meta(tz=True)]


@dataclass(frozen=True)
class Outer:
    """A container that is in form; its signature has not been looked at."""

    header: OuterHeader
    header_bytes: bytes
    signature: bytes
    payload: bytes
    """the age file, or a card's text"""

    @property
    def header_sha256(self) -> bytes:
        """The digest that the inside repeats."""
        return hashlib.sha256(self.header_bytes).digest()


def seal(data: bytes, recipients: Sequence[Recipient]) -> bytes:
    """Encrypt for these recipients as a binary age v1 file."""
    return bytes(pyrage.encrypt(data, [x25519.Recipient.from_str(r.age_recipient) for r in recipients]))


def open_sealed(data: bytes, identity: Identity) -> bytes:
    """Decrypt an age file whose header holds nothing but X25519 stanzas.

    Raises BundleError: those of the header, `wrong_recipient`, or `damaged`. Nothing is returned
    before the whole text has been authenticated.
    """
    parse_age_header(data)
    try:
        return bytes(pyrage.decrypt(data, [x25519.Identity.from_str(identity.age_secret)]))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise BundleError(Reason.WRONG_RECIPIENT, "no stanza for this key") from error
        raise BundleError(Reason.DAMAGED, f"age: {error}") from error


def make_header(
    kind: Kind, bundle_id: bytes, sender: Identity, recipients: Sequence[Recipient], time: datetime
) -> bytes:
    """Return the bytes of a container's header."""
    header = OuterHeader(
        format=FORMAT,
        min_reader=FORMAT,
        kind=kind,
        bundle_id=bundle_id,
        sender_key_id=sender.key_id,
        sender_key=sender.sign_public,
        recipient_key_ids=tuple(r.key_id for r in recipients),
        time=time,
    )
    return _encoder.encode(header)


def build_container(header: bytes, payload: bytes, sender: Identity) -> bytes:
    """Sign header and payload and put the parts in their order."""
    return b"".join(
        (
            MAGIC,
            _HEADER_LENGTH.pack(len(header)),
            header,
            sender.sign(_signed(header, payload)),
            _PAYLOAD_LENGTH.pack(len(payload)),
            payload,
        )
    )


def read_outer(data: bytes) -> Outer:
    """Take a container apart; nothing is decrypted and no signature looked at.

    Raises BundleError: `not_a_bundle`, `incomplete` (the bytes end before the container does),
    `too_large`, `newer_version` (keep the file unopened), `damaged` (also: bytes after the end).
    """
    _check_magic(data)
    at = len(MAGIC)
    length_bytes = _take(data, at, _HEADER_LENGTH.size)
    (header_length,) = _HEADER_LENGTH.unpack(length_bytes)
    at += _HEADER_LENGTH.size
    if header_length > MAX_HEADER:
        raise BundleError(Reason.TOO_LARGE, f"header of {header_length} bytes")
    header_bytes = _take(data, at, header_length)
    at += header_length
    header = _read_header(header_bytes)
    signature = _take(data, at, SIGNATURE_SIZE)
    at += SIGNATURE_SIZE
    (payload_length,) = _PAYLOAD_LENGTH.unpack(_take(data, at, _PAYLOAD_LENGTH.size))
    at += _PAYLOAD_LENGTH.size
    if at + payload_length > header.kind.max_sealed:
        raise BundleError(Reason.TOO_LARGE, f"payload of {payload_length} bytes")
    payload = _take(data, at, payload_length)
    if len(data) != at + payload_length:
        raise BundleError(Reason.DAMAGED, f"{len(data) - at - payload_length} bytes after the end")
    return Outer(header, header_bytes, signature, payload)


def signature_holds(outer: Outer) -> bool:
    """Whether the container is as the key named in its own header signed it."""
    return verify(outer.header.sender_key, outer.signature, _signed(outer.header_bytes, outer.payload))


def check_signature(outer: Outer, sender_public_key: bytes) -> None:
    """Make sure that the holder of this key signed the container.

    Raises BundleError: `unknown_sender` when the container names another key, `bad_signature`.
    """
    if outer.header.sender_key != sender_public_key:
        raise BundleError(Reason.UNKNOWN_SENDER, "signed by another key")
    if not signature_holds(outer):
        raise BundleError(Reason.BAD_SIGNATURE)


def open_payload(outer: Outer, identity: Identity) -> bytes:
    """Decrypt a container's age file, once its own signature holds and we are among its recipients.

    Raises BundleError: `bad_signature`, `wrong_kind` (a card), `wrong_recipient`, and those of `open_sealed`.
    """
    if not signature_holds(outer):
        raise BundleError(Reason.BAD_SIGNATURE)
    if outer.header.kind is Kind.CARD:
        raise BundleError(Reason.WRONG_KIND, "a card is not sealed")
    if identity.key_id not in outer.header.recipient_key_ids:
        raise BundleError(Reason.WRONG_RECIPIENT, "not among the recipients")
    stanzas = parse_age_header(outer.payload).recipients
    if stanzas != len(outer.header.recipient_key_ids):
        raise BundleError(Reason.BAD_MANIFEST, "stanzas and recipients differ")
    return open_sealed(outer.payload, identity)


def _signed(header: bytes, payload: bytes) -> bytes:
    length = _PAYLOAD_LENGTH.pack(len(payload))
    return SIGNATURE_TAG + header + length + hashlib.sha256(payload).digest()


def _take(data: bytes, at: int, size: int) -> bytes:
    part = data[at : at + size]
    if len(part) != size:
        raise BundleError(Reason.INCOMPLETE, f"{len(data)} bytes of {at + size} or more")
    return part


def _check_magic(data: bytes) -> None:
    if len(data) > MAX_FILE:
        raise BundleError(Reason.TOO_LARGE, f"{len(data)} bytes")
    start = data[: len(MAGIC)]
    if start == MAGIC:
        return
    if MAGIC.startswith(start):
        raise BundleError(Reason.INCOMPLETE, f"{len(data)} bytes")
    if _LATER_MAGIC.fullmatch(start):
        raise BundleError(Reason.NEWER_VERSION, "later container")
    raise BundleError(Reason.NOT_A_BUNDLE)


def _read_header(data: bytes) -> OuterHeader:
    tree = strict_json(data, MAX_HEADER, Reason.DAMAGED)
    written = tree.get("format") if isinstance(tree, dict) else None
    needed = tree.get("min_reader") if isinstance(tree, dict) else None
    if isinstance(needed, int) and needed > FORMAT:
        raise BundleError(Reason.NEWER_VERSION, f"format {needed}")
    newer = isinstance(written, int) and written > FORMAT
    header = decode(data, OuterHeader, MAX_HEADER, Reason.DAMAGED, newer=newer)
    if header.sender_key_id != key_id(header.sender_key):
        raise BundleError(Reason.DAMAGED, "sender's key and its id differ")
    if len(set(header.recipient_key_ids)) != len(header.recipient_key_ids):
        raise BundleError(Reason.DAMAGED, "recipient named twice")
    return header
