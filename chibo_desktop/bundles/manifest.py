"""What a bundle says about its own inside (tờ kê)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chibo_desktop.bundles.card import AgeRecipient
from chibo_desktop.bundles.envelope import Outer
from chibo_desktop.bundles.format import (
    FORMAT,
    MAX_BLOB,
    MAX_BLOBS,
    MAX_ENTRIES,
    MAX_MANIFEST,
    MAX_RECIPIENTS,
    BundleError,
    Reason,
)
from chibo_desktop.bundles.identities import key_id
from chibo_desktop.bundles.strict_json import decode
from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.journal import Digest, Parent, Sequence, epoch_hash
from chibo_desktop.domain.partners import Key
from chibo_desktop.domain.records import Id

MANIFEST_NAME = "manifest.json"
ENTRIES_NAME = "entries.jsonl"

Size = Annotated[int, Meta(ge=0, le=2**40)]
MediaType = Annotated[str, Meta(max_length=100, pattern=r"^[a-z0-9.+-]+/[a-z0-9.+-]+\Z")]


class BlobRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document in the bundle; its name is for people and never for the file system."""

    sha256: Digest
    size: Annotated[int, Meta(ge=0, le=MAX_BLOB)]
    media_type: MediaType
    name: Annotated[str, Meta(min_length=1, max_length=200)]

    @property
    def path(self) -> str:
        """Its place in the zip."""
        return f"blobs/{self.sha256.hex()}"


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which piece of which book's journal this is, and everything the inside must match."""

    schema_version: Annotated[int, Meta(ge=1, le=2**31)]
    app_version: Annotated[str, Meta(max_length=40)]
    book_id: Id
    epoch: Id
    parent: Parent | None
    """where the epoch goes on from another one"""
    from_seq: Sequence
    to_seq: Annotated[int, Meta(ge=0, le=2**53)]
    """`from_seq - 1` when there are no entries"""
    base_hash: Digest
    """the chain's hash before `from_seq`"""
    head_hash: Digest
    entries_sha256: Digest
    entries_size: Size
    count: Annotated[int, Meta(ge=0, le=MAX_ENTRIES)]
    blobs: Annotated[tuple[BlobRef, ...], Meta(max_length=MAX_BLOBS)]
    sender_public_key: Key
    recipients: Annotated[tuple[AgeRecipient, ...], Meta(min_length=1, max_length=MAX_RECIPIENTS)]
    header_sha256: Digest
    last_receipt_id: Id | None
    """the newest receipt the sender had; the since-cursor of its cumulative changes"""


_encoder = msgspec.json.Encoder(order="deterministic")


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as it is written."""
    return _encoder.encode(manifest)


def decode_manifest(data: bytes, outer: Outer) -> Manifest:
    """Read a manifest and hold it against the container it came in.

    Raises BundleError: `bad_manifest`, `too_large`.
    """
    newer = outer.header.format > FORMAT
    manifest = decode(data, Manifest, MAX_MANIFEST, Reason.BAD_MANIFEST, newer=newer)
    check_binding(outer, manifest.sender_public_key, manifest.header_sha256)
    if len(manifest.recipients) != len(outer.header.recipient_key_ids):
        raise _bad("recipients differ from the header's")
    if manifest.to_seq - manifest.from_seq + 1 != manifest.count:
        raise _bad("count and numbers differ")
    if manifest.from_seq == 1:
        expected = epoch_hash(manifest.book_id, manifest.epoch, manifest.parent)
        if manifest.base_hash != expected:
            raise _bad("the epoch's first hash is another book's")
    if not manifest.count and manifest.base_hash != manifest.head_hash:
        raise _bad("a head without entries")
    digests = {blob.sha256 for blob in manifest.blobs}
    if len(digests) != len(manifest.blobs):
        raise _bad("a document named twice")
    if any(clean_line(blob.name) != blob.name for blob in manifest.blobs):
        raise _bad("unprintable characters in a document's name")
    total = manifest.entries_size + sum(blob.size for blob in manifest.blobs)
    if total > outer.header.kind.max_unpacked:
        raise BundleError(Reason.TOO_LARGE, f"{total} bytes unpacked")
    return manifest


def check_binding(outer: Outer, sender_public_key: bytes, header_sha256: bytes) -> None:
    """Make sure that the inside was made for this container and by the key that signed it.

    So a sealed part that somebody else's container was put around is refused (`bad_manifest`).
    """
    if sender_public_key != outer.header.sender_key or key_id(sender_public_key) != outer.header.sender_key_id:
        raise _bad("made by another key than the one that signed")
    if header_sha256 != outer.header_sha256:
        raise _bad("made for another header")


def _bad(detail: str) -> BundleError:
    return BundleError(Reason.BAD_MANIFEST, detail)
