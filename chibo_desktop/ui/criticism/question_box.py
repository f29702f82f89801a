"""A field of the note with what the book knows for it, and with what could be said better."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.criticism_findings import CriticismFinding
from chibo_desktop.services.criticism_facts import Fact
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.sealed_fields import SealedNote
from chibo_desktop.ui.theme import GRID


class FactRow(QWidget):
    """One thing of the book, and the press that puts it into the answer."""

    def __init__(self, fact: Fact, note: SealedNote) -> None:
        super().__init__()
        self.words = text(fact.words, "fieldHint")
        self.button = button("Đưa vào", partial(self._put, fact, note), icon_name="add", role="flat")
        self.button.setAccessibleName("Đưa vào câu trả lời")
        self.button.setAccessibleDescription(fact.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def _put(self, fact: Fact, note: SealedNote) -> None:
        self.button.setEnabled(False)
        note.insert_words(fact.words)
        note.setFocus(Qt.FocusReason.OtherFocusReason)
        note.commit()


class QuestionBox(QWidget):
    """A question over its answer, facts of the book under it, and warnings at last."""

    def __init__(self, label: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self._hint = hint
        self.box = FieldBox(label, field, hint)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(0)
        self.fact_rows: list[FactRow] = []
        self.warning = text(role="fieldWarning")
        self.warning.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.box)
        column.addLayout(self._facts)
        column.addWidget(self.warning)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        return [self.field, *(row.button for row in self.fact_rows)]

    def show_facts(self, facts: Iterable[Fact]) -> None:
        """Offer what the book knows for this question; what stands in the answer already is left out."""
        said = self.field.value() if isinstance(self.field, SealedNote) else ""
        wanted = [fact for fact in facts if fact.words not in said]
        if [row.words.text() for row in self.fact_rows] == [fact.words for fact in wanted]:
            # Made anew they would lose the focus that Tab has just given to one of them.
            return
        for row in self.fact_rows:
            self._facts.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.fact_rows = []
        if not isinstance(self.field, SealedNote):
            return
        for fact in wanted:
            row = FactRow(fact, self.field)
            self.fact_rows.append(row)
            self._facts.addWidget(row)
            # The layout shows it only with the next event: Tab would pass over it until then.
            row.show()

    def show_findings(self, findings: Iterable[CriticismFinding]) -> None:
        """Say what could be said better."""
        lines = [f"△ {f.sentence} {f.better}".rstrip() for f in findings]
        self.warning.setText("\n".join(lines))
        self.warning.setVisible(bool(lines))
        self.field.setAccessibleDescription(" ".join([self._hint, *lines]).strip())
