"""Ask which act is begun, and for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.member_acts import ActKind
from chibo_desktop.domain.members import Member, Standing, Status
from chibo_desktop.domain.roll_import import LONGEST_NAME
from chibo_desktop.services.members import MemberRow
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import Choice, LineEdit
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import options

_OF_MEMBER = frozenset({ActKind.RECOGNITION, ActKind.TRANSFER_OUT})
_HINTS = {
    ActKind.ADMISSION: "Chỉ ghi họ và tên; lý lịch để ở hồ sơ.",
    ActKind.TRANSFER_IN: "Chỉ ghi họ và tên; lý lịch để ở hồ sơ.",
}
Begin = Callable[[ActKind, bytes | None, str, str], None]


class BeginAct(Dialog):
    """Kind, person and place; `then(kind, member id, name, place)` is called on yes."""

    def __init__(self, parent: QWidget, rows: Sequence[MemberRow], then: Begin) -> None:
        super().__init__(parent, "Bắt đầu thủ tục", yes="Bắt đầu")
        self._rows = [row for row in rows if not row.gone]
        self.kind: Choice[ActKind] = Choice(options(ActKind))
        self.name = LineEdit(max_length=min(LONGEST_NAME, 200), placeholder="Ví dụ: Vàng Thị Mỷ")
        self.member: Choice[Member] = Choice()
        self.place = LineEdit(placeholder="Ví dụ: Chi bộ tổ 3, phường Noong Bua")
        self.form = Form()
        self.form.add("Thủ tục", self.kind)
        self.form.add("Họ và tên", self.name, _HINTS[ActKind.ADMISSION])
        self.form.add("Đồng chí", self.member)
        self.form.add("Chuyển từ đâu, đến đâu", self.place)
        self.body.addWidget(self.form)
        self.kind.committed.connect(self._fit)
        self.kind.set_value(ActKind.ADMISSION)
        self._fit()
        self.accepted.connect(lambda: then(*self.value()))

    def _fit(self, _: object = None) -> None:
        kind = self.kind.value()
        of_member = kind in _OF_MEMBER
        self.form.set_shown(self.name, not of_member)
        self.form.set_shown(self.member, of_member)
        self.form.set_shown(self.place, kind in {ActKind.TRANSFER_IN, ActKind.TRANSFER_OUT})
        rows = [row for row in self._rows if kind is not ActKind.RECOGNITION or _on_probation(row)]
        self.member.set_options([(row.member, row.member.name) for row in rows])
        self.show_problem("")

    def value(self) -> tuple[ActKind, bytes | None, str, str]:
        """Return kind, member id, name and place."""
        kind = self.kind.value() or ActKind.ADMISSION
        member = self.member.value() if kind in _OF_MEMBER else None
        return kind, member.id if member else None, self.name.value(), self.place.value()

    def check(self) -> str | None:
        kind, member_id, name, _ = self.value()
        if kind in _OF_MEMBER:
            if member_id is not None:
                return None
            return "Chi bộ không có đảng viên dự bị nào." if kind is ActKind.RECOGNITION else "Chưa chọn đồng chí."
        return None if name else "Hãy ghi họ và tên."


def _on_probation(row: MemberRow) -> bool:
    return row.standing is Standing.PROBATIONARY and row.status is not Status.TEMPORARY_IN
