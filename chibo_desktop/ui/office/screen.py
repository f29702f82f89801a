"""The office's first place: its cells, and one of them (chi bộ)."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.common.progress import JobControl
from chibo_desktop.services import exchange, papers
from chibo_desktop.services.exchange import CellRow
from chibo_desktop.services.meetings import MeetingRow, list_meetings
from chibo_desktop.services.members import MemberRow, list_members
from chibo_desktop.services.office_work import CellWork, work_of
from chibo_desktop.services.session import Session
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.fields import LineEdit
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.office.cell_list import cell_table
from chibo_desktop.ui.office.cell_page import CellPage
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.screen import Desk, Screen
from chibo_desktop.ui.tables import EmptyState, TableOrEmpty
from chibo_desktop.ui.theme import GRID

_TITLE = "Chi bộ"
_SENTENCE = "Chọn một chi bộ để xem cuộc họp, đọc và in biên bản đã nhận."
Opened = tuple[CellRow, list[MeetingRow], list[MemberRow], CellWork | None]


class CellsScreen(Screen):
    """The commune's cells; `enter(book_id)` opens one of them."""

    concerns: ClassVar[frozenset[str]] = frozenset(
        {"partner", "cell", "member", "meeting", "attendance", "speech", "exchange"}
    )
    """whatever kind comes from a cell, the entry and code it was received up to move ("exchange")"""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, _TITLE, _SENTENCE)
        self.session = session
        self.cell: CellRow | None = None
        self.set_primary("Nhận từ USB", lambda: desk.go("exchange", None), "usb")
        self.finder = LineEdit(placeholder="Tìm chi bộ, không cần gõ dấu")
        self.finder.setAccessibleName("Tìm chi bộ")
        self.table = cell_table()
        self.table.row_activated.connect(self._open)
        self.finder.textChanged.connect(self.table.set_filter)
        empty = EmptyState(
            "members",
            "Chưa ghép với chi bộ nào",
            "Nơi này xem các chi bộ của xã: đã gửi đến đâu, cuộc họp và biên bản. "
            "Bước đầu tiên: ghi thẻ của Đảng ủy xã lên USB và đưa cho chi bộ.",
            label="Ghi thẻ, ghép với chi bộ",
            action=lambda: desk.go("exchange", "card"),
        )
        self.list_pane = TableOrEmpty(self.table, empty)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.finder)
        column.addWidget(self.list_pane, 1)
        self.page = CellPage()
        self.page.read_asked.connect(self._read)
        self.page.print_asked.connect(self._print)
        self.stack = QStackedWidget()
        self.stack.addWidget(listed)
        self.stack.addWidget(self.page)
        self.body.addWidget(self.stack, 1)

    def enter(self, target: object = None) -> None:
        """Be shown; on the cell whose book id is given."""
        super().enter(target)
        if isinstance(target, bytes):
            self.desk.tasks.run(
                lambda _: exchange.cells(self.session), lambda rows: self._find(rows, target), owner=self
            )

    def _find(self, rows: list[CellRow], book_id: bytes) -> None:
        row = next((r for r in rows if r.partner.book_id == book_id), None)
        if row is not None:
            self._open(row)

    def refresh(self) -> None:
        """Read the cells again, and the one that is open."""
        self.desk.tasks.run(lambda _: exchange.cells(self.session), self._show_cells, owner=self)

    def _show_cells(self, rows: list[CellRow]) -> None:
        self.list_pane.set_rows(rows)
        self.finder.setVisible(len(rows) > 5)
        if self.cell is not None:
            self._find(rows, self.cell.partner.book_id)

    @Slot(object)
    def _open(self, row: CellRow) -> None:
        def work(job: JobControl) -> Opened:
            del job
            if row.book is None:
                return row, [], [], None
            session = self.session
            meetings, members = list_meetings(session, book=row.book), list_members(session, book=row.book)
            return row, meetings, members, work_of(session, row.book)

        self.desk.tasks.run(work, self._show_cell, owner=self)

    def _show_cell(self, opened: Opened) -> None:
        row, meetings, members, done = opened
        self.cell = row
        self.page.show_cell(row, meetings, members, done)
        self.stack.setCurrentWidget(self.page)
        self.set_title(row.name, f"Sổ của chi bộ, chỉ để xem. Chi bộ có {row.members} đảng viên.")
        self.set_back("Danh sách chi bộ", self.show_list)
        self.page.meetings.setFocus()

    @Slot()
    def show_list(self) -> None:
        """Go back to all cells."""
        self.cell = None
        self.message.clear()
        self.set_title(_TITLE, _SENTENCE)
        self.set_back("", None)
        self.stack.setCurrentIndex(0)
        self.table.setFocus()

    @Slot(object)
    def _read(self, row: MeetingRow) -> None:
        self.desk.go("meetings", (row.meeting.id, row.book))

    @Slot(object)
    def _print(self, row: MeetingRow) -> None:
        start = documents_folder() / papers.suggested_name(row.meeting)
        choose_target(
            self, "Lưu biên bản để in", start, "Giấy tờ PDF (*.pdf)", lambda target: self.print_to(row, target)
        )

    def print_to(self, row: MeetingRow, target: Path) -> None:
        """Write the minutes of a cell's meeting there and open them."""

        def work(job: JobControl) -> Path:
            del job
            return papers.save_minutes(self.session, row.meeting.id, target, book=row.book)

        self.desk.tasks.run(work, self._printed, title="Đang in biên bản", owner=self, can_stop=False)

    def _printed(self, written: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(written)))
        self.message.show_message(
            Level.DONE, f"Đã lưu biên bản vào {written}.", "Xem và bấm in trong cửa sổ vừa mở."
        )
