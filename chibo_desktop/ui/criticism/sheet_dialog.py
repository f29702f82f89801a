"""Which sheet to prepare at home is printed, and how many on a page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.criticism import CriticismForm
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.form import Form

_FORMS = [
    (CriticismForm.SELF, "Phiếu chuẩn bị tự phê bình"),
    (CriticismForm.CRITICISM, "Phiếu chuẩn bị phê bình, góp ý"),
]
_PER_SHEET = [(1, "Một phiếu, cả tờ A4"), (2, "Hai phiếu, cắt đôi tờ A4")]


class SheetDialog(Dialog):
    """Ask for the sheet; nothing of the book stands on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            "In phiếu chuẩn bị",
            "Câu hỏi và dòng chấm để đảng viên viết tay ở nhà. Trên phiếu không có tên ai, không có gì niêm phong.",
            yes="Chọn nơi lưu để in",
        )
        self.form = Choice[CriticismForm](_FORMS)
        self.per_sheet = Choice[int](_PER_SHEET)
        fields = Form()
        fields.add("Phiếu nào", self.form)
        fields.add("Trên một tờ giấy", self.per_sheet)
        self.body.addWidget(fields)

    def value(self) -> tuple[CriticismForm, int]:
        """Return the form and how many stand on a page."""
        return self.form.value() or CriticismForm.SELF, self.per_sheet.value() or 1
