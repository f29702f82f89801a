"""The targets of a resolution: set, measured, judged (chỉ tiêu)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.targets import Target, TargetState, amount, planned_words
from chibo_desktop.services import targets
from chibo_desktop.services.resolution_list import target_words
from chibo_desktop.services.targets import TargetRow
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.documents.kept_words import KeptWords
from chibo_desktop.ui.documents.section import Section
from chibo_desktop.ui.fields import Choice, DateField, NoteEdit
from chibo_desktop.ui.fitted_table import FittedTable, fit_height
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.tables import Column, Tone
from chibo_desktop.ui.target_fields import MeasureField, TargetDialog
from chibo_desktop.ui.theme import GRID

_STATES = {
    TargetState.OPEN: "Để con số quyết định",
    TargetState.MET: label(TargetState.MET),
    TargetState.EXCEEDED: label(TargetState.EXCEEDED),
    TargetState.NOT_MET: label(TargetState.NOT_MET),
}
_TONES: dict[TargetState, Tone] = {
    TargetState.MET: "done", TargetState.EXCEEDED: "done", TargetState.NOT_MET: "error",
}  # fmt: skip


def tone_of(row: TargetRow) -> Tone | None:
    """Return the colour of a target's state; late ones stand out."""
    return "due" if row.overdue else _TONES.get(row.state)


class ResultDialog(Dialog):
    """How far a target is, and on which day that was."""

    def __init__(self, parent: QWidget, target: Target, today: date) -> None:
        wanted = planned_words(target)
        super().__init__(
            parent, "Ghi kết quả chỉ tiêu", f"{target.text}{f'. Kế hoạch: {wanted}.' if wanted else ''}",
            yes="Ghi kết quả",
        )  # fmt: skip
        self.reached = MeasureField(required="Hãy ghi con số đạt được.")
        self.reached.set_value(target.reached)
        self.day = DateField(required="Hãy ghi ngày có kết quả.", latest=today)
        self.day.set_value(today)
        self.note = NoteEdit(rows=2, max_rows=4, max_length=4_000)
        self.note.set_value(target.note)
        self.form = Form()
        unit = f" ({target.unit})" if target.unit else ""
        self.form.add_beside((f"Đạt được{unit}", self.reached), ("Ngày có kết quả", self.day))
        self.form.add("Căn cứ, ghi chú", self.note)
        self.body.addWidget(self.form)
        self.reached.setFocus()
        self.reached.selectAll()
        QTimer.singleShot(0, self, self.adjustSize)

    def check(self) -> str | None:
        return None if self.form.commit() else "Còn ô chưa đúng."


class JudgeDialog(Dialog):
    """Whether a target is met, where figures do not say it, with the reason."""

    def __init__(self, parent: QWidget, target: Target, today: date) -> None:
        super().__init__(
            parent, "Đánh giá chỉ tiêu",
            f"{target.text}. Dùng khi chỉ tiêu không đo bằng con số, hoặc con số chưa nói hết.",
            yes="Ghi đánh giá",
        )  # fmt: skip
        self.state: Choice[TargetState] = Choice(list(_STATES.items()))
        self.state.set_value(target.state if target.state is not TargetState.OPEN else TargetState.MET)
        self.day = DateField(required="Hãy ghi ngày đánh giá.", latest=today)
        self.day.set_value(today)
        self.note = NoteEdit(rows=2, max_rows=4, max_length=4_000)
        self.note.set_value(target.note)
        self.form = Form()
        self.form.add_beside(("Kết quả", self.state), ("Ngày đánh giá", self.day))
        self.form.add("Vì sao", self.note)
        self.body.addWidget(self.form)
        self.state.setFocus()
        QTimer.singleShot(0, self, self.adjustSize)

    def check(self) -> str | None:
        if not self.form.commit():
            return "Còn ô chưa đúng."
        if self.state.value() is not TargetState.OPEN and not self.note.value():
            return "Hãy ghi một câu vì sao đánh giá như vậy."
        return None


