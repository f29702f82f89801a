"""Thống kê: a year in charts and tables; every number leads to the records behind it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from chibo_desktop.domain.statistics import YearFigures
from chibo_desktop.services import exports, statistics
from chibo_desktop.services.meetings import years
from chibo_desktop.services.session import Session
from chibo_desktop.services.statistics import Behind
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.screen import Desk, Screen
from chibo_desktop.ui.statistics.page import Asked, Page, rate_words
from chibo_desktop.ui.statistics.pages import AttendancePage, LengthPage, MembersPage, SpeakersPage, YearPage
from chibo_desktop.ui.statistics.work_pages import DutiesPage, MentionsPage, RatingsPage, RollPage
from chibo_desktop.ui.tables import Column, EmptyState
from chibo_desktop.ui.theme import GRID

_TITLE = "Thống kê"
_FILTER = "Bảng tính Excel (*.xlsx)"
_SENTENCE = "Chọn một cột hoặc một dòng rồi bấm Enter để xem ghi chép."


class StatisticsScreen(Screen):
    """One year at a time; `enter(2025)` shows that year."""

    concerns: ClassVar[frozenset[str]] = frozenset({
        "meeting", "attendance", "speech", "vote", "duty", "member", "mention", "proposal", "theme", "criticism",
        "target", "resolution", "inspection", "dues", "reward", "review", "review_round",
    })  # fmt: skip

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, _TITLE, _SENTENCE)
        self.session = session
        self.figures: YearFigures | None = None
        self._wanted: int | None = None
        self.set_primary("Lưu ra Excel", self._export, "export").setToolTip("Mọi bảng của năm. Phím F10")
        self.year: Choice[int] = Choice()
        self.year.setAccessibleName("Năm")
        self.year.committed.connect(self._year_chosen)
        self._buttons.insertWidget(0, self.year)
        self.pages: tuple[Page, ...] = (
            AttendancePage(), LengthPage(), MembersPage(), SpeakersPage(), RollPage(), DutiesPage(), MentionsPage(),
            RatingsPage(), YearPage(),
        )  # fmt: skip
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_TITLE)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.narrow_tabs: Choice[int] = Choice()
        self.narrow_tabs.setAccessibleName(_TITLE)
        self.save_button = button("Lưu bảng tính", self._export_list, icon_name="export")
        self.front = QStackedWidget()
        names = (
            "Dự họp", "Thời lượng, mức", "Từng người", "Phát biểu", "Đội ngũ", "Nhiệm vụ", "Khen, nhắc", "Xếp loại",
            "Cả năm",
        )  # fmt: skip
        for page, name in zip(self.pages, names, strict=True):
            self.tabs.addTab(name)
            self.front.addWidget(page)
            page.meeting_opened.connect(self._open_meeting)
            page.behind_asked.connect(self._ask)
            page.place_asked.connect(self._open_place)
        self.narrow_tabs.set_options(list(enumerate(names)))
        self.narrow_tabs.committed.connect(self.tabs.setCurrentIndex)
        self.tabs.currentChanged.connect(self._show_page)
        self.records = self._records_table()
        self.member_button = button("Mở trong danh sách đảng viên", self._open_member, icon_name="members")
        self._member: bytes | None = None
        behind = QWidget()
        under = QVBoxLayout(behind)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(GRID)
        under.addWidget(self.records, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.member_button)
        buttons.addStretch(1)
        under.addLayout(buttons)
        self.empty = EmptyState(
            "statistics",
            "Chưa có số liệu của năm này",
            "Khi cuộc họp đã điểm danh, nơi này cho thấy ai dự, ai vắng, họp bao lâu, ai phát biểu.",
            label="Mở mục Cuộc họp",
            action=lambda: desk.go("meetings", None),
        )
        self.stack = QStackedWidget()
        for part in (self._figures_page(), behind, self.empty):
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)

    def _figures_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._tab_row = QHBoxLayout()
        self._tab_row.setSpacing(GRID)
        self._tab_row.addWidget(self.tabs, 1)
        self._tab_row.addWidget(self.narrow_tabs, 1)
        column.addLayout(self._tab_row)
        column.addWidget(self.front, 1)
        self._fit_tabs()
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        """Offer the pages in one line where there is no room for all tabs; the button goes beside it."""
        narrow = self.tabs.sizeHint().width() > self.width() - 8 * GRID
        self.tabs.setVisible(not narrow)
        self.narrow_tabs.setVisible(narrow)
        if narrow:
            self._tab_row.addWidget(self.save_button)
        else:
            self._buttons.insertWidget(1, self.save_button)

    @property
    def page(self) -> Page:
        """The page in front."""
        return self.pages[self.tabs.currentIndex()]

    @Slot(int)
    def _show_page(self, number: int) -> None:
        self.front.setCurrentIndex(number)
        self.narrow_tabs.set_value(number)
        self._tell()

    def _tell(self) -> None:
        """Say under the title what the page in front comes to."""
        what = exports.NAMES.get(self.page.exported, "")
        self.save_button.setVisible(bool(what))
        self.save_button.setToolTip(f"{what} của năm" if what else "")
        self._buttons.invalidate()
        if self.stack.currentIndex() != 1 and self.figures is not None:
            self.set_title(_TITLE, self.page.summary or _summary(self.figures))

    def _records_table(self) -> FittedTable[Behind]:
        table: FittedTable[Behind] = FittedTable(
            [
                Column("Ngày", lambda b: date_text(b.day), key=_day_key, width=136),
                Column("Ai, việc gì", lambda b: b.words, width=220),
                Column("Ghi chép", lambda b: b.note, stretch=True, width=260),
                Column("Cuộc họp", lambda b: b.where, width=300),
            ],
            name="Ghi chép đằng sau con số",
            identity=lambda b: b.id,
            dropped_first=(3,),
        )
        table.row_activated.connect(self._open_record)
        return table

    def enter(self, target: object = None) -> None:
        """Be shown; in the year given."""
        if isinstance(target, int):
            self._wanted, self._stale = target, True
        super().enter(target)

    def refresh(self) -> None:
        """Read the years and the figures of the chosen one."""
        session, wanted = self.session, self._wanted or self.year.value()

        def work(_: object) -> tuple[list[int], YearFigures]:
            found = years(session)
            this = session.clock.today().year
            year = wanted or (this if this in found or not found else found[0])
            return sorted({*found, year}, reverse=True), statistics.of_year(session, year)

        self.desk.tasks.run(work, self._show, owner=self)

    def _show(self, found: tuple[list[int], YearFigures]) -> None:
        listed, shown = found
        self._wanted = None
        self.figures = shown
        self.year.set_options([(year, f"Năm {year}") for year in listed])
        self.year.set_value(shown.records.year)
        for page in self.pages:
            page.show_year(shown)
        if self.stack.currentIndex() != 1:
            self.stack.setCurrentIndex(0 if _any(shown) or len(listed) > 1 else 2)
        self._tell()
        if self.primary is not None:
            self.primary.setEnabled(_any(shown))

    @Slot(object)
    def _year_chosen(self, year: int) -> None:
        self._wanted = year
        self.refresh()

    # -- what is behind -----------------------------------------------------------------------

    @Slot(object)
    def _open_meeting(self, meeting_id: bytes) -> None:
        self.desk.go("meetings", (meeting_id, 1))

    @Slot(str)
    def _open_place(self, place: str) -> None:
        self.desk.go(place, None)

    @Slot(object)
    def _ask(self, asked: Asked) -> None:
        if self.figures is None:
            return
        self._member = asked.member
        self.member_button.setVisible(asked.member is not None)
        self.records.set_rows(statistics.behind(self.figures, asked.counted))
        self.set_title(asked.title, "Chọn một dòng rồi bấm Enter để mở.")
        self.set_back(_TITLE, self.show_figures)
        self._button_row.hide()
        self.stack.setCurrentIndex(1)
        if self.records.rows_model.rowCount():
            self.records.selectRow(0)
        self.records.setFocus()

    @Slot()
    def show_figures(self) -> None:
        """Go back to charts and tables."""
        self.set_back("", None)
        self._button_row.show()
        self.stack.setCurrentIndex(0)
        self._tell()
        self.page.table.setFocus()

    @Slot(object)
    def _open_record(self, record: Behind) -> None:
        self.desk.go(record.place, record.target)

    @Slot()
    def _open_member(self) -> None:
        if self._member is not None:
            self.desk.go("members", self._member)

    # -- export -------------------------------------------------------------------------------

    def _export(self) -> None:
        if self.figures is None:
            return
        start = documents_folder() / statistics.suggested_name(self.figures.records.year)
        choose_target(self, "Lưu thống kê", start, _FILTER, self.export_to)

    def export_to(self, target: Path) -> None:
        """Write the tables of the year there."""
        session, shown = self.session, self.figures
        if shown is None:
            return
        self.desk.tasks.run(
            lambda _: statistics.save_tables(session, shown.records.year, target),
            self._exported,
            self.message.show_error,
            title="Đang lưu thống kê",
            owner=self,
            can_stop=False,
        )

    def _export_list(self) -> None:
        what = self.page.exported
        if self.figures is not None and what:
            start = documents_folder() / exports.suggested_name(what, self.figures.records.year)
            choose_target(
                self,
                "Lưu bảng tính",
                start,
                "Bảng tính Excel (*.xlsx)",
                lambda path: self.export_list_to(what, path),
            )

    def export_list_to(self, what: str, target: Path) -> None:
        """Write one list of the year there: "members", "duties" or "attendance"."""
        session, shown = self.session, self.figures
        if shown is None:
            return

        def work(_: object) -> Path:
            exports.EXPORTS[what](session, target, shown.records.year)
            return target

        self.desk.tasks.run(
            work, self._exported, self.message.show_error, title="Đang lưu bảng tính", owner=self, can_stop=False
        )

    def _exported(self, written: Path) -> None:
        def open_file() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(written)))

        self.message.show_message(
            Level.DONE,
            f"Đã lưu vào {written}.",
            "Tệp này ai mở cũng đọc được; chỉ đưa cho người có trách nhiệm.",
            button="Mở tệp",
            action=open_file,
        )


def _any(shown: YearFigures) -> bool:
    """Whether the year has anything to count beside the roll of members."""
    return bool(shown.meetings or shown.records.duties or shown.records.rounds)


def _day_key(record: Behind) -> str:
    return record.day.isoformat() if record.day else ""


def _summary(shown: YearFigures) -> str:
    if not shown.meetings:
        return "Năm này chưa có buổi họp nào được điểm danh."
    words = f"{len(shown.meetings)} buổi họp, dự họp {rate_words(shown.presence.rate)}"
    if shown.short.number:
        words = f"{words}, {shown.short.number} buổi chưa đủ phút"
    return f"{words}."
