"""Second step of a meeting: who is here, counted as it is said (điểm danh)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chibo_desktop.domain.attendance import states_for, tally
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Stage
from chibo_desktop.domain.members import Status
from chibo_desktop.domain.presence import came_late, left_early, majority_warning, marked, presence
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.ui.fields import LineEdit, TimeField
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import label, percent_text
from chibo_desktop.ui.meetings.bound import Bound, lock_field, order_tabs, tall
from chibo_desktop.ui.meetings.guests import GuestBox
from chibo_desktop.ui.meetings.live import LiveStrip
from chibo_desktop.ui.meetings.notes import FindingNote, WarningLine
from chibo_desktop.ui.meetings.reasons import ReasonField
from chibo_desktop.ui.meetings.roll_table import RollTable
from chibo_desktop.ui.meetings.steps import Step
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID, scaled

_KEYS = {
    AttendanceState.PRESENT: "C",
    AttendanceState.EXEMPT_PRESENT: "C",
    AttendanceState.ABSENT_EXCUSED: "V",
    AttendanceState.EXEMPT_ABSENT: "V",
    AttendanceState.AWAY: "V",
    AttendanceState.ABSENT_UNEXCUSED: "K",
}
_NIGHT = timedelta(hours=6)
"""a meeting that runs past midnight is still the evening's"""
_HELP = "Phím cách đổi, Enter ghi lý do. Gõ chữ cái hoặc / để tìm."


def tally_words(rows: list[Attendance]) -> str:
    """Return the count with its formula in words, as it goes into the minutes."""
    counts = tally(rows)
    if counts.rate is None:
        return "Chưa có đảng viên nào phải dự."
    return (
        f"Dự {counts.present_due}/{counts.due} đồng chí phải dự = {percent_text(counts.rate / 100)}. "
        f"Vắng có lý do {counts.absent_excused}, không lý do {counts.absent_unexcused}."
    )


def outside_words(rows: list[Attendance]) -> str:
    """Return who of the roll is not in the formula, "" if nobody."""
    counts = tally(rows)
    parts = []
    if counts.total != counts.due:
        parts.append(f"không tính {counts.total - counts.due} đồng chí được miễn hoặc đang sinh hoạt nơi khác")
    if counts.present_temporary_in:
        parts.append(f"{counts.present_temporary_in} đồng chí sinh hoạt tạm thời đến được ghi riêng")
    return f"Đã {', '.join(parts)}." if parts else ""