class TargetsBox(QWidget):
    """The targets of the resolution that is shown; Enter on a line writes down its result."""

    changed_one = Signal(object)
    """the id of the target that was set, to be chosen when it is shown"""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self._section = section
        self._resolution: bytes | None = None
        self._whose = ""
        self._people: Sequence[tuple[bytes, str]] = ()
        self.heading = text("Chỉ tiêu", "sectionTitle")
        self.empty = text("", "faint")
        self.table: FittedTable[TargetRow] = FittedTable(
            [
                Column("Chỉ tiêu", lambda r: r.target.text, width=150, stretch=True, tip=_tip),
                Column("Kế hoạch", lambda r: planned_words(r.target), width=140),
                Column(
                    "Đến ngày", lambda r: date_text(r.target.due), key=lambda r: r.target.due or date.max, width=136
                ),
                Column("Kết quả", target_words, width=240, tone=tone_of),
                Column("Phụ trách", lambda r: r.owner, width=140),
            ],
            name="Chỉ tiêu của nghị quyết",
            identity=lambda r: r.id,
            dropped_first=(4, 1, 2),
        )
        self.table.row_activated.connect(self._open)
        self.table.row_selected.connect(self._selected)
        self.table.delete_asked.connect(self.delete)
        self.result_button = button("Ghi kết quả", self.record, icon_name="check")
        self.judge_button = button("Đánh giá", self.judge, icon_name="vote")
        self.edit_button = button("Sửa", self.edit, icon_name="edit")
        self.delete_button = button("Xóa", self.delete, icon_name="remove", role="flat")
        self._on_one = (self.result_button, self.judge_button, self.edit_button, self.delete_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for part in (self.heading, self.empty, self.table):
            layout.addWidget(part)
        layout.addWidget(flow(*self._on_one))

    def show_targets(
        self,
        rows: Sequence[TargetRow],
        *,
        resolution_id: bytes | None,
        whose: str,
        people: Sequence[tuple[bytes, str]],
    ) -> None:
        """Show the targets of a resolution; None stands for those of no resolution."""
        self._resolution, self._whose, self._people = resolution_id, whose, people
        met = sum(row.state in {TargetState.MET, TargetState.EXCEEDED} for row in rows)
        self.heading.setText(f"Chỉ tiêu: {met}/{len(rows)} đạt" if rows else "Chỉ tiêu")
        self.empty.setText("Chưa có chỉ tiêu. Bấm Thêm chỉ tiêu để ghi con số, hạn và người phụ trách.")
        self.empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.set_rows(rows)
        fit_height(self.table, len(rows))
        if rows and self.table.current() is None:
            self.table.select(next((r.id for r in rows if r.overdue), rows[0].id))
        self._selected(self.table.current())

    @Slot(object)
    def _selected(self, row: TargetRow | None) -> None:
        for made in self._on_one:
            made.setVisible(row is not None)

    @Slot(object)
    def _open(self, row: TargetRow) -> None:
        self.table.select(row.id)
        self.record()

    def _on_chosen(self, ask: Callable[[TargetRow], None]) -> None:
        row = self.table.current()
        if row is not None:
            ask(row)

    # -- acts -------------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a new target of the resolution."""
        session, resolution = self._section.session, self._resolution
        self._section.desk.tasks.run(
            lambda _: targets.new_target(session, resolution), lambda made: self._ask(made, new=True), owner=self
        )

    def edit(self) -> None:
        """Change what the chosen target wants."""
        self._on_chosen(lambda row: self._ask(row.target, new=False))

    def _ask(self, target: Target, *, new: bool) -> None:
        dialog = TargetDialog(self, target, self._people, whose=self._whose, new=new)
        whose = target.resolution_id.hex() if target.resolution_id else ""
        place = f"target:new:{whose}" if new else f"target:{target.id.hex()}:edited"
        KeptWords(self._section, dialog, place, {"text": dialog.text})

        def wanted() -> None:
            written = dialog.value()
            self.changed_one.emit(written.id)
            said = "Đã thêm chỉ tiêu." if new else "Đã sửa chỉ tiêu."
            self._section.act(lambda: targets.save_target(self._section.session, written), said)

        dialog.accepted.connect(wanted)
        dialog.open()

    def record(self) -> None:
        """Ask how far the chosen target is."""
        self._on_chosen(self._ask_result)

    def _ask_result(self, row: TargetRow) -> None:
        session = self._section.session
        dialog = ResultDialog(self, row.target, session.clock.today())
        KeptWords(self._section, dialog, f"target:{row.id.hex()}:result", {"note": dialog.note})

        def wanted() -> None:
            reached, day, note = dialog.reached.value(), dialog.day.value(), dialog.note.value()
            if reached is None or day is None:
                return
            said = f"Đã ghi kết quả: {amount(reached, row.target.unit)}."
            self._section.act(lambda: targets.record_result(session, row.id, reached, day, note), said)

        dialog.accepted.connect(wanted)
        dialog.open()

    def judge(self) -> None:
        """Ask whether the chosen target is met, and why."""
        self._on_chosen(self._ask_state)

    def _ask_state(self, row: TargetRow) -> None:
        session = self._section.session
        dialog = JudgeDialog(self, row.target, session.clock.today())
        KeptWords(self._section, dialog, f"target:{row.id.hex()}:judged", {"note": dialog.note})

        def wanted() -> None:
            state, day, note = dialog.state.value(), dialog.day.value(), dialog.note.value()
            if state is None or day is None:
                return
            self._section.act(lambda: targets.say_state(session, row.id, state, day, note), "Đã ghi đánh giá.")

        dialog.accepted.connect(wanted)
        dialog.open()

    @Slot()
    def delete(self) -> None:
        """Delete the chosen target; it can be undone."""
        session = self._section.session
        self._on_chosen(
            lambda row: self._section.act(lambda: targets.delete_target(session, row.id), "Đã xóa chỉ tiêu.")
        )


def _tip(row: TargetRow) -> str:
    return f"{row.target.text}\n{row.target.note}" if row.target.note else row.target.text
