"""What is decided in a dialog: the secretary's form, a new round, who of many (hỏi khi cần quyết)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QRadioButton, QWidget

from chibo_desktop.domain.reviews import ReviewForm
from chibo_desktop.services.review_views import ReviewRow
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import Choice, DateField, LineEdit, NumberField
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.reviews.step_who import PERSONAL, when_used
from chibo_desktop.ui.theme import GRID, scaled


class FormDialog(Dialog):
    """Which form the secretary uses: the guidance leaves it open, so none is preset."""

    def __init__(self, parent: QWidget, row: ReviewRow) -> None:
        last = f" Kỳ trước dùng {label(row.last_form)}." if row.last_form else ""
        super().__init__(
            parent,
            f"Chọn mẫu cho đồng chí {row.name}",
            f"Bí thư chi bộ thôn, bản có nơi dùng mẫu 2A, có nơi dùng mẫu 2C: theo hướng dẫn của xã.{last}",
            yes="Dùng mẫu này",
        )
        self.choices: dict[ReviewForm, QRadioButton] = {}
        for form in PERSONAL:
            made = QRadioButton(label(form))
            made.setAccessibleDescription(when_used(form))
            made.setChecked(form is row.last_form)
            told = text(when_used(form), "fieldHint")
            told.setContentsMargins(4 * GRID + GRID // 2, 0, 0, 0)
            self.choices[form] = made
            self.body.addWidget(made)
            self.body.addWidget(told)
        self.choices[row.last_form or PERSONAL[0]].setFocus()

    def value(self) -> ReviewForm | None:
        """Return the form that was chosen."""
        return next((form for form, made in self.choices.items() if made.isChecked()), None)

    def check(self) -> str | None:
        return "Hãy chọn một mẫu." if self.value() is None else None


class RoundDialog(Dialog):
    """Which year or quarter is to be opened."""

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(
            parent,
            "Mở kỳ khác",
            "Kỳ năm: mọi đảng viên. Kỳ quý: các đồng chí trong chi ủy tự đánh giá theo mẫu 05.",
            yes="Mở kỳ này",
        )
        self.year = NumberField(2000, today.year, required="Hãy ghi năm.")
        self.year.setText(str(today.year))
        self.quarter: Choice[int] = Choice(
            [(0, "Cả năm"), (1, "Quý I"), (2, "Quý II"), (3, "Quý III"), (4, "Quý IV")]
        )
        self.form = Form()
        self.form.add_beside(("Năm", self.year), ("Kỳ", self.quarter))
        self.body.addWidget(self.form)
        self.quarter.setFocus()

    def check(self) -> str | None:
        return None if self.form.commit() and self.year.value() else "Còn ô chưa đúng."


class _Ticks(QListWidget):
    """Names with ticks; the space bar ticks, letters find a name."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Space and item is not None:
            off = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if off else Qt.CheckState.Checked)
            self.setCurrentRow(min(self.currentRow() + 1, self.count() - 1))
            event.accept()
            return
        super().keyPressEvent(event)


class PeopleDialog(Dialog):
    """Who of many, and on which day."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentence: str,
        rows: Sequence[ReviewRow],
        *,
        yes: str,
        today: date,
        ticked: bool,
        paper: bool = False,
        notes: Sequence[str] = (),
    ) -> None:
        """`ticked` begins with everybody; `paper` asks for the document; `notes` stand after the names."""
        super().__init__(parent, title, sentence, yes=yes)
        self._rows = [row for row in rows if row.review is not None]
        self.list = _Ticks()
        self.list.setAccessibleName("Danh sách đồng chí: dấu cách để đánh dấu")
        # Without it the rows would keep the height they had before the stylesheet came.
        self.list.ensurePolished()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setMinimumHeight(scaled(200))
        for number, row in enumerate(self._rows):
            note = f": {notes[number]}" if notes else ""
            item = QListWidgetItem(f"{row.name}{note}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.all_button = button("Đánh dấu tất cả", lambda: self._tick_all(Qt.CheckState.Checked))
        self.none_button = button("Bỏ tất cả", lambda: self._tick_all(Qt.CheckState.Unchecked))
        both = QHBoxLayout()
        both.setSpacing(GRID)
        both.addWidget(self.all_button)
        both.addWidget(self.none_button)
        both.addStretch(1)
        self.day = DateField(required="Hãy ghi ngày.")
        self.day.setText(f"{today:%d/%m/%Y}")
        self.paper = LineEdit(max_length=200, placeholder="Số, ký hiệu văn bản")
        self.form = Form()
        if paper:
            self.form.add_beside(("Văn bản", self.paper), ("Ngày", self.day))
        else:
            self.form.add("Ngày", self.day)
        self.body.addLayout(both)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.form)
        self.list.setFocus()

    def _tick_all(self, state: Qt.CheckState) -> None:
        for number in range(self.list.count()):
            self.list.item(number).setCheckState(state)

    def ids(self) -> list[bytes]:
        """Return the reviews of those who are ticked."""
        return [
            row.review.id
            for number, row in enumerate(self._rows)
            if row.review is not None and self.list.item(number).checkState() is Qt.CheckState.Checked
        ]

    def check(self) -> str | None:
        if not self.form.commit():
            return "Còn ô chưa đúng."
        return None if self.ids() else "Chưa đánh dấu đồng chí nào."
