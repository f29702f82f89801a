"""A cell's duties, its figures of criticism and ratings, and the texts it chose to show."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.services.office_work import CellDuty, CellWork
from chibo_desktop.services.sealed import Shared
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.sealed_fields import SealedNote
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty
from chibo_desktop.ui.theme import GRID


def _due(row: CellDuty) -> str:
    return date_text(row.duty.due) if row.duty.due else "–"


def _state(row: CellDuty) -> str:
    return f"⚠ Quá hạn, {label(row.duty.state).lower()}" if row.overdue else label(row.duty.state)


class CellWorkPane(QWidget):
    """Figures above, the texts shown below; the list of duties is a pane of its own, for another tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.duties: FittedTable[CellDuty] = FittedTable(
            [
                Column("Nhiệm vụ", lambda r: r.duty.text, stretch=True, width=300),
                Column("Người làm", lambda r: r.owner, width=190),
                Column(
                    "Hạn",
                    lambda r: date_text(r.duty.due) if r.duty.due else "–",
                    key=lambda r: r.duty.due,
                    width=130,
                ),
                Column("Tình hình", _state, width=220, tone=lambda r: "error" if r.overdue else None),
            ],
            name="Nhiệm vụ của chi bộ",
            identity=lambda row: row.duty.id,
            dropped_first=(1,),
        )
        no_duty = EmptyState("duties", "Chưa nhận nhiệm vụ nào", "Khi chi bộ gửi lên, nhiệm vụ hiện ở đây.")
        self.duties_pane = TableOrEmpty(self.duties, no_duty)
        self.figures = text()
        self.shared: FittedTable[Shared] = FittedTable(
            [
                Column("Ngày", lambda r: date_text(r.date), key=lambda r: r.date, width=136),
                Column("Chi bộ cho xem", lambda r: r.title, stretch=True, width=330),
            ],
            name="Ghi chép chi bộ cho xem",
            identity=lambda row: row.id,
            dropped_first=(),
        )
        self.shared.row_selected.connect(self._selected)
        nothing = EmptyState(
            "lock",
            "Chi bộ chưa cho xem ghi chép nào",
            "Phê bình, tự phê bình được niêm phong ở chi bộ; lên xã chỉ có số lượt, trừ khi chi bộ chọn cho xem.",
        )
        self.shared_pane = TableOrEmpty(self.shared, nothing)
        self.words = SealedNote()
        self.words.setReadOnly(True)
        self.words.setAccessibleName("Nội dung chi bộ cho xem")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.figures)
        layout.addWidget(self.shared_pane, 1)
        layout.addWidget(self.words, 1)

    def show_work(self, work: CellWork | None) -> None:
        """Show what a cell's book says; None while nothing has arrived."""
        self.duties_pane.set_rows(work.duties if work else ())
        self.shared_pane.set_rows(work.shared if work else ())
        self.figures.setText("\n".join(_figures(work)) if work else "")
        if work and work.shared and self.shared.current() is None:
            self.shared.select(work.shared[-1].id)
        self._selected(self.shared.current())

    @Slot(object)
    def _selected(self, row: Shared | None) -> None:
        self.words.setVisible(row is not None)
        self.words.setPlainText(row.words if row else "")


def _figures(work: CellWork) -> list[str]:
    counts = work.criticism
    said = f"{counts.self_criticisms} lượt tự phê bình, {counts.criticisms} lượt phê bình, góp ý"
    lines = [f"Năm nay: {said}; đã sửa {counts.mended}/{counts.promises}."]
    for year, rated in work.ratings:
        each = [f"{label(rating).lower()} {rated[rating]}" for rating in YearRating if rated[rating]]
        lines.append(f"Xếp loại năm {year}: {'; '.join(each)}.")
    return lines
