"""The five steps of a meeting: the bar that names them and what each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from chibo_desktop.domain.findings import Finding, Severity
from chibo_desktop.domain.meetings import Stage
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.meetings.bound import lock_fields
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.theme import body_font, icon_pixmap, scaled, tokens


class Step(QWidget):
    """One step: it shows the meeting's state, locks, takes the focus and finds a place in itself."""

    stage: ClassVar[Stage]

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self.meeting = meeting
        self.writing_parts: list[QWidget] = []
        """what is hidden while nothing can be written: buttons and fields for something new"""

    def show_view(self, view: MeetingView) -> None:
        """Show the newest state and leave what is being typed alone; override."""
        raise NotImplementedError

    def lock(self, *, locked: bool) -> None:
        """Make everything read-only, or writable again."""
        lock_fields(self, locked=locked)
        for part in self.writing_parts:
            part.setVisible(not locked)

    def start(self) -> None:
        """Put the focus where the work of this step begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def jump(self, field: str) -> None:
        """Put the focus on the place a finding speaks of."""
        del field
        self.start()


class StepButton(QAbstractButton):
    """One tab of the bar; its words may take two lines, a sign tells whether something is missing."""

    def __init__(self, stage: Stage, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self._missing = 0
        self._reached = False
        self.setText(label(stage))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{label(stage)} (Ctrl+{number})")
        self._describe()

    def tell(self, *, reached: bool, missing: int) -> None:
        """Show whether the meeting has come to this step, and how much is missing in it."""
        self._reached, self._missing = reached, missing
        self._describe()
        self.update()

    def _describe(self) -> None:
        state = f"còn thiếu {self._missing} chỗ" if self._missing else "đã đủ" if self._reached else "chưa đến"
        self.setAccessibleName(f"Bước {label(self.stage)}, {state}")

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + scaled(20) + 20, scaled(46))

    def minimumSizeHint(self) -> QSize:
        longest = max(self.text().split(), key=len)
        return QSize(self.fontMetrics().horizontalAdvance(longest) + 12, scaled(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = tokens()
        painter = QPainter(self)
        area = self.rect()
        if self.isChecked():
            painter.fillRect(area, QColor(colours.chosen))
        elif self.underMouse():
            painter.fillRect(area, QColor(colours.hover))
        painter.fillRect(
            QRect(area.left(), area.bottom() - 3, area.width(), 4),
            QColor(colours.red if self.isChecked() else colours.line),
        )
        painter.setFont(
            body_font(weight=body_font().Weight.DemiBold if self.isChecked() else body_font().Weight.Medium)
        )
        painter.setPen(QColor(colours.red if self.isChecked() else colours.ink))
        sign = "due" if self._missing else "done" if self._reached else ""
        size = scaled(18)
        room = area.adjusted(4, 2, -4, -4)
        if sign:
            room.setLeft(room.left() + size)
        metrics = painter.fontMetrics()
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        words = metrics.boundingRect(room, flags, self.text())
        painter.drawText(room, flags, self.text())
        if sign:
            left = max(area.left() + 2, words.left() - size - 4)
            painter.drawPixmap(left, area.center().y() - size // 2, icon_pixmap(sign, size, sign))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.pen), 2))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        painter.end()


class StepBar(QWidget):
    """The steps by name, all of them reachable at any time."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Các bước của cuộc họp")
        self._buttons: dict[Stage, StepButton] = {}
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for number, stage in enumerate(Stage, start=1):
            made = StepButton(stage, number)
            group.addButton(made)
            layout.addWidget(made, made.sizeHint().width())
            self._buttons[stage] = made
            made.clicked.connect(self._emitter(stage))

    def _emitter(self, stage: Stage) -> object:
        def choose() -> None:
            self.chosen.emit(stage)

        return choose

    def button(self, stage: Stage) -> StepButton:
        """Return the tab of a step."""
        return self._buttons[stage]

    def show_stage(self, stage: Stage) -> None:
        """Mark the step that is shown."""
        self._buttons[stage].setChecked(True)

    def show_state(self, reached: Stage, findings: Sequence[Finding]) -> None:
        """Mark how far the meeting has come and where something is missing."""
        order = list(Stage)
        for stage, made in self._buttons.items():
            here = order.index(stage) <= order.index(reached)
            missing = sum(f.stage is stage and f.severity is Severity.MISSING for f in findings)
            made.tell(reached=here and not missing, missing=missing if here else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = sum(made.sizeHint().width() for made in self._buttons.values()) + 8
        height = scaled(46) if self.width() >= needed else max(scaled(46), 2 * self.fontMetrics().lineSpacing() + 8)
        for made in self._buttons.values():
            made.setFixedHeight(height)
