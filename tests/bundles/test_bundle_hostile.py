"""Bundles that were cut, bent, re-signed or made to hurt."""

from __future__ import annotations

import random
import re
import struct
from typing import Any

import msgspec
import pytest
from bundle_making import (
    BOOK,
    BUNDLE,
    CELL,
    EPOCH,
    OFFICE,
    STRANGER,
    TIME,
    changes,
    container,
    document,
    entry,
    rebuilt,
    sealed_container,
    some_entries,
)

from chibo_desktop.bundles import envelope
from chibo_desktop.bundles.archive import write_zip
from chibo_desktop.bundles.entries import decode_entries, encode_entries, verify_chain
from chibo_desktop.bundles.envelope import (
    Outer,
    build_container,
    check_signature,
    make_header,
    open_payload,
    read_outer,
    seal,
    signature_holds,
)
from chibo_desktop.bundles.format import MAGIC, MAX_HEADER, BundleError, Kind, Reason
from chibo_desktop.bundles.reader import inspect, unseal
from chibo_desktop.domain.journal import Entry

SMALL = changes(entries=[entry(1)])


def reason_of(data: bytes, **over: Any) -> Reason | None:
    """Why the office would refuse these bytes; None when it would take them."""
    identity = over.get("identity", OFFICE)
    try:
        outer = read_outer(data)
        check_signature(outer, CELL.sign_public)
        unseal(outer, identity, BOOK)
    except BundleError as error:
        return error.reason
    return None


def header_text(data: bytes = SMALL) -> dict[str, Any]:
    return msgspec.json.decode(read_outer(data).header_bytes)


def with_header(**over: Any) -> bytes:
    """A container whose header was changed before it was signed."""
    header = msgspec.json.encode(header_text() | over)
    return build_container(header, read_outer(SMALL).payload, CELL)


def test_the_untouched_bundle_is_taken() -> None:
    assert reason_of(SMALL) is None
    assert reason_of(rebuilt()) is None


def test_every_truncation_is_incomplete() -> None:
    assert {reason_of(SMALL[:length]) for length in range(len(SMALL))} == {Reason.INCOMPLETE}


@pytest.mark.parametrize("extra", [b"\0", b"\n", b"x" * 100, SMALL], ids=["nul", "line", "100", "twice"])
def test_bytes_after_the_end_are_refused(extra: bytes) -> None:
    assert reason_of(SMALL + extra) is Reason.DAMAGED


def test_no_mutation_is_taken() -> None:
    chance = random.Random(20261103)
    for _ in range(600):
        data = bytearray(SMALL)
        for _ in range(chance.choice((1, 1, 1, 2, 8))):
            data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        assert reason_of(bytes(data)) is not None


def test_every_bit_of_the_first_part_counts() -> None:
    for at in range(len(SMALL) - len(read_outer(SMALL).payload)):
        data = bytearray(SMALL)
        data[at] ^= 1
        assert reason_of(bytes(data)) is not None, at


def test_other_files_are_no_bundles() -> None:
    for data in (b"PK\3\4" + bytes(100), b"CHIBO0\n" + bytes(90), "Sổ chi bộ".encode(), bytes(200)):
        assert reason_of(data) is Reason.NOT_A_BUNDLE


def test_a_later_container_asks_for_the_update() -> None:
    assert reason_of(b"CHIBO2\n" + SMALL[7:]) is Reason.NEWER_VERSION
    assert reason_of(with_header(format=7, min_reader=7, more=[1])) is Reason.NEWER_VERSION


def test_a_later_format_that_we_may_read_is_read() -> None:
    data = with_header(format=2, more="x")
    assert read_outer(data).header.format == 2
    assert signature_holds(read_outer(data))


