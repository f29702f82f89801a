"""The figures of a year as tables for a spreadsheet (bảng thống kê)."""

from __future__ import annotations

from collections.abc import Iterator

from chibo_desktop.domain.meetings import AttendanceState
from chibo_desktop.domain.statistics import MeetingFigures, YearFigures
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
        Table(f"Số liệu chung của {whose}", "Chung", ("Nội dung", "Số"), list(counts(shown))),
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


def counts(shown: YearFigures) -> Iterator[tuple[str, int]]:
    """Yield the year's counts in words."""
    yield "Buổi họp đã điểm danh", len(shown.meetings)
    yield "Biên bản đã chốt", shown.closed.number
    yield "Buổi họp ngắn hơn tối thiểu", shown.short.number
    for quarter in shown.quarters:
        yield f"Sinh hoạt chuyên đề quý {roman(quarter.number)}", quarter.thematic.number
    for level, meetings in shown.levels.items():
        yield f"Buổi họp mức {label(level).lower()}", meetings.number
    for state, duties in shown.duties.by_state.items():
        yield f"Nhiệm vụ: {label(state).lower()}", duties.number
    yield "Nhiệm vụ đang quá hạn", shown.duties.overdue.number
    yield "Biểu quyết được thông qua", shown.votes.carried.number
    yield "Biểu quyết không thông qua", shown.votes.lost.number
    yield "Biểu quyết bằng phiếu kín", shown.votes.secret.number
    yield "Biểu quyết có ý kiến bảo lưu", shown.votes.reserved.number
    yield "Lượt biểu dương", shown.commended.number
    yield "Lượt nhắc nhở", shown.reminded.number
    for wanted, proposals in shown.proposals.items():
        yield f"Kiến nghị: {label(wanted).lower()}", proposals.number
