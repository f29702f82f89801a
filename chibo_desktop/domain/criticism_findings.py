"""What makes a note of criticism empty or hurting, and how to say it better (soi lời phê bình).

It warns and never forbids: a short honest word is worth more than a long form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText
from chibo_desktop.domain.criticism_questions import Guide
from chibo_desktop.domain.likeness import mentions, shingles, words_of

LONG_PROMISE_DAYS = 183
"""a day further off than half a year is forgotten before it comes"""


class Flaw(Enum):
    """What is the matter with it."""

    FORMAL = "formal"
    TONE = "tone"
    SWEEPING = "sweeping"
    NO_ACT = "no_act"
    NO_FIX = "no_fix"
    NO_DAY = "no_day"
    EARLY_DAY = "early_day"
    FAR_DAY = "far_day"


@dataclass(frozen=True, slots=True)
class CriticismFinding:
    """One gentle warning beside one field of a note."""

    flaw: Flaw
    place: str
    """ "content", "acceptance", "fix", "due", or "answer" and the question's number from 0: "answer:2" """
    sentence: str = field(repr=False)
    better: str = field(default="", repr=False)


_SENTENCES = re.compile(r"[^.!?;\n]+(?:[.!?;]+|\n|$)|\.")
_UNITS = (
    "lần|hộ|buổi|ngày|đêm|tối|sáng|chiều|con|người|tháng|tuần|nhà|việc|đồng|triệu|giờ|phút|cây|sào|km|mét|em|cháu"
)
_COUNTED = re.compile(rf"\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|chục|nửa)\s+(?:{_UNITS})\b")
_DAYS = re.compile(
    r"\b(?:hôm qua|hôm kia|hôm nay|tuần trước|tháng trước|tháng này|tối qua|sáng nay|chiều qua|chủ nhật|"
    r"thứ (?:hai|ba|tư|năm|sáu|bảy)|mồng (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)|rằm)\b"
)
_INSIDE = re.compile(r"(?<=[\w,:“\"(] )\w+")
_NUMBER = re.compile(r"\d")
_A_DAY = re.compile(r"\b\d{1,2}\s*[/.-]\s*\d{1,2}\b|\bngày \d|\btháng \d|\bcuối (?:tháng|quý|năm)\b|\btrước tết\b")


def is_concrete(text: str, names: Iterable[str] = (), duties: Iterable[str] = ()) -> bool:
    """Whether a text holds something one could check: a number, a day, a name or a duty of the book.

    A name is known by its last word written large ("anh Pâng"); a duty when half of its word pairs are there.
    """
    text = unicodedata.normalize("NFC", text)
    lowered = text.lower()
    if _NUMBER.search(text) or _COUNTED.search(lowered) or _DAYS.search(lowered):
        return True
    # A name begins with a capital inside a sentence; as its first word it could be any word.
    inside = set(_INSIDE.findall(text))
    given = {unicodedata.normalize("NFC", name.split()[-1]) for name in names if name.split()}
    if given & inside or any(name in text for name in names if " " in name):
        return True
    pairs = shingles(words_of(text), 2)
    return any(mentions(pairs, duty) for duty in duties)


