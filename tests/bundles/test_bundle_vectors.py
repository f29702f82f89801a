"""The committed files of every format so far: each reads, or fails, as it always did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bundle_making import BOOK

from chibo_desktop.bundles.card import read_card
from chibo_desktop.bundles.envelope import check_signature, read_outer
from chibo_desktop.bundles.format import CARD_SUFFIX, BundleError, Kind, Reason
from chibo_desktop.bundles.identities import Identity
from chibo_desktop.bundles.reader import unseal
from chibo_desktop.bundles.receipts import read_receipt

VECTORS = Path(__file__).parent.parent / "vectors"
EXPECTED = json.loads((VECTORS / "expected.json").read_text(encoding="utf-8"))


def identity(name: str) -> Identity:
    return Identity(bytes.fromhex(EXPECTED["sign_seeds"][name]), EXPECTED["age_secrets"][name])


def outcome(name: str, data: bytes) -> str:
    cell, office = identity("cell"), identity("office")
    try:
        if name.endswith(CARD_SUFFIX):
            read_card(data)
            return "ok"
        outer = read_outer(data)
        if outer.header.kind is Kind.RECEIPT:
            check_signature(outer, office.sign_public)
            read_receipt(outer, cell, BOOK)
        else:
            check_signature(outer, cell.sign_public)
            unseal(outer, office, BOOK)
    except BundleError as error:
        return error.reason.value
    return "ok"


@pytest.mark.parametrize("name", sorted(EXPECTED["expect"]))
def test_the_vector_reads_as_expected(name: str) -> None:
    assert outcome(name, (VECTORS / name).read_bytes()) == EXPECTED["expect"][name]


def test_there_is_a_vector_for_every_reason_and_kind() -> None:
    assert {reason.value for reason in Reason} | {"ok"} == set(EXPECTED["expect"].values())
    assert {f"ok-{kind.value}" for kind in Kind} == {
        name.partition(".")[0] for name, reason in EXPECTED["expect"].items() if reason == "ok"
    }
    on_disk = {path.name for path in VECTORS.glob("*.chibo*")}
    assert on_disk == set(EXPECTED["expect"])
