"""The head of an age file, read before the age library sees it.

A hostile scrypt stanza makes the library allocate gigabytes and end the process, so nothing but
X25519 stanzas may reach it.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from chibo_desktop.bundles.format import MAX_AGE_HEADER, MAX_RECIPIENTS, BundleError, Reason

_VERSION = b"age-encryption.org/v1"
_LINE = 64
_SHORTEST_PAYLOAD = 16 + 16
"""nonce, and the tag of an empty last chunk"""
_STANZA = re.compile(rb"-> [\x21-\x7e]+(?: [\x21-\x7e]+)*")
# The library adds exactly one stanza of chance bytes at the end of each header (seen in 5,000 of
# 5,000 files of pyrage 1.4), covered by the header's MAC and skipped by every reader.
_GREASE = re.compile(rb"-> [\x21-\x7e]{1,8}-grease(?: [\x21-\x7e]{1,16}){0,8}")
_MAX_GREASE_BODY = 512


@dataclass(frozen=True)
class AgeHeader:
    """What the head of an age file shows without a key."""

    stanzas: tuple[str, ...]
    """tags in their order: "X25519" for each recipient, then at most one "...-grease" """
    recipients: int
    size: int
    """bytes up to the encrypted part"""


def parse_age_header(data: bytes) -> AgeHeader:
    """Read the head of a binary age v1 file.

    Raises BundleError: `forbidden_stanza` for any stanza that is not X25519 (one last grease
    stanza excepted), `damaged` for anything out of form, `too_large` for too many recipients.
    """
    head = data[:MAX_AGE_HEADER]
    lines, size = _header_lines(head)
    if lines[0] != _VERSION:
        raise _damaged("not an age v1 file")
    tags: list[str] = []
    at = 1
    while at < len(lines) - 1:
        body_end = _body_end(lines, at + 1)
        tags.append(_check_stanza(lines[at], lines[at + 1 : body_end]))
        at = body_end
    _unpadded(lines[-1][4:], 32)
    recipients = tags.count("X25519")
    if any(tag != "X25519" for tag in tags[:-1]) or not recipients:
        raise BundleError(Reason.FORBIDDEN_STANZA, " ".join(tags))
    if recipients > MAX_RECIPIENTS:
        raise BundleError(Reason.TOO_LARGE, f"{recipients} recipients")
    if len(data) - size < _SHORTEST_PAYLOAD:
        raise _damaged("no encrypted part")
    return AgeHeader(tuple(tags), recipients, size)


def _header_lines(head: bytes) -> tuple[list[bytes], int]:
    end = head.find(b"\n--- ")
    stop = head.find(b"\n", end + 1) if end >= 0 else -1
    if stop < 0:
        raise _damaged("age header without end")
    return head[:stop].split(b"\n"), stop + 1


def _body_end(lines: list[bytes], first: int) -> int:
    """Return the index after a stanza's body: full lines of 64, then one shorter."""
    for at in range(first, len(lines) - 1):
        if len(lines[at]) > _LINE:
            raise _damaged("stanza line too long")
        if len(lines[at]) < _LINE:
            return at + 1
    raise _damaged("stanza without last line")


def _check_stanza(line: bytes, body: list[bytes]) -> str:
    if not _STANZA.fullmatch(line):
        raise _damaged("stanza out of form")
    tag, *arguments = line[3:].split(b" ")
    if tag == b"X25519":
        if len(arguments) != 1:
            raise _damaged("X25519 stanza with other than one argument")
        _unpadded(arguments[0], 32)
        _unpadded(b"".join(body), 32)
    elif _GREASE.fullmatch(line):
        _unpadded(b"".join(body), None)
    else:
        raise BundleError(Reason.FORBIDDEN_STANZA, tag.decode("ascii")[:40])
    return tag.decode("ascii")


def _unpadded(text: bytes, size: int | None) -> None:
    """Check base64 without padding in its only form, of `size` bytes where that is fixed."""
    try:
        if b"=" in text:
            raise _damaged("padding")
        value = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise _damaged("base64") from error
    if base64.b64encode(value).rstrip(b"=") != text:
        raise _damaged("base64 not canonical")
    if len(value) != size if size is not None else len(value) > _MAX_GREASE_BODY:
        raise _damaged("wrong length")


def _damaged(detail: str) -> BundleError:
    return BundleError(Reason.DAMAGED, detail)
