"""Dues month by month: paid or not, and how much; nothing else is kept (đảng phí)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.dues_months import (
    MANY_MONTHS,
    DuesRow,
    YearRow,
    first_of,
    month_of_day,
    months_from,
    rows_of,
    total_of,
    year_rows,
)
from chibo_desktop.domain.dues_paper import DuesPaper, compose_dues, dues_sentence
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.wording import month_of
from chibo_desktop.services.meetings import save_meeting
from chibo_desktop.services.members import all_members
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.sheets.writer import Value
from chibo_desktop.storage.book import OWN

MOST = 1_000_000_000
"""đồng of one member in one month, as the declaration allows"""
_EMPTY_YEARS = 2


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """The list of one month."""

    month: str
    rows: tuple[DuesRow, ...]
    meeting: Meeting | None
    """the month's regular meeting whose minutes can still be written"""

    @property
    def paid(self) -> int:
        """How many paid."""
        return sum(row.paid for row in self.rows)

    @property
    def total(self) -> int:
        """What was paid, in đồng."""
        return total_of(self.rows)


def dues_id(month: str, member_id: bytes) -> bytes:
    """Return the identity of a member's dues of a month; there is one of each."""
    return named_id(f"dues:{month}:{member_id.hex()}")


def this_month(session: Session) -> str:
    """Return the present month, "2026-11"."""
    return month_of_day(session.clock.today())


def month_sheet(session: Session, month: str, *, book: int = OWN) -> MonthSheet:
    """Return the list of a month: everyone on the cell's list, whatever their status."""
    dues = session.book.find(Dues, book=book, month=month)
    return MonthSheet(
        month, rows_of(all_members(session, book=book), dues, month), _open_meeting(session, month, book)
    )


def _open_meeting(session: Session, month: str, book: int = OWN) -> Meeting | None:
    meetings = session.book.find(Meeting, book=book, kind=MeetingKind.REGULAR.value)
    here = [m for m in meetings if month_of_day(m.date) == month and not m.closed]
    return max(here, key=lambda m: (m.date, m.id), default=None)


def _written(session: Session, month: str) -> dict[bytes, Dues]:
    return {d.member_id: d for d in session.book.find(Dues, month=month)}


def _save(session: Session, month: str, changed: Iterable[Dues]) -> Changed:
    """Save what says something; a line that says nothing is not kept."""
    put: list[Record] = []
    gone: list[Record] = []
    for one in changed:
        (put if one.paid or one.amount is not None else gone).append(one)
    return session.save(*put, delete=gone, what=f"Ghi đảng phí {month_of(first_of(month))}")


def _line(session: Session, month: str, member_id: bytes) -> Dues:
    found = session.book.get(Dues, dues_id(month, member_id))
    return found or Dues(id=dues_id(month, member_id), month=month, member_id=member_id)


def set_paid(session: Session, month: str, member_id: bytes, paid: bool) -> Changed:
    """Say whether a member paid; without an amount of this month the last one they paid is taken."""
    line = _line(session, month, member_id)
    amount = line.amount
    if paid and amount is None:
        amount = _last_amounts(session, month, [member_id]).get(member_id)
    return _save(session, month, [msgspec.structs.replace(line, paid=paid, amount=amount)])


def set_amount(session: Session, month: str, member_id: bytes, amount: int | None) -> Changed:
    """Say how much a member pays in đồng; None is nothing said. Raises UserError for no such amount."""
    if amount is not None and not 0 <= amount <= MOST:
        raise UserError("Số tiền không đúng.", "Hãy ghi số đồng từ 0 đến 1.000.000.000.")
    return _save(session, month, [msgspec.structs.replace(_line(session, month, member_id), amount=amount)])


def pay_all(session: Session, month: str) -> Changed:
    """Say that everyone on the month's list paid, each the amount written or the last one."""
    rows = [row for row in month_sheet(session, month).rows if not row.paid]
    last = _last_amounts(session, month, [row.member_id for row in rows])
    return _save(
        session, month,
        [
            Dues(
                id=dues_id(month, row.member_id), month=month, member_id=row.member_id, paid=True,
                amount=row.amount if row.amount is not None else last.get(row.member_id),
            )
            for row in rows
        ],
    )  # fmt: skip


def copy_down(session: Session, month: str, member_id: bytes) -> Changed:
    """Give the amount of one line to every line below it that has none.

    Raises UserError while that line has no amount.
    """
    rows = month_sheet(session, month).rows
    place = next((n for n, row in enumerate(rows) if row.member_id == member_id), None)
    if place is None or rows[place].amount is None:
        raise UserError("Dòng này chưa có số tiền.", "Hãy ghi số tiền ở dòng này rồi bấm Chép xuống.")
    below = [row.member_id for row in rows[place + 1 :] if row.amount is None]
    return _save(
        session, month,
        [msgspec.structs.replace(_line(session, month, i), amount=rows[place].amount) for i in below],
    )  # fmt: skip


