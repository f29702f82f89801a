"""Choosing a person by a few letters: given name or initials (chọn người)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.attendance import is_present
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.ui.fields import LineEdit
from chibo_desktop.ui.meetings.roll_table import match_rank
from chibo_desktop.ui.theme import scaled

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone who can be recorded as speaking: a member or a guest."""

    name: str
    remark: str = ""
    member_id: bytes | None = None
    guest_id: bytes | None = None


def speakers_of(view: MeetingView) -> list[Speaker]:
    """Return who can speak at a meeting: those in the room by given name, guests, then the absent."""
    here = [Speaker(row.name, member_id=row.member_id) for row in view.roll if is_present(row)]
    away = [Speaker(row.name, "vắng", member_id=row.member_id) for row in view.roll if not is_present(row)]
    guests = [Speaker(guest.name, guest.office or "khách", guest_id=guest.id) for guest in view.guests]
    return [*here, *guests, *away]


def matching(people: Sequence[Speaker], typed: str) -> list[Speaker]:
    """Return those whom letters name, the best first; all of them for no letters."""
    if not typed.strip():
        return list(people)
    ranked = [(rank, bool(p.remark == "vắng"), name_key(p.name), n, p) for n, p in enumerate(people)
              if (rank := match_rank(p.name, typed)) is not None]  # fmt: skip
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1])]


class PersonPicker(QWidget):
    """A field and, while something is typed, the list of those it may mean; Enter takes the chosen one."""

    picked = Signal(object)
    """the Speaker that was chosen"""

    def __init__(self, name: str, placeholder: str, *, free: bool = False, parent: QWidget | None = None) -> None:
        """With `free` also a name that is nobody's on the list is taken."""
        super().__init__(parent)
        self._free = free
        self._people: list[Speaker] = []
        self._found: list[Speaker] = []
        self.field = LineEdit(placeholder=placeholder)
        self.field.setAccessibleName(name)
        self.field.textEdited.connect(self._typed)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(f"{name}: những người khớp")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._clicked)
        self.list.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.setFocusProxy(self.field)

    def set_people(self, people: Sequence[Speaker]) -> None:
        """Offer these people."""
        self._people = list(people)
        if not self.list.isHidden() and self.field.text().strip():
            self._typed(self.field.text())

    def offer_first(self, person: Speaker) -> None:
        """Offer everyone, this person first, so that Enter takes them."""
        self._offer([person, *(other for other in self._people if other.name != person.name)])

    @Slot(str)
    def _typed(self, words: str) -> None:
        self._offer(matching(self._people, words) if words.strip() else [])

    def _offer(self, people: list[Speaker]) -> None:
        self._found = people
        self.list.clear()
        for person in people:
            item = QListWidgetItem(f"{person.name} – {person.remark}" if person.remark else person.name)
            item.setSizeHint(QSize(0, scaled(44)))
            self.list.addItem(item)
        if people:
            self.list.setCurrentRow(0)
            rows = min(len(people), _SHOWN)
            self.list.setFixedHeight(rows * scaled(45) + 2 * self.list.frameWidth() + 4)
        self.list.setVisible(bool(people))

    @Slot(QListWidgetItem)
    def _clicked(self, item: QListWidgetItem) -> None:
        self._take(self.list.row(item))

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self._pick(self._found[row])

    def _take_free(self) -> bool:
        name = self.field.value()
        if self._free and name:
            self._pick(Speaker(name))
            return True
        return False

    def _pick(self, person: Speaker) -> None:
        self.field.set_value("")
        self._offer([])
        self.picked.emit(person)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event.key()) or super().eventFilter(watched, event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self._offer([])
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        if key == Qt.Key.Key_Down and self.list.isHidden():
            self._offer(list(self._people))
            return True
        if self.field.isReadOnly():
            return False
        if self.list.isHidden():
            return key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._take_free()
        row = self.list.currentRow()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((row + step) % self.list.count())
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(row)
        elif key == Qt.Key.Key_Escape:
            self._offer([])
        else:
            return False
        return True
