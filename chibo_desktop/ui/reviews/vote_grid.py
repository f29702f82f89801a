"""Bảng kiểm phiếu: all counts typed by keyboard, checked as they come (phiếu xếp loại)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QIntValidator, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_rules import invalid_votes, is_counted, vote_problems, winner
from chibo_desktop.domain.reviews import RatingVote
from chibo_desktop.ui.reviews.words import SHORT
from chibo_desktop.ui.theme import GRID, ROW, scaled, tokens

Index = QModelIndex | QPersistentModelIndex
_HEADS = ("Xuất sắc", "Tốt", "H.thành", "Không HT")
COUNTS = ("issued", "collected", *(level.value for level in YearRating))
_TITLES = ("Họ và tên", "Phát ra", "Thu về", *_HEADS, "Kiểm tra")
_FIRST_LEVEL = 3
_CHECK = len(_TITLES) - 1
_ROOT = QModelIndex()
_PAUSE = 1_200
"""milliseconds after the last key until what was typed is written"""
_LEAST_CHECK = 96
"""pixels that the check keeps beside long names"""


@dataclass(slots=True)
class VoteLine:
    """One person's count as it stands in the grid."""

    review_id: bytes
    name: str
    base: int
    counts: dict[str, int | None] = field(default_factory=dict)
    dirty: bool = False

    def take(self, vote: RatingVote | None, base: int) -> None:
        """Show what is in the book."""
        self.base = vote.base if vote else base
        self.counts = {code: getattr(vote, code) if vote else None for code in COUNTS}
        self.dirty = False

    @property
    def vote(self) -> RatingVote:
        """The count, empty cells as nought."""
        return RatingVote(base=self.base, **{code: self.counts.get(code) or 0 for code in COUNTS})

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.counts.values())

    @property
    def verdict(self) -> tuple[str, str]:
        """What follows from the count, and its tone."""
        vote = self.vote
        if wrong := vote_problems(vote):
            return f"✗ {wrong[0]}", "error"
        if not is_counted(vote):
            return "", ""
        spoilt = f", {invalid_votes(vote)} không hợp lệ" if invalid_votes(vote) else ""
        level = winner(vote)
        if level is None:
            return f"! Chưa mức nào quá nửa{spoilt}", "due"
        return f"✓ {SHORT[level]} {getattr(vote, level.value)}/{vote.base}{spoilt}", "done"


