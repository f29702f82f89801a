"""What every page of the statistics is: a chart above a table, a row of words and buttons, ways on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from chibo_desktop.domain.counted import Counted
from chibo_desktop.domain.statistics import YearFigures
from chibo_desktop.ui.labels import number_text
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.statistics.charts import BarChart
from chibo_desktop.ui.tables import TableView
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
    export_asked = Signal(str)
    """the list of exports.EXPORTS that is to be saved"""

    def __init__(self, table: TableView[Any], chart: BarChart | None = None) -> None:
        super().__init__()
        self.chart = chart
        self._top: QHBoxLayout | None = None
        self.table = table
        self.year = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, GRID, 0, 0)
        self._column.setSpacing(GRID)
        if chart is not None:
            self._column.addWidget(chart)
        self._column.addWidget(table, 1)

    def add_top(self, *widgets: QWidget) -> None:
        """Put widgets in a row above chart and table; a wrapping text takes what room is left."""
        if self._top is None:
            self._top = QHBoxLayout()
            self._top.setSpacing(GRID)
            self._column.insertLayout(0, self._top)
        for widget in widgets:
            wraps = isinstance(widget, QLabel) and widget.wordWrap()
            self._top.addWidget(widget, 1 if wraps else 0)

    def offer_export(self, what: str) -> None:
        """Add the button that saves the page's list as a spreadsheet; call it last."""
        assert self._top is not None
        self._top.addStretch(0)
        self.save_button = button("Lưu bảng tính", lambda: self.export_asked.emit(what), icon_name="export")
        self._top.addWidget(self.save_button)

    def show_year(self, shown: YearFigures) -> None:
        """Show the figures of a year; override and call this first."""
        self.year = shown.records.year

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.chart is not None:
            # Of a low page the table must keep more than a row.
            self.chart.setFixedHeight(max(scaled(100), min(scaled(184), self.height() * 9 // 20)))
