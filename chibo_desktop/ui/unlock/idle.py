"""Noticing that nobody is at the computer."""

from __future__ import annotations

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

_TICK = 2_000
_ACTS = {
    QEvent.Type.KeyPress,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Tell when no key, mouse or input method was used for some minutes.

    It listens where the focus is, not to every event of the program. The computer's own clock
    is used, so that a laptop that slept is locked when it wakes.
    """

    idle = Signal()

    def __init__(
        self, minutes: int, parent: QObject | None = None, *, now: Callable[[], float] = time.time
    ) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self._now = now
        self._last = now()
        self._window: QObject | None = None
        self._field: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._window_changed)
            app.focusObjectChanged.connect(self._field_changed)

    def start(self) -> None:
        """Begin to count."""
        self._last = self._now()
        self._window_changed(QGuiApplication.focusWindow())
        self._field_changed(QGuiApplication.focusObject())
        self._timer.start()

    def stop(self) -> None:
        """Count no longer."""
        self._timer.stop()

    @Slot(QWindow)
    def _window_changed(self, window: QWindow | None) -> None:
        self._window = self._listen(self._window, window)

    @Slot(QObject)
    def _field_changed(self, field: QObject | None) -> None:
        # Input methods speak to the field itself, past its window.
        self._field = self._listen(self._field, field)

    def _listen(self, before: QObject | None, now: QObject | None) -> QObject | None:
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)
        return now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() in _ACTS:
            self._last = self._now()
        return False

    @Slot()
    def look(self) -> None:
        """Tell if the time is over."""
        if abs(self._now() - self._last) >= 60 * self.minutes:
            self._last = self._now()
            self.idle.emit()
