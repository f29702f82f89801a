"""Pairing cards, and what the office answers."""

from __future__ import annotations

from datetime import timedelta
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
    base,
    card_of,
    changes,
    container,
    receipt_of,
    sealed_container,
)

from chibo_desktop.bundles.archive import write_zip
from chibo_desktop.bundles.card import Card, read_card, write_card
from chibo_desktop.bundles.envelope import check_signature, read_outer
from chibo_desktop.bundles.format import BundleError, Kind, Reason
from chibo_desktop.bundles.identities import fingerprint
from chibo_desktop.bundles.reader import inspect
from chibo_desktop.bundles.receipts import (
    BundleOutcome,
    EpochState,
    KeyAction,
    KeyChange,
    ParkedRange,
    Receipt,
    Status,
    read_receipt,
    supersedes,
    write_receipt,
)
from chibo_desktop.domain.partners import PartnerRole


def card_reason(data: bytes) -> Reason:
    with pytest.raises(BundleError) as caught:
        read_card(data)
    return caught.value.reason


def test_a_card_arrives_as_it_was_made() -> None:
    data = write_card(CELL, card_of(), card_id=BUNDLE)
    card = read_card(data)
    assert card == card_of()
    assert card.fingerprint == fingerprint(CELL.sign_public, CELL.age_recipient, BOOK)
    assert len(data) < 1_500
    found = inspect(data)
    assert (found.kind, found.card, found.problem, found.age_stanzas) == (Kind.CARD, card, None, ())


def test_a_card_of_other_keys_is_not_written() -> None:
    with pytest.raises(ValueError, match="identity"):
        write_card(CELL, card_of(OFFICE), card_id=BUNDLE)


