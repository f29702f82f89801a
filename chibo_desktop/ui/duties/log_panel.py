"""A duty's log: what was said of it, and the line to be written next (tiến độ)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.duties import Duty, DutyProgress, DutyState
from chibo_desktop.ui.duties.wording import line_text
from chibo_desktop.ui.fields import Choice, DateField, NoteEdit
from chibo_desktop.ui.form import FieldBox, Form
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID

DONE_WORDS = "Đã xong"
STATES: tuple[tuple[DutyState, str], ...] = (
    (DutyState.IN_PROGRESS, "Đang làm"),
    (DutyState.DONE_ON_TIME, DONE_WORDS),
    (DutyState.DONE_BEYOND, "Đã xong, vượt mức"),
    (DutyState.NOT_DONE, "Không hoàn thành"),
    (DutyState.NOT_STARTED, "Chưa làm"),
)
"""what may be said; on time or late follows from the day"""


class LogPanel(QWidget):
    """`logged(date, str, DutyState)` comes with a line to write, `removed(bytes)` with one to delete.

    `drafted(str)` carries the words while they are typed.
    """

    logged = Signal(object, str, object)
    removed = Signal(object)
    drafted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._duty: Duty | None = None
        self.state: Choice[DutyState] = Choice(STATES)
        self.day = DateField(required="Hãy ghi ngày.")
        self.words = NoteEdit(max_length=4_000, rows=1, max_rows=6, placeholder="Ví dụ: đã họp dân, còn 2 hộ")
        self.write_button = button("Ghi tiến độ", self.write, icon_name="check")
        self.form = Form()
        self.form.add_beside(("Tình hình", self.state), ("Ngày", self.day))
        self.form.add("Nói rõ thêm", self.words)
        self.rule = text(role="faint")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.lines: list[QWidget] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.form)
        layout.addWidget(self.rule)
        layout.addWidget(self.write_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._lines)
        self.words.draft_changed.connect(self.drafted)
        # Leaving the field writes no line, so its words are kept as a draft until the button is pressed.
        self.words.committed.connect(self._keep)
        self.state.committed.connect(self._say_rule)
        self.day.textChanged.connect(self._say_rule)

    def box(self) -> FieldBox:
        """Return the box around the words, to read their problem."""
        return self.form.box(self.words)

    def show_log(self, duty: Duty, rows: Sequence[DutyProgress], today: date, *, fresh: bool) -> None:
        """Show the log of a duty; with `fresh` the entry is emptied, else what is being typed stays."""
        self._duty = duty
        if fresh:
            self.state.set_value(DutyState.IN_PROGRESS)
            self.day.set_value(today)
            self.words.set_value("")
        for line in self.lines:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [self._line(row) for row in rows]
        for line in self.lines:
            self._lines.addWidget(line)
        self._say_rule()

    def _line(self, row: DutyProgress) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        shown = text(line_text(row))
        remove = button("", partial(self.removed.emit, row.id), icon_name="remove", role="flat")
        remove.setToolTip("Xóa dòng tiến độ này")
        remove.setAccessibleName(f"Xóa dòng tiến độ {line_text(row)}")
        layout.addWidget(shown, 1)
        layout.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return line

    @Slot(object)
    def _keep(self, words: object) -> None:
        self.drafted.emit(str(words))

    @Slot()
    def _say_rule(self) -> None:
        """Say before it is written whether the day makes it on time or late."""
        duty, day, state = self._duty, self.day.value(), self.state.value()
        words = ""
        if duty is not None and day is not None and state in {DutyState.DONE_ON_TIME, DutyState.DONE_BEYOND}:
            if duty.due is None:
                words = "Việc không có hạn nên ghi là xong đúng hạn."
            elif day > duty.due:
                words = f"Sau hạn {(day - duty.due).days} ngày nên ghi là xong quá hạn."
                if state is DutyState.DONE_BEYOND:
                    words = (
                        f"Sau hạn {(day - duty.due).days} ngày nên không ghi là vượt mức; hãy chọn {DONE_WORDS}."
                    )
            else:
                words = "Trong hạn nên ghi là xong đúng hạn."
            if state is DutyState.DONE_BEYOND and (duty.due is None or day <= duty.due):
                words = "Chỉ ghi vượt mức khi kết quả hơn hẳn yêu cầu; nói rõ hơn ở chỗ nào."
        self.rule.setText(words)
        self.rule.setVisible(bool(words))

    @Slot()
    def write(self) -> None:
        """Hand the line over; a field with a problem keeps it."""
        day, state = self.day.value(), self.state.value()
        if self.form.commit() and day is not None and state is not None:
            self.logged.emit(day, self.words.value(), state)
