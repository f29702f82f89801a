"""The figures of a year as tables for a spreadsheet (bảng thống kê)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chibo_desktop.domain.meetings import AttendanceState
from chibo_desktop.domain.statistics import Counted, MeetingFigures, YearFigures
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import roman
from chibo_desktop.sheets.writer import Table, Value


def tables(shown: YearFigures, cell: str) -> list[Table]:
    """Return meetings, members, absences, quarters and the year's counts, each with its title."""
    whose = f"{cell}, năm {shown.records.year}"
    return [
        Table(f"Các buổi sinh hoạt của {whose}", "Cuộc họp", _MEETINGS, [_meeting(m) for m in shown.meetings]),
        Table(f"Từng đảng viên của {whose}", "Đảng viên", _MEMBERS, list(_members(shown))),
        Table(f"Các lượt vắng của {whose}", "Vắng mặt", _ABSENCES, list(_absences(shown))),
        Table(f"Số liệu chung của {whose}", "Chung", ("Nội dung", "Số"), counts(shown)),
    ]  # fmt: skip


_MEETINGS = (
    "Ngày", "Cuộc họp", "Phải dự", "Có mặt", "Tỷ lệ (%)", "Vắng có lý do", "Vắng không lý do", "Người phát biểu",
    "Ý kiến", "Thời lượng (phút)", "Tối thiểu (phút)", "Điểm", "Mức", "Biên bản",
)  # fmt: skip
_MEMBERS = (
    "Họ và tên", "Phải dự", "Có mặt", "Tỷ lệ (%)", "Vắng có lý do", "Vắng không lý do", "Vắng liên tiếp nhiều nhất",
    "Ý kiến", "Số từ", "Nhiệm vụ", "Đã xong", "Quá hạn",
)  # fmt: skip
_ABSENCES = ("Ngày", "Cuộc họp", "Họ và tên", "Có lý do", "Lý do")


def rate(value: float | None) -> float | None:
    """Return a rate with one decimal, as the tables show it."""
    return None if value is None else round(value, 1)


def _meeting(m: MeetingFigures) -> tuple[Value, ...]:
    here = m.presence
    return (
        m.date, m.title, here.due.number, here.present.number, rate(here.rate), here.excused.number,
        here.unexcused.number, m.speakers.number, m.speeches.number, m.length, m.minimum, m.score, label(m.level),
        "đã chốt" if m.closed else "chưa chốt",
    )  # fmt: skip


def _members(shown: YearFigures) -> Iterator[tuple[Value, ...]]:
    for m in shown.members:
        here = m.presence
        yield (
            m.name, here.due.number, here.present.number, rate(here.rate), here.excused.number,
            here.unexcused.number, m.absent_longest.number, m.speeches.number, m.words, m.duties.number,
            m.duties_done.number, m.duties_overdue.number,
        )  # fmt: skip


def _absences(shown: YearFigures) -> Iterator[tuple[Value, ...]]:
    rows = {row.id: row for row in shown.records.rows}
    for m in shown.meetings:
        for row_id in (*m.presence.excused.ids, *m.presence.unexcused.ids):
            row = rows[row_id]
            excused = row.state is AttendanceState.ABSENT_EXCUSED
            yield m.date, m.title, row.name, "có" if excused else "không", row.reason


@dataclass(frozen=True, slots=True)
class YearCount:
    """One number of the whole year in words, with what was counted."""

    words: str
    counted: Counted
    warns: bool = False
    """whether the number says that something is amiss"""


def year_counts(shown: YearFigures) -> list[YearCount]:
    """Return the numbers of the whole year."""
    held = Counted(tuple(m.id for m in shown.meetings))
    quarters = [
        YearCount(f"Sinh hoạt chuyên đề quý {roman(q.number)}", q.thematic, q.missing) for q in shown.quarters
    ]
    months = [
        YearCount(f"Sinh hoạt thường kỳ tháng {month}", Counted(), warns=True) for month in shown.months_without
    ]
    levels = [YearCount(f"Buổi họp mức {label(k).lower()}", found) for k, found in shown.levels.items()]
    states = [YearCount(f"Nhiệm vụ {label(k).lower()}", found) for k, found in shown.duties.by_state.items()]
    overdue = shown.duties.overdue
    votes = shown.votes
    proposals = [YearCount(f"Kiến nghị {label(k).lower()}", found) for k, found in shown.proposals.items()]
    return [
        YearCount("Buổi họp đã điểm danh", held),
        YearCount("Biên bản đã chốt", shown.closed),
        YearCount("Buổi họp ngắn hơn tối thiểu", shown.short, bool(shown.short.number)),
        *months,
        *quarters,
        *levels,
        YearCount("Lượt vắng có lý do", shown.presence.excused),
        YearCount("Lượt vắng không lý do", shown.presence.unexcused, bool(shown.presence.unexcused.number)),
        *states,
        YearCount("Nhiệm vụ đang quá hạn", overdue, bool(overdue.number)),
        YearCount("Biểu quyết được thông qua", votes.carried),
        YearCount("Biểu quyết không thông qua", votes.lost),
        YearCount("Biểu quyết bằng phiếu kín", votes.secret),
        YearCount("Biểu quyết có ý kiến bảo lưu", votes.reserved),
        YearCount("Lượt biểu dương", shown.commended),
        YearCount("Lượt nhắc nhở", shown.reminded),
        *proposals,
    ]


def counts(shown: YearFigures) -> list[tuple[str, int]]:
    """Return the numbers of the whole year without what is behind them."""
    return [(line.words, line.counted.number) for line in year_counts(shown)]
