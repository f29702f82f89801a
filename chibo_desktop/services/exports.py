"""Lists of the book as spreadsheets: members, duties, attendance, books and papers (lưu bảng tính)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import fold
from chibo_desktop.domain.absences import calls_all
from chibo_desktop.domain.attendance import is_expected
from chibo_desktop.domain.meetings import Attendance, Meeting
from chibo_desktop.domain.reviews import ReviewRound
from chibo_desktop.domain.statistics import MeetingFigures, MemberFigures, Presence, YearFigures
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import (
    dues,
    duties,
    incoming,
    inspections,
    members,
    numbers,
    resolution_list,
    review_overview,
    reviews,
    statistics,
)
from chibo_desktop.services.outputs import refuse_own_file, write_out
from chibo_desktop.services.session import Session
from chibo_desktop.services.statistics_tables import rate
from chibo_desktop.sheets.writer import Table, Value, write_tables
from chibo_desktop.storage.book import OWN

FORMULA = (
    "Tỷ lệ = có mặt / phải dự × 100. Chỉ tính buổi họp cả chi bộ đã điểm danh.",
    "Phải dự: đảng viên trong danh sách ngày họp, không kể người được miễn, tạm miễn sinh hoạt;",
    "người sinh hoạt tạm thời nơi khác hoặc tạm thời đến; người bị đình chỉ sinh hoạt.",
)
"""how the rate is counted (Điều lệ 7), written below the table"""


def export_members(session: Session, target: Path, year: int | None = None, *, book: int = OWN) -> int:
    """Write the member list of today, or of a year's last day; returns how many rows it has. Raises UserError."""
    _refuse_other(target)
    today = session.clock.today()
    day = today if year is None or year >= today.year else date(year, 12, 31)
    return members.export_members(session, target, day=day, book=book)


def export_duties(session: Session, target: Path, year: int | None = None, *, book: int = OWN) -> int:
    """Write all duties, or those of a year; returns how many there are. Raises UserError."""
    return _export(session, target, "duties", duties.duty_table(session, book=book, year=year), year, book)


def export_attendance(session: Session, target: Path, year: int | None = None, *, book: int = OWN) -> int:
    """Write members against meetings of a year (default: this one); returns how many members. Raises UserError."""
    _refuse_other(target)
    year = year or session.clock.today().year
    shown = statistics.of_year(session, year, book=book)
    table = attendance_table(shown, _cell_name(session, year, book))
    write_out(target, write_tables([table]))
    return sum(1 for m in shown.members if _came(m))


def export_resolutions(session: Session, target: Path, year: int | None = None, *, book: int = OWN) -> int:
    """Write items and targets of all resolutions, or a year's; returns how many lines. Raises UserError."""
    made = resolution_list.resolution_table(session, book=book, year=year)
    return _export(session, target, "resolutions", made, year, book)


def export_inspections(session: Session, target: Path, year: int | None = None, *, book: int = OWN) -> int:
    """Write the inspections of a year (default: this one); returns how many. Raises UserError."""
    year = year or session.clock.today().year
    return _export(
        session, target, "inspections", inspections.inspection_table(session, year, book=book), year, book
    )


def export_dues(session: Session, target: Path, year: int | None = None, *, book: int = OWN) -> int:
    """Write the dues of a year (default: this one) by month; returns how many members. Raises UserError."""
    year = year or session.clock.today().year
    return _export(session, target, "dues", dues.dues_table(session, year, book=book), year, book)


def export_incoming(session: Session, target: Path, year: int | None = None, *, book: int = OWN) -> int:
    """Write the documents from above, all or a year's; returns how many. Raises UserError."""
    return _export(session, target, "incoming", incoming.incoming_table(session, book=book, year=year), year, book)


def export_numbers(session: Session, target: Path, year: int | None = None, *, book: int = OWN) -> int:
    """Write the register of numbers, all or a year's; returns how many. Raises UserError."""
    return _export(session, target, "numbers", numbers.numbers_table(session, book=book, year=year), year, book)


def export_reviews(session: Session, target: Path, year: int | None = None, *, book: int = OWN) -> int:
    """Write the results of a year's review (default: this one's), no sealed word; returns how many members.

    Raises UserError where the year has no review.
    """
    _refuse_other(target)
    year = year or session.clock.today().year
    in_round = reviews.round_id(year)
    if session.book.get(ReviewRound, in_round, book) is None:
        raise UserError(f"Năm {year} chưa mở kỳ kiểm điểm.", "Hãy chọn năm khác.")
    made = review_overview.review_table(session, in_round, book=book)
    return _export(session, target, "reviews", made, year, book)