def holds(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text as whole words, marks and all; capitals do not matter."""
    lowered = unicodedata.normalize("NFC", text).lower()
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", lowered) is not None


def criticism_findings(
    record: Criticism,
    text: CriticismText,
    guide: Guide,
    *,
    names: Sequence[str] = (),
    duties: Sequence[str] = (),
) -> tuple[CriticismFinding, ...]:
    """Return what could be said better, in the order of the note's fields.

    `names` are those of the cell's members, `duties` the words of the duties the book knows of the person.
    """
    said = list(_said(text))
    # Whom it is about and who says it stand in every note: their names prove nothing.
    names = [name for name in names if name not in {text.from_name, text.to_name}]
    found: list[CriticismFinding] = []
    for place, words in said:
        found += _tone(place, words, guide)
        found += _formal(place, words, guide, names, duties)
    body = " ".join(words for place, words in said if place == "content" or place.startswith("answer"))
    formal = any(f.flaw is Flaw.FORMAL for f in found)
    if record.form is CriticismForm.CRITICISM and body and not formal and not is_concrete(body, names, duties):
        place = next(place for place, _ in said if place == "content" or place.startswith("answer"))
        found.append(
            CriticismFinding(
                Flaw.NO_ACT,
                place,
                "Lời góp ý chưa nói việc nào cụ thể.",
                "Kể một việc: hôm nào, ở đâu, đã làm hoặc chưa làm gì.",
            )
        )
    return (*found, *_promise(record, text, said=bool(body)))


def _said(text: CriticismText) -> Iterator[tuple[str, str]]:
    for number, answer in enumerate(text.answers):
        if answer.text:
            yield f"answer:{number}", answer.text
    for place, words in (("content", text.content), ("acceptance", text.acceptance), ("fix", text.fix)):
        if words:
            yield place, words


def _tone(place: str, words: str, guide: Guide) -> list[CriticismFinding]:
    found = []
    attack = _longest(words, guide.tone.attack)
    if attack:
        found.append(
            CriticismFinding(
                Flaw.TONE,
                place,
                f"“{attack}” là nói về con người.",
                "Nói về việc: hôm nào, việc gì chưa làm. Người nghe mới sửa được.",
            )
        )
    sweeping = _longest(words, guide.tone.sweeping)
    if sweeping:
        found.append(
            CriticismFinding(
                Flaw.SWEEPING, place, f"“{sweeping}” là nói quá, dễ sinh cãi.", "Nói đúng số lần, hoặc kể một lần."
            )
        )
    return found


def _formal(
    place: str, words: str, guide: Guide, names: Sequence[str], duties: Sequence[str]
) -> list[CriticismFinding]:
    sentences = [clean_line(part) for part in _SENTENCES.findall(_joined_numbers(words))]
    found = []
    for formal in guide.formal:
        phrase = _longest(words, formal.phrases)
        if not phrase:
            continue
        where = next((n for n, sentence in enumerate(sentences) if holds(sentence, phrase)), None)
        if where is None:
            continue
        beside = " ".join(sentences[max(0, where - 1) : where + 2])
        if not is_concrete(beside, names, duties):
            found.append(
                CriticismFinding(Flaw.FORMAL, place, f"“{phrase}” mà chưa có việc cụ thể đi kèm.", formal.better)
            )
    return found[:2]


def _joined_numbers(words: str) -> str:
    """Return the words with 12.10 and 1.500 as one, so that their points end no sentence."""
    return re.sub(r"(?<=\d)\.(?=\d)", "/", words)


def _longest(words: str, phrases: Iterable[str]) -> str:
    return max((phrase for phrase in phrases if holds(words, phrase)), key=len, default="")


def _promise(record: Criticism, text: CriticismText, *, said: bool) -> list[CriticismFinding]:
    if not text.fix:
        if not said:
            return []
        return [
            CriticismFinding(Flaw.NO_FIX, "fix", "Chưa ghi sẽ sửa việc gì.", "Một việc nhỏ làm được ngay cũng đủ.")
        ]
    if text.due is None:
        if _A_DAY.search(unicodedata.normalize("NFC", text.fix).lower()):
            better = "Ghi ngày ấy vào ô Sửa xong trước ngày thì sổ mới nhắc hỏi lại đúng hẹn."
        else:
            better = "Hẹn một ngày thì việc mới xong; không hẹn, sổ sẽ nhắc hỏi lại sau một tháng."
        return [CriticismFinding(Flaw.NO_DAY, "due", "Lời hứa sửa chưa có ngày.", better)]
    if text.due < record.date:
        return [
            CriticismFinding(
                Flaw.EARLY_DAY, "due", "Ngày hẹn sửa đứng trước ngày phê bình.", "Xem lại một trong hai ngày."
            )
        ]
    if (text.due - record.date).days > LONG_PROMISE_DAYS:
        return [
            CriticismFinding(
                Flaw.FAR_DAY, "due", "Ngày hẹn sửa còn xa hơn nửa năm.", "Hẹn một bước nhỏ trong tháng tới."
            )
        ]
    return []
