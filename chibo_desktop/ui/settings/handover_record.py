"""The record of a handover while it is filled in: names, witness, what is given over."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.handovers import Handover, HandoverItem
from chibo_desktop.ui.fields import LineEdit, NoteEdit
from chibo_desktop.ui.form import FieldBox, Form
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID

_COLUMNS = (("Nội dung bàn giao", 5), ("Số lượng", 2), ("Ghi chú", 3))


class HandoverRecord(QWidget):
    """A form and a list of lines, filled in from the book and changed by hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Handover | None = None
        self.from_name, self.to_name = LineEdit(), LineEdit()
        self.witness, self.witness_office, self.place = LineEdit(), LineEdit(), LineEdit()
        self.note = NoteEdit()
        self.form = Form()
        self.form.add_beside(("Bên giao", self.from_name), ("Bên nhận", self.to_name))
        self.form.add_beside(("Người chứng kiến", self.witness), ("Chức vụ", self.witness_office))
        self.form.add("Nơi bàn giao", self.place)
        box = QWidget()
        self._grid = QGridLayout(box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)
        for column, (words, share) in enumerate(_COLUMNS):
            self._grid.setColumnStretch(column, share)
            self._grid.addWidget(text(words, "fieldLabel"), 0, column)
        self._items: list[tuple[LineEdit, LineEdit, LineEdit]] = []
        self.more_button = button("Thêm dòng", self._add_empty, icon_name="add")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2 * GRID)
        lines.addWidget(self.form)
        lines.addWidget(box)
        lines.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(FieldBox("Ý kiến khác (nếu có)", self.note))

    def show_draft(self, draft: Handover) -> None:
        """Fill in what the book knows; words typed already stay."""
        begun = self._draft is not None
        self._draft = draft
        self.to_name.set_value(draft.to_name)
        if begun:
            return
        self.from_name.set_value(draft.from_name)
        for item in draft.items:
            self._add(item.text, item.amount, item.note)

    def _add_empty(self) -> None:
        self._add("", "", "")
        self._items[-1][0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, *words: str) -> None:
        row = (LineEdit(), LineEdit(), LineEdit())
        number = len(self._items) + 1
        for column, (field, said) in enumerate(zip(row, words, strict=True)):
            field.set_value(said)
            field.setAccessibleName(f"{_COLUMNS[column][0]}, dòng {number}")
            self._grid.addWidget(field, number, column)
        self._items.append(row)

    def take(self) -> Handover | None:
        """Return the handover as it stands in the fields, None while there is none."""
        self.form.commit()
        if self._draft is None:
            return None
        items = tuple(
            HandoverItem(text=what.value(), amount=amount.value(), note=note.value())
            for what, amount, note in self._items
            if what.value()
        )
        return replace(
            self._draft, from_name=self.from_name.value(), to_name=self.to_name.value(), place=self.place.value(),
            witness=self.witness.value(), witness_office=self.witness_office.value(), note=self.note.value(),
            items=items,
        )  # fmt: skip
