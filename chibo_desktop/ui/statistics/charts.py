"""Small bar charts drawn by hand; every bar can be reached by key and opens what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from chibo_desktop.ui.tables import Tone
from chibo_desktop.ui.theme import body_font, scaled, tokens

_WIDEST_BAR = 44
_SMALL = 0.78


@dataclass(frozen=True, slots=True)
class BarPart:
    """A share of a bar, drawn above the one before it."""

    value: float
    tone: Tone = "info"
    ruled: bool = False
    """whether lines run across it, so that it is told apart without colour"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what stands under and above it, how tall, and what it opens."""

    label: str
    value: float | None
    figure: str
    """the value as people write it, drawn above the bar"""
    words: str
    """one sentence for the line above the chart and for a screen reader"""
    target: object = None
    tone: Tone = "info"
    note: str = ""
    """a word under the label, as a meeting's level"""
    parts: tuple[BarPart, ...] = ()
    """what the bar is made of, from below; together its value"""


class BarChart(QWidget):
    """Bars beside one another. Arrows, Home and End choose a bar; Enter, Space or a click opens it.

    `opened(object)` carries the bar's target.
    """

    opened = Signal(object)

    def __init__(self, name: str, *, top: float | None = None, parent: QWidget | None = None) -> None:
        """`top` is the value of the full height, else it is that of the tallest bar."""
        super().__init__(parent)
        self._name = name
        self._top = top
        self._rule: float | None = None
        self._rule_words = ""
        self.bars: tuple[Bar, ...] = ()
        self.chosen = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars; the chosen one stays by its place."""
        self.bars = tuple(bars)
        self.choose(min(self.chosen, len(self.bars) - 1))

    def set_rule(self, level: float | None, words: str) -> None:
        """Draw a line across at a level and say what it is; None for none."""
        self._rule = level
        self._rule_words = words if level is not None else ""
        self.update()

    def choose(self, number: int) -> None:
        """Mark a bar and say what it stands for; -1 for none."""
        self.chosen = number
        self.setAccessibleDescription(self.bars[number].words if 0 <= number < len(self.bars) else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(400), scaled(168))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(200), scaled(120))

    # -- drawing ------------------------------------------------------------------------------

    def _room(self) -> QRectF:
        line = body_font(_SMALL).pointSizeF() * 2.0
        under = 2.2 if any(bar.note for bar in self.bars) else 1.2
        return QRectF(self.rect()).adjusted(scaled(8), 2.6 * line, -scaled(8), -under * line)

    def _slot(self, number: int) -> QRectF:
        room = self._room()
        width = min(room.width() / max(len(self.bars), 1), scaled(2 * _WIDEST_BAR))
        return QRectF(room.left() + number * width, room.top(), width, room.height())

    def _highest(self) -> float:
        values = [bar.value for bar in self.bars if bar.value is not None]
        return self._top or max([*values, self._rule or 0, 1e-9]) * 1.05

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.field))
        room = self._room()
        self._draw_heading(painter)
        painter.setFont(body_font(_SMALL))
        for number in range(len(self.bars)):
            self._draw_bar(painter, number)
        painter.setPen(QPen(QColor(colours.edge), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        if self._rule is not None and self.bars:
            level = room.bottom() - room.height() * min(1.0, self._rule / self._highest())
            painter.setPen(QPen(QColor(colours.red), 2, Qt.PenStyle.DashLine))
            painter.drawLine(int(room.left()), int(level), int(room.right()), int(level))
        for number in range(len(self.bars)):
            self._draw_words(painter, number)
        painter.setPen(QPen(QColor(colours.pen if self.hasFocus() else colours.line), 2 if self.hasFocus() else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _draw_heading(self, painter: QPainter) -> None:
        colours = tokens()
        known = 0 <= self.chosen < len(self.bars)
        words = self.bars[self.chosen].words if known else self._name
        if not known and self._rule_words:
            words = f"{words}; {self._rule_words}"
        painter.setFont(body_font(0.92, QFont.Weight.DemiBold if known else QFont.Weight.Medium))
        painter.setPen(QColor(colours.ink))
        metrics = painter.fontMetrics()
        area = self.rect().adjusted(scaled(12), scaled(5), -scaled(12), 0)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)

    def _body(self, number: int) -> QRectF:
        slot = self._slot(number)
        width = min(slot.width() * 0.66, scaled(_WIDEST_BAR))
        height = slot.height() * min(1.0, (self.bars[number].value or 0) / self._highest())
        return QRectF(slot.center().x() - width / 2, slot.bottom() - height, width, height)

    def _draw_bar(self, painter: QPainter, number: int) -> None:
        colours, bar = tokens(), self.bars[number]
        line = painter.fontMetrics().height()
        if number == self.chosen:
            under = 2 * line if bar.note else line
            painter.fillRect(self._slot(number).adjusted(0, -line, 0, under), QColor(colours.chosen))
        if bar.parts:
            self._draw_parts(painter, number)
            return
        painter.fillRect(self._body(number), QColor(getattr(colours, bar.tone)))
        if bar.tone == "due":
            # A pattern too: the shortfall shall be seen without colour.
            painter.fillRect(self._body(number), QBrush(QColor(colours.field), Qt.BrushStyle.BDiagPattern))

    def _draw_parts(self, painter: QPainter, number: int) -> None:
        colours, body = tokens(), self._body(number)
        whole = sum(part.value for part in self.bars[number].parts) or 1
        bottom = body.bottom()
        for part in self.bars[number].parts:
            height = body.height() * part.value / whole
            area = QRectF(body.left(), bottom - height, body.width(), height)
            painter.fillRect(area, QColor(getattr(colours, part.tone)))
            if part.ruled:
                painter.fillRect(area, QBrush(QColor(colours.field), Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(QColor(colours.field), 1))
            painter.drawLine(area.topLeft(), area.topRight())
            bottom -= height

    def _draw_words(self, painter: QPainter, number: int) -> None:
        """Draw value, label and note of a bar; the value on its own ground, not struck through by the rule."""
        colours, bar, slot = tokens(), self.bars[number], self._slot(number)
        metrics = painter.fontMetrics()
        line, width = metrics.height(), metrics.horizontalAdvance(bar.figure)
        painter.setPen(QColor(colours.ink))
        if width <= slot.width() - 2:
            above = QRectF(slot.center().x() - width / 2 - 2, self._body(number).top() - line, width + 4, line)
            painter.fillRect(above, QColor(colours.chosen if number == self.chosen else colours.field))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, bar.figure)
        step = self._label_step(metrics.horizontalAdvance)
        if number % step == 0:
            below = QRectF(slot.left(), slot.bottom() + 1, slot.width() * step, line)
            align = Qt.AlignmentFlag.AlignCenter if step == 1 else Qt.AlignmentFlag.AlignLeft
            painter.drawText(below, align, bar.label)
            painter.drawText(below.translated(0, line), align, bar.note)

    def _label_step(self, advance: Callable[[str], int]) -> int:
        """Return of how many labels one is drawn, so that they do not run into one another."""
        widest = max((max(advance(bar.label), advance(bar.note)) for bar in self.bars), default=0) + 4
        slot = max(self._slot(0).width(), 1.0)
        return max(1, -int(-widest // slot))

    # -- keys and mouse -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.bars) - 1
        moves = {
            Qt.Key.Key_Right: min(self.chosen + 1, last),
            Qt.Key.Key_Left: max(self.chosen - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in moves and self.bars:
            self.choose(moves[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open(self.chosen)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._at(event)
        if number >= 0 and number != self.chosen:
            self.choose(number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(self._at(event))

    def _at(self, event: QMouseEvent) -> int:
        width = self._slot(0).width()
        number = int((event.position().x() - self._room().left()) // width) if width and self.bars else -1
        return number if 0 <= number < len(self.bars) else -1

    def _open(self, number: int) -> None:
        if 0 <= number < len(self.bars) and self.bars[number].target is not None:
            self.opened.emit(self.bars[number].target)
