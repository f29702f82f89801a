"""Targets without a result and proposals without an answer, as things to do (việc cần làm)."""

from __future__ import annotations

from datetime import date, timedelta

from chibo_desktop.common.text import excerpt
from chibo_desktop.domain.proposals import WAITING_DAYS, waits_since
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.targets import Target, is_overdue
from chibo_desktop.domain.wording import comrade, short_date
from chibo_desktop.services.proposals import ProposalRow, list_proposals
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level, Todo

_NAMED = 3
_SHORT = 60


def resolutions_todo(session: Session) -> list[Todo]:
    """Return what is late: targets whose day passed without a result, proposals waiting for more than 30 days."""
    return [*_targets(session), *_proposals(session)]


def _targets(session: Session) -> list[Todo]:
    today = session.clock.today()
    undecided = {r.id for r in session.book.find(Resolution) if r.state is not ResolutionState.ADOPTED}
    late = [t for t in session.book.find(Target) if is_overdue(t, today) and t.resolution_id not in undecided]
    if not late:
        return []
    late.sort(key=lambda t: (t.due or date.max, t.id))
    lines = [f"{excerpt(t.text, _SHORT)} (hạn {short_date(t.due)})" for t in late[:_NAMED] if t.due]
    first = late[0]
    return [
        Todo(
            key="targets", level=Level.LATE, title=f"{len(late)} chỉ tiêu đến hạn chưa ghi kết quả",
            why=_listed(lines, len(late), "chỉ tiêu"), action="Ghi kết quả", due=first.due,
            place="documents", target=("resolutions", first.id),
        )
    ]  # fmt: skip


def _proposals(session: Session) -> list[Todo]:
    late = [row for row in list_proposals(session) if row.late]
    if not late:
        return []
    first = late[0]
    lines = [_asked(row) for row in late[:_NAMED]]
    since = waits_since(first.proposal, first.made)
    return [
        Todo(
            key="proposals", level=Level.LATE, title=f"{len(late)} kiến nghị chờ trả lời quá {WAITING_DAYS} ngày",
            why=_listed(lines, len(late), "kiến nghị"), action="Xem kiến nghị",
            due=since + timedelta(days=WAITING_DAYS) if since else None,
            place="documents", target=("proposals", first.id),
        )
    ]  # fmt: skip


def _asked(row: ProposalRow) -> str:
    by = comrade(row.proposal.by) if row.proposal.member_id else row.proposal.by
    return f"{by}: {excerpt(row.proposal.text, _SHORT)} ({row.days} ngày)"


def _listed(lines: list[str], count: int, what: str) -> str:
    more = f"\nvà {count - _NAMED} {what} nữa" if count > _NAMED else ""
    return "\n".join(lines) + more
