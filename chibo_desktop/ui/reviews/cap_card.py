"""Mức trần: how many may be excellent, its formula and rule, always in view while levels are chosen."""

from __future__ import annotations

from chibo_desktop.domain.review_rules import Cap
from chibo_desktop.services.reviews import RoundView
from chibo_desktop.ui.messages import Banner, Level


class CapCard(Banner):
    """The cap of "Hoàn thành xuất sắc nhiệm vụ"; over it there is a warning with the rule, never a bar."""

    def show_cap(self, view: RoundView, cap: Cap | None = None) -> None:
        """Show the cap of a round, or the one that would be after what is being chosen."""
        cap = cap or view.cap
        basis = view.pack.basis_of("cap")
        formula = f"{cap.formula}. Căn cứ: {basis}."
        if cap.over:
            self.say(
                Level.DUE,
                f"Hoàn thành xuất sắc: {cap.given} đồng chí, quá {cap.over} so với mức trần {cap.allowed}.",
                f"{formula} Chi bộ xem lại, hoặc nêu rõ lý do khi gửi cấp trên.",
            )
        else:
            self.say(
                Level.INFO,
                f"Hoàn thành xuất sắc: {cap.given} đồng chí, mức trần {cap.allowed}.",
                formula,
            )
