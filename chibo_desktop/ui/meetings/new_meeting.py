"""The small dialog in which a meeting is planned (lập cuộc họp)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.services.meetings import USUAL_START, usual_day
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import Choice, DateField, LineEdit, TimeField
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import options
from chibo_desktop.ui.parts import text

KIND_SENTENCES = {
    MeetingKind.REGULAR: "Mỗi tháng một lần, đúng ngày mồng 3; biên bản bốn phần theo mẫu.",
    MeetingKind.THEMATIC: "Ít nhất mỗi quý một lần; có tên chuyên đề và người trình bày.",
    MeetingKind.COMMITTEE: "Mỗi tháng một lần, trước sinh hoạt chi bộ; chỉ điểm danh chi ủy viên, biên bản riêng.",
    MeetingKind.EXTRAORDINARY: "Khi có việc không chờ được đến kỳ họp; chỉ bàn việc đó.",
    MeetingKind.REVIEW: "Cuối năm: tự phê bình và phê bình, bỏ phiếu xếp loại chất lượng.",
    MeetingKind.GROUP: "Ở chi bộ chia tổ đảng; không thay sinh hoạt chi bộ quá 3 lần một năm.",
    MeetingKind.CONGRESS: "5 năm 2 lần; phải có mặt ít nhất hai phần ba số đảng viên được triệu tập.",
}
"""what each kind is for, when it is held and what its minutes are like (sections 2.1 to 2.6, 4.2)"""


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """What the dialog asks for."""

    kind: MeetingKind
    day: date
    starts: time | None
    theme: str


class NewMeetingDialog(Dialog):
    """Kind, day, time and, for a thematic meeting, its theme."""

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(
            parent,
            "Lập cuộc họp",
            "Chương trình thường dùng được ghi sẵn; địa điểm và thư ký lấy theo lần họp trước.",
            yes="Lập cuộc họp",
        )
        self.kind: Choice[MeetingKind] = Choice(options(MeetingKind))
        self.day = DateField(required="Hãy ghi ngày họp.")
        self.day.set_value(usual_day(today))
        self.starts = TimeField()
        self.starts.set_value(USUAL_START)
        self.theme = LineEdit(placeholder="Ví dụ: Học tập và làm theo Bác về nêu gương")
        self.form = Form()
        self.about = text("", "faint")
        self.form.add("Loại cuộc họp", self.kind)
        self.form.add_widget(self.about)
        self.form.add_beside(("Ngày họp", self.day), ("Giờ bắt đầu", self.starts))
        self.form.add("Tên chuyên đề", self.theme)
        self.body.addWidget(self.form)
        self.kind.committed.connect(self._kind_changed)
        self._kind_changed()
        self.kind.setFocus()

    def value(self) -> NewMeeting | None:
        """Return what was asked for, None while the day is missing."""
        day, kind = self.day.value(), self.kind.value()
        if day is None or kind is None:
            return None
        theme = self.theme.value() if kind is MeetingKind.THEMATIC else ""
        return NewMeeting(kind, day, self.starts.value(), theme)

    def check(self) -> str | None:
        if not self.form.commit():
            return "Còn ô chưa đúng."
        return None

    @Slot()
    def _kind_changed(self) -> None:
        kind = self.kind.value()
        self.about.setText(KIND_SENTENCES[kind] if kind is not None else "")
        self.kind.setAccessibleDescription(self.about.text())
        self.form.set_shown(self.theme, self.kind.value() is MeetingKind.THEMATIC)
        QTimer.singleShot(0, self, self.adjustSize)
