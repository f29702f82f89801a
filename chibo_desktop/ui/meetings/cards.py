"""Records below one another, each in its own frame; refreshed without disturbing what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.domain.records import Record
from chibo_desktop.ui.meetings.bound import Bound, lock_fields, order_tabs
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.theme import GRID


class Card(QFrame):
    """One record of the meeting with its fields; `first` takes the focus."""

    def __init__(self, meeting: OpenMeeting, record: Any) -> None:
        super().__init__()
        self.setObjectName("card")
        self.meeting = meeting
        self.record = record
        self.first: QWidget | None = None
        self.writing_parts: list[QWidget] = []
        self._bound: list[Bound] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def bind(self, *bound: Bound) -> None:
        """Take charge of bound fields."""
        self._bound += bound

    def show_record(self, record: Any) -> None:
        """Show the newest state of the record."""
        self.record = record
        for bound in self._bound:
            bound.aim(record)

    def lock(self, *, locked: bool) -> None:
        """Make the card read-only, or writable again."""
        lock_fields(self, locked=locked)
        for part in self.writing_parts:
            part.setVisible(not locked)


class CardList(QWidget):
    """Cards in the order of their records; a card stays the same widget while its record lives."""

    rebuilt = Signal()
    """cards came, went or changed places"""
    focused = Signal(object)
    """the Card that was made and given the focus"""

    def __init__(self, make: Callable[[Record], Card], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._cards: dict[bytes, Card] = {}
        self._wanted: bytes | None = None
        self._locked = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)

    @property
    def cards(self) -> list[Card]:
        """The cards in their order."""
        return list(self._cards.values())

    def card(self, record_id: bytes) -> Card | None:
        """Return the card of a record."""
        return self._cards.get(record_id)

    def focus_when_shown(self, record_id: bytes) -> None:
        """Put the focus into a card as soon as its record arrives."""
        self._wanted = record_id

    def show_items(self, items: Sequence[Record]) -> None:
        """Show these records."""
        before = list(self._cards)
        for record_id in before:
            if record_id not in {item.id for item in items}:
                gone = self._cards.pop(record_id)
                self._column.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
        for item in items:
            card = self._cards.get(item.id)
            if card is None:
                card = self._make(item)
                card.lock(locked=self._locked)
                self._cards[item.id] = card
                self._column.addWidget(card)
                card.show_record(item)
            elif card.record != item:
                card.show_record(item)
        self._arrange([item.id for item in items], before)
        self._give_focus()

    def _arrange(self, order: list[bytes], before: list[bytes]) -> None:
        if order == before:
            return
        self._cards = {record_id: self._cards[record_id] for record_id in order}
        for place, card in enumerate(self._cards.values()):
            if self._column.indexOf(card) != place:
                self._column.removeWidget(card)
                self._column.insertWidget(place, card)
        order_tabs(*self._cards.values())
        self.setVisible(bool(self._cards))
        self.rebuilt.emit()

    def _give_focus(self) -> None:
        card = self._cards.get(self._wanted) if self._wanted is not None else None
        if card is None:
            return
        self._wanted = None
        card.show()
        if card.first is not None:
            card.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.focused.emit(card)

    def lock(self, *, locked: bool) -> None:
        """Make every card read-only, or writable again, those to come included."""
        self._locked = locked
        for card in self._cards.values():
            card.lock(locked=locked)