def _export(
    session: Session,
    target: Path,
    what: str,
    made: tuple[Sequence[str], Sequence[Sequence[Value]]],
    year: int | None,
    book: int,
) -> int:
    _refuse_other(target)
    columns, rows = made
    when = f"năm {year}" if year else f"đến ngày {short_date(session.clock.today())}"
    title = f"{NAMES[what]} của {_cell_name(session, year, book)}, {when}"
    write_out(target, write_tables([Table(title, NAMES[what], columns, rows)]))
    return len(rows)


def _refuse_other(target: Path) -> None:
    """Raise UserError for a file of the book, or for a name that no spreadsheet program would open."""
    refuse_own_file(target)
    if target.suffix.lower() != ".xlsx":
        raise UserError(f"{target.name} không phải tên tệp bảng tính.", "Hãy đặt tên tệp có đuôi .xlsx.")


def _cell_name(session: Session, year: int | None, book: int) -> str:
    today = session.clock.today()
    day = min(today, date(year, 12, 31)) if year else today
    return session.cell(book).name_on(day).name


def attendance_table(shown: YearFigures, cell: str) -> Table:
    """Return members in rows and the meetings of the whole cell in columns, states as words, with sums."""
    meetings = {m.id: m for m in shown.records.meetings}
    whole = [m for m in shown.meetings if calls_all(meetings[m.id])]
    states = {(row.member_id, row.meeting_id): row for row in shown.records.rows}
    columns = (
        "TT", "Họ và tên", *(_heading(m, meetings) for m in whole),
        "Phải dự", "Có mặt", "Vắng có lý do", "Vắng không lý do", "Tỷ lệ (%)", "Ghi chú",
    )  # fmt: skip
    people = [m for m in shown.members if _came(m)]
    rows: list[tuple[Value, ...]] = []
    for place, member in enumerate(people, start=1):
        own = [states.get((member.id, meeting.id)) for meeting in whole]
        rows.append((place, member.name, *map(_state, own), *_sums(member.presence), _note(own)))
    rows.append(_foot(whole, shown.presence))
    return Table(f"Điểm danh của {cell}, năm {shown.records.year}", "Điểm danh", columns, rows, FORMULA)


def _came(member: MemberFigures) -> bool:
    """Whether the member stood on a roll of the whole cell."""
    return bool(member.presence.due.number or member.outside.number)


def _heading(meeting: MeetingFigures, meetings: Mapping[bytes, Meeting]) -> str:
    alike = [m for m in meetings.values() if m.date == meeting.date and calls_all(m)]
    day = f"{meeting.date:%d/%m}"
    return f"{day} {label(meeting.kind).lower()}" if len(alike) > 1 else day


def _state(row: Attendance | None) -> str:
    return label(row.state) if row else ""


def _note(rows: Iterable[Attendance | None]) -> str:
    """Return why the member was not expected at some of the meetings."""
    found = dict.fromkeys(label(row.status) for row in rows if row is not None and not is_expected(row.status))
    return "; ".join(found)


def _sums(here: Presence) -> tuple[Value, ...]:
    return (
        here.due.number, here.present.number, here.excused.number, here.unexcused.number, rate(here.rate),
    )  # fmt: skip


def _foot(meetings: Sequence[MeetingFigures], presence: Presence) -> tuple[Value, ...]:
    came = (f"{m.presence.present.number}/{m.presence.due.number}" for m in meetings)
    return "", "Có mặt/phải dự", *came, *_sums(presence), ""


EXPORTS: dict[str, Callable[..., int]] = {
    "members": export_members, "duties": export_duties, "attendance": export_attendance,
    "resolutions": export_resolutions, "inspections": export_inspections, "dues": export_dues,
    "incoming": export_incoming, "numbers": export_numbers, "reviews": export_reviews,
}  # fmt: skip
"""what can be written as a spreadsheet, by its name on the command line: (session, target, year, *, book)"""
NAMES = {
    "members": "Danh sách đảng viên", "duties": "Nhiệm vụ", "attendance": "Điểm danh",
    "resolutions": "Nghị quyết, chỉ tiêu", "inspections": "Kiểm tra, giám sát", "dues": "Đảng phí",
    "incoming": "Văn bản đến", "numbers": "Sổ đăng ký văn bản", "reviews": "Kết quả kiểm điểm",
}  # fmt: skip


def suggested_name(what: str, when: int | date) -> str:
    """Return a file name for the list of a year, "diem-danh-2026.xlsx", or for one up to a day."""
    return f"{'-'.join(re.findall(r'[a-z0-9]+', fold(NAMES[what])))}-{when}.xlsx"
