"""The field of those who help with a duty (người phối hợp): names that can be taken away, and one more to add."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.theme import GRID


class HelpersField(QWidget):
    """Several members; `committed(tuple)` carries their ids when one was added or taken away."""

    committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: tuple[bytes, ...] = ()
        self._owner: bytes | None = None
        self._people: tuple[tuple[bytes, str], ...] = ()
        self._names: dict[bytes, str] = {}
        self.adding: Choice[bytes | None] = Choice([(None, "Thêm người phối hợp")])
        self.adding.setAccessibleName("Thêm người phối hợp")
        self.adding.committed.connect(self._added)
        self.setFocusProxy(self.adding)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self._holder = flow()
        self._layout.addWidget(self._holder)
        self._layout.addWidget(self.adding)

    def offer(self, people: Sequence[tuple[bytes, str]], names: dict[bytes, str]) -> None:
        """Offer these people; `names` also name those chosen who can no longer be offered."""
        self._people = tuple(people)
        self._names = names

    def value(self) -> tuple[bytes, ...]:
        """Return who is chosen."""
        return self._chosen

    def set_value(self, chosen: Sequence[bytes], owner: bytes | None) -> None:
        """Show who helps; the owner is not offered. Tells nobody."""
        self._chosen, self._owner = tuple(chosen), owner
        old = self._holder
        buttons = []
        for member in self._chosen:
            name = self._names.get(member, "Người đã rời chi bộ")
            made = button(name, partial(self._taken, member), icon_name="close", role="quiet")
            made.setToolTip(f"Bỏ {name} khỏi người phối hợp")
            made.setAccessibleName(f"Bỏ {name} khỏi người phối hợp")
            buttons.append(made)
        self._holder = flow(*buttons)
        self._layout.replaceWidget(old, self._holder)
        # Not before it stands in the layout: it would be a window of its own and take the focus.
        self._holder.setVisible(bool(buttons))
        old.hide()
        old.deleteLater()
        left = [(i, name) for i, name in self._people if i not in self._chosen and i != owner]
        self.adding.set_options([(None, "Thêm người phối hợp"), *left])
        self.adding.set_value(None)

    def buttons(self) -> list[QPushButton]:
        """Return the buttons that take somebody away."""
        return list(self._holder.findChildren(QPushButton))

    def _added(self, member: object) -> None:
        if isinstance(member, bytes):
            self.set_value((*self._chosen, member), self._owner)
            self.committed.emit(self._chosen)

    def _taken(self, member: bytes) -> None:
        self.adding.setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_value([other for other in self._chosen if other != member], self._owner)
        self.committed.emit(self._chosen)
