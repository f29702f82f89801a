"""Findings beside what they speak of, and all together with the way to the place (nhắc việc)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from chibo_desktop.domain.findings import Finding, Severity
from chibo_desktop.domain.meetings import Stage
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID, icon_pixmap, mark, scaled

_LEVELS = {Severity.MISSING: "due", Severity.WARNING: "due", Severity.HINT: "info"}


def finding_words(finding: Finding) -> str:
    """Return the sentence with its source: "Họp 60 phút, tối thiểu 90 phút. (HD 42-HD/BTCTW)"."""
    return f"{finding.sentence} ({finding.basis})" if finding.basis else finding.sentence


class FindingNote(QLabel):
    """The findings about one place, shown under it; hidden while there are none."""

    def __init__(self, stage: Stage, *fields: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._fields = frozenset(fields)
        self.setObjectName("bannerWord")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show those that speak of this place."""
        own = [f for f in findings if f.stage is self._stage and f.field in self._fields]
        self.setText("\n".join(f"! {finding_words(f)}" for f in own))
        self.setVisible(bool(own))
        if own:
            mark(self, "level", _LEVELS[max(f.severity for f in own)])


class WarningLine(QLabel):
    """One sentence in the colour of what is due, with its sign; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bannerWord")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        mark(self, "level", "due")
        self.hide()

    def warn(self, words: str) -> None:
        """Show a sentence, or nothing for ""."""
        self.setText(f"! {words}" if words else "")
        self.setVisible(bool(words))


class FindingList(QWidget):
    """Every finding of the meeting, each with a button to the place where it can be mended."""

    def __init__(self, jump: Callable[[Stage, str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jump = jump
        self._shown: tuple[Finding, ...] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these findings, or that there are none."""
        if findings == self._shown:
            return
        self._shown = findings
        while (taken := self._column.takeAt(0)) is not None:
            if (row := taken.widget()) is not None:
                row.deleteLater()
        if not findings:
            self._column.addWidget(text("✓ Đã ghi đủ các phần cần có.", "body"))
        for finding in findings:
            self._column.addWidget(self._row(finding))

    def _row(self, finding: Finding) -> QWidget:
        row = QWidget()
        sign = QLabel()
        level = _LEVELS[finding.severity]
        sign.setPixmap(icon_pixmap("due" if level == "due" else "info", scaled(20), level))
        words = text(finding_words(finding))

        def go() -> None:
            self._jump(finding.stage, finding.field)

        there = button("Đến chỗ này", go, role="flat")
        there.setAccessibleName(f"Đến chỗ này: {label(finding.stage)}. {finding.sentence}")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(words)
        column.addWidget(there, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column, 1)
        return row
