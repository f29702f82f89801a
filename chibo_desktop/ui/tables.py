"""Tables fed with frozen rows, and what an empty place says."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from chibo_desktop.common.text import collation_key, fold
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID, ROW, icon, icon_pixmap, icon_size, scaled, tokens

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
Tone = Literal["info", "done", "due", "error", "faint"]
_TYPING_PAUSE = 1.5
_USUAL_WIDTH = 180
_NARROWEST = 0.67


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: its heading and how a row's cell is read from the row.

    `key` sorts (without it the text in dictionary order; for names pass `common.text.name_key`
    over the name). `width` is in pixels at the usual text size, for a `stretch` column its
    least. `edit` makes the cell editable: it takes row and new text. `tone` colours the
    words, which must say the same by themselves.
    """

    title: str
    text: Callable[[T], str]
    key: Callable[[T], Any] | None = None
    align: Literal["left", "right", "center"] = "left"
    width: int | None = None
    stretch: bool = False
    icon: Callable[[T], str | None] | None = None
    tone: Callable[[T], Tone | None] | None = None
    tip: Callable[[T], str] | None = None
    edit: Callable[[T, str], None] | None = None
    findable: bool = True
    """whether a find box looks into it; off for words that most rows share"""

    def sort_key(self, row: T) -> Any:
        """Return what the column sorts a row by."""
        return self.key(row) if self.key else collation_key(self.text(row))


_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
}
_ROOT = QModelIndex()


class RowsModel(QAbstractTableModel, Generic[T]):
    """A model over rows that are shown, sorted and filtered but never changed here."""

    def __init__(self, columns: Sequence[Column[T]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._all: list[T] = []
        self._shown: list[T] = []
        self._filter = ""
        self._sort: tuple[int, Qt.SortOrder] | None = None

    @property
    def columns(self) -> tuple[Column[T], ...]:
        """The columns in their order."""
        return self._columns

    @property
    def rows(self) -> tuple[T, ...]:
        """The rows as they are shown: filtered and sorted."""
        return tuple(self._shown)

    def set_rows(self, rows: Iterable[T]) -> None:
        """Show other rows, in their order unless the person sorted by a column."""
        self._all = list(rows)
        self._arrange()

    def set_filter(self, words: str) -> None:
        """Show only rows that hold every word, compared without tones and marks."""
        self._filter = words
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        words = fold(self._filter).split()
        shown = [row for row in self._all if all(word in self._folded(row) for word in words)]
        if self._sort is not None:
            column, order = self._sort
            descending = order is Qt.SortOrder.DescendingOrder
            shown.sort(key=self._columns[column].sort_key, reverse=descending)
        self._shown = shown
        self.endResetModel()

    def _folded(self, row: T) -> str:
        return fold(" ".join(column.text(row) for column in self._columns if column.findable))

    def row_at(self, index: Index | int) -> T | None:
        """Return the row behind an index, None outside."""
        number = index if isinstance(index, int) else index.row()
        return self._shown[number] if 0 <= number < len(self._shown) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _ALIGN[self._columns[section].align]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        return self._cell(self._columns[index.column()], row, role)

    @staticmethod
    def _cell(column: Column[T], row: T, role: int) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align]
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else column.text(row)
        tone = column.tone(row) if column.tone else None
        if role == Qt.ItemDataRole.ForegroundRole and tone:
            return QColor(getattr(tokens(), tone))
        if role == Qt.ItemDataRole.DecorationRole and column.icon:
            name = column.icon(row)
            return icon(name, tone or "ink") if name else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if index.isValid() and self._columns[index.column()].edit:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index)
        edit = self._columns[index.column()].edit if row is not None else None
        if row is None or edit is None or role != Qt.ItemDataRole.EditRole:
            return False
        edit(row, str(value))
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort = (column, order) if 0 <= column < len(self._columns) else None
        self._arrange()


