"""Điểm tối đa từng dòng: how the upper committee divides the 30 and the 70 (HD 43, 7.12)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from chibo_desktop.domain.review_pack import PointGroup, ReviewPack
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.points_field import PointsField
from chibo_desktop.ui.reviews.words import points_words
from chibo_desktop.ui.theme import GRID


class LinePointsDialog(Dialog):
    """The most each line may get; a group's lines add up to the group's points."""

    def __init__(self, parent: QWidget, pack: ReviewPack) -> None:
        super().__init__(
            parent,
            "Đặt điểm tối đa từng dòng",
            f"Cấp ủy cấp trên quy định điểm của từng dòng ({pack.basis_of('points')}). "
            "Mỗi nhóm cộng lại phải đủ điểm của nhóm.",
            yes="Dùng điểm này",
        )
        self._groups = pack.groups
        self.fields: dict[str, PointsField] = {}
        self.sums: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(0, 1)
        for group in pack.groups:
            total = text("", "fieldLabel", wrap=False)
            row = grid.rowCount()
            grid.addWidget(text(f"{group.code}. {group.title}", "fieldLabel"), row, 0)
            grid.addWidget(total, row, 1, Qt.AlignmentFlag.AlignRight)
            self.sums[group.code] = total
            for line in group.lines:
                field = PointsField(group.max)
                field.set_value(line.max)
                field.setAccessibleName(f"Điểm tối đa, {line.code}. {line.title}")
                field.textEdited.connect(self._add_up)
                grid.addWidget(text(f"{line.code}. {line.title}"), grid.rowCount(), 0)
                grid.addWidget(field, grid.rowCount() - 1, 1)
                self.fields[line.code] = field
        self.body.addLayout(grid)
        self._add_up()
        next(iter(self.fields.values())).setFocus()

    def _sum(self, group: PointGroup) -> float:
        return sum(self.fields[line.code].value() or 0.0 for line in group.lines)

    @Slot()
    def _add_up(self) -> None:
        for group in self._groups:
            total = self._sum(group)
            sign = "✓" if total == group.max else "✗"
            self.sums[group.code].setText(f"{sign} {points_words(total)}/{points_words(group.max)}")

    def value(self) -> dict[str, float]:
        """Return the points by line."""
        return {code: field.value() or 0.0 for code, field in self.fields.items()}

    def check(self) -> str | None:
        wrong = next((group for group in self._groups if self._sum(group) != group.max), None)
        if wrong is None:
            return None
        return (
            f"Nhóm {wrong.code} cộng lại {points_words(self._sum(wrong))} điểm, phải đủ {points_words(wrong.max)}."
        )
