"""The meetings of a year in a table (danh sách cuộc họp)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import MeetingKind, Stage
from chibo_desktop.services.meetings import MeetingRow
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty, TableView, Tone
from chibo_desktop.ui.theme import GRID, scaled


def state_words(row: MeetingRow) -> str:
    """Return how far a meeting has come."""
    if row.meeting.closed:
        return "Đã chốt biên bản"
    begun = row.meeting.roll_called or row.speeches or row.meeting.stage is not Stage.PREPARATION
    return "Đang ghi" if begun else "Đang chuẩn bị"


def _tone(row: MeetingRow) -> Tone | None:
    return {"Đã chốt biên bản": "done", "Đang ghi": "due"}.get(state_words(row))  # type: ignore[return-value]


def _icon(row: MeetingRow) -> str | None:
    return {"Đã chốt biên bản": "lock", "Đang ghi": "edit"}.get(state_words(row), "calendar")


def name_of(row: MeetingRow) -> str:
    """Return what the list calls a meeting."""
    meeting = row.meeting
    if meeting.kind is MeetingKind.THEMATIC and meeting.title:
        return f"{label(meeting.kind)}: {meeting.title}"
    return label(meeting.kind)


def _present(row: MeetingRow) -> str:
    return f"{row.tally.present_due}/{row.tally.due}" if row.tally.due and row.meeting.roll_called else "–"


_SPEECHES = 3
"""the column that gives way where the table is narrow"""


class _Meetings(TableView[MeetingRow]):
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width()
        narrow = room < scaled(680)
        self.setColumnHidden(_SPEECHES, narrow)
        if narrow:
            widths = [scaled(column.width or 0) for column in self.rows_model.columns]
            for place, width in enumerate(widths):
                rest = room - sum(widths) + widths[_SPEECHES]
                self.setColumnWidth(place, width or max(rest, scaled(110)))


class MeetingList(QWidget):
    """A year, its meetings, and what to do with the chosen one."""

    opened = Signal(object)
    """the MeetingRow to open"""
    delete_asked = Signal(object)
    new_asked = Signal()
    year_chosen = Signal(object)
    themes_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self.year: Choice[int] = Choice()
        self.year.setAccessibleName("Năm")
        self.year.setMaximumWidth(scaled(120))
        self.year.committed.connect(self.year_chosen)
        self.table = _Meetings(
            [
                Column("Ngày", lambda r: date_text(r.meeting.date), key=lambda r: r.meeting.date, width=136),
                Column("Cuộc họp", name_of, stretch=True),
                Column("Có mặt", _present, key=lambda r: r.tally.present_due, align="right", width=84),
                Column("Ý kiến", lambda r: str(r.speeches), key=lambda r: r.speeches, align="right", width=88),
                Column("Trạng thái", state_words, width=206, icon=_icon, tone=_tone),
            ],
            name="Danh sách cuộc họp",
            identity=lambda row: row.meeting.id,
        )
        self.table.row_activated.connect(self.opened)
        self.table.row_selected.connect(self._selected)
        self.table.delete_asked.connect(self._delete)
        self.empty = EmptyState(
            "meetings",
            "Chưa có cuộc họp nào trong năm này",
            "Mỗi cuộc họp được chuẩn bị, điểm danh, ghi ý kiến và chốt thành biên bản ở đây. "
            "Bước đầu tiên: lập cuộc họp với ngày và giờ.",
            label="Lập cuộc họp",
            action=self.new_asked.emit,
        )
        self.themes_button = button("Kế hoạch chuyên đề", self.themes_asked.emit, icon_name="calendar")
        self.open_button = button("Mở", self._open, icon_name="next")
        self.open_button.setAccessibleName("Mở cuộc họp")
        self.delete_button = button("Xóa", self._delete, icon_name="remove")
        self.delete_button.setAccessibleName("Xóa cuộc họp")
        self.body = TableOrEmpty(self.table, self.empty)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        year_label = text("Năm", "fieldLabel", wrap=False)
        year_label.setBuddy(self.year)
        top.addWidget(year_label)
        top.addWidget(self.year)
        top.addStretch(1)
        top.addWidget(self.themes_button)
        top.addWidget(self.delete_button)
        top.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self.body, 1)
        self._selected(None)

    def show_rows(self, rows: Sequence[MeetingRow], years: Sequence[int], year: int) -> None:
        """Show the meetings of a year."""
        self.year.set_options([(value, str(value)) for value in years])
        self.year.set_value(year)
        self.body.set_rows(rows)
        for made in (self.open_button, self.delete_button):
            made.setVisible(bool(rows))
        if rows and self.table.current() is None:
            self.table.select(rows[0].meeting.id)
        self._selected(self.table.current())

    @Slot(object)
    def _selected(self, row: MeetingRow | None) -> None:
        self.open_button.setEnabled(row is not None)
        self.delete_button.setEnabled(row is not None and not row.meeting.closed)

    @Slot()
    def _open(self) -> None:
        row = self.table.current()
        if row is not None:
            self.opened.emit(row)

    @Slot()
    def _delete(self) -> None:
        row = self.table.current()
        if row is not None and not row.meeting.closed:
            self.delete_asked.emit(row)
