"""Opening what came in, in stages whose order is the format's (mở tệp nhận về).

Format history: 1 is the first. Fixtures of each released format stay in tests/vectors for ever.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from chibo_desktop.bundles.age_header import parse_age_header
from chibo_desktop.bundles.archive import inflate, list_members
from chibo_desktop.bundles.card import Card, read_card
from chibo_desktop.bundles.entries import Chain, decode_entries, verify_chain
from chibo_desktop.bundles.envelope import Outer, check_signature, open_payload, read_outer, signature_holds
from chibo_desktop.bundles.format import ENTRY_KINDS, MAX_MANIFEST, BundleError, Kind, Reason
from chibo_desktop.bundles.identities import Identity
from chibo_desktop.bundles.manifest import ENTRIES_NAME, MANIFEST_NAME, BlobRef, Manifest, decode_manifest
from chibo_desktop.domain.journal import Entry

__all__ = ["Inspection", "Opened", "Outer", "check_signature", "inspect", "read_outer", "unseal"]


@dataclass(frozen=True)
class Opened:
    """A bundle that held every check that can be made without the book it goes to."""

    outer: Outer = field(repr=False)
    manifest: Manifest
    entries: tuple[Entry, ...] = field(repr=False)
    chain: Chain = field(repr=False)
    blobs: dict[bytes, bytes] = field(repr=False)
    """documents by their SHA-256"""

    @property
    def bundle_id(self) -> bytes:
        """The id that receipts name it by."""
        return self.outer.header.bundle_id


@dataclass(frozen=True)
class Inspection:
    """What can be said of a file without opening it."""

    format: int
    min_reader: int
    kind: Kind
    bundle_id: bytes
    sender_key_id: bytes
    sender_key: bytes
    recipient_key_ids: tuple[bytes, ...]
    time: datetime
    size: int
    header_size: int
    payload_size: int
    header_sha256: bytes
    age_stanzas: tuple[str, ...]
    """empty for a card"""
    signature_holds: bool
    """by the key that the file itself names"""
    signed_by_given_key: bool | None
    """None when no key was given"""
    problem: Reason | None
    """why it would be refused, as far as can be seen from outside"""
    card: Card | None
    payload: bytes = field(repr=False)
    """the age file as it stands in the container, or a card's text"""


def unseal(outer: Outer, identity: Identity, book_id: bytes | None = None) -> Opened:
    """Decrypt and check everything inside; with `book_id`, only a bundle of that book.

    Call `check_signature` with the paired key first: here the signature is checked again, but only
    against the key that the container names itself. Raises BundleError.
    """
    if outer.header.kind not in ENTRY_KINDS:
        raise BundleError(Reason.WRONG_KIND, outer.header.kind.value)
    archive = open_payload(outer, identity)
    members = list_members(archive, outer.header.kind.max_unpacked + MAX_MANIFEST)
    first = next(iter(members.values()), None)
    if first is None or first.name != MANIFEST_NAME:
        raise BundleError(Reason.BAD_MANIFEST, "no manifest at the front")
    if first.size > MAX_MANIFEST:
        raise BundleError(Reason.TOO_LARGE, f"manifest of {first.size} bytes")
    manifest = decode_manifest(inflate(archive, first), outer)
    if identity.age_recipient not in manifest.recipients:
        raise BundleError(Reason.BAD_MANIFEST, "we are not among the recipients inside")
    if book_id is not None and manifest.book_id != book_id:
        raise BundleError(Reason.WRONG_BOOK, manifest.book_id.hex())
    sizes = {ENTRIES_NAME: manifest.entries_size} | {blob.path: blob.size for blob in manifest.blobs}
    if list(members)[1:] != list(sizes) or any(members[name].size != size for name, size in sizes.items()):
        raise BundleError(Reason.BAD_MANIFEST, "members differ from the manifest")
    lines = inflate(archive, members[ENTRIES_NAME])
    if hashlib.sha256(lines).digest() != manifest.entries_sha256:
        raise BundleError(Reason.BAD_MANIFEST, "entries' digest")
    entries = decode_entries(lines, manifest.count)
    chain = verify_chain(manifest.base_hash, entries, manifest.from_seq)
    if chain.head != manifest.head_hash:
        raise BundleError(Reason.BAD_ENTRIES, "head differs from the manifest's")
    blobs = {blob.sha256: _blob(inflate(archive, members[blob.path]), blob) for blob in manifest.blobs}
    return Opened(outer, manifest, entries, chain, blobs)


def inspect(data: bytes, public_key: bytes | None = None) -> Inspection:
    """Tell everything that can be verified without a secret key.

    Raises BundleError when the container itself is out of form; whatever is wrong beyond that is `problem`.
    """
    outer = read_outer(data)
    header = outer.header
    holds = signature_holds(outer)
    problem = None if holds else Reason.BAD_SIGNATURE
    stanzas: tuple[str, ...] = ()
    card = None
    try:
        if header.kind is Kind.CARD:
            card = read_card(data)
        else:
            stanzas = parse_age_header(outer.payload).stanzas
    except BundleError as error:
        problem = problem or error.reason
    return Inspection(
        format=header.format,
        min_reader=header.min_reader,
        kind=header.kind,
        bundle_id=header.bundle_id,
        sender_key_id=header.sender_key_id,
        sender_key=header.sender_key,
        recipient_key_ids=header.recipient_key_ids,
        time=header.time,
        size=len(data),
        header_size=len(outer.header_bytes),
        payload_size=len(outer.payload),
        header_sha256=outer.header_sha256,
        age_stanzas=stanzas,
        signature_holds=holds,
        signed_by_given_key=None if public_key is None else holds and public_key == header.sender_key,
        problem=problem,
        card=card,
        payload=outer.payload,
    )


def _blob(data: bytes, ref: BlobRef) -> bytes:
    if hashlib.sha256(data).digest() != ref.sha256:
        raise BundleError(Reason.BAD_MANIFEST, "a document's digest")
    return data
