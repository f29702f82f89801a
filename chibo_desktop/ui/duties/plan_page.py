"""The assignment of a year: last year's duties row by row, to keep, change or leave (phân công đầu năm)."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace as with_changes
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.duty_plan import USUAL, PlanRow, UsualDuty, with_usual
from chibo_desktop.services.duty_plans import Plan
from chibo_desktop.ui.fields import Choice, DateField, Line, LineEdit, NoteEdit, NumberField
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.form import Form, commit_fields
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.messages import Banner, Level
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.screen import scrolled
from chibo_desktop.ui.tables import Column, Tone
from chibo_desktop.ui.theme import GRID, ROW, scaled

_DUE = 2


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the draft with the name of who would have it."""

    row: PlanRow
    name: str


def _state(line: _Line) -> str:
    if line.row.taken and (line.row.duty.owner_id is None or not line.row.duty.text):
        return "Cần sửa"
    return "Giao" if line.row.taken else "Bỏ qua"


def _icon(line: _Line) -> str:
    if not line.row.taken:
        return "close"
    return "check" if _state(line) == "Giao" else "due"


def _tone(line: _Line) -> Tone | None:
    if not line.row.taken:
        return "faint"
    return "done" if _state(line) == "Giao" else "error"


def _what(line: _Line) -> str:
    who = line.name or (f"{line.row.gone} (không nhận nữa)" if line.row.gone else "Chưa rõ ai")
    return f"{who}: {' '.join(line.row.duty.text.split()) or 'chưa ghi việc'}"


