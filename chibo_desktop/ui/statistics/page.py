"""What every page of the statistics is: a chart above a table, a row of words and buttons, ways on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.counted import Counted
from chibo_desktop.domain.statistics import YearFigures
from chibo_desktop.ui.labels import number_text
from chibo_desktop.ui.statistics.charts import BarChart
from chibo_desktop.ui.tables import EmptyState, TableView
from chibo_desktop.ui.theme import GRID, scaled


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see: the records behind a number, under a title."""

    title: str
    counted: Counted
    member: bytes | None = None


def rate_words(rate: float | None) -> str:
    """Return "94,1%", or a dash where nothing was to be counted."""
    return "–" if rate is None else f"{number_text(round(rate, 1))}%"


class Page(QWidget):
    """A chart above a table; `meeting_opened(object)` and `behind_asked(object)` lead on."""

    meeting_opened = Signal(object)
    behind_asked = Signal(object)
    place_asked = Signal(str)
    """the place where the first step is done"""
    exported: ClassVar[str] = ""
    """which of exports.EXPORTS is the page's own list"""

    def __init__(
        self, table: TableView[Any], chart: BarChart | None = None, *, empty: EmptyState | None = None
    ) -> None:
        """`empty` takes the place of chart and table while there are no rows; `show_rows` decides."""
        super().__init__()
        self.chart = chart
        self.summary = ""
        """what the page comes to, in one sentence; "" leaves it to the screen"""
        self.table = table
        self.year = 0
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, GRID, 0, 0)
        self.column.setSpacing(GRID)
        if chart is not None:
            self.column.addWidget(chart)
        self.column.addWidget(table, 1)
        self.empty = empty
        if empty is not None:
            empty.hide()
            self.column.addWidget(empty, 1)

    def show_rows(self, rows: Iterable[Any]) -> None:
        """Show the rows, or what the page is for while there are none."""
        rows = list(rows)
        self.table.set_rows(rows)
        if self.empty is not None:
            self.empty.setVisible(not rows)
            self.table.setVisible(bool(rows))
            if self.chart is not None:
                self.chart.setVisible(bool(rows))

    def show_year(self, shown: YearFigures) -> None:
        """Show the figures of a year; override and call this first."""
        self.year = shown.records.year

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.chart is not None:
            # Of a low page the table must keep more than a row.
            self.chart.setFixedHeight(max(scaled(100), min(scaled(184), self.height() * 9 // 20)))
