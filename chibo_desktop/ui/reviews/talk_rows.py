"""Rows of sealed words that come one by one: matters asked about, comments (gợi ý, góp ý)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chibo_desktop.ui.form import FieldBox, commit_fields
from chibo_desktop.ui.parts import button, frame
from chibo_desktop.ui.sealed_fields import SealedNote
from chibo_desktop.ui.theme import GRID

T = TypeVar("T")


class TalkRow(QWidget, Generic[T]):
    """One row: who, what, the answer. `edited` comes when a field was left with other words."""

    edited = Signal()
    typed = Signal(str, str)
    """what is being typed: the field's key, the words"""
    remove_asked = Signal()

    def __init__(self, words: str, answer: str, placeholder: str = "") -> None:
        super().__init__()
        self.words = SealedNote(rows=2, placeholder=placeholder)
        self.answer = SealedNote(rows=2)
        self.remove_button: QPushButton = button("Bỏ", self.remove_asked.emit, icon_name="remove", role="flat")
        self.head = QHBoxLayout()
        self.head.setSpacing(GRID)
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        inside.setSpacing(GRID)
        inside.addLayout(self.head)
        inside.addWidget(FieldBox(words, self.words))
        inside.addWidget(FieldBox(answer, self.answer))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        for key, field in (("text", self.words), ("answer", self.answer)):
            self.watch(key, field)

    def watch(self, key: str, field: SealedNote) -> None:
        """Tell of what is typed into a field and of what was written."""
        field.committed.connect(self._told)
        field.draft_changed.connect(lambda words: self.typed.emit(key, words))

    def fields(self) -> dict[str, SealedNote]:
        """Return the fields whose drafts are kept, by key."""
        return {"text": self.words, "answer": self.answer}

    def _told(self, _value: object) -> None:
        self.edited.emit()

    def in_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [self.words, self.answer, self.remove_button]

    def value(self) -> T:
        """Return the row as it would be stored; override."""
        raise NotImplementedError

    def set_value(self, item: T) -> None:
        """Show a row that is in the book; override."""
        raise NotImplementedError

    @property
    def written(self) -> bool:
        """Whether there is anything to store."""
        return bool(self.words.value() or self.answer.value())

    @property
    def busy(self) -> bool:
        """Whether something is being typed."""
        return any(field.dirty for field in self.fields().values())


class TalkRows(QWidget, Generic[T]):
    """All rows, in their order; `edited` asks to store `values()`."""

    edited = Signal()
    typed = Signal(str, str)
    """what is being typed: "0/text", the words"""
    grown = Signal()
    """a row was added or taken away"""

    def __init__(self, name: str, make: Callable[[], TalkRow[T]]) -> None:
        super().__init__()
        self._name = name
        self._make = make
        self.rows: list[TalkRow[T]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2 * GRID)

    def values(self) -> tuple[T, ...]:
        """Return what is to be stored: the rows in which something is written."""
        return tuple(row.value() for row in self.rows if row.written)

    def show_values(self, items: Sequence[T], *, fresh: bool) -> None:
        """Show what is in the book; rows being typed in, and empty ones just added, are left alone."""
        if fresh:
            self._clear()
        elif self.values() == tuple(items) or any(row.busy for row in self.rows):
            return
        while len(self.rows) > len(items):
            self._drop(self.rows[-1])
        while len(self.rows) < len(items):
            self._append()
        for row, item in zip(self.rows, items, strict=True):
            row.set_value(item)

    def restore(self, drafts: dict[str, str]) -> None:
        """Show what was being typed when the program ended: "0/text" and its words."""
        for place, words in sorted(drafts.items()):
            number, _, key = place.partition("/")
            if not number.isdigit() or int(number) > len(self.rows):
                continue
            if int(number) == len(self.rows):
                self._append()
            field = self.rows[int(number)].fields().get(key)
            if field is not None:
                field.restore_draft(words)

    def add(self) -> None:
        """Add an empty row, or go to the one that is still empty."""
        empty = next((row for row in self.rows if not row.written), None)
        row = empty or self._append()
        row.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _append(self) -> TalkRow[T]:
        row = self._make()
        row.edited.connect(self.edited)
        row.typed.connect(lambda key, words: self.typed.emit(f"{self.rows.index(row)}/{key}", words))
        row.remove_asked.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._layout.addWidget(row)
        self._number()
        self.grown.emit()
        return row

    def _number(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            for field in row.fields().values():
                field.setAccessibleName(f"{self._name} {number}")

    def _remove(self, row: TalkRow[T]) -> None:
        written = row.written
        self._drop(row)
        if written:
            self.edited.emit()

    def _drop(self, row: TalkRow[T]) -> None:
        self.rows.remove(row)
        self._layout.removeWidget(row)
        for field in row.fields().values():
            field.forget()
        row.hide()
        row.deleteLater()

    def _clear(self) -> None:
        for row in list(self.rows):
            self._drop(row)

    def commit(self) -> None:
        """Commit every field."""
        commit_fields(self)
