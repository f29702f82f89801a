"""Who speaks or is spoken to: a member of the list, or somebody else by name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.members import Member
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.sealed_fields import SealedLine
from chibo_desktop.ui.theme import GRID

_OTHER = b""


class PersonField(QWidget):
    """`chosen(object, str)` carries the member's id (None for somebody else) and the name."""

    chosen = Signal(object, str)

    def __init__(self, other: str, placeholder: str, parent: QWidget | None = None) -> None:
        """`other` is the last option of the list, for whoever is no member."""
        super().__init__(parent)
        self._other = other
        self._names: dict[bytes, str] = {}
        self.choice = Choice[bytes]()
        self.choice.setPlaceholderText("Chọn đồng chí")
        self.line = SealedLine(placeholder=placeholder)
        self.line.hide()
        self.choice.committed.connect(self._choose)
        self.line.committed.connect(self._named)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.choice)
        column.addWidget(self.line)
        self.setFocusProxy(self.choice)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        return [self.choice, self.line]

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.choice.setAccessibleName(name)
        self.line.setAccessibleName(f"{name}: tên người khác")

    def show_person(self, people: Iterable[Member], member_id: bytes | None, name: str) -> None:
        """Offer the people and show who it is; who is no longer on the list stays on offer."""
        self._names = {m.id: m.name for m in people}
        if member_id is not None:
            self._names.setdefault(member_id, name)
        keeps_other = member_id is None and not name and not self.line.isHidden()
        self.choice.set_options([*self._names.items(), (_OTHER, self._other)])
        self.choice.set_value(member_id or (_OTHER if name or keeps_other else None))
        self.line.setHidden(self.choice.value() != _OTHER)
        if not self.line.dirty:
            self.line.set_value("" if member_id else name)

    def clear(self) -> None:
        """Show nobody."""
        self.line.hide()
        self.line.forget()
        self.choice.set_value(None)

    @Slot(object)
    def _choose(self, member_id: bytes) -> None:
        other = member_id == _OTHER
        self.line.setHidden(not other)
        if other:
            self.chosen.emit(None, self.line.value())
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.line.forget()
            self.chosen.emit(member_id, self._names.get(member_id, ""))

    @Slot(object)
    def _named(self, name: str) -> None:
        self.chosen.emit(None, name)
