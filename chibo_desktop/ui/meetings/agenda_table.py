"""The agenda as a list whose items are dragged to their place with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication

from chibo_desktop.domain.meetings import AgendaItem
from chibo_desktop.ui.tables import TableView
from chibo_desktop.ui.theme import tokens


class AgendaTable(TableView[AgendaItem]):
    """`dropped(AgendaItem, int)` tells which item was dragged and at which place it is to stand."""

    dropped = Signal(object, int)

    movable = True
    """whether items can be dragged; off while nothing can be written"""
    _dragged: AgendaItem | None = None
    _pressed_at: QPoint | None = None
    _gap: int | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        where = event.position().toPoint()
        if self.movable and event.button() == Qt.MouseButton.LeftButton:
            self._dragged = self.rows_model.row_at(self.indexAt(where))
            self._pressed_at = where

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        if self._dragged is None or self._pressed_at is None:
            super().mouseMoveEvent(event)
            return
        far = (where - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if far or self._gap is not None:
            self._gap = self._gap_at(where.y())
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item, gap = self._dragged, self._gap
        self._dragged, self._pressed_at, self._gap = None, None, None
        self.viewport().unsetCursor()
        self.viewport().update()
        if item is None or gap is None:
            return
        self.select(item.id)
        here = [row.id for row in self.rows_model.rows].index(item.id)
        place = gap - 1 if gap > here else gap
        if place != here:
            self.dropped.emit(item, place)

    def _gap_at(self, height: int) -> int:
        """Return before which row, counted from 0, something let go at this height would stand."""
        for number in range(self.rows_model.rowCount()):
            if height < self.rowViewportPosition(number) + self.rowHeight(number) // 2:
                return number
        return self.rows_model.rowCount()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap is None:
            return
        last = self.rows_model.rowCount() - 1
        if self._gap <= last:
            height = self.rowViewportPosition(self._gap)
        else:
            height = self.rowViewportPosition(last) + self.rowHeight(last) - 2
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(tokens().red), 3))
        painter.drawLine(0, height, self.viewport().width(), height)
        painter.end()
