"""The roll as a table that is called with the keyboard (bảng điểm danh)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from chibo_desktop.common.text import fold, initials
from chibo_desktop.domain.attendance import is_expected, is_present, states_for
from chibo_desktop.domain.meetings import Attendance, AttendanceState
from chibo_desktop.domain.members import Standing
from chibo_desktop.domain.presence import marked
from chibo_desktop.ui.labels import label, time_text
from chibo_desktop.ui.theme import ROW, body_font, icon, scaled, tokens

PAUSE = 1.5
"""seconds after which letters begin a new search"""
KEY_STATES = {
    "c": (AttendanceState.PRESENT, AttendanceState.EXEMPT_PRESENT),
    "v": (AttendanceState.ABSENT_EXCUSED, AttendanceState.EXEMPT_ABSENT, AttendanceState.AWAY),
    "k": (AttendanceState.ABSENT_UNEXCUSED,),
}
KEY_TIMES = {"e": "arrived", "r": "left"}
"""keys that note the time of now; L is left to the many names that begin with it"""
OTHERS = "Không tính vào số phải dự"
"""heading over those exempt, away, suspended, or here for a time from another cell"""
_COLUMNS = ("Họ và tên", "Điểm danh", "Lý do, giờ")
_LOW = 260
"""height of the table, in pixels of the usual text size, below which its heading gives way to members"""
_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


def match_rank(name: str, typed: str) -> int | None:
    """Return how well letters name a person, 0 best: given name, initials, another word; None if not."""
    wanted = fold(typed).replace(" ", "")
    folded = fold(name)
    words = folded.split()
    if not wanted or not words:
        return None
    if words[-1].startswith(wanted):
        return 0
    if initials(name).startswith(wanted):
        return 1
    if any(word.startswith(wanted) for word in words):
        return 2
    return 3 if wanted in folded.replace(" ", "") else None


def best_match(names: Sequence[str], typed: str) -> int | None:
    """Return the place of the person that letters name best, the first of several."""
    ranked = [(rank, place) for place, name in enumerate(names) if (rank := match_rank(name, typed)) is not None]
    return min(ranked)[1] if ranked else None


class RollModel(QAbstractTableModel):
    """Rows of the roll, who is expected first; a heading row stands before the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Attendance | str] = []

    @property
    def roll(self) -> list[Attendance]:
        """The rows, what was just marked included."""
        return [line for line in self._lines if isinstance(line, Attendance)]

    def set_roll(self, rows: Sequence[Attendance]) -> None:
        """Show a roll; what did not change is not drawn anew."""
        expected = [row for row in rows if is_expected(row.status)]
        others = [row for row in rows if not is_expected(row.status)]
        lines: list[Attendance | str] = [*expected, *_headed(others)]
        if [_who(line) for line in lines] == [_who(line) for line in self._lines]:
            for number, line in enumerate(lines):
                if line != self._lines[number]:
                    self._put(number, line)
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def set_row(self, row: Attendance) -> None:
        """Show one row otherwise, before the book has it."""
        for number, line in enumerate(self._lines):
            if isinstance(line, Attendance) and line.member_id == row.member_id:
                self._put(number, row)

    def _put(self, number: int, line: Attendance | str) -> None:
        self._lines[number] = line
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(_COLUMNS) - 1))

    def line(self, number: int) -> Attendance | str | None:
        """Return the row or heading at a place."""
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def place_of(self, member_id: bytes) -> int | None:
        """Return the place of a member's row."""
        for number, line in enumerate(self._lines):
            if isinstance(line, Attendance) and line.member_id == member_id:
                return number
        return None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _COLUMNS[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.line(index.row()), str):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if isinstance(line, str):
            return _heading(line, role) if index.column() == 0 else None
        return _cell(line, index.column(), role) if line is not None else None


def _cell(line: Attendance, column: int, role: int) -> Any:
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
        return (_named(line), label(line.state), _details(line))[column]
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{_named(line)}: {label(line.state)} {_details(line)}".strip()
    if column == 1 and role == Qt.ItemDataRole.ForegroundRole:
        return QColor(getattr(tokens(), _tone(line)))
    if column == 1 and role == Qt.ItemDataRole.DecorationRole:
        return icon("present" if is_present(line) else "absent", _tone(line))
    return None


def _headed(rows: list[Attendance]) -> list[Attendance | str]:
    return [OTHERS, *rows] if rows else []


def _who(line: Attendance | str) -> tuple[object, ...]:
    return (line,) if isinstance(line, str) else (line.member_id, line.name, line.status)


