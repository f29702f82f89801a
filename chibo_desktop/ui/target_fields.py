"""The field for a measure, and the dialog that sets a target (chỉ tiêu)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.targets import Target, figure
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import Choice, DateField, Line, LineEdit
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.theme import scaled

_MOST = 1_000_000_000
_MEASURE = re.compile(r"(\d{1,3}(?:[. ]\d{3})+|\d{1,10})(?:[.,](\d{1,4}))?")


def parse_measure(words: str) -> float | None:
    """Read "80", "87,5", "1.250" or "1.250,5"; None if it is none. A dot before three digits parts thousands."""
    match = _MEASURE.fullmatch(words.strip().removesuffix("%").strip())
    if match is None:
        return None
    whole = match[1].replace(".", "").replace(" ", "")
    return float(f"{whole}.{match[2] or '0'}")


class MeasureField(Line):
    """A number that may have decimals; `committed` carries a float or None."""

    def __init__(self, *, required: str = "", parent: QWidget | None = None) -> None:
        super().__init__(max_length=16, required=required, parent=parent)

    def _empty(self) -> object:
        return None

    def _parse(self, text: str) -> tuple[object, str]:
        if not text:
            return None, ""
        value = parse_measure(text)
        if value is None:
            return None, "Chỗ này chỉ ghi số, như 80 hoặc 87,5."
        return (value, "") if value <= _MOST else (None, "Số này quá lớn.")

    def _show(self, value: object) -> str:
        return figure(value) if isinstance(value, float) else ""

    def value(self) -> float | None:
        """Return the number in the field, None if it is empty or none."""
        value, problem = self._parse(self.cleaned())
        return value if isinstance(value, float) and not problem else None

    def set_value(self, value: float | None) -> None:
        """Show a number that is already in the book; tells nobody."""
        self._take(None if value is None else float(value))


class TargetDialog(Dialog):
    """What is to be reached, how much of it, by when, and who answers for it."""

    def __init__(
        self, parent: QWidget, target: Target, people: Sequence[tuple[bytes, str]], *, whose: str, new: bool
    ) -> None:
        super().__init__(
            parent, "Thêm chỉ tiêu" if new else "Sửa chỉ tiêu", whose, yes="Thêm chỉ tiêu" if new else "Sửa"
        )
        self.setMinimumWidth(scaled(540))
        self._target = target
        self.text = LineEdit(max_length=300, required="Hãy ghi chỉ tiêu về việc gì.")
        self.text.set_value("" if new else target.text)
        self.sense: Choice[bool] = Choice([(False, "Ít nhất"), (True, "Nhiều nhất")])
        self.sense.set_value(target.at_most)
        self.planned = MeasureField()
        self.planned.set_value(target.planned)
        self.unit = LineEdit(max_length=40, placeholder="%, hộ, triệu")
        self.unit.set_value(target.unit)
        self.due = DateField()
        self.due.set_value(target.due)
        offered: list[tuple[bytes | None, str]] = [(None, "Chưa phân công"), *people]
        if target.owner_id is not None and target.owner_id not in {person for person, _ in people}:
            offered.append((target.owner_id, "Người đã rời chi bộ"))
        self.owner: Choice[bytes | None] = Choice(offered)
        self.owner.set_value(target.owner_id)
        self.form = Form()
        self.form.add("Chỉ tiêu", self.text, "Ví dụ: Tỷ lệ hộ đạt gia đình văn hóa.")
        self.form.add_beside(("Phải đạt", self.sense), ("Con số", self.planned), ("Đơn vị", self.unit))
        self.form.add_beside(("Đến ngày", self.due), ("Người phụ trách", self.owner))
        self.body.addWidget(self.form)
        self.text.setFocus()
        QTimer.singleShot(0, self, self.adjustSize)

    def value(self) -> Target:
        """Return the target as it was written."""
        return msgspec.structs.replace(
            self._target, text=self.text.value(), planned=self.planned.value(), unit=self.unit.value(),
            at_most=bool(self.sense.value()), due=self.due.value(), owner_id=self.owner.value(),
        )  # fmt: skip

    def check(self) -> str | None:
        return None if self.form.commit() else "Còn ô chưa đúng."
