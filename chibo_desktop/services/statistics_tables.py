"""The figures of a year as tables for a spreadsheet (bảng thống kê)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.counted import Counted, together
from chibo_desktop.domain.criticism import CriticismForm, Mending
from chibo_desktop.domain.meetings import AttendanceState
from chibo_desktop.domain.members import Standing
from chibo_desktop.domain.mentions import MentionKind
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.statistics import MeetingFigures, YearFigures
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import roman
from chibo_desktop.sheets.writer import Table, Value


def tables(shown: YearFigures, cell: str) -> list[Table]:
    """Return the figures of a year as tables, each with its title."""
    whose = f"{cell}, năm {shown.records.year}"
    return [
        Table(f"Các buổi sinh hoạt của {whose}", "Cuộc họp", _MEETINGS, [_meeting(m) for m in shown.meetings]),
        Table(f"Từng đảng viên của {whose}", "Đảng viên", _MEMBERS, list(_members(shown))),
        Table(f"Các lượt vắng của {whose}", "Vắng mặt", _ABSENCES, list(_absences(shown))),
        Table(f"Đội ngũ đảng viên của {whose}", "Đội ngũ", _rolls_head(shown), list(_rolls(shown))),
        Table(f"Nhiệm vụ theo đảng viên của {whose}", "Nhiệm vụ", _DUTIES, list(_duties(shown))),
        Table(f"Biểu dương, nhắc nhở của {whose}", "Biểu dương, nhắc nhở", _MENTIONS, list(_mentions(shown))),
        Table(f"Tự phê bình và phê bình của {whose}", "Phê bình", _CRITICISM, list(_criticism(shown))),
        Table(f"Xếp loại qua các năm của {cell}", "Xếp loại", _RATINGS, list(_ratings(shown))),
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
_DUTIES = (
    "Họ và tên", "Được giao", "Phối hợp", "Đã xong", "Đến hạn", "Đúng hạn", "Đúng hạn (%)", "Vượt mức", "Quá hạn",
)  # fmt: skip
_MENTIONS = ("Ngày", "Cuộc họp", "Họ và tên", "Biểu dương hay nhắc nhở", "Về việc")
_CRITICISM = ("Tháng", *(label(form) for form in CriticismForm))
_RATINGS = ("Năm", *(label(level) for level in YearRating), "Chưa xếp loại", "Không kiểm điểm", "Chi bộ")
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
            here.unexcused.number, m.absent_longest.number, m.speeches.number, m.words, m.duties.given.number,
            m.duties.done.number, m.duties.overdue.number,
        )  # fmt: skip


def _absences(shown: YearFigures) -> Iterator[tuple[Value, ...]]:
    rows = {row.id: row for row in shown.records.rows}
    for m in shown.meetings:
        for row_id in (*m.presence.excused.ids, *m.presence.unexcused.ids):
            row = rows[row_id]
            excused = row.state is AttendanceState.ABSENT_EXCUSED
            yield m.date, m.title, row.name, "có" if excused else "không", row.reason


def _groups(shown: YearFigures) -> list[str]:
    return list(dict.fromkeys(group for counts in shown.months for group in counts.groups))


def _rolls_head(shown: YearFigures) -> tuple[str, ...]:
    return (
        "Đến ngày", "Tổng số", *(label(kind) for kind in Standing), "Phải dự sinh hoạt",
        *(label(kind) for kind in shown.roll.statuses), *(group or "Không ở tổ nào" for group in _groups(shown)),
    )  # fmt: skip


def _rolls(shown: YearFigures) -> Iterator[tuple[Value, ...]]:
    nobody = Counted()
    for counts in shown.months:
        yield (
            counts.day, counts.total.number, *(found.number for found in counts.standings.values()),
            counts.expected.number, *(found.number for found in counts.statuses.values()),
            *(counts.groups.get(group, nobody).number for group in _groups(shown)),
        )  # fmt: skip


def _duties(shown: YearFigures) -> Iterator[tuple[Value, ...]]:
    for m in shown.members:
        own = m.duties
        if own.given.number or own.shared.number:
            yield (
                m.name, own.given.number, own.shared.number, own.done.number, own.judged.number, own.on_time.number,
                rate(own.on_time_rate), own.beyond.number, own.overdue.number,
            )  # fmt: skip


def _mentions(shown: YearFigures) -> Iterator[tuple[Value, ...]]:
    for row in mentions_of(shown):
        yield row.day, row.meeting, row.name, label(row.kind), row.text


def _criticism(shown: YearFigures) -> Iterator[tuple[Value, ...]]:
    """Yield the months with their counts, then those of the year; what was said is not read."""
    for number, forms in enumerate(shown.work.criticism.months, start=1):
        yield f"Tháng {number}", *(forms[form].number for form in CriticismForm)
    yield "Cả năm", *(shown.work.criticism.forms[form].number for form in CriticismForm)


def _ratings(shown: YearFigures) -> Iterator[tuple[Value, ...]]:
    for found in shown.ratings:
        yield (
            found.year, *(found.levels[level].number for level in YearRating), found.waiting.number,
            found.exempt.number, label(found.cell),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A commendation or reminder with who, when and where."""

    id: bytes
    meeting_id: bytes
    member_id: bytes
    day: date
    meeting: str
    name: str
    kind: MentionKind
    text: str


