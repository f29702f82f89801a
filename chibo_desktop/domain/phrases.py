"""The cell's own phrases, put in by a shortcut and an explicit key (câu mẫu)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chibo_desktop.common.text import clean_line, fold
from chibo_desktop.domain.records import Line, Note, Position, Record, kind


@kind("phrase")
class Phrase(Record, frozen=True, kw_only=True):
    """A sentence the minute-taker uses often."""

    shortcut: Line
    """a few letters, compared without tones and marks"""
    text: Note
    position: Position = 0


_LAST_WORD = re.compile(r"[^\W_]+\Z")


def shortcut_key(typed: str) -> str:
    """Return a shortcut as it is compared: without tones, marks, capitals and spaces."""
    return fold(typed).replace(" ", "")


def expansion(phrases: Iterable[Phrase], before: str) -> tuple[int, Phrase] | None:
    """Return how many letters before the cursor are a shortcut, and its phrase; None if they are none."""
    found = _LAST_WORD.search(before)
    if found is None:
        return None
    wanted = shortcut_key(found[0])
    for phrase in phrases:
        if shortcut_key(phrase.shortcut) == wanted:
            return len(found[0]), phrase
    return None


def matching_phrases(phrases: Sequence[Phrase], typed: str) -> list[Phrase]:
    """Return the phrases whose shortcut begins with the letters typed, then those that hold the words."""
    wanted = shortcut_key(typed)
    if not wanted:
        return list(phrases)
    words = fold(typed).split()
    starting = [phrase for phrase in phrases if shortcut_key(phrase.shortcut).startswith(wanted)]
    holding = [phrase for phrase in phrases if all(word in fold(phrase.text) for word in words)]
    return starting + [phrase for phrase in holding if phrase not in starting]


def phrase_problem(phrases: Iterable[Phrase], phrase: Phrase) -> str:
    """Return what is wrong with a phrase that is to be kept, "" when all is well."""
    letters = clean_line(phrase.shortcut)
    if not _LAST_WORD.fullmatch(letters):
        return "Chữ tắt chỉ gồm chữ cái và số, viết liền, ví dụ nt."
    if not phrase.text.strip():
        return "Hãy ghi câu mẫu."
    twin = next(
        (p for p in phrases if p.id != phrase.id and shortcut_key(p.shortcut) == shortcut_key(letters)), None
    )
    return f"Chữ tắt này đã dùng cho câu “{twin.text.strip()[:40]}”." if twin else ""
