"""The pages of the statistics: a small chart and the table it is drawn from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import Slot

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.counted import Counted
from chibo_desktop.domain.statistics import MeetingFigures, MemberFigures, YearFigures
from chibo_desktop.services.statistics_tables import dues_counts, year_counts
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import date_text, label, number_text
from chibo_desktop.ui.statistics.charts import Bar, BarChart
from chibo_desktop.ui.statistics.page import Asked, Page, rate_words
from chibo_desktop.ui.tables import Column

_SPEAKERS = 14


@dataclass(frozen=True, slots=True)
class CountRow:
    """One number of the whole year."""

    words: str
    counted: Counted
    warns: bool
    bare: int | None = None
    """a number without records behind it"""

    @property
    def number(self) -> int:
        """The number as it is shown."""
        return self.counted.number if self.bare is None else self.bare


def _absent_words(shown: YearFigures, m: MeetingFigures) -> str:
    absent = {*m.presence.excused.ids, *m.presence.unexcused.ids}
    rows = [row for row in shown.records.rows if row.id in absent]
    return "; ".join(f"{row.name} ({row.reason or label(row.state).lower()})" for row in rows)


class AttendancePage(Page):
    """How many came to each meeting, who did not and why."""

    exported = "attendance"

    def __init__(self) -> None:
        self._absent: dict[bytes, str] = {}
        table: FittedTable[MeetingFigures] = FittedTable(
            [
                Column("Ngày", lambda m: date_text(m.date), key=lambda m: m.date, width=136),
                Column("Loại", lambda m: label(m.kind), width=214),
                Column("Có mặt", _here, key=lambda m: m.presence.present.number, align="right", width=92),
                Column("Tỷ lệ", lambda m: rate_words(m.presence.rate), key=_rate_key, align="right", width=92),
                Column("Ai vắng, vì sao", lambda m: self._absent.get(m.id, ""), stretch=True, width=300),
            ],
            name="Dự họp từng buổi",
            identity=lambda m: m.id,
            dropped_first=(1, 3),
        )
        super().__init__(table, BarChart("Tỷ lệ dự họp từng buổi (có mặt trên số phải dự)", top=100))
        table.row_activated.connect(self._open)
        assert self.chart is not None
        self.chart.opened.connect(self.meeting_opened)

    @Slot(object)
    def _open(self, m: MeetingFigures) -> None:
        self.meeting_opened.emit(m.id)

    def show_year(self, shown: YearFigures) -> None:
        super().show_year(shown)
        self._absent = {m.id: _absent_words(shown, m) for m in shown.meetings}
        self.table.set_rows(shown.meetings)
        if self.chart is not None:
            self.chart.set_bars([_attendance_bar(m) for m in shown.meetings])


def _here(m: MeetingFigures) -> str:
    return f"{m.presence.present.number}/{m.presence.due.number}"


def _rate_key(m: MeetingFigures) -> float:
    return -1.0 if m.presence.rate is None else m.presence.rate


def _attendance_bar(m: MeetingFigures) -> Bar:
    rate, many = rate_words(m.presence.rate), m.presence
    words = f"{date_text(m.date)}, {label(m.kind).lower()}: {_here(m)} đồng chí có mặt, {rate}"
    if many.unexcused.number:
        words = f"{words}; vắng không lý do {many.unexcused.number}"
    few = many.rate is not None and 2 * many.present.number <= many.due.number
    figure = "–" if many.rate is None else f"{number_text(round(many.rate))}%"
    return Bar(f"{m.date:%d/%m}", many.rate, figure, words, m.id, "due" if few else "info")


class LengthPage(Page):
    """How long the meetings were, their points and levels."""

    def __init__(self) -> None:
        table: FittedTable[MeetingFigures] = FittedTable(
            [
                Column("Ngày", lambda m: date_text(m.date), key=lambda m: m.date, width=136),
                Column("Cuộc họp", lambda m: m.title, stretch=True, width=180),
                Column("Số phút", _length, key=lambda m: m.length or 0, align="right", width=96),
                Column("So với tối thiểu", _against, width=160, tone=lambda m: "due" if m.short else "faint"),
                Column("Điểm", _score, key=lambda m: m.score or 0, align="right", width=84),
                Column("Mức", lambda m: label(m.level) or "–", width=104),
            ],
            name="Thời lượng và mức từng buổi",
            identity=lambda m: m.id,
            dropped_first=(4,),
        )
        chart = BarChart("Số phút từng buổi và mức xếp")
        super().__init__(table, chart)
        table.row_activated.connect(self._open)
        chart.opened.connect(self.meeting_opened)

    @Slot(object)
    def _open(self, m: MeetingFigures) -> None:
        self.meeting_opened.emit(m.id)

    def show_year(self, shown: YearFigures) -> None:
        super().show_year(shown)
        self.table.set_rows(shown.meetings)
        least = Counter(m.minimum for m in shown.meetings if m.minimum is not None).most_common(1)
        if self.chart is not None:
            rule = least[0][0] if least else None
            self.chart.set_rule(rule, f"vạch đỏ: tối thiểu {rule} phút")
            self.chart.set_bars([_length_bar(m) for m in shown.meetings])


def _length(m: MeetingFigures) -> str:
    return "–" if m.length is None else number_text(m.length)


def _against(m: MeetingFigures) -> str:
    if m.length is None or m.minimum is None:
        return "–"
    return f"thiếu {m.minimum - m.length} phút" if m.short else f"đủ {m.minimum} phút"


def _score(m: MeetingFigures) -> str:
    return "–" if m.score is None else number_text(m.score)


def _length_bar(m: MeetingFigures) -> Bar:
    level = label(m.level)
    parts = [
        f"{date_text(m.date)}: {_length(m)} phút",
        _against(m) if m.short else "",
        f"mức {level}" if level else "",
    ]
    words = ", ".join(part for part in parts if part)
    return Bar(
        f"{m.date:%d/%m}", m.length, _length(m), words, m.id, "due" if m.short else "info", level or "–",
    )  # fmt: skip


class MembersPage(Page):
    """Every member through the year."""

    def __init__(self) -> None:
        table: FittedTable[MemberFigures] = FittedTable(
            [
                Column("Họ và tên", lambda m: m.name, key=lambda m: name_key(m.name), stretch=True, width=170),
                Column("Dự họp", _attended, key=lambda m: m.presence.rate or 0, align="right", width=96),
                Column("Tỷ lệ", lambda m: rate_words(m.presence.rate), key=_member_rate, align="right", width=92),
                Column("Có lý do", lambda m: _n(m.presence.excused), key=_excused, align="right", width=100),
                Column("Không lý do", lambda m: _n(m.presence.unexcused), key=_unexcused, align="right", width=120),
                Column("Liên tiếp", _run, key=lambda m: m.absent_longest.number, align="right", width=96),
                Column("Nhiệm vụ", _duties, key=lambda m: m.duties.given.number, align="right", width=104),
                Column(
                    "Quá hạn", lambda m: _n(m.duties.overdue), key=lambda m: m.duties.overdue.number, align="right",
                    width=96, tone=lambda m: "due" if m.duties.overdue.number else None,
                ),
            ],
            name="Từng đảng viên",
            identity=lambda m: m.id,
            dropped_first=(2, 7, 5, 3),
        )  # fmt: skip
        super().__init__(table)
        table.row_activated.connect(self._open)

    @Slot(object)
    def _open(self, m: MemberFigures) -> None:
        counted = Counted((*m.presence.due.ids, *m.outside.ids, *m.duties.given.ids))
        self.behind_asked.emit(Asked(f"{m.name}, năm {self.year}: {_came(m)}", counted, m.id))

    def show_year(self, shown: YearFigures) -> None:
        super().show_year(shown)
        self.table.set_rows(shown.members)


def _n(counted: Counted) -> str:
    return number_text(counted.number)


def _attended(m: MemberFigures) -> str:
    return f"{m.presence.present.number}/{m.presence.due.number}" if m.presence.due.number else "–"


def _came(m: MemberFigures) -> str:
    return f"dự {_attended(m)} buổi" if m.presence.due.number else "không phải dự buổi nào"


def _member_rate(m: MemberFigures) -> float:
    return -1.0 if m.presence.rate is None else m.presence.rate


def _excused(m: MemberFigures) -> int:
    return m.presence.excused.number


def _unexcused(m: MemberFigures) -> int:
    return m.presence.unexcused.number


def _run(m: MemberFigures) -> str:
    return f"{m.absent_longest.number} buổi" if m.absent_longest.number > 1 else "–"


def _duties(m: MemberFigures) -> str:
    return f"{m.duties.done.number}/{m.duties.given.number}" if m.duties.given.number else "–"


class SpeakersPage(Page):
    """Who spoke, how often, and whose words they mostly were."""

    def __init__(self) -> None:
        self._words = 0
        table: FittedTable[MemberFigures] = FittedTable(
            [
                Column("Họ và tên", lambda m: m.name, key=lambda m: name_key(m.name), stretch=True, width=220),
                Column("Số ý kiến", lambda m: _n(m.speeches), key=_spoken, align="right", width=120),
                Column("Số từ", lambda m: number_text(m.words), key=lambda m: m.words, align="right", width=110),
                Column("Phần của cả chi bộ", self._share, key=lambda m: m.words, align="right", width=190),
                Column("Chủ trì", lambda m: _n(m.chaired), key=_chaired, align="right", width=100),
            ],
            name="Phát biểu của từng đảng viên",
            identity=lambda m: m.id,
            dropped_first=(4, 2),
        )
        chart = BarChart("Phần phát biểu (theo số từ) của những đồng chí nói nhiều nhất")
        super().__init__(table, chart)
        table.row_activated.connect(self._open)
        chart.opened.connect(self._open)

    def _share(self, m: MemberFigures) -> str:
        return rate_words(100 * m.words / self._words if self._words else None)

    @Slot(object)
    def _open(self, m: MemberFigures) -> None:
        title = f"{m.name}, năm {self.year}: {m.speeches.number} ý kiến"
        self.behind_asked.emit(Asked(title, m.speeches, m.id))

    def show_year(self, shown: YearFigures) -> None:
        super().show_year(shown)
        self._words = shown.words
        ranked = sorted(shown.members, key=lambda m: -m.words)
        self.table.set_rows(ranked)
        if self.chart is not None:
            most = [m for m in ranked[:_SPEAKERS] if m.words]
            alike = Counter(_given(m.name) for m in most)
            self.chart.set_bars([self._bar(m, unique=alike[_given(m.name)] == 1) for m in most])

    def _bar(self, m: MemberFigures, *, unique: bool) -> Bar:
        share = 100 * m.words / self._words
        words = f"{m.name}: {m.speeches.number} ý kiến, {self._share(m)} số từ cả năm"
        label_words = _given(m.name) if unique else f"{m.name[:1]}. {_given(m.name)}"
        return Bar(label_words, share, f"{number_text(round(share))}%", words, m)


def _given(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]


def _spoken(m: MemberFigures) -> int:
    return m.speeches.number


def _chaired(m: MemberFigures) -> int:
    return m.chaired.number


class YearPage(Page):
    """The numbers of the whole year, each opening the records behind it."""

    def __init__(self) -> None:
        table: FittedTable[CountRow] = FittedTable(
            [
                Column("Nội dung", lambda r: r.words, stretch=True, width=330),
                Column("Số", lambda r: number_text(r.number), key=lambda r: r.number, align="right", width=90),
                Column("", _hint, width=150, tone=lambda r: "due" if r.warns else "faint"),
            ],
            name="Số liệu cả năm",
            identity=lambda r: r.words,
            dropped_first=(),
        )
        super().__init__(table)
        table.row_activated.connect(self._open)

    @Slot(object)
    def _open(self, row: CountRow) -> None:
        if row.counted.number:
            self.behind_asked.emit(Asked(f"{row.words}, năm {self.year}: {row.counted.number}", row.counted))

    def show_year(self, shown: YearFigures) -> None:
        super().show_year(shown)
        rows = [CountRow(line.words, line.counted, line.warns) for line in year_counts(shown)]
        rows += [CountRow(words, Counted(), warns=False, bare=paid) for words, paid in dues_counts(shown)]
        self.table.set_rows(rows)


def _hint(row: CountRow) -> str:
    if row.warns:
        return "Cần xem lại"
    return "Enter để xem" if row.counted.number else ""
