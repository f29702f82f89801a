"""How papers write dates, times, numbers and names in Vietnamese (cách ghi)."""

from __future__ import annotations

import re
from datetime import date, time

from chibo_desktop.common.text import clean, clean_line

DOTS = "." * 20
"""where a word is missing, to be filled by hand"""

_ADDRESSED = re.compile(r"^(đ/c|đồng chí|ông|bà|anh|chị)\b", re.IGNORECASE)
_LINE_BREAKS = re.compile("[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def month_number(day: date) -> str:
    """Return the month padded as HD 36-HD/VPTW rules: only 1 and 2 get a zero."""
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def month_of(day: date) -> str:
    """Return "tháng 02 năm 2026"."""
    return f"tháng {month_number(day)} năm {day.year}"


def long_date(day: date) -> str:
    """Return "ngày 03 tháng 02 năm 2026"; days below 10 and months 1, 2 are padded (HD 36-HD/VPTW)."""
    return f"ngày {day.day:02d} {month_of(day)}"


def short_date(day: date) -> str:
    """Return "03/02/2026"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def clock_time(moment: time | None) -> str:
    """Return "19 giờ 30 phút", or dots to be filled by hand."""
    if moment is None:
        return "........ giờ ........ phút"
    return f"{moment.hour} giờ {moment.minute:02d} phút"


def decimal(value: float, places: int = 1) -> str:
    """Return a number with a decimal comma, without an idle zero at its end: "92,5", "90"."""
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".").replace(".", ",") if "." in text else text


def percent(part: int, whole: int) -> str:
    """Return a share with one decimal, "88,2%"; never "100%" or "0%" unless it is so exactly."""
    if whole == 0:
        return DOTS
    share = 100 * part / whole
    if part != whole:
        share = min(share, 99.9) if part < whole else share
    if part:
        share = max(share, 0.1)
    return f"{decimal(share)}%"


def counted(number: int) -> str:
    """Return a count as papers write it, below ten with a zero before it: "05", "21", "0"."""
    return f"{number:02d}" if 0 < number < 10 else str(number)


def comrades(number: int) -> str:
    """Return "05 đồng chí"."""
    return f"{counted(number)} đồng chí"


def comrade(name: str) -> str:
    """Return "Đ/c" and the name, unless the name already bears a form of address."""
    name = clean_line(name)
    return name if _ADDRESSED.match(name) else f"Đ/c {name}"


def lines_of(text: str) -> list[str]:
    """Return the paragraphs of a typed text, each cleaned and on one line, empty ones left out."""
    return [line for part in _LINE_BREAKS.split(clean(_LINE_BREAKS.sub("\n", text))) if (line := clean_line(part))]


def sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends with a mark of its own."""
    text = text.rstrip()
    return text if not text or text[-1] in ".!?…:;" else f"{text}."


def capitalised(text: str) -> str:
    """Return the text with its first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


def roman(number: int) -> str:
    """Return a section number from 1 to 39 in Roman numerals."""
    return "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]
