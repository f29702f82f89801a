"""The window's font, given the room above and below that stacked Vietnamese marks need."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

ASCENT = 1.19
"""of the em, above the base line: the file says 1.0, but Ẫ Ử reach 1.14 and would touch the line above"""
DESCENT = 0.33

_CHECKSUM_BASE = 0xB1B0AFBA
_U32 = 0xFFFFFFFF


def load_font(path: Path) -> None:
    """Make a font file known to Qt with a roomier line; raises ValueError if it cannot be read."""
    if QFontDatabase.addApplicationFontFromData(QByteArray(roomier(path.read_bytes()))) < 0:
        raise ValueError(path.name)


def roomier(data: bytes) -> bytes:
    """Return a TrueType font with the line's ascent and descent of this module; glyphs are untouched."""
    font = bytearray(data)
    (count,) = struct.unpack_from(">H", font, 4)
    entries = {
        bytes(font[at : at + 4]): (at, *struct.unpack_from(">II", font, at + 8))
        for at in range(12, 12 + 16 * count, 16)
    }
    head, hhea, os2 = entries[b"head"][1], entries[b"hhea"][1], entries[b"OS/2"][1]
    (em,) = struct.unpack_from(">H", font, head + 18)
    ascent, descent = round(ASCENT * em), round(DESCENT * em)
    struct.pack_into(">hhh", font, hhea + 4, ascent, -descent, 0)
    struct.pack_into(">hhhHH", font, os2 + 68, ascent, -descent, 0, ascent, descent)
    struct.pack_into(">I", font, head + 8, 0)
    for tag in (b"head", b"hhea", b"OS/2"):
        at, offset, length = entries[tag]
        struct.pack_into(">I", font, at + 4, _checksum(font[offset : offset + length]))
    struct.pack_into(">I", font, head + 8, (_CHECKSUM_BASE - _checksum(font)) & _U32)
    return bytes(font)


def _checksum(part: bytes | bytearray) -> int:
    padded = bytes(part) + b"\0" * (-len(part) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & _U32
