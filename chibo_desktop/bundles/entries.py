"""Journal entries as lines of text, carried byte for byte, and the check of their chain."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from chibo_desktop.bundles.format import MAX_ENTRIES, MAX_LINE, BundleError, Reason
from chibo_desktop.bundles.strict_json import check_depth, strict_json
from chibo_desktop.domain.journal import Entry, Header, link, verify_entry


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    e: msgspec.Raw
    p: str = ""
    d: msgspec.Raw = msgspec.Raw(b"")


_decoder = msgspec.json.Decoder(_Line)


@dataclass(frozen=True)
class Chain:
    """Entries that fit one another: their headers, and the chain's hash after each of them."""

    base_hash: bytes
    first_seq: int
    headers: tuple[Header, ...]
    hashes: tuple[bytes, ...]

    @property
    def head(self) -> bytes:
        """The hash after the last entry."""
        return self.hashes[-1] if self.hashes else self.base_hash

    def hash_at(self, seq: int) -> bytes | None:
        """Return the hash after entry `seq`, `first_seq - 1` included; None outside."""
        if seq == self.first_seq - 1:
            return self.base_hash
        index = seq - self.first_seq
        return self.hashes[index] if 0 <= index < len(self.hashes) else None


def verify_chain(base_hash: bytes, entries: Sequence[Entry], first_seq: int = 1) -> Chain:
    """Check numbers, digests and form of entries that follow `base_hash`.

    Raises BundleError `bad_entries`.
    """
    headers: list[Header] = []
    hashes: list[bytes] = []
    head = base_hash
    for seq, entry in enumerate(entries, first_seq):
        try:
            headers.append(verify_entry(entry, seq))
        except (ValueError, OverflowError) as error:
            raise BundleError(Reason.BAD_ENTRIES, f"entry {seq}: {error}") from error
        head = link(head, entry.header)
        hashes.append(head)
    return Chain(base_hash, first_seq, tuple(headers), tuple(hashes))


def encode_entries(entries: Sequence[Entry]) -> bytes:
    """Return one line for each entry; raises ValueError for bytes that no line can carry."""
    lines = [_encode_line(entry) for entry in entries]
    if any(b"\n" in line or len(line) > MAX_LINE for line in lines):
        raise ValueError("an entry does not fit on a line")
    return b"".join(line + b"\n" for line in lines)


def decode_entries(data: bytes, count: int) -> tuple[Entry, ...]:
    """Read exactly `count` lines; header and body come out as the very bytes that stand there.

    Raises BundleError: `bad_entries`, `too_large`.
    """
    if count > MAX_ENTRIES:
        raise BundleError(Reason.TOO_LARGE, f"{count} entries")
    if data.count(b"\n") != count or (data and not data.endswith(b"\n")):
        raise BundleError(Reason.BAD_ENTRIES, "number of lines")
    return tuple(_decode_line(line) for line in data.split(b"\n")[:count])


def _encode_line(entry: Entry) -> bytes:
    if entry.body is None or entry.salt is None:
        return b'{"e":%b}' % entry.header
    return b'{"e":%b,"p":"%b","d":%b}' % (entry.header, base64.b64encode(entry.salt), entry.body)


def _decode_line(line: bytes) -> Entry:
    if len(line) > MAX_LINE:
        raise BundleError(Reason.TOO_LARGE, f"line of {len(line)} bytes")
    check_depth(line, Reason.BAD_ENTRIES)
    try:
        parts = _decoder.decode(line)
        header, body = bytes(parts.e), bytes(parts.d)
        entry = (
            Entry(header=header, salt=base64.b64decode(parts.p, validate=True), body=body)
            if parts.p or body
            else Entry(header=header)
        )
    except (msgspec.MsgspecError, ValueError) as error:
        raise BundleError(Reason.BAD_ENTRIES, f"line: {error}") from error
    # One way to write a line: no spaces between the parts, no part twice, no other order.
    if _encode_line(entry) != line:
        raise BundleError(Reason.BAD_ENTRIES, "line out of form")
    if body and not isinstance(strict_json(body, MAX_LINE, Reason.BAD_ENTRIES), dict):
        raise BundleError(Reason.BAD_ENTRIES, "body is not an object")
    return entry