@pytest.mark.parametrize(
    "over",
    [
        {"more": "x"},
        {"kind": "game"},
        {"format": 0},
        {"format": "1"},
        {"min_reader": None},
        {"bundle_id": "AAAA"},
        {"sender_key_id": "AAAAAAAAAAAAAAAAAAAAAA=="},
        {"time": "2026-11-03T12:30:00"},
        {"recipient_key_ids": ["AAAAAAAAAAAAAAAAAAAAAA=="] * 2},
        {"recipient_key_ids": ["AAAAAAAAAAAAAAAAAAAAAA=="] * 17},
    ],
)
def test_a_header_out_of_form_is_refused(over: dict[str, Any]) -> None:
    assert reason_of(with_header(**over)) is Reason.DAMAGED


@pytest.mark.parametrize("header", [b"[]", b"7", b"", b"{", b'{"format":1,"format":1}', b"\xff"])
def test_a_header_that_is_no_object_is_refused(header: bytes) -> None:
    assert reason_of(build_container(header, b"", CELL)) is Reason.DAMAGED


def test_lengths_are_limited_before_they_are_used() -> None:
    assert reason_of(MAGIC + struct.pack(">I", MAX_HEADER + 1) + bytes(200)) is Reason.TOO_LARGE
    at = len(SMALL) - len(read_outer(SMALL).payload) - 8
    assert reason_of(SMALL[:at] + struct.pack(">Q", 2**63) + SMALL[at + 8 :]) is Reason.TOO_LARGE


def test_a_file_larger_than_any_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "MAX_FILE", 1000)
    assert reason_of(SMALL) is Reason.TOO_LARGE


def test_another_signer_is_an_unknown_sender() -> None:
    assert reason_of(changes(sender=STRANGER)) is Reason.UNKNOWN_SENDER


def test_nothing_is_decrypted_before_the_signature_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> bytes:
        raise AssertionError("decrypted")

    monkeypatch.setattr(envelope, "open_sealed", never)
    monkeypatch.setattr(envelope.pyrage, "decrypt", never)
    outer = read_outer(SMALL)
    forged = Outer(outer.header, outer.header_bytes, bytes(64), outer.payload)
    for call in (
        lambda: check_signature(forged, CELL.sign_public),
        lambda: unseal(forged, OFFICE),
        lambda: open_payload(forged, OFFICE),
    ):
        with pytest.raises(BundleError) as caught:
            call()
        assert caught.value.reason is Reason.BAD_SIGNATURE
    bent = SMALL[:-1] + bytes([SMALL[-1] ^ 1])
    assert inspect(bent).problem is Reason.BAD_SIGNATURE
    assert reason_of(SMALL, identity=STRANGER) is Reason.WRONG_RECIPIENT


def test_a_sealed_part_in_somebody_elses_container_is_refused() -> None:
    stolen = container(read_outer(SMALL).payload, sender=STRANGER)
    with pytest.raises(BundleError) as caught:
        unseal(read_outer(stolen), OFFICE)
    assert caught.value.reason is Reason.BAD_MANIFEST


def test_a_sealed_part_under_another_header_is_refused() -> None:
    header = make_header(Kind.BOOK, BUNDLE, CELL, [OFFICE.recipient, CELL.recipient], TIME)
    assert reason_of(build_container(header, read_outer(SMALL).payload, CELL)) is Reason.BAD_MANIFEST


def test_a_cell_cannot_speak_for_another_cell() -> None:
    with pytest.raises(BundleError) as caught:
        unseal(read_outer(SMALL), OFFICE, book_id=EPOCH)
    assert caught.value.reason is Reason.WRONG_BOOK


def test_recipients_outside_and_inside_must_agree() -> None:
    payload = seal(b"", [OFFICE.recipient])
    assert reason_of(container(payload)) is Reason.BAD_MANIFEST
    other = (STRANGER.age_recipient, CELL.age_recipient)
    assert reason_of(rebuilt(recipients=other)) is Reason.BAD_MANIFEST
    assert reason_of(rebuilt(recipients=(OFFICE.age_recipient,))) is Reason.BAD_MANIFEST


