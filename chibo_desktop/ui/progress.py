"""The strip that shows what is being done, how far it is, and a button to stop it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.tasks import Progress, Tasks
from chibo_desktop.ui.theme import GRID, scaled


class ProgressStrip(QFrame):
    """Hidden until a job takes longer than half a second."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._progress: Progress | None = None
        self._title = text(role="progressTitle", wrap=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(scaled(120))
        self._what = text(role="faint", wrap=False)
        self.stop_button = button("Dừng", self._stop, icon_name="stop")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 * GRID, GRID, 4 * GRID, GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._title)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._what)
        layout.addWidget(self.stop_button)
        self.hide()
        tasks.progress.connect(self._show)

    @Slot(object)
    def _show(self, progress: Progress | None) -> None:
        if progress is None:
            self._progress = None
            self.hide()
            return
        if self._progress is None or self._progress.job is not progress.job:
            self.stop_button.setEnabled(True)
        self._progress = progress
        self._title.setText(progress.title)
        self._what.setText(progress.what or "Đang chuẩn bị …")
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._bar.setAccessibleName(progress.title)
        self.stop_button.setVisible(progress.can_stop)
        self.show()

    @Slot()
    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.job.cancel()
            self._what.setText("Đang dừng …")
            self.stop_button.setEnabled(False)
