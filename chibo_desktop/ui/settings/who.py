"""Saying who somebody is: a member of the list, or a name."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.services.members import MemberRow
from chibo_desktop.ui.fields import Choice, LineEdit
from chibo_desktop.ui.form import Form

OUTSIDE = b""
"""stands for somebody who is not on the list"""


class Who(QWidget):
    """A choice of the members of today, and a name for who is none of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.member: Choice[bytes] = Choice()
        self.name = LineEdit()
        self.form = Form()
        self.form.add("Đảng viên", self.member)
        self.form.add("Họ và tên", self.name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.member.committed.connect(self._chosen)
        self.show_members([])

    def show_members(self, rows: list[MemberRow]) -> None:
        """Offer the members of the list; somebody else's name can always be written."""
        self.member.set_options([(OUTSIDE, "Người khác: ghi tên"), *((r.member.id, r.member.name) for r in rows)])
        self.form.set_shown(self.member, bool(rows))

    @Slot()
    def _chosen(self) -> None:
        outside = self.member.value() in {OUTSIDE, None}
        self.name.set_value("" if outside else self.member.currentText())

    def take(self) -> tuple[str, bytes | None] | None:
        """Return name and member (None: somebody else); None while the name is missing, which is said."""
        self.name.commit()
        name = self.name.value()
        if not name:
            self.name.setFocus()
            self.name.set_problem("Chưa ghi họ và tên.")
            return None
        return name, self.member.value() or None

    def empty(self) -> None:
        """Forget what was chosen."""
        self.member.set_value(OUTSIDE)
        self.name.set_value("")
