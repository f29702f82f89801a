"""The assignment of duties as a paper, form (f) of section 7 (bảng phân công nhiệm vụ đảng viên)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.text import clean_line, name_key
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.duties import OPEN, Duty, Recurrence, is_overdue
from chibo_desktop.domain.duty_board import asked_on, coverage, year_of
from chibo_desktop.domain.letterheads import letterhead_on
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.paper import Grid, Letterhead, Signature
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import DOTS, lines_of, short_date

COLUMNS = (
    "TT", "Họ và tên, chức vụ trong chi bộ", "Lĩnh vực/địa bàn phụ trách (số hộ, nhóm hộ)", "Nhiệm vụ cụ thể",
    "Sản phẩm/kết quả", "Thời hạn", "Người phối hợp", "Tiến độ",
    "Đánh giá (hoàn thành xuất sắc/tốt/hoàn thành/không)", "Ghi chú",
)  # fmt: skip
_WIDTHS = (0.035, 0.115, 0.12, 0.18, 0.125, 0.09, 0.105, 0.085, 0.095, 0.05)


@dataclass(frozen=True, slots=True)
class AssignmentPaper:
    """The paper as words: the table of members and their duties, how many have one, who signs."""

    head: Letterhead
    title: str
    subtitle: str
    table: Grid
    closing: str
    on_behalf: str
    signature: Signature


def compose_assignment(
    *,
    cell: Cell,
    day: date,
    members: Sequence[Member],
    duties: Iterable[Duty],
    meetings: Mapping[bytes, date],
    year: int | None = None,
) -> AssignmentPaper:
    """Return form (f) for the duties of a year, or for all that are open where no year is given.

    Members of the day who have none and should have one stand with an empty row, to be filled by hand.
    """
    every = list(duties)
    shown = [d for d in every if (d.state in OPEN if year is None else year_of(d, meetings) == year)]
    found = coverage(shown, members, day, meetings)
    return AssignmentPaper(
        head=letterhead_on(cell, "", day),
        title="BẢNG PHÂN CÔNG NHIỆM VỤ ĐẢNG VIÊN",
        subtitle=f"Năm {year}" if year is not None else f"Các nhiệm vụ đang thực hiện đến ngày {short_date(day)}",
        table=Grid(COLUMNS, tuple(_rows(shown, members, day)), _WIDTHS, centred=frozenset({0, 5})),
        closing=f"Có {found.words}." if found.due else "",
        on_behalf="T/M CHI BỘ",
        signature=Signature("BÍ THƯ", _secretary(members, day)),
    )


def _secretary(members: Sequence[Member], day: date) -> str:
    return next((m.name for m in members if m.role_on(day) is Role.SECRETARY and m.belongs_on(day)), DOTS)


def _rows(duties: Sequence[Duty], members: Sequence[Member], day: date) -> list[tuple[str, ...]]:
    names = {m.id: m.name for m in members}
    own: dict[bytes | None, list[Duty]] = {}
    for duty in duties:
        own.setdefault(duty.owner_id if duty.owner_id in names else None, []).append(duty)
    helping = {member for duty in duties for member in duty.co_owner_ids}
    blank = {m.id for m in asked_on(members, day)} - helping
    people = [m for m in members if m.id in own or m.id in blank]
    rows: list[tuple[str, ...]] = []
    for number, member in enumerate(sorted(people, key=lambda m: _rank(m, day)), start=1):
        who = ", ".join(part for part in (member.name, label(member.role_on(day)).lower()) if part)
        given = sorted(own.get(member.id, []), key=_by_day)
        rows.append((str(number), who, *(_duty(given[0], names, day) if given else ("",) * 8)))
        rows += [("", "", *_duty(duty, names, day)) for duty in given[1:]]
    rows += [("", "Chưa giao", *_duty(duty, names, day)) for duty in sorted(own.get(None, []), key=_by_day)]
    return rows


def _rank(member: Member, day: date) -> tuple[int, object, bytes]:
    order = list(Role)
    role = member.role_on(day)
    leads = {Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.COMMITTEE_MEMBER}
    return order.index(role) if role in leads and role is not None else len(order), name_key(member.name), member.id


def _by_day(duty: Duty) -> tuple[date, int, bytes]:
    return duty.due or date.max, duty.position, duty.id


def _duty(duty: Duty, names: Mapping[bytes, str], day: date) -> tuple[str, ...]:
    homes = f"{duty.households} hộ" if duty.households else ""
    area = clean_line(duty.area)
    due = short_date(duty.due) if duty.due else ""
    often = label(duty.recurrence).lower() if duty.recurrence is not Recurrence.NONE else ""
    helpers = sorted((names[m] for m in duty.co_owner_ids if m in names), key=name_key)
    state = label(duty.state)
    if duty.done_on is not None:
        state += f" ngày {short_date(duty.done_on)}"
    elif is_overdue(duty, day):
        state += ", đã quá hạn"
    return (
        f"{area} ({homes})" if area and homes else area or homes,
        "; ".join(lines_of(duty.text)),
        clean_line(duty.output),
        ", ".join(part for part in (due, often) if part),
        ", ".join(helpers),
        state,
        label(duty.grade),
        "; ".join(lines_of(duty.grade_note)),
    )


def assignment_text(paper: AssignmentPaper) -> str:
    """Return the paper as plain text, to be compared."""
    head = paper.head
    lines = [head.upper, head.cell, head.party, head.place, "", paper.title, paper.subtitle, ""]
    lines += [" | ".join(row) for row in (paper.table.columns, *paper.table.rows)]
    lines += ["", paper.closing, "", paper.on_behalf, paper.signature.caption, paper.signature.name]
    return "\n".join(lines) + "\n"
