"""The question before sealed words are put on paper (in phần niêm phong)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.messages import ask


def ask_sealed(parent: QWidget, title: str, then: Callable[[], None]) -> Dialog:
    """Ask before sealed words are written into a file; Enter means no."""
    return ask(
        parent,
        title,
        "Giấy này có lời kiểm điểm, góp ý đang được niêm phong. Tệp và giấy in ra ai cũng đọc được: "
        "chỉ đưa cho người có trách nhiệm, in xong thì xóa tệp.",
        yes="In",
        no="Không in",
        on_yes=then,
        danger=True,
    )
