"""The rounds of the years and quarters, and what the place is for while there is none (các kỳ kiểm điểm)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.services import review_overview, reviews
from chibo_desktop.services.review_overview import RoundOverview
from chibo_desktop.services.review_views import RoundView
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.reviews.words import SHORT, result_words, round_name
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round as the list shows it."""

    view: RoundView
    overview: RoundOverview

    @property
    def id(self) -> bytes:
        """The round's identifier."""
        return self.view.round.id

    @property
    def order(self) -> tuple[int, int]:
        """By year, the whole year after its quarters."""
        return self.view.round.year, self.view.round.quarter or 5


def read_rounds(session: Session) -> list[RoundLine]:
    """Return every round with how far it has come, the newest first."""
    found = []
    for item in reviews.list_rounds(session):
        view = reviews.load_round(session, item.id)
        found.append(RoundLine(view, review_overview.overview_of(view)))
    return found


def _levels(line: RoundLine) -> str:
    counted = [f"{SHORT[level]} {len(line.overview.by_rating[level])}" for level in YearRating]
    return " · ".join(words for words in counted if not words.endswith(" 0"))


def _cell(line: RoundLine) -> str:
    cell = line.view.cell
    if cell is None or cell.review is None:
        return ""
    return result_words(cell.review) or (SHORT[cell.review.cell_rating] if cell.review.cell_rating else "")


class RoundList(QWidget):
    """`opened(round_id)` asks for a round; `first_asked` for the round of this year."""

    opened = Signal(object)
    first_asked = Signal()

    def __init__(self, year: int) -> None:
        super().__init__()
        self.setObjectName("content")
        self.table: FittedTable[RoundLine] = FittedTable(
            [
                Column("Kỳ", lambda r: round_name(r.view.round), key=lambda r: r.order, width=170),
                Column("Đã nộp", lambda r: f"{len(r.overview.handed_in)}/{len(r.overview.reviewed)}", width=100),
                Column("Đã xếp loại", lambda r: f"{len(r.overview.rated)}/{len(r.overview.reviewed)}", width=124),
                Column("Kết quả", _levels, width=250, stretch=True),
                Column("Chi bộ", _cell, width=120),
                Column("Hội nghị", lambda r: date_text(r.view.round.held_on), width=130),
            ],
            name="Các kỳ kiểm điểm",
            identity=lambda r: r.id,
            dropped_first=(5, 4, 2),
        )
        self.empty = EmptyState(
            "criticism",
            "Chưa có kỳ kiểm điểm nào",
            "Cuối năm, mỗi đảng viên tự kiểm điểm, chi bộ góp ý, chấm điểm và bỏ phiếu xếp loại. Nơi này cho thấy "
            "ai đã nộp, ai còn thiếu, điền sẵn số liệu của sổ vào bản kiểm điểm, kiểm phiếu và in giấy tờ.",
            label=f"Mở kỳ kiểm điểm năm {year}",
            action=self.first_asked.emit,
        )
        self.list = TableOrEmpty(self.table, self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        self.table.row_activated.connect(lambda row: self.opened.emit(row.id))

    def show_rounds(self, rounds: list[RoundLine]) -> None:
        """Show the rounds."""
        self.list.set_rows(rounds)
        if rounds and self.table.current() is None:
            self.table.selectRow(0)

    def start(self) -> None:
        """Put the focus into the list."""
        part = self.table if self.table.rows_model.rowCount() else self.empty.button
        part.setFocus(Qt.FocusReason.OtherFocusReason)
