"""The serif face of all papers: registered once, and checked for every Vietnamese letter."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from chibo_desktop.common.errors import DamagedError
from chibo_desktop.common.resources import resource

REGULAR = "ChiboSerif"
BOLD = "ChiboSerif-Bold"
ITALIC = "ChiboSerif-Italic"
BOLD_ITALIC = "ChiboSerif-BoldItalic"

_FILES = {
    REGULAR: "LiberationSerif-Regular.ttf",
    BOLD: "LiberationSerif-Bold.ttf",
    ITALIC: "LiberationSerif-Italic.ttf",
    BOLD_ITALIC: "LiberationSerif-BoldItalic.ttf",
}
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_lock = Lock()


def vietnamese_letters() -> frozenset[str]:
    """Return all letters of Vietnamese in NFC, both cases, f j w z of names included."""
    marked = {unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES}
    lower = marked | set("bcdđfghjklmnpqrstvwxz")
    return frozenset(lower | {letter.upper() for letter in lower})


def load_face(name: str, path: Path) -> TTFont:
    """Read one face and check that it can write Vietnamese; raises DamagedError with the reason."""
    remedy = "Phông chữ đi kèm chương trình đã hỏng hoặc thiếu. Hãy cài lại chương trình rồi in lại."
    try:
        font = TTFont(name, str(path), validate=1)
        glyphs = font.face.charToGlyph
    except (TTFError, OSError, struct.error, ValueError, LookupError, TypeError) as error:
        raise DamagedError(f"Không đọc được phông chữ {path.name}.", remedy) from error
    lost = sorted(letter for letter in vietnamese_letters() if not glyphs.get(ord(letter)))
    if lost:
        raise DamagedError(f"Phông chữ {path.name} thiếu {len(lost)} chữ tiếng Việt ({lost[0]}…).", remedy)
    return font


def load_faces(folder: Path) -> list[TTFont]:
    """Read the four faces of a folder; raises DamagedError when one is missing, damaged or too old."""
    return [load_face(name, folder / file) for name, file in _FILES.items()]


def register() -> None:
    """Make the four faces known to reportlab, once; safe from any thread."""
    with _lock:
        _register_once()


@cache
def _register_once() -> None:
    for font in load_faces(resource("fonts")):
        pdfmetrics.registerFont(font)
    for bold, italic, name in ((0, 0, REGULAR), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD_ITALIC)):
        addMapping(REGULAR, bold, italic, name)


@cache
def _glyphs(face: str) -> frozenset[int]:
    register()
    return frozenset(code for code, glyph in pdfmetrics.getFont(face).face.charToGlyph.items() if glyph)


def has_glyph(char: str) -> bool:
    """Whether all four faces can draw a character."""
    return all(ord(char) in _glyphs(face) for face in _FILES)


def text_width(text: str, face: str, size: float) -> float:
    """Return how wide a text is, in points."""
    register()
    return float(pdfmetrics.stringWidth(text, face, size))
