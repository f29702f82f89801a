"""Parts of the book as the command line shows them."""

from __future__ import annotations

from collections.abc import Callable

from chibo_desktop.cli.output import Answer
from chibo_desktop.cli.show_duties import show_duties
from chibo_desktop.cli.show_reviews import show_reviews
from chibo_desktop.cli.show_statistics import show_statistics
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import name_key
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import accounts, exchange, meetings, members, views
from chibo_desktop.services.session import Session


def show(session: Session, what: str, *, book: int, year: int | None) -> Answer:
    """Return one part of a book."""
    if what == "meetings":
        return _meetings(session, book, year)
    if what == "statistics":
        return show_statistics(session, book, year)
    if what == "duties":
        return show_duties(session, book, year)
    if what == "reviews":
        return show_reviews(session, book, year)
    shown: dict[str, Callable[[Session, int], Answer]] = {
        "members": _members, "cells": _cells, "journal": _journal,
    }  # fmt: skip
    return shown[what](session, book)


def _members(session: Session, book: int) -> Answer:
    rows = members.list_members(session, gone=True, book=book)
    answer = Answer({
        "members": [
            {
                "id": row.member.id.hex(), "name": row.member.name, "standing": row.standing.value,
                "status": row.status.value, "role": row.role.value if row.role else None,
                "joined": row.member.joined, "group": row.member.group,
            }
            for row in rows
        ]
    })  # fmt: skip
    answer.table(
        ("TT", "Họ và tên", "Chính thức/Dự bị", "Chức vụ", "Tình trạng"),
        [
            (i, row.member.name, label(row.standing), label(row.role), label(row.status))
            for i, row in enumerate(rows, start=1)
        ],
    )
    return answer


def _meetings(session: Session, book: int, year: int | None) -> Answer:
    rows = meetings.list_meetings(session, year=year, book=book)
    answer = Answer({
        "meetings": [
            {
                "id": row.meeting.id.hex(), "date": row.meeting.date.isoformat(), "kind": row.meeting.kind.value,
                "title": meeting_title(row.meeting), "stage": row.meeting.stage.value, "closed": row.meeting.closed,
                "number": row.meeting.closing.number if row.meeting.closing else None,
                "length_minutes": row.meeting.length, "due": row.tally.due, "present": row.tally.present_due,
                "rate": round(row.tally.rate, 1) if row.tally.rate is not None else None, "speeches": row.speeches,
                "score": row.meeting.score, "level": row.meeting.level.value if row.meeting.level else None,
            }
            for row in rows
        ]
    })  # fmt: skip
    answer.table(
        ("Ngày", "Cuộc họp", "Dự", "Ý kiến", "Biên bản"),
        [
            (
                short_date(row.meeting.date), meeting_title(row.meeting),
                f"{row.tally.present_due}/{row.tally.due}",
                row.speeches, "đã chốt" if row.meeting.closed else "chưa chốt",
            )
            for row in rows
        ],
    )  # fmt: skip
    return answer


def _cells(session: Session, book: int) -> Answer:
    if not session.is_office or book != 1:
        raise UserError("Sổ của chi bộ không có danh sách chi bộ.", "Lệnh này dùng cho sổ của Đảng ủy xã.")
    rows = sorted(exchange.cells(session), key=lambda row: name_key(row.name))
    answer = Answer({
        "cells": [
            {
                "name": row.name, "code": row.partner.code, "trusted": row.partner.trusted,
                "received_up_to": row.received_seq,
                "received_at": row.received_at.isoformat() if row.received_at else None, "head_code": row.code,
                "members": row.members, "meetings": row.meetings, "closed": row.closed, "waiting": row.waiting,
                "fork": row.fork, "restored": row.rewound,
            }
            for row in rows
        ]
    })  # fmt: skip
    answer.table(
        ("Chi bộ", "Đã nhận đến mục", "Mã sổ", "Đảng viên", "Cuộc họp", "Đã chốt", "Tệp chờ", "Hai sổ"),
        [
            (
                row.name, row.received_seq, row.code, row.members, row.meetings, row.closed, row.waiting,
                "có" if row.fork else "",
            )
            for row in rows
        ],
    )  # fmt: skip
    return answer


def _journal(session: Session, book: int) -> Answer:
    lines = views.journal(session, book=book)
    head = session.head(book)
    authors = {by: accounts.name_of(session, by, book=book) for by in {line.by for line in lines}}
    answer = Answer({
        "epoch": head.epoch.hex(), "seq": head.seq, "head": head.hash.hex(),
        "entries": [
            {
                "epoch": line.epoch, "seq": line.seq, "kind": line.kind, "id": line.record.hex(), "rev": line.rev,
                "op": line.op, "at": line.at.isoformat(), "by": line.by, "author": authors[line.by],
                "hash": line.hash.hex(),
            }
            for line in lines
        ],
    })  # fmt: skip
    answer.table(
        ("Mục", "Lúc (UTC)", "Người ghi", "Loại", "Lần", "Việc", "Mã"),
        [
            (
                f"{line.epoch}.{line.seq}",
                f"{line.at:%d/%m/%Y %H:%M}",
                authors[line.by],
                line.kind,
                line.rev,
                line.op,
                line.hash.hex()[:8],
            )
            for line in lines
        ],
    )
    return answer
