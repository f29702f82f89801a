"""What holds for any book, any bytes and any JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from bundle_making import BOOK, CELL, OFFICE, TIME, base, changes, container, digest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.bundles.age_header import parse_age_header
from chibo_desktop.bundles.archive import inflate, list_members, write_zip
from chibo_desktop.bundles.drives import safe_code
from chibo_desktop.bundles.entries import decode_entries, encode_entries, verify_chain
from chibo_desktop.bundles.envelope import read_outer, seal, signature_holds
from chibo_desktop.bundles.format import MAGIC, MIB, BundleError, Kind, Reason
from chibo_desktop.bundles.identities import fingerprint
from chibo_desktop.bundles.reader import inspect, unseal
from chibo_desktop.bundles.strict_json import strict_json
from chibo_desktop.domain.journal import Entry, Op, make_entry
from chibo_desktop.domain.settings import setting

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)
zones = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
times = st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30), timezones=zones)  # noqa: DTZ001


@st.composite
def books(draw: st.DrawFn) -> list[Entry]:
    """Entries 1, 2, 3 ... as any book may have them: bodies, deletions, bodies left at home."""
    entries = []
    for seq in range(1, draw(st.integers(0, 12)) + 1):
        op = draw(st.sampled_from(Op))
        item = setting(f"n{seq}", draw(texts)) if op is Op.PUT else None
        whole = make_entry(
            item,
            kind="setting",
            record_id=digest(b"%d" % seq)[:16],
            seq=seq,
            rev=draw(st.integers(1, 2**53)),
            op=op,
            at=draw(times).astimezone(UTC),
            by=draw(st.text(st.characters(exclude_categories=("Cs",)), max_size=20)),
            salt=draw(st.binary(min_size=16, max_size=16)),
        )
        entries.append(Entry(header=whole.header) if draw(st.booleans()) else whole)
    return entries


@given(books())
@settings(max_examples=60, deadline=None)
def test_any_entries_come_back_byte_for_byte(entries: list[Entry]) -> None:
    assert list(decode_entries(encode_entries(entries), len(entries))) == entries


@given(books(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_chain_cut_anywhere_goes_on_where_it_was_cut(entries: list[Entry], data: st.DataObject) -> None:
    whole = verify_chain(base(), entries)
    cut = data.draw(st.integers(0, len(entries)))
    between = whole.hash_at(cut)
    assert between is not None
    assert verify_chain(base(), entries[:cut]).head == between
    assert verify_chain(between, entries[cut:], cut + 1).head == whole.head


@given(books(), times)
@settings(max_examples=15, deadline=None)
def test_any_book_travels(entries: list[Entry], time: datetime) -> None:
    data = changes(entries=entries, time=time)
    opened = unseal(read_outer(data), OFFICE, BOOK)
    assert list(opened.entries) == entries
    assert opened.outer.header.time == time


@given(st.binary(max_size=2_000), st.sampled_from([Kind.CHANGES, Kind.RECEIPT, Kind.CARD]))
@settings(max_examples=60, deadline=None)
def test_any_payload_is_framed_and_signed_exactly(payload: bytes, kind: Kind) -> None:
    data = container(payload, kind=kind)
    outer = read_outer(data)
    assert (outer.payload, outer.header.kind) == (payload, kind)
    assert signature_holds(outer)


@given(st.binary(max_size=300), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_refused_as_a_bundle(data: bytes, magic: bool) -> None:
    with pytest.raises(BundleError):
        inspect(MAGIC + data if magic else data)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_refused_as_an_age_head(data: bytes) -> None:
    with pytest.raises(BundleError):
        parse_age_header(b"age-encryption.org/v1\n" + data)


@given(st.binary(max_size=20_000))
@settings(max_examples=30, deadline=None)
def test_whatever_is_sealed_has_a_head_we_accept(data: bytes) -> None:
    sealed = seal(data, [CELL.recipient, OFFICE.recipient])
    assert parse_age_header(sealed).recipients == 2


@given(st.lists(st.binary(max_size=3_000), max_size=5, unique=True))
@settings(max_examples=60, deadline=None)
def test_any_members_come_back(blobs: list[bytes]) -> None:
    members = [(f"blobs/{digest(blob).hex()}", blob) for blob in blobs]
    data = write_zip(members)
    assert [(name, inflate(data, one)) for name, one in list_members(data, MIB).items()] == members


trees: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(trees, st.booleans())
@settings(max_examples=80, deadline=None)
def test_any_ordinary_json_is_read_as_others_read_it(tree: Any, ascii_only: bool) -> None:
    text = json.dumps(tree, ensure_ascii=ascii_only)
    assert strict_json(text.encode(), MIB) == tree


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_name_gives_a_plain_code(text: str) -> None:
    code = safe_code(text)
    assert 1 <= len(code) <= 43
    assert code.isascii()
    assert code.replace("-", "x").isalnum()
    assert code == code.lower()


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=16, max_size=16))
@settings(max_examples=40, deadline=None)
def test_any_fingerprint_can_be_read_aloud(key: bytes, book: bytes) -> None:
    groups = fingerprint(key, "age1x", book)
    assert len(groups) == 6
    assert all(len(group) == 5 and group.isdigit() for group in groups)


def naughty() -> list[str]:
    path = Path(__file__).parents[3] / "shared" / "vectors" / "blns.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


@pytest.mark.skipif(not naughty(), reason="the list of naughty strings does not lie beside the project")
def test_naughty_strings_travel_and_are_no_bundles() -> None:
    strings = [text for text in naughty() if text]
    entries = [
        make_entry(
            setting(f"n{seq}", text),
            kind="setting",
            record_id=digest(text.encode())[:16],
            seq=seq,
            rev=1,
            op=Op.PUT,
            at=TIME,
            by="",
            salt=bytes(16),
        )
        for seq, text in enumerate(strings, 1)
    ]
    assert list(unseal(read_outer(changes(entries=entries)), OFFICE).entries) == entries
    for text in strings:
        with pytest.raises(BundleError) as caught:
            read_outer(text.encode())
        assert caught.value.reason is Reason.NOT_A_BUNDLE
        assert safe_code(text).isascii()
