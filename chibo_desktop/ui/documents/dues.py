"""Đảng phí: a month's list, the year at a glance, the month's line for the minutes, the printed list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QItemSelectionModel, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from chibo_desktop.domain.dues_months import MONTHS_BASIS, DuesRow, DuesState, YearRow, first_of
from chibo_desktop.services import dues
from chibo_desktop.services.dues import MonthSheet
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.documents.dues_tables import MonthTable, year_table, year_words
from chibo_desktop.ui.documents.section import Section
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.labels import date_text, number_text
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk, scrolled
from chibo_desktop.ui.tables import EmptyState
from chibo_desktop.ui.theme import GRID, scaled

_LEGEND = "   ".join(f"{state.sign} {state.word}" for state in DuesState)


@dataclass(frozen=True, slots=True)
class _Read:
    sheet: MonthSheet
    year: tuple[YearRow, ...]
    years: list[int]


class DuesSection(Section):
    """One month and its year; `enter("2026-10")` shows a month."""

    key = "dues"
    name = "Đảng phí"
    sentence = "Chọn một đồng chí: phím cách là đã đóng, gõ số là số tiền."
    concerns: ClassVar[frozenset[str]] = frozenset({"dues", "member", "meeting"})
    exported: ClassVar[str] = "dues"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session)
        self._month: str | None = None
        self._late = False
        """whether the list waits for an amount that is being typed"""
        self.sheet: MonthSheet | None = None
        self.month: Choice[int] = Choice([(number, f"Tháng {number}") for number in range(1, 13)])
        self.year: Choice[int] = Choice()
        for field, name in ((self.month, "Tháng"), (self.year, "Năm")):
            field.setAccessibleName(name)
            field.setMaximumWidth(scaled(150))
            field.committed.connect(self._choose)
        self.total = text(role="bannerTitle")
        self.table = MonthTable()
        self.table.toggled.connect(self.toggle)
        self.table.amount_written.connect(self.write_amount)
        self.table.editing_ended.connect(self._fill_late)
        self.last_button = button("Như tháng trước", self.as_last_month, icon_name="receive")
        self.down_button = button("Chép xuống", self.copy_down, icon_name="down")
        self.all_button = button("Cả chi bộ đã đóng", self.pay_all, icon_name="check")
        self.minutes_button = button("Ghi vào biên bản tháng này", self.write_minutes, icon_name="minutes")
        self.table_of_year = year_table()
        self.table_of_year.row_selected.connect(self._year_row)
        self.year_line = text(role="faint")
        self.hint = text(role="faint")
        self.empty = EmptyState(
            "members",
            "Chưa có đảng viên nào trong danh sách tháng này",
            "Bảng đảng phí lấy tên từ danh sách đảng viên của tháng.",
            label="Mở mục Đảng viên",
            action=lambda: desk.go("members", None),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self._month_page())
        self.stack.addWidget(scrolled(self.empty))
        self.tabs = QTabWidget()
        self.tabs.addTab(self.stack, "Tháng")
        self.tabs.addTab(self._year_page(), "Cả năm")
        when = QWidget()
        top = QHBoxLayout(when)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(GRID)
        top.addWidget(self.month)
        top.addWidget(self.year)
        # A corner is only as high as the tabs, which are lower than a field.
        self.tabs.tabBar().setMinimumHeight(self.month.sizeHint().height())
        self.tabs.setCornerWidget(when)
        told = QHBoxLayout()
        told.setSpacing(GRID)
        told.addWidget(self.total, 1)
        told.addWidget(self.minutes_button)
        self.body.addLayout(told)
        self.body.addWidget(self.tabs, 1)
        self.set_primary("In bảng thu", self.print, "print")

    def _month_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.table, 1)
        column.addWidget(flow(self.last_button, self.down_button, self.all_button))
        # Else the buttons would ask for the height they have one under the other.
        page.setMinimumHeight(scaled(200))
        return page

    def _year_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self.table_of_year, 1)
        for words in (self.year_line, text(_LEGEND, "faint"), self.hint):
            column.addWidget(words)
        return page

    def enter(self, record: object) -> None:
        """Show a month, "2026-10"."""
        if isinstance(record, str):
            self._month = record
            self.tabs.setCurrentIndex(0)

    def fill(self) -> None:
        session, wanted = self.session, self._month

        def work(_: object) -> _Read:
            month = wanted or dues.this_month(session)
            year = int(month[:4])
            return _Read(dues.month_sheet(session, month), dues.year_overview(session, year), dues.years(session))

        self.desk.tasks.run(work, self._show, owner=self)

    def _show(self, found: _Read) -> None:
        sheet = found.sheet
        if self._month not in {None, sheet.month}:
            return
        self._month, self.sheet = sheet.month, sheet
        day = first_of(sheet.month)
        this = self.session.clock.today().year
        years = sorted({*found.years, day.year, this - 1}, reverse=True)
        self.year.set_options([(year, f"Năm {year}") for year in years])
        self.year.set_value(day.year)
        self.month.set_value(day.month)
        self.total.setText(
            f"{sheet.paid}/{len(sheet.rows)} đồng chí đã đóng, tổng số {number_text(sheet.total)} đồng."
            if sheet.rows
            else ""
        )
        # New rows would take away the amount that is being typed in the next line.
        self._late = self.table.editing
        if not self._late:
            self._show_rows(sheet)
        self.table_of_year.set_rows(found.year)
        if found.year and self.table_of_year.current() is None:
            self.table_of_year.selectRow(0)
        self._year_row(self.table_of_year.current())
        self._show_hint(found.year)
        self.set_listed(found.year, day.year)
        meeting = sheet.meeting
        self.minutes_button.setVisible(meeting is not None)
        if meeting is not None:
            self.minutes_button.setToolTip(f"Biên bản cuộc họp ngày {date_text(meeting.date)}")
        self.stack.setCurrentIndex(0 if sheet.rows or found.year else 1)
        if sheet.rows:
            self.set_primary("In bảng thu", self.print, "print")
        else:
            self.set_primary("", self.print)

    def _show_rows(self, sheet: MonthSheet) -> None:
        column = self.table.currentIndex().column()
        self.table.set_rows(sheet.rows)
        if sheet.rows and self.table.current() is None:
            self.table.selectRow(0)
        if column >= 0:
            self._stay_in(column)

    @Slot()
    def _fill_late(self) -> None:
        if self._late:
            self._late = False
            self.fill()

    def _stay_in(self, column: int) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            index = self.table.rows_model.index(row, column)
            self.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _show_hint(self, rows: tuple[YearRow, ...]) -> None:
        """Say quietly who has not paid for three months; this line goes nowhere else."""
        behind = dues.long_unpaid(rows)
        names = ", ".join(f"{name} {count} tháng" for name, count in behind)
        self.hint.setText(
            f"Riêng bí thư biết, không in, không gửi: {names} chưa đóng đảng phí trong năm ({MONTHS_BASIS})."
        )
        self.hint.setVisible(bool(behind))

    @Slot(object)
    def _choose(self, _chosen: object) -> None:
        month, year = self.month.value(), self.year.value()
        if month is not None and year is not None:
            self._month = f"{year:04d}-{month:02d}"
            self.message.clear()
            self.fill()

    @Slot(object)
    def _year_row(self, row: YearRow | None) -> None:
        self.year_line.setText(year_words(row) if row is not None else "")

    # -- writing ----------------------------------------------------------------------------------

    def _write(self, service: Callable[[str], Changed], said: str = "") -> None:
        month = self._month
        if month is not None:
            self.act(lambda: service(month), said)

    @Slot(object)
    def toggle(self, row: DuesRow) -> None:
        """Turn whether a member paid, and go on to the next line where they did."""
        session, paid = self.session, not row.paid
        number = self.table.currentIndex().row()
        self._write(lambda month: dues.set_paid(session, month, row.member_id, paid))
        if paid and number + 1 < self.table.rows_model.rowCount():
            self.table.selectRow(number + 1)

    @Slot(object, str)
    def write_amount(self, row: DuesRow, words: str) -> None:
        """Write the amount typed; no figures take it away."""
        digits = words.replace(".", "").replace(" ", "").removesuffix("đ")
        if digits and (not digits.isascii() or not digits.isdigit() or int(digits) > dues.MOST):
            self.message.show_message(Level.ERROR, f"“{words}” không phải số tiền.", "Chỉ ghi số, ví dụ 24.000.")
            return
        session, amount = self.session, int(digits) if digits else None
        self.message.clear()
        self._write(lambda month: dues.set_amount(session, month, row.member_id, amount))

    def as_last_month(self) -> None:
        """Take the amounts of last month where none is written."""
        session = self.session
        self._write(lambda month: dues.as_last_month(session, month), "Đã chép số tiền như tháng trước.")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_down(self) -> None:
        """Give the chosen line's amount to the lines below that have none."""
        row, session = self.table.current(), self.session
        if row is not None:
            self._write(lambda month: dues.copy_down(session, month, row.member_id), "Đã chép số tiền xuống.")
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def pay_all(self) -> None:
        """Say that everyone on the list paid."""
        session = self.session
        self._write(lambda month: dues.pay_all(session, month), "Đã ghi cả chi bộ đóng đảng phí tháng này.")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_minutes(self) -> None:
        """Write how many paid, and the sum, into the month's open minutes."""
        session = self.session
        self._write(
            lambda month: dues.write_into_minutes(session, month),
            "Đã ghi tình hình nộp đảng phí vào biên bản tháng này.",
        )

    def print(self) -> None:
        """Ask where the month's list goes and write it."""
        session, month = self.session, self._month
        if month is not None and self.sheet is not None and self.sheet.rows:
            self.save_as(
                "bảng thu đảng phí",
                dues.suggested_name(month),
                lambda target: dues.save_dues_paper(session, month, target),
            )
