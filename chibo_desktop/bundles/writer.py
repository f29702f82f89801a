"""Making a bundle from journal entries and documents (đóng gói gửi đi)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chibo_desktop import __version__
from chibo_desktop.bundles.archive import write_zip
from chibo_desktop.bundles.entries import encode_entries, verify_chain
from chibo_desktop.bundles.envelope import build_container, make_header, read_outer, seal
from chibo_desktop.bundles.format import ENTRY_KINDS, MAX_BLOB, MAX_BLOBS, MAX_ENTRIES, Kind
from chibo_desktop.bundles.identities import Identity, Recipient
from chibo_desktop.bundles.manifest import (
    ENTRIES_NAME,
    MANIFEST_NAME,
    BlobRef,
    Manifest,
    decode_manifest,
    encode_manifest,
)
from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.journal import SCHEMA_VERSION, Entry, Parent


@dataclass(frozen=True)
class Blob:
    """A document to send along."""

    name: str
    media_type: str
    data: bytes

    @property
    def ref(self) -> BlobRef:
        """Its line in the manifest."""
        return BlobRef(
            sha256=hashlib.sha256(self.data).digest(),
            size=len(self.data),
            media_type=self.media_type,
            name=self.name,
        )


def write_bundle(
    *,
    kind: Kind,
    bundle_id: bytes,
    time: datetime,
    sender: Identity,
    recipients: Sequence[Recipient],
    book_id: bytes,
    epoch: bytes,
    base_hash: bytes,
    entries: Sequence[Entry],
    from_seq: int = 1,
    parent: Parent | None = None,
    blobs: Sequence[Blob] = (),
    last_receipt_id: bytes | None = None,
    app_version: str = __version__,
) -> bytes:
    """Return a sealed and signed bundle of entries `from_seq` and following.

    `base_hash` is the chain's hash before the first of them. The commune and the sender itself
    belong among the recipients of a cell's changes, so that the cell can get its book back.
    Raises UserError when it would be larger than a reader accepts, BundleError when the entries
    do not chain, ValueError for a kind that holds no entries.
    """
    if kind not in ENTRY_KINDS:
        raise ValueError(kind.value)
    if len(entries) > MAX_ENTRIES or len(blobs) > MAX_BLOBS or any(len(b.data) > MAX_BLOB for b in blobs):
        raise _too_large()
    chain = verify_chain(base_hash, entries, from_seq)
    lines = encode_entries(entries)
    header = make_header(kind, bundle_id, sender, recipients, time)
    unique = {blob.ref.sha256: blob for blob in blobs}
    if len(lines) + sum(len(blob.data) for blob in unique.values()) > kind.max_unpacked:
        raise _too_large()
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        app_version=app_version,
        book_id=book_id,
        epoch=epoch,
        parent=parent,
        from_seq=from_seq,
        to_seq=from_seq + len(entries) - 1,
        base_hash=base_hash,
        head_hash=chain.head,
        entries_sha256=hashlib.sha256(lines).digest(),
        entries_size=len(lines),
        count=len(entries),
        blobs=tuple(blob.ref for blob in unique.values()),
        sender_public_key=sender.sign_public,
        recipients=tuple(recipient.age_recipient for recipient in recipients),
        header_sha256=hashlib.sha256(header).digest(),
        last_receipt_id=last_receipt_id,
    )
    manifest_bytes = encode_manifest(manifest)
    members = [(MANIFEST_NAME, manifest_bytes), (ENTRIES_NAME, lines)]
    members += [(blob.ref.path, blob.data) for blob in unique.values()]
    data = build_container(header, seal(write_zip(members), recipients), sender)
    if len(data) > kind.max_sealed:
        raise _too_large()
    # What a reader would refuse must not leave the house.
    decode_manifest(manifest_bytes, read_outer(data))
    return data


def _too_large() -> UserError:
    return UserError(
        "Nội dung cần gửi lớn quá mức một tệp chứa được.",
        "Bớt văn bản kèm theo, gửi thành nhiều lần rồi làm lại.",
    )
