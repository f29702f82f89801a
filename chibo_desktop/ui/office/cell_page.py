"""One cell as its book arrived: meetings with their minutes, members, duties, figures, texts it showed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.services.exchange import CellRow
from chibo_desktop.services.meetings import MeetingRow
from chibo_desktop.services.members import MemberRow
from chibo_desktop.services.office_work import CellWork
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.office.cell_list import explained
from chibo_desktop.ui.office.cell_work import CellWorkPane
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty
from chibo_desktop.ui.theme import GRID


def _state(row: MeetingRow) -> str:
    return "Đã chốt biên bản" if row.meeting.closed else "Chưa chốt"


def _present(row: MeetingRow) -> str:
    return f"{row.tally.present_due}/{row.tally.due}" if row.tally.due and row.meeting.roll_called else "–"


def _name(row: MemberRow) -> str:
    return row.member.name


class CellPage(QWidget):
    """What a cell sent, behind tabs; reading and printing are asked for by signals."""

    read_asked = Signal(object)
    """the MeetingRow whose minutes to read"""
    print_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = text("", "body")
        self.advice = text("", "faint")
        self.meetings: FittedTable[MeetingRow] = FittedTable(
            [
                Column("Ngày", lambda r: date_text(r.meeting.date), key=lambda r: r.meeting.date, width=136),
                Column("Cuộc họp", lambda r: meeting_title(r.meeting), stretch=True, width=330),
                Column("Có mặt", _present, key=lambda r: r.tally.present_due, align="right", width=84),
                Column("Biên bản", _state, width=190, tone=lambda r: "done" if r.meeting.closed else "faint"),
            ],
            name="Cuộc họp của chi bộ",
            identity=lambda row: row.meeting.id,
            dropped_first=(2,),
        )
        self.meetings.row_activated.connect(self.read_asked)
        self.meetings.row_selected.connect(self._selected)
        self.members: FittedTable[MemberRow] = FittedTable(
            [
                Column(
                    "Họ và tên",
                    lambda r: r.member.name,
                    key=lambda r: name_key(r.member.name),
                    stretch=True,
                    width=190,
                ),
                Column("Loại", lambda r: label(r.standing), width=230),
                Column("Chức vụ", lambda r: label(r.role), width=130),
                Column("Tình trạng", lambda r: label(r.status), width=230),
            ],
            name="Đảng viên của chi bộ",
            identity=lambda row: row.member.id,
            dropped_first=(2,),
        )
        no_meeting = EmptyState(
            "meetings", "Chưa nhận cuộc họp nào", "Khi chi bộ gửi lên, các cuộc họp hiện ở đây."
        )
        no_member = EmptyState("members", "Chưa nhận danh sách", "Khi chi bộ gửi lên, đảng viên hiện ở đây.")
        self.meetings_pane = TableOrEmpty(self.meetings, no_meeting)
        self.members_pane = TableOrEmpty(self.members, no_member)
        self.read_button = button("Đọc biên bản", self._read, icon_name="book")
        self.print_button = button("In biên bản", self._print, icon_name="print")
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.read_button)
        buttons.addWidget(self.print_button)
        buttons.addStretch(1)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.meetings_pane, 1)
        column.addLayout(buttons)
        self.work = CellWorkPane()
        self.tabs = QTabWidget()
        self.tabs.addTab(held, "Cuộc họp")
        self.tabs.addTab(self.members_pane, "Đảng viên")
        self.tabs.addTab(self.work.duties_pane, "Nhiệm vụ")
        self.tabs.addTab(self.work, "Phê bình, xếp loại")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.facts)
        layout.addWidget(self.advice)
        layout.addWidget(self.tabs, 1)
        self._selected(None)

    def show_cell(
        self,
        row: CellRow,
        meetings: Sequence[MeetingRow],
        members: Sequence[MemberRow],
        work: CellWork | None,
    ) -> None:
        """Show what has arrived of a cell."""
        self.work.show_work(work)
        code = f" Mã sổ để đối chiếu: {row.code}." if row.code else ""
        self.facts.setText(f"Đã nhận đến mục {row.received_seq} của sổ chi bộ.{code}")
        self.advice.setText(explained(row))
        self.advice.setVisible(bool(self.advice.text()))
        self.meetings_pane.set_rows(meetings)
        self.members_pane.set_rows(members)
        if meetings and self.meetings.current() is None:
            first = next((r for r in meetings if r.meeting.closed), meetings[0])
            self.meetings.select(first.meeting.id)
        self._selected(self.meetings.current())

    @Slot(object)
    def _selected(self, row: MeetingRow | None) -> None:
        for made in (self.read_button, self.print_button):
            made.setEnabled(row is not None)

    @Slot()
    def _read(self) -> None:
        row = self.meetings.current()
        if row is not None:
            self.read_asked.emit(row)

    @Slot()
    def _print(self) -> None:
        row = self.meetings.current()
        if row is not None:
            self.print_asked.emit(row)
