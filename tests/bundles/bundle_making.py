"""Small books, keys and bundles for the tests, always the same but for age's own randomness."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import msgspec

from chibo_desktop.bundles.archive import write_zip
from chibo_desktop.bundles.card import Card
from chibo_desktop.bundles.entries import encode_entries
from chibo_desktop.bundles.envelope import build_container, make_header, read_outer, seal
from chibo_desktop.bundles.format import Kind
from chibo_desktop.bundles.identities import Identity
from chibo_desktop.bundles.manifest import encode_manifest
from chibo_desktop.bundles.reader import unseal
from chibo_desktop.bundles.receipts import BundleOutcome, EpochState, Receipt, Status
from chibo_desktop.bundles.writer import Blob, write_bundle
from chibo_desktop.domain.journal import Entry, Op, epoch_hash, make_entry
from chibo_desktop.domain.partners import PartnerRole
from chibo_desktop.domain.settings import setting

TIME = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)
BOOK = b"cell-book-000001"
EPOCH = b"epoch-0000000001"
BUNDLE = b"bundle-000000001"

CELL = Identity(bytes(range(32)), "AGE-SECRET-KEY-16QZ9TVRUGTTWYGRR7HFN2K2YQ9HSA2ATNJ6NML0TRLNW27RKRHNS44UZZ9")
OFFICE = Identity(
    bytes(range(32, 64)), "AGE-SECRET-KEY-1W6R6D340HS55XD3CW6LJ2XK0MZYPVA739RVDS7Q2G6HAMTW8ZKYQ90QPXW"
)
STRANGER = Identity(
    bytes(range(64, 96)), "AGE-SECRET-KEY-1JUVK90VWE3MMDSFPN7ATJNYXL7ZFNLGQYKAWKDJ37L9CKFNXZ72SKMJXLU"
)


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def base(epoch: bytes = EPOCH, book: bytes = BOOK) -> bytes:
    return epoch_hash(book, epoch, None)


def entry(seq: int, text: str = "Đồng chí Lò Văn Á phát biểu", **changes: Any) -> Entry:
    item = setting(f"note-{seq}", text)
    return make_entry(
        item,
        **{
            "kind": "setting",
            "record_id": item.id,
            "seq": seq,
            "rev": 1,
            "op": Op.PUT,
            "at": TIME,
            "by": "bi-thu",
            "salt": digest(b"salt %d" % seq)[:16],
        }
        | changes,
    )


def deletion(seq: int) -> Entry:
    return make_entry(
        None,
        kind="setting",
        record_id=BOOK,
        seq=seq,
        rev=2,
        op=Op.DELETE,
        at=TIME,
        by="bi-thu",
        salt=b"",
    )


def without_body(one: Entry) -> Entry:
    return Entry(header=one.header)


def some_entries(count: int = 3) -> list[Entry]:
    return [entry(seq) for seq in range(1, count + 1)]


def changes(**over: Any) -> bytes:
    """A bundle of the cell's changes for the office and the cell itself."""
    return write_bundle(
        **{
            "kind": Kind.CHANGES,
            "bundle_id": BUNDLE,
            "time": TIME,
            "sender": CELL,
            "recipients": [OFFICE.recipient, CELL.recipient],
            "book_id": BOOK,
            "epoch": EPOCH,
            "base_hash": base(),
            "entries": some_entries(),
        }
        | over
    )


def document(text: bytes = b"%PDF-1.7 ...") -> Blob:
    return Blob(name="Hướng dẫn sinh hoạt.pdf", media_type="application/pdf", data=text)


def card_of(identity: Identity = CELL, **over: Any) -> Card:
    return Card(
        **{
            "book_id": BOOK,
            "role": PartnerRole.CELL,
            "name": "Chi bộ bản Nà Ư",
            "commune": "xã Nà Ư",
            "code": "ban-na-u",
            "sign_key": identity.sign_public,
            "age_recipient": identity.age_recipient,
            "made_at": TIME,
        }
        | over
    )


def container(
    payload: bytes,
    *,
    kind: Kind = Kind.CHANGES,
    sender: Identity = CELL,
    named: list[Identity] | None = None,
) -> bytes:
    """A properly signed container around any payload."""
    recipients = [one.recipient for one in (named if named is not None else [OFFICE, CELL])]
    return build_container(make_header(kind, BUNDLE, sender, recipients, TIME), payload, sender)


def sealed_container(inside: bytes, **over: Any) -> bytes:
    """A properly signed and sealed container around any inside."""
    return container(seal(inside, [OFFICE.recipient, CELL.recipient]), **over)


def rebuilt(*, lines: bytes | None = None, members: list[tuple[str, bytes]] | None = None, **over: Any) -> bytes:
    """A bundle that is signed and sealed as it should be, with a manifest that says something else."""
    header = make_header(Kind.CHANGES, BUNDLE, CELL, [OFFICE.recipient, CELL.recipient], TIME)
    text = encode_entries([entry(1)]) if lines is None else lines
    true = {
        "header_sha256": digest(header),
        "entries_sha256": digest(text),
        "entries_size": len(text),
    }
    manifest = msgspec.structs.replace(
        unseal(read_outer(changes(entries=[entry(1)])), OFFICE).manifest, **(true | over)
    )
    inside = [("manifest.json", encode_manifest(manifest)), ("entries.jsonl", text), *(members or [])]
    return build_container(header, seal(write_zip(inside), [OFFICE.recipient, CELL.recipient]), CELL)


def receipt_of(**over: Any) -> Receipt:
    return Receipt(
        **{
            "office_book_id": EPOCH,
            "office_epoch": BUNDLE,
            "cell_book_id": BOOK,
            "number": 7,
            "issued_at": TIME,
            "epochs": (EpochState(epoch=EPOCH, seq=412, hash=digest(b"head")),),
            "bundles": tuple(
                BundleOutcome(bundle_id=digest(b"%d" % n)[:16], status=Status.APPLIED) for n in range(3)
            ),
        }
        | over
    )
