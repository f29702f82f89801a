"""One page of the exchange: what stands in the screen's head while it is shown, and its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.services.session import Session
from chibo_desktop.ui.messages import MessageBar
from chibo_desktop.ui.screen import Desk, scrolled
from chibo_desktop.ui.theme import GRID


@dataclass(frozen=True, slots=True)
class Place:
    """What every page of the exchange is given."""

    desk: Desk
    session: Session
    message: MessageBar


@dataclass(frozen=True, slots=True)
class Head:
    """Title, sentence and the one red button of a page; without a label it has none."""

    title: str
    sentence: str
    label: str = ""
    icon: str = ""
    action: Callable[[], None] | None = None


class _Sheet(QWidget):
    """As tall as its wrapped words need at its width: a scroll area asks for a least height at no width."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("content")

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return handled


class View(QWidget):
    """A page whose parts stand in `body`; `head_changed` tells that its head says something else now."""

    head_changed = Signal()

    def __init__(self, place: Place, head: Head, *, scroll: bool = True) -> None:
        super().__init__()
        self.setObjectName("content")
        self.desk, self.session, self.message = place.desk, place.session, place.message
        self.head = head
        inside = _Sheet() if scroll else QWidget()
        inside.setObjectName("content")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, GRID if scroll else 0, GRID if scroll else 0)
        self.body.setSpacing(2 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inside) if scroll else inside)

    def set_head(self, head: Head) -> None:
        """Say something else above this page."""
        self.head = head
        self.head_changed.emit()
