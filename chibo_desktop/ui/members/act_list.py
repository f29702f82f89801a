"""The acts that are under way, and who comes due for recognition (thủ tục đảng viên)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.services.member_acts import ActView, Probation
from chibo_desktop.services.members_todo import WAITING_DAYS
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.members.act_words import ACT_NAMES, next_words
from chibo_desktop.ui.members.member_list import UndoButton
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty, Tone
from chibo_desktop.ui.theme import GRID, ROW, scaled


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act, or somebody on probation for whom none has been begun."""

    today: date
    view: ActView | None = None
    probation: Probation | None = None

    @property
    def id(self) -> bytes:
        """The act, or the member."""
        if self.view is not None:
            return self.view.act.id
        assert self.probation is not None
        return self.probation.member.id

    @property
    def name(self) -> str:
        """Whom it concerns."""
        if self.view is not None:
            return self.view.name
        return self.probation.member.name if self.probation else ""

    @property
    def day(self) -> date | None:
        """Since when it waits, or when probation is full."""
        if self.view is not None:
            return self.view.waiting
        return self.probation.due if self.probation else None

    @property
    def presses(self) -> bool:
        """Whether it has waited too long."""
        if self.view is not None:
            return not self.view.closed and (self.today - self.view.waiting).days > WAITING_DAYS
        return self.day is not None and self.day < self.today


def _what(row: ActRow) -> str:
    return ACT_NAMES[row.view.act.kind] if row.view is not None else "Đang dự bị"


def _next(row: ActRow) -> str:
    if row.view is not None:
        return next_words(row.view)
    due = row.day
    if due is None:
        return "Chưa rõ ngày kết nạp"
    return f"Đã đủ từ {date_text(due)}" if due <= row.today else f"Đủ ngày {date_text(due)}"


def _since(row: ActRow) -> str:
    if row.view is None or row.view.closed:
        return ""
    return f"{(row.today - row.view.waiting).days} ngày"


def _tone(row: ActRow) -> Tone | None:
    if row.view is not None and row.view.closed:
        return "faint"
    return "due" if row.presses else None


_COLUMNS: tuple[Column[ActRow], ...] = (
    Column("Họ và tên", lambda r: r.name, width=150, stretch=True),
    Column("Thủ tục", _what, width=124, tip=lambda r: label(r.view.act.kind) if r.view else "Đang dự bị"),
    Column("Bước tiếp theo", _next, width=206, tone=_tone),
    Column("Đã chờ", _since, key=lambda r: r.day or date.max, width=92, align="right"),
)


class ActList(QWidget):
    """`chosen(ActRow|None)` follows the cursor, `opened(ActRow)` comes on Enter and on a click."""

    chosen = Signal(object)
    opened = Signal(object)
    begin_asked = Signal()
    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: FittedTable[ActRow] = FittedTable(
            _COLUMNS, name="Thủ tục đảng viên", identity=lambda r: r.id, dropped_first=(3, 1)
        )
        self.table.setMinimumHeight(scaled(ROW) * 4)
        self.empty = EmptyState(
            "members",
            "Chưa có thủ tục nào",
            "Nơi này dẫn từng bước việc kết nạp, công nhận chính thức, chuyển sinh hoạt đi và tiếp nhận chuyển "
            "đến: biểu quyết, gửi hồ sơ, quyết định, ngày thực hiện. Bước cuối tự ghi vào danh sách đảng viên.",
            label="Bắt đầu thủ tục",
            action=self.begin_asked.emit,
        )
        self.begin_button = button("Bắt đầu thủ tục…", self.begin_asked.emit, icon_name="add")
        self.undo_button = UndoButton(self.undo_asked.emit)
        self._shown = TableOrEmpty(self.table, self.empty)
        self._foot = flow(self.begin_button, self.undo_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._shown, 1)
        column.addWidget(self._foot)
        self.table.row_selected.connect(self.chosen)
        self.table.row_activated.connect(self.opened)
        self.table.clicked.connect(self._click)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self._shown.currentWidget() is self.empty

    def set_rows(self, rows: Iterable[ActRow], undo_name: str | None) -> None:
        """Show other rows; the chosen one stays chosen."""
        self._shown.set_rows(rows)
        self._foot.setVisible(not self.is_empty)
        self.undo_button.name_act(undo_name)

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        row = self.table.rows_model.row_at(index)
        if row is not None:
            self.opened.emit(row)
