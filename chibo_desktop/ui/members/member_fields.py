"""Fields that only the form of a member has: the name, the month of joining, days that bound each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.members import parse_year_month
from chibo_desktop.domain.roll_import import LONGEST_NAME
from chibo_desktop.domain.roll_values import EARLIEST_YEAR
from chibo_desktop.ui.fields import DateField, Line, LineEdit
from chibo_desktop.ui.labels import year_month_text
from chibo_desktop.ui.members.edits import NAMELESS


class NameField(LineEdit):
    """The name; may be empty only while it belongs to nobody in the book."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(max_length=LONGEST_NAME, placeholder="Ví dụ: Lò Văn Pánh", parent=parent)
        self.of_record = False

    def _other_problem(self, text: str) -> str:
        if text == NAMELESS or (not text and self.of_record):
            return "Họ và tên không để trống được."
        return super()._other_problem(text)


class MonthField(Line):
    """A month and year, or a year alone; a day that is typed is dropped (Luật 91/2025/QH15).

    `committed` carries a stored YearMonth such as "1998-03", "" when empty.
    """

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__(max_length=20, placeholder="tháng/năm", parent=parent)

    def _parse(self, text: str) -> tuple[object, str]:
        value = parse_year_month(text)
        if value is None:
            return "", "Chưa rõ tháng, năm. Hãy gõ như 03/1998 hoặc 1998."
        if value and int(value[:4]) < EARLIEST_YEAR:
            return value, f"Năm vào Đảng phải từ {EARLIEST_YEAR} trở đi."
        if value > f"{self._today():%Y-%m}"[: len(value)]:
            return value, "Tháng này chưa tới."
        return value, ""

    def _show(self, value: object) -> str:
        return year_month_text(value) if isinstance(value, str) else ""

    def storable_month(self) -> str:
        """Return what is typed as it would be stored, "" while it is no month."""
        value, problem = self._parse(self.cleaned())
        return value if isinstance(value, str) and not problem else ""

    def storable_draft(self) -> str:
        """Return what may be kept of an unfinished text: never a day."""
        value = parse_year_month(self.cleaned())
        return year_month_text(value) if value else ""

    @property
    def dirty(self) -> bool:
        """Whether the text differs from the value last set or committed."""
        value, problem = self._parse(self.cleaned())
        return bool(problem) or value != self._committed

    def set_value(self, value: str) -> None:
        """Show a month that is already in the book; tells nobody."""
        self._take(value)


class BoundDate(DateField):
    """A day that another field or fact bounds; `refuse` returns what is wrong with a day, or None."""

    def __init__(
        self,
        refuse: Callable[[date], str | None],
        *,
        required: str = "",
        latest: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._refuse = refuse
        super().__init__(required=required, earliest=date(EARLIEST_YEAR, 1, 1), latest=latest, parent=parent)
        # An example of a date would read as one already written.
        self.setPlaceholderText("ngày/tháng/năm")

    def _parse(self, text: str) -> tuple[object, str]:
        value, problem = super()._parse(text)
        if isinstance(value, date) and not problem:
            problem = self._refuse(value) or ""
        return value, problem
