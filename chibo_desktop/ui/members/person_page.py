"""One member through the years: a row for each year, and what stands behind it (quá trình đảng viên)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.members import Standing, Status
from chibo_desktop.services.member_page import Line, LineKind, MemberPage, YearLine, member_page
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import date_text, label, year_month_text
from chibo_desktop.ui.members.head import Head
from chibo_desktop.ui.members.low_screen import scrolled_when_low
from chibo_desktop.ui.messages import MessageBar
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.tables import Column, EmptyState, Tone
from chibo_desktop.ui.theme import GRID, ROW, scaled

_ALL = 0
"""the row that stands for every year"""
_MOST_YEARS = 5
"""rows of years seen at once"""
_FEWEST_LINES = 3
_LOW = 460
"""pixels of the page under which fewer years are seen at once"""
_FEW_YEARS = 2


def facts(page: MemberPage) -> str:
    """Return who the member is today, in a few short sentences."""
    since = f" từ {date_text(page.standing_since)}" if page.standing_since else ""
    parts = [f"{label(page.standing)}{since}"]
    if page.recognition_due is not None and page.standing is Standing.PROBATIONARY:
        parts.append(f"đủ 12 tháng dự bị ngày {date_text(page.recognition_due)}")
    if page.status is not Status.ACTIVE:
        paper = f" ({page.status_paper})" if page.status_paper else ""
        parts.append(f"{label(page.status).lower()}{paper}")
    if page.role is not None:
        parts.append(label(page.role).lower())
    if page.member.group:
        parts.append(page.member.group)
    if page.member.joined:
        parts.append(f"vào Đảng {year_month_text(page.member.joined)}, {page.years_in_party} năm tuổi Đảng")
    return "; ".join(parts) + "."


def whole(years: tuple[YearLine, ...]) -> YearLine:
    """Return the numbers of all years together; dues and ratings belong to a year each."""

    def total(name: str) -> int:
        return sum(getattr(year, name) for year in years)

    return YearLine(
        year=_ALL, due=total("due"), present=total("present"), excused=total("excused"),
        unexcused=total("unexcused"), speeches=total("speeches"), duties=total("duties"),
        duties_open=total("duties_open"), duties_done=total("duties_done"),
        duties_overdue=total("duties_overdue"), commended=total("commended"), reminded=total("reminded"),
    )  # fmt: skip


def _presence(row: YearLine) -> str:
    return f"{row.present}/{row.due}" if row.due else "–"


def _absences(row: YearLine) -> str:
    parts = [f"{row.excused} có lý do"] if row.excused else []
    parts += [f"{row.unexcused} không lý do"] if row.unexcused else []
    return ", ".join(parts) or "–"


def _duties(row: YearLine) -> str:
    if not row.duties:
        return "–"
    late = f", {row.duties_overdue} quá hạn" if row.duties_overdue else ""
    return f"{row.duties_done}/{row.duties} xong{late}"


def _dues(row: YearLine) -> str:
    return "–" if row.months_paid is None else f"đã nộp {row.months_paid}/12"


def _number(count: int) -> str:
    return str(count) if count else "–"


_YEARS: tuple[Column[YearLine], ...] = (
    Column("Năm", lambda y: str(y.year) if y.year else "Tất cả", key=lambda y: -y.year, width=92),
    Column("Dự họp", _presence, align="right", width=92, tip=lambda y: f"Có mặt {y.present}/{y.due} buổi phải dự"),
    Column("Vắng", _absences, width=196, tone=lambda y: "due" if y.unexcused else None),
    Column("Phát biểu", lambda y: _number(y.speeches), align="right", width=104),
    Column("Nhiệm vụ", _duties, width=206, tone=lambda y: "due" if y.duties_overdue else None),
    Column("Biểu dương", lambda y: _number(y.commended), align="right", width=114),
    Column("Nhắc nhở", lambda y: _number(y.reminded), align="right", width=104),
    Column("Đảng phí", _dues, width=156),
    Column("Xếp loại", lambda y: label(y.rating).removesuffix(" nhiệm vụ") or "–", width=150, stretch=True,
           tip=lambda y: label(y.rating)),
)  # fmt: skip
_YEARS_DROPPED = (2, 6, 5, 3, 7)


def _line_tone(line: Line) -> Tone | None:
    return "due" if line.warns else None


_LINES: tuple[Column[Line], ...] = (
    Column("Ngày", lambda x: date_text(x.day), key=lambda x: x.day or date(x.year, 12, 31), width=138),
    Column("Việc", lambda x: x.kind.value, width=184),
    Column("Nội dung", lambda x: x.words, width=240, stretch=True, tone=_line_tone),
    Column("Cuộc họp", lambda x: x.where, width=300),
)


@dataclass(frozen=True, slots=True)
class _Wish:
    member_id: bytes
    name: str


class PersonPage(QWidget):
    """`meeting_asked(id)` for a line that was at a meeting, `form_asked()` to change what is written."""

    head_changed = Signal()
    meeting_asked = Signal(bytes)
    place_asked = Signal(str, bytes)
    """what is at no meeting: the key of its place, and its id"""
    form_asked = Signal()
    left = Signal()

    def __init__(self, desk: Desk, session: Session, message: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._message = message
        self._wish: _Wish | None = None
        self.page: MemberPage | None = None
        self.years: FittedTable[YearLine] = FittedTable(
            _YEARS, name="Từng năm", identity=lambda y: y.year, dropped_first=_YEARS_DROPPED
        )
        self.lines: FittedTable[Line] = FittedTable(
            _LINES, name="Từng việc", identity=lambda line: line.key, dropped_first=(3, 1)
        )
        self.kind: Choice[LineKind | None] = Choice(
            [(None, "Mọi việc"), *((kind, kind.value) for kind in LineKind)]
        )
        self.kind.setAccessibleName("Loại việc")
        self.count = text(role="faint")
        self.empty = EmptyState(
            "book",
            "Chưa có gì để xem lại",
            "Nơi này cho thấy từng năm đồng chí dự họp bao nhiêu buổi, phát biểu, nhiệm vụ, biểu dương, đảng "
            "phí, xếp loại. Mỗi cuộc họp ghi xong là có thêm.",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._tables())
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.years.row_selected.connect(self._show_lines)
        self.years.row_activated.connect(self._into_lines)
        self.lines.row_activated.connect(self._open)
        self.kind.committed.connect(self._show_lines)

    def _tables(self) -> QWidget:
        inside = QWidget()
        inside.setObjectName("content")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.kind)
        row.addWidget(self.count, 1)
        column.addWidget(self.years)
        column.addLayout(row)
        column.addWidget(self.lines, 1)
        self.lines.setMinimumHeight(scaled(ROW) * _FEWEST_LINES)
        return scrolled_when_low(inside)

    @property
    def head(self) -> Head:
        """What the screen's head shows."""
        page = self.page
        title = page.member.name if page else self._wish.name if self._wish else ""
        return Head(
            title, facts(page) if page else "", "Sửa thông tin", self.form_asked.emit, "edit", page is not None,
            back="Danh sách đảng viên", back_action=self.left.emit,
        )  # fmt: skip

    def show_member(self, member_id: bytes, name: str) -> None:
        """Read a member's page and show it."""
        if self._wish is None or self._wish.member_id != member_id:
            self.page = None
            self.years.set_rows([])
            self.lines.set_rows([])
            self.kind.set_value(None)
        self._wish = _Wish(member_id, name)
        self.head_changed.emit()
        self.refresh()

    def refresh(self) -> None:
        """Read the shown member again."""
        wish = self._wish
        if wish is None:
            return

        def failed(error: UserError) -> None:
            self._message.show_error(error)
            self.left.emit()

        self._desk.tasks.run(lambda _: member_page(self._session, wish.member_id), self._show, failed, owner=self)

    def _show(self, page: MemberPage) -> None:
        if self._wish is None or self._wish.member_id != page.member.id:
            return
        first = self.page is None
        self.page = page
        self._stack.setCurrentIndex(0 if page.lines or page.years else 1)
        rows = [whole(page.years), *page.years]
        self.years.set_rows(rows)
        self._fit()
        if first or self.years.current() is None:
            self.years.selectRow(0)
        self._show_lines()
        self.head_changed.emit()
        if first and self.isVisible():
            self.years.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Give the years the rows there is room for."""
        most = _FEW_YEARS if self.height() < scaled(_LOW) else _MOST_YEARS
        rows = min(len(self.years.rows_model.rows), most)
        header = self.years.horizontalHeader().sizeHint().height()
        self.years.setFixedHeight(header + scaled(ROW) * rows + GRID // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _show_lines(self, _: object = None) -> None:
        if self.page is None:
            return
        year, kind = self.years.current(), self.kind.value()
        shown = [line for line in self.page.lines if _in(line, year) and kind in {None, line.kind}]
        self.lines.set_rows(shown)
        when = f"năm {year.year}" if year is not None and year.year else "các năm"
        opens = " Chọn một dòng rồi bấm Enter để mở." if any(x.meeting_id or x.place for x in shown) else ""
        self.count.setText(f"{len(shown)} việc, {when}.{opens}" if shown else f"Không có việc nào, {when}.")

    @Slot(object)
    def _into_lines(self, _: object) -> None:
        if self.lines.rows_model.rows:
            self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
            if self.lines.current() is None:
                self.lines.selectRow(0)

    @Slot(object)
    def _open(self, line: Line) -> None:
        if line.meeting_id is not None:
            self.meeting_asked.emit(line.meeting_id)
        elif line.place:
            self.place_asked.emit(line.place, line.key)
        elif line.kind is LineKind.POST:
            self.form_asked.emit()


def _in(line: Line, year: YearLine | None) -> bool:
    return year is None or year.year in {_ALL, line.year}