def _heading(words: str, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return words
    if role == Qt.ItemDataRole.FontRole:
        return body_font(weight=QFont.Weight.DemiBold)
    return None


def _named(row: Attendance) -> str:
    return f"{row.name} (dự bị)" if row.standing is Standing.PROBATIONARY else row.name


def _details(row: Attendance) -> str:
    parts = [row.reason] if row.reason else []
    if row.arrived:
        parts.append(f"đến {time_text(row.arrived)}")
    if row.left:
        parts.append(f"về {time_text(row.left)}")
    if not parts and not is_expected(row.status):
        return label(row.status)
    return ", ".join(parts)


def _tone(row: Attendance) -> str:
    if is_present(row):
        return "done"
    return {AttendanceState.ABSENT_UNEXCUSED: "error", AttendanceState.ABSENT_EXCUSED: "due"}.get(
        row.state, "faint"
    )


class RollTable(QTableView):
    """Letters find a member, Space goes to the next state, C, V and K say it at once, E and R note the time.

    While a search is under way all letters belong to it, so that a name may hold c, v and k; a
    name that begins with one of them is found through the search field.
    """

    asked = Signal(object, object)
    """an Attendance and the AttendanceState said of it"""
    timed = Signal(object, str)
    """an Attendance and which of its times is now: "arrived" or "left\""""
    refused = Signal(str)
    chosen = Signal(object)
    details_wanted = Signal()
    search_wanted = Signal()
    searched = Signal(str)
    """the letters of the search under way, "" when it ended"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roll = RollModel(self)
        self.locked = False
        self._typed = ""
        self._typed_at = 0.0
        self.setModel(self.roll)
        self.setAccessibleName("Điểm danh")
        self.setAccessibleDescription(
            "Phím cách đổi trạng thái, C có mặt, V vắng có lý do, K vắng không lý do, E vừa đến, R vừa về"
        )
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(scaled(ROW - 4))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(scaled(56))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(scaled(20), scaled(20)))
        self.roll.modelReset.connect(self._span)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.clicked.connect(self._clicked)

    def set_roll(self, rows: Sequence[Attendance]) -> None:
        """Show a roll; the chosen member stays chosen."""
        current = self.current()
        self.roll.set_roll(rows)
        if current is not None:
            self.choose(current.member_id)
        elif rows:
            self.selectRow(0)
        self.chosen.emit(self.current())

    def current(self) -> Attendance | None:
        """Return the chosen member's row."""
        line = self.roll.line(self.currentIndex().row())
        return line if isinstance(line, Attendance) else None

    def choose(self, member_id: bytes) -> None:
        """Choose a member's row."""
        number = self.roll.place_of(member_id)
        if number is not None:
            self.selectRow(number)
            self.scrollTo(self.roll.index(number, 0))

    def seek(self, typed: str) -> bool:
        """Choose the member that letters name best; False if they name nobody."""
        rows = self.roll.roll
        place = best_match([row.name for row in rows], typed)
        if place is None:
            return False
        self.choose(rows[place].member_id)
        return True

    def say(self, state: AttendanceState) -> None:
        """Say where the chosen member is, shown at once."""
        row = self.current()
        if row is None or self.locked:
            return
        if state not in states_for(row.status):
            self.refused.emit(f"Đ/c {row.name}: {label(row.status).lower()}, không ghi “{label(state).lower()}”.")
            return
        self.refused.emit("")
        if state is row.state:
            return
        self.roll.set_row(marked(row, state))
        self.chosen.emit(self.current())
        self.asked.emit(row, state)

    def say_next(self) -> None:
        """Say the next of what can be said of the chosen member."""
        row = self.current()
        if row is not None:
            states = states_for(row.status)
            place = states.index(row.state) + 1 if row.state in states else 0
            self.say(states[place % len(states)])

    def say_key(self, letter: str) -> None:
        """Say what a key stands for: c present, v absent with a reason, k absent without."""
        row = self.current()
        if row is not None:
            fitting = [state for state in KEY_STATES[letter] if state in states_for(row.status)]
            self.say(fitting[0] if fitting else KEY_STATES[letter][0])

    def say_time(self, letter: str) -> None:
        """Say that the chosen member comes in or leaves now."""
        row = self.current()
        if row is not None and not self.locked:
            self.timed.emit(row, KEY_TIMES[letter])

    def show_row(self, row: Attendance) -> None:
        """Show a row otherwise before the book has it."""
        self.roll.set_row(row)
        self.chosen.emit(self.current())

    @Slot()
    def _span(self) -> None:
        self.clearSpans()
        for number in range(self.roll.rowCount()):
            if isinstance(self.roll.line(number), str):
                self.setSpan(number, 0, 1, len(_COLUMNS))

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if isinstance(self.roll.line(now.row()), str):
            down = before.row() < now.row()
            self.selectRow(now.row() + (1 if down else -1))
            return
        self.chosen.emit(self.current())

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 1:
            self.say_next()

    def _search(self, letters: str) -> None:
        fresh = time.monotonic() - self._typed_at > PAUSE
        self._typed = letters if fresh else self._typed + letters
        self._typed_at = time.monotonic()
        self.seek(self._typed)
        self.searched.emit(self._typed)

    def end_search(self) -> None:
        """Forget the letters typed so far."""
        self._typed = ""
        self._typed_at = 0.0
        self.searched.emit("")

    @property
    def searching(self) -> bool:
        """Whether the next letter belongs to a search under way."""
        return bool(self._typed) and time.monotonic() - self._typed_at <= PAUSE

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, state = self.viewport().width(), scaled(200)
        narrow = width < scaled(420)
        self.setColumnHidden(2, narrow)
        self.setColumnWidth(0, width - state if narrow else (width - state) * 13 // 20)
        self.setColumnWidth(1, state)
        self.horizontalHeader().setVisible(self.height() > scaled(_LOW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, letters = event.key(), event.text()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not plain:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self.end_search()
            self.say_next()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.end_search()
            self.details_wanted.emit()
        elif key == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
            self._search("")
        elif letters == "/":
            self.search_wanted.emit()
        elif letters.lower() in KEY_STATES and not self.searching:
            self.say_key(letters.lower())
        elif letters.lower() in KEY_TIMES and not self.searching:
            self.say_time(letters.lower())
        elif letters and letters.isalpha():
            self._search(letters)
        else:
            self.end_search()
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.end_search()
        super().focusOutEvent(event)
