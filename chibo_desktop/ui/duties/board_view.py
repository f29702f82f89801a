"""The board at the left: how to look at it, the table, who has nothing, who has too much."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from itertools import pairwise

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.duty_board import Shown, by_date, by_member, has_words, is_shown
from chibo_desktop.services.duties import Board
from chibo_desktop.ui.duties.wording import (
    Row,
    coverage_sentence,
    due_text,
    rows_of,
    state_icon,
    state_text,
    state_tone,
    title_text,
)
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.find_box import FindBox
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.parts import Elided, button, text
from chibo_desktop.ui.tables import Column
from chibo_desktop.ui.theme import GRID, ROW, scaled

_PERSON, _DUE = 1, 2


class Look(Enum):
    """How the board is put together; the value is what the person reads."""

    BY_MEMBER = "Theo đảng viên"
    BY_DATE = "Theo hạn"


def _tip(row: Row) -> str:
    if row.duty is None:
        return title_text(row)
    due = f"; hạn {date_text(row.duty.due)}" if row.duty.due else ""
    return f"{row.person}: {row.duty.text}\n{label(row.duty.state)}{due}"


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "Nhiệm vụ", title_text, width=190, stretch=True, tip=_tip,
        icon=lambda r: None if r.duty else "members" if r.group.member_id else "calendar",
    ),
    Column("Người nhận", lambda r: r.person, width=150, tip=_tip),
    Column("Hạn", due_text, width=132, tip=_tip),
    Column("Tình hình", state_text, width=204, icon=state_icon, tone=state_tone, tip=_tip),
)  # fmt: skip


class BoardView(QWidget):
    """All duties by member or by date.

    `chosen(Row)` comes with the row under the cursor, `pointed(Row)` with one that was clicked, `opened(Row)` with
    one on which Enter was pressed, `give_asked(bytes)` with a member who is to be given a duty.
    """

    chosen = Signal(object)
    pointed = Signal(object)
    opened = Signal(object)
    give_asked = Signal(object)
    print_asked = Signal()

    def __init__(self, undo: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board: Board | None = None
        self.look = Choice[Look]([(value, value.value) for value in Look])
        self.look.setAccessibleName("Xếp theo")
        self.look.setMinimumContentsLength(9)
        self.filter = Choice[Shown]([(value, value.value) for value in Shown])
        self.filter.setAccessibleName("Xem những việc nào")
        self.filter.setMinimumContentsLength(9)
        self.coverage = text(role="faint")
        self.give_button = button("Giao việc", self._give, icon_name="add")
        self.hint = Elided(role="faint")
        self.table = FittedTable[Row](
            COLUMNS, name="Bảng nhiệm vụ", identity=lambda r: r.identity, dropped_first=(_PERSON, _DUE)
        )
        self.table.setSortingEnabled(False)
        self.find_box = FindBox(self.table, "Tìm nhiệm vụ", hint="Tìm việc, tên người, không cần gõ dấu", width=110)
        self.table.setMinimumHeight(scaled(4 * ROW))
        self.nothing = text(role="emptyText")
        self.nothing.hide()
        self.undo_button = button("Hoàn tác", undo, icon_name="undo", role="flat")
        self.print_button = button("In bảng phân công", self.print_asked.emit, icon_name="print")

        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.find_box, 1)
        top.addWidget(self.look, 1)
        top.addWidget(self.filter, 1)
        cover = QHBoxLayout()
        cover.setSpacing(GRID)
        cover.addWidget(self.coverage, 1)
        cover.addWidget(self.give_button)
        foot = QHBoxLayout()
        foot.addWidget(self.undo_button)
        foot.addStretch(1)
        foot.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(cover)
        column.addWidget(self.hint)
        column.addLayout(top)
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

        chain: tuple[QWidget, ...] = (
            self.find_box, self.look, self.filter, self.table, self.undo_button, self.print_button,
            self.give_button,
        )  # fmt: skip
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self.find_box.textChanged.connect(self._show)
        self.look.committed.connect(self._show)
        self.filter.committed.connect(self._show)
        self.table.row_selected.connect(self._select)
        self.table.row_activated.connect(self.opened)
        self.table.clicked.connect(self._click)

    def show_board(self, board: Board, undo_name: str | None) -> None:
        """Show the board as it is now; what is chosen stays chosen."""
        self._board = board
        self.coverage.setText(coverage_sentence(board.coverage))
        self.coverage.setVisible(board.coverage.due > 0)
        self.give_button.setVisible(not board.coverage.whole)
        if board.coverage.without:
            name = board.coverage.without[0].name
            self.give_button.setToolTip(f"Giao việc cho đồng chí {name}")
            self.give_button.setAccessibleName(f"Giao việc cho đồng chí {name}")
        self.hint.setText(f"Nên chia lại: {board.hint}")
        self.hint.setVisible(bool(board.hint))
        self.undo_button.setEnabled(undo_name is not None)
        words = f"Hoàn tác: {undo_name}" if undo_name else "Hoàn tác"
        self.undo_button.setToolTip(f"{words} (Ctrl+Z)")
        self.undo_button.setAccessibleName(words)
        self._show()

    @Slot()
    def _show(self) -> None:
        board = self._board
        if board is None:
            return
        shown, words = self.filter.value() or Shown.ALL, self.find_box.text()
        names = board.names
        found = [d for d in board.duties if is_shown(d, shown, board.today) and has_words(d, words, names)]
        if self.look.value() is Look.BY_DATE:
            groups = by_date(found, board.today)
        else:
            everyone = not words.strip() and shown in {Shown.OPEN, Shown.ALL}
            groups = by_member(found, board.members, board.today, everyone=everyone)
        rows = rows_of(groups, names, board.today)
        self.table.clearSpans()
        self.table.set_rows(rows)
        for number, row in enumerate(rows):
            if row.duty is None:
                self.table.setSpan(number, 0, 1, len(COLUMNS))
        self.table.set_unused(() if self.look.value() is Look.BY_DATE else (_PERSON,))
        self.nothing.setText(
            f"Không thấy việc nào khớp “{words.strip()}” trong mục {shown.value}. Xóa bớt chữ, hoặc chọn Tất cả."
            if words.strip()
            else f"Không có việc nào trong mục {shown.value}."
        )
        self.nothing.setVisible(not groups)

    def select(self, duty_id: bytes) -> bool:
        """Choose a duty, widening filter and search if they hide it."""
        if self.table.select(("duty", duty_id)):
            return True
        self.find_box.clear()
        self.filter.set_value(Shown.ALL)
        self._show()
        return self.table.select(("duty", duty_id))

    def select_member(self, member_id: bytes) -> bool:
        """Choose the head of a member's duties."""
        self.look.set_value(Look.BY_MEMBER)
        self.filter.set_value(Shown.OPEN)
        self.find_box.clear()
        self._show()
        return self.table.select(("head", member_id))

    def look_at_days(self, shown: Shown) -> None:
        """Show the board by date with these duties, the first of them chosen."""
        self.look.set_value(Look.BY_DATE)
        self.filter.set_value(shown)
        self.find_box.clear()
        self._show()
        first = next((row for row in self.table.rows_model.rows if row.duty is not None), None)
        if first is not None:
            self.table.select(first.identity)

    @Slot()
    def _give(self) -> None:
        if self._board is not None and self._board.coverage.without:
            self.give_asked.emit(self._board.coverage.without[0].id)

    @Slot(object)
    def _select(self, row: Row | None) -> None:
        if row is not None:
            self.chosen.emit(row)

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        row = self.table.rows_model.row_at(index)
        if row is not None:
            self.pointed.emit(row)
