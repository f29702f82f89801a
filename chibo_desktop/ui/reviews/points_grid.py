"""The lines of the criteria with both columns of points and what the book suggests (bảng điểm)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from chibo_desktop.domain.review_pack import PointGroup, PointLine
from chibo_desktop.domain.review_rules import PointSum
from chibo_desktop.domain.reviews import ReviewPoints
from chibo_desktop.services.review_facts import PointsHelp
from chibo_desktop.ui.fields import LineEdit
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.points_field import PointsField
from chibo_desktop.ui.reviews.words import points_words
from chibo_desktop.ui.theme import GRID

_OPEN = "Lý do không niêm phong, xã đọc được cùng điểm. Lời riêng tư ghi ở bước Góp ý."
_TOP_RIGHT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight


@dataclass(slots=True)
class PointsRow:
    """The parts of one line."""

    line: PointLine
    own: PointsField
    cell: PointsField
    note: LineEdit
    said: QLabel
    open_words: QLabel
    """who reads the reason"""


@dataclass(slots=True)
class GroupRow:
    """The sums of one group."""

    group: PointGroup
    own: QLabel
    cell: QLabel


class PointsGrid(QWidget):
    """All lines in their groups; Enter goes to the next line of the same column."""

    given = Signal(str, object, bool)
    """code, points, whether the cell's"""
    noted = Signal(str, str)

    def __init__(self, groups: Sequence[PointGroup]) -> None:
        super().__init__()
        self.rows: dict[str, PointsRow] = {}
        self.groups: list[GroupRow] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(0, 1)
        for column, words in enumerate(("", "Tự chấm", "Chi bộ", "Tối đa")):
            self._grid.addWidget(text(words, "fieldLabel", wrap=False), 0, column, Qt.AlignmentFlag.AlignRight)
        self._next = 1
        for group in groups:
            self._add_group(group)
        self._total = GroupRow(
            groups[0], text("", "sectionTitle", wrap=False), text("", "sectionTitle", wrap=False)
        )
        self._grid.addWidget(text("Tổng điểm", "sectionTitle"), self._next, 0)
        self._grid.addWidget(self._total.own, self._next, 1, Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(self._total.cell, self._next, 2, Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(text("100", "sectionTitle", wrap=False), self._next, 3, Qt.AlignmentFlag.AlignRight)

    def _add_group(self, group: PointGroup) -> None:
        row = GroupRow(group, text("", "fieldLabel", wrap=False), text("", "fieldLabel", wrap=False))
        most = text(points_words(group.max), "fieldLabel", wrap=False)
        self._grid.addWidget(text(f"{group.code}. {group.title}", "fieldLabel"), self._next, 0)
        for column, shown in enumerate((row.own, row.cell, most), start=1):
            self._grid.addWidget(shown, self._next, column, Qt.AlignmentFlag.AlignRight)
        self.groups.append(row)
        self._next += 1
        for line in group.lines:
            self._add_line(line)

    def _add_line(self, line: PointLine) -> None:
        name = f"{line.code}. {line.title}"
        row = PointsRow(
            line,
            PointsField(line.max),
            PointsField(line.max),
            LineEdit(max_length=300, placeholder="Lý do cho điểm khác gợi ý"),
            text("", "fieldHint"),
            text(_OPEN, "fieldHint"),
        )
        problem = text("", "fieldProblem")
        problem.hide()
        row.note.setAccessibleName(f"Lý do, {name}")
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(2 * GRID, 0, 0, GRID)
        column.setSpacing(GRID // 2)
        row.note.setAccessibleDescription(_OPEN)
        for part in (text(name), row.said, problem, row.note, row.open_words):
            column.addWidget(part)
        self._grid.addWidget(words, self._next, 0)
        for place, field, who in ((1, row.own, "tự chấm"), (2, row.cell, "chi bộ chấm")):
            field.setAccessibleName(f"Điểm {who}, {name}")
            field.committed.connect(self._teller(line.code, cell=place == 2))
            field.problem_changed.connect(_shower(problem))
            field.returnPressed.connect(self._mover(line.code, cell=place == 2))
            self._grid.addWidget(field, self._next, place, _TOP_RIGHT)
        most = text(points_words(line.max), "faint", wrap=False)
        most.setMinimumHeight(row.own.sizeHint().height())
        self._grid.addWidget(most, self._next, 3, _TOP_RIGHT)
        row.note.committed.connect(lambda words, code=line.code: self.noted.emit(code, str(words)))
        self.rows[line.code] = row
        self._next += 1

    def in_order(self) -> list[QWidget]:
        """Return the fields as Tab goes through them."""
        return [field for row in self.rows.values() for field in (row.own, row.cell, row.note)]

    def _teller(self, code: str, *, cell: bool) -> Callable[[object], None]:
        def tell(points: object) -> None:
            self.given.emit(code, points, cell)

        return tell

    def _mover(self, code: str, *, cell: bool) -> Callable[[], None]:
        def move() -> None:
            codes = list(self.rows)
            after = codes.index(code) + 1
            here = self.rows[code].cell if cell else self.rows[code].own
            if here.problem or after >= len(codes):
                return
            row = self.rows[codes[after]]
            (row.cell if cell else row.own).setFocus(Qt.FocusReason.TabFocusReason)
            (row.cell if cell else row.own).selectAll()

        return move

    def show_points(
        self,
        points: Sequence[ReviewPoints],
        own: PointSum,
        given: PointSum,
        help_: PointsHelp | None,
        *,
        fresh: bool,
    ) -> None:
        """Show what is in the book and leave what is being typed alone."""
        kept = {part.code: part for part in points}
        for code, row in self.rows.items():
            part = kept.get(code)
            suggestion = help_.of(code) if help_ else None
            for field, value in (
                (row.own, part.self_points if part else None),
                (row.cell, part.cell_points if part else None),
            ):
                if fresh or not field.dirty:
                    field.set_value(value)
            row.said.setText(suggestion.words if suggestion else "")
            row.said.setVisible(bool(row.said.text()))
            note = part.note if part else ""
            if fresh or not row.note.dirty:
                row.note.set_value(note)
            wanted = suggestion.points if suggestion else None
            typed = [v for v in (part.self_points, part.cell_points) if v is not None] if part else []
            differs = wanted is not None and any(v != wanted for v in typed)
            row.note.setVisible(bool(note) or differs or row.note.hasFocus())
            row.open_words.setHidden(row.note.isHidden())
        for sums in self.groups:
            sums.own.setText(points_words(own.of_group(sums.group.lines)))
            sums.cell.setText(points_words(given.of_group(sums.group.lines)))
        self._total.own.setText(_sum_words(own))
        self._total.cell.setText(_sum_words(given))


def _sum_words(found: PointSum) -> str:
    if found.total is not None:
        return points_words(found.total)
    return f"({points_words(found.so_far)})" if found.by_code else ""


def _shower(label: QLabel) -> Callable[[str], None]:
    def show(words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    return show
