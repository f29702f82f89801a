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
        self.form.add("Loại cuộc họp", self.kind)
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
        self.form.set_shown(self.theme, self.kind.value() is MeetingKind.THEMATIC)
        QTimer.singleShot(0, self, self.adjustSize)
