"""What the books and papers ask for on the home screen (việc cần làm)."""

from __future__ import annotations

from chibo_desktop.common.text import excerpt
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.dues_months import first_of, months_from, on_list
from chibo_desktop.domain.inspection_progress import InspectionState
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
    found = []
    for row in inspections.asking(session):
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
    waiting = incoming.waiting_long(session)
    if not waiting:
        return []
    oldest = waiting[0]
    since = oldest.received_on or oldest.dated
    name = oldest.symbol or oldest.title
    more = f" và {len(waiting) - 1} văn bản khác" if len(waiting) > 1 else ""
    return [
        Todo(
            key="documents:waiting",
            level=Level.DUE,
            title=f"Quán triệt {len(waiting)} văn bản đến",
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
    if any(line.paid for line in session.book.find(Dues, month=month)):
        return []
    # A cell that keeps its dues elsewhere, on paper, is not asked for them.
    if not session.book.count(Dues) or not on_list(all_members(session), month):
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
