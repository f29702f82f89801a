"""A table that leaves out its less needed columns where there is no room for all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from chibo_desktop.ui.tables import Column, TableView
from chibo_desktop.ui.theme import ROW, scaled

T = TypeVar("T")


def fit_height(table: TableView[Any], count: int, most: int = 6) -> None:
    """Make a table in a scrolling page as high as its rows, from one of them to `most`."""
    rows = max(1, min(count, most))
    header = max(table.horizontalHeader().sizeHint().height(), scaled(36))
    table.setFixedHeight(header + rows * scaled(ROW) + 2 * table.frameWidth() + 2)


class FittedTable(TableView[T]):
    """Columns keep their widths; the stretching one, whose width is its least, takes what is left."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        *,
        name: str,
        identity: Callable[[T], Hashable],
        dropped_first: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        """`dropped_first` numbers the columns that can be left out, the least needed first."""
        self._dropped_first = tuple(dropped_first)
        self._unused: frozenset[int] = frozenset()
        super().__init__(columns, name=name, identity=identity, parent=parent)

    def set_unused(self, numbers: Collection[int]) -> None:
        """Leave out columns in which no row has anything."""
        self._unused = frozenset(numbers)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def sizeHint(self) -> QSize:
        # Beside parts whose height hangs on their width, a scroll area takes the wish for the least.
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def fit(self) -> None:
        """Share the width among the columns that find room."""
        columns = self.rows_model.columns
        widths = {n: scaled(column.width or 0) for n, column in enumerate(columns) if n not in self._unused}
        room = self.viewport().width()
        for number in self._dropped_first:
            if sum(widths.values()) > room:
                widths.pop(number, None)
        spare = max(0, room - sum(widths.values()))
        for number, column in enumerate(columns):
            self.setColumnHidden(number, number not in widths)
            if number in widths:
                self.setColumnWidth(number, widths[number] + (spare if column.stretch else 0))
