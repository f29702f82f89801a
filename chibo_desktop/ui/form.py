"""Fields under their labels, with hints and problems beside what they speak of."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.ui.fields import Choice, Line, NoteEdit
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID

W = TypeVar("W", bound=QWidget)
Field = Line | NoteEdit | Choice[Any]
FIELD_TYPES = (Line, NoteEdit, Choice)


def fields_in(widget: QWidget) -> list[Field]:
    """Return every field inside a widget, in no particular order."""
    return [child for child in widget.findChildren(QWidget) if isinstance(child, FIELD_TYPES)]


def commit_fields(widget: QWidget) -> bool:
    """Commit every field inside a widget; False if one of them has a problem."""
    return not [field for field in fields_in(widget) if not field.commit()]


class FieldBox(QWidget):
    """One field with its label above, its hint and its problem below."""

    def __init__(self, label: str, field: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = text(label, "fieldLabel")
        self.field = field
        self._hint = text(hint, "fieldHint")
        if not hint:
            self._hint.hide()
        self._problem = text(role="fieldProblem")
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        for part in (self.label, field, self._hint, self._problem):
            layout.addWidget(part)
        layout.addStretch(1)
        self.label.setBuddy(field)
        field.setAccessibleName(label.replace("&", ""))
        field.setAccessibleDescription(hint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        if isinstance(field, FIELD_TYPES):
            field.problem_changed.connect(self.show_problem)

    def set_hint(self, words: str) -> None:
        """Say another hint under the field."""
        self._hint.setText(words)
        self._hint.setHidden(not words)
        self.field.setAccessibleDescription(words)

    def show_problem(self, words: str) -> None:
        """Say under the field what is wrong with it; "" takes the sentence away."""
        self._problem.setText(f"✗ {words}" if words else "")
        self._problem.setVisible(bool(words))
        self.field.setAccessibleDescription(words or self._hint.text())

    @property
    def problem_text(self) -> str:
        """The problem as it is shown, "" if none is."""
        return self._problem.text().removeprefix("✗ ") if not self._problem.isHidden() else ""


class Form(QWidget):
    """Fields below one another, or beside one another where they belong together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(2 * GRID)
        self._boxes: dict[QWidget, FieldBox] = {}
        self._row = 0

    def add(self, label: str, field: W, hint: str = "") -> W:
        """Add a field over the whole width and return it."""
        self._place(label, field, hint, 0, 12)
        self._row += 1
        return field

    def add_beside(self, *parts: tuple[str, QWidget] | tuple[str, QWidget, str]) -> None:
        """Add two to four fields (label, field[, hint]) on one row."""
        width = 12 // len(parts)
        for index, part in enumerate(parts):
            self._place(part[0], part[1], part[2] if len(part) == 3 else "", index * width, width)
        self._row += 1

    def add_heading(self, words: str) -> None:
        """Add a heading over the fields that follow."""
        self._grid.addWidget(text(words, "sectionTitle"), self._row, 0, 1, 12)
        self._row += 1

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else over the whole width."""
        self._grid.addWidget(widget, self._row, 0, 1, 12)
        self._row += 1

    def _place(self, label: str, field: QWidget, hint: str, column: int, width: int) -> None:
        box = FieldBox(label, field, hint, self)
        self._boxes[field] = box
        for index in range(column, column + width):
            self._grid.setColumnStretch(index, 1)
        self._grid.addWidget(box, self._row, column, 1, width, Qt.AlignmentFlag.AlignTop)

    def box(self, field: QWidget) -> FieldBox:
        """Return the box around a field, to hide it with its label or to read its problem."""
        return self._boxes[field]

    def set_shown(self, field: QWidget, shown: bool) -> None:
        """Show or hide a field with its label."""
        self._boxes[field].setVisible(shown)

    def show_problem(self, field: QWidget, words: str) -> None:
        """Say beside a field what is wrong with it."""
        if isinstance(field, FIELD_TYPES):
            field.set_problem(words)
        else:
            self._boxes[field].show_problem(words)

    def commit(self) -> bool:
        """Commit all fields; on a problem put the focus on the first one that has it."""
        good = True
        for field in self._boxes:
            if isinstance(field, FIELD_TYPES) and not field.isHidden() and not field.commit():
                if good:
                    field.setFocus(Qt.FocusReason.OtherFocusReason)
                good = False
        return good
