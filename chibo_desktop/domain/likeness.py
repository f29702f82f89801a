"""How much of a text stood in an earlier one (độ giống nhau của hai văn bản)."""

from __future__ import annotations

import re
import unicodedata

SHINGLE = 3
"""words taken together; three in a row seldom agree by chance"""
FEWEST_WORDS = 25
"""below this a text says too little to be called a copy"""
_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, marks kept, punctuation left out."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def shingles(words: list[str], size: int = SHINGLE) -> frozenset[tuple[str, ...]]:
    """Return every run of `size` words."""
    return frozenset(tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def likeness(text: str, earlier: str) -> float | None:
    """Return which share of a text's word triples stands in the earlier text, from 0 to 1.

    Containment |A ∩ B| / |A|, not Jaccard: a paragraph copied whole counts as copied even when
    the earlier text was longer. None for a text of fewer than 25 words. A changed date or figure
    costs three triples, so minutes with new facts fall well below a copy.
    """
    words = words_of(text)
    if len(words) < FEWEST_WORDS:
        return None
    now = shingles(words)
    return len(now & shingles(words_of(earlier))) / len(now)


def mentions(text: frozenset[tuple[str, ...]], phrase: str) -> bool:
    """Whether a text, given as its word pairs, speaks of a phrase: half of the phrase's pairs are in it."""
    words = words_of(phrase)
    pairs = shingles(words, 2)
    return bool(pairs) and 2 * len(pairs & text) >= len(pairs)
