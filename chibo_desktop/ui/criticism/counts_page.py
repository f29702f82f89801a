"""What somebody without the right sees: figures, and who can open the rest."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.criticism_counts import MonthCounts, YearCounts
from chibo_desktop.ui.criticism.note_list import counts_words
from chibo_desktop.ui.criticism.work import Snapshot
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.messages import Banner, Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.tables import Column
from chibo_desktop.ui.theme import GRID

COLUMNS: tuple[Column[MonthCounts], ...] = (
    Column("Tháng", lambda c: f"Tháng {c.month}", key=lambda c: c.month, width=120, stretch=True),
    Column("Tự phê bình", lambda c: str(c.self_criticisms), align="right", width=130),
    Column("Phê bình, góp ý", lambda c: str(c.criticisms), align="right", width=160),
    Column("Đã sửa", lambda c: f"{c.mended}/{c.promises}", align="right", width=120),
)


class CountsPage(QWidget):
    """Counts only, of one year at a time."""

    sheet_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[YearCounts, ...] = ()
        self.who = Banner(Level.INFO, "Nội dung ở đây được niêm phong.")
        self.year = Choice[int]()
        self.year.setAccessibleName("Năm")
        self.year.committed.connect(self._show)
        self.sheet_button = button("In phiếu chuẩn bị", self.sheet_asked.emit, icon_name="print")
        self.total = text(role="sectionTitle")
        self.table = FittedTable[MonthCounts](
            COLUMNS, name="Số lượt theo tháng", identity=lambda c: c.month, dropped_first=()
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.who)
        column.addWidget(flow(self.year, self.sheet_button))
        column.addWidget(self.total)
        column.addWidget(self.table, 1)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the figures and who can open what is sealed."""
        self._counts = snapshot.counts
        names = ", ".join(snapshot.readers) or "bí thư"
        self.who.say(
            Level.INFO,
            "Nội dung ở đây được niêm phong, đồng chí chỉ xem được số lượt.",
            f"Mở được bằng mật khẩu riêng của mình: {names}.",
        )
        self.year.set_options([(c.year, f"Năm {c.year}") for c in snapshot.counts])
        self._show()

    @Slot()
    def _show(self) -> None:
        year = next((c for c in self._counts if c.year == self.year.value()), None)
        if year is None:
            return
        self.total.setText(f"Năm {year.year}: {counts_words(year.total)}")
        self.table.set_rows(counts for counts in reversed(year.months) if counts.promises)
