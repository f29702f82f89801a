"""Read what stands in the cells of a member list: names, months, marks, posts, status."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from chibo_desktop.common.text import clean_line, fold
from chibo_desktop.domain.members import Role, Standing, Status
from chibo_desktop.domain.roll_columns import heading_key

EARLIEST_YEAR = 1930
"""the year the Party was founded: nobody joined before"""

_LOOKALIKE_D = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_MARKS = frozenset({"x", "v", "co", "✓", "✔", "☑", "+", "1", "ct", "db"})
_LONG_NUMBER = re.compile(r"\d[\d .-]{7,}\d")
_DAY = re.compile(r"\b\d{1,2}[.-]\d{1,2}[.-]\d{4}\b")
_CARD_DIGITS = 9
"""the fewest digits of an identity card (old CMND) or a telephone number"""

_STATUS_WORDS: tuple[tuple[str, Status], ...] = (
    ("tam mien", Status.TEMPORARILY_EXEMPT),
    ("tam thoi den", Status.TEMPORARY_IN),
    ("noi khac den", Status.TEMPORARY_IN),
    ("tam thoi di", Status.TEMPORARY_OUT),
    ("tam thoi noi khac", Status.TEMPORARY_OUT),
    ("tam thoi o noi khac", Status.TEMPORARY_OUT),
    ("dinh chi", Status.SUSPENDED),
    ("chuyen sinh hoat", Status.TRANSFERRED),
    ("da chuyen", Status.TRANSFERRED),
    ("chuyen di", Status.TRANSFERRED),
    ("xoa ten", Status.ENDED),
    ("khai tru", Status.ENDED),
    ("tu tran", Status.ENDED),
    ("qua doi", Status.ENDED),
    ("da mat", Status.ENDED),
    ("ra khoi dang", Status.ENDED),
    ("mien", Status.EXEMPT),
    ("giam", Status.REDUCED),
    ("dang sinh hoat", Status.ACTIVE),
    ("binh thuong", Status.ACTIVE),
    ("hoat dong", Status.ACTIVE),
    ("chinh thuc", Status.ACTIVE),
    ("du bi", Status.ACTIVE),
    ("khong", Status.ACTIVE),
)
_ROLE_WORDS: dict[str, Role] = {
    "bi thu": Role.SECRETARY,
    "bi thu chi bo": Role.SECRETARY,
    "bt": Role.SECRETARY,
    "bt chi bo": Role.SECRETARY,
    "bi thu chi bo ban": Role.SECRETARY,
    "pho bi thu": Role.DEPUTY_SECRETARY,
    "pho bi thu chi bo": Role.DEPUTY_SECRETARY,
    "pbt": Role.DEPUTY_SECRETARY,
    "pbt chi bo": Role.DEPUTY_SECRETARY,
    "chi uy vien": Role.COMMITTEE_MEMBER,
    "chi uy": Role.COMMITTEE_MEMBER,
    "cuv": Role.COMMITTEE_MEMBER,
    "to truong": Role.GROUP_LEADER,
    "to truong to dang": Role.GROUP_LEADER,
    "to pho": Role.GROUP_DEPUTY,
    "to pho to dang": Role.GROUP_DEPUTY,
}
_NO_ROLE = frozenset({"", "dang vien", "dv", "khong", "chi bo"})
_FOOTERS = (
    "tong so",
    "tong cong",
    "cong",
    "nguoi lap",
    "t m ",
    "xac nhan",
    "thu ky",
    "ngay lap",
    "ghi chu",
    "noi nhan",
)


def name_of(*parts: str) -> str:
    """Return a name cleaned: NFC, one space between words, no numbering or "Đ/c" before it."""
    name = clean_line(" ".join(parts))
    return re.sub(r"^(?:\d{1,3}[.)]\s*)?(?:(?:[ĐđÐ]/c|[Đđ]ồng chí)[.:]?\s+)?", "", name)


def suggested_name(name: str) -> str:
    """Return how the name is better written: Đ for look-alikes, capitals for first letters only.

    A suggestion; the person accepts it or keeps the name as it came.
    """
    name = name.translate(_LOOKALIKE_D)
    letters = [c for c in name if c.isalpha()]
    if len(letters) > 2 and (all(c.isupper() for c in letters) or all(c.islower() for c in letters)):
        return " ".join(_capitalised(word) for word in name.split())
    return name


def _capitalised(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda m: m[0][:1].upper() + m[0][1:].lower(), word)


def same_name(left: str, right: str) -> bool:
    """Whether two names are one: case, placing of tones and look-alike letters aside.

    A name typed without any mark equals every name that it could stand for.
    """
    if fold(clean_line(left)) != fold(clean_line(right)):
        return False
    return _marks_of(left) == _marks_of(right) or not any(_marks_of(left)) or not any(_marks_of(right))


def _marks_of(name: str) -> tuple[tuple[str, ...], ...]:
    words = unicodedata.normalize("NFD", clean_line(name).translate(_LOOKALIKE_D).lower()).split()
    return tuple(tuple(sorted(c for c in word if unicodedata.combining(c) or c == "đ")) for word in words)


def year_month(text: str) -> str | None:
    """Read a day, a month or a year as YearMonth, the day dropped; "" for nothing, None if unreadable.

    Accepts 3/2004, 03.02.2004, 2004-02-03, 2004, "tháng 3 năm 2004", 3/98 and Excel's "03/02/2004 00:00".
    """
    key = re.sub(r"\s+\d{1,2}:\d{2}(?::\d{2})?$", "", fold(clean_line(text)))
    key = re.sub(r"^(?:ngay|thang|nam)\s+", "", key)
    key = re.sub(r"\s*(?:thang|nam)\s*", "/", key)
    key = re.sub(r"\s+", "", key)
    if not key or key in {"-", "--", "...", "khong"}:
        return ""
    day = month = None
    if match := re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", key):
        year, month, day = match[1], match[2], match[3]
    elif match := re.fullmatch(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4}|\d{2})", key):
        day, month, year = match[1], match[2], match[3]
    else:
        return None
    number = int(year) if len(year) == 4 else _full_year(int(year))
    try:
        date(number, int(month or 1), int(day or 1))
    except ValueError:
        return None
    return f"{number:04d}-{int(month):02d}" if month else f"{number:04d}"


def _full_year(short: int) -> int:
    return 2000 + short if short < EARLIEST_YEAR % 100 else 1900 + short


def is_mark(text: str) -> bool:
    """Whether a cell only ticks its column."""
    key = clean_line(text).lower()
    return key in _MARKS or heading_key(key) in _MARKS


def standing_in(text: str) -> Standing | None:
    """Read full or probationary from words; None if they say neither."""
    key = heading_key(text)
    if re.search(r"\bdu bi\b|\bdb\b|\bdvdb\b", key):
        return Standing.PROBATIONARY
    if re.search(r"\bchinh thuc\b|\bct\b|\bdvct\b", key):
        return Standing.FULL
    return None


def status_in(text: str, heading: str = "") -> Status | None:
    """Read how someone takes part; a tick counts as what the heading says; None if not understood."""
    key = heading_key(heading if is_mark(text) else text)
    if not key:
        return Status.ACTIVE
    return next((status for words, status in _STATUS_WORDS if f" {words} " in f" {key} "), None)


def status_in_note(note: str) -> Status | None:
    """Read a status out of a remark, from unmistakable words only."""
    key = heading_key(note)
    for pattern, status in (
        (r"\btam mien sinh hoat\b", Status.TEMPORARILY_EXEMPT),
        (r"\bmien (?:cong tac va )?sinh hoat\b", Status.EXEMPT),
        (r"\bsinh hoat tam thoi (?:di|noi khac|o noi khac|tai)\b", Status.TEMPORARY_OUT),
        (r"\bsinh hoat tam thoi den\b", Status.TEMPORARY_IN),
    ):
        if re.search(pattern, key):
            return status
    return None


def role_in(text: str) -> tuple[Role | None, str]:
    """Read a post in the cell, and return what else the cell says (such as "Trưởng bản")."""
    found: list[Role] = []
    rest = []
    for part in re.split(r"[,;\n/+]|\s-\s|\s–\s", text):
        key = heading_key(part)
        role = _ROLE_WORDS.get(key)
        if role is not None:
            found.append(role)
        elif key not in _NO_ROLE:
            rest.append(clean_line(part))
    best = next((role for role in Role if role in found), None)
    return best, ", ".join(rest)


def without_long_numbers(text: str) -> str:
    """Return a remark without what may be a number of a card or a telephone (Luật 91/2025/QH15)."""
    kept = _LONG_NUMBER.sub(_unless_card, text)
    return clean_line(kept) if kept != text else text


def _unless_card(match: re.Match[str]) -> str:
    dated = _DAY.search(match[0]) is not None
    return match[0] if dated or sum(c.isdigit() for c in match[0]) < _CARD_DIGITS else ""


def is_footer(text: str) -> bool:
    """Whether a line is a total, a signature or a heading, not a person."""
    key = heading_key(text) + " "
    return any(key.startswith(words if words.endswith(" ") else f"{words} ") for words in _FOOTERS)