def test_a_seal_for_others_than_the_header_names_is_refused() -> None:
    payload = seal(b"", [STRANGER.recipient, CELL.recipient])
    assert reason_of(container(payload)) is Reason.WRONG_RECIPIENT


def test_a_bent_seal_under_a_good_signature_is_damaged() -> None:
    payload = read_outer(SMALL).payload
    for bent in (payload[:-1], payload + b"x", payload[:-1] + bytes([payload[-1] ^ 1])):
        assert reason_of(container(bent)) is Reason.DAMAGED


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"count": 2}, Reason.BAD_MANIFEST),
        ({"count": 2, "to_seq": 2}, Reason.BAD_ENTRIES),
        ({"from_seq": 2, "to_seq": 2}, Reason.BAD_ENTRIES),
        ({"to_seq": 9}, Reason.BAD_MANIFEST),
        ({"base_hash": bytes(32)}, Reason.BAD_MANIFEST),
        ({"epoch": BOOK}, Reason.BAD_MANIFEST),
        ({"book_id": EPOCH}, Reason.BAD_MANIFEST),
        ({"head_hash": bytes(32)}, Reason.BAD_ENTRIES),
        ({"entries_sha256": bytes(32)}, Reason.BAD_MANIFEST),
        ({"entries_size": 5}, Reason.BAD_MANIFEST),
        ({"entries_size": 2**39}, Reason.TOO_LARGE),
        ({"sender_public_key": OFFICE.sign_public}, Reason.BAD_MANIFEST),
        ({"header_sha256": bytes(32)}, Reason.BAD_MANIFEST),
        ({"blobs": (document().ref,)}, Reason.BAD_MANIFEST),
        ({"blobs": (document().ref,) * 2}, Reason.BAD_MANIFEST),
        (
            {"blobs": (msgspec.structs.replace(document().ref, name="a\u202egpj.exe"),)},
            Reason.BAD_MANIFEST,
        ),
        ({"recipients": ()}, Reason.BAD_MANIFEST),
        ({"schema_version": 0}, Reason.BAD_MANIFEST),
    ],
)
def test_a_manifest_that_lies_is_refused(over: dict[str, Any], reason: Reason) -> None:
    assert reason_of(rebuilt(**over)) is reason


def test_a_head_without_entries_is_refused() -> None:
    lie = rebuilt(lines=b"", count=0, to_seq=0, head_hash=bytes(32))
    assert reason_of(lie) is Reason.BAD_MANIFEST


def test_members_must_be_those_of_the_manifest() -> None:
    path = document().ref.path
    assert reason_of(rebuilt(members=[(path, b"x")])) is Reason.BAD_MANIFEST
    blobs = (document().ref,)
    other = bytes(len(document().data))
    assert reason_of(rebuilt(blobs=blobs, members=[(path, other)])) is Reason.BAD_MANIFEST
    assert reason_of(rebuilt(blobs=blobs, members=[(path, document().data)])) is None


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([], Reason.BAD_MANIFEST),
        ([("entries.jsonl", b"")], Reason.BAD_MANIFEST),
        ([("entries.jsonl", b""), ("manifest.json", b"{}")], Reason.BAD_MANIFEST),
        ([("manifest.json", b"{}")], Reason.BAD_MANIFEST),
        ([("manifest.json", b"[" * 100_000)], Reason.BAD_MANIFEST),
        ([("manifest.json", b" " * 2_000_000)], Reason.TOO_LARGE),
        ([("receipt.json", b"{}")], Reason.BAD_MANIFEST),
    ],
)
def test_an_inside_without_a_good_manifest_is_refused(members: list[tuple[str, bytes]], reason: Reason) -> None:
    assert reason_of(sealed_container(write_zip(members))) is reason


