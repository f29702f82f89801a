"""Lịch, tổ kiểm phiếu: the days of the round, who counts, its meeting (lịch kỳ kiểm điểm)."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from chibo_desktop.domain.review_rules import drafts_latest
from chibo_desktop.services import review_packs, reviews
from chibo_desktop.services.review_views import RoundView
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.fields import Choice, NoteEdit
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import FieldBox, Form, commit_fields
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.reviews.day_field import DayField
from chibo_desktop.ui.reviews.line_points import LinePointsDialog
from chibo_desktop.ui.reviews.low_area import tall_area
from chibo_desktop.ui.reviews.round_state import RoundState
from chibo_desktop.ui.reviews.work import Work
from chibo_desktop.ui.theme import GRID, scaled

_TELLERS = 3


def drafts_words(view: RoundView) -> str:
    """Return by when the drafts must be out, once the day of the meeting is known."""
    held = view.round.held_on
    days = view.pack.deadlines.drafts_working_days
    basis = view.pack.basis_of("drafts")
    if held is None:
        return f"Gửi trước hội nghị ít nhất {days:02d} ngày làm việc ({basis})."
    return (
        f"Chậm nhất {date_text(drafts_latest(held, view.pack.deadlines))}: trước hội nghị {days:02d} ngày làm việc."
    )


class ScheduleTab(QWidget):
    """What is said of the round as a whole."""

    removal_asked = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.setObjectName("content")
        self._work = work
        self._state: RoundState | None = None
        today = work.session.clock.today
        self.hand_in = DayField("Hạn nộp bản kiểm điểm", today, optional=False)
        self.drafts_out = DayField("Ngày gửi cho chi bộ đọc", today)
        self.held = DayField("Ngày hội nghị kiểm điểm", today, optional=False)
        self.reported = DayField("Ngày gửi báo cáo lên xã", today)
        self.meeting: Choice[bytes | None] = Choice()
        self.meeting.setMinimumWidth(scaled(420))
        self.meeting_box = FieldBox(
            "Cuộc họp kiểm điểm trong sổ",
            self.meeting,
            "Biên bản hội nghị lấy điểm danh, chủ trì, địa điểm ở cuộc họp này.",
        )
        self.meeting_button = button("Mở cuộc họp", self._open_meeting, icon_name="meetings", role="flat")
        self.drafts_told = text("", "fieldHint")
        self.tellers: list[Choice[bytes | None]] = [Choice() for _ in range(_TELLERS)]
        titles = ("Tổ trưởng", "Tổ viên", "Tổ viên (nếu có)")
        boxes = [FieldBox(title, field) for title, field in zip(titles, self.tellers, strict=True)]
        for box in boxes:
            box.setMinimumWidth(scaled(230))
        self.outstanding = QCheckBox("Chi bộ được cấp trên xác định là đơn vị xuất sắc tiêu biểu")
        self.outstanding_told = text("", "fieldHint")
        self.note = NoteEdit(max_length=4_000, rows=2)
        self.note_form = Form()
        self.note_form.add("Ghi chú của kỳ", self.note)
        self.points_button = button("Đặt điểm tối đa từng dòng", self.ask_points, icon_name="edit")
        self.add_button = button("Thêm đảng viên mới đến", self._add_newcomers, icon_name="add")
        self.remove_button = button("Bỏ kỳ này", self.removal_asked.emit, icon_name="remove", role="flat")
        inside = QWidget()
        inside.setObjectName("content")
        body = QVBoxLayout(inside)
        body.setContentsMargins(GRID, GRID, 2 * GRID, GRID)
        body.setSpacing(2 * GRID)
        body.setAlignment(Qt.AlignmentFlag.AlignTop)
        for part in (
            text("Các ngày", "sectionTitle"),
            flow(self.hand_in, self.drafts_out, self.held, self.reported),
            self.drafts_told,
            self.meeting_box,
            flow(self.meeting_button),
            text("Tổ kiểm phiếu", "sectionTitle"),
            flow(*boxes),
            self.outstanding,
            self.outstanding_told,
            self.note_form,
            flow(self.points_button, self.add_button, self.remove_button),
        ):
            body.addWidget(part)
        body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(tall_area(inside))
        self.hand_in.committed.connect(lambda day: self._save("Hạn nộp bản kiểm điểm", hand_in_by=day))
        self.drafts_out.committed.connect(lambda day: self._save("Ngày gửi bản kiểm điểm", drafts_out_on=day))
        self.held.committed.connect(lambda day: self._save("Ngày hội nghị kiểm điểm", held_on=day))
        self.reported.committed.connect(lambda day: self._save("Ngày gửi báo cáo", reported_on=day))
        self.note.committed.connect(lambda words: self._save("Ghi chú kỳ kiểm điểm", note=words))
        self.outstanding.clicked.connect(lambda on: self._save("Đơn vị xuất sắc tiêu biểu", outstanding=on))
        self.meeting.committed.connect(self._meeting_chosen)
        for field in self.tellers:
            field.committed.connect(self._tellers_chosen)

    def show_state(self, state: RoundState) -> None:
        """Show the newest state; what is being typed stays."""
        self._state = state
        found, cap = state.round, state.view.pack.cap
        self.hand_in.set_value(found.hand_in_by)
        self.drafts_out.set_value(found.drafts_out_on)
        self.held.set_value(found.held_on)
        self.reported.set_value(found.reported_on)
        self.drafts_told.setText(drafts_words(state.view))
        meetings: list[tuple[bytes | None, str]] = [(None, "Chưa gắn với cuộc họp nào")]
        meetings += [(key, f"{date_text(day)} {kind}") for key, day, kind in state.meetings]
        self.meeting.set_options(meetings)
        self.meeting.set_value(found.meeting_id)
        self.meeting_button.setVisible(found.meeting_id is not None)
        self.points_button.setVisible(not found.quarter)
        people: list[tuple[bytes | None, str]] = [(None, "Chưa chọn")]
        people += [(row.member_id, row.name) for row in state.view.members]
        chosen = [*found.tellers, *([None] * _TELLERS)][:_TELLERS]
        for field, who in zip(self.tellers, chosen, strict=True):
            field.set_options(people)
            field.set_value(who)
        self.outstanding.setChecked(found.outstanding)
        self.outstanding_told.setText(
            f"Mức trần Hoàn thành xuất sắc {cap.percent}% số Hoàn thành tốt; đơn vị xuất sắc tiêu biểu "
            f"{cap.outstanding_percent}% ({state.view.pack.basis_of('cap')})."
        )
        if not self.note.dirty:
            self.note.set_value(found.note)

    def _save(self, what: str, **values: Any) -> None:
        if self._state is None:
            return
        in_round = self._state.round.id

        def act(session: Session) -> Changed:
            current = reviews.load_round(session, in_round).round
            return reviews.save_round(session, msgspec.structs.replace(current, **values), what)

        def failed(_error: object) -> None:
            self.show_anew()

        self._work.act(act, failed=failed)

    def show_anew(self) -> None:
        """Show what the book holds where it refused what was typed."""
        if self._state is not None:
            self.show_state(self._state)

    @Slot(object)
    def _meeting_chosen(self, chosen: bytes | None) -> None:
        if self._state is None:
            return
        days = {key: day for key, day, _kind in self._state.meetings}
        if chosen is None:
            self._save("Gắn cuộc họp kiểm điểm", meeting_id=None)
        else:
            self._save("Gắn cuộc họp kiểm điểm", meeting_id=chosen, held_on=days[chosen])

    @Slot()
    def _open_meeting(self) -> None:
        if self._state is not None and self._state.round.meeting_id is not None:
            self._work.desk.go("meetings", (self._state.round.meeting_id, 1))

    @Slot()
    def ask_points(self) -> None:
        """Ask how many points each line may get."""
        if self._state is None:
            return
        in_round = self._state.round.id
        dialog = LinePointsDialog(self, self._state.view.pack)

        def chosen() -> None:
            points = dialog.value()

            def act(session: Session) -> Changed:
                current = reviews.load_round(session, in_round).round
                return review_packs.set_line_points(session, points, current)

            self._work.act(
                act, "Đã đặt điểm tối đa từng dòng.", "Điểm đã chấm cao hơn mức mới thì tính theo mức mới."
            )

        dialog.accepted.connect(chosen)
        dialog.open()

    @Slot(object)
    def _tellers_chosen(self, _value: object) -> None:
        chosen: list[bytes] = []
        for field in self.tellers:
            who = field.value()
            if who is not None and who not in chosen:
                chosen.append(who)
        self._save("Chọn tổ kiểm phiếu", tellers=tuple(chosen))

    @Slot()
    def _add_newcomers(self) -> None:
        if self._state is not None:
            in_round = self._state.round.id
            self._work.act(
                lambda session: reviews.refresh_round(session, in_round),
                "Đã đối chiếu với danh sách đảng viên.",
                "Người mới đến chi bộ đã vào bảng; ai có sẵn giữ nguyên.",
            )

    def leave(self) -> None:
        """Write what was typed."""
        commit_fields(self)

    def start(self) -> None:
        """Put the focus on the first day."""
        self.hand_in.field.setFocus(Qt.FocusReason.OtherFocusReason)