class RollCallStep(Step):
    """The roll on the left, the chosen member and the guests on the right, the count above."""

    stage = Stage.ROLL_CALL

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(meeting, parent)
        self._first = True
        self.table = RollTable()
        self.table.asked.connect(self._asked)
        self.table.chosen.connect(self._chosen)
        self.table.timed.connect(self._timed)
        self.table.refused.connect(self._refused)
        self.table.details_wanted.connect(self._details)
        self.table.searched.connect(self._searched)
        self.table.search_wanted.connect(self._to_search)
        self.search = LineEdit(placeholder="Tìm đồng chí")
        self.search.setAccessibleName("Tìm đồng chí theo tên hoặc chữ cái đầu")
        self.search.setClearButtonEnabled(True)
        self.search.textEdited.connect(self._search)
        self.search.installEventFilter(self)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._to_search)
        self.count = text("", "bannerTitle")
        self.outside = text("", "fieldHint")
        self.warning = WarningLine()
        self.strip = LiveStrip(meeting, with_items=False)
        self.help = text(_HELP, "fieldHint")
        self.note = FindingNote(Stage.ROLL_CALL, "roll")
        self.guests = GuestBox(meeting)
        self.renew = button("Lấy lại từ sổ đảng viên", meeting.refresh_roll, icon_name="refresh", role="flat")
        self.renew.setToolTip("Tên và tình trạng của đảng viên vừa sửa ở mục Đảng viên được đưa vào bảng này")
        self.writing_parts = [*self.guests.writing_parts, self.help, self.renew]
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        find_row = QHBoxLayout()
        find_row.setSpacing(GRID)
        find_row.addWidget(self.search, 2)
        find_row.addWidget(self.help, 3)
        left.addLayout(find_row)
        left.addWidget(self.table, 1)
        right = QWidget()
        right.setObjectName("content")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self._member_box())
        column.addWidget(self.note)
        column.addWidget(self.outside)
        column.addWidget(self.guests)
        column.addWidget(self.renew)
        column.addStretch(1)
        area = tall(right)
        right.ensurePolished()
        area.setMinimumWidth(max(scaled(250), right.minimumSizeHint().width() + scaled(2 * GRID)))
        both = QHBoxLayout()
        both.setSpacing(2 * GRID)
        both.addLayout(left, 7)
        both.addWidget(area, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.count, 1)
        top.addWidget(self.strip)
        layout.addLayout(top)
        layout.addWidget(self.warning)
        layout.addLayout(both, 1)
        order_tabs(self.search, self.table, right)

    def _member_box(self) -> QWidget:
        box = QWidget()
        self.member_name = text("", "sectionTitle")
        self.member_status = text("", "faint")
        self.states = QVBoxLayout()
        self.states.setSpacing(GRID // 2)
        self._state_buttons: dict[AttendanceState, QPushButton] = {}
        for state in AttendanceState:
            made = button(self._state_words(state), self._sayer(state))
            made.setCheckable(True)
            self._state_buttons[state] = made
            self.states.addWidget(made)
        self.reason_box = ReasonField()
        self.reason = self.reason_box.field
        self.arrived = TimeField()
        self.left_at = TimeField()
        for field in (self.arrived, self.left_at):
            field.setPlaceholderText("")
        form = Form()
        form.add("Lý do", self.reason_box)
        form.add_beside(("Đến muộn lúc (E)", self.arrived), ("Về sớm lúc (R)", self.left_at))
        what = "Sửa điểm danh"
        self._bound = [
            Bound(self.meeting, self.reason, "reason", what=what),
            Bound(self.meeting, self.arrived, "arrived", what=what),
            Bound(self.meeting, self.left_at, "left", what=what),
        ]
        self.reason.setAccessibleName("Lý do vắng")
        self.reason_box.done.connect(self._back_to_table)
        self.left_at.returnPressed.connect(self._back_to_table)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.member_name)
        column.addWidget(self.member_status)
        column.addLayout(self.states)
        column.addWidget(form)
        return box

    @staticmethod
    def _state_words(state: AttendanceState) -> str:
        key = _KEYS.get(state)
        return f"{label(state)} ({key})" if key else label(state)

    def _sayer(self, state: AttendanceState) -> Callable[[], None]:
        def say() -> None:
            self.table.say(state)
            self._chosen(self.table.current())

        return say

    def show_view(self, view: MeetingView) -> None:
        """Show the roll and the guests."""
        self.strip.show_view(view)
        self.table.set_roll(view.roll)
        if self._first:
            self._first = False
            for row in view.roll:
                if any(row.member_id.hex() in place for place in self.meeting.drafts):
                    self.table.choose(row.member_id)
        self.guests.show_view(view)
        self.note.show_findings(self.meeting.findings)
        self._count()

    def lock(self, *, locked: bool) -> None:
        super().lock(locked=locked)
        lock_field(self.search, locked=False)
        self.table.locked = locked
        self.guests.cards.lock(locked=locked)
        for made in self._state_buttons.values():
            made.setEnabled(not locked)

    def start(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self) -> None:
        rows = self.table.roll.roll
        self.count.setText(tally_words(rows))
        words = outside_words(rows)
        view = self.meeting.view
        if view is not None and not view.meeting.roll_called and not self.meeting.locked:
            words = f"Ai chưa ghi khác thì coi là có mặt. {words}".strip()
        self.warning.warn(majority_warning(presence(rows)))
        self.outside.setText(words)
        self.outside.setVisible(bool(words))

    @Slot(object, object)
    def _asked(self, row: Attendance, state: AttendanceState) -> None:
        after = marked(row, state)
        changes = {"state": state, "arrived": after.arrived, "left": after.left}
        self.meeting.edit(row, changes, what=f"Điểm danh {row.name}")
        self._count()

    def _under_way(self) -> bool:
        """Whether the clock can tell who comes and goes: the meeting's day, or the night after it."""
        view = self.meeting.view
        return view is not None and (self.meeting.now() - _NIGHT).date() == view.meeting.date

    @Slot(object, str)
    def _timed(self, row: Attendance, which: str) -> None:
        noted = row.arrived if which == "arrived" else row.left
        if noted is None and not self._under_way():
            field = self.arrived if which == "arrived" else self.left_at
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        now = self.meeting.now().time().replace(second=0, microsecond=0)
        after = came_late(row, now) if which == "arrived" else left_early(row, now)
        if after == row:
            self._refused(f"Đ/c {row.name}: {label(row.state).lower()}, không ghi giờ được.")
            return
        self._refused("")
        self.table.show_row(after)
        fields = ("state", "reason", "arrived", "left")
        changes = {name: getattr(after, name) for name in fields if getattr(after, name) != getattr(row, name)}
        self.meeting.edit(row, changes, what=f"Ghi giờ đến, về của {row.name}")
        self._count()

    @Slot(object)
    def _chosen(self, row: Attendance | None) -> None:
        allowed = states_for(row.status) if row else ()
        for state, made in self._state_buttons.items():
            made.setVisible(
                state in allowed and (not self.meeting.locked or (row is not None and row.state is state))
            )
            made.setChecked(row is not None and row.state is state)
        self.member_name.setText(row.name if row else "Chọn một đồng chí")
        unusual = row is not None and row.status is not Status.ACTIVE
        self.member_status.setText(label(row.status) if row is not None and unusual else "")
        self.member_status.setVisible(unusual)
        for bound in self._bound:
            bound.aim(row)

    @Slot(str)
    def _refused(self, words: str) -> None:
        self.help.setText(words or _HELP)

    @Slot()
    def _details(self) -> None:
        self.reason_box.begin()

    @Slot()
    def _back_to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot(str)
    def _searched(self, letters: str) -> None:
        self.search.set_value(letters)

    @Slot(str)
    def _search(self, words: str) -> None:
        self.table.seek(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self._back_to_table()
                return True
            if key == Qt.Key.Key_Escape:
                self.search.set_value("")
                self._back_to_table()
                return True
        return super().eventFilter(watched, event)
