"""A table whose chosen row is explained below it: what happened, and the one next step."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.ui.parts import text
from chibo_desktop.ui.tables import Column, TableView
from chibo_desktop.ui.theme import GRID, ROW, scaled

T = TypeVar("T")
_MOST_ROWS = 6


class ExplainedTable(QWidget, Generic[T]):
    """As many rows as there are, six at most before it scrolls; hidden while there are none."""

    def __init__(
        self,
        heading: str,
        columns: Sequence[Column[T]],
        explain: Callable[[T], tuple[str, str]],
        *,
        identity: Callable[[T], Hashable] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._explain = explain
        self.table: TableView[T] = TableView(columns, name=heading, identity=identity)
        self._words = text()
        self._words.setContentsMargins(GRID, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(text(heading, "sectionTitle"))
        layout.addWidget(self.table)
        layout.addWidget(self._words)
        self.table.row_selected.connect(self._selected)
        self.hide()

    @property
    def explanation(self) -> str:
        """What is said of the chosen row."""
        return self._words.text()

    def show_rows(self, rows: Iterable[T], first: Callable[[T], bool] | None = None) -> None:
        """Show rows and choose one: the first that `first` names; else the one chosen before."""
        rows = list(rows)
        self.table.set_rows(rows)
        height = self.table.horizontalHeader().sizeHint().height() + scaled(ROW) * min(len(rows), _MOST_ROWS)
        self.table.setFixedHeight(height + GRID)
        if rows and (first is not None or self.table.current() is None):
            self.table.selectRow(
                next((n for n, row in enumerate(self.table.rows_model.rows) if first and first(row)), 0)
            )
        self.setVisible(bool(rows))

    @Slot(object)
    def _selected(self, row: T | None) -> None:
        title, remedy = self._explain(row) if row is not None else ("", "")
        self._words.setText(f"{title} {remedy}".strip())
        self._words.setVisible(bool(self._words.text()))
        self.table.setAccessibleDescription(self._words.text())
