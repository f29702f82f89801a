"""What the duties ask of the secretary today (việc cần làm về nhiệm vụ)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chibo_desktop.common.text import excerpt
from chibo_desktop.domain.duties import OPEN, Duty, is_overdue
from chibo_desktop.domain.duty_board import When, when_due
from chibo_desktop.domain.duty_plan import usual_year
from chibo_desktop.domain.wording import comrade, short_date
from chibo_desktop.services.duties import Board, board
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level, Todo

_NAMED = 3


def duties_todo(session: Session) -> list[Todo]:
    """Return what is overdue, what is due this month, who has no duty, and the year that is not planned yet.

    Who has none is asked only of a cell that gives duties at all.
    """
    seen = board(session)
    if not seen.members:
        return []
    names = seen.names
    late = [d for d in seen.duties if is_overdue(d, seen.today)]
    month = [d for d in seen.duties if when_due(d, seen.today) is When.THIS_MONTH]
    return [
        *_group("overdue", Level.LATE, f"{len(late)} nhiệm vụ quá hạn", late, names),
        *_group("month", Level.DUE, f"{len(month)} nhiệm vụ đến hạn trong tháng", month, names),
        *_without(seen),
        *_plan(seen),
    ]


def _group(key: str, level: Level, title: str, duties: list[Duty], names: Mapping[bytes, str]) -> list[Todo]:
    if not duties:
        return []
    duties.sort(key=lambda d: (d.due is None, d.due, d.id))
    lines = [
        f"{names.get(d.owner_id or b'', 'Chưa rõ ai')}: {excerpt(d.text, 60)} ({short_date(d.due)})"
        for d in duties[:_NAMED]
        if d.due
    ]
    return [
        Todo(
            key=key, level=level, title=title, why="\n".join([*lines, *_more(duties)]), due=duties[0].due,
            action="Mở nhiệm vụ" if len(duties) == 1 else "Mở bảng nhiệm vụ", place="duties",
            target=duties[0].id if len(duties) == 1 else key,
        )
    ]  # fmt: skip


def _more(duties: Sequence[Duty]) -> list[str]:
    return [f"và {len(duties) - _NAMED} việc nữa"] if len(duties) > _NAMED else []


def _without(seen: Board) -> list[Todo]:
    without = seen.coverage.without
    if not without or not seen.duties:
        return []
    named = ", ".join(comrade(m.name) for m in without[:_NAMED])
    more = f" và {len(without) - _NAMED} đồng chí nữa" if len(without) > _NAMED else ""
    return [
        Todo(
            key="coverage", level=Level.SOON, title=f"{len(without)} đồng chí chưa được phân công nhiệm vụ",
            why=f"{named}{more}. Mới có {seen.coverage.words}, cần đủ 100%.", action="Giao việc",
            place="duties", target=without[0].id, basis="Điều lệ Đảng 24.2",
        )
    ]  # fmt: skip


def _plan(seen: Board) -> list[Todo]:
    """Return the reminder of December and January, for a cell that planned the year before."""
    year = usual_year(seen.today)
    if seen.today.month not in {12, 1} or any(d.plan_year == year for d in seen.duties):
        return []
    before = sum(d.plan_year == year - 1 and d.state in OPEN for d in seen.duties)
    if not any(d.plan_year == year - 1 for d in seen.duties):
        return []
    left = f" Còn {before} việc của năm {year - 1} chưa xong." if before else ""
    return [
        Todo(
            key="plan", level=Level.SOON, title=f"Phân công nhiệm vụ năm {year}",
            why=f"Lấy bảng năm {year - 1} làm mẫu, giữ hoặc đổi từng dòng.{left}", action="Phân công",
            place="duties", target="plan",
        )
    ]  # fmt: skip