def test_a_receipt_is_no_changes_bundle() -> None:
    assert reason_of(sealed_container(b"", kind=Kind.RECEIPT)) is Reason.WRONG_KIND
    card = container(b"{}", kind=Kind.CARD)
    assert reason_of(card) is Reason.WRONG_KIND
    with pytest.raises(BundleError) as caught:
        open_payload(read_outer(card), OFFICE)
    assert caught.value.reason is Reason.WRONG_KIND


HEAD, TAIL = encode_entries([entry(1)]).split(b',"d":')
LINE = HEAD + b',"d":' + TAIL


@pytest.mark.parametrize(
    "lines",
    [
        b"\n",
        b"{}\n",
        b"null\n",
        b"[]\n",
        LINE[:-1],
        LINE + b"\n",
        LINE.replace(b'{"e"', b'{ "e"'),
        LINE.replace(b"}\n", b'}\n{"x":1}'),
        LINE.replace(b',"d":', b',"p":"AA==","d":'),
        LINE.replace(b',"d":', b',"x":1,"d":'),
        HEAD + b',"d":null}\n',
        HEAD + b',"d":[]}\n',
        HEAD + b',"d":' + b"[" * 5000 + b"]" * 5000 + b"}\n",
        HEAD + b',"d":{"a":NaN}}\n',
        HEAD + b',"d":{"a":1,"a":2}}\n',
        HEAD + b',"d":{"a":' + b"9" * 5000 + b"}}\n",
        HEAD + b',"d":{"a":"\\ud800"}}\n',
        HEAD + b"}\n",
        HEAD.replace(b'"p":"', b'"p":"*') + b',"d":' + TAIL,
        LINE.replace(b'"s":1', b'"s":1.0'),
        LINE.replace(b'"s":1', b'"s":' + b"9" * 5000),
        LINE.replace(b"bi-thu", b"\\ud800"),
        LINE.replace(b"2026-11-03T12:30:00Z", b"0001-01-01T00:00:00+14:00"),
        LINE.replace(b'"op":"put"', b'"op":"delete"'),
        LINE.replace("Lò Văn Á".encode(), "Lò Văn B".encode()),
    ],
)
def test_a_hostile_line_is_refused(lines: bytes) -> None:
    assert lines != LINE
    assert reason_of(rebuilt(lines=lines)) is Reason.BAD_ENTRIES


def test_a_line_longer_than_any_entry_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chibo_desktop.bundles.entries.MAX_LINE", 100)
    with pytest.raises(BundleError) as caught:
        decode_entries(LINE, 1)
    assert caught.value.reason is Reason.TOO_LARGE
    with pytest.raises(ValueError, match="line"):
        encode_entries([entry(1)])


def test_more_entries_than_any_book_are_refused() -> None:
    with pytest.raises(BundleError) as caught:
        decode_entries(b"", 1_000_001)
    assert caught.value.reason is Reason.TOO_LARGE


def test_an_entry_with_a_line_break_is_not_written() -> None:
    one = entry(1)
    assert one.body is not None
    with pytest.raises(ValueError, match="line"):
        encode_entries([Entry(header=one.header, salt=one.salt, body=one.body.replace(b",", b",\n", 1))])


def test_entries_out_of_order_do_not_chain() -> None:
    one, two, three = some_entries()
    for wrong in ([two, one], [one, three], [one, one], [two, three]):
        with pytest.raises(BundleError) as caught:
            verify_chain(bytes(32), wrong)
        assert caught.value.reason is Reason.BAD_ENTRIES


def test_every_reason_has_its_words() -> None:
    for reason in Reason:
        error = BundleError(reason, "detail")
        assert error.title.endswith((".", "mở."))
        assert error.remedy.endswith(".")
        assert not re.search(r"bundle|hash|null|manifest", error.title + error.remedy)
        assert error.exit_code in {1, 3}
        assert str(error) == f"{reason.value}: detail"
        assert str(BundleError(reason)) == reason.value
