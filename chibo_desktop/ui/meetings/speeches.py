"""Speeches of a meeting as cards, and who has spoken (ý kiến phát biểu)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from chibo_desktop.domain.attendance import is_present
from chibo_desktop.domain.meetings import AgendaItem, Speech
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.ui.fields import NoteEdit
from chibo_desktop.ui.labels import percent_text
from chibo_desktop.ui.meetings.bound import Bound, icon_button
from chibo_desktop.ui.meetings.cards import Card
from chibo_desktop.ui.meetings.people import Speaker
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID


class Follow(Enum):
    """What may follow from a speech in the same breath."""

    PRAISE = "Biểu dương"
    REMIND = "Nhắc nhở"
    PROPOSE = "Ghi kiến nghị của"


@dataclass(frozen=True, slots=True)
class Topic:
    """A line of the list on the left: an agenda item, or what belongs to none."""

    item: AgendaItem | None
    number: int
    speeches: int
    current: bool = False

    @property
    def id(self) -> bytes | None:
        """The agenda item's identity, None for what belongs to none."""
        return self.item.id if self.item else None

    @property
    def words(self) -> str:
        """The line as it is shown."""
        count = f" ({self.speeches} ý kiến)" if self.speeches else ""
        if self.item is None:
            return f"Ý kiến khác{count}"
        sign = "▶ " if self.current else "✓ " if self.item.outcome else ""
        return f"{sign}{self.number}.{count} {self.item.title}"


def speeches_on(view: MeetingView, item_id: bytes | None) -> list[Speech]:
    """Return what was said on an agenda item; None: on no item, or on one that was taken off."""
    if item_id is not None:
        return [speech for speech in view.speeches if speech.agenda_item_id == item_id]
    known = {item.id for item in view.agenda}
    return [speech for speech in view.speeches if speech.agenda_item_id not in known]


def speakers_words(view: MeetingView) -> str:
    """Return how many spoke of those in the room, as the minutes count it, "" before the first."""
    if not view.speeches:
        return ""
    here = {row.member_id for row in view.roll if is_present(row)}
    spoke = {speech.member_id for speech in view.speeches} & here
    words = f"Cả cuộc họp có {len(view.speeches)} ý kiến"
    if here:
        words += (
            f"; {len(spoke)}/{len(here)} đảng viên có mặt đã phát biểu ({percent_text(len(spoke) / len(here))})"
        )
    return f"{words}."


def speaker_of(speech: Speech) -> Speaker:
    """Return who said it."""
    return Speaker(speech.speaker, member_id=speech.member_id, guest_id=speech.guest_id)


class SpeechCard(Card):
    """What one person said: the name, the text, what follows from it, and the ways to move or delete it."""

    def __init__(
        self,
        meeting: OpenMeeting,
        speech: Speech,
        topic_of: Callable[[], bytes | None],
        follow: Callable[[SpeechCard, Follow], None],
    ) -> None:
        super().__init__(meeting, speech)
        self._topic_of = topic_of
        self._follow = follow
        self.speaker = text(speech.speaker, "bannerTitle")
        self.text = NoteEdit(rows=3, max_rows=16, placeholder="Nội dung ý kiến")
        self.text.setAccessibleName(f"Ý kiến của {speech.speaker}")
        self.first = self.text
        self.text.installEventFilter(self)
        self.bind(Bound(meeting, self.text, "text", what="Sửa ý kiến"))
        more = icon_button("add", "Biểu dương, nhắc nhở (F7, F8), ghi kiến nghị (F9)", self._offer)
        up = icon_button("up", "Đưa ý kiến lên trên (Alt+↑)", self.move_up)
        down = icon_button("down", "Đưa ý kiến xuống dưới (Alt+↓)", self.move_down)
        delete = icon_button("remove", f"Xóa ý kiến của {speech.speaker}", self._remove)
        self.writing_parts = [more, up, down, delete]
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.speaker, 1)
        for made in (more, up, down, delete):
            head.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID)
        layout.setSpacing(GRID // 2)
        layout.addLayout(head)
        layout.addWidget(self.text)

    def move_up(self) -> None:
        """Move this speech before the one above."""
        self._move(-1)

    def move_down(self) -> None:
        """Move this speech behind the one below."""
        self._move(1)

    def _move(self, steps: int) -> None:
        item_id = self._topic_of()
        self.meeting.move(self.record, steps, lambda view: speeches_on(view, item_id))

    def _remove(self) -> None:
        self.meeting.remove(self.record, what="Xóa ý kiến", said=f"Đã xóa ý kiến của Đ/c {self.record.speaker}.")

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for follow in Follow:
            if follow is Follow.PROPOSE or self.record.member_id is not None:
                menu.addAction(f"{follow.value} Đ/c {self.record.speaker}", self._follower(follow))
        more = self.writing_parts[0]
        menu.popup(more.mapToGlobal(more.rect().bottomLeft()))

    def _follower(self, follow: Follow) -> Callable[[], None]:
        def act() -> None:
            self._follow(self, follow)

        return act

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.text.isReadOnly():
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if alt and event.key() == Qt.Key.Key_Up:
                self.move_up()
                return True
            if alt and event.key() == Qt.Key.Key_Down:
                self.move_down()
                return True
        return super().eventFilter(watched, event)
