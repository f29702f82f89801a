"""The names of an act's steps in a row: done, left out, next, still to come."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from chibo_desktop.domain.act_steps import STEPS, Step, day_of, skipped
from chibo_desktop.services.member_acts import ActView
from chibo_desktop.ui.members.act_words import step_words
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID, mark


class ActStrip(QWidget):
    """A tick only for a step whose day is known: one that was left out bears a dash."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        self.labels: dict[Step, QLabel] = {step: text(role="stepName") for step in Step}
        for label in self.labels.values():
            row.addWidget(label, 1)

    def show_view(self, view: ActView) -> None:
        """Show how far an act has come."""
        steps = STEPS[view.act.kind]
        for step, label in self.labels.items():
            label.setVisible(step in steps)
        for number, step in enumerate(steps, start=1):
            known = day_of(view.act, step) is not None
            sign = "✓" if known else "–" if skipped(view.act, step) else f"{number}."
            label = self.labels[step]
            label.setText(f"{sign} {step_words(view.act.kind, step).short}")
            mark(label, "state", "done" if known else "here" if step is view.step else "")
        here = step_words(view.act.kind, view.step).title if view.step else "đã xong"
        self.setAccessibleName(f"Các bước, đang ở: {here}")