class _PlanTable(FittedTable[_Line]):
    """The rows; the space bar takes one in or leaves it out."""

    turned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.turned.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class PlanPage(QWidget):
    """The rows at the left, the chosen one at the right; nothing is saved before all is given."""

    changed = Signal()
    """a row was changed"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: Plan | None = None
        self.rows: list[PlanRow] = []
        self._shown: bytes | None = None
        self.table = _PlanTable(
            [
                Column("Chọn", _state, width=136, icon=_icon, tone=_tone),
                Column("Ai, việc gì", _what, width=120, stretch=True, tip=_what),
                Column("Hạn", lambda x: date_text(x.row.duty.due), width=142),
            ],
            name="Các việc định giao",
            identity=lambda x: x.row.duty.id,
            dropped_first=(_DUE,),
        )
        self.table.setSortingEnabled(False)
        self.table.setMinimumHeight(scaled(4 * ROW))
        self.how = text(role="faint")
        self.taken = QCheckBox("Giao việc này")
        self.gone = Banner(Level.DUE)
        # In a narrow column its words wrap more than its own wish, which a banner otherwise never exceeds.
        self.gone.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.gone.hide()
        self.owner: Choice[bytes | None] = Choice([(None, "Chưa giao cho ai")])
        self.usual: Choice[UsualDuty | None] = Choice(
            [(None, "Chọn lĩnh vực"), *((usual, usual.area) for usual in USUAL)]
        )
        self.words = NoteEdit(max_length=4_000, rows=2, max_rows=8, placeholder="Làm việc gì, đến mức nào")
        self.area = LineEdit()
        self.households = NumberField(0, 10_000)
        self.output = LineEdit()
        self.due = DateField()
        self.form = Form()
        self.form.add("Người nhận", self.owner)
        self.form.add("Lĩnh vực thường giao", self.usual)
        self.form.add("Việc được giao", self.words)
        self.form.add_beside(("Lĩnh vực, địa bàn", self.area), ("Số hộ", self.households))
        self.form.add("Sản phẩm, kết quả cần có", self.output)
        self.form.add("Hạn", self.due)
        self.editor = self._editor()
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.how)
        left.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID)
        row.addLayout(left, 11)
        row.addWidget(self.editor, 10)
        self._connect()

    def _editor(self) -> QWidget:
        inside = QWidget()
        inside.setObjectName("content")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self.taken)
        column.addWidget(self.gone)
        column.addWidget(self.form)
        column.addStretch(1)
        return scrolled(inside)

    def _lines(self) -> dict[str, Line | NoteEdit]:
        return {
            "text": self.words, "area": self.area, "households": self.households, "output": self.output,
            "due": self.due,
        }  # fmt: skip

    def _connect(self) -> None:
        self.table.row_selected.connect(self._chosen)
        self.table.row_activated.connect(self._opened)
        self.table.turned.connect(self._turn)
        self.taken.clicked.connect(self._ticked)
        self.owner.committed.connect(partial(self._left, "owner_id"))
        self.usual.committed.connect(self._usual_chosen)
        for key, line in self._lines().items():
            line.committed.connect(partial(self._left, key))

    def show_plan(self, plan: Plan) -> None:
        """Show a draft; the first row is chosen."""
        self.plan = plan
        self.rows = list(plan.rows)
        self._shown = None
        words = (
            f"Có {plan.from_last_year} việc của năm {plan.year - 1}, hạn đã dời sang năm {plan.year}. Giữ, sửa, "
            "hoặc bấm phím cách để bỏ qua."
            if plan.from_last_year
            else f"Năm {plan.year - 1} chưa có phân công trong sổ. Chọn từng đồng chí, chọn lĩnh vực rồi sửa lời."
        )
        given = f" Năm {plan.year} đã giao {plan.given} việc." if plan.given else ""
        self.how.setText(f"{words}{given}")
        self.owner.set_options([(None, "Chưa giao cho ai"), *((m.id, m.name) for m in plan.people)])
        self._show_rows()
        if self.rows:
            self.table.selectRow(0)
        self.editor.setVisible(bool(self.rows))

    def _show_rows(self) -> None:
        names = {m.id: m.name for m in self.plan.people} if self.plan else {}
        self.table.set_rows(_Line(row, names.get(row.duty.owner_id or b"", "")) for row in self.rows)

    @property
    def count(self) -> int:
        """How many rows are taken."""
        return sum(row.taken for row in self.rows)

    def commit(self) -> bool:
        """Commit every field of the row that is shown."""
        return commit_fields(self)

    # -- one row ------------------------------------------------------------------------------

    def _row(self) -> PlanRow | None:
        return next((row for row in self.rows if row.duty.id == self._shown), None)

    @Slot(object)
    def _chosen(self, line: _Line | None) -> None:
        if line is None or line.row.duty.id == self._shown:
            return
        if self._shown is not None:
            self.commit()
        self._shown = line.row.duty.id
        self._load()

    @Slot(object)
    def _opened(self, line: _Line) -> None:
        del line
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self) -> None:
        row = self._row()
        if row is None:
            return
        self.taken.setChecked(row.taken)
        self.owner.set_value(row.duty.owner_id)
        self.usual.set_value(None)
        for key, line in self._lines().items():
            line.set_value(getattr(row.duty, key))  # type: ignore[union-attr]
        self.gone.setVisible(bool(row.gone))
        if row.gone:
            self.gone.say(
                Level.DUE, f"Năm trước đồng chí {row.gone} nhận việc này.",
                "Đồng chí không còn trong diện được giao việc; hãy chọn người nhận mới, hoặc bỏ qua.",
            )  # fmt: skip

    def _put(self, changed: PlanRow) -> None:
        self.rows = [changed if row.duty.id == changed.duty.id else row for row in self.rows]
        self._show_rows()
        self.changed.emit()

    def _left(self, key: str, value: object) -> None:
        row = self._row()
        if row is None:
            return
        duty: Duty = replace(row.duty, **{key: value})
        # Whoever writes a duty into an empty row means it to be given.
        taken = row.taken or (row.before is None and key == "text" and bool(value))
        self.taken.setChecked(taken)
        self._put(with_changes(row, duty=duty, taken=taken))

    @Slot(object)
    def _usual_chosen(self, usual: object) -> None:
        row = self._row()
        if row is None or not isinstance(usual, UsualDuty):
            return
        self._put(with_changes(row, duty=with_usual(row.duty, usual), taken=True))
        self._load()

    @Slot(bool)
    def _ticked(self, taken: bool) -> None:
        row = self._row()
        if row is not None:
            self._put(with_changes(row, taken=taken))

    @Slot()
    def _turn(self) -> None:
        row = self._row()
        if row is not None:
            self.taken.setChecked(not row.taken)
            self._put(with_changes(row, taken=not row.taken))

    def select_first_lacking(self) -> None:
        """Choose the first row that cannot be given as it stands."""
        lacking = next((r for r in self.rows if r.taken and (r.lacks_owner or not r.duty.text)), None)
        if lacking is not None:
            self.table.select(lacking.duty.id)
