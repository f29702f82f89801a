"""The minutes in large type, to be read aloud to the cell before they are closed (bản đọc)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from chibo_desktop.domain.minutes import DRAFT_MARK, NOTICE, Minutes
from chibo_desktop.domain.paper import Blank, Bullet, Heading, Paragraph
from chibo_desktop.domain.wording import DOTS
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID, body_font, scaled

_CENTRE = Qt.AlignmentFlag.AlignHCenter
_LEFT = Qt.AlignmentFlag.AlignLeft


class ReadingView(QTextEdit):
    """The paper's words with its headings; scrolled with the arrows, never written in."""

    def __init__(self, parent: QWidget | None = None, *, factor: float = 1.16) -> None:
        """`factor` is the size of the letters against the usual text."""
        super().__init__(parent)
        self._factor = factor
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Biên bản để đọc")
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(scaled(20))

    def show_minutes(self, minutes: Minutes) -> None:
        """Show a paper, keeping the place that was being read."""
        place = self.verticalScrollBar().value()
        self.clear()
        writer = _Writer(self.textCursor(), self._factor)
        if minutes.draft:
            writer.line(DRAFT_MARK, bold=True, align=_CENTRE)
        head = minutes.head
        for words in (head.upper, head.cell, head.number, head.place):
            writer.line(words, align=_CENTRE, size=0.95, below=0)
        writer.line(minutes.title, bold=True, align=_CENTRE, size=1.4, above=12, below=0)
        writer.line(minutes.subtitle, bold=True, align=_CENTRE, size=1.15, below=12)
        for block in minutes.blocks:
            writer.block(block)
        writer.line(minutes.closing, above=12)
        for signature in (minutes.left, minutes.right):
            writer.line(f"{signature.caption}: {signature.name}", bold=True)
        writer.line(f"{minutes.code_line}. {NOTICE}", size=0.85, above=12)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(place)


class ReadAloud(QDialog):
    """The minutes over the whole screen, to be read to the cell: space bar turns, Esc ends."""

    def __init__(self, parent: QWidget, minutes: Minutes) -> None:
        super().__init__(parent)
        self.setWindowTitle("Đọc biên bản cho chi bộ nghe")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.reading = ReadingView(factor=1.8)
        self.reading.show_minutes(minutes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        layout.addWidget(self.reading, 1)
        foot = QHBoxLayout()
        foot.addWidget(text("Phím cách: trang sau. Esc: thôi đọc.", "faint"), 1)
        foot.addWidget(button("Trang trước", lambda: self.turn(-1), icon_name="up"))
        foot.addWidget(button("Trang sau", lambda: self.turn(1), icon_name="down"))
        foot.addWidget(button("Đọc xong", self.accept, icon_name="check", role="primary"))
        layout.addLayout(foot)
        self.reading.setFocus()

    def turn(self, pages: int) -> None:
        """Go on or back by what fits the screen, keeping one line in sight."""
        bar = self.reading.verticalScrollBar()
        bar.setValue(bar.value() + pages * (bar.pageStep() - scaled(48)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_PageDown}:
            self.turn(1)
        elif event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_PageUp}:
            self.turn(-1)
        else:
            super().keyPressEvent(event)


class _Writer:
    def __init__(self, cursor: QTextCursor, factor: float) -> None:
        self._cursor = cursor
        self._factor = factor
        self._first = True

    def block(self, block: Heading | Paragraph | Bullet | Blank) -> None:
        match block:
            case Heading(words, 0):
                self.line(words, bold=True, align=_CENTRE, above=10)
            case Heading(words, level):
                self.line(words, bold=True, size=1.08 if level == 1 else 1.0, above=10 if level == 1 else 4)
            case Paragraph(words, lead):
                self.line(words, lead=lead)
            case Bullet(words, lead, level):
                self.line(f"{block.sign} {f'{lead} {words}'.strip()}", indent=level)
            case Blank(count):
                for _ in range(count):
                    self.line(DOTS * 3)

    def line(
        self,
        words: str,
        *,
        lead: str = "",
        bold: bool = False,
        align: Qt.AlignmentFlag = _LEFT,
        size: float = 1.0,
        above: int = 0,
        below: int = 6,
        indent: int = 0,
    ) -> None:
        shape = QTextBlockFormat()
        shape.setAlignment(align)
        shape.setTopMargin(scaled(above))
        shape.setBottomMargin(scaled(below))
        shape.setLeftMargin(scaled(18) * indent)
        shape.setLineHeight(130, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
        if self._first:
            self._cursor.setBlockFormat(shape)
        else:
            self._cursor.insertBlock(shape)
        self._first = False
        if lead:
            self._cursor.insertText(f"{lead} ", self._letters(size, bold=True))
        self._cursor.insertText(words, self._letters(size, bold=bold))

    def _letters(self, size: float, *, bold: bool) -> QTextCharFormat:
        letters = QTextCharFormat()
        letters.setFontPointSize(body_font(self._factor * size).pointSizeF())
        letters.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return letters