def mentions_of(shown: YearFigures) -> list[MentionRow]:
    """Return the year's commendations and reminders, the newest meeting first."""
    meetings = {m.id: m for m in shown.records.meetings}
    names = {m.id: m.name for m in shown.records.members} | {m.id: m.name for m in shown.members}
    rows = [
        MentionRow(
            mention.id, mention.meeting_id, mention.member_id, meetings[mention.meeting_id].date,
            meeting_title(meetings[mention.meeting_id]), names.get(mention.member_id, ""), mention.kind,
            " ".join(mention.text.split()),
        )
        for mention in shown.records.mentions
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.day.toordinal(), row.meeting_id, row.kind.value, name_key(row.name)))


@dataclass(frozen=True, slots=True)
class YearCount:
    """One number of the whole year in words, with what was counted."""

    words: str
    counted: Counted
    warns: bool = False
    """whether the number says that something is amiss"""


def year_counts(shown: YearFigures) -> list[YearCount]:
    """Return the numbers of the whole year."""
    return [*_meeting_counts(shown), *_member_counts(shown), *_duty_counts(shown), *_work_counts(shown)]


def _meeting_counts(shown: YearFigures) -> list[YearCount]:
    held = Counted(tuple(m.id for m in shown.meetings))
    quarters = [
        YearCount(f"Sinh hoạt chuyên đề quý {roman(q.number)}", q.thematic, q.missing) for q in shown.quarters
    ]
    months = [
        YearCount(f"Sinh hoạt thường kỳ tháng {month}", Counted(), warns=True) for month in shown.months_without
    ]
    levels = [YearCount(f"Buổi họp mức {label(k).lower()}", found) for k, found in shown.levels.items()]
    votes = shown.votes
    return [
        YearCount("Buổi họp đã điểm danh", held),
        YearCount("Biên bản đã chốt", shown.closed),
        YearCount("Buổi họp ngắn hơn tối thiểu", shown.short, bool(shown.short.number)),
        *months,
        *quarters,
        *levels,
        YearCount("Lượt vắng có lý do", shown.presence.excused),
        YearCount("Lượt vắng không lý do", shown.presence.unexcused, bool(shown.presence.unexcused.number)),
        YearCount("Biểu quyết được thông qua", votes.carried),
        YearCount("Biểu quyết không thông qua", votes.lost),
        YearCount("Biểu quyết bằng phiếu kín", votes.secret),
        YearCount("Biểu quyết có ý kiến bảo lưu", votes.reserved),
    ]


def _member_counts(shown: YearFigures) -> list[YearCount]:
    return [
        YearCount("Đảng viên kết nạp, chuyển đến trong năm", shown.moves.come),
        YearCount("Đảng viên rời chi bộ trong năm", shown.moves.left),
        YearCount("Đảng viên được công nhận chính thức trong năm", shown.moves.recognised),
    ]


def _duty_counts(shown: YearFigures) -> list[YearCount]:
    duties = shown.duties
    covered = set(duties.covered.ids)
    without = Counted(tuple(member for member in duties.asked.ids if member not in covered))
    return [
        *(YearCount(f"Nhiệm vụ {label(k).lower()}", found) for k, found in duties.by_state.items()),
        YearCount("Nhiệm vụ đang quá hạn", duties.overdue, bool(duties.overdue.number)),
        YearCount("Đảng viên được phân công nhiệm vụ", duties.covered),
        YearCount("Đảng viên chưa được phân công nhiệm vụ", without, bool(without.number)),
    ]


def _work_counts(shown: YearFigures) -> list[YearCount]:
    work = shown.work
    late = together(*(found.late for found in work.inspections.values()))
    this = next((found for found in shown.ratings if found.year == shown.records.year), None)
    levels = [YearCount(f"Xếp loại {label(k).lower()}", found) for k, found in this.levels.items()] if this else []
    return [
        YearCount("Lượt biểu dương", shown.commended),
        YearCount("Lượt nhắc nhở", shown.reminded),
        *(YearCount(f"Lượt {label(k).lower()}", found) for k, found in work.criticism.forms.items()),
        YearCount("Điều phê bình đã sửa", work.criticism.mending[Mending.MENDED]),
        *(YearCount(f"Kiến nghị {label(k).lower()}", found) for k, found in shown.proposals.items()),
        *(YearCount(f"Chỉ tiêu {label(k).lower()}", found) for k, found in work.targets.states.items()),
        YearCount(f"Chỉ tiêu đạt và vượt, trên {work.targets.all.number} chỉ tiêu", work.targets.met),
        *(YearCount(f"Cuộc {label(k).lower()} trong chương trình", f.planned) for k, f in work.inspections.items()),
        *(YearCount(f"Cuộc {label(k).lower()} đã làm", f.done) for k, f in work.inspections.items()),
        YearCount("Kiểm tra, giám sát quá hạn", late, bool(late.number)),
        *(YearCount(f"Khen thưởng: {label(k).lower()}", found) for k, found in work.rewards.items()),
        *levels,
    ]


def counts(shown: YearFigures) -> list[tuple[str, int]]:
    """Return the numbers of the whole year without what is behind them."""
    return [*((line.words, line.counted.number) for line in year_counts(shown)), *dues_counts(shown)]


def dues_counts(shown: YearFigures) -> list[tuple[str, int]]:
    """Return how many paid in each month; no record stands behind, so that nobody is pointed at."""
    return [
        (f"Đảng phí tháng {month.month}: đã đóng, trên {month.listed} đồng chí", month.paid)
        for month in shown.work.dues
    ]
