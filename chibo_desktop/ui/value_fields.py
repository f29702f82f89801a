"""Fields of one line that stand for a time, a day or a number."""

from __future__ import annotations

import re
from datetime import date, time

from PySide6.QtWidgets import QWidget

from chibo_desktop.ui.labels import date_text, number_text, time_text
from chibo_desktop.ui.line_fields import Line


class _Parsed(Line):
    """A line that stands for a value other than its text."""

    def _empty(self) -> object:
        return None

    def _show(self, value: object) -> str:
        return "" if value is None else str(value)

    @property
    def dirty(self) -> bool:
        """Whether the text differs from the value last set or committed."""
        value, problem = self._parse(self.cleaned())
        return bool(problem) or value != self._committed


_TIME = re.compile(r"(\d{1,2})\s*(?:[:hg.,]\s*(\d{1,2})?\s*(?:ph?|phút)?)?|(\d{2})(\d{2})", re.IGNORECASE)
_DATE = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})|(\d{2})(\d{2})(\d{4})")


def parse_time(text: str) -> time | None:
    """Read "19:30", "19h30", "19 giờ" as typed "19h", or "1930"; None if it is no time."""
    match = _TIME.fullmatch(text.replace("giờ", "h").strip())
    if not match:
        return None
    hour, minute = match[1] or match[3], match[2] or match[4] or "0"
    if int(hour) > 23 or int(minute) > 59:
        return None
    return time(int(hour), int(minute))


def parse_date(text: str) -> date | None:
    """Read "3/11/2026", "03-11-2026", "03.11.26" or "03112026"; None if there is no such day."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    day, month, year = (int(part) for part in (match.groups()[:3] if match[1] else match.groups()[3:]))
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


class TimeField(_Parsed):
    """A time of day, typed freely; `committed` carries a time or None."""

    def __init__(self, *, required: str = "", parent: QWidget | None = None) -> None:
        super().__init__(max_length=20, placeholder="19:30", required=required, parent=parent)

    def _parse(self, text: str) -> tuple[object, str]:
        value = parse_time(text)
        return value, "" if value or not text else "Chưa rõ giờ. Hãy gõ như 19:30."

    def _show(self, value: object) -> str:
        return time_text(value) if isinstance(value, time) else ""

    def value(self) -> time | None:
        """Return the time in the field, None if empty or not a time."""
        return parse_time(self.cleaned())

    def set_value(self, value: time | None) -> None:
        """Show a time that is already in the book; tells nobody."""
        self._take(value)


class DateField(_Parsed):
    """A day, typed freely as dd/mm/yyyy; `committed` carries a date or None."""

    def __init__(
        self,
        *,
        required: str = "",
        earliest: date | None = None,
        latest: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._earliest = earliest
        self._latest = latest
        super().__init__(max_length=20, placeholder="ngày/tháng/năm", required=required, parent=parent)

    def _parse(self, text: str) -> tuple[object, str]:
        value = parse_date(text)
        if value is None:
            return None, "Không có ngày này. Hãy gõ như 03/11/2026." if text else ""
        if self._earliest and value < self._earliest:
            return value, f"Ngày phải từ {date_text(self._earliest)} trở đi."
        if self._latest and value > self._latest:
            return value, f"Ngày phải đến {date_text(self._latest)} trở về trước."
        return value, ""

    def _show(self, value: object) -> str:
        return date_text(value) if isinstance(value, date) else ""

    def value(self) -> date | None:
        """Return the day in the field, None if empty or no day."""
        return parse_date(self.cleaned())

    def set_value(self, value: date | None) -> None:
        """Show a day that is already in the book; tells nobody."""
        self._take(value)


class NumberField(_Parsed):
    """A whole number, typed; `committed` carries an int or None."""

    def __init__(
        self, minimum: int = 0, maximum: int = 9_999, *, required: str = "", parent: QWidget | None = None
    ) -> None:
        self._least = minimum
        self._most = maximum
        super().__init__(max_length=12, required=required, parent=parent)

    def _parse(self, text: str) -> tuple[object, str]:
        if not text:
            return None, ""
        digits = text.replace(".", "").replace(" ", "")
        if not re.fullmatch(r"[0-9]{1,9}", digits):
            return None, "Chỗ này chỉ ghi số."
        value = int(digits)
        if not self._least <= value <= self._most:
            return value, f"Số phải từ {number_text(self._least)} đến {number_text(self._most)}."
        return value, ""

    def _show(self, value: object) -> str:
        return number_text(value) if isinstance(value, int) else ""

    def value(self) -> int | None:
        """Return the number in the field, None if empty or wrong."""
        value, problem = self._parse(self.cleaned())
        return value if isinstance(value, int) and not problem else None

    def set_value(self, value: int | None) -> None:
        """Show a number that is already in the book; tells nobody."""
        self._take(value)
