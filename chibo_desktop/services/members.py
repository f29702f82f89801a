"""The member roll: showing, saving, importing, taking away (đảng viên)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line, fold, name_key
from chibo_desktop.domain.members import LEFT, Member, Role, Standing, StandingPeriod, Status
from chibo_desktop.domain.standings import UNKNOWN_SINCE
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.outputs import write_out
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.sheets.writer import write_xlsx
from chibo_desktop.storage.book import OWN

_COLUMNS = (
    "TT", "Họ và tên", "Chính thức/Dự bị", "Vào Đảng", "Chức vụ", "Tình trạng", "Tổ đảng", "Ghi chú",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as the list shows them on a day."""

    member: Member
    standing: Standing
    status: Status
    role: Role | None

    @property
    def gone(self) -> bool:
        """Whether the member left the cell."""
        return self.status in LEFT


def all_members(session: Session, *, book: int = OWN) -> list[Member]:
    """Return every member the book has ever had, by given name."""
    return sorted(session.book.find(Member, book=book), key=lambda m: (name_key(m.name), m.id))


def list_members(
    session: Session, *, day: date | None = None, gone: bool = False, book: int = OWN
) -> list[MemberRow]:
    """Return the members on a day (default today) by given name; with `gone` also those who were not of it."""
    day = day or session.clock.today()
    return [
        MemberRow(m, m.standing_on(day), m.status_on(day), m.role_on(day))
        for m in all_members(session, book=book)
        if gone or m.belongs_on(day)
    ]


def new_member(session: Session) -> Member:
    """Return a blank member to fill in: a full member since before the book; not saved, name "?"."""
    return Member(
        id=session.new_id(),
        name="?",
        standings=(StandingPeriod(since=UNKNOWN_SINCE, standing=Standing.FULL),),
    )


def same_name(session: Session, member: Member) -> list[Member]:
    """Return other members of that name, tones and marks ignored; two people may share a name."""
    wanted = fold(clean_line(member.name))
    return [m for m in all_members(session) if m.id != member.id and fold(m.name) == wanted]


def save_member(session: Session, member: Member) -> Changed:
    """Save a member; raises UserError with the field to mend."""
    name = clean_line(member.name)
    if not name or name == "?":
        raise UserError("Chưa có họ và tên đảng viên.", "Hãy ghi họ và tên rồi lưu lại.")
    if not member.standings:
        raise UserError("Chưa rõ là đảng viên chính thức hay dự bị.", "Hãy chọn một trong hai rồi lưu lại.")
    for period in (*member.standings, *member.periods, *member.roles):
        if period.until is not None and period.until < period.since:
            raise UserError(
                f"Ngày hết ({period.until:%d/%m/%Y}) đứng trước ngày bắt đầu ({period.since:%d/%m/%Y}).",
                "Hãy sửa lại một trong hai ngày.",
            )
    tidy = msgspec.structs.replace(
        member,
        name=name,
        group=clean_line(member.group),
        note=clean(member.note),
        standings=tuple(sorted(member.standings, key=lambda s: s.since)),
        periods=tuple(sorted(member.periods, key=lambda s: s.since)),
        roles=tuple(sorted(member.roles, key=lambda s: s.since)),
    )
    return session.save(validated(tidy), what=f"Sửa đảng viên {name}")


def validated(item: Member) -> Member:
    """Return the member after the limits of its declaration were applied; raises UserError."""
    try:
        return msgspec.convert(msgspec.to_builtins(item), type=Member)
    except msgspec.ValidationError as error:
        raise UserError(
            f"Thông tin đảng viên chưa đúng khuôn ({error}).", "Hãy rút ngắn hoặc sửa ô đó rồi lưu lại."
        ) from error


def delete_member(session: Session, member: Member) -> Changed:
    """Delete a member entered by mistake; old minutes keep the name they were written with."""
    return session.save(delete=[member], what=f"Xóa đảng viên {member.name}")


def export_members(session: Session, target: Path, *, day: date | None = None, book: int = OWN) -> int:
    """Write the roll to an .xlsx and return how many rows it has."""
    day = day or session.clock.today()
    rows = list_members(session, day=day, book=book)
    data = write_xlsx(
        title=f"Danh sách đảng viên {session.cell(book).name_on(day).name}, ngày {short_date(day)}",
        columns=_COLUMNS,
        rows=[_sheet_row(number, row) for number, row in enumerate(rows, start=1)],
    )
    write_out(target, data)
    return len(rows)


def _sheet_row(number: int, row: MemberRow) -> list[str | int]:
    year, _, month = row.member.joined.partition("-")
    return [
        number,
        row.member.name,
        label(row.standing),
        f"{month}/{year}" if month else year,
        label(row.role),
        label(row.status),
        row.member.group,
        row.member.note,
    ]


def names_of(members: Sequence[Member]) -> dict[bytes, str]:
    """Return names by identifier."""
    return {m.id: m.name for m in members}
