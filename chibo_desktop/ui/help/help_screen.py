"""Trợ giúp: the user's guide, offline, with its headings and a search that ignores tones."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout

from chibo_desktop.common.resources import resource_root
from chibo_desktop.common.text import fold
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk, Screen
from chibo_desktop.ui.tables import EmptyState
from chibo_desktop.ui.theme import GRID, scaled

GUIDE = "huong-dan.md"


def guide_file() -> Path | None:
    """Return the guide's file: shipped beside the fonts, or docs/ in the source tree."""
    root = resource_root()
    for file in (root / GUIDE, root.parent / "docs" / GUIDE):
        if file.is_file():
            return file
    return None


class FoldedText:
    """A text and where each sign of its search form stands in it."""

    def __init__(self, text: str) -> None:
        parts = [(fold(sign), at) for at, sign in enumerate(text)]
        self._folded = "".join(part for part, _ in parts)
        self._places = [at for part, at in parts for _ in part]

    def find(self, words: str, start: int) -> tuple[int, int] | None:
        """Return where the words stand next from a place on, beginning again at the end; None if nowhere."""
        wanted = fold(words)
        if not wanted:
            return None
        begin = next((i for i, at in enumerate(self._places) if at >= start), len(self._places))
        found = self._folded.find(wanted, begin)
        if found < 0:
            found = self._folded.find(wanted)
        if found < 0:
            return None
        return self._places[found], self._places[found + len(wanted) - 1] + 1


class HelpScreen(Screen):
    """Headings at the left, the guide at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Trợ giúp", "Chọn một mục ở bên trái, hoặc gõ chữ cần tìm, không cần dấu.")
        self.browser = QTextBrowser()
        self.browser.setOpenLinks(False)
        self.browser.setAccessibleName("Hướng dẫn")
        self.browser.document().setDocumentMargin(2 * GRID)
        self.headings = QListWidget()
        self.headings.setWordWrap(True)
        self.headings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.headings.ensurePolished()
        self.headings.setAccessibleName("Các mục của hướng dẫn")
        self.headings.setMinimumWidth(scaled(220))
        self.headings.setMaximumWidth(scaled(300))
        self.search = QLineEdit()
        self.search.setPlaceholderText("Tìm trong hướng dẫn")
        self.search.setAccessibleName("Tìm trong hướng dẫn")
        self.search.setMaximumWidth(scaled(420))
        self.next_button = button("Tìm tiếp", self.find_next, icon_name="search")
        self.nothing = text(role="faint")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.search, 1)
        row.addWidget(self.next_button)
        row.addWidget(self.nothing, 1)
        sides = QHBoxLayout()
        sides.setSpacing(2 * GRID)
        sides.addWidget(self.headings, 1)
        sides.addWidget(self.browser, 3)
        column = QVBoxLayout()
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addLayout(sides, 1)
        file = guide_file()
        if file is None:
            self.body.addWidget(
                EmptyState("help", "Không thấy tệp hướng dẫn", "Hãy cài lại chương trình từ bộ cài đầy đủ.")
            )
            self._folded = FoldedText("")
            return
        self.body.addLayout(column, 1)
        self.browser.setMarkdown(file.read_text(encoding="utf-8"))
        self._folded = FoldedText(self.browser.document().toPlainText())
        self._fill_headings()
        self.headings.itemClicked.connect(self._go)
        self.headings.itemActivated.connect(self._go)
        self.search.returnPressed.connect(self.find_next)
        self.search.textEdited.connect(self._found_quiet)

    def _fill_headings(self) -> None:
        block = self.browser.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if 1 <= level <= 2:
                item = QListWidgetItem(block.text())
                item.setData(Qt.ItemDataRole.UserRole, block.position())
                self.headings.addItem(item)
            block = block.next()

    @Slot(QListWidgetItem)
    def _go(self, item: QListWidgetItem) -> None:
        self._show_at(item.data(Qt.ItemDataRole.UserRole), None)

    def _show_at(self, begin: int, end: int | None) -> None:
        cursor = QTextCursor(self.browser.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.browser.setTextCursor(cursor)
        cursor.setPosition(begin)
        if end is not None:
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.browser.setTextCursor(cursor)
        if end is None:
            top = self.browser.document().documentLayout().blockBoundingRect(cursor.block()).top()
            self.browser.verticalScrollBar().setValue(int(top))

    @Slot()
    def _found_quiet(self) -> None:
        self.nothing.setText("")

    @Slot()
    def find_next(self) -> None:
        """Choose the next place that has the words, from the end of the chosen one."""
        found = self._folded.find(self.search.text().strip(), self.browser.textCursor().selectionEnd())
        if found is None:
            self.nothing.setText(
                f"Không thấy “{self.search.text().strip()}”." if self.search.text().strip() else ""
            )
            return
        self.nothing.setText("")
        self._show_at(*found)
