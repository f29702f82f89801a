"""The form of one record: each field is saved on leaving it, what is half typed survives a crash."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Generic, TypeVar

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.common.clock import Clock
from chibo_desktop.domain.records import Record
from chibo_desktop.ui.fields import DateField, LineEdit, NoteEdit
from chibo_desktop.ui.form import Field, Form, commit_fields
from chibo_desktop.ui.theme import GRID, scaled

R = TypeVar("R", bound=Record)
NEW = "new"


class PastDateField(DateField):
    """A day that is not to come, also when the program stays open over midnight."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock_of_book = clock

    def _parse(self, text: str) -> tuple[object, str]:
        self._latest = self._clock_of_book.today()
        return super()._parse(text)


class RecordPage(QWidget, Generic[R]):
    """Fields bound to the parts of a record; the record is told whole whenever a field was left.

    `written(object)` carries it, `draft_changed(str, str)` what is being typed: the place's end and
    the text. A new record has drafts of its own until it is complete enough to be saved.
    """

    written = Signal(object)
    draft_changed = Signal(str, str)

    def __init__(self, complete: Callable[[Any], bool]) -> None:
        """`complete` says whether a record has what it cannot be saved without."""
        super().__init__()
        self.setObjectName("content")
        self.record: R | None = None
        self.is_new = False
        self.form = Form()
        self._complete = complete
        self._fields: dict[str, Any] = {}
        self._shown: dict[str, Callable[[Any], object]] = {}
        self._kept: dict[str, Callable[[Any], object]] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, GRID, GRID)
        self.column.setSpacing(2 * GRID)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.setMaximumWidth(scaled(900))

    def bind(
        self,
        name: str,
        field: Field,
        *,
        shown: Callable[[Any], object] = lambda value: value,
        kept: Callable[[Any], object] = lambda value: value,
    ) -> None:
        """Bind a field to a part of the record; `shown` and `kept` turn its value into the field's and back."""
        self._fields[name] = field
        self._shown[name], self._kept[name] = shown, kept
        field.committed.connect(partial(self._committed, name))
        if isinstance(field, LineEdit | NoteEdit):
            field.draft_changed.connect(partial(self._typed, name))

    def show_record(self, record: R, *, new: bool = False, drafts: Mapping[str, str] | None = None) -> None:
        """Show a record from its beginning, with what was being typed when the program ended."""
        self.record, self.is_new = record, new
        for name, field in self._fields.items():
            field.set_value(self._shown[name](getattr(record, name)))
        for name, words in (drafts or {}).items():
            field_of = self._fields.get(name)
            if isinstance(field_of, LineEdit | NoteEdit):
                field_of.restore_draft(words)
        next(iter(self._fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, record: R) -> None:
        """Show what the book holds now; fields in which something is being typed are left alone."""
        self.record = record
        for name, field in self._fields.items():
            typing = not isinstance(field, LineEdit | NoteEdit) and field.hasFocus()
            typing = typing or bool(getattr(field, "dirty", False))
            if not typing:
                field.set_value(self._shown[name](getattr(record, name)))

    def set_part(self, name: str, value: object) -> None:
        """Change a part of the record that has no field of its own, and tell of it."""
        self._committed(name, value, direct=True)

    def commit(self) -> bool:
        """Commit every field; False while one has a problem or what is needed is missing."""
        return commit_fields(self) and self.record is not None and self._complete(self.record)

    @property
    def touched(self) -> bool:
        """Whether something was typed or chosen that is not in the book, in a new record."""
        return self.is_new and any(
            isinstance(field, LineEdit | NoteEdit) and bool(field.value()) for field in self._fields.values()
        )

    def place(self, name: str = "") -> str:
        """Return the end of the place where a field's draft is kept."""
        owner = NEW if self.is_new or self.record is None else self.record.id.hex()
        return f"{owner}/{name}"

    def _committed(self, name: str, value: object, *, direct: bool = False) -> None:
        if self.record is None:
            return
        kept = value if direct else self._kept[name](value)
        self.record = msgspec.structs.replace(self.record, **{name: kept})
        if self._complete(self.record):
            self.written.emit(self.record)
        elif isinstance(kept, str):
            self.draft_changed.emit(self.place(name), kept)

    def _typed(self, name: str, words: str) -> None:
        self.draft_changed.emit(self.place(name), words)
