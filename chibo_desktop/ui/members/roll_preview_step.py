"""Third step of the import: everyone in the list, with what to look at, before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.roll_import import ImportPlan, PlannedRow, Severity
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import year_month_text
from chibo_desktop.ui.members.wording import STANDING_WORDS, STATUS_WORDS, plan_sentence, role_words
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.tables import Column, Tone
from chibo_desktop.ui.theme import GRID, ROW, scaled

_TONES: dict[Severity, Tone] = {Severity.BLOCKS: "error", Severity.SKIPS: "due", Severity.WARNS: "info"}
_ORDER = (Severity.BLOCKS, Severity.SKIPS, Severity.WARNS)


def _worst(row: PlannedRow) -> Tone | None:
    found = {problem.severity for problem in row.problems}
    return next((_TONES[severity] for severity in _ORDER if severity in found), None)


def _findings(row: PlannedRow) -> list[str]:
    said = [problem.sentence for problem in row.problems]
    return [*said, f"Nên viết tên là “{row.suggestion}”."] if row.suggestion else said


def _take_word(row: PlannedRow) -> str:
    if row.member is None:
        return "Không được"
    return "Lấy" if row.take else "Không lấy"


def _take_tone(row: PlannedRow) -> Tone:
    if row.member is None:
        return "error"
    return "done" if row.take else "faint"


def _columns(today: Callable[[], date]) -> tuple[Column[PlannedRow], ...]:
    def standing(row: PlannedRow) -> str:
        return STANDING_WORDS[row.member.standing_on(today())] if row.member else ""

    def role(row: PlannedRow) -> str:
        return role_words(row.member.role_on(today())) if row.member else ""

    def status(row: PlannedRow) -> str:
        return STATUS_WORDS[row.member.status_on(today())] if row.member else ""

    return (
        Column("Ghi", _take_word, width=160, icon=lambda r: "check" if r.take else "close", tone=_take_tone),
        Column("Dòng", lambda r: str(r.row), key=lambda r: r.row, align="right", width=72),
        Column("Họ và tên", lambda r: r.name, key=lambda r: name_key(r.name), width=200),
        Column("Loại", standing, width=126),
        Column("Vào Đảng", lambda r: year_month_text(r.member.joined) if r.member else "", width=104),
        Column("Chức vụ", role, width=120),
        Column("Tình trạng", status, width=164),
        Column(
            "Cần xem lại",
            lambda r: " ".join(_findings(r)),
            width=180,
            stretch=True,
            icon=lambda r: "due" if r.problems or r.suggestion else None,
            tone=_worst,
        ),
    )


_DROPPED_FIRST = (5, 6, 4, 3, 1)


class PlanTable(FittedTable[PlannedRow]):
    """The people of the list; space, Enter or a click on the first column takes or leaves one."""

    toggled = Signal(object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(
            _columns(today),
            name="Người trong danh sách",
            identity=lambda r: r.row,
            dropped_first=_DROPPED_FIRST,
            parent=parent,
        )
        self.clicked.connect(self._click)
        self.row_activated.connect(self.toggled)

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        row = self.rows_model.row_at(index)
        if index.column() == 0 and row is not None:
            self.toggled.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if event.key() == Qt.Key.Key_Space and row is not None:
            self.toggled.emit(row)
            event.accept()
            return
        super().keyPressEvent(event)


class PreviewStep(QWidget):
    """The plan, row by row, and the whole words of the chosen row below the table."""

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: ImportPlan | None = None
        self.only_problems = QCheckBox("Chỉ xem người cần xem lại")
        self.accept_all = button("", self._accept_all, icon_name="edit")
        self.table = PlanTable(today)
        self.table.setMinimumHeight(scaled(4 * ROW))
        self.detail = text()
        self.toggle_button = button("", self._toggle_current)
        self.accept_button = button("", self._accept_current, icon_name="edit")
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self.only_problems)
        top.addStretch(1)
        top.addWidget(self.accept_all)
        card = frame("card")
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.toggle_button)
        buttons.addWidget(self.accept_button)
        row = QHBoxLayout(card)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self.detail, 1)
        row.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(card)
        self.only_problems.toggled.connect(self._show)
        self.table.toggled.connect(self._toggle)
        self.table.row_selected.connect(self._say)

    @property
    def sentence(self) -> str:
        """What the plan would do, in numbers."""
        return plan_sentence(self.plan) if self.plan else ""

    @property
    def count(self) -> int:
        """How many people would be written."""
        return len(self.plan.members) if self.plan else 0

    def show_plan(self, plan: ImportPlan) -> None:
        """Show another list's plan."""
        self.plan = plan
        self.only_problems.setChecked(False)
        self._show()
        first = next((row.row for row in plan.rows if _findings(row)), None)
        if first is not None:
            self.table.select(first)
        elif plan.rows:
            self.table.selectRow(0)

    @Slot()
    def _show(self) -> None:
        if self.plan is None:
            return
        rows = [row for row in self.plan.rows if _findings(row) or not self.only_problems.isChecked()]
        self.table.set_rows(rows)
        wrong = sum(bool(_findings(row)) for row in self.plan.rows)
        self.only_problems.setText(f"Chỉ xem {wrong} người cần xem lại")
        self.only_problems.setVisible(wrong > 0)
        better = len(self.plan.suggestions)
        self.accept_all.setText(f"Viết lại cả {better} tên theo gợi ý")
        self.accept_all.setVisible(better > 1)
        self._say(self.table.current())

    @Slot(object)
    def _say(self, row: PlannedRow | None) -> None:
        self.toggle_button.setVisible(row is not None)
        self.accept_button.setVisible(row is not None and bool(row.suggestion))
        if row is None:
            self.detail.setText("Chọn một dòng để xem kỹ.")
            return
        findings = _findings(row) or ["Không có gì cần xem lại."]
        self.detail.setText(f"Dòng {row.row}, {row.name or 'chưa có tên'}: " + " ".join(findings))
        self.toggle_button.setText("Không lấy người này" if row.take else "Lấy người này")
        self.toggle_button.setEnabled(row.member is not None)
        self.accept_button.setText(f"Viết là “{row.suggestion}”".replace("&", "&&"))

    def _replan(self, plan: ImportPlan) -> None:
        self.plan = plan
        self._show()
        self.changed.emit()

    @Slot(object)
    def _toggle(self, row: PlannedRow) -> None:
        if self.plan is not None:
            self._replan(self.plan.with_choice(row.row, take=not row.take))

    @Slot()
    def _toggle_current(self) -> None:
        row = self.table.current()
        if row is not None:
            self._toggle(row)

    @Slot()
    def _accept_current(self) -> None:
        row = self.table.current()
        if row is not None and self.plan is not None:
            self._replan(self.plan.with_suggestion(row.row))

    @Slot()
    def _accept_all(self) -> None:
        if self.plan is not None:
            self._replan(self.plan.with_all_suggestions())