def test_every_cut_or_bent_card_is_refused() -> None:
    data = write_card(CELL, card_of(), card_id=BUNDLE)
    assert {card_reason(data[:length]) for length in range(len(data))} == {Reason.INCOMPLETE}
    for at in range(len(data)):
        card_reason(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    assert card_reason(data + b"\n") is Reason.DAMAGED


def card_file(text: bytes, **over: Any) -> bytes:
    return container(text, **{"kind": Kind.CARD, "named": []} | over)


def test_a_card_signed_by_another_key_is_refused() -> None:
    text = msgspec.json.encode(card_of(OFFICE))
    assert card_reason(card_file(text)) is Reason.BAD_MANIFEST
    assert inspect(card_file(text)).problem is Reason.BAD_MANIFEST


@pytest.mark.parametrize(
    "over",
    [
        {"code": "../x"},
        {"code": "Na-U"},
        {"code": "na-u\n"},
        {"code": ""},
        {"code": "a" * 41},
        {"role": "king"},
        {"name": ""},
        {"name": "a\u202eb"},
        {"commune": "x\ty"},
        {"name": "x" * 301},
        {"age_recipient": "age1" + "q" * 58},
        {"age_recipient": CELL.age_secret},
        {"sign_key": "AAAA"},
        {"made_at": "2026-11-03T12:30:00"},
        {"more": 1},
        {"book_id": None},
    ],
)
def test_a_card_out_of_form_is_refused(over: dict[str, Any]) -> None:
    text = msgspec.json.encode(msgspec.to_builtins(card_of()) | over)
    assert card_reason(card_file(text)) is Reason.BAD_MANIFEST


def test_a_card_is_addressed_to_nobody() -> None:
    assert card_reason(card_file(msgspec.json.encode(card_of()), named=[OFFICE])) is Reason.BAD_MANIFEST


def test_only_a_card_is_a_card() -> None:
    assert card_reason(changes()) is Reason.WRONG_KIND
    assert card_reason(card_file(b"{}" + b" " * 10_000)) is Reason.TOO_LARGE


def sent(receipt: Receipt) -> bytes:
    return write_receipt(receipt, bundle_id=BUNDLE, sender=OFFICE, recipients=[CELL.recipient, OFFICE.recipient])


def receipt_reason(data: bytes) -> Reason:
    with pytest.raises(BundleError) as caught:
        read_receipt(read_outer(data), CELL, BOOK)
    return caught.value.reason


def test_a_receipt_arrives_and_is_small() -> None:
    data = sent(receipt_of())
    outer = read_outer(data)
    check_signature(outer, OFFICE.sign_public)
    assert read_receipt(outer, CELL, BOOK) == receipt_of()
    assert read_receipt(outer, OFFICE) == receipt_of()
    assert len(data) < 2_000


def test_a_receipt_tells_of_gaps_forks_and_keys() -> None:
    receipt = receipt_of(
        epochs=(EpochState(epoch=EPOCH, seq=0, hash=base(), parked=(ParkedRange(first=5, last=9),), fork=True),),
        bundles=(BundleOutcome(bundle_id=BUNDLE, status=Status.REFUSED, reason=Reason.DAMAGED.value),),
        keys=(
            KeyChange(
                action=KeyAction.REVOKED,
                role=PartnerRole.CELL,
                sign_key=STRANGER.sign_public,
                age_recipient=STRANGER.age_recipient,
                at=TIME,
            ),
        ),
    )
    read = read_receipt(read_outer(sent(receipt)), CELL)
    assert read == receipt
    assert [(state.epoch, state.parked[0].last) for state in read.epochs] == [(EPOCH, 9)]


def test_an_older_receipt_is_recognised() -> None:
    old, new = receipt_of(number=6), receipt_of(issued_at=TIME - timedelta(days=9))
    assert supersedes(new, old)
    assert not supersedes(old, new)
    assert not supersedes(new, new)
    restored = receipt_of(office_epoch=BOOK, number=1, issued_at=TIME + timedelta(days=1))
    assert supersedes(restored, new)
    assert not supersedes(new, restored)
    assert not supersedes(receipt_of(cell_book_id=EPOCH, number=99), old)


def test_a_receipt_for_another_cell_is_refused() -> None:
    assert receipt_reason(sent(receipt_of(cell_book_id=EPOCH))) is Reason.WRONG_BOOK


def test_changes_are_no_receipt() -> None:
    assert receipt_reason(changes()) is Reason.WRONG_KIND


def test_a_receipt_that_contradicts_itself_is_refused() -> None:
    state = receipt_of().epochs[0]
    assert receipt_reason(sent(receipt_of(epochs=(state, state)))) is Reason.BAD_MANIFEST
    backwards = msgspec.structs.replace(state, parked=(ParkedRange(first=9, last=5),))
    assert receipt_reason(sent(receipt_of(epochs=(backwards,)))) is Reason.BAD_MANIFEST


@pytest.mark.parametrize(
    "members",
    [
        [],
        [("manifest.json", b"{}")],
        [("receipt.json", b"{}")],
        [("receipt.json", b"{}"), ("entries.jsonl", b"")],
        [("receipt.json", b'{"a":NaN}')],
    ],
)
def test_a_receipt_out_of_form_is_refused(members: list[tuple[str, bytes]]) -> None:
    data = sealed_container(write_zip(members), kind=Kind.RECEIPT)
    assert receipt_reason(data) is Reason.BAD_MANIFEST


def test_a_receipt_re_signed_by_another_key_is_refused() -> None:
    stolen = container(
        read_outer(sent(receipt_of())).payload, kind=Kind.RECEIPT, sender=STRANGER, named=[CELL, OFFICE]
    )
    assert receipt_reason(stolen) is Reason.BAD_MANIFEST


def test_a_receipt_beyond_the_limit_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    from chibo_desktop.bundles import format as limits

    monkeypatch.setitem(limits._SEALED, Kind.RECEIPT, 500)
    with pytest.raises(ValueError, match="receipt"):
        sent(receipt_of())


def test_every_field_of_a_card_has_its_place() -> None:
    assert Card.__struct_fields__ == (
        "book_id",
        "role",
        "name",
        "commune",
        "code",
        "sign_key",
        "age_recipient",
        "made_at",
    )
