"""Members by status, standing, post and group as of any day (đội ngũ đảng viên)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.attendance import is_expected, members_on
from chibo_desktop.domain.counted import Counted, counted
from chibo_desktop.domain.members import LEFT, Member, Role, Standing, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCounts:
    """Who is on the list on a day; every id is of a member."""

    day: date
    total: Counted
    """members of the cell: all on the list but those whose official cell is elsewhere"""
    expected: Counted
    """of them, those expected at meetings (Điều lệ 7)"""
    standings: Mapping[Standing, Counted]
    """of the total"""
    statuses: Mapping[Status, Counted]
    """of all on the list, the temporary members from elsewhere too"""
    roles: Mapping[Role, Counted]
    """by the highest post of each"""
    groups: Mapping[str, Counted]
    """of the total by tổ đảng, "" for those in none; empty where the cell has no groups"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMoves:
    """What happened to the list from one day's end to another's; every id is of a member."""

    come: Counted
    left: Counted
    recognised: Counted
    """probationary before, full now"""


def member_counts(members: Iterable[Member], day: date) -> MemberCounts:
    """Count the members of a day."""
    listed = members_on(members, day)
    status = {m.id: m.status_on(day) for m in listed}
    own = _of_cell(listed, day)
    groups = sorted({m.group for m in own if m.group}, key=name_key)
    roles = {m.id: m.role_on(day) for m in listed}
    return MemberCounts(
        day=day,
        total=counted(own),
        expected=counted(m for m in own if is_expected(status[m.id])),
        standings={kind: counted(m for m in own if m.standing_on(day) is kind) for kind in Standing},
        statuses={kind: counted(m for m in listed if status[m.id] is kind) for kind in Status if kind not in LEFT},
        roles={role: counted(m for m in listed if roles[m.id] is role) for role in Role},
        groups={group: counted(m for m in own if m.group == group) for group in (*groups, "")} if groups else {},
    )


def _of_cell(listed: Iterable[Member], day: date) -> list[Member]:
    return [m for m in listed if m.status_on(day) is not Status.TEMPORARY_IN]


def months_of(year: int, today: date) -> tuple[date, ...]:
    """Return the last day of every month of a year that is over, and today in the one that runs."""
    ends = [date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in range(1, 13)]
    return tuple(min(end, today) for end in ends if end.replace(day=1) <= today)


def last_day(year: int, today: date) -> date:
    """Return the day a year is counted as of: its last, or today while it runs."""
    return min(date(year, 12, 31), max(today, date(year, 1, 1)))


def moves(members: Sequence[Member], before: date, day: date) -> MemberMoves:
    """Compare the members of a day with those of a day before it."""
    first = {m.id: m for m in _of_cell(members_on(members, before), before)}
    then = {m.id: m for m in _of_cell(members_on(members, day), day)}
    return MemberMoves(
        come=counted(m for m in then.values() if m.id not in first),
        left=counted(m for m in first.values() if m.id not in then),
        recognised=counted(
            m
            for m in then.values()
            if m.id in first
            and first[m.id].standing_on(before) is Standing.PROBATIONARY
            and m.standing_on(day) is Standing.FULL
        ),
    )
