"""JSON that other readers would let through."""

from __future__ import annotations

import time

import msgspec
import pytest

from chibo_desktop.bundles.format import BundleError, Reason
from chibo_desktop.bundles.strict_json import decode, strict_json


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{} {}",
        b"\xef\xbb\xbf{}",
        b"\xff",
        b'"\xed\xa0\x80"',
        b'"\\ud800"',
        b'["\\udc00\\ud800"]',
        b'{"\\ud800":1}',
        b'{"a":{"\\udfff":1}}',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e999",
        b"-1e999",
        b"9" * 5000,
        b"-" + b"9" * 33,
        b"0." + b"1" * 5000,
        b'{"a":1,"a":1}',
        b'{"b":{"a":1,"\\u0061":2}}',
        b"[" * 100_000,
        b"[" * 25 + b"]" * 25,
        b'{"a":' * 25 + b"1" + b"}" * 25,
        b'"\x01"',
        b"'a'",
        b"01",
    ],
)
def test_hostile_json_is_refused(data: bytes) -> None:
    with pytest.raises(BundleError) as caught:
        strict_json(data, 1_000_000, Reason.BAD_MANIFEST)
    assert caught.value.reason is Reason.BAD_MANIFEST


def test_ordinary_json_is_read() -> None:
    deep = "[" * 24 + "]" * 24
    text = '"\\ud83d\\ude00 \\" [[[[[[[[[[[[[[[[[[[[[[[[[[{"'
    data = f'{{"tên":"Lò Văn Á","s":{text},"n":-12.5,"x":[null,true,{2**53}]}}'
    assert strict_json(data.encode(), 1000)["s"].startswith("😀")
    assert strict_json(data.encode(), 1000)["x"] == [None, True, 2**53]
    assert strict_json(deep.encode(), 1000) is not None
    assert strict_json(b"[" + b"[]," * 40 + b"{}]", 1000)[-1] == {}


def test_a_text_over_the_limit_is_not_parsed() -> None:
    with pytest.raises(BundleError) as caught:
        strict_json(b"[]", 1)
    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("data", [b'"\\' * 300_000, b'\\"' * 300_000, b'"[' * 300_000, b'[{"' * 200_000])
def test_the_depth_check_takes_one_pass(data: bytes) -> None:
    began = time.perf_counter()
    with pytest.raises(BundleError):
        strict_json(data, 1_000_000)
    assert time.perf_counter() - began < 2


class Small(msgspec.Struct, forbid_unknown_fields=True):
    a: int


def test_unknown_fields_are_refused_but_in_a_later_format() -> None:
    with pytest.raises(BundleError) as caught:
        decode(b'{"a":1,"b":2}', Small, 100, Reason.BAD_MANIFEST)
    assert caught.value.reason is Reason.BAD_MANIFEST
    assert decode(b'{"a":1,"b":2}', Small, 100, Reason.BAD_MANIFEST, newer=True).a == 1
    for wrong in (b'{"b":2}', b"[1]", b'{"a":"1"}', b'{"a":1.5}'):
        with pytest.raises(BundleError):
            decode(wrong, Small, 100, Reason.BAD_MANIFEST, newer=True)
