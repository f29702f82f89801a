"""JSON from strangers: everything that could surprise a reader is refused before it is believed."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn, TypeVar

import msgspec

from chibo_desktop.bundles.format import MAX_JSON_DEPTH, MAX_NUMBER_LENGTH, BundleError, Reason

# Possessive, and closing quote optional: one pass over any input, however hostile.
_TOKENS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+|[\[\]{}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

S = TypeVar("S", bound=msgspec.Struct)


def strict_json(data: bytes, limit: int, reason: Reason = Reason.DAMAGED) -> Any:
    """Read a JSON text of at most `limit` bytes.

    Raises BundleError: `too_large`, or `reason` for anything but UTF-8 JSON without repeated keys,
    NaN, infinities, lone surrogates, more than 24 levels or numbers of more than 32 characters.
    """
    if len(data) > limit:
        raise BundleError(Reason.TOO_LARGE, f"JSON of {len(data)} bytes")
    check_depth(data, reason)
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_int=_number,
            parse_float=_fraction,
            parse_constant=_constant,
        )
        if _ESCAPED_SURROGATE.search(data):
            _check_text(value)
    except ValueError as error:
        raise BundleError(reason, f"JSON: {error}") from error
    return value


def decode(data: bytes, form: type[S], limit: int, reason: Reason, *, newer: bool = False) -> S:
    """Read a struct strictly; with `newer` (a later format than ours) fields we do not know are skipped.

    Raises BundleError with `reason`.
    """
    tree = strict_json(data, limit, reason)
    if newer and isinstance(tree, dict):
        known = {field.encode_name for field in msgspec.structs.fields(form)}
        tree = {name: value for name, value in tree.items() if name in known}
    try:
        return msgspec.convert(tree, form, strict=True)
    except (msgspec.ValidationError, ValueError) as error:
        raise BundleError(reason, f"{form.__name__}: {error}") from error


def check_depth(data: bytes, reason: Reason) -> None:
    """Refuse nesting that a recursive parser might not survive; raises BundleError with `reason`."""
    if data.count(b"[") + data.count(b"{") <= MAX_JSON_DEPTH:
        return
    depth = 0
    for match in _TOKENS.finditer(data):
        token = data[match.start()]
        if token in b"[{":
            depth += 1
            if depth > MAX_JSON_DEPTH:
                raise BundleError(reason, "JSON nested too deeply")
        elif token in b"]}":
            depth -= 1


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("repeated key")
    return found


def _number(digits: str) -> int:
    if len(digits) > MAX_NUMBER_LENGTH:
        raise ValueError("number too long")
    return int(digits)


def _fraction(digits: str) -> float:
    if len(digits) > MAX_NUMBER_LENGTH:
        raise ValueError("number too long")
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("number without bound")
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _check_text(value: Any) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if _SURROGATE.search(item):
                raise ValueError("lone surrogate")
        elif isinstance(item, dict):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
