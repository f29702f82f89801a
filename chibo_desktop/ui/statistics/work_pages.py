"""The pages of the statistics about members and their work: roll, duties, mentions, ratings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.counted import Counted, together
from chibo_desktop.domain.duties import DutyState
from chibo_desktop.domain.member_counts import MemberCounts, member_counts
from chibo_desktop.domain.mentions import MentionKind
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.statistics import MemberFigures, YearFigures
from chibo_desktop.domain.work_figures import YearRatings
from chibo_desktop.services.statistics_tables import MentionRow, mentions_of
from chibo_desktop.ui.fields import DateField
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import date_text, label, number_text
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.statistics.charts import Bar, BarChart, BarPart
from chibo_desktop.ui.statistics.page import Asked, Page, rate_words
from chibo_desktop.ui.tables import Column, EmptyState, Tone
from chibo_desktop.ui.theme import GRID, scaled


@dataclass(frozen=True, slots=True)
class _Line:
    """One number of the roll on a day."""

    words: str
    counted: Counted
    of: str
    """what kind of number it is, so that equal words stay apart"""


class RollPage(Page):
    """The members of any day by standing, status, post and group, and their number by month."""

    exported = "members"

    def __init__(self) -> None:
        self._shown: YearFigures | None = None
        self._day: date | None = None
        table: FittedTable[_Line] = FittedTable(
            [
                Column("Theo", lambda r: r.of, width=176),
                Column("Số liệu", lambda r: r.words, stretch=True, width=260),
                Column("Số", lambda r: number_text(r.counted.number), key=_line_number, align="right", width=90),
                Column("", lambda r: "Enter để xem" if r.counted.number else "", width=140, tone=_faint),
            ],
            name="Đội ngũ đảng viên",
            identity=lambda r: (r.of, r.words),
            dropped_first=(3, 0),
        )
        super().__init__(table, BarChart("Số đảng viên cuối từng tháng"))
        self.day = DateField(required="Hãy ghi một ngày.")
        self.day.setAccessibleName("Tính đến ngày")
        self.day.setMaximumWidth(scaled(170))
        self.day.committed.connect(self.show_day)
        words = text("Tính đến ngày", "fieldLabel", wrap=False)
        words.setBuddy(self.day)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(words)
        row.addWidget(self.day)
        row.addStretch(1)
        self.column.insertLayout(0, row)
        table.row_activated.connect(self._open)
        assert self.chart is not None
        self.chart.opened.connect(self.show_day)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.chart is not None:
            # The day asked for takes a row of its own; of a low page the table needs the rest.
            self.chart.setVisible(self.height() >= scaled(340))

    def show_year(self, shown: YearFigures) -> None:
        changed = self._shown is None or self._shown.records.year != shown.records.year
        super().show_year(shown)
        self._shown = shown
        assert self.chart is not None
        self.chart.set_bars([_month_bar(counts) for counts in shown.months])
        self.show_day(shown.roll.day if changed or self._day is None else self._day)

    @Slot(object)
    def show_day(self, day: date | None) -> None:
        """Count the members of a day; the records of the members know every day."""
        if self._shown is None or day is None:
            return
        self._day = day
        self.day.set_value(day)
        shown = self._shown
        counts = shown.roll if day == shown.roll.day else member_counts(shown.records.members, day)
        self.table.set_rows([*_lines(counts), *_moved(shown)])

    @Slot(object)
    def _open(self, line: _Line) -> None:
        if line.counted.number and self._day is not None:
            when = f"năm {self.year}" if line.of == _MOVED else f"đến ngày {date_text(self._day)}"
            self.behind_asked.emit(Asked(f"{line.words}, {when}: {line.counted.number}", line.counted))


_MOVED = "Trong năm"


def _line_number(line: _Line) -> int:
    return line.counted.number


def _faint(_: _Line) -> Tone:
    return "faint"


def _lines(counts: MemberCounts) -> Iterator[_Line]:
    yield _Line("Tổng số đảng viên", counts.total, "Tổng số")
    yield _Line("Phải dự sinh hoạt", counts.expected, "Tổng số")
    for standing, found in counts.standings.items():
        yield _Line(label(standing), found, "Chính thức, dự bị")
    for status, found in counts.statuses.items():
        if found.number:
            yield _Line(label(status), found, "Tình trạng")
    for role, found in counts.roles.items():
        if found.number:
            yield _Line(label(role), found, "Chức vụ")
    for group, found in counts.groups.items():
        yield _Line(group or "Không ở tổ nào", found, "Tổ đảng")


def _moved(shown: YearFigures) -> Iterator[_Line]:
    yield _Line("Kết nạp, chuyển đến", shown.moves.come, _MOVED)
    yield _Line("Rời chi bộ", shown.moves.left, _MOVED)
    yield _Line("Được công nhận chính thức", shown.moves.recognised, _MOVED)


def _month_bar(counts: MemberCounts) -> Bar:
    number = counts.total.number
    words = ", ".join(f"{label(kind).lower()} {found.number}" for kind, found in counts.standings.items())
    sentence = f"Đến {date_text(counts.day)}: {number} đảng viên ({words})"
    return Bar(f"{counts.day:%d/%m}", number, number_text(number), sentence, counts.day)


_SHORT = {
    DutyState.NOT_STARTED: "Chưa làm",
    DutyState.IN_PROGRESS: "Đang làm",
    DutyState.DONE_ON_TIME: "Đúng hạn",
    DutyState.DONE_LATE: "Xong muộn",
    DutyState.DONE_BEYOND: "Vượt mức",
    DutyState.NOT_DONE: "Không xong",
}


class DutiesPage(Page):
    """The duties of the year by state and by member, how many were done on time, who has none."""

    exported = "duties"

    def __init__(self) -> None:
        table: FittedTable[MemberFigures] = FittedTable(
            [
                Column("Họ và tên", lambda m: m.name, key=lambda m: name_key(m.name), stretch=True, width=180),
                Column("Được giao", lambda m: _n(m.duties.given), key=_given, align="right", width=106),
                Column("Phối hợp", lambda m: _n(m.duties.shared), key=_shared, align="right", width=98),
                Column("Đã xong", lambda m: _n(m.duties.done), key=_done, align="right", width=94),
                Column("Đúng hạn", _rate_text, key=_rate, align="right", width=99),
                Column("Vượt mức", lambda m: _n(m.duties.beyond), key=_beyond, align="right", width=98),
                Column(
                    "Quá hạn", lambda m: _n(m.duties.overdue), key=_overdue, align="right", width=94,
                    tone=lambda m: "due" if m.duties.overdue.number else None,
                ),
            ],
            name="Nhiệm vụ của từng đảng viên",
            identity=lambda m: m.id,
            dropped_first=(2, 5, 3),
        )  # fmt: skip
        super().__init__(table, BarChart("Nhiệm vụ trong năm theo trạng thái"))
        table.row_activated.connect(self._open)
        assert self.chart is not None
        self.chart.opened.connect(self.behind_asked)

    def show_year(self, shown: YearFigures) -> None:
        super().show_year(shown)
        duties = shown.duties
        self.summary = (
            f"{duties.covered.number}/{duties.asked.number} đảng viên được phân công; "
            f"{duties.due_on_time.number}/{duties.due.number} việc đến hạn xong đúng hạn "
            f"({rate_words(duties.on_time_rate)})."
        )
        asked = set(duties.asked.ids)
        self.table.set_rows(
            m for m in shown.members if m.id in asked or m.duties.given.number or m.duties.shared.number
        )
        assert self.chart is not None
        bars = [self._bar(_SHORT[state], label(state), found) for state, found in duties.by_state.items()]
        self.chart.set_bars([*bars, self._bar("Quá hạn", "Đang quá hạn", duties.overdue, late=True)])

    def _bar(self, short: str, words: str, found: Counted, *, late: bool = False) -> Bar:
        title = f"Nhiệm vụ {words.lower()}, năm {self.year}: {found.number}"
        target = Asked(title, found) if found.number else None
        sentence = f"{words}: {found.number} nhiệm vụ"
        return Bar(short, found.number, number_text(found.number), sentence, target, "due" if late else "info")

    @Slot(object)
    def _open(self, m: MemberFigures) -> None:
        counted = together(m.duties.given, m.duties.shared)
        title = f"{m.name}, năm {self.year}: {m.duties.given.number} nhiệm vụ được giao"
        self.behind_asked.emit(Asked(title, counted, m.id))


def _n(counted: Counted) -> str:
    return number_text(counted.number) if counted.number else "–"


def _given(m: MemberFigures) -> int:
    return m.duties.given.number


def _shared(m: MemberFigures) -> int:
    return m.duties.shared.number


def _done(m: MemberFigures) -> int:
    return m.duties.done.number


def _beyond(m: MemberFigures) -> int:
    return m.duties.beyond.number


def _overdue(m: MemberFigures) -> int:
    return m.duties.overdue.number


def _rate_text(m: MemberFigures) -> str:
    return rate_words(m.duties.on_time_rate)


def _rate(m: MemberFigures) -> float:
    return -1.0 if m.duties.on_time_rate is None else m.duties.on_time_rate


class MentionsPage(Page):
    """Who was commended or reminded, for what, at which meeting."""

    def __init__(self) -> None:
        table: FittedTable[MentionRow] = FittedTable(
            [
                Column("Ngày", lambda r: date_text(r.day), key=lambda r: r.day, width=124),
                Column("Đồng chí", lambda r: r.name, key=lambda r: name_key(r.name), width=190),
                Column("Được nói là", lambda r: label(r.kind), width=120, tone=_mention_tone),
                Column("Về việc", lambda r: r.text, stretch=True, width=240, tip=lambda r: r.text),
                Column("Cuộc họp", lambda r: r.meeting, width=260),
            ],
            name="Biểu dương, nhắc nhở",
            identity=lambda r: r.id,
            dropped_first=(4,),
        )
        empty = EmptyState(
            "meetings",
            "Năm này chưa ghi biểu dương, nhắc nhở",
            "Khi họp, ai được biểu dương, ai bị nhắc nhở, về việc gì thì ghi ở phần Diễn biến của cuộc họp.",
            label="Mở mục Cuộc họp",
            action=lambda: self.place_asked.emit("meetings"),
        )
        super().__init__(table, empty=empty)
        table.row_activated.connect(self._open)

    def show_year(self, shown: YearFigures) -> None:
        super().show_year(shown)
        rows = mentions_of(shown)
        self.summary = (
            f"{shown.commended.number} lượt biểu dương, {shown.reminded.number} lượt nhắc nhở. "
            "Enter để mở cuộc họp."
            if rows
            else ""
        )
        self.show_rows(rows)

    @Slot(object)
    def _open(self, row: MentionRow) -> None:
        self.meeting_opened.emit(row.meeting_id)


def _mention_tone(row: MentionRow) -> Tone:
    return "done" if row.kind is MentionKind.COMMENDATION else "due"


_LEVELS = {
    YearRating.EXCELLENT: "Xuất sắc",
    YearRating.GOOD: "Tốt",
    YearRating.COMPLETED: "Hoàn thành",
    YearRating.FAILED: "Không hoàn thành",
}


_WIDTHS = {
    YearRating.EXCELLENT: 104, YearRating.GOOD: 72, YearRating.COMPLETED: 124, YearRating.FAILED: 168,
}  # fmt: skip


def _level_column(level: YearRating, width: int) -> Column[YearRatings]:
    def number(found: YearRatings) -> int:
        return found.levels[level].number

    return Column(_LEVELS[level], lambda r: _n(r.levels[level]), key=number, align="right", width=width)


class RatingsPage(Page):
    """The ratings of the yearly reviews through the years, the cell's own beside them."""

    def __init__(self) -> None:
        table: FittedTable[YearRatings] = FittedTable(
            [
                Column("Năm", lambda r: str(r.year), key=lambda r: r.year, width=80),
                *(_level_column(level, width) for level, width in _WIDTHS.items()),
                Column("Chưa xếp", lambda r: _n(r.waiting), align="right", width=112),
                Column("Không kiểm điểm", lambda r: _n(r.exempt), align="right", width=172),
                Column(
                    "Chi bộ", lambda r: label(r.cell) or "–", stretch=True, width=150, tip=lambda r: label(r.cell)
                ),
            ],
            name="Xếp loại qua các năm",
            identity=lambda r: r.year,
            dropped_first=(6, 5, 7),
        )
        empty = EmptyState(
            "statistics",
            "Chưa có đợt kiểm điểm năm nào",
            "Kiểm điểm cuối năm xong, mức xếp loại của từng năm hiện ở đây.",
            label="Mở mục Kiểm điểm",
            action=lambda: self.place_asked.emit("reviews"),
        )
        chart = BarChart("Từ dưới lên: xuất sắc, tốt, hoàn thành, không hoàn thành nhiệm vụ")
        super().__init__(table, chart, empty=empty)
        table.row_activated.connect(self._open)
        assert self.chart is not None
        self.chart.opened.connect(self._open)

    def show_year(self, shown: YearFigures) -> None:
        super().show_year(shown)
        self.show_rows(reversed(shown.ratings))
        self.summary = (
            "Mức đang có hiệu lực: của cấp trên nếu đã có, không thì của chi bộ." if shown.ratings else ""
        )
        assert self.chart is not None
        self.chart.set_bars([_rating_bar(found) for found in shown.ratings])

    @Slot(object)
    def _open(self, found: YearRatings) -> None:
        counted = together(found.rated, found.waiting, found.exempt, found.cell_review)
        self.behind_asked.emit(Asked(f"Xếp loại năm {found.year}: {found.rated.number} đảng viên", counted))


_PARTS: dict[YearRating, tuple[Tone, bool]] = {
    YearRating.EXCELLENT: ("done", False),
    YearRating.GOOD: ("info", False),
    YearRating.COMPLETED: ("info", True),
    YearRating.FAILED: ("due", True),
}


def _rating_bar(found: YearRatings) -> Bar:
    number = found.rated.number
    words = ", ".join(f"{_LEVELS[level].lower()} {many.number}" for level, many in found.levels.items())
    parts = tuple(
        BarPart(many.number, tone=_PARTS[level][0], ruled=_PARTS[level][1]) for level, many in found.levels.items()
    )
    return Bar(
        str(found.year), number, number_text(number), f"Năm {found.year}: {words}", found, parts=parts,
    )  # fmt: skip
