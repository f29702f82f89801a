"""Several members chosen one after the other; each can be taken off again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.flow import FlowLayout, flow
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.theme import GRID

_NOBODY = "Thêm đồng chí …"


class PeopleField(QWidget):
    """`committed(tuple)` carries the identifiers after each choice."""

    committed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: dict[bytes, str] = {}
        self._chosen: tuple[bytes, ...] = ()
        self.choice: Choice[bytes | None] = Choice([(None, _NOBODY)])
        self.choice.setAccessibleName(name)
        self.choice.committed.connect(self._add)
        self._row = flow()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.choice)
        layout.addWidget(self._row)
        self._row.hide()
        self.setFocusProxy(self.choice)

    def set_people(self, people: Sequence[tuple[bytes, str]]) -> None:
        """Offer these members by name."""
        if dict(people) != self._people:
            self._people = dict(people)
            self._show()

    def value(self) -> tuple[bytes, ...]:
        """Return who is chosen, in the order of choosing."""
        return self._chosen

    def set_value(self, chosen: Sequence[bytes]) -> None:
        """Show who is chosen; tells nobody."""
        if tuple(chosen) != self._chosen:
            self._chosen = tuple(chosen)
            self._show()

    def _show(self) -> None:
        left = [(member, name) for member, name in self._people.items() if member not in self._chosen]
        self.choice.set_options([(None, _NOBODY), *left])
        self.choice.set_value(None)
        layout = self._row.layout()
        if isinstance(layout, FlowLayout):
            while (item := layout.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            for member in self._chosen:
                name = self._people.get(member, "Người đã rời chi bộ")
                made = button(name, partial(self._remove, member), icon_name="close", role="flat")
                made.setAccessibleName(f"Bỏ {name}")
                made.setToolTip(f"Bỏ {name}")
                layout.addWidget(made)
        self._row.setVisible(bool(self._chosen))
        self._row.updateGeometry()

    @Slot(object)
    def _add(self, member: object) -> None:
        if isinstance(member, bytes):
            self._chosen = (*self._chosen, member)
            self._show()
            self.committed.emit(self._chosen)

    def _remove(self, member: bytes) -> None:
        self._chosen = tuple(other for other in self._chosen if other != member)
        self._show()
        self.choice.setFocus()
        self.committed.emit(self._chosen)
