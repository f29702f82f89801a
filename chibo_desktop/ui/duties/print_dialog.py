"""Which duties the printed assignment holds (chọn bảng để in)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.form import FieldBox


class PrintDialog(Dialog):
    """A year's duties, or all that are open."""

    def __init__(self, parent: QWidget, this_year: int, planned: Iterable[int]) -> None:
        super().__init__(
            parent, "In bảng phân công nhiệm vụ",
            "Bảng có mọi đảng viên phải được giao việc; đồng chí chưa có việc được để một dòng trống.",
            yes="Chọn nơi lưu",
        )  # fmt: skip
        years = sorted({this_year, *planned}, reverse=True)
        self.what: Choice[int | None] = Choice([
            *((year, f"Nhiệm vụ năm {year}") for year in years), (None, "Tất cả việc đang làm"),
        ])  # fmt: skip
        self.what.set_value(this_year)
        self.body.addWidget(FieldBox("In những việc nào", self.what))

    def value(self) -> int | None:
        """Return the year, None for all open duties."""
        return self.what.value()
