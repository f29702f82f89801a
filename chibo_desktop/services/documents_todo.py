"""What the books and papers ask for on the home screen (việc cần làm)."""

from __future__ import annotations

from chibo_desktop.common.text import excerpt
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.dues_months import first_of, month_of_day, months_from, on_list
from chibo_desktop.domain.inspection_progress import InspectionState
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.wording import month_of, short_date
from chibo_desktop.services import dues, incoming, inspections
from chibo_desktop.services.members import all_members
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level, Todo

PLACE = "documents"


def documents_todo(session: Session) -> list[Todo]:
    """Return what is late or due: inspections, documents not made known, dues of last month not written.

    Nobody is named for not having paid: that stays in the dues' own place (Điều lệ 8.1).
    """
    return [*_inspections(session), *_documents(session), *_dues(session)]


def _inspections(session: Session) -> list[Todo]:
    this_year = session.clock.today().year
    rows = [
        row
        for year in (this_year - 1, this_year)
        for row in inspections.programme(session, year).rows
        if row.state in {InspectionState.LATE, InspectionState.THIS_MONTH}
    ]
    found = []
    for row in rows:
        late = row.state is InspectionState.LATE
        month = f"tháng {row.item.due.month}/{row.item.due.year}" if row.item.due else ""
        about = f"{row.subject}. " if row.subject else ""
        found.append(
            Todo(
                key=f"inspection:{row.id.hex()}",
                level=Level.LATE if late else Level.DUE,
                title=excerpt(row.item.text, 120),
                why=f"{about}Chương trình kiểm tra, giám sát định {month}" + (", đã quá hạn." if late else "."),
                action="Mở mục này",
                place=PLACE,
                target=("inspections", row.id),
                due=row.item.due,
            )
        )
    return found


def _documents(session: Session) -> list[Todo]:
    rows = [
        row
        for row in incoming.list_incoming(session)
        if row.waiting is not None and row.waiting > incoming.WAITING_LONG
    ]
    if not rows:
        return []
    oldest = max(rows, key=lambda row: row.waiting or 0)
    since = oldest.document.received_on or oldest.document.dated
    name = oldest.document.symbol or oldest.document.title
    more = f" và {len(rows) - 1} văn bản khác" if len(rows) > 1 else ""
    return [
        Todo(
            key="documents:waiting",
            level=Level.DUE,
            title=f"Quán triệt {len(rows)} văn bản đến",
            why=f"{name}{more} nhận đã quá {incoming.WAITING_LONG} ngày"
            + (f" (từ {short_date(since)})" if since else "")
            + ", chưa quán triệt.",
            action="Mở văn bản đến",
            place=PLACE,
            target=("incoming", oldest.id),
        )
    ]


def _dues(session: Session) -> list[Todo]:
    month = months_from(dues.this_month(session), -1)
    held = any(month_of_day(m.date) == month for m in session.book.find(Meeting))
    if not on_list(all_members(session), month) or not (held or session.book.count(Dues)):
        return []
    if any(row.paid for row in dues.month_sheet(session, month).rows):
        return []
    return [
        Todo(
            key=f"dues:{month}",
            level=Level.DUE,
            title=f"Ghi đảng phí {month_of(first_of(month))}",
            why="Tháng trước chưa ghi ai đóng đảng phí.",
            action="Ghi đảng phí",
            place=PLACE,
            target=("dues", month),
        )
    ]
