"""One duty, field by field, with what of the six clear things is missing; it never touches the book itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.duties import Duty, DutyProgress, DutySource, Recurrence
from chibo_desktop.domain.duty_clarity import clarity_words
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.services.duties import Board
from chibo_desktop.ui.duties.desk_work import Edit
from chibo_desktop.ui.duties.helpers_field import HelpersField
from chibo_desktop.ui.duties.log_panel import LogPanel
from chibo_desktop.ui.fields import Choice, DateField, Line, LineEdit, NoteEdit, NumberField
from chibo_desktop.ui.form import Form, commit_fields
from chibo_desktop.ui.labels import label, options
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import scrolled
from chibo_desktop.ui.theme import GRID

Source = tuple[DutySource, bytes | None, bytes | None]
"""kind, meeting, resolution"""
_RESOLUTIONS = 12
_LOCKED = "Biên bản giao việc này đã chốt: việc, người, hạn giữ như biên bản. Ghi sai thì đính chính ở cuộc họp."


def _load_words(number: int | None) -> str:
    """Return how much a member has already, "" for one who need not be given a duty."""
    if number is None:
        return ""
    return f" ({number} việc)" if number else " (chưa có việc)"


class DutyForm(QWidget):
    """The duty at the right of the board.

    `edited(Edit)` comes on leaving a field, `drafted(key, text)` while typing, `removal_asked()` and
    `meeting_asked(bytes)` from buttons; the log tells by itself.
    """

    edited = Signal(object)
    drafted = Signal(str, str)
    removal_asked = Signal()
    meeting_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._duty: Duty | None = None
        self._board: Board | None = None
        self.is_new = False
        self.clarity = text(role="faint")
        self.locked = QWidget()
        self.meeting_button = button("Mở cuộc họp", self._ask_meeting, icon_name="meetings")
        about = QVBoxLayout(self.locked)
        about.setContentsMargins(0, 0, 0, 0)
        about.addWidget(text(_LOCKED))
        about.addWidget(self.meeting_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.locked.hide()
        self.words = NoteEdit(max_length=4_000, rows=2, max_rows=10, placeholder="Làm việc gì, đến mức nào")
        self.owner: Choice[bytes | None] = Choice([(None, "Chưa giao cho ai")])
        self.due = DateField()
        self.helpers = HelpersField()
        self.area = LineEdit(placeholder="Ví dụ: Tổ 1, an ninh trật tự")
        self.households = NumberField(0, 10_000)
        self.output = LineEdit(placeholder="Ví dụ: 100% hộ ký cam kết")
        self.source: Choice[Source] = Choice()
        self.given = DateField()
        self.recurrence: Choice[Recurrence] = Choice(options(Recurrence))
        self.log = LogPanel()
        self.grade: Choice[YearRating | None] = Choice([(None, "Chưa đánh giá"), *options(YearRating)])
        self.grade_note = NoteEdit(max_length=4_000, rows=1, max_rows=6)
        self.remove_button = button("Xóa nhiệm vụ này", self.removal_asked.emit, icon_name="remove")
        self.form = self._top()
        self.judging = Form()
        self.judging.add_heading("Đánh giá")
        self.judging.add("Mức hoàn thành", self.grade)
        self.judging.add("Nhận xét", self.grade_note)
        self._log_title = text("Tiến độ", "sectionTitle")
        inside = QWidget()
        inside.setObjectName("content")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(2 * GRID)
        for part in (self.clarity, self.locked, self.form, self._log_title, self.log, self.judging):
            column.addWidget(part)
        column.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.area_of_form = scrolled(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area_of_form)
        self._connect()

    def _top(self) -> Form:
        form = Form()
        form.add("Việc được giao", self.words)
        form.add_beside(("Người nhận", self.owner), ("Hạn", self.due, "Không có hạn thì để trống."))
        form.add("Người phối hợp", self.helpers)
        form.add_beside(("Lĩnh vực, địa bàn", self.area), ("Số hộ phụ trách", self.households))
        form.add("Sản phẩm, kết quả cần có", self.output)
        form.add_beside(("Nguồn", self.source), ("Định kỳ", self.recurrence))
        form.add("Ngày giao", self.given)
        return form

    def _lines(self) -> dict[str, Line | NoteEdit]:
        return {
            "text": self.words, "due": self.due, "area": self.area, "households": self.households,
            "output": self.output, "given_on": self.given, "grade_note": self.grade_note,
        }  # fmt: skip

    def _connect(self) -> None:
        for key, line in self._lines().items():
            line.committed.connect(partial(self._left, key))
            line.draft_changed.connect(partial(self.drafted.emit, key))
        for key, choice in (("owner_id", self.owner), ("recurrence", self.recurrence), ("grade", self.grade)):
            choice.committed.connect(partial(self._left, key))
        self.helpers.committed.connect(partial(self._left, "co_owner_ids"))
        self.source.committed.connect(self._source_chosen)
        self.log.drafted.connect(partial(self.drafted.emit, "log"))

    @property
    def duty(self) -> Duty | None:
        """What is shown, as the book last said; None when nothing is."""
        return self._duty

    # -- showing ------------------------------------------------------------------------------

    def show_duty(
        self, duty: Duty, board: Board, rows: Sequence[DutyProgress], *, new: bool = False,
        drafts: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Show another duty, with what was being typed about it before a crash."""
        self._load(duty, board, rows, new=new, careful=False)
        for key, line in self._lines().items():
            if drafts and key in drafts:
                line.restore_draft(drafts[key])
        if drafts and "log" in drafts:
            # No record holds these words: what is compared with is the draft itself.
            self.log.words.set_value(drafts["log"])
        self.area_of_form.verticalScrollBar().setValue(0)

    def update_duty(self, duty: Duty, board: Board, rows: Sequence[DutyProgress]) -> None:
        """Show what the book now says of the same duty; what is being typed is left alone."""
        self._load(duty, board, rows, new=False, careful=True)

    def hold(self, duty: Duty) -> None:
        """Keep what was said of a duty that is no record yet."""
        self._duty = duty
        self.clarity.setText(clarity_words(duty))

    def show_nothing(self) -> None:
        """Forget what was shown."""
        self._duty = None

    def _load(self, duty: Duty, board: Board, rows: Sequence[DutyProgress], *, new: bool, careful: bool) -> None:
        self._duty, self._board, self.is_new = duty, board, new
        values: dict[str, Any] = {key: getattr(duty, key) for key in self._lines()}
        for key, line in self._lines().items():
            if not (careful and line.dirty):
                line.set_value(values[key])  # type: ignore[union-attr]
        self._offer(duty, board)
        self.recurrence.set_value(duty.recurrence)
        self.grade.set_value(duty.grade)
        self.log.show_log(duty, rows, board.today, fresh=not careful)
        self._fit(duty, board)

    def _offer(self, duty: Duty, board: Board) -> None:
        people = [(m.id, m.name) for m in board.here]
        known = {member for member, _ in people}
        names = board.names
        load = board.loads
        owners: list[tuple[bytes | None, str]] = [(None, "Chưa giao cho ai")]
        owners += [(member, f"{name}{_load_words(load.get(member))}") for member, name in people]
        if duty.owner_id is not None and duty.owner_id not in known:
            owners.append((duty.owner_id, f"{names.get(duty.owner_id, 'Người')} (đã rời chi bộ)"))
        self.owner.set_options(owners)
        self.owner.set_value(duty.owner_id)
        self.helpers.offer(people, names)
        self.helpers.set_value(duty.co_owner_ids, duty.owner_id)
        own: Source = (duty.source, duty.meeting_id, duty.resolution_id)
        listed = self._sources(board)
        if own not in {value for value, _ in listed}:
            listed.insert(0, (own, board.source_words(duty)))
        self.source.set_options(listed)
        self.source.set_value(own)

    @staticmethod
    def _sources(board: Board) -> list[tuple[Source, str]]:
        found: list[tuple[Source, str]] = [
            ((DutySource.OTHER, None, None), "Giao giữa hai kỳ họp"),
            ((DutySource.PLAN, None, None), label(DutySource.PLAN)),
            ((DutySource.MEETING, None, None), "Cuộc họp, không ghi vào biên bản"),
        ]
        for meeting in sorted(board.meetings.values(), key=lambda m: m.date, reverse=True):
            if not meeting.closed:
                source: Source = (DutySource.MEETING, meeting.id, None)
                found.append((source, f"{label(meeting.kind)} {meeting.date:%d/%m/%Y} (đang ghi)"))
        found += [
            ((DutySource.RESOLUTION, None, resolution.id), f"Nghị quyết: {resolution.title}")
            for resolution in board.resolutions[:_RESOLUTIONS]
        ]
        return found

    def _fit(self, duty: Duty, board: Board) -> None:
        """Show or hide what hangs on other fields, and what closed minutes fix."""
        locked = board.locked(duty)
        self.locked.setVisible(locked)
        fixed = (self.words, self.due, self.area, self.output)
        for line in fixed:
            line.setReadOnly(locked)
        for part in (self.owner, self.helpers, self.source):
            part.setEnabled(not locked)
        self.form.set_shown(self.given, duty.meeting_id is None)
        for own in (self._log_title, self.log, self.judging):
            own.setVisible(not self.is_new)
        self.remove_button.setVisible(not locked)
        self.remove_button.setText("Bỏ, không giao việc này" if self.is_new else "Xóa nhiệm vụ này")
        self.clarity.setText(clarity_words(duty))

    def refuse(self, key: str, error: UserError) -> None:
        """Say beside a field why it is not in the book; what was typed stays in it."""
        words = f"{error.title} {error.remedy}"
        line = self._lines().get(key)
        if line is not None:
            line.set_problem(words)
        elif key in {"owner_id", "recurrence", "grade", "source"}:
            choices: dict[str, Choice[Any]] = {
                "owner_id": self.owner, "recurrence": self.recurrence, "grade": self.grade, "source": self.source,
            }  # fmt: skip
            choices[key].set_problem(words)
        else:
            self.form.box(self.helpers).show_problem(words)

    # -- telling ------------------------------------------------------------------------------

    def commit(self) -> bool:
        """Commit every field but the unwritten line of the log."""
        return commit_fields(self)

    def _tell(self, key: str, change: Callable[[Duty], Duty]) -> None:
        self.edited.emit(Edit(key, change))

    def _left(self, key: str, value: object) -> None:
        self._tell(key, lambda duty: replace(duty, **{key: value}))

    def _source_chosen(self, _: object) -> None:
        value = self.source.value()
        if value is None or self._board is None:
            return
        source, meeting_id, resolution_id = value
        today = self._board.today

        def change(duty: Duty) -> Duty:
            year = duty.plan_year or (duty.due or today).year
            return replace(
                duty, source=source, meeting_id=meeting_id, resolution_id=resolution_id,
                plan_year=year if source is DutySource.PLAN else None,
                given_on=duty.given_on or today,
            )  # fmt: skip

        self._tell("source", change)

    def _ask_meeting(self) -> None:
        if self._duty is not None and self._duty.meeting_id is not None:
            self.meeting_asked.emit(self._duty.meeting_id)
