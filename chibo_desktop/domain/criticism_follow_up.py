"""When a promise to mend something is asked after again (hỏi lại việc hứa sửa)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from chibo_desktop.domain.criticism import (
    MENDING_OPEN,
    Criticism,
    CriticismForm,
    CriticismText,
    FollowUp,
    Mending,
)
from chibo_desktop.domain.likeness import shingles, words_of

ALIKE = 0.5
"""share of the shorter promise's word pairs from which two promises are taken to be the same"""
Note = tuple[Criticism, CriticismText]


def a_month_after(day: date) -> date:
    """Return the same day of the next month, its last one where there is none."""
    year, month = divmod(day.year * 12 + day.month, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def next_asking(record: Criticism, text: CriticismText) -> date | None:
    """Return the day from which it is to be asked after, None when it is settled.

    Once the promised day has come, or a month after the note where none was promised; after each
    asking a month later, unless the promised day is still to come.
    """
    if record.mending not in MENDING_OPEN:
        return None
    last = max((f.date for f in text.follow_ups), default=None)
    if last is None:
        return text.due or a_month_after(record.date)
    return text.due if text.due is not None and text.due > last else a_month_after(last)


def is_due(record: Criticism, text: CriticismText, today: date) -> bool:
    """Whether it is to be asked after now."""
    day = next_asking(record, text)
    return day is not None and day <= today


def subject_of(form: CriticismForm, text: CriticismText) -> bytes | None:
    """Return the member who is to mend something, None for somebody who is no member."""
    return text.from_id if form is CriticismForm.SELF else text.to_id


def subject_name(form: CriticismForm, text: CriticismText) -> str:
    """Return the name of who is to mend something, as written in the note."""
    return text.from_name if form is CriticismForm.SELF else text.to_name


def followed_up(
    record: Criticism, text: CriticismText, day: date, mending: Mending, words: str = ""
) -> tuple[Criticism, CriticismText]:
    """Return the note after it was asked after; what was asked before is kept.

    The same said twice on one day, without a word, counts once.
    """
    entry = FollowUp(date=day, text=words, mending=mending)
    last = text.follow_ups[-1] if text.follow_ups else None
    if last is not None and not words and (last.date, last.mending) == (day, mending):
        return record, text
    return (
        msgspec.structs.replace(record, mending=mending),
        msgspec.structs.replace(text, follow_ups=(*text.follow_ups, entry)),
    )


def same_promise(one: str, other: str) -> bool:
    """Whether two texts promise the same thing: half of the shorter one's word pairs stand in the other."""
    first, second = shingles(words_of(one), 2), shingles(words_of(other), 2)
    if not first or not second:
        return bool(words_of(one)) and words_of(one) == words_of(other)
    return len(first & second) >= ALIKE * min(len(first), len(second))


@dataclass(frozen=True, slots=True)
class Broken:
    """An earlier note in which the same member promised the same and did not mend it."""

    criticism_id: bytes
    day: date
    due: date | None


def broken_before(record: Criticism, text: CriticismText, others: Iterable[Note]) -> tuple[Broken, ...]:
    """Return the earlier notes with the same promise of the same member that is not mended, the newest first."""
    who = subject_of(record.form, text)
    if who is None or not text.fix:
        return ()
    earlier = [
        (other, words)
        for other, words in others
        if other.id != record.id
        and (other.date, other.id) < (record.date, record.id)
        and other.mending is not Mending.MENDED
        and subject_of(other.form, words) == who
        and same_promise(words.fix, text.fix)
    ]
    earlier.sort(key=lambda pair: (pair[0].date, pair[0].id), reverse=True)
    return tuple(Broken(other.id, other.date, words.due) for other, words in earlier)


def times_not_mended(follow_ups: Sequence[FollowUp]) -> int:
    """Return how often it was asked after and found not mended."""
    return sum(f.mending in {Mending.OPEN, Mending.NOT_MENDED} for f in follow_ups)