class VoteModel(QAbstractTableModel):
    """Lines that are typed into."""

    typed = Signal(int)
    """the row in which a number was typed"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[VoteLine] = []

    def set_lines(self, lines: Sequence[VoteLine]) -> None:
        """Show other people."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def refresh(self) -> None:
        """Draw everything anew, the place in the grid kept."""
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, _CHECK))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return _TITLES[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self.lines[index.row()], index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole}:
            return self._words(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.name}, {_TITLES[column]}: {self._words(line, column) or 'chưa ghi'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == _CHECK and line.verdict[1]:
                return QColor(getattr(tokens(), line.verdict[1]))
            if 0 < column < _CHECK:
                return QColor(tokens().pen)
        return None

    @staticmethod
    def _words(line: VoteLine, column: int) -> str:
        if column == 0:
            return line.name
        if column == _CHECK:
            return line.verdict[0]
        number = line.counts.get(COUNTS[column - 1])
        return "" if number is None else str(number)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if 0 < index.column() < _CHECK else found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not 0 < index.column() < _CHECK:
            return False
        words = str(value).strip()
        if words and not words.isdigit():
            return False
        line = self.lines[index.row()]
        number = int(words) if words else None
        code = COUNTS[index.column() - 1]
        if line.counts.get(code) != number:
            line.counts[code] = number
            line.dirty = True
            self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), _CHECK))
            self.typed.emit(index.row())
        return True


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if 0 < column < _CHECK else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class _Numbers(QStyledItemDelegate):
    """The editor of a cell: at most three digits."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option, index
        editor = QLineEdit(parent)
        editor.setValidator(QIntValidator(0, 999, editor))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # News of the book redraws the cells while one is being typed in: the digits stay.
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


class VoteGrid(QTableView):
    """Typing a digit begins a cell, Enter goes to the next one and on to the next person.

    `entered(list)` carries the lines to be written: a line when it is left, or after a pause.
    """

    entered = Signal(object)
    typed = Signal()
    person_chosen = Signal(object)
    """the review of the line in which the cursor stands"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines_model = VoteModel(self)
        self.setModel(self.lines_model)
        self.setObjectName("votes")
        self.setAccessibleName("Bảng kiểm phiếu")
        self.setItemDelegate(_Numbers(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        self.horizontalHeader().setHighlightSections(False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.write)
        self.lines_model.typed.connect(self._typed)
        self.selectionModel().currentRowChanged.connect(self._row_left)

    def show_lines(self, lines: Sequence[VoteLine]) -> None:
        """Show what is in the book; lines being typed in stay as they are, and so does the cursor."""
        shown = {line.review_id: line for line in self.lines_model.lines}
        if [line.review_id for line in lines] == list(shown):
            for line in lines:
                here = shown[line.review_id]
                if not here.dirty:
                    here.name, here.base, here.counts = line.name, line.base, dict(line.counts)
            self.lines_model.refresh()
            self.fit()
            return
        self.lines_model.set_lines(lines)
        self.fit()
        if lines:
            self.setCurrentIndex(self.lines_model.index(0, _FIRST_LEVEL))

    def fill_all(self, issued: int | None, collected: int | None) -> None:
        """Write how many ballots were handed out and collected for everyone."""
        for line in self.lines_model.lines:
            line.counts |= {"issued": issued, "collected": collected}
            line.dirty = True
        self.lines_model.refresh()
        self.typed.emit()
        self.write()

    @Slot()
    def write(self) -> None:
        """Ask to write the lines that can be."""
        self._timer.stop()
        ready = [line for line in self.lines_model.lines if line.dirty and not vote_problems(line.vote)]
        for line in ready:
            line.dirty = False
        if ready:
            self.entered.emit(ready)

    @Slot(int)
    def _typed(self, _row: int) -> None:
        self._timer.start()
        self.typed.emit()

    @Slot(QModelIndex, QModelIndex)
    def _row_left(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.write()
        if now.isValid():
            self.person_chosen.emit(self.lines_model.lines[now.row()].review_id)

    # -- keys -----------------------------------------------------------------------------------

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        ends = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, ends.NoHint)
        if hint in {ends.SubmitModelCache, ends.EditNextItem}:
            self.go_on()
        elif hint == ends.EditPreviousItem:
            self.go_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.state() is not QAbstractItemView.State.EditingState:
                self.go_on()
            event.accept()
            return
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.lines_model.setData(self.currentIndex(), "")
            event.accept()
            return
        super().keyPressEvent(event)

    def go_on(self) -> None:
        """Go to the next cell; after the last one to the next person's first level that is to be typed."""
        here = self.currentIndex()
        row, column = here.row(), max(here.column() + 1, 1)
        if column >= _CHECK:
            row += 1
            if row >= len(self.lines_model.lines):
                self.write()
                return
            column = _FIRST_LEVEL if self.lines_model.lines[row].counts.get("issued") else 1
        self.setCurrentIndex(self.lines_model.index(row, column))

    def go_back(self) -> None:
        """Go to the cell before."""
        here = self.currentIndex()
        if here.column() > 1 and not self.isColumnHidden(here.column() - 1):
            self.setCurrentIndex(self.lines_model.index(here.row(), here.column() - 1))

    def sizeHint(self) -> QSize:
        # Beside parts whose height hangs on their width, a scroll area takes the wish for the least.
        return QSize(super().sizeHint().width(), self.minimumHeight())

    # -- width ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Share the width; where it is short, ballots handed out that are the same for all are left out."""
        narrow = self.viewport().width() < scaled(820)
        lines = self.lines_model.lines
        known = bool(lines) and all(line.counts.get("issued") for line in lines)
        self.setColumnHidden(1, narrow and known)
        usual = (68, 68, 76, 52, 72, 88) if narrow else (96, 96, 100, 96, 100, 108)
        head = self.horizontalHeader()
        numbers = [max(scaled(width), head.sectionSizeHint(column)) for column, width in enumerate(usual, start=1)]
        if narrow and known:
            numbers[0] = 0
        room = self.viewport().width() - sum(numbers)
        advance = self.fontMetrics().horizontalAdvance
        longest = max((advance(line.name) for line in lines), default=0) + 3 * GRID
        # A name that is cut is read wrong; the check beside it has its words in a tip as well.
        name = min(max(longest, scaled(124)), max(scaled(124), room - scaled(_LEAST_CHECK)))
        widths = [name, *numbers, max(scaled(_LEAST_CHECK), room - name)]
        for column, width in enumerate(widths):
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, width)