def as_last_month(session: Session, month: str) -> Changed:
    """Take the amounts of earlier months, the latest of each, for every line that has none."""
    missing = [row.member_id for row in month_sheet(session, month).rows if row.amount is None]
    last = _last_amounts(session, month, missing)
    if not last:
        raise UserError(
            "Các tháng trước chưa có số tiền nào để chép.", "Hãy ghi số tiền ở một dòng rồi bấm Chép xuống."
        )
    lines = [msgspec.structs.replace(_line(session, month, i), amount=amount) for i, amount in last.items()]
    return _save(session, month, lines)


def _last_amounts(session: Session, month: str, members: Sequence[bytes]) -> dict[bytes, int]:
    """Return the last amount of each within the twelve months before."""
    earlier = [months_from(month, -step) for step in range(1, 13)]
    wanted = set(members)
    found: dict[bytes, int] = {}
    dues = session.book.find(Dues, month=earlier)
    for one in sorted(dues, key=lambda d: d.month, reverse=True):
        if one.member_id in wanted and one.amount is not None:
            found.setdefault(one.member_id, one.amount)
    return found


# -- a year ---------------------------------------------------------------------------------------


def years(session: Session, *, book: int = OWN) -> list[int]:
    """Return the years in which dues were written, and this one, the latest first.

    Looked for month by month back to two years without any: a book of ten years has 13,000 lines.
    """
    this = session.clock.today().year
    found, empty, year = [this], 0, this - 1
    while empty < _EMPTY_YEARS:
        months = (f"{year:04d}-{number:02d}" for number in range(12, 0, -1))
        written = any(session.book.find(Dues, book=book, month=month) for month in months)
        empty = 0 if written else empty + 1
        found += [year] if written else []
        year -= 1
    return found


def year_overview(session: Session, year: int, *, book: int = OWN) -> tuple[YearRow, ...]:
    """Return everyone through the twelve months of a year."""
    months = [f"{year:04d}-{number:02d}" for number in range(1, 13)]
    dues = session.book.find(Dues, book=book, month=months)
    return year_rows(all_members(session, book=book), dues, year, this_month(session))


def long_unpaid(rows: Iterable[YearRow]) -> list[tuple[str, int]]:
    """Return who has not paid for three months of the year and how many (Điều lệ 8.1).

    For the secretary's eye in this one place: it goes on no paper, no list, no reminder.
    """
    return [(row.name, row.unpaid) for row in rows if row.unpaid >= MANY_MONTHS]


# -- into the minutes, and on paper ---------------------------------------------------------------


def write_into_minutes(session: Session, month: str) -> Changed:
    """Write how many paid and the sum into the minutes of the month's open regular meeting.

    The sentence of an earlier writing is replaced, what else stands there is kept. Raises
    UserError when no such meeting is open.
    """
    sheet = month_sheet(session, month)
    if sheet.meeting is None:
        raise UserError(
            f"{month_of(first_of(month)).capitalize()} không có cuộc họp thường kỳ nào còn ghi được.",
            "Hãy lập cuộc họp của tháng ở mục Cuộc họp, hoặc ghi đính chính nếu biên bản đã chốt.",
        )
    begin = dues_sentence((), month).partition(" của ")[0]
    kept = [line for line in sheet.meeting.dues_note.splitlines() if not line.startswith(begin)]
    note = "\n".join([*kept, dues_sentence(sheet.rows, month)]).strip()
    return save_meeting(session, msgspec.structs.replace(sheet.meeting, dues_note=note))


def dues_paper(session: Session, month: str, *, book: int = OWN) -> DuesPaper:
    """Return the list of a month as a paper of today."""
    return compose_dues(
        cell=session.cell(book), month=month, rows=month_sheet(session, month, book=book).rows,
        members=all_members(session, book=book), day=session.clock.today(),
    )  # fmt: skip


def save_dues_paper(session: Session, month: str, target: Path, *, book: int = OWN) -> Path:
    """Write the list of a month as PDF; a file open elsewhere is left and a new name taken. Raises UserError."""
    # Drawing papers is heavy to load, and the first screen reads this module.
    from chibo_desktop.papers.ledgers import render_dues
    from chibo_desktop.services.papers import save_paper

    return save_paper(render_dues(dues_paper(session, month, book=book)), target)


def suggested_name(month: str) -> str:
    """Return a plain file name for the list of a month."""
    return f"bang-thu-dang-phi-{month}.pdf"


def dues_table(session: Session, year: int, *, book: int = OWN) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    """Return columns and rows of a year's dues for a spreadsheet: each month's word, and the sum paid."""
    rows: list[tuple[Value, ...]] = [
        (row.name, *(state.word for state in row.months), row.total)
        for row in year_overview(session, year, book=book)
    ]
    return ("Họ và tên", *(f"Tháng {number}" for number in range(1, 13)), "Đã đóng (đồng)"), rows
