"""The strip over a running meeting: the time, how long it has run, the current item (nhịp cuộc họp)."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.pace import minutes_on, minutes_over, minutes_run, next_item
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.ui.labels import length_text, time_text
from chibo_desktop.ui.meetings.notes import WarningLine
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import Elided, button, text
from chibo_desktop.ui.theme import GRID


class LiveStrip(QWidget):
    """One line while a meeting of today is written: it is hidden for others and its clock rests with it."""

    asked_next = Signal()
    """the person wants the next item of the agenda"""

    def __init__(self, meeting: OpenMeeting, *, with_items: bool = True, parent: QWidget | None = None) -> None:
        """`with_items` offers to go on to the next item of the agenda."""
        super().__init__(parent)
        self._with_items = with_items
        self._meeting = meeting
        self._live = meeting.live
        self._view: MeetingView | None = None
        self.clock = text("", "bannerTitle", wrap=False)
        self.running = text("", "body", wrap=False)
        self.item = Elided("", "body")
        self.over = WarningLine()
        self.over.setWordWrap(False)
        self.start_button = button("Bắt đầu họp", self.start_meeting, icon_name="clock")
        self.next_button = button("Nội dung tiếp", self.asked_next.emit, icon_name="next")
        self.next_button.setToolTip("Sang nội dung tiếp theo của chương trình (Ctrl+↓)")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        for part in (self.clock, self.running):
            layout.addWidget(part)
        layout.addWidget(self.item, 1)
        layout.addWidget(self.over)
        layout.addWidget(self.start_button)
        layout.addWidget(self.next_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tick)
        self._live.moved.connect(self.tick)

    def show_view(self, view: MeetingView) -> None:
        """Follow the newest state of the meeting."""
        self._view = view
        self._live.look()
        self.tick()

    @Slot()
    def tick(self) -> None:
        """Show the time as it is now, and again when the minute is over."""
        view = self._view
        if view is None:
            return
        now = self._meeting.now()
        run = minutes_run(view.meeting, now)
        live = not self._meeting.locked and view.meeting.ends is None
        begun = self._live.current is not None
        self.setVisible(live and (run is not None or view.meeting.date == now.date()))
        self.clock.setText(time_text(now))
        self.running.setText(_run_words(view.meeting, run, begun=begun or view.meeting.roll_called))
        for part in (self.clock, self.running, self.item):
            part.setVisible(self._with_items)
        self._show_item(view)
        self.start_button.setVisible(not begun)
        more = next_item(view.agenda, self._live.current) is not None
        self.next_button.setVisible(self._with_items and begun and more)
        if self.isVisible():
            self._timer.start(1000 * (60 - now.second))

    def _show_item(self, view: MeetingView) -> None:
        current, now = self._live.current, self._meeting.now()
        ids = [item.id for item in view.agenda]
        if current is None or current.item_id not in ids:
            self.item.setText("")
            self.over.warn("")
            return
        item = view.agenda[ids.index(current.item_id)]
        spent = f"đã {minutes_on(current, now)} phút" + (f", dự kiến {item.minutes} phút" if item.minutes else "")
        self.item.setText(f"▶ {ids.index(item.id) + 1}. {spent}: {item.title}")
        over = minutes_over(item, current, now)
        self.over.warn(f"Quá {over} phút" if over else "")

    def start_meeting(self) -> None:
        """Write down that the meeting begins now, with the first item of the agenda."""
        view = self._view
        if view is None or self._meeting.locked:
            return
        now = self._meeting.now().time().replace(second=0, microsecond=0)
        if view.agenda:
            self._live.begin(view.agenda[0])
        if view.meeting.starts == now:
            return
        self._meeting.edit(view.meeting, {"starts": now}, what="Bắt đầu họp")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)


def _run_words(meeting: Meeting, run: int | None, *, begun: bool) -> str:
    if run is None:
        return ""
    if run < 0:
        return f"Họp lúc {time_text(meeting.starts)}, còn {length_text(-run)}"
    return f"Đã họp {length_text(run)}" if begun else f"Quá giờ hẹn {time_text(meeting.starts)} {length_text(run)}"