class TableView(QTableView, Generic[T]):
    """A table for reading: arrows move, Enter or a double click opens, letters find a row.

    `row_activated(object)` carries the row that was opened, `row_selected(object)` the chosen
    one or None. After `set_rows` the same row (by `identity`) is chosen again.
    """

    row_activated = Signal(object)
    row_selected = Signal(object)
    delete_asked = Signal()
    """Delete was pressed while nothing was being edited"""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        *,
        name: str,
        identity: Callable[[T], Hashable] | None = None,
        sortable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is what a screen reader calls the table."""
        super().__init__(parent)
        self._identity = identity or (lambda row: getattr(row, "id", row))
        self._model: RowsModel[T] = RowsModel(columns, self)
        self._typed = ""
        self._typed_at = 0.0
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(icon_size())
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(scaled(56))
        if sortable:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        for index, column in enumerate(columns):
            self.setColumnWidth(index, scaled(column.width or _USUAL_WIDTH))
        self._model.modelReset.connect(self._reset)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(self._selected)
        self._restoring: Hashable | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give stretching columns what is left; where too little is, narrow the others by up to a third."""
        columns = self._model.columns
        widths = [scaled(column.width or _USUAL_WIDTH) for column in columns]
        room = self.viewport().width()
        fixed = sum(w for w, c in zip(widths, columns, strict=True) if not c.stretch)
        elastic = sum(w for w, c in zip(widths, columns, strict=True) if c.stretch)
        if elastic and fixed + elastic < room:
            share = (room - fixed) / elastic
            widths = [int(w * share) if c.stretch else w for w, c in zip(widths, columns, strict=True)]
        elif fixed + elastic > room:
            share = max(_NARROWEST, room / (fixed + elastic))
            widths = [int(w * share) for w in widths]
        for index, width in enumerate(widths):
            self.setColumnWidth(index, width)

    @property
    def rows_model(self) -> RowsModel[T]:
        """The model behind the table."""
        return self._model

    def set_rows(self, rows: Iterable[T]) -> None:
        """Show other rows; the chosen one stays chosen if it is still there."""
        self._model.set_rows(rows)

    def set_filter(self, words: str) -> None:
        """Show only rows that hold every word, compared without tones and marks."""
        self._model.set_filter(words)

    def current(self) -> T | None:
        """Return the chosen row."""
        chosen = self.selectionModel().selectedRows()
        return self._model.row_at(chosen[0]) if chosen else None

    def select(self, identity: Hashable) -> bool:
        """Choose the row of that identity; False if it is not shown."""
        for number, row in enumerate(self._model.rows):
            if self._identity(row) == identity:
                self.selectRow(number)
                self.scrollTo(self._model.index(number, 0))
                return True
        return False

    @Slot()
    def _reset(self) -> None:
        wanted = self._restoring
        self._restoring = None
        if wanted is None or not self.select(wanted):
            self.row_selected.emit(None)
            self._restoring = wanted

    @Slot(QItemSelection, QItemSelection)
    def _selected(self) -> None:
        row = self.current()
        self._restoring = self._identity(row) if row is not None else None
        self.row_selected.emit(row)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.row_activated.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() is QAbstractItemView.State.EditingState
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not editing:
            row = self.current()
            if row is not None:
                self.row_activated.emit(row)
            event.accept()
            return
        if event.key() == Qt.Key.Key_Delete and not editing:
            self.delete_asked.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Choose the next row in which a word begins with what was typed, without tones and marks."""
        now = time.monotonic()
        again = now - self._typed_at < _TYPING_PAUSE
        self._typed = self._typed + search if again else search
        self._typed_at = now
        wanted = fold(self._typed)
        count = self._model.rowCount()
        start = max(self.currentIndex().row(), 0) if again else self.currentIndex().row() + 1
        for step in range(count):
            number = (start + step) % count
            row = self._model.rows[number]
            words = fold(" ".join(column.text(row) for column in self._model.columns))
            if words.startswith(wanted) or f" {wanted}" in words:
                self.selectRow(number)
                return


class EmptyState(QWidget):
    """What a place is for, and the first step, where there is nothing yet."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        sentence: str,
        *,
        label: str = "",
        action: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(icon_pixmap(icon_name, scaled(48), "red"))
        heading = text(title, "emptyTitle")
        words = text(sentence, "emptyText")
        words.setMaximumWidth(scaled(520))
        self.button = button(label, action, role="primary")
        if not label:
            self.button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(GRID)
        layout.addStretch(1)
        for part in (picture, heading, words):
            layout.addWidget(part)
        layout.addSpacing(GRID)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(2)


class TableOrEmpty(QStackedWidget):
    """A table while it has rows, the empty state once it is known to have none; a filter does not count."""

    def __init__(self, table: TableView[Any], empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.empty = empty
        self.addWidget(table)
        self.addWidget(empty)

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show rows, or the empty state if there are none."""
        rows = list(rows)
        self.table.set_rows(rows)
        self.setCurrentWidget(self.table if rows else self.empty)
