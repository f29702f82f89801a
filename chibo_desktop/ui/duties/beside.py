"""What stands in a duty's place while none is chosen, or the head of a group is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID


class Beside(QWidget):
    """Whose group is chosen, and the way to give that member a duty."""

    def __init__(self, give: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = text(role="sectionTitle")
        self.give_button = button("Giao việc cho đồng chí này", give, icon_name="add")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.title)
        column.addWidget(self.give_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(
            text(
                "Chọn một việc ở bảng bên trái để xem, ghi tiến độ và đánh giá. Rời khỏi ô nào là ô đó đã lưu; sửa "
                "nhầm thì bấm Hoàn tác dưới bảng.",
                "faint",
            )
        )
        column.addStretch(1)
        self.say_nothing()

    def say_nothing(self) -> None:
        """Say that nothing is chosen."""
        self.title.setText("Chưa chọn việc nào.")
        self.give_button.hide()

    def say(self, title: str, *, member: bool) -> None:
        """Say which group is chosen, and whether it is a member's."""
        self.title.setText(title)
        self.give_button.setVisible(member)
