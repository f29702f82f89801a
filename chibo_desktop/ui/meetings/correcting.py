"""The dialog that corrects closed minutes (đính chính)."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.services.corrections import Place
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import Choice, NoteEdit
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import scaled

_SENTENCE = (
    "Biên bản đã chốt vẫn giữ cả hai bản: chữ cũ và chữ mới, kèm lý do, và in ở cuối biên bản. "
    "Số văn bản và các số đếm lúc chốt không đổi."
)


class CorrectionDialog(Dialog):
    """Choose a place, write what should stand there, and why; `value()` when it was accepted."""

    def __init__(self, parent: QWidget, places: list[Place]) -> None:
        super().__init__(parent, "Đính chính biên bản", _SENTENCE, yes="Lưu đính chính", no="Thôi")
        self._places = places
        self.place: Choice[int] = Choice([(n, place.what) for n, place in enumerate(places)])
        self.now = text("", "faint")
        self.after = NoteEdit(rows=3, max_rows=5)
        self.chosen: Choice[str] = Choice()
        self.reason = NoteEdit(rows=2, max_rows=4, max_length=4_000)
        self.form = Form()
        self.form.add("Chỗ cần đính chính", self.place)
        self.form.add_widget(self.now)
        self.form.add("Ghi lại cho đúng", self.after)
        self.form.add("Chọn lại cho đúng", self.chosen)
        self.form.add("Lý do", self.reason, "Ví dụ: thư ký ghi nhầm số phiếu; đồng chí An xin ghi cho đủ ý.")
        self.body.addWidget(self.form)
        self.setMinimumWidth(scaled(620))
        self.place.committed.connect(self._show)
        self._show()

    @property
    def picked(self) -> Place:
        """The place that is chosen."""
        return self._places[self.place.value() or 0]

    @Slot()
    def _show(self) -> None:
        place = self.picked
        self.now.setText(f"Nay đang ghi: {place.now[:300] or '(trống)'}")
        self.form.set_shown(self.chosen, bool(place.options))
        self.form.set_shown(self.after, not place.options)
        self.chosen.set_options([(words, words) for words in place.options])
        if place.options:
            self.chosen.set_value(place.now)
        self.after.set_value(place.now)
        QTimer.singleShot(0, self, self.adjustSize)

    def check(self) -> str | None:
        """Ask for a reason and for a change."""
        _, words, reason = self.value()
        if words == self.picked.now:
            return "Chưa sửa gì so với chỗ đang ghi."
        return None if reason else "Hãy ghi lý do đính chính."

    def value(self) -> tuple[Place, str, str]:
        """Return the place, what should stand there, and why."""
        place = self.picked
        words = (self.chosen.value() or "") if place.options else self.after.toPlainText().strip()
        return place, words, self.reason.toPlainText().strip()
