"""Write a meeting of 25 in the real window, telling what was acknowledged, without an end: run to be killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.app import Program
from chibo_desktop.common.clock import SystemClock
from chibo_desktop.domain.meetings import Stage
from chibo_desktop.services.books import open_book
from chibo_desktop.ui.meetings import MeetingsScreen
from chibo_desktop.ui.preferences import Preferences

SPOKEN = "Đề nghị mỗi hộ góp một công sửa mương trước vụ cấy, nhóm nào làm xong nhóm ấy báo. "


class Writer:
    """The window on a book, and a person who types in it."""

    def __init__(self, folder: Path, password: str, meeting_id: bytes) -> None:
        self.app = QApplication(sys.argv[:1])
        self.program = Program(self.app, Preferences(folder.parent / "tuy-chon.ini"), SystemClock(), folder.parent)
        self.program.show_book(open_book(folder, password, window=True))
        self.program.shell.show()
        self.settle()
        self.program.shell.activateWindow()
        self.settle()
        self.program.window.go("meetings", meeting_id)
        self.settle()
        self.workspace = self.program.window.findChild(MeetingsScreen).workspace

    def settle(self) -> None:
        """Let the window come to rest."""
        while True:
            self.app.processEvents()
            if not self.program.tasks.busy:
                self.app.processEvents()
                if not self.program.tasks.busy:
                    return
            time.sleep(0.001)

    def write(self, widget: QWidget, words: str) -> None:
        """Type as an input method does, a letter at a time."""
        for letter in words:
            event = QInputMethodEvent("", [])
            event.setCommitString(letter)
            QApplication.sendEvent(widget, event)
            self.app.processEvents()

    def mark_roll(self) -> None:
        """Note three members as absent."""
        self.workspace.show_stage(Stage.ROLL_CALL)
        table = self.workspace.roll_call.table
        for row in table.roll.roll[:3]:
            table.choose(row.member_id)
            QTest.keyClick(table, "v")
            self.settle()
            print("absent", row.member_id.hex(), flush=True)

    def speak(self, number: int) -> None:
        """Add one speech and commit it by going to the next."""
        step = self.workspace.proceedings
        step.picker.field.setFocus()
        QTest.keyClicks(step.picker.field, "lva")
        QTest.keyClick(step.picker.field, Qt.Key.Key_Return)
        self.settle()
        words = f"{SPOKEN}{number}"
        self.write(step.cards.cards[-1].text, words)
        step.picker.field.setFocus()
        self.settle()
        print("spoken", words, flush=True)

    def go_on(self) -> None:
        """Type in one field without leaving it; after each letter tell how much stands there and when."""
        step = self.workspace.proceedings
        step.outcome.setFocus()
        typed = ""
        while True:
            letter = SPOKEN[len(typed) % len(SPOKEN)]
            self.write(step.outcome, letter)
            typed += letter
            print("typed", f"{time.monotonic():.3f}", len(typed), flush=True)
            end = time.monotonic() + 0.03
            while time.monotonic() < end:
                self.app.processEvents()
                time.sleep(0.002)


if __name__ == "__main__":
    writer = Writer(Path(sys.argv[1]), sys.argv[2], bytes.fromhex(sys.argv[3]))
    QTimer.singleShot(120_000, writer.app.quit)
    writer.mark_roll()
    writer.workspace.show_stage(Stage.PROCEEDINGS)
    for each in range(3):
        writer.speak(each)
    writer.go_on()
