"""What the book proposes for the agenda, each line with its reason, to be taken or left (gợi ý chương trình)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chibo_desktop.domain.agenda_draft import Suggestion
from chibo_desktop.services import preparation
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.session import Session
from chibo_desktop.ui.meetings.work import News, OpenMeeting
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.theme import GRID

_MOST = 4
"""so many lines are shown at once; the others come up as these are taken or left"""


class _Row(QWidget):
    """One suggestion: Enter takes it, Delete leaves it, the arrows go to the next."""

    def __init__(self, box: SuggestionBox, suggestion: Suggestion) -> None:
        super().__init__()
        self._box = box
        self.suggestion = suggestion
        title = text(suggestion.title)
        minutes = f" Dự kiến {suggestion.minutes} phút." if suggestion.minutes else ""
        reason = text(f"{suggestion.reason[:1].upper()}{suggestion.reason[1:]}.{minutes}", "faint")
        self.take = button("Đưa vào", self._take, icon_name="add")
        self.take.setAccessibleName(f"Đưa vào chương trình: {suggestion.title}")
        self.take.setAccessibleDescription(suggestion.reason)
        self.take.setToolTip("Đưa vào chương trình (Enter)")
        self.leave = button("Bỏ qua", self._leave, role="flat")
        self.leave.setAccessibleName(f"Bỏ qua gợi ý: {suggestion.title}")
        self.leave.setToolTip("Bỏ qua gợi ý này (Delete)")
        for made in (self.take, self.leave):
            made.installEventFilter(self)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(reason)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(words, 1)
        layout.addWidget(self.take, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignTop)

    def _take(self) -> None:
        self._box.take([self.suggestion])

    def _leave(self) -> None:
        self._box.leave(self.suggestion)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A button keeps the arrows for itself: it goes to the next button, not to the next line.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete:
                self._leave()
                return True
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self._box.step(self, 1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)


class SuggestionBox(QWidget):
    """The suggestions that are neither on the agenda nor left; hidden while there are none."""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self._shown: tuple[Suggestion, ...] | None = None
        self._rows: list[_Row] = []
        self._place: int | None = None
        """which row gets the focus when the suggestions come anew"""
        self._left = False
        card = frame("card")
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID)
        self._more = text("", "faint")
        self.all_button = button("Đưa tất cả vào", self.take_all, icon_name="add")
        self.all_button.setAccessibleName("Đưa tất cả gợi ý vào chương trình")
        self.back_button = button("Hiện lại gợi ý đã bỏ qua", self.bring_back, role="flat")
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(text("Gợi ý chương trình", "sectionTitle"), 1)
        top.addWidget(self.back_button)
        top.addWidget(self.all_button)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        inside.setSpacing(GRID)
        inside.addLayout(top)
        inside.addLayout(self._column)
        inside.addWidget(self._more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self.hide()

    @property
    def rows(self) -> tuple[Suggestion, ...]:
        """What is proposed now."""
        return self._shown or ()

    def row_buttons(self, place: int) -> tuple[QPushButton, QPushButton]:
        """Return the buttons of a line: take and leave."""
        return self._rows[place].take, self._rows[place].leave

    def show_view(self, view: MeetingView) -> None:
        """Ask the book anew what it proposes; nothing for a meeting that is closed or another's."""
        del view
        if self._meeting.locked:
            self._show((), left=False)
            return
        meeting_id = self._meeting.meeting_id

        def find(session: Session) -> tuple[tuple[Suggestion, ...], bool]:
            return preparation.suggestions(session, meeting_id), bool(preparation.left(session, meeting_id))

        self._meeting.ask(find, lambda found: self._show(found[0], left=found[1]))

    def _show(self, found: tuple[Suggestion, ...], *, left: bool) -> None:
        self.setVisible(bool(found) or left)
        self.back_button.setVisible(left)
        self._left = left
        if found != self._shown:
            self._shown = found
            self._fill(found)
        self._give_focus()

    def _fill(self, found: tuple[Suggestion, ...]) -> None:
        if self._place is None:
            here = (n for n, row in enumerate(self._rows) if row.take.hasFocus() or row.leave.hasFocus())
            self._place = next(here, None)
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_Row(self, suggestion) for suggestion in found[:_MOST]]
        for row in self._rows:
            self._column.addWidget(row)
        self.all_button.setVisible(len(found) > 1)
        rest = len(found) - len(self._rows)
        self._more.setText(f"Còn {rest} gợi ý nữa." if rest else "Đã bỏ qua hết gợi ý." if not found else "")
        self._more.setVisible(bool(self._more.text()))

    def _give_focus(self) -> None:
        place, self._place = self._place, None
        if place is None:
            return
        if self._rows:
            self._rows[min(place, len(self._rows) - 1)].take.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._left:
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, row: QWidget, steps: int) -> None:
        """Put the focus on the line before or after."""
        place = next(n for n, other in enumerate(self._rows) if other is row) + steps
        if 0 <= place < len(self._rows):
            self._rows[place].take.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, suggestions: Sequence[Suggestion]) -> None:
        """Put suggestions on the agenda."""
        self._remember(suggestions[0])
        meeting_id = self._meeting.meeting_id
        said = f"Đã đưa {len(suggestions)} gợi ý vào chương trình."
        self._meeting.save(
            lambda session: preparation.take(session, meeting_id, suggestions),
            done=lambda: self._meeting.told.emit(News(said, undo=True)),
        )

    def take_all(self) -> None:
        """Put everything that is proposed on the agenda."""
        if self._shown:
            self.take(self._shown)

    def leave(self, suggestion: Suggestion) -> None:
        """Leave a suggestion out."""
        self._remember(suggestion)
        meeting_id = self._meeting.meeting_id

        def act(session: Session) -> tuple[Suggestion, ...]:
            preparation.leave(session, meeting_id, suggestion.key)
            return preparation.suggestions(session, meeting_id)

        self._meeting.ask(act, lambda found: self._show(found, left=True))

    def bring_back(self) -> None:
        """Show again what was left out."""
        self._place = 0
        meeting_id = self._meeting.meeting_id

        def act(session: Session) -> tuple[Suggestion, ...]:
            preparation.bring_back(session, meeting_id)
            return preparation.suggestions(session, meeting_id)

        self._meeting.ask(act, lambda found: self._show(found, left=False))

    def _remember(self, suggestion: Suggestion) -> None:
        self._place = next((n for n, row in enumerate(self._rows) if row.suggestion == suggestion), 0)
