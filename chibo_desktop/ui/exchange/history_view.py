"""What was sent and received, the newest first (đã gửi và nhận)."""

from __future__ import annotations

from chibo_desktop.ui.exchange.state import HistoryRow, read_history
from chibo_desktop.ui.exchange.view import Head, Place, View
from chibo_desktop.ui.exchange.words import (
    transfer_direction,
    transfer_kind,
    transfer_result,
    transfer_time,
)
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty, TableView


class HistoryView(View):
    """One table over the whole page."""

    def __init__(self, place: Place, *, office: bool) -> None:
        super().__init__(
            place,
            Head("Đã gửi và nhận", "Từng tệp đã ghi lên USB hoặc đã nhận về, việc mới nhất ở trên."),
            scroll=False,
        )
        other: Column[HistoryRow] = (
            Column("Chi bộ", lambda r: r.partner, width=220)
            if office
            else Column(
                "Chiều",
                lambda r: transfer_direction(r.transfer),
                width=140,
                icon=lambda r: "send" if r.transfer.direction == "sent" else "receive",
            )
        )
        self.table: TableView[HistoryRow] = TableView(
            [
                Column("Lúc", lambda r: transfer_time(r.transfer), key=lambda r: r.transfer.at, width=196),
                other,
                Column("Nội dung", lambda r: transfer_kind(r.transfer), width=280, stretch=True),
                Column("Kết quả", lambda r: transfer_result(r.transfer), width=170),
            ],
            name="Đã gửi và nhận",
            identity=lambda row: (row.transfer.bundle_id, row.transfer.direction),
        )
        empty = EmptyState(
            "exchange", "Chưa gửi hay nhận gì", "Mỗi lần gửi lên USB hoặc nhận từ USB được ghi lại ở đây."
        )
        self.pane = TableOrEmpty(self.table, empty)
        self.body.addWidget(self.pane, 1)

    def refresh(self) -> None:
        """Read the list again."""
        session = self.session
        self.desk.tasks.run(lambda _job: read_history(session), self.pane.set_rows, owner=self)
