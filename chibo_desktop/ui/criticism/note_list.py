"""The list of notes: what is to be asked after on top, filters, table, the figures of the month."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.criticism import CriticismForm
from chibo_desktop.domain.criticism_counts import MonthCounts
from chibo_desktop.services.criticism import NoteRow
from chibo_desktop.ui.criticism.work import Snapshot
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.messages import Banner, Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.sealed_fields import SealedTable
from chibo_desktop.ui.tables import Column, EmptyState, Tone
from chibo_desktop.ui.theme import GRID, ROW, scaled

FORM_WORDS = {CriticismForm.SELF: "Tự phê bình", CriticismForm.CRITICISM: "Góp ý"}
_EVERYBODY = b""
_ALL_MONTHS = (0, 0)
Month = tuple[int, int]


class Shown(Enum):
    """Which notes the list shows; the value is what the person reads."""

    DUE = "Cần hỏi lại"
    OPEN = "Đang theo dõi"
    ALL = "Tất cả"

    def holds(self, row: NoteRow) -> bool:
        """Whether a row belongs in the list."""
        return self is Shown.ALL or (row.due if self is Shown.DUE else row.open)


def state_words(row: NoteRow) -> str:
    """Return how it stands with a promise."""
    return "Cần hỏi lại" if row.due else label(row.record.mending)


def _tone(row: NoteRow) -> Tone | None:
    if row.due:
        return "due"
    return None if row.open else "done"


COLUMNS: tuple[Column[NoteRow], ...] = (
    Column("Ngày", lambda r: date_text(r.record.date), key=lambda r: r.record.date, width=134),
    Column("Đồng chí", lambda r: r.who or "Chưa ghi tên", key=lambda r: name_key(r.who), width=126, stretch=True),
    Column("Loại", lambda r: FORM_WORDS[r.record.form], width=122),
    Column("Tình trạng", state_words, width=116, tone=_tone),
)
_DROPPED_FIRST = (2, 3)


def month_words(month: Month) -> str:
    """Return "Tháng 11/2026"."""
    return f"Tháng {month[1]}/{month[0]}"


def counts_words(counts: MonthCounts) -> str:
    """Return the figures of a month or a year in one line."""
    return (
        f"{counts.self_criticisms} lượt tự phê bình, {counts.criticisms} lượt phê bình, góp ý; "
        f"đã sửa {counts.mended}/{counts.promises}."
    )


class NoteList(QWidget):
    """Every note, the newest first.

    `chosen` carries the row under the cursor, `pointed` one that was clicked, `opened` one on which
    Enter was pressed; `ask_asked` comes from what is to be asked after.
    """

    chosen = Signal(object)
    pointed = Signal(object)
    opened = Signal(object)
    ask_asked = Signal()
    self_asked = Signal()
    sheet_asked = Signal()
    month_asked = Signal(object)
    """the (year, month) to be printed"""
    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._low = False
        self.due = Banner(Level.DUE, "", button="Hỏi lại")
        self.due.acted.connect(self.ask_asked)
        self.due.hide()
        self.filter = Choice[Shown]([(value, value.value) for value in Shown])
        self.filter.set_value(Shown.OPEN)
        self.filter.setAccessibleName("Xem ghi chép nào")
        self.who = Choice[bytes]([(_EVERYBODY, "Mọi đảng viên")])
        self.who.setAccessibleName("Của đảng viên nào")
        self.month = Choice[Month]([(_ALL_MONTHS, "Mọi tháng")])
        self.month.setAccessibleName("Của tháng nào")
        for choice in (self.filter, self.who, self.month):
            choice.setMinimumContentsLength(8)
            choice.setMinimumWidth(scaled(170))
            choice.committed.connect(self._show)
        self.table = SealedTable[NoteRow](
            COLUMNS, name="Danh sách ghi chép", identity=lambda r: r.id, dropped_first=_DROPPED_FIRST
        )
        self.table.setMinimumHeight(scaled(3 * ROW))
        self.nobody = text(role="emptyText")
        self.nobody.hide()
        self.figures = text(role="faint")
        self.sheet_button = button("In phiếu chuẩn bị", self.sheet_asked.emit, icon_name="print")
        self.month_button = button("In cả tháng", self._print_month, icon_name="print")
        self.undo_button = button("Hoàn tác", self.undo_asked.emit, icon_name="undo", role="flat")
        self.empty = EmptyState(
            "criticism",
            "Chưa có ghi chép nào",
            "Mỗi tháng ghi ai tự phê bình, ai góp ý, hứa sửa việc gì, trước ngày nào; đến hẹn sổ nhắc hỏi lại. "
            "Phần này niêm phong: người giúp ghi sổ và người cầm máy không đọc được.",
            label="Ghi tự phê bình",
            action=self.self_asked.emit,
        )
        self.first_sheet = button("In phiếu chuẩn bị", self.sheet_asked.emit, icon_name="print")
        self._full = QWidget()
        column = QVBoxLayout(self._full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.due)
        column.addWidget(_row(self.filter, self.who, self.month))
        column.addWidget(self.nobody)
        column.addWidget(self.table, 1)
        column.addWidget(self.figures)
        column.addWidget(_row(self.month_button, self.sheet_button, self.undo_button))
        layout = self.empty.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, self.first_sheet, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._full)
        outer.addWidget(self.empty)
        self._full.hide()
        self.table.row_selected.connect(self._select)
        self.table.row_activated.connect(self.opened)
        self.table.clicked.connect(self._click)

    @property
    def is_empty(self) -> bool:
        """Whether the book has no note."""
        return self._snapshot is None or not self._snapshot.rows

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show other rows; what is chosen stays chosen, the filters stay."""
        self._snapshot = snapshot
        self._full.setVisible(bool(snapshot.rows))
        self.empty.setVisible(not snapshot.rows)
        self._say_due()
        named = {row.who_id: row.who for row in snapshot.rows if row.who_id is not None}
        people = sorted(named.items(), key=lambda pair: (name_key(pair[1]), pair[0]))
        self.who.set_options([(_EVERYBODY, "Mọi đảng viên"), *((i, name) for i, name in people if i)])
        months = sorted({(r.record.date.year, r.record.date.month) for r in snapshot.rows}, reverse=True)
        self.month.set_options([(_ALL_MONTHS, "Mọi tháng"), *((m, month_words(m)) for m in months)])
        self.undo_button.setEnabled(snapshot.undo_name is not None)
        self.undo_button.setToolTip(f"Hoàn tác: {snapshot.undo_name} (Ctrl+Z)" if snapshot.undo_name else "")
        self._show()

    def set_low(self, *, low: bool) -> None:
        """Give names up for the table's sake where the screen is low."""
        if low != self._low:
            self._low = low
            self._say_due()
            self.figures.setVisible(not low)

    def _say_due(self) -> None:
        """Say on top what is to be asked after; on a low screen the number only."""
        due = self._snapshot.due if self._snapshot else ()
        who = "; ".join(_due_line(row) for row in due[:2]) + (" …" if len(due) > 2 else "")
        title = f"{len(due)} việc hứa sửa đến hạn hỏi lại"
        self.due.say(Level.DUE, title, "" if self._low else who, button="Hỏi lại")
        self.due.setVisible(bool(due))

    def show_only(self, shown: Shown) -> None:
        """Set the first filter and clear the others."""
        self.filter.set_value(shown)
        self.who.set_value(_EVERYBODY)
        self.month.set_value(_ALL_MONTHS)
        self._show()

    def select(self, note_id: bytes) -> bool:
        """Choose a note, widening the filters if they hide it."""
        row = self._snapshot.find(note_id) if self._snapshot else None
        if row is None:
            return False
        if not self.table.select(note_id):
            self.show_only(Shown.OPEN if row.open else Shown.ALL)
            return self.table.select(note_id)
        return True

    def shown_rows(self) -> Sequence[NoteRow]:
        """Return the rows that the filters let through."""
        rows = self._snapshot.rows if self._snapshot else ()
        shown, who, month = self.filter.value() or Shown.ALL, self.who.value(), self.month.value()
        return [
            row
            for row in rows
            if shown.holds(row)
            and (not who or who in {row.who_id, row.text.from_id})
            and (not month or month in {_ALL_MONTHS, (row.record.date.year, row.record.date.month)})
        ]

    @property
    def chosen_month(self) -> Month | None:
        """The month that is shown: the one filtered by, else that of the chosen row, else the newest."""
        month = self.month.value()
        if month is not None and month != _ALL_MONTHS:
            return month
        row = self.table.current() or (self._snapshot.rows[0] if self._snapshot and self._snapshot.rows else None)
        return (row.record.date.year, row.record.date.month) if row else None

    @Slot()
    def _show(self) -> None:
        rows = self.shown_rows()
        self.table.set_rows(rows)
        self.nobody.setVisible(not rows and not self.is_empty)
        shown = (self.filter.value() or Shown.ALL).value
        self.nobody.setText(f"Không có ghi chép nào trong mục {shown}. Chọn Tất cả để xem cả những việc đã sửa.")
        self._figures()

    def _figures(self) -> None:
        month = self.chosen_month
        year = (
            next((y for y in self._snapshot.counts if month and y.year == month[0]), None)
            if self._snapshot
            else None
        )
        if month is None or year is None:
            self.figures.setText("")
            return
        self.figures.setText(f"{month_words(month)}: {counts_words(year.months[month[1] - 1])}")
        self.month_button.setText(f"In cả tháng {month[1]}")

    @Slot(object)
    def _select(self, row: NoteRow | None) -> None:
        self._figures()
        if row is not None:
            self.chosen.emit(row)

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        row = self.table.rows_model.row_at(index)
        if row is not None:
            self.pointed.emit(row)

    def _print_month(self) -> None:
        if self.chosen_month is not None:
            self.month_asked.emit(self.chosen_month)


def _row(*widgets: QWidget) -> QWidget:
    row = flow(*widgets)
    # The height it would wish for in its narrowest form is not its least height.
    policy = row.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
    row.setSizePolicy(policy)
    return row


def _due_line(row: NoteRow) -> str:
    by = f"hẹn {date_text(row.text.due)}" if row.text.due else f"nói ngày {date_text(row.record.date)}"
    return f"{row.who or 'Chưa ghi tên'}, {by}"
