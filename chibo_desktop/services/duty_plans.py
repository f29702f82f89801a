"""The assignment at the start of the year, given as one act (phân công nhiệm vụ đầu năm)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.attendance import members_on
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.duty_plan import PlanRow, draft_plan
from chibo_desktop.domain.members import Member
from chibo_desktop.services.duties import ready
from chibo_desktop.services.session import Changed, Session


@dataclass(frozen=True, slots=True)
class Plan:
    """A draft of the year's assignment: nothing of it is saved yet."""

    year: int
    rows: tuple[PlanRow, ...]
    people: tuple[Member, ...]
    """who can be given a duty: the members of today"""
    given: int
    """how many duties the year's plan has already"""

    @property
    def from_last_year(self) -> int:
        """How many rows come from last year's plan."""
        return sum(row.before is not None for row in self.rows)


def draft(session: Session, year: int) -> Plan:
    """Return what last year's plan gives for a year, to be kept, changed or left row by row."""
    today = session.clock.today()
    duties, members = session.book.find(Duty), session.book.find(Member)
    return Plan(
        year=year,
        rows=draft_plan(year, duties, members, today, session.new_id),
        people=tuple(members_on(members, today)),
        given=sum(d.plan_year == year for d in duties),
    )


def give_plan(session: Session, year: int, rows: Sequence[PlanRow]) -> Changed:
    """Give every row that is taken, as one act; raises UserError for one that lacks words or an owner."""
    taken = [row for row in rows if row.taken]
    if not taken:
        raise UserError("Chưa chọn việc nào để giao.", "Đánh dấu ít nhất một dòng rồi bấm Giao tất cả.")
    names = {m.id: m.name for m in session.book.find(Member)}
    for row in taken:
        if row.lacks_owner:
            words = " ".join(row.duty.text.split())[:60]
            raise UserError(f"Việc “{words}” chưa có người nhận.", "Hãy chọn người nhận, hoặc bỏ đánh dấu dòng đó.")
        if not row.duty.text.strip():
            raise UserError(
                f"Dòng của đồng chí {names.get(row.duty.owner_id or b'', '')} chưa ghi việc.",
                "Hãy ghi việc hoặc chọn lĩnh vực, hoặc bỏ đánh dấu dòng đó.",
            )
    duties = [ready(replace(row.duty, plan_year=year, position=place)) for place, row in enumerate(taken, start=1)]
    return session.save(*duties, what=f"Phân công năm {year}")
