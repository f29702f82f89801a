"""Dialogs for what must be decided now; opened, never executed, freed when closed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.theme import GRID, scaled


class Dialog(QDialog):
    """A title, a sentence, room for parts (`body`), and one or two buttons.

    Override `check()` to keep it open: a sentence it returns is shown above the buttons.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentence: str = "",
        *,
        yes: str,
        no: str = "Thôi",
        danger: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = text(title, "dialogTitle")
        words = text(sentence, "dialogText")
        if not sentence:
            words.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(2 * GRID)
        self._problem = text(role="fieldProblem")
        self._problem.hide()
        self.yes_button = button(yes, self._try, role="danger" if danger else "primary")
        self.no_button = button(no, self.reject)
        if not no:
            self.no_button.hide()
        self._first = self.no_button if danger and no else self.yes_button
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.no_button)
        buttons.addWidget(self.yes_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(heading)
        layout.addWidget(words)
        layout.addLayout(self.body, 1)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        self.setMinimumWidth(scaled(440))
        self._first.setDefault(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def check(self) -> str | None:
        """Return why the dialog cannot be left with yes, None if it can."""
        return None

    def show_problem(self, words: str) -> None:
        """Say above the buttons what is still missing."""
        self._problem.setText(f"✗ {words}" if words else "")
        self._problem.setVisible(bool(words))

    @Slot()
    def _try(self) -> None:
        problem = self.check()
        self.show_problem(problem or "")
        if problem is None:
            self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.body.count() == 0:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._make_room)

    @Slot()
    def _make_room(self) -> None:
        """Grow to what the parts need: some know their height only once they are shown."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            needed = max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
            if self.height() < needed:
                self.resize(self.width(), needed)


def choose_file(parent: QWidget, title: str, filters: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask for an existing file; `filters` as "Bảng tính (*.xlsx *.csv)"."""
    dialog = _file_dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(filters)
    dialog.open()
    return dialog


def choose_folder(
    parent: QWidget, title: str, then: Callable[[Path], None], start: Path | None = None
) -> QFileDialog:
    """Ask for an existing folder."""
    dialog = _file_dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if start is not None:
        dialog.setDirectory(str(start))
    dialog.open()
    return dialog


def choose_target(
    parent: QWidget, title: str, suggested: Path, filters: str, then: Callable[[Path], None]
) -> QFileDialog:
    """Ask where to save a file; asks before it would replace another one."""
    dialog = _file_dialog(parent, title, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(filters)
    dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
    dialog.setDirectory(str(suggested.parent))
    dialog.selectFile(suggested.name)
    dialog.open()
    return dialog


def _file_dialog(parent: QWidget, title: str, then: Callable[[Path], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    documents = documents_folder()
    dialog.setDirectory(str(documents if documents.is_dir() else Path.home()))
    dialog.setViewMode(QFileDialog.ViewMode.List)
    # People know Windows' own dialog; elsewhere Qt's speaks Vietnamese.
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, sys.platform != "win32")

    def take(name: str) -> None:
        if name:
            then(Path(name))

    dialog.fileSelected.connect(take)
    return dialog
