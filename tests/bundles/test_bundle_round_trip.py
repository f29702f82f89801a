"""What was sent is what arrives, and anyone with the key can open it with ordinary tools."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from bundle_making import (
    BOOK,
    BUNDLE,
    CELL,
    EPOCH,
    OFFICE,
    STRANGER,
    TIME,
    base,
    changes,
    deletion,
    digest,
    document,
    entry,
    some_entries,
    without_body,
)

from chibo_desktop.bundles.envelope import check_signature, open_payload, read_outer
from chibo_desktop.bundles.format import BundleError, Kind, Reason
from chibo_desktop.bundles.identities import (
    Identity,
    Recipient,
    age_identity_file,
    fingerprint,
    is_age_recipient,
    key_id,
    verify,
)
from chibo_desktop.bundles.reader import inspect, unseal
from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.journal import Parent, epoch_hash


@pytest.mark.parametrize("reader", [OFFICE, CELL], ids=["office", "cell itself"])
def test_what_was_sent_arrives(reader: Identity) -> None:
    entries = [entry(1), without_body(entry(2)), deletion(3), entry(4, 'dấu "ngoặc" và \\ và \n dòng')]
    data = changes(entries=entries, blobs=[document()], last_receipt_id=BOOK)
    outer = read_outer(data)
    check_signature(outer, CELL.sign_public)
    opened = unseal(outer, reader, BOOK)
    assert list(opened.entries) == entries
    assert opened.bundle_id == BUNDLE
    assert opened.blobs == {digest(document().data): document().data}
    assert opened.manifest.last_receipt_id == BOOK
    assert (opened.manifest.from_seq, opened.manifest.to_seq) == (1, 4)
    assert opened.chain.hash_at(0) == base()
    assert opened.chain.hash_at(4) == opened.manifest.head_hash == opened.chain.head
    assert opened.chain.hash_at(5) is None
    assert [header.s for header in opened.chain.headers] == [1, 2, 3, 4]


def test_a_later_piece_of_a_continued_epoch_arrives() -> None:
    parent = Parent(epoch=BOOK, seq=7, hash=digest(b"x"))
    whole = changes(parent=parent, base_hash=epoch_hash(BOOK, EPOCH, parent))
    chain = unseal(read_outer(whole), OFFICE).chain
    between = chain.hash_at(2)
    assert between is not None
    later = changes(parent=parent, base_hash=between, entries=[entry(3)], from_seq=3)
    assert unseal(read_outer(later), OFFICE).chain.head == chain.head


def test_documents_travel_without_entries() -> None:
    data = changes(kind=Kind.DOCUMENTS, entries=[], blobs=[document(), document()])
    opened = unseal(read_outer(data), OFFICE)
    assert (opened.manifest.count, opened.manifest.to_seq) == (0, 0)
    assert [blob.name for blob in opened.manifest.blobs] == [document().name]


def test_the_writer_refuses_a_broken_chain() -> None:
    with pytest.raises(BundleError) as caught:
        changes(entries=[entry(1), entry(3)])
    assert caught.value.reason is Reason.BAD_ENTRIES


def test_the_writer_refuses_another_books_first_hash() -> None:
    with pytest.raises(BundleError) as caught:
        changes(base_hash=base(book=EPOCH))
    assert caught.value.reason is Reason.BAD_MANIFEST


def test_the_writer_refuses_kinds_without_entries() -> None:
    with pytest.raises(ValueError, match="receipt"):
        changes(kind=Kind.RECEIPT)


def test_the_writer_says_when_too_much_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    from chibo_desktop.bundles import format as limits

    with monkeypatch.context() as patch:
        patch.setattr("chibo_desktop.bundles.writer.MAX_BLOB", 100)
        with pytest.raises(UserError, match="lớn quá mức"):
            changes(blobs=[document(b"x" * 101)])
    with monkeypatch.context() as patch:
        patch.setitem(limits._UNPACKED, Kind.CHANGES, 100)
        with pytest.raises(UserError, match="lớn quá mức"):
            changes()
    with monkeypatch.context() as patch:
        patch.setitem(limits._SEALED, Kind.CHANGES, 500)
        with pytest.raises(UserError, match="lớn quá mức"):
            changes()


def test_inspect_needs_no_secret() -> None:
    data = changes()
    found = inspect(data, CELL.sign_public)
    assert found.signature_holds
    assert found.signed_by_given_key is True
    assert found.problem is None
    assert found.kind is Kind.CHANGES
    assert found.sender_key_id == CELL.key_id
    assert found.recipient_key_ids == (OFFICE.key_id, CELL.key_id)
    assert found.time == TIME
    assert found.age_stanzas[:2] == ("X25519", "X25519")
    assert all(tag.endswith("-grease") for tag in found.age_stanzas[2:])
    assert found.size == len(data)
    assert found.payload in data
    assert inspect(data).signed_by_given_key is None
    assert inspect(data, OFFICE.sign_public).signed_by_given_key is False


def test_nothing_readable_stands_outside_the_seal() -> None:
    data = changes(entries=some_entries(), blobs=[document()])
    for secret in ("Lò Văn Á".encode(), b"setting", b"manifest", BOOK, EPOCH, b"PDF"):
        assert secret not in data


def test_the_same_entries_give_the_same_inside() -> None:
    first, second = (open_payload(read_outer(changes(blobs=[document()])), OFFICE) for _ in range(2))
    assert first == second


def test_python_reads_the_zip_inside() -> None:
    inside = open_payload(read_outer(changes(blobs=[document()])), OFFICE)
    with zipfile.ZipFile(io.BytesIO(inside)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "manifest.json",
            "entries.jsonl",
            f"blobs/{digest(document().data).hex()}",
        ]
        assert "Lò Văn Á" in archive.read("entries.jsonl").decode()


def test_debians_age_and_unzip_open_it(tmp_path: Path) -> None:
    age, unzip = shutil.which("age"), shutil.which("unzip")
    if age is None or unzip is None:
        pytest.skip("age or unzip is not installed")
    (tmp_path / "key.txt").write_text(age_identity_file(OFFICE, TIME), encoding="utf-8")
    (tmp_path / "inside.age").write_bytes(inspect(changes()).payload)
    inside = tmp_path / "inside.zip"
    subprocess.run(
        [age, "-d", "-i", tmp_path / "key.txt", "-o", inside, tmp_path / "inside.age"], check=True, timeout=30
    )
    tested = subprocess.run([unzip, "-t", inside], check=True, capture_output=True, text=True, timeout=30)
    assert "No errors detected" in tested.stdout


def test_a_file_of_debians_age_opens_here(tmp_path: Path) -> None:
    age = shutil.which("age")
    if age is None:
        pytest.skip("age is not installed")
    from chibo_desktop.bundles.envelope import open_sealed

    sealed = subprocess.run(
        [age, "-r", OFFICE.age_recipient], input=b"xin chao", check=True, capture_output=True, timeout=30
    ).stdout
    assert open_sealed(sealed, OFFICE) == b"xin chao"


def test_a_month_stays_small() -> None:
    text = "Chi bộ thảo luận việc vận động nhân dân làm đường vào bản, phát quang hành lang. "
    data = changes(entries=[entry(seq, text * 3 + str(seq)) for seq in range(1, 61)])
    assert len(data) < 12_000


def test_a_new_identity_signs_and_opens() -> None:
    identity = Identity.generate()
    assert identity.sign_public != Identity.generate().sign_public
    assert verify(identity.sign_public, identity.sign(b"x"), b"x")
    assert not verify(identity.sign_public, identity.sign(b"x"), b"y")
    assert not verify(b"short", identity.sign(b"x"), b"x")
    assert is_age_recipient(identity.age_recipient)
    assert not is_age_recipient(identity.age_recipient[:-1] + "b")
    assert Recipient.of(identity.sign_public, identity.age_recipient) == identity.recipient
    assert len(key_id(identity.sign_public)) == 16
    assert identity.age_secret not in repr(identity)


def test_the_fingerprint_depends_on_every_part() -> None:
    groups = fingerprint(CELL.sign_public, CELL.age_recipient, BOOK)
    assert [len(group) for group in groups] == [5] * 6
    assert all(group.isdigit() for group in groups)
    others = {
        fingerprint(OFFICE.sign_public, CELL.age_recipient, BOOK),
        fingerprint(CELL.sign_public, OFFICE.age_recipient, BOOK),
        fingerprint(CELL.sign_public, CELL.age_recipient, EPOCH),
    }
    assert len(others | {groups}) == 4


def test_a_stranger_is_told_that_it_is_not_for_him() -> None:
    with pytest.raises(BundleError) as caught:
        unseal(read_outer(changes()), STRANGER)
    assert caught.value.reason is Reason.WRONG_RECIPIENT
    assert caught.value.exit_code == 1
    assert "Chuyển tệp" in caught.value.remedy
