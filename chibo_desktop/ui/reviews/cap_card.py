"""Mức trần: how many may be excellent, its formula and rule, always in view while levels are chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from chibo_desktop.domain.review_rules import Cap
from chibo_desktop.services.review_views import RoundView
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID, mark


class CapCard(QFrame):
    """The cap of "Hoàn thành xuất sắc nhiệm vụ"; over it there is a warning with the rule, never a bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.title = text(role="bannerTitle")
        self.formula = text(role="fieldHint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self.formula)

    def set_low(self, low: bool) -> None:
        """Leave the formula to the tip where the height is needed for the votes."""
        self.formula.setHidden(low)

    def show_cap(self, view: RoundView, cap: Cap | None = None) -> None:
        """Show the cap of a round, or the one that would be after what is being chosen."""
        cap = cap or view.cap
        said = f"Hoàn thành xuất sắc: {cap.given} đồng chí"
        if cap.over:
            said = f"! {said}, quá {cap.over} so với mức trần {cap.allowed}."
        else:
            said = f"✓ {said}, trong mức trần {cap.allowed}."
        self.title.setText(said)
        self.formula.setText(f"{cap.formula} ({view.pack.basis_of('cap')}).")
        self.setToolTip(self.formula.text())
        mark(self, "level", "due" if cap.over else "info")
        self.setAccessibleName(said)
        self.setAccessibleDescription(self.formula.text())
