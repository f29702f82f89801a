"""The assignment at the start of the year, given as one act (phân công nhiệm vụ đầu năm)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as with_changes
from datetime import date

import msgspec
from msgspec.structs import replace

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.attendance import members_on
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.duty_plan import PlanRow, draft_plan
from chibo_desktop.domain.members import Member
from chibo_desktop.services.duties import ready
from chibo_desktop.services.session import Changed, Session

_DRAFTS = "duties/plan/"


class _Kept(msgspec.Struct, frozen=True):
    """What a person changed of one row before the plan was given."""

    taken: bool
    owner: str
    text: str
    area: str
    output: str
    households: int | None
    due: date | None


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
    """Return what last year's plan gives for a year, to be kept, changed or left row by row.

    What was changed of it before, and not given yet, is as it was left.
    """
    today = session.clock.today()
    duties, members = session.book.find(Duty), session.book.find(Member)
    people = {m.id for m in members_on(members, today)}
    rows = draft_plan(year, duties, members, today, session.new_id)
    kept = _kept(session, year)
    return Plan(
        year=year,
        rows=tuple(_as_left(row, kept.get(_key(row)), people) for row in rows),
        people=tuple(members_on(members, today)),
        given=sum(d.plan_year == year for d in duties),
    )


def keep(session: Session, plan: Plan, rows: Sequence[PlanRow]) -> None:
    """Keep the rows as they are being changed; survives a crash, makes no revision."""
    fresh = {row.duty.id: _key(row) for row in plan.rows}
    kept = {
        fresh[row.duty.id]: _Kept(
            taken=row.taken, owner=(row.duty.owner_id or b"").hex(), text=row.duty.text, area=row.duty.area,
            output=row.duty.output, households=row.duty.households, due=row.duty.due,
        )
        for row in rows
    }  # fmt: skip
    session.save_draft(f"{_DRAFTS}{plan.year}", msgspec.json.encode(kept).decode())


def _key(row: PlanRow) -> str:
    return row.before.id.hex() if row.before is not None else f"none/{(row.duty.owner_id or b'').hex()}"


def _kept(session: Session, year: int) -> dict[str, _Kept]:
    words = session.drafts(f"{_DRAFTS}{year}").get(f"{_DRAFTS}{year}", "{}")
    try:
        return msgspec.json.decode(words, type=dict[str, _Kept])
    except msgspec.DecodeError:
        return {}


def _as_left(row: PlanRow, kept: _Kept | None, people: set[bytes]) -> PlanRow:
    if kept is None:
        return row
    owner = bytes.fromhex(kept.owner)
    duty = replace(
        row.duty, owner_id=owner if owner in people else None, text=kept.text, area=kept.area, output=kept.output,
        households=kept.households, due=kept.due,
    )  # fmt: skip
    return with_changes(row, duty=duty, taken=kept.taken)


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
    changed = session.save(*duties, what=f"Phân công năm {year}")
    session.drop_drafts(f"{_DRAFTS}{year}")
    return changed
