"""Showing a recovery key once, printing it, and proving that it was written down."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from chibo_desktop.common.clock import Clock
from chibo_desktop.common.errors import UserError
from chibo_desktop.services.books import looks_like_recovery_key
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.flow import FlowLayout
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.messages import Level, MessageBar
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.tasks import Tasks
from chibo_desktop.ui.theme import GRID, scaled

ASKED = 2
WRITTEN = "Tôi đã chép xong"
PROVE = "Khóa đúng như trên giấy"
SHEET_NAME = "to-khoa-phuc-hoi.pdf"
Opener = Callable[[Path], None]


def open_in_viewer(file: Path) -> None:
    """Show a file in the system's own program for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


class RecoveryKey(QWidget):
    """The six groups, large; then two of them typed back.

    `proved` comes when both are right. The key is kept nowhere but on the person's paper.
    """

    proved = Signal()
    step_changed = Signal(str)
    """what the button that calls `check` should say now"""

    def __init__(
        self, tasks: Tasks, clock: Clock, parent: QWidget | None = None, *, viewer: Opener = open_in_viewer
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._clock = clock
        self._viewer = viewer
        self._key = ""
        self._name = ""
        self._asked: list[int] = []
        self.message = MessageBar()
        self.groups = [text(role="figure", wrap=False) for _ in range(6)]
        self._hidden = text(
            "Khóa đã được che. Đọc trên giấy rồi gõ hai nhóm dưới đây; chưa chép xong thì bấm “Xem lại khóa”.",
            "screenSentence",
        )
        self._card = frame("card")
        inside = QWidget()
        grid = FlowLayout(inside, GRID)
        around = QVBoxLayout(self._card)
        around.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        around.addWidget(inside)
        for number, label in enumerate(self.groups):
            cell = QWidget()
            cell.setFixedWidth(scaled(200))
            beside = QHBoxLayout(cell)
            beside.setContentsMargins(0, 0, 0, 0)
            beside.setSpacing(GRID)
            beside.addWidget(text(f"{number + 1}.", "faint", wrap=False))
            label.setAccessibleName(f"Nhóm {number + 1}")
            beside.addWidget(label, 1)
            grid.addWidget(cell)
        self.print_button = button("In hoặc lưu tờ khóa phục hồi", self._print, icon_name="print")
        self.again_button = button("Xem lại khóa", self._show_again, icon_name="eye")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for part in (self.print_button, self.again_button):
            row.addWidget(part)
        row.addStretch(1)
        self.lines = [QLineEdit() for _ in range(ASKED)]
        self._boxes = [FieldBox("Nhóm", line) for line in self.lines]
        proof = QHBoxLayout()
        proof.setContentsMargins(0, 0, 0, 0)
        proof.setSpacing(2 * GRID)
        for line, box in zip(self.lines, self._boxes, strict=True):
            line.setMaxLength(12)
            line.textChanged.connect(self._quiet)
            proof.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        for line, following in pairwise(self.lines):
            line.returnPressed.connect(following.setFocus)
        self.lines[-1].returnPressed.connect(self.check)
        self._proof = QWidget()
        self._proof.setLayout(proof)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        self._hidden.hide()
        layout.addWidget(self._card)
        layout.addWidget(self._hidden)
        layout.addLayout(row)
        layout.addWidget(self.message)
        layout.addWidget(self._proof)

    def show_key(self, key: str, name: str) -> None:
        """Show a new key of the cell of that name."""
        self._key = key
        self._name = name
        for label, group in zip(self.groups, key.split("-"), strict=True):
            label.setText(group)
        self._asked = sorted(random.SystemRandom().sample(range(len(self.groups)), ASKED))
        for number, line, box in zip(self._asked, self.lines, self._boxes, strict=True):
            line.clear()
            box.label.setText(f"Gõ lại nhóm {number + 1}")
            line.setAccessibleName(f"Nhóm {number + 1} của khóa phục hồi")
        self._show_again()

    @property
    def asked(self) -> list[int]:
        """The places, from 0, of the groups to be typed back."""
        return list(self._asked)

    @property
    def asking(self) -> bool:
        """Whether the key is covered and two groups are asked for."""
        return self._card.isHidden()

    def _turn(self, *, asking: bool) -> None:
        self._card.setHidden(asking)
        self._hidden.setHidden(not asking)
        self._proof.setHidden(not asking)
        self.print_button.setHidden(asking)
        self.again_button.setHidden(not asking)
        self.step_changed.emit(PROVE if asking else WRITTEN)

    @Slot()
    def _show_again(self) -> None:
        self._turn(asking=False)

    @Slot()
    def _ask(self) -> None:
        self._turn(asking=True)
        self.lines[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _quiet(self) -> None:
        for box in self._boxes:
            box.show_problem("")

    @Slot()
    def check(self) -> None:
        """Cover the key and ask for two groups; the next time compare them."""
        if not self.asking:
            self._ask()
            return
        groups = self._key.split("-")
        for number, line, box in zip(self._asked, self.lines, self._boxes, strict=True):
            typed = [*groups[:number], line.text().strip(), *groups[number + 1 :]]
            if not looks_like_recovery_key("-".join(typed)):
                box.show_problem("Chưa giống. Hãy xem lại nhóm này trên giấy.")
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._key = ""
        for label in self.groups:
            label.clear()
        self.proved.emit()

    @Slot()
    def _print(self) -> None:
        choose_target(
            self,
            "Lưu tờ khóa phục hồi",
            documents_folder() / SHEET_NAME,
            "Giấy để in (*.pdf)",
            self.save_sheet,
        )

    def save_sheet(self, target: Path) -> None:
        """Write the sheet to a file and show it for printing."""
        # Drawing papers is heavy to load, and most starts of the program draw none.
        from chibo_desktop.services.papers import save_recovery_sheet

        name, key, day = self._name, self._key, self._clock.today()

        def done(file: Path) -> None:
            self.message.show_message(
                Level.DONE,
                f"Đã lưu tờ khóa phục hồi: {file}",
                "In ra giấy, cất nơi khác máy tính, rồi xóa tệp này khỏi máy.",
            )
            self._viewer(file)

        def failed(error: UserError) -> None:
            self.message.show_error(error)

        self._tasks.run(
            lambda _: save_recovery_sheet(name, key, day, target),
            done,
            failed,
            worker="files",
            title="Đang làm tờ khóa phục hồi",
            owner=self,
            busy=self.print_button,
        )
