"""Write the test vectors: small files with one success or one failure each, and what to expect.

Run from the project's folder: `python tests/vectors/make.py`. The keys are fixed and public; age
adds its own randomness, so the bytes differ each time, and the committed ones stay for ever.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "bundles"))

from bundle_making import (  # noqa: E402
    BUNDLE,
    CELL,
    EPOCH,
    OFFICE,
    STRANGER,
    base,
    card_of,
    changes,
    container,
    deletion,
    document,
    entry,
    rebuilt,
    receipt_of,
    sealed_container,
    without_body,
)

from chibo_desktop.bundles.archive import write_zip  # noqa: E402
from chibo_desktop.bundles.card import write_card  # noqa: E402
from chibo_desktop.bundles.entries import encode_entries  # noqa: E402
from chibo_desktop.bundles.envelope import read_outer  # noqa: E402
from chibo_desktop.bundles.format import Kind  # noqa: E402
from chibo_desktop.bundles.receipts import write_receipt  # noqa: E402

SHARE = b"TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc"


def vectors() -> dict[str, tuple[str, bytes]]:
    """Return name -> (expected reason or "ok", bytes)."""
    good = changes(entries=[entry(1), without_body(entry(2)), deletion(3)])
    small = changes(entries=[entry(1)])
    line = encode_entries([entry(1)])
    age = b"age-encryption.org/v1\n"
    scrypt = age + b"-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\n" + SHARE + b"\n--- " + SHARE + b"\n" + bytes(64)
    other = age + b"-> ssh-ed25519 aaaa bbbb\n" + SHARE + b"\n--- " + SHARE + b"\n" + bytes(64)
    receipt = write_receipt(
        receipt_of(), bundle_id=BUNDLE, sender=OFFICE, recipients=[CELL.recipient, OFFICE.recipient]
    )
    bomb = write_zip([("manifest.json", b"{}"), ("entries.jsonl", b"a\n" * 30_000)])
    at = len(small) - len(read_outer(small).payload)
    return {
        "ok-changes.chibo": ("ok", good),
        "ok-book.chibo": ("ok", changes(kind=Kind.BOOK)),
        "ok-documents.chibo": ("ok", changes(kind=Kind.DOCUMENTS, entries=[], blobs=[document()])),
        "ok-receipt.chibo": ("ok", receipt),
        "ok-card.chibo-the": ("ok", write_card(CELL, card_of(), card_id=BUNDLE)),
        "not-a-bundle-zip.chibo": ("not_a_bundle", bomb),
        "incomplete-magic.chibo": ("incomplete", small[:3]),
        "incomplete-last-byte.chibo": ("incomplete", small[:-1]),
        "damaged-appended.chibo": ("damaged", small + b"\0"),
        "damaged-seal-cut.chibo": ("damaged", container(read_outer(small).payload[:-1])),
        "too-large-header.chibo": ("too_large", small[:7] + b"\xff\xff\xff\xff" + small[11:]),
        "too-large-payload.chibo": ("too_large", small[: at - 8] + b"\x7f" + bytes(7) + small[at:]),
        "too-large-manifest.chibo": (
            "too_large",
            sealed_container(_inflating_manifest()),
        ),
        "newer-version-container.chibo": ("newer_version", b"CHIBO2\n" + small[7:]),
        "unknown-sender.chibo": ("unknown_sender", changes(sender=STRANGER, entries=[entry(1)])),
        "bad-signature.chibo": ("bad_signature", small[: at - 9] + bytes([small[at - 9] ^ 1]) + small[at - 8 :]),
        "bad-signature-payload.chibo": ("bad_signature", small[:-1] + bytes([small[-1] ^ 1])),
        "wrong-recipient.chibo": (
            "wrong_recipient",
            changes(recipients=[STRANGER.recipient, CELL.recipient], entries=[entry(1)]),
        ),
        "forbidden-stanza-scrypt.chibo": ("forbidden_stanza", container(scrypt, named=[OFFICE])),
        "forbidden-stanza-ssh.chibo": ("forbidden_stanza", container(other, named=[OFFICE])),
        "bad-manifest-rewrapped.chibo": (
            "bad_manifest",
            container(read_outer(changes(sender=STRANGER, entries=[entry(1)])).payload),
        ),
        "bad-manifest-count.chibo": ("bad_manifest", rebuilt(count=2)),
        "bad-manifest-more-members.chibo": (
            "bad_manifest",
            rebuilt(members=[(document().ref.path, document().data)]),
        ),
        "bad-manifest-path.chibo": ("bad_manifest", sealed_container(write_zip([("../manifest.json", b"{}")]))),
        "bad-manifest-nan.chibo": (
            "bad_manifest",
            sealed_container(write_zip([("manifest.json", b'{"count":NaN}')])),
        ),
        "bad-entries-digest.chibo": ("bad_entries", rebuilt(lines=line.replace(b"note-1", b"note-2"))),
        "bad-entries-head.chibo": ("bad_entries", rebuilt(head_hash=bytes(32))),
        "bad-entries-order.chibo": ("bad_entries", rebuilt(lines=encode_entries([entry(2)]))),
        "wrong-book.chibo": (
            "wrong_book",
            changes(book_id=EPOCH, base_hash=base(book=EPOCH), entries=[entry(1)]),
        ),
        "wrong-kind-card.chibo": ("wrong_kind", container(b"{}", kind=Kind.CARD)),
    }


def _inflating_manifest() -> bytes:
    """Return a zip that the writer here would not write: small, with a manifest that grows."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * 1_100_000)
    return stream.getvalue()


def main() -> None:
    """Write every file and `expected.json`."""
    found = vectors()
    for name, (_, data) in found.items():
        (HERE / name).write_bytes(data)
    expected = {
        "format": 1,
        "sign_seeds": {"cell": CELL.sign_seed.hex(), "office": OFFICE.sign_seed.hex()},
        "age_secrets": {"cell": CELL.age_secret, "office": OFFICE.age_secret},
        "expect": {name: reason for name, (reason, _) in found.items()},
    }
    text = json.dumps(expected, indent=1, ensure_ascii=False)
    (HERE / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
