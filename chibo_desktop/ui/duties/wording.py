"""How the board says things: states, days, groups, counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.duties import DONE, Duty, DutyProgress, DutyState, is_overdue
from chibo_desktop.domain.duty_board import Counts, Coverage, Group
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.tables import Tone

_NAMED = 3
_MONTHS_FROM = 60
"""days past a duty's day from which they are told in months"""
_INDENT = "     "


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the board: the head of a group, or a duty under it."""

    group: Group
    duty: Duty | None
    person: str
    today: date

    @property
    def identity(self) -> tuple[str, object]:
        """What stays the same when the board is read again."""
        if self.duty is not None:
            return "duty", self.duty.id
        return "head", self.group.member_id or self.group.title

    @property
    def late(self) -> bool:
        """Whether it is a duty past its day."""
        return self.duty is not None and is_overdue(self.duty, self.today)


def title_text(row: Row) -> str:
    """Return a duty's words on one line, or the head of a group with its count."""
    if row.duty is not None:
        return f"{_INDENT}{' '.join(row.duty.text.split())}"
    return head_text(row.group, row.today)


def head_text(group: Group, today: date) -> str:
    """Return "Lò Văn An: 3 việc, 1 quá hạn"."""
    if not group.duties:
        return f"{group.title}: chưa có việc nào"
    late = sum(is_overdue(duty, today) for duty in group.duties)
    tail = f", {late} quá hạn" if late and group.member_id is not None else ""
    return f"{group.title}: {len(group.duties)} việc{tail}"


def state_text(row: Row) -> str:
    """Return how a duty stands in few words."""
    if row.duty is None:
        return ""
    if row.late and row.duty.due is not None:
        days = (row.today - row.duty.due).days
        return f"Quá hạn {days} ngày" if days < _MONTHS_FROM else f"Quá hạn {days // 30} tháng"
    return label(row.duty.state)


def state_icon(row: Row) -> str | None:
    """Return the sign that stands with the state's words."""
    if row.duty is None:
        return None
    if row.late:
        return "due"
    if row.duty.state in DONE:
        return "done"
    return "close" if row.duty.state is DutyState.NOT_DONE else "dot"


def state_tone(row: Row) -> Tone | None:
    """Return the colour that goes with the state's words."""
    if row.duty is None:
        return None
    if row.late:
        return "error"
    if row.duty.state in DONE:
        return "done"
    return "faint" if row.duty.state is DutyState.NOT_DONE else None


def due_text(row: Row) -> str:
    """Return the day it is due."""
    if row.duty is None:
        return ""
    return date_text(row.duty.due) or "không hạn"


def counts_sentence(counts: Counts) -> str:
    """Return the figures at the top: "12 việc đang làm, 2 quá hạn, 3 đến hạn tháng này"."""
    parts = [f"{counts.open} việc đang làm"]
    if counts.overdue:
        parts.append(f"{counts.overdue} quá hạn")
    if counts.this_month:
        parts.append(f"{counts.this_month} đến hạn tháng này")
    if counts.nobody:
        parts.append(f"{counts.nobody} chưa có người nhận")
    parts.append(f"{counts.done} đã xong")
    if counts.not_done:
        parts.append(f"{counts.not_done} không hoàn thành")
    return f"{', '.join(parts)}."


def coverage_sentence(coverage: Coverage) -> str:
    """Return how many have a duty, and who has none."""
    if coverage.whole:
        return f"Đủ {coverage.words}."
    named = ", ".join(m.name for m in coverage.without[:_NAMED])
    more = len(coverage.without) - _NAMED
    tail = f" và {more} người nữa" if more > 0 else ""
    return f"Mới có {coverage.words}. Chưa có việc: đồng chí {named}{tail}."


def line_text(row: DutyProgress) -> str:
    """Return a line of the log: "03/11/2026, Đang làm: đã họp dân"."""
    words = " ".join(row.text.split())
    return f"{date_text(row.date)}, {label(row.state)}{f': {words}' if words else ''}"


def rows_of(groups: Sequence[Group], names: dict[bytes, str], today: date) -> list[Row]:
    """Return heads and duties in the order of the board."""
    rows = []
    for group in groups:
        rows.append(Row(group, None, "", today))
        rows += [Row(group, duty, names.get(duty.owner_id or b"", "Chưa giao"), today) for duty in group.duties]
    return rows
