"""The tables of dues: a month in which one key says who paid, a year by signs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.dues_months import DuesRow, DuesState, YearRow
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import number_text
from chibo_desktop.ui.tables import Column, TableView, Tone
from chibo_desktop.ui.theme import scaled

_AMOUNT = 2


class MonthTable(FittedTable[DuesRow]):
    """Space says that the chosen member paid, or did not; a figure typed begins the amount, Enter ends it."""

    toggled = Signal(object)
    """the DuesRow whose payment was turned"""
    amount_written = Signal(object, str)
    editing_ended = Signal()

    def __init__(self) -> None:
        super().__init__(
            [
                Column("Họ và tên", lambda r: r.name, key=lambda r: name_key(r.name), width=160, stretch=True),
                Column("Đảng phí", _paid, width=150, tone=lambda r: "done" if r.paid else "faint"),
                Column(
                    "Số tiền (đồng)",
                    lambda r: number_text(r.amount) if r.amount is not None else "",
                    key=lambda r: r.amount or 0, align="right", width=164, edit=self._written,
                ),
            ],
            name="Đảng phí trong tháng",
            identity=lambda r: r.member_id,
            dropped_first=(),
        )  # fmt: skip
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.row_activated.connect(self.toggled)

    def _written(self, row: DuesRow, words: str) -> None:
        self.amount_written.emit(row, words)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go to the next line when an amount was ended with Enter: sums are typed down the list."""
        super().closeEditor(editor, hint)
        after = self.currentIndex().row() + 1
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and after < self.rows_model.rowCount():
            self.setCurrentIndex(self.rows_model.index(after, _AMOUNT))
        self.editing_ended.emit()

    @property
    def editing(self) -> bool:
        """Whether an amount is being typed."""
        return self.state() is QAbstractItemView.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if row is None or self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit(row)
            event.accept()
            return
        if event.text().isdigit() or event.key() == Qt.Key.Key_F2:
            self.setCurrentIndex(self.rows_model.index(self.currentIndex().row(), _AMOUNT))
        elif event.text():
            # Letters look for a name, wherever in the row the last figure was typed.
            self.setCurrentIndex(self.rows_model.index(self.currentIndex().row(), 0))
        super().keyPressEvent(event)


def _paid(row: DuesRow) -> str:
    state = DuesState.PAID if row.paid else DuesState.UNPAID
    return f"{state.sign} {state.word}" if row.paid else f"– {state.word}"


def year_table() -> TableView[YearRow]:
    """Return the table of a year: one sign a month, the word in the tip and in the line below."""
    months = [
        Column[YearRow](
            str(number), _sign(number - 1), key=_sign(number - 1), align="center", width=40,
            tip=_word(number - 1), tone=_tone(number - 1),
        )
        for number in range(1, 13)
    ]  # fmt: skip
    table: TableView[YearRow] = TableView(
        [
            Column("Họ và tên", lambda r: r.name, key=lambda r: name_key(r.name), width=160, stretch=True),
            *months,
            Column("Cộng", lambda r: number_text(r.total), key=lambda r: r.total, align="right", width=122),
        ],
        name="Đảng phí cả năm",
        identity=lambda r: r.member_id,
    )
    table.setObjectName("signs")
    table.horizontalHeader().setMinimumSectionSize(scaled(24))
    return table


def _sign(month: int) -> Callable[[YearRow], str]:
    return lambda row: row.months[month].sign


def _word(month: int) -> Callable[[YearRow], str]:
    return lambda row: f"Tháng {month + 1}: {row.months[month].word.lower()}"


def _tone(month: int) -> Callable[[YearRow], Tone | None]:
    tones: dict[DuesState, Tone] = {DuesState.PAID: "done", DuesState.UNPAID: "due"}
    return lambda row: tones.get(row.months[month], "faint")


def year_words(row: YearRow) -> str:
    """Return a member's year in words, "Lò Văn An: đã đóng tháng 1, 2; chưa đóng tháng 3"."""
    parts = []
    for state in (DuesState.PAID, DuesState.UNPAID):
        months = [str(number) for number, found in enumerate(row.months, start=1) if found is state]
        if months:
            parts.append(f"{state.word.lower()} tháng {', '.join(months)}")
    return f"{row.name}: {'; '.join(parts) if parts else 'chưa ghi tháng nào'}."
