"""Which item of the agenda is being dealt with, and since when (nội dung đang bàn)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from chibo_desktop.domain.meetings import AgendaItem
from chibo_desktop.domain.pace import CurrentItem, decode_current, encode_current

if TYPE_CHECKING:
    from chibo_desktop.ui.meetings.work import OpenMeeting


class LiveItem(QObject):
    """The current item of one meeting; kept on this computer, so that it survives a crash."""

    moved = Signal()

    def __init__(self, meeting: OpenMeeting) -> None:
        super().__init__()
        self._meeting = meeting
        self._place = f"pace:now:{meeting.meeting_id.hex()}"
        self._asked = False
        self.current: CurrentItem | None = None

    def look(self) -> None:
        """Read once what was current when the program ended last."""
        if not self._asked and not self._meeting.locked:
            self._asked = True
            self._meeting.ask(lambda session: session.drafts(self._place).get(self._place, ""), self._found)

    def _found(self, kept: str) -> None:
        if kept and self.current is None:
            self.current = decode_current(kept)
            self.moved.emit()

    def begin(self, item: AgendaItem) -> None:
        """Make an item the current one from now on."""
        self.current = CurrentItem(item.id, self._meeting.now())
        kept = encode_current(self.current)
        self._meeting.ask(lambda session: session.save_draft(self._place, kept), lambda _: None)
        self.moved.emit()
