"""Entries, their canonical form, and the chain."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.journal import (
    ChainError,
    Entry,
    Head,
    Op,
    Parent,
    UnknownRecordError,
    decode_body,
    decode_header,
    encode_body,
    epoch_hash,
    link,
    make_entry,
    short_code,
    verify_entry,
)
from chibo_desktop.domain.records import KINDS, kind_of
from chibo_desktop.domain.settings import Setting, setting

AT = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)
ID = b"i" * 16
SALT = b"s" * 16


def entry(seq: int, value: str, op: Op = Op.PUT) -> Entry:
    item = setting("tên", value) if op is Op.PUT else None
    return make_entry(
        item,
        kind="setting",
        record_id=setting("tên", "").id,
        seq=seq,
        rev=seq,
        op=op,
        at=AT,
        by="bi-thu",
        salt=SALT,
    )


def test_every_kind_has_one_class_and_one_name() -> None:
    assert {kind_of(cls): cls for cls in KINDS.values()} == dict(KINDS)


def test_canonical_bytes_do_not_change_between_releases() -> None:
    assert encode_body(setting("Tên", "Chi bộ")) == (
        '{"id":"2sInkfxAt5HaRZKR+VX4Ag==","name":"Tên","value":"Chi bộ"}'.encode()
    )
    assert entry(1, "a").header == (
        b'{"s":1,"k":"setting","id":"/LAzzhnsPVVFcAB/dSWvLw==","rev":1,"op":"put","at":"2026-11-03T12:30:00Z",'
        b'"by":"bi-thu","sv":2,"dh":"JuaAnTQAtWxh8lhOe6eH0lftlkKw8B+uefx6ZVDv+po="}'
    )


@given(st.text(max_size=300))
def test_a_body_comes_back_as_it_was(value: str) -> None:
    try:
        item = setting("n", value)
        body = encode_body(item)
    except UnicodeEncodeError:
        return
    assert decode_body("setting", body) == item
    json.loads(body)


def test_unknown_kind_and_unknown_missing_or_oversized_fields_are_refused() -> None:
    with pytest.raises(UnknownRecordError):
        decode_body("vu_khi", b"{}")
    good = json.loads(encode_body(setting("n", "v")))
    for bad in (
        {**good, "extra": 1},
        {k: v for k, v in good.items() if k != "value"},
        {**good, "name": "x" * 201},
        {**good, "id": "AAAA"},
    ):
        with pytest.raises(msgspec.ValidationError):
            decode_body("setting", json.dumps(bad).encode())


@pytest.mark.parametrize("seq", [1, 2, 2**40])
def test_an_entry_verifies_at_its_own_number_only(seq: int) -> None:
    assert verify_entry(entry(seq, "v"), seq).s == seq
    with pytest.raises(ChainError):
        verify_entry(entry(seq, "v"), seq + 1)


def test_a_body_may_stay_at_home_but_not_be_another() -> None:
    one = entry(1, "v")
    verify_entry(Entry(header=one.header), 1)
    with pytest.raises(ChainError):
        verify_entry(Entry(header=one.header, salt=SALT, body=encode_body(setting("tên", "w"))), 1)
    with pytest.raises(ChainError):
        verify_entry(Entry(header=one.header, salt=SALT), 1)
    with pytest.raises(ChainError):
        verify_entry(Entry(header=entry(1, "", Op.DELETE).header, salt=SALT, body=one.body), 1)


def test_header_out_of_canonical_form_is_refused() -> None:
    header = entry(1, "v").header
    for changed in (header.replace(b'"s":1', b'"s": 1'), header.replace(b"}", b',"x":1}'), b"[]", b"\xff"):
        with pytest.raises(ChainError):
            decode_header(changed)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=8), st.data())
def test_changing_any_entry_changes_the_head(values: list[str], data: st.DataObject) -> None:
    base = epoch_hash(ID, b"e" * 16, None)

    def head(entries: list[Entry]) -> bytes:
        digest = base
        for one in entries:
            digest = link(digest, one.header)
        return digest

    entries = [entry(i, value) for i, value in enumerate(values, start=1)]
    at = data.draw(st.integers(0, len(entries) - 1))
    other = list(entries)
    other[at] = entry(at + 1, values[at] + "!")
    assert head(other) != head(entries)
    assert head(entries[:-1]) != head(entries)


def test_an_epoch_is_bound_to_its_book_and_parent() -> None:
    parent = Parent(epoch=b"p" * 16, seq=7, hash=b"h" * 32)
    hashes = {
        epoch_hash(ID, b"e" * 16, None),
        epoch_hash(b"j" * 16, b"e" * 16, None),
        epoch_hash(ID, b"f" * 16, None),
        epoch_hash(ID, b"e" * 16, parent),
    }
    assert len(hashes) == 4


def test_short_code_is_twelve_hex_digits_in_groups() -> None:
    assert short_code(bytes.fromhex("3f9a1c2b77d0") + b"\0" * 26) == "3F9A-1C2B-77D0"


def test_head_and_settings_are_plain_values() -> None:
    assert Head(epoch=ID, seq=0, hash=b"h" * 32) == Head(epoch=ID, seq=0, hash=b"h" * 32)
    assert setting("a", "1").id == setting("a", "2").id
    assert isinstance(setting("a", "1"), Setting)
