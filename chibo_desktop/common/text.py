"""Vietnamese text: normal form, folding for search, and the order of names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Control characters other than tab and line feed never belong in a note; SQLite's length()
# stops at NUL and papers cannot show the others. Bidi overrides could make a name read falsely.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Letters that look like đ but are not: eth, African d. Icelandic and African letters reach
# minutes through old keyboards and fonts.
_FOLDED_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d", "Đ": "d", "Ð": "d", "Ɖ": "d"})

_BASE_LETTERS = {letter: i for i, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def clean(text: str) -> str:
    """Return the text as it is stored: NFC, unix line ends, nothing unprintable, no edge space."""
    text = _SURROGATES.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text)).strip()


def clean_line(text: str) -> str:
    """Return the text cleaned and on one line, runs of white space made one space."""
    return " ".join(clean(text).split())


def excerpt(text: str, most: int) -> str:
    """Return a text as one line of `most` characters, cut between words and marked where it was longer."""
    line = clean_line(text)
    return line if len(line) <= most else f"{line[:most].rpartition(' ')[0] or line[:most]} …"


def fold(text: str) -> str:
    """Return the text as search compares it: no tones, no marks, đ as d, lower case.

    NFC and NFD spellings, and both placings of a tone mark (hòa, hoà), fold alike.
    """
    spread = unicodedata.normalize("NFKD", text.translate(_FOLDED_LETTERS).casefold())
    return "".join(c for c in spread if not unicodedata.combining(c)).translate(_FOLDED_LETTERS)


@lru_cache(maxsize=4096)
def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    upper: list[int] = []
    for char in unicodedata.normalize("NFC", word):
        spread = unicodedata.normalize("NFD", char)
        tone = 0
        rest = ""
        for part in spread:
            if part in _TONES:
                tone = _TONES[part]
            else:
                rest += part
        letter = unicodedata.normalize("NFC", rest)
        lowered = letter.lower()
        letters.append(_BASE_LETTERS.get(lowered, 1000 + ord(lowered[0]) if lowered else 0))
        tones.append(tone)
        upper.append(int(letter != lowered))
    return tuple(letters), tuple(tones), tuple(upper)


SortKey = tuple[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]], ...]


def collation_key(text: str) -> SortKey:
    """Return a key in Vietnamese dictionary order.

    Words are compared one after the other: first by letters (a ă â ... đ ... ê ... ô ơ ... ư),
    then by tone (ngang, huyền, hỏi, ngã, sắc, nặng), then lower before upper case.
    """
    return tuple(_word_key(word) for word in text.split())


def name_key(name: str) -> SortKey:
    """Return the key that sorts people by given name, then family name, then middle names."""
    words = clean_line(name).split()
    if not words:
        return ()
    return collation_key(" ".join([words[-1], *words[:-1]]))


def initials(name: str) -> str:
    """Return the folded initials of a name in its written order: "Lò Văn Á" gives "lva"."""
    return "".join(fold(word)[:1] for word in name.split())
