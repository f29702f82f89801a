"""What the meeting before set: duties and targets as they begin and as they stand (kết quả kỳ trước)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.follow_up import CarriedDuty, CarriedTarget, share_met
from chibo_desktop.services import resolutions
from chibo_desktop.ui.fitted_table import FittedTable, fit_height
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.tables import Column, Tone
from chibo_desktop.ui.theme import GRID

Carried = CarriedDuty | CarriedTarget
_HINT = "Bảng này in ở mục I.3 của nghị quyết. Chọn một dòng rồi bấm Enter để ghi kết quả."
_READ_ONLY = "Bảng này in ở mục I.3 của nghị quyết."


def record_id(row: Carried) -> bytes:
    """Return the duty's or target's id."""
    return row.duty.id if isinstance(row, CarriedDuty) else row.target.id


def _tone(row: Carried) -> Tone | None:
    return "done" if row.done else "due" if row.counted else None


class FollowUpBox(QWidget):
    """The rows of the resolution's table; Enter goes to where the result is written down."""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self._stale = True
        self.heading = text("", "sectionTitle")
        self.hint = text(_HINT, "fieldHint")
        self.table: FittedTable[Carried] = FittedTable(
            [
                Column("Nhiệm vụ đề ra", lambda r: r.text, width=310, stretch=True, tip=lambda r: r.text),
                Column("Tình trạng đầu kỳ", lambda r: r.beginning, width=230, tip=lambda r: r.beginning),
                Column("Kết quả", lambda r: r.result, width=270, tone=_tone, tip=lambda r: r.result),
            ],
            name="Kết quả nhiệm vụ, chỉ tiêu kỳ trước",
            identity=record_id,
            dropped_first=(1,),
        )
        self.table.row_activated.connect(self._open)
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, GRID)
        inside.setSpacing(GRID)
        for part in (self.heading, self.table, self.hint):
            inside.addWidget(part)
        self._inside.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._inside)

    def show_view(self) -> None:
        """Read the rows anew, at once if they are in front, else when they come to be."""
        self._stale = True
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self._meeting.view is not None:
            self._read()

    def _read(self) -> None:
        self._stale = False
        meeting, book = self._meeting.meeting_id, self._meeting.book
        self._meeting.ask(lambda session: resolutions.follow_up(session, meeting, book=book), self._show)

    def _show(self, rows: Sequence[Carried]) -> None:
        met, due = share_met(rows)
        told = f": {met}/{due} đến hạn đã xong" if due else ""
        self.heading.setText(f"Nhiệm vụ, chỉ tiêu kỳ trước{told}")
        self.hint.setText(_READ_ONLY if self._meeting.read_only else _HINT)
        self.table.set_rows(rows)
        fit_height(self.table, len(rows))
        self._inside.setVisible(bool(rows))

    @Slot(object)
    def _open(self, row: Carried) -> None:
        if self._meeting.read_only:
            return
        if isinstance(row, CarriedDuty):
            self._meeting.go("duties", row.duty.id)
        else:
            self._meeting.go("documents", ("resolutions", row.target.id))
